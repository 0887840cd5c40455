/*
 * cli.h - what a command is, and what it is given.
 *
 * A command lives in its own cmd_<name>.c, which defines one Command (its name, help, options and function);
 * main.c's table lists it.  Parsing, help, did-you-mean and exit codes follow from that table and nothing else.
 *
 *     static int run_deploy(Cli *cli)
 *     {
 *         bool is_dry = cli_flag(cli, "dry-run");
 *         ...
 *         return is_dry ? CLI_DONE : report_error(&cli->report, "cannot apply `%s`", name);
 *     }
 *
 *     const Command cmd_migrate_deploy = {
 *         .name = "migrate deploy",
 *         .summary = "apply the pending migrations",
 *         .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL,
 *         .options = {{.name = "dry-run", .help = "show what would be applied, change nothing"}},
 *         .run = run_deploy,
 *     };
 */
#ifndef SCHEMAGEN_CLI_H
#define SCHEMAGEN_CLI_H

#include "arena.h"
#include "list.h"
#include "report.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    CLI_DONE = 0,
    CLI_FAILED = 1,    /* the schema is wrong, or the world said no */
    CLI_DIFFERENT = 2, /* `diff --exit-code` found a difference */
    CLI_USAGE = 64,    /* wrong use */
    CLI_CONFIRM = 130  /* the user must confirm, and nobody said so */
};

typedef struct Cli Cli;

typedef struct Option {
    const char *name;  /* without the dashes; NULL ends a list of options */
    char letter;       /* `-o`; 0 when there is none */
    const char *value; /* NULL for a flag; "FILE"; with bars the values it may have: "sql|summary|json" */
    bool is_repeatable;
    const char *help; /* lower case, no full stop */
} Option;

/* Options that mean the same in every command; --quiet, --no-color and --help are in all of them. */
enum {
    SHARED_SCHEMA = 1,     /* --schema PATH; see load.h */
    SHARED_URL = 2,        /* --url URL */
    SHARED_SHADOW_URL = 4, /* --shadow-url URL */
    SHARED_FORMAT = 8,     /* --format text|json */
    SHARED_MIGRATIONS = 16 /* --migrations DIR; see target.h */
};

#define CLI_MAX_OPTIONS 16

typedef struct Command {
    const char *name;      /* one or two words: "validate", "migrate deploy" */
    const char *arguments; /* for the usage line: "NAME", "[ARGUMENT ...]"; NULL when it takes none */
    size_t min_arguments, max_arguments;
    const char *summary;     /* one line, lower case, no full stop */
    const char *description; /* whole sentences, lines below 100 columns, no newline at the end; NULL */
    unsigned shared;         /* SHARED_* */
    Option options[CLI_MAX_OPTIONS + 1];
    int (*run)(Cli *cli); /* returns an exit code */
} Command;

typedef struct OptionValue {
    const Option *option;
    const char *value; /* NULL for a flag */
} OptionValue;

struct Cli {
    SgArena *arena; /* never gives NULL; released when the program ends */
    Report report;
    const Command *command;
    LIST(OptionValue) options;
    LIST(const char *) arguments; /* what is neither command nor option */
};

/* Was the flag given?  Names that the command does not have are a bug (abort). */
bool cli_flag(const Cli *cli, const char *name);

/* The option's value, the last one given; NULL when it was not. */
const char *cli_value(const Cli *cli, const char *name);

/* The `index`th value of a repeatable option; NULL behind the last. */
const char *cli_value_at(const Cli *cli, const char *name, size_t index);

#endif
