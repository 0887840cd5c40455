/* Functions that read: by key, by query, and numbers about rows. */
#include "functions.h"

#include "emit.h"

#include <string.h>

static const char *key_call(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, const char *function,
                            const char *rest)
{
    return emit_format(arena, "%s\nreturn %s(db, &%s, key, %s);", c_key_values(arena, plan, key), function,
                       key->descriptor, rest);
}

static const char *key_sql(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, const char *tail)
{
    return emit_format(arena, "SELECT ... FROM %s WHERE %s%s", plan->table_sql, c_key_condition(arena, plan, key),
                       tail);
}

static void add_get(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_KEYS, key->get);
    if (f == NULL) return;
    c_key_params(arena, plan, key, f);
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    if (key == plan->keys.items) f->note = "One row by a key.  SG_NOT_FOUND when there is none.";
    f->sql = key_sql(arena, plan, key, "");
    f->body = key_call(arena, plan, key, "sg_get", "out");
}

static void add_lock(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_KEYS, key->lock);
    if (f == NULL) return;
    c_key_params(arena, plan, key, f);
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    if (key == plan->keys.items)
        f->note = emit_format(
            arena,
            "As %s() FOR UPDATE: nobody else changes the row until the transaction ends.  SG_INVALID outside "
            "one.",
            key->get);
    f->sql = key_sql(arena, plan, key, " FOR UPDATE");
    f->body = key_call(arena, plan, key, "sg_lock", "SG_FOR_UPDATE, out");
}

static void add_lock_as(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_KEYS, key->lock_as);
    if (f == NULL) return;
    c_key_params(arena, plan, key, f);
    c_param(arena, f, "SgLock lock");
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    f->note =
        "With another lock: of a row that somebody holds, NOWAIT makes SG_LOCKED, SKIP_LOCKED makes SG_NOT_FOUND.";
    f->sql = key_sql(arena, plan, key, " FOR ...");
    f->body = key_call(arena, plan, key, "sg_lock", "lock, out");
}

/* The element type of the array of keys: the plain value of a key of one column, else the key struct. */
static const char *key_item_type(const ModelPlan *plan, const KeyPlan *key)
{
    return key->columns.count > 1 ? plan->key_type : plan->columns.items[key->columns.items[0]].value_type;
}

static void add_get_many(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_KEYS, key->get_many);
    if (f == NULL) return;
    const char *item = key_item_type(plan, key);
    bool is_pointer = item[0] != '\0' && item[strlen(item) - 1] == '*';
    c_param(arena, f, emit_format(arena, is_pointer ? "%sconst *keys" : "const %s *keys", item));
    c_param(arena, f, "size_t count");
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->refs_type));
    f->note = "items[i] is the row of keys[i], NULL where there is none.";
    f->sql = emit_format(arena, "SELECT ... FROM %s JOIN unnest($1, ...) on the key", plan->table_sql);
    f->body = emit_format(arena, "return sg_get_many(db, &%s, keys, count, out);", key->descriptor);
}

/* ---- Queries ---- */

static void add_list(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_QUERIES, plan->list);
    c_param(arena, f, emit_format(arena, "const %s *query", plan->names->query_type));
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->list_type));
    f->note =
        "The rows a query matches, all at once or one by one.  A NULL query matches every row.  A row that `visit` "
        "is given lives for that call; what it returns, unless SG_OK, ends the scan and is returned.  It cannot "
        "use `db`.";
    f->sql = emit_format(arena, "SELECT ... FROM %s [WHERE ...] ORDER BY ... [LIMIT $n] [FOR ...]", plan->table_sql);
    f->body = emit_format(arena, "return sg_list(db, &%s, query, out);", plan->names->table);
}

static const char *visit_param(SgArena *arena, const ModelPlan *plan)
{
    return emit_format(arena, "SgStatus (*visit)(const %s *row, void *arg)", plan->names->type);
}

static void add_each(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_QUERIES, plan->each);
    c_param(arena, f, emit_format(arena, "const %s *query", plan->names->query_type));
    c_param(arena, f, visit_param(arena, plan));
    c_param(arena, f, "void *arg");
    f->helper = c_visitor(arena, "visitor", "visit_row", plan->names->type);
    f->sql = "As above, row by row in constant memory.";
    f->body = emit_format(arena,
                          "struct visitor visitor = {visit, arg};\n"
                          "return sg_each(db, &%s, query, visit_row, &visitor);",
                          plan->names->table);
}

static void add_copy_out(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_QUERIES, plan->copy_out);
    if (f == NULL) return;
    c_param(arena, f, visit_param(arena, plan));
    c_param(arena, f, "void *arg");
    f->note = "Every row of the table by COPY, the fastest way to read it all.";
    f->sql = emit_format(arena, "COPY %s (...) TO STDOUT (FORMAT binary)", plan->table_sql);
    f->body = emit_format(arena,
                          "struct visitor visitor = {visit, arg};\n"
                          "return sg_copy_out(db, &%s, visit_row, &visitor);",
                          plan->names->table);
}

static void add_count(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_QUERIES, plan->count);
    c_param(arena, f, emit_format(arena, "const %s *where", plan->names->filter_type));
    c_param(arena, f, "int64_t *out");
    f->sql = emit_format(arena, "SELECT count(*) FROM %s [WHERE ...]", plan->table_sql);
    f->body = emit_format(arena, "return sg_count(db, &%s, where, out);", plan->names->table);

    f = c_function(arena, out, GROUP_QUERIES, plan->exists);
    c_param(arena, f, emit_format(arena, "const %s *where", plan->names->filter_type));
    c_param(arena, f, "bool *out");
    f->sql = emit_format(arena, "SELECT EXISTS (SELECT FROM %s [WHERE ...])", plan->table_sql);
    f->body = emit_format(arena, "return sg_exists(db, &%s, where, out);", plan->names->table);
}

static void add_aggregate(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_AGGREGATE, plan->aggregate_function);
    c_param(arena, f, emit_format(arena, "const %s *query", plan->aggregate_query));
    c_param(arena, f, emit_format(arena, "%s *out", plan->aggregate_list));
    f->note = "One element per group, in the order of the columns grouped by; without those, exactly one.";
    f->sql =
        emit_format(arena, "SELECT ..., count(*), sum(...), ... FROM %s [WHERE ...] [GROUP BY ...]", plan->table_sql);
    f->body = "return sg_aggregate(db, &aggregate, query, out);";
}

void c_add_reading(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    for (size_t i = 0; i < plan->keys.count; i++) add_get(arena, plan, &plan->keys.items[i], out);
    for (size_t i = 0; i < plan->keys.count; i++) add_get_many(arena, plan, &plan->keys.items[i], out);
    for (size_t i = 0; i < plan->keys.count; i++) add_lock(arena, plan, &plan->keys.items[i], out);
    for (size_t i = 0; i < plan->keys.count; i++) add_lock_as(arena, plan, &plan->keys.items[i], out);
    add_list(arena, plan, out);
    add_each(arena, plan, out);
    add_count(arena, plan, out);
    add_copy_out(arena, plan, out);
    add_aggregate(arena, plan, out);
}
