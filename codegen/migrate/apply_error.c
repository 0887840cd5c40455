#include "apply_error.h"

#include "script.h"
#include "text.h"

#include <string.h>

/* Mistakes of which the server's words do not say what they are. */
static const char *advice_for(const ServerError *error, const char *script, size_t offset)
{
    bool is_syntax = strcmp(error->sqlstate, "42601") == 0;
    if (is_syntax && script[offset] == '\\')
        return "psql commands (\\…) are not SQL: only psql understands them. Take them out of the script.";
    if (is_syntax && strncmp(script + offset, "<<<<<<<", 7) == 0) return "The script has merge conflict markers.";
    if (strcmp(error->sqlstate, "25001") == 0)
        return "This statement cannot run inside a transaction, and a script of several statements is one. Put it in a "
               "migration of its own, or begin the script with the line `-- schemagen: no-transaction`.";
    if (strcmp(error->sqlstate, "55P04") == 0)
        return "A new enum value cannot be used in the transaction that adds it: put the statements that use it in a "
               "later "
               "migration.";
    return NULL;
}

const Failure *apply_error_in_script(SgArena *arena, const Failure *failure, const char *script, size_t size,
                                     size_t start)
{
    const ServerError *error = failure->server;
    if (error == NULL) return failure;
    SgText text = {.arena = arena};
    if (error->sqlstate != NULL) sg_text_printf(&text, "Database error code: %s\n\n", error->sqlstate);
    sg_text_printf(&text, "Database error:\n%s", connection_error_text(arena, error));
    size_t offset = start;
    if (error->position > 0) offset += script_offset(script + start, size - start, error->position);
    if (error->position > 0 && offset < size)
        sg_text_printf(&text, "\n\nPosition:\n%s", script_excerpt(arena, script, size, offset));
    const char *advice = error->sqlstate != NULL && offset < size ? advice_for(error, script, offset) : NULL;
    if (advice != NULL) sg_text_printf(&text, "\n\n%s", advice);
    Failure *explained = sg_arena_new(arena, sizeof *explained);
    *explained = (Failure){.code = failure->code, .message = sg_text_get(&text), .server = error};
    return explained;
}

const Failure *apply_error_failed(SgArena *arena, const Migration *migration, const Failure *error, const char *state)
{
    Failure *failure = sg_arena_new(arena, sizeof *failure);
    *failure = (Failure){
        .code = "P3018",
        .message = sg_arena_printf(arena,
                                   "A migration failed to apply. New migrations cannot be applied before the error is "
                                   "recovered from.\n\nMigration name: %s\n\n%s\n\n%s",
                                   migration->name, error->message, state),
        .server = error->server};
    return failure;
}
