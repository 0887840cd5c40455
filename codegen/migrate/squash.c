#include "squash.h"

#include "compare_catalogs.h"
#include "diff.h"
#include "script.h"
#include "sql.h"
#include "text.h"

#include <string.h>

/* The lines that tell deploy what the script stands for; parts that were squashed before count themselves. */
static void add_header(SgArena *arena, SgText *out, const MigrationFolder *folder, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        MigrationNames parts = migration_squashes(arena, &folder->migrations.items[i]);
        for (size_t k = 0; k < parts.count; k++) sg_text_printf(out, "-- schemagen: squashes %s\n", parts.items[k]);
        if (parts.count == 0) sg_text_printf(out, "-- schemagen: squashes %s\n", folder->migrations.items[i].name);
    }
    sg_text_add_char(out, '\n');
}

/* Runs the script on the emptied shadow; `difference` is "" when it makes what is wanted. */
static const Failure *try_script(Shadow *shadow, const SchemaNames *schemas, const Database *wanted, const char *script,
                                 const char **difference)
{
    SgArena *arena = shadow->connection->arena;
    Migration migration = {.name = "squashed", .script = script, .size = strlen(script)};
    Database *found = NULL;
    const Failure *failure = shadow_clear(shadow);
    if (failure != NULL) return failure;
    failure = shadow_run(shadow, &migration);
    if (failure != NULL && failure->server != NULL) return failure;
    if (failure != NULL) { /* P3006: the script does not run */
        *difference = failure->message;
        return connection_recover(shadow->connection);
    }
    failure = describe_database(shadow->connection, schemas, &found);
    if (failure == NULL) *difference = compare_catalogs(arena, wanted, found);
    return failure;
}

/* From a fresh database, which has things of its own. */
static const char *written_anew(SgArena *arena, const Database *fresh, const Database *wanted, const char *header)
{
    SgText script = {.arena = arena};
    sg_text_add(&script, header);
    Steps steps = database_diff(arena, fresh, wanted);
    sql_render(arena, &steps, NULL, &script);
    return sg_text_get(&script);
}

static const char *concatenated(SgArena *arena, const MigrationFolder *folder, size_t count, const char *header)
{
    SgText script = {.arena = arena};
    sg_text_add(&script, header);
    for (size_t i = 0; i < count; i++) {
        const Migration *migration = &folder->migrations.items[i];
        sg_text_printf(&script, "%s-- %s\n%s\n;\n", i == 0 ? "" : "\n", migration->name, migration->script);
    }
    return sg_text_get(&script);
}

const Failure *squash_migrations(Shadow *shadow, MigrationFolder *folder, size_t count, const SchemaNames *schemas,
                                 Squashed *out)
{
    SgArena *arena = shadow->connection->arena;
    Database *fresh = NULL, *wanted = NULL;
    const Failure *failure = describe_database(shadow->connection, schemas, &fresh);
    if (failure == NULL) failure = shadow_replay(shadow, folder, 0, count);
    if (failure == NULL) failure = describe_database(shadow->connection, schemas, &wanted);
    if (failure != NULL) return failure;
    SgText header = {.arena = arena};
    add_header(arena, &header, folder, count);

    Squashed squashed = {.script = written_anew(arena, describe_for_folder(arena, schemas, fresh),
                                                describe_for_folder(arena, schemas, wanted), sg_text_get(&header))};
    const char *difference = "";
    failure = try_script(shadow, schemas, wanted, squashed.script, &difference);
    if (failure == NULL && *difference != '\0') {
        squashed = (Squashed){.script = concatenated(arena, folder, count, sg_text_get(&header)),
                              .is_concatenation = true,
                              .why = difference};
        failure = try_script(shadow, schemas, wanted, squashed.script, &difference);
        if (failure == NULL && *difference != '\0')
            return failure_new(
                arena, NULL,
                "the migrations cannot be squashed. Written anew, they leave something out:\n%s\nAnd one after "
                "the other in one script they do not work:\n%s",
                squashed.why, difference);
    }
    if (failure == NULL) *out = squashed;
    return failure;
}
