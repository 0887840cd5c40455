/* introspect_keys.c - primary keys, indexes and foreign keys. */
#include "introspect_rows.h"

#include <ctype.h>
#include <string.h>

static const char *upper_case(SgArena *arena, const char *text)
{
    char *copy = sg_arena_strdup(arena, text);
    for (char *c = copy; *c != '\0'; c++) *c = (char)toupper((unsigned char)*c);
    return copy;
}

static Index *add_index(const Introspection *in, const PGresult *rows, int row, Table *table)
{
    size_t position = table->indexes.count;
    Index *index = list_add(in->arena, &table->indexes);
    index->name = introspect_text(in, rows, row, INDEX_NAME);
    index->kind = introspect_bool(rows, row, INDEX_IS_UNIQUE) ? INDEX_UNIQUE : INDEX_NORMAL;
    index->method = upper_case(in->arena, PQgetvalue(rows, row, INDEX_METHOD));
    index->where = introspect_text(in, rows, row, INDEX_WHERE);
    index->is_constraint = introspect_bool(rows, row, INDEX_IS_CONSTRAINT);
    index->is_deferrable = introspect_bool(rows, row, INDEX_IS_DEFERRABLE);
    index->is_invalid = !introspect_bool(rows, row, INDEX_IS_VALID);
    index->nulls_not_distinct = introspect_bool(rows, row, INDEX_NULLS_NOT_DISTINCT);
    index->index = position;
    return index;
}

static void add_part(const Introspection *in, const PGresult *rows, int row, Index *index)
{
    const char *column = introspect_text(in, rows, row, INDEX_COLUMN);
    if (!introspect_bool(rows, row, INDEX_IS_KEY_PART)) {
        *list_add(in->arena, &index->include) = column;
        return;
    }
    IndexPart *part = list_add(in->arena, &index->parts);
    part->column = column;
    part->is_descending = introspect_bool(rows, row, INDEX_IS_DESCENDING);
    part->has_order = part->is_descending;
    part->ops = introspect_text(in, rows, row, INDEX_OPS);
    part->ops_is_default = introspect_bool(rows, row, INDEX_OPS_IS_DEFAULT);
    part->has_nulls_order = introspect_bool(rows, row, INDEX_HAS_NULLS_FIRST) != part->is_descending;
}

static void add_primary_key_part(const Introspection *in, const PGresult *rows, int row, Table *table)
{
    if (table->primary_key == NULL) {
        table->primary_key = sg_arena_new(in->arena, sizeof *table->primary_key);
        table->primary_key->name = introspect_text(in, rows, row, INDEX_NAME);
        table->primary_key->is_deferrable = introspect_bool(rows, row, INDEX_IS_DEFERRABLE);
    }
    if (introspect_bool(rows, row, INDEX_IS_KEY_PART))
        *list_add(in->arena, &table->primary_key->columns) = introspect_text(in, rows, row, INDEX_COLUMN);
}

/* One row per part, in order. */
void introspect_indexes(Introspection *in, const PGresult *rows)
{
    Index *index = NULL;
    for (int row = 0; row < PQntuples(rows); row++) {
        Table *table = introspect_table(in, rows, row, INDEX_TABLE);
        if (table == NULL) continue;
        if (introspect_bool(rows, row, INDEX_IS_PRIMARY)) {
            add_primary_key_part(in, rows, row, table);
            continue;
        }
        if (introspect_int(rows, row, INDEX_PART) == 1) index = add_index(in, rows, row, table);
        add_part(in, rows, row, index);
    }
}

static ForeignKeyAction read_action(const PGresult *rows, int row, int column)
{
    switch (PQgetvalue(rows, row, column)[0]) {
    case 'r': return FK_RESTRICT;
    case 'c': return FK_CASCADE;
    case 'n': return FK_SET_NULL;
    case 'd': return FK_SET_DEFAULT;
    default: return FK_NO_ACTION;
    }
}

static ForeignKey *add_foreign_key(const Introspection *in, const PGresult *rows, int row, Table *table,
                                   size_t position)
{
    ForeignKey *key = list_add(in->arena, &table->foreign_keys);
    key->name = introspect_text(in, rows, row, FOREIGN_KEY_NAME);
    key->referenced_schema = introspect_schema(in, rows, row, FOREIGN_KEY_REFERENCED_SCHEMA);
    key->referenced_table = introspect_text(in, rows, row, FOREIGN_KEY_REFERENCED_TABLE);
    key->on_delete = read_action(rows, row, FOREIGN_KEY_ON_DELETE);
    key->on_update = read_action(rows, row, FOREIGN_KEY_ON_UPDATE);
    key->is_deferrable = introspect_bool(rows, row, FOREIGN_KEY_IS_DEFERRABLE);
    key->is_not_valid = !introspect_bool(rows, row, FOREIGN_KEY_IS_VALID);
    key->definition = introspect_text(in, rows, row, FOREIGN_KEY_DEFINITION);
    key->index = position;
    return key;
}

/* A key to a table of somebody else's schema: nothing of ours, but not to be lost. */
static void add_opaque_foreign_key(const Introspection *in, const PGresult *rows, int row, Table *table)
{
    OpaqueFact *fact = list_add(in->arena, &table->facts);
    fact->kind = "foreign key";
    fact->name = introspect_text(in, rows, row, FOREIGN_KEY_NAME);
    fact->definition = introspect_text(in, rows, row, FOREIGN_KEY_DEFINITION);
}

/* One row per pair of columns, in order. */
void introspect_foreign_keys(Introspection *in, const PGresult *rows)
{
    ForeignKey *key = NULL;
    size_t count = 0;
    for (int row = 0; row < PQntuples(rows); row++) {
        Table *table = introspect_table(in, rows, row, FOREIGN_KEY_TABLE);
        if (table == NULL) continue;
        bool is_first = introspect_int(rows, row, FOREIGN_KEY_PART) == 1;
        if (!introspect_bool(rows, row, FOREIGN_KEY_IS_INSIDE)) {
            if (is_first) add_opaque_foreign_key(in, rows, row, table);
            continue;
        }
        if (is_first) key = add_foreign_key(in, rows, row, table, count++);
        *list_add(in->arena, &key->columns) = introspect_text(in, rows, row, FOREIGN_KEY_COLUMN);
        *list_add(in->arena, &key->referenced_columns) = introspect_text(in, rows, row, FOREIGN_KEY_REFERENCED_COLUMN);
    }
}
