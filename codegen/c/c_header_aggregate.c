/* <model>.h: numbers about rows. */
#include "page.h"

#include "c_print.h"
#include "emit.h"
#include "map.h"

#include <string.h>

/* The type of one column's result; NULL when the column has none. */
typedef const char *ResultType(SgArena *arena, const ColumnPlan *column);

static const char *optional_type(SgArena *arena, const CType *type)
{
    return emit_format(arena, "SgOpt%s", type->stem);
}

static const char *sum_type(SgArena *arena, const ColumnPlan *column)
{
    return column->has_sum ? optional_type(arena, column->type->sum) : NULL;
}

static const char *average_type(SgArena *arena, const ColumnPlan *column)
{
    return column->has_average ? optional_type(arena, column->type->average) : NULL;
}

static const char *extreme_type(SgArena *arena, const ColumnPlan *column)
{
    if (!column->has_extremes) return NULL;
    return column->type->has_optional ? optional_type(arena, column->type) : column->value_type;
}

/* What has one type, in the order of the columns. */
typedef struct Declaration {
    const char *type;
    LIST(const char *) members;
} Declaration;

/* "SgOptNumeric quantity, price;", wrapped. */
static void add_declaration(SgArena *arena, SgText *out, const Declaration *declaration)
{
    const char *type = declaration->type;
    size_t count = declaration->members.count, size = strlen(type);
    bool is_pointer = type[size - 1] == '*';
    const char **items = sg_arena_alloc(arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const char *member = declaration->members.items[i];
        items[i] = is_pointer ? emit_format(arena, "*%s", member) : member;
    }
    const char *stem = is_pointer ? sg_arena_strndup(arena, type, size - 1) : emit_format(arena, "%s ", type);
    SgText list = {.arena = arena};
    char *indent = sg_arena_strdup(arena, stem);
    memset(indent, ' ', strlen(indent));
    c_print_list(&list, indent, items, count, C_WIDTH - 8);
    emit_add(out, "%s%s;\n", stem, list.data + strlen(indent));
}

/* The members of a result struct, each type once, in the order of its first column; "" when there are none. */
static const char *results(Page *page, ResultType *type_of)
{
    SgArena *arena = page->arena;
    SgText out = {.arena = arena};
    LIST(Declaration *) declarations = {0};
    SgMap by_type = {0};
    for (size_t i = 0; i < page->plan->columns.count; i++) {
        const ColumnPlan *column = &page->plan->columns.items[i];
        const char *type = type_of(arena, column);
        if (type == NULL) continue;
        Declaration *declaration = sg_map_find(&by_type, type);
        if (declaration == NULL) {
            declaration = sg_arena_new(arena, sizeof *declaration);
            declaration->type = type;
            *list_add(arena, &declarations) = declaration;
            sg_map_put(&by_type, arena, type, declaration);
        }
        *list_add(arena, &declaration->members) = column->member;
    }
    for (size_t i = 0; i < declarations.count; i++) add_declaration(arena, &out, declarations.items[i]);
    return sg_text_get(&out);
}

static const char *asked_type(bool is_asked)
{
    return is_asked ? "bool" : NULL;
}

static const char *asks_sum(SgArena *arena, const ColumnPlan *column)
{
    (void)arena;
    return asked_type(column->has_sum);
}

static const char *asks_average(SgArena *arena, const ColumnPlan *column)
{
    (void)arena;
    return asked_type(column->has_average);
}

static const char *asks_extreme(SgArena *arena, const ColumnPlan *column)
{
    (void)arena;
    return asked_type(column->has_extremes);
}

static void add_struct(SgText *out, const char *members, const char *name)
{
    if (*members == '\0') return;
    Holes h = {0};
    hole(&h, "members", members);
    hole(&h, "name", name);
    emit(out, &h,
        "struct {",
        "    ${members}",
        "} ${name};");
}

/* Sums and averages share a struct where they have the same members. */
static const char *number_structs(Page *page, ResultType *sum, ResultType *average, ResultType *extreme)
{
    SgText out = {.arena = page->arena};
    const char *sums = results(page, sum);
    const char *averages = results(page, average);
    bool is_same = strcmp(sums, averages) == 0;
    add_struct(&out, sums, is_same ? "sum, average" : "sum");
    if (!is_same) add_struct(&out, averages, "average");
    add_struct(&out, results(page, extreme), "min, max");
    return sg_text_get(&out);
}

void page_aggregate(Page *page)
{
    SgArena *arena = page->arena;
    const ModelPlan *plan = page->plan;
    Members result = {.arena = arena}, query = {.arena = arena};
    members_add(&result, plan->names->type, "group", "the columns grouped by; the others are zero");
    members_add(&result, "int64_t", "count", "rows in the group");
    members_add(&query, plan->names->filter_type, "where", NULL);
    members_add(&query, plan->columns_type, "group_by", "none: one group of all rows");
    members_add(&query, "int64_t", "limit", "of groups; 0 is no limit");
    Holes h = {0};
    hole(&h, "Aggregate", plan->aggregate);
    hole(&h, "List", plan->aggregate_list);
    hole(&h, "Query", plan->aggregate_query);
    hole(&h, "result", members_text(&result));
    hole(&h, "numbers", number_structs(page, sum_type, average_type, extreme_type));
    hole(&h, "query", members_text(&query));
    hole(&h, "asked", number_structs(page, asks_sum, asks_average, asks_extreme));
    emit(page->out, &h,
        "/* Numbers about a group of rows; those that were not asked for, or of no value, are empty. */",
        "typedef struct ${Aggregate} {",
        "    ${result}",
        "    ${numbers}",
        "} ${Aggregate};",
        "",
        "typedef struct ${List} { ${Aggregate} *items; size_t count; bool has_more; } ${List};",
        "",
        "typedef struct ${Query} {",
        "    ${query}",
        "    ${asked}",
        "} ${Query};",
        "");
    page_functions(page, GROUP_AGGREGATE);
}
