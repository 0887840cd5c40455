/* load.h - the schema a command works on: found, read, parsed, resolved, its diagnostics printed. */
#ifndef SCHEMAGEN_LOAD_H
#define SCHEMAGEN_LOAD_H

#include "ast.h"
#include "cli.h"
#include "diag.h"
#include "model.h"
#include "source.h"

/* Both in the command's arena.  `ast` is never NULL after a successful load. */
typedef struct Loaded {
    const char *path; /* file or folder, as given or found */
    Sources sources;
    Ast *ast;
    Schema *schema; /* NULL after load_ast() */
} Loaded;

/* What `--schema` says, else the first of schema/, schema.prisma, prisma/schema/, prisma/schema.prisma that exists;
 * NULL after reporting that there is none. */
const char *load_schema_path(Cli *cli);

/* Reads, parses and resolves the schema at `path`.  Diagnostics are printed (to standard error; with json as a
 * document on standard output when there are errors).  False when there were errors, all of them reported. */
bool load_schema(Cli *cli, const char *path, Loaded *out);

/* As load_schema() without resolving: for `format` and --dump=ast. */
bool load_ast(Cli *cli, const char *path, Loaded *out);

#endif
