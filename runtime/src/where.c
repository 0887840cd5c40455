/* Filters: groups and relations.  Columns are in where_column.c. */
#include "where.h"

#include "error.h"

enum { MAX_DEPTH = 32 };

/* What a filter can find, going by its form.  AND takes the greater of two, OR the smaller. */
typedef enum Reach { EVERY_ROW, SOME_ROWS, NO_ROW, NEVER /* none of these */ } Reach;

static SgStatus add_filter(Where *where, const SgModel *model, const void *filter, int alias, Reach *reach);

void where_and(Where *where, int *conditions)
{
    if ((*conditions)++ > 0) sql_add(where->db, " AND ");
}

/* ---- Groups ---- */

typedef enum Group { ALL_OF, ANY_OF, NONE_OF } Group;

static Reach reach_of_group(Group group, Reach sofar, Reach member)
{
    switch (group) {
    case ALL_OF: return member > sofar ? member : sofar;
    case ANY_OF: return member < sofar ? member : sofar;
    case NONE_OF: return member == SOME_ROWS ? SOME_ROWS : sofar; /* one that finds nothing rules nothing out */
    }
    return sofar;
}

static SgStatus add_group(Where *where, const SgModel *model, Items filters, int alias, Group group, Reach *reach)
{
    SgSession *db = where->db;
    *reach = group == ANY_OF ? NO_ROW : EVERY_ROW;
    if (filters.count == 0) {
        sql_add(db, group == ANY_OF ? "FALSE" : "TRUE");
        return SG_OK;
    }
    sql_add(db, group == NONE_OF ? "NOT (" : "(");
    for (size_t i = 0; i < filters.count; i++) {
        Reach member;
        if (i > 0) sql_add(db, group == ALL_OF ? " AND " : " OR ");
        sql_add(db, "(");
        const char *filter = (const char *)filters.items + i * model->filter_size;
        SgStatus rc = add_filter(where, model, filter, alias, &member);
        if (rc != SG_OK) return rc;
        sql_add(db, ")");
        *reach = reach_of_group(group, *reach, member);
    }
    sql_add(db, ")");
    return SG_OK;
}

static SgStatus add_groups(Where *where, const SgModel *model, const void *filter, int alias, int *conditions,
                           Reach *reach)
{
    const uint32_t offsets[] = {model->filter_all_of, model->filter_any_of, model->filter_none_of};
    for (int group = ALL_OF; group <= NONE_OF; group++) {
        Reach one;
        if (offsets[group] == SG_NOWHERE) continue;
        Items filters = member_items(filter, offsets[group]);
        if (filters.items == NULL && filters.count == 0) continue;
        if (filters.items == NULL) return fail(where->db, SG_INVALID, NULL, "a group of filters is NULL");
        where_and(where, conditions);
        SgStatus rc = add_group(where, model, filters, alias, (Group)group, &one);
        if (rc != SG_OK) return rc;
        if (one > *reach) *reach = one;
    }
    return SG_OK;
}

/* ---- Relations ---- */

/* Appends ` ON j1."A" = `. */
static void sql_join_column(SgSession *db, const char *before, int alias, const char *name)
{
    sql_add(db, before);
    sql_integer(db, (uint64_t)alias);
    sql_around(db, ".", name, " = ");
}

/* FROM the related table, joined to the row of table `alias`; returns the related table's alias. */
static int add_related_from(Where *where, const SgModel *model, const SgRelation *relation, int alias)
{
    SgSession *db = where->db;
    int related = ++where->aliases;
    sql_around(db, "SELECT 1 FROM ", relation->target->table, " AS t");
    sql_integer(db, (uint64_t)related);
    if (relation->kind == SG_MANY_TO_MANY) {
        sql_around(db, " JOIN ", relation->join_table, " AS j");
        sql_integer(db, (uint64_t)related);
        sql_join_column(db, " ON j", related, relation->join_target_column);
        sql_column(db, &relation->target->columns[relation->target_columns[0]], related);
        sql_join_column(db, " WHERE j", related, relation->join_column);
        sql_column(db, &model->columns[relation->columns[0]], alias);
        return related;
    }
    sql_add(db, " WHERE ");
    for (size_t i = 0; i < relation->count; i++) {
        if (i > 0) sql_add(db, " AND ");
        sql_column(db, &relation->target->columns[relation->target_columns[i]], related);
        sql_add(db, " = ");
        sql_column(db, &model->columns[relation->columns[i]], alias);
    }
    return related;
}

