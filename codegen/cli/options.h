/* options.h - the command line, read by the table of commands; and the help, written from it. */
#ifndef SCHEMAGEN_OPTIONS_H
#define SCHEMAGEN_OPTIONS_H

#include "cli.h"
#include "text.h"

/* All commands, in the order of the help. */
typedef struct CommandTable {
    const Command *const *items;
    size_t count;
} CommandTable;

typedef enum ParsedAs {
    PARSED_COMMAND, /* cli->command, its options and arguments are set */
    PARSED_HELP,    /* help was asked for; `topic` has the words it is about, "" for all */
    PARSED_VERSION,
    PARSED_WRONG /* `error` says what is wrong and, where one is near, what was meant */
} ParsedAs;

typedef struct Parsed {
    ParsedAs as;
    const char *topic;
    const char *error;
} Parsed;

/* Reads the command line (without the program's name) into `cli`; its arena and report must be set.
 * --quiet, --no-color and `--format json` are set in the report. */
Parsed options_parse(const CommandTable *table, int argc, char *const argv[], Cli *cli);

/* The help of a command, of a group (`migrate`) or, for "", of the program; false when there is no such topic. */
bool options_help(const CommandTable *table, const char *topic, SgText *out);

#endif
