#include "verify.h"

#include "compare_catalogs.h"
#include "renames.h"
#include "sample_rows.h"
#include "text.h"

#include <string.h>
#include <unistd.h>

enum { ROWS = 3 };

typedef struct Verifier {
    Shadow *shadow;
    const SchemaNames *schemas;
    Migration *up;
    Migration *down; /* NULL when there is none */
    Verified *result;
    Database *before, *after;
} Verifier;

static SgArena *arena_of(const Verifier *verifier)
{
    return verifier->shadow->connection->arena;
}

static void add_finding(Verifier *verifier, const char *what, const char *details)
{
    *list_add(arena_of(verifier), &verifier->result->findings) =
        sg_arena_printf(arena_of(verifier), "%s%s%s", what, *details == '\0' ? "" : ":\n", details);
}

/* ---- the same catalogs ---- */

static void expect_same(Verifier *verifier, const Database *wanted, const Database *found, const char *when)
{
    const char *difference = compare_catalogs(arena_of(verifier), wanted, found);
    if (*difference != '\0')
        add_finding(verifier, sg_arena_printf(arena_of(verifier), "%s, the database is not what it was", when),
                    difference);
}

/* ---- the same rows ---- */

/* A table, or one of its columns, as it is called before and after the migration. */
typedef struct Print {
    const Table *table, *later_table;
    const Column *column, *later_column; /* NULL: the number of rows */
    const char *value;
} Print;

typedef LIST(Print) Prints;

static bool is_same_type(const ColumnType *a, const ColumnType *b)
{
    bool is_same_kind = a->kind == b->kind && a->is_list == b->is_list && a->native == b->native &&
                        a->arg_count == b->arg_count && a->args[0] == b->args[0] && a->args[1] == b->args[1];
    if (!is_same_kind) return false;
    return a->sql == NULL || b->sql == NULL ? a->sql == b->sql : strcmp(a->sql, b->sql) == 0;
}

/* A value that was renamed, or is gone, reads otherwise afterwards. */
static bool keeps_labels(const ColumnType *a, const ColumnType *b)
{
    if (a->kind != TYPE_ENUM) return true;
    for (size_t i = 0; i < a->enum_type->values.count; i++) {
        size_t k = 0;
        while (k < b->enum_type->values.count &&
               strcmp(a->enum_type->values.items[i], b->enum_type->values.items[k]) != 0)
            k++;
        if (k == b->enum_type->values.count) return false;
    }
    return true;
}

/* `renamed` is the table under the names that it has afterwards. */
static void find_prints(Verifier *verifier, const Table *table, const Table *renamed, Prints *out)
{
    SgArena *arena = arena_of(verifier);
    const Table *later = database_find_table(verifier->after, renamed->schema, renamed->name);
    if (later == NULL) return;
    *list_add(arena, out) = (Print){.table = table, .later_table = later};
    for (size_t k = 0; k < table->columns.count; k++) {
        const Column *column = &table->columns.items[k];
        const Column *other = database_find_column(later, renamed->columns.items[k].name);
        if (other != NULL && is_same_type(&column->type, &other->type) && keeps_labels(&column->type, &other->type))
            *list_add(arena, out) = (Print){table, later, column, other, NULL};
    }
}

/* What should survive: tables on both sides, under whatever name, and in them the columns whose type stays. */
static const Failure *take_prints(Verifier *verifier, const Database *renamed, Prints *out)
{
    Connection *connection = verifier->shadow->connection;
    for (size_t i = 0; i < verifier->before->tables.count; i++)
        find_prints(verifier, verifier->before->tables.items[i], renamed->tables.items[i], out);
    for (size_t i = 0; i < out->count; i++) {
        Print *print = &out->items[i];
        const Failure *failure = sample_rows_print(connection, print->table, print->column, &print->value);
        if (failure != NULL) return failure;
    }
    return NULL;
}

