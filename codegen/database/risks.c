#include "risks.h"

#include <inttypes.h>
#include <string.h>

typedef struct RiskFinder {
    SgArena *arena;
    RiskCounter counter; /* NULL: from the steps alone */
    void *context;
    Risks risks;
} RiskFinder;

/* Numbers, as far as they are known. */
typedef struct Counts {
    bool has_rows, has_values;
    int64_t rows, values;
} Counts;

const char *risk_type_name(SgArena *arena, const ColumnType *type)
{
    if (type->kind == TYPE_ENUM) return type->enum_type->name;
    if (type->kind == TYPE_OTHER) return sg_arena_printf(arena, "Unsupported(\"%s\")", type->sql);
    const char *name = native_type_info(type->native)->name;
    if (type->arg_count == 2) return sg_arena_printf(arena, "%s(%d,%d)", name, type->args[0], type->args[1]);
    return type->arg_count == 1 ? sg_arena_printf(arena, "%s(%d)", name, type->args[0]) : name;
}

static Counts count(const RiskFinder *finder, const Risk *risk)
{
    Counts counts = {0};
    if (finder->counter == NULL || risk->table == NULL) return counts;
    counts.has_rows = finder->counter(finder->context, risk->table, NULL, &counts.rows);
    bool is_of_values = risk->kind == RISK_DROP_COLUMN || risk->kind == RISK_CAST || risk->kind == RISK_RECREATE_COLUMN ||
                        risk->kind == RISK_MAKE_REQUIRED;
    if (is_of_values) counts.has_values = finder->counter(finder->context, risk->table, risk->from, &counts.values);
    return counts;
}

static const char *join(SgArena *arena, const char *const *items, size_t item_count)
{
    SgText out = {.arena = arena};
    for (size_t i = 0; i < item_count; i++) sg_text_printf(&out, "%s%s", i == 0 ? "" : ",", items[i]);
    return sg_text_get(&out);
}

static const char *index_columns(SgArena *arena, const Index *index)
{
    SgText out = {.arena = arena};
    for (size_t i = 0; i < index->parts.count; i++) {
        sg_text_printf(&out, "%s%s", i == 0 ? "" : ",", index->parts.items[i].column);
    }
    return sg_text_get(&out);
}

/* NULL: there is nothing to lose. */
static const char *warning_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    const char *table = risk->table == NULL ? "" : risk->table->name;
    const char *column = risk->from == NULL ? "" : risk->from->name;
    if (counts->has_rows && counts->rows == 0 && risk->kind != RISK_NEW_UNIQUE) return NULL;
    if (counts->has_values && counts->values == 0) return NULL;

    switch (risk->kind) {
    case RISK_DROP_TABLE:
        if (counts->has_rows) {
            return sg_arena_printf(arena, "You are about to drop the `%s` table, which is not empty (%" PRId64 " rows).",
                                   table, counts->rows);
        }
        return sg_arena_printf(arena,
                               "You are about to drop the `%s` table. If the table is not empty, all the data it "
                               "contains will be lost.",
                               table);
    case RISK_DROP_COLUMN:
        if (counts->has_values) {
            return sg_arena_printf(arena,
                                   "You are about to drop the column `%s` on the `%s` table, which still contains "
                                   "%" PRId64 " non-null values.",
                                   column, table, counts->values);
        }
        return sg_arena_printf(arena,
                               "You are about to drop the column `%s` on the `%s` table. All the data in the column "
                               "will be lost.",
                               column, table);
    case RISK_CAST: {
        const char *from = risk_type_name(arena, &risk->from->type), *to = risk_type_name(arena, &risk->to->type);
        const char *contents = counts->has_values
                                   ? sg_arena_printf(arena, ", which contains %" PRId64 " non-null values", counts->values)
                                   : ". The data in that column could be lost";
        return sg_arena_printf(arena,
                               "You are about to alter the column `%s` on the `%s` table%s. The data in that column "
                               "will be cast from `%s` to `%s`.",
                               column, table, contents, from, to);
    }
    case RISK_RECREATE_COLUMN:
        return sg_arena_printf(arena,
                               "The `%s` column on the `%s` table would be dropped and recreated. This will lead to "
                               "data loss%s.",
                               column, table, counts->has_values ? "" : " if there is data in the column");
    case RISK_CHANGE_PRIMARY_KEY:
        return sg_arena_printf(arena,
                               "The primary key for the `%s` table will be changed. If it partially fails, the table "
                               "could be left without primary key constraint.",
                               table);
    case RISK_NEW_UNIQUE:
        return sg_arena_printf(arena,
                               "A unique constraint covering the columns `[%s]` on the table `%s` will be added. If "
                               "there are existing duplicate values, this will fail.",
                               index_columns(arena, risk->index), table);
    case RISK_REMOVE_ENUM_VALUES:
        return sg_arena_printf(arena,
                               "The values [%s] on the enum `%s` will be removed. If these variants are still used in "
                               "the database, this will fail.",
                               join(arena, risk->alter_enum->removed.items, risk->alter_enum->removed.count),
                               risk->alter_enum->to->name);
    case RISK_ADD_REQUIRED:
    case RISK_ADD_REQUIRED_CLIENT_DEFAULT:
    case RISK_MAKE_REQUIRED:
    case RISK_RECREATE_REQUIRED: break;
    }
    return NULL;
}

