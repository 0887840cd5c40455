/* sequence_name.c - which sequence stands behind an autoincrement column. */
#include "diff_parts.h"

#include "constraint_names.h"
#include "utf8.h"

#include <ctype.h>
#include <string.h>

/* As PostgreSQL does: the longer of the two names is cut until all fits. */
const char *diff_serial_name(SgArena *arena, const char *table, const char *column)
{
    static const char suffix[] = "_seq";
    size_t room = IDENTIFIER_BYTES - (sizeof suffix - 1) - 1;
    size_t left = strlen(table), right = strlen(column);
    while (left + right > room) {
        if (left > right) left--;
        else right--;
    }
    left = sg_utf8_floor(table, left);
    right = sg_utf8_floor(column, right);
    return sg_arena_printf(arena, "%.*s_%.*s%s", (int)left, table, (int)right, column, suffix);
}

const SequenceName *diff_sequence_of_column(SgArena *arena, const Table *table, const Column *column)
{
    const ColumnDefault *value = &column->default_value;
    SequenceName *sequence = sg_arena_new(arena, sizeof *sequence);
    sequence->is_guess = value->sequence == NULL;
    sequence->schema = sequence->is_guess ? table->schema : value->sequence_schema;
    sequence->name = sequence->is_guess ? diff_serial_name(arena, table->name, column->name) : value->sequence;
    return sequence;
}

/* The names of all sequences of the previous database; looked at once, and only when one is to be made. */
static const SgMap *taken_names(Differ *differ)
{
    const Database *from = differ->from;
    for (size_t i = 0; !differ->knows_sequences && i < from->tables.count; i++) {
        const Table *table = from->tables.items[i];
        for (size_t j = 0; j < table->columns.count; j++) {
            const Column *column = &table->columns.items[j];
            if (column->default_value.kind != COLUMN_DEFAULT_SEQUENCE) continue;
            const SequenceName *sequence = diff_sequence_of_column(differ->arena, table, column);
            const char *key = database_key(differ->arena, sequence->schema, sequence->name);
            sg_map_put(&differ->sequences, differ->arena, key, differ);
        }
    }
    differ->knows_sequences = true;
    return &differ->sequences;
}

/* Prisma's name: table and column in lower case.  Where another column has that one, the name that a serial column
 * would have had. */
const SequenceName *diff_sequence_to_create(Differ *differ, const Table *table, const Column *column)
{
    char *lower = sg_arena_printf(differ->arena, "%s_%s_seq", table->name, column->name);
    for (char *c = lower; *c != '\0'; c++) *c = (char)tolower((unsigned char)*c);

    SequenceName *sequence = sg_arena_new(differ->arena, sizeof *sequence);
    bool is_free = strlen(lower) <= IDENTIFIER_BYTES &&
                   sg_map_find(taken_names(differ), database_key(differ->arena, table->schema, lower)) == NULL;
    sequence->schema = table->schema;
    sequence->name = is_free ? lower : diff_serial_name(differ->arena, table->name, column->name);
    sg_map_put(&differ->sequences, differ->arena, database_key(differ->arena, table->schema, sequence->name), sequence);
    return sequence;
}