static const Failure *compare_prints(Verifier *verifier, const Prints *prints, bool is_later, const char *when)
{
    Connection *connection = verifier->shadow->connection;
    SgText lost = {.arena = arena_of(verifier)};
    for (size_t i = 0; i < prints->count; i++) {
        const Print *print = &prints->items[i];
        const char *value = "";
        const Failure *failure = sample_rows_print(connection, is_later ? print->later_table : print->table,
                                                   is_later ? print->later_column : print->column, &value);
        if (failure != NULL && failure->server == NULL) return failure;
        if (failure != NULL || strcmp(value, print->value) != 0)
            sg_text_printf(&lost, "  `%s`%s%s%s\n", print->table->name, print->column == NULL ? ": rows" : ".`",
                           print->column == NULL ? "" : print->column->name, print->column == NULL ? "" : "`");
    }
    if (lost.size > 0)
        add_finding(verifier,
                    sg_arena_printf(arena_of(verifier), "%s, values that should have stayed are others", when),
                    sg_text_get(&lost));
    return NULL;
}

/* ---- up, down, up ---- */

/* False when the script failed: that is a finding. */
static bool run(Verifier *verifier, Migration *script, const char *what)
{
    const Failure *failure = shadow_run(verifier->shadow, script);
    if (failure != NULL) add_finding(verifier, sg_arena_printf(arena_of(verifier), "%s fails", what), failure->message);
    return failure == NULL;
}

static const Failure *describe(const Verifier *verifier, Database **out)
{
    return describe_database(verifier->shadow->connection, verifier->schemas, out);
}

/* The first way up, without rows, tells what `after` is; then it is undone by starting anew, so that the rows can
 * be put where they were before. */
static const Failure *learn_after(Verifier *verifier, MigrationFolder *folder, size_t index, bool *is_good)
{
    *is_good = run(verifier, verifier->up, "the migration, on empty tables,");
    if (!*is_good) return NULL;
    const Failure *failure = describe(verifier, &verifier->after);
    if (failure == NULL) failure = shadow_clear(verifier->shadow);
    return failure != NULL ? failure : shadow_replay(verifier->shadow, folder, 0, index);
}

static const Failure *try_with_rows(Verifier *verifier)
{
    Prints prints = {0};
    Database *found = NULL;
    Renames seen = renames_seen(arena_of(verifier), verifier->before, verifier->after);
    Renames renames = renames_plan(arena_of(verifier), verifier->before, verifier->after, &seen);
    const Database *renamed = database_renamed(arena_of(verifier), verifier->before, &renames);
    const Failure *failure =
        sample_rows_insert(verifier->shadow->connection, verifier->before, ROWS, &verifier->result->refused);
    if (failure == NULL) failure = take_prints(verifier, renamed, &prints);
    if (failure != NULL) return failure;
    verifier->result->tables = verifier->before->tables.count;
    for (size_t i = 0; i < prints.count; i++) verifier->result->columns += prints.items[i].column != NULL;

    if (!run(verifier, verifier->up, "the migration, on tables with rows,")) return NULL;
    failure = compare_prints(verifier, &prints, true, "after the migration");
    if (failure != NULL || verifier->down == NULL) return failure;

    if (!run(verifier, verifier->down, "down.sql")) return NULL;
    failure = describe(verifier, &found);
    if (failure == NULL) expect_same(verifier, verifier->before, found, "after up and down");
    if (failure == NULL) failure = compare_prints(verifier, &prints, false, "after up and down");
    if (failure != NULL) return failure;

    if (!run(verifier, verifier->up, "the migration, the second time,")) return NULL;
    failure = describe(verifier, &found);
    if (failure == NULL) expect_same(verifier, verifier->after, found, "after up, down and up");
    return failure != NULL ? failure : compare_prints(verifier, &prints, true, "after up, down and up");
}

const Failure *verify_migration(Shadow *shadow, MigrationFolder *folder, size_t index, const SchemaNames *schemas,
                                Verified *out)
{
    SgArena *arena = shadow->connection->arena;
    Migration *up = &folder->migrations.items[index];
    Migration down = {.name = sg_arena_printf(arena, "%s/down.sql", up->name), .path = up->down_path};
    Verified result = {.refused = ""};
    Verifier verifier = {.shadow = shadow, .schemas = schemas, .up = up, .result = &result};
    if (access(up->down_path, F_OK) == 0) verifier.down = &down;
    bool is_good = false;
    const Failure *failure = describe(&verifier, &verifier.before);
    if (failure == NULL) failure = learn_after(&verifier, folder, index, &is_good);
    if (failure == NULL && is_good) failure = try_with_rows(&verifier);
    if (failure == NULL) *out = result;
    return failure;
}
