/* load.h - the schema a command works on: found, read, parsed, resolved, its diagnostics printed. */
#ifndef SCHEMAGEN_LOAD_H
#define SCHEMAGEN_LOAD_H

#include "ast.h"
#include "cli.h"
#include "diag.h"
#include "source.h"

typedef struct Schema Schema; /* model.h */

/* In the command's arena. */
typedef struct Loaded {
    const char *path; /* file or folder, as given or found */
    Sources sources;
    Diags diags;    /* after a successful load: warnings only */
    Ast *ast;       /* NULL after load_schema(): nobody needs it then, and it is the largest part */
    Schema *schema; /* NULL after load_ast() */
} Loaded;

/* What `--schema` says, else the first of schema/, schema.prisma, prisma/schema/, prisma/schema.prisma that exists;
 * NULL after reporting that there is none. */
const char *load_schema_path(Cli *cli);

/* As load_schema_path(), without reporting. */
const char *load_find_schema(const Cli *cli);

/*
 * Reads, parses and resolves the schema at `path`.  Errors and warnings are printed to standard error; with json the
 * errors are a document on standard output.  False, with `out` untouched, when there were errors: all of them were
 * reported, the command returns CLI_FAILED.
 */
bool load_schema(Cli *cli, const char *path, Loaded *out);

/* As load_schema(), with the model in an arena of its own: who makes something else of it can then let it go, and keep
 * the texts, which stay in the command's arena. */
bool load_schema_into(Cli *cli, SgArena *model, const char *path, Loaded *out);

/* As load_schema() without resolving: for `format` and --dump=ast. */
bool load_ast(Cli *cli, const char *path, Loaded *out);

/* Both: for `db pull`, which changes the text that the schema comes from. */
bool load_ast_and_schema(Cli *cli, const char *path, Loaded *out);

/* The diagnostics as text on standard error, or as a json document on standard output. */
void load_print_diagnostics(Cli *cli, const Loaded *loaded);

#endif
