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

/* The schema language's name of a type, as the messages have it: VarChar(20), Decimal(12,2). */
static const char *type_name(SgArena *arena, const ColumnType *type)
{
    if (type->kind == TYPE_ENUM) return type->enum_type->name;
    if (type->kind == TYPE_OTHER) return sg_arena_printf(arena, "Unsupported(\"%s\")", type->sql);
    const char *name = native_type_info(type->native)->name;
    if (type->arg_count == 2) return sg_arena_printf(arena, "%s(%d,%d)", name, type->args[0], type->args[1]);
    return type->arg_count == 1 ? sg_arena_printf(arena, "%s(%d)", name, type->args[0]) : name;
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
        const IndexPart *part = &index->parts.items[i];
        sg_text_printf(&out, "%s%s", i == 0 ? "" : ",", part->column != NULL ? part->column : part->expression);
    }
    return sg_text_get(&out);
}

/* The texts, one function each; numbers where they are known.  NULL: there is nothing to lose. */

static const char *drop_table_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    const char *table = risk->table->name;
    if (!counts->has_rows) {
        return sg_arena_printf(arena,
                               "You are about to drop the `%s` table. If the table is not empty, all the data it "
                               "contains will be lost.",
                               table);
    }
    return sg_arena_printf(arena, "You are about to drop the `%s` table, which is not empty (%" PRId64 " rows).", table,
                           counts->rows);
}

static const char *drop_column_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    const char *start = sg_arena_printf(arena, "You are about to drop the column `%s` on the `%s` table",
                                        risk->from->name, risk->table->name);
    if (!counts->has_values) return sg_arena_printf(arena, "%s. All the data in the column will be lost.", start);
    return sg_arena_printf(arena, "%s, which still contains %" PRId64 " non-null values.", start, counts->values);
}

static const char *cast_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    const char *contents = ". The data in that column could be lost";
    if (counts->has_values) {
        contents = sg_arena_printf(arena, ", which contains %" PRId64 " non-null values", counts->values);
    }
    return sg_arena_printf(
        arena,
        "You are about to alter the column `%s` on the `%s` table%s. The data in that column will be "
        "cast from `%s` to `%s`.",
        risk->from->name, risk->table->name, contents, type_name(arena, &risk->from->type),
        type_name(arena, &risk->to->type));
}

static const char *recreate_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    return sg_arena_printf(arena,
                           "The `%s` column on the `%s` table would be dropped and recreated. This will lead to data "
                           "loss%s.",
                           risk->from->name, risk->table->name,
                           counts->has_values ? "" : " if there is data in the column");
}

static const char *primary_key_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    (void)counts;
    return sg_arena_printf(arena,
                           "The primary key for the `%s` table will be changed. If it partially fails, the table could "
                           "be left without primary key constraint.",
                           risk->table->name);
}

static const char *unique_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    (void)counts;
    return sg_arena_printf(arena,
                           "A unique constraint covering the columns `[%s]` on the table `%s` will be added. If there "
                           "are existing duplicate values, this will fail.",
                           index_columns(arena, risk->index), risk->table->name);
}

static const char *enum_values_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    const AlterEnum *alter = risk->alter_enum;
    (void)counts;
    return sg_arena_printf(arena,
                           "The values [%s] on the enum `%s` will be removed. If these variants are still used in the "
                           "database, this will fail.",
                           join(arena, alter->removed.items, alter->removed.count), alter->to->name);
}

static const char *not_possible(SgArena *arena, const Counts *counts)
{
    if (!counts->has_rows) return "This is not possible if the table is not empty.";
    return sg_arena_printf(arena, "There are %" PRId64 " rows in this table, it is not possible to execute this step.",
                           counts->rows);
}

static const char *add_required_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    return sg_arena_printf(arena, "Added the required column `%s` to the `%s` table without a default value. %s",
                           risk->to->name, risk->table->name, not_possible(arena, counts));
}

static const char *client_default_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    return sg_arena_printf(arena,
                           "The required column `%s` was added to the `%s` table with a prisma-level default value. %s "
                           "Please add this column as optional, then populate it before making it required.",
                           risk->to->name, risk->table->name, not_possible(arena, counts));
}

