/*
 * A parent with its children, and the pairs of many-to-many relations.
 *
 * One statement writes both: the parent by a CTE whose key the children's inserts take, wherever the key was made.
 * Children that set the same columns are one insert, so that what the others leave out gets its default.  The result
 * has the parent's columns in every row, beside those of one child.
 */
#include "batch.h"
#include "error.h"
#include "select.h"

/* Children that set the same columns. */
typedef struct Group {
    BatchColumns columns;
    BatchRows rows; /* their `order` is a part of Nested's */
    int first;      /* parameter */
} Group;

typedef struct Nested {
    const SgModel *model;
    const SgRelation *relation;
    void *out;
    Group *groups;
    size_t group_count;
    size_t *order; /* the index of each child, in the order of the groups */
    size_t count;  /* of the children */
} Nested;

/* ---- Groups ---- */

/* The group that sets the same columns; a new one when there is none. */
static Group *find_group(Nested *nested, const BatchColumns *columns)
{
    for (size_t i = 0; i < nested->group_count; i++) {
        const BatchColumns *other = &nested->groups[i].columns;
        size_t size = (size_t)columns->count * sizeof *columns->items;
        bool is_same = other->count == columns->count && (size == 0 || memcmp(other->items, columns->items, size) == 0);
        if (is_same) return &nested->groups[i];
    }
    Group *group = &nested->groups[nested->group_count++];
    *group = (Group){.columns = *columns};
    return group;
}

/* Counts the children of each group, and says in `of` which is whose. */
static SgStatus find_groups(SgSession *db, Nested *nested, const BatchRows *children, size_t *of)
{
    const SgRelation *relation = nested->relation;
    for (size_t i = 0; i < children->count; i++) {
        BatchColumns columns;
        const char *child = (const char *)children->items + i * children->size;
        SgStatus rc =
            batch_columns(db, relation->target, child, 1, relation->target_columns, relation->count, &columns);
        if (rc != SG_OK) return rc;
        Group *group = find_group(nested, &columns);
        of[i] = (size_t)(group - nested->groups);
        group->rows.count++;
    }
    return SG_OK;
}

static SgStatus group_children(SgSession *db, Nested *nested, const BatchRows *children)
{
    size_t count = children->count, start = 0;
    size_t *of = sg_arena_alloc(&db->scratch, count * sizeof *of);
    nested->groups = sg_arena_alloc(&db->scratch, count * sizeof *nested->groups);
    nested->order = sg_arena_alloc(&db->scratch, count * sizeof *nested->order);
    if (of == NULL || nested->groups == NULL || nested->order == NULL) return fail_memory(db);
    SgStatus rc = find_groups(db, nested, children, of);
    for (size_t g = 0; g < nested->group_count && rc == SG_OK; g++) {
        size_t end = start;
        for (size_t i = 0; i < count; i++)
            if (of[i] == g) nested->order[end++] = i;
        nested->groups[g].rows = (BatchRows){children->items, children->size, end - start, nested->order + start};
        start = end;
    }
    return rc;
}

/* ---- The statement ---- */

/* unnest($n, ...) AS v(c0, ...); children of nothing but defaults are so many rows without a column. */
static void sql_children_values(SgSession *db, const SgModel *target, const Group *group)
{
    const BatchColumns *columns = &group->columns;
    if (columns->count == 0) {
        sg_text_printf(&db->sql, "generate_series(1, $%d)", group->first);
        return;
    }
    sg_text_add(&db->sql, "unnest(");
    for (int i = 0; i < columns->count; i++) {
        if (i > 0) sg_text_add(&db->sql, ", ");
        sql_batch_param(db, &target->columns[columns->items[i]], group->first + i);
    }
    sg_text_add(&db->sql, ") AS v(");
    for (int i = 0; i < columns->count; i++) sg_text_printf(&db->sql, "%sc%d", i > 0 ? ", " : "", i);
    sg_text_add_char(&db->sql, ')');
}

