/* <model>.h: filters, orders, queries. */
#include "page.h"

#include "c_print.h"
#include "emit.h"

#include <string.h>

/* "ledger entry" */
static const char *words(SgArena *arena, const char *name)
{
    char *out = sg_arena_strdup(arena, c_snake(arena, name));
    for (char *c = out; *c != '\0'; c++)
        if (*c == '_') *c = ' ';
    return out;
}

static void add_relation_filters(Page *page, Members *members)
{
    for (size_t i = 0; i < page->plan->relations.count; i++) {
        const RelationPlan *relation = &page->plan->relations.items[i];
        const char *type = emit_format(page->arena, "const %s *", relation->target->filter_type);
        const char *target = words(page->arena, relation->target->source->name);
        if (relation->shape == SHAPE_TO_ONE) {
            members_add(members, type, relation->filter_is, emit_format(page->arena, "the %s matches", target));
            members_add(members, type, relation->filter_is_not, "there is none, or it does not match");
            continue;
        }
        members_add(members, type, relation->filter_some, emit_format(page->arena, "at least one %s matches", target));
        members_add(members, type, relation->filter_none, emit_format(page->arena, "no %s matches", target));
        members_add(members, type, relation->filter_every, emit_format(page->arena, "every %s matches", target));
    }
}

static void emit_filter(Page *page)
{
    Members columns = {.arena = page->arena}, relations = {.arena = page->arena};
    for (size_t i = 0; i < page->plan->columns.count; i++) {
        const ColumnPlan *column = &page->plan->columns.items[i];
        members_add(&columns, column->filter_type, column->member, NULL);
    }
    add_relation_filters(page, &relations);
    const char *relation_members = members_text(&relations);
    Holes h = {0};
    hole(&h, "Filter", page->plan->names->filter_type);
    hole(&h, "columns", members_text(&columns));
    hole(&h, "relations", *relation_members == '\0' ? "" : emit_format(page->arena, "\n%s", relation_members));
    hole(&h, "all_of", page->plan->all_of);
    hole(&h, "any_of", page->plan->any_of);
    hole(&h, "none_of", page->plan->none_of);
    emit(page->out, &h,
        "/* Conditions are ANDed; a zero filter matches every row. */",
        "struct ${Filter} {",
        "    ${columns}",
        "    ${relations}",
        "",
        "    /* All, at least one, or none of these filters match. */",
        "    struct { const ${Filter} *items; size_t count; } ${all_of}, ${any_of}, ${none_of};",
        "};",
        "");
}

static const char *sort_keys(Page *page)
{
    SgText out = {.arena = page->arena};
    size_t count = page->plan->columns.count;
    for (size_t i = 0; i < count; i++)
        emit_add(&out, "%s%s\n", page->plan->columns.items[i].enumerator, i + 1 < count ? "," : "");
    return sg_text_get(&out);
}

static const char *all_members(Page *page)
{
    SgText out = {.arena = page->arena};
    size_t count = page->plan->columns.count;
    const char **items = sg_arena_new(page->arena, (count + 1) * sizeof *items);
    for (size_t i = 0; i < count; i++) items[i] = page->plan->columns.items[i].member;
    c_print_list(&out, "         ", items, count, C_WIDTH);
    return sg_text_get(&out) + strlen("         ");
}

static const char *tie_breaker(Page *page)
{
    if (page->plan->keys.count == 0 || !page->plan->keys.items[0].is_identity) return "";
    const KeyPlan *key = &page->plan->keys.items[0];
    SgText out = {.arena = page->arena};
    sg_text_add(&out, "; ties are broken by ");
    for (size_t i = 0; i < key->columns.count; i++)
        emit_add(&out, "%s%s", i > 0 ? ", " : "", page->plan->columns.items[key->columns.items[i]].member);
    return out.data;
}

static void emit_query(Page *page)
{
    SgArena *arena = page->arena;
    const ModelPlan *plan = page->plan;
    Members members = {.arena = arena};
    members_add(&members, plan->names->filter_type, "where", NULL);
    members_add(&members, plan->sort, "sort[SG_MAX_SORT]",
                emit_format(arena, "ends at the first zero%s", tie_breaker(page)));
    members_add(&members, plan->columns_type, "select", "none: every column; the key is always read");
    members_add(&members, emit_format(arena, "const %s *", plan->names->type), "after",
                "continue behind this row of the previous page");
    members_add(&members, "int64_t", "limit", "0 is no limit");
    members_add(&members, "SgLock", "lock", "until the transaction ends; outside one SG_INVALID");
    Holes h = {0};
    hole(&h, "SortKey", plan->sort_key);
    hole(&h, "Sort", plan->sort);
    hole(&h, "UNSORTED", plan->unsorted);
    hole(&h, "keys", sort_keys(page));
    hole(&h, "Columns", plan->columns_type);
    hole(&h, "all", all_members(page));
    hole(&h, "Query", plan->names->query_type);
    hole(&h, "members", members_text(&members));
    emit(page->out, &h,
        "typedef enum ${SortKey} {",
        "    ${UNSORTED} = 0,",
        "    ${keys}",
        "} ${SortKey};",
        "",
        "typedef struct ${Sort} { ${SortKey} by; SgDirection direction; } ${Sort};",
        "",
        "typedef struct ${Columns} {",
        "    bool ${all};",
        "} ${Columns};",
        "",
        "struct ${Query} {",
        "    ${members}",
        "};",
        "");
}

void page_queries(Page *page)
{
    emit_filter(page);
    emit_query(page);
    page_functions(page, GROUP_QUERIES);
}