static const char *make_required_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    const char *start =
        sg_arena_printf(arena, "Made the column `%s` on table `%s` required", risk->from->name, risk->table->name);
    if (!counts->has_rows || !counts->has_values) {
        return sg_arena_printf(arena, "%s. This step will fail if there are existing NULL values in that column.",
                               start);
    }
    if (counts->rows == counts->values) return NULL;
    return sg_arena_printf(arena, "%s, but there are %" PRId64 " existing NULL values.", start,
                           counts->rows - counts->values);
}

static const char *recreate_required_text(SgArena *arena, const Risk *risk, const Counts *counts)
{
    const char *why = "if there is data, since the column is required";
    if (counts->has_rows) why = "since the column is required and there is data in the table";
    return sg_arena_printf(
        arena,
        "Changed the type of `%s` on the `%s` table. No cast exists, the column would be dropped and "
        "recreated, which cannot be done %s.",
        risk->from->name, risk->table->name, why);
}

/* Which rows or values a risk concerns: without any there is none. */
typedef enum Concern { CONCERNS_ALWAYS, CONCERNS_ROWS, CONCERNS_VALUES, CONCERNS_NULLS } Concern;

static const struct {
    Concern concern;
    const char *(*text)(SgArena *arena, const Risk *risk, const Counts *counts);
} RISKS[] = {
    [RISK_DROP_TABLE] = {CONCERNS_ROWS, drop_table_text},
    [RISK_DROP_COLUMN] = {CONCERNS_VALUES, drop_column_text},
    [RISK_CAST] = {CONCERNS_VALUES, cast_text},
    [RISK_RECREATE_COLUMN] = {CONCERNS_VALUES, recreate_text},
    [RISK_CHANGE_PRIMARY_KEY] = {CONCERNS_ROWS, primary_key_text},
    [RISK_NEW_UNIQUE] = {CONCERNS_ALWAYS, unique_text},
    [RISK_REMOVE_ENUM_VALUES] = {CONCERNS_ALWAYS, enum_values_text},
    [RISK_ADD_REQUIRED] = {CONCERNS_ROWS, add_required_text},
    [RISK_ADD_REQUIRED_CLIENT_DEFAULT] = {CONCERNS_ROWS, client_default_text},
    [RISK_MAKE_REQUIRED] = {CONCERNS_NULLS, make_required_text},
    [RISK_RECREATE_REQUIRED] = {CONCERNS_ROWS, recreate_required_text},
};

static Counts count(const RiskFinder *finder, const Risk *risk)
{
    Counts counts = {0};
    Concern concern = RISKS[risk->kind].concern;
    if (finder->counter == NULL || concern == CONCERNS_ALWAYS) return counts;
    const Table *table = risk->table->origin != NULL ? risk->table->origin : risk->table;
    counts.has_rows = finder->counter(finder->context, table, NULL, &counts.rows);
    if (concern == CONCERNS_ROWS) return counts;
    const Column *column = &table->columns.items[risk->from->index];
    counts.has_values = finder->counter(finder->context, table, column, &counts.values);
    return counts;
}

static void add_risk(RiskFinder *finder, Risk risk)
{
    Counts counts = count(finder, &risk);
    bool is_harmless = (counts.has_rows && counts.rows == 0) ||
                       (counts.has_values && counts.values == 0 && RISKS[risk.kind].concern == CONCERNS_VALUES);
    risk.is_unexecutable = risk.kind >= RISK_ADD_REQUIRED;
    risk.message = is_harmless ? NULL : RISKS[risk.kind].text(finder->arena, &risk, &counts);
    if (risk.message == NULL) return;
    if (risk.is_unexecutable) *list_add(finder->arena, &finder->risks.unexecutable) = risk;
    else *list_add(finder->arena, &finder->risks.warnings) = risk;
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
    case TABLE_DROP_COLUMN: risk.kind = RISK_DROP_COLUMN; break;
    case TABLE_DROP_PRIMARY_KEY: risk.kind = RISK_CHANGE_PRIMARY_KEY; break;
    case TABLE_ADD_COLUMN:
        if (!is_required(change->to) || has_default(change->to)) return;
        risk.kind = change->to->has_client_default ? RISK_ADD_REQUIRED_CLIENT_DEFAULT : RISK_ADD_REQUIRED;
        break;
    case TABLE_RECREATE_COLUMN:
        risk.kind = !is_required(change->to) || has_default(change->to) ? RISK_RECREATE_COLUMN
                    : becomes_required(change)                          ? RISK_ADD_REQUIRED
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