/* INSERT INTO child (columns, key) SELECT v.c0, …, p.id FROM p, unnest(…) AS v(…) RETURNING columns */
static void sql_children(SgSession *db, const Nested *nested, const Group *group)
{
    const SgModel *target = nested->relation->target;
    const BatchColumns *columns = &group->columns;
    sg_text_printf(&db->sql, "INSERT INTO %s AS t0 (", target->table);
    for (int i = 0; i < columns->count; i++)
        sg_text_printf(&db->sql, "%s%s", i > 0 ? ", " : "", target->columns[columns->items[i]].name);
    for (size_t i = 0; i < nested->relation->count; i++)
        sg_text_printf(&db->sql, "%s%s", i > 0 || columns->count > 0 ? ", " : "",
                       target->columns[nested->relation->target_columns[i]].name);
    sg_text_add(&db->sql, ") SELECT ");
    for (int i = 0; i < columns->count; i++) {
        if (i > 0) sg_text_add(&db->sql, ", ");
        sql_batch_value(db, &target->columns[columns->items[i]], "v.c", i);
    }
    for (size_t i = 0; i < nested->relation->count; i++)
        sg_text_printf(&db->sql, "%sp.%s", i > 0 || columns->count > 0 ? ", " : "",
                       nested->model->columns[nested->relation->columns[i]].name);
    sg_text_add(&db->sql, " FROM p, ");
    sql_children_values(db, target, group);
    sg_text_add(&db->sql, " RETURNING ");
    Shape shape = shape_of(target);
    sql_columns(db, &shape);
}

static SgStatus add_children(SgSession *db, const SgModel *target, Group *group)
{
    SgStatus rc = SG_OK;
    group->first = db->params.count + 1;
    for (int i = 0; i < group->columns.count && rc == SG_OK; i++)
        rc = batch_add_column(db, &target->columns[group->columns.items[i]], &group->rows);
    bool is_bare = rc == SG_OK && group->columns.count == 0;
    if (is_bare && params_add_int64(db, (int64_t)group->rows.count) == 0) return db->error.status;
    return rc;
}

static void sql_all_columns(SgSession *db, const SgModel *model, char table)
{
    for (size_t i = 0; i < model->column_count; i++)
        sg_text_printf(&db->sql, "%s%c.%s", i > 0 ? ", " : "", table, model->columns[i].name);
}

/* WITH p AS (INSERT …), c0 AS (INSERT …), … SELECT p.…, c.… FROM p, (TABLE c0 UNION ALL …) AS c */
static SgStatus build_family(SgSession *db, const Nested *nested, const void *row)
{
    const SgModel *model = nested->model, *target = nested->relation->target;
    Shape shape = shape_of(model);
    Writes writes;
    sql_begin(db);
    SgStatus rc = writes_of_insert(db, model, row, &writes);
    if (rc != SG_OK) return rc;
    sg_text_printf(&db->sql, "WITH p AS (INSERT INTO %s AS t0", model->table);
    sql_insert_values(db, &writes);
    sg_text_add(&db->sql, " RETURNING ");
    sql_columns(db, &shape);
    for (size_t i = 0; i < nested->group_count; i++) {
        rc = add_children(db, target, &nested->groups[i]);
        if (rc != SG_OK) return rc;
        sg_text_printf(&db->sql, "), c%zu AS (", i);
        sql_children(db, nested, &nested->groups[i]);
    }
    sg_text_add(&db->sql, ") SELECT ");
    sql_all_columns(db, target, 'c');
    sg_text_add(&db->sql, ", ");
    sql_all_columns(db, model, 'p');
    sg_text_add(&db->sql, " FROM p LEFT JOIN (");
    for (size_t i = 0; i < nested->group_count; i++)
        sg_text_printf(&db->sql, "%sTABLE c%zu", i > 0 ? " UNION ALL " : "", i);
    sg_text_add(&db->sql, ") AS c ON TRUE");
    return SG_OK;
}

/* The member of the parent's struct: a list, or a pointer to the one child. */
static void set_children(const Nested *nested, void *parent, void *children, size_t count)
{
    if (nested->relation->row == SG_NOWHERE) return;
    void *member = (char *)parent + nested->relation->row;
    SgRows rows = {children, count, false};
    if (nested->relation->kind == SG_TO_ONE) memcpy(member, &children, sizeof children);
    else memcpy(member, &rows, sizeof rows);
}

/* A parent whose children were all kept out by a trigger stands beside NULLs; a child has a key. */
static bool has_children(const PGresult *result, const SgModel *target)
{
    for (size_t i = 0; i < target->column_count; i++) {
        if (!PQgetisnull(result, 0, (int)i)) return true;
    }
    return false;
}

/* The children are read from all rows, the parent behind them from the first; text is copied, the result goes.  When a
 * trigger kept some children out, the others stand in the order of their groups. */