typedef struct RelatedCondition {
    uint32_t offset;
    const char *exists; /* in front of the sub-select */
    const char *end;    /* behind the related filter */
    Reach idle;         /* a related filter of this reach leaves the condition true of every row */
    Reach hopeless;     /* and one of this reach of none */
} RelatedCondition;

static SgStatus add_related(Where *where, const SgModel *model, const SgRelation *relation, int alias,
                            const RelatedCondition *condition, const void *filter)
{
    SgSession *db = where->db;
    sql_add(db, condition->exists);
    int related = add_related_from(where, model, relation, alias);
    sql_add(db, " AND (");
    Reach reach;
    SgStatus rc = add_filter(where, relation->target, filter, related, &reach);
    if (rc != SG_OK) return rc;
    sql_add(db, condition->end);
    if (reach == condition->idle) where->idle++;
    if (reach == condition->hopeless) where->is_hopeless = true;
    return SG_OK;
}

static SgStatus add_relations(Where *where, const SgModel *model, const void *filter, int alias, int *conditions)
{
    for (size_t i = 0; i < model->relation_count; i++) {
        const SgRelation *relation = &model->relations[i];
        const RelatedCondition related[] = {
            {relation->filter_is, "EXISTS (", "))", NEVER, NO_ROW},
            {relation->filter_is_not, "NOT EXISTS (", "))", NO_ROW, NEVER},
            {relation->filter_some, "EXISTS (", "))", NEVER, NO_ROW},
            {relation->filter_none, "NOT EXISTS (", "))", NO_ROW, NEVER},
            {relation->filter_every, "NOT EXISTS (", ") IS NOT TRUE)", EVERY_ROW, NEVER},
        };
        for (size_t k = 0; k < sizeof related / sizeof related[0]; k++) {
            if (related[k].offset == 0) continue;
            const void *inner = member_pointer(filter, related[k].offset);
            if (inner == NULL) continue;
            where_and(where, conditions);
            SgStatus rc = add_related(where, model, relation, alias, &related[k], inner);
            if (rc != SG_OK) return rc;
        }
    }
    return SG_OK;
}

static SgStatus add_filter(Where *where, const SgModel *model, const void *filter, int alias, Reach *reach)
{
    int conditions = 0, idle_outside = where->idle;
    bool hopeless_outside = where->is_hopeless;
    where->idle = 0;
    where->is_hopeless = false;
    if (++where->depth > MAX_DEPTH) return fail(where->db, SG_INVALID, NULL, "a filter is nested too deeply");
    SgStatus rc = SG_OK;
    for (size_t i = 0; i < model->column_count && rc == SG_OK; i++) {
        const SgColumn *column = &model->columns[i];
        if (column->filter == SG_NOWHERE) continue;
        rc = where_column(where, column, (const char *)filter + column->filter, alias, &conditions);
    }
    if (rc == SG_OK) rc = add_relations(where, model, filter, alias, &conditions);
    *reach = where->is_hopeless ? NO_ROW : conditions > where->idle ? SOME_ROWS : EVERY_ROW;
    where->idle = idle_outside;
    where->is_hopeless = hopeless_outside;
    if (rc == SG_OK) rc = add_groups(where, model, filter, alias, &conditions, reach);
    if (conditions == 0) sql_add(where->db, "TRUE");
    where->depth--;
    return rc;
}

SgStatus where_add(SgSession *db, const SgModel *model, const void *filter, int alias, bool *restricts)
{
    Where where = {.db = db, .aliases = alias};
    Reach reach = EVERY_ROW;
    SgStatus rc = SG_OK;
    if (filter != NULL) rc = add_filter(&where, model, filter, alias, &reach);
    else sql_add(db, "TRUE");
    if (restricts != NULL) *restricts = reach != EVERY_ROW;
    return rc;
}