static const char *required_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    const char *table = risk->table->name, *column = risk->to->name;
    if (counts->has_rows && counts->rows == 0) return NULL;

    const char *details = "This is not possible if the table is not empty.";
    if (counts->has_rows) {
        details = sg_arena_printf(
            arena, "There are %" PRId64 " rows in this table, it is not possible to execute this step.", counts->rows);
    }
    if (risk->kind == RISK_ADD_REQUIRED) {
        return sg_arena_printf(arena, "Added the required column `%s` to the `%s` table without a default value. %s",
                               column, table, details);
    }
    if (risk->kind == RISK_ADD_REQUIRED_CLIENT_DEFAULT) {
        return sg_arena_printf(arena,
                               "The required column `%s` was added to the `%s` table with a prisma-level default "
                               "value. %s Please add this column as optional, then populate it before making it "
                               "required.",
                               column, table, details);
    }
    if (risk->kind == RISK_RECREATE_REQUIRED) {
        return sg_arena_printf(arena,
                               "Changed the type of `%s` on the `%s` table. No cast exists, the column would be dropped "
                               "and recreated, which cannot be done %s.",
                               column, table,
                               counts->has_rows ? "since the column is required and there is data in the table"
                                                : "if there is data, since the column is required");
    }
    if (!counts->has_rows || !counts->has_values) {
        return sg_arena_printf(arena,
                               "Made the column `%s` on table `%s` required. This step will fail if there are existing "
                               "NULL values in that column.",
                               column, table);
    }
    if (counts->rows == counts->values) return NULL;
    return sg_arena_printf(arena, "Made the column `%s` on table `%s` required, but there are %" PRId64
                                  " existing NULL values.",
                           column, table, counts->rows - counts->values);
}

static void add_risk(RiskFinder *finder, Risk risk)
{
    Counts counts = count(finder, &risk);
    risk.is_unexecutable = risk.kind >= RISK_ADD_REQUIRED;
    risk.message = risk.is_unexecutable ? required_text(finder->arena, &risk, &counts)
                                        : warning_text(finder->arena, &risk, &counts);
    if (risk.message == NULL) return;
    if (risk.is_unexecutable)
        *list_add(finder->arena, &finder->risks.unexecutable) = risk;
    else
        *list_add(finder->arena, &finder->risks.warnings) = risk;
}

static bool is_required(const Column *column)
{
    return column->is_required && !column->type.is_list;
}

static bool has_default(const Column *column)
{
    return column->default_value.kind != COLUMN_DEFAULT_NONE;
}

static bool becomes_required(const TableChange *change)
{
    bool was_nullable = !change->from->type.is_list && !change->from->is_required;
    return change->changes.nullability && was_nullable && is_required(change->to);
}

static void check_change(RiskFinder *finder, const AlterTable *alter, const TableChange *change, size_t step)
{
    Risk risk = {.step = step, .table = alter->from, .from = change->from, .to = change->to};
    switch (change->kind) {
    case TABLE_DROP_COLUMN:
        risk.kind = RISK_DROP_COLUMN;
        break;
    case TABLE_DROP_PRIMARY_KEY:
        risk.kind = RISK_CHANGE_PRIMARY_KEY;
        break;
    case TABLE_ADD_COLUMN:
        if (!is_required(change->to) || has_default(change->to)) return;
        risk.kind = change->to->has_client_default ? RISK_ADD_REQUIRED_CLIENT_DEFAULT : RISK_ADD_REQUIRED;
        break;
    case TABLE_RECREATE_COLUMN:
        risk.kind = !is_required(change->to) || has_default(change->to) ? RISK_RECREATE_COLUMN
                    : becomes_required(change)                           ? RISK_ADD_REQUIRED
                                                                         : RISK_RECREATE_REQUIRED;
        break;
    case TABLE_ALTER_COLUMN:
        risk.kind = RISK_MAKE_REQUIRED;
        if (becomes_required(change)) add_risk(finder, risk);
        if (change->changes.cast != CAST_RISKY) return;
        risk.kind = RISK_CAST;
        break;
    case TABLE_ADD_PRIMARY_KEY:
    case TABLE_RENAME_PRIMARY_KEY: return;
    }
    add_risk(finder, risk);
}

static void check_step(RiskFinder *finder, const Step *step, size_t index)
{
    Risk risk = {.step = index};
    if (step->kind == STEP_ALTER_TABLE) {
        for (size_t i = 0; i < step->alter_table->changes.count; i++) {
            check_change(finder, step->alter_table, &step->alter_table->changes.items[i], index);
        }
    } else if (step->kind == STEP_DROP_TABLE) {
        risk.kind = RISK_DROP_TABLE;
        risk.table = step->table;
        add_risk(finder, risk);
    } else if (step->kind == STEP_ALTER_ENUM && step->alter_enum->removed.count > 0) {
        risk.kind = RISK_REMOVE_ENUM_VALUES;
        risk.alter_enum = step->alter_enum;
        add_risk(finder, risk);
    } else if (step->kind == STEP_CREATE_INDEX && step->create_index.index->kind == INDEX_UNIQUE &&
               step->create_index.from != NULL && !step->create_index.is_recreated) {
        risk.kind = RISK_NEW_UNIQUE;
        risk.table = step->create_index.from;
        risk.index = step->create_index.index;
        add_risk(finder, risk);
    }
}

Risks risks_count(SgArena *arena, const Steps *steps, RiskCounter counter, void *context)
{
    RiskFinder finder = {.arena = arena, .counter = counter, .context = context};
    for (size_t i = 0; i < steps->items.count; i++) check_step(&finder, &steps->items.items[i], i);
    return finder.risks;
}

Risks risks_find(SgArena *arena, const Steps *steps)
{
    return risks_count(arena, steps, NULL, NULL);
}