static SgStatus take_family(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    const Nested *nested = call->more_out;
    const SgModel *target = nested->relation->target;
    size_t count = (size_t)PQntuples(result);
    (void)keep;
    if (nested->out == NULL) return SG_OK;
    if (count == 0) return fail(db, SG_RANGE, NULL, "the insert returned no row");
    if (!has_children(result, target)) count = 0;
    void *parent = session_alloc(db, nested->model->row_size);
    char *children = count == 0 ? NULL : session_alloc(db, count * target->row_size);
    if (parent == NULL || (children == NULL && count > 0)) return fail_memory(db);
    Shape behind = shape_of(nested->model);
    behind.read = NULL;
    behind.first = (int)target->column_count;
    SgStatus rc = read_row(db, &behind, result, 0, true, parent);
    for (size_t i = 0; i < count && rc == SG_OK; i++) {
        size_t index = count == nested->count ? nested->order[i] : i;
        rc = read_row(db, &call->shape, result, (int)i, true, children + index * target->row_size);
    }
    if (rc != SG_OK) return rc;
    set_children(nested, parent, children, count);
    memcpy(nested->out, parent, nested->model->row_size);
    return SG_OK;
}

SgStatus sg_insert_with(SgSession *db, const SgModel *model, const void *row, size_t relation, const void *children,
                        size_t count, void *out)
{
    const SgRelation *asked = &model->relations[relation];
    SgStatus rc = check_unpipelined(db, "insert_with");
    if (rc != SG_OK) return rc;
    if (asked->kind == SG_MANY_TO_MANY || (asked->kind == SG_TO_ONE && count > 1))
        return fail(db, SG_INVALID, asked->label, "`%s` has no children", asked->label);
    if (count == 0) return sg_insert(db, model, row, out);
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    Nested nested = {.model = model, .relation = asked, .out = out, .count = count};
    const BatchRows all = {children, asked->target->insert_size, count, NULL};
    rc = group_children(db, &nested, &all);
    if (rc == SG_OK) rc = build_family(db, &nested, row);
    const Call call = {.operation = "insert_with",
                       .model = model->name,
                       .take = take_family,
                       .shape = shape_of(asked->target),
                       .extra_fields = (int)model->column_count,
                       .more_out = &nested};
    if (rc == SG_OK) rc = run(db, &call);
    sg_arena_release(&db->scratch, mark);
    return rc;
}

/* ---- Many-to-many ---- */

static SgStatus add_pair(SgSession *db, const SgModel *model, const SgRelation *relation, const void *key,
                         const void *target_key)
{
    const SgColumn *column = &model->columns[relation->columns[0]];
    const SgColumn *target_column = &relation->target->columns[relation->target_columns[0]];
    if (relation->kind != SG_MANY_TO_MANY)
        return fail(db, SG_INVALID, relation->label, "`%s` is not many-to-many", relation->label);
    if (params_add(db, column, key) == 0 || params_add(db, target_column, target_key) == 0) return db->error.status;
    return SG_OK;
}

SgStatus sg_connect(SgSession *db, const SgModel *model, size_t relation, const void *key, const void *target_key)
{
    const SgRelation *asked = &model->relations[relation];
    sql_begin(db);
    SgStatus rc = add_pair(db, model, asked, key, target_key);
    if (rc != SG_OK) return rc;
    sg_text_printf(&db->sql, "INSERT INTO %s (%s, %s) VALUES (", asked->join_table, asked->join_column,
                   asked->join_target_column);
    sql_param(db, &model->columns[asked->columns[0]], 1, false);
    sg_text_add(&db->sql, ", ");
    sql_param(db, &asked->target->columns[asked->target_columns[0]], 2, false);
    sg_text_add(&db->sql, ") ON CONFLICT DO NOTHING");
    return run(db, &(Call){.operation = "connect", .model = model->name});
}

SgStatus sg_disconnect(SgSession *db, const SgModel *model, size_t relation, const void *key, const void *target_key)
{
    const SgRelation *asked = &model->relations[relation];
    sql_begin(db);
    SgStatus rc = add_pair(db, model, asked, key, target_key);
    if (rc != SG_OK) return rc;
    sg_text_printf(&db->sql, "DELETE FROM %s WHERE %s = ", asked->join_table, asked->join_column);
    sql_param(db, &model->columns[asked->columns[0]], 1, false);
    sg_text_printf(&db->sql, " AND %s = ", asked->join_target_column);
    sql_param(db, &asked->target->columns[asked->target_columns[0]], 2, false);
    return run(db, &(Call){.operation = "disconnect", .model = model->name});
}
