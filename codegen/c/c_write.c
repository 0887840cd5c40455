/* Functions that write: one row, one row by a key, many rows. */
#include "functions.h"

#include "c_print.h"
#include "emit.h"

static Function *add(SgArena *arena, Functions *out, const char *name)
{
    return c_function(arena, out, GROUP_WRITE, name);
}

/* ---- One row ---- */

/* The columns of a key: "account_id, symbol". */
static const char *columns_sql(SgArena *arena, const ModelPlan *plan, const KeyPlan *key)
{
    SgText out = {.arena = arena};
    for (size_t i = 0; i < key->columns.count; i++)
        emit_add(&out, "%s%s", i > 0 ? ", " : "", plan->columns.items[key->columns.items[i]].sql);
    return out.data;
}

static const char *insert_once_sql(SgArena *arena, const ModelPlan *plan, const KeyPlan *key)
{
    return emit_format(arena, "INSERT INTO %s ... ON CONFLICT (%s) ... RETURNING ...", plan->table_sql,
                       columns_sql(arena, plan, key));
}

/* @@idempotent: the insert itself goes by the key. */
static void add_idempotent_insert(SgArena *arena, const ModelPlan *plan, Function *f)
{
    const KeyPlan *key = plan->idempotency;
    SgText members = {.arena = arena};
    for (size_t i = 0; i < key->columns.count; i++)
        emit_add(&members, "%s`%s`", i > 0 ? " and " : "", plan->columns.items[key->columns.items[i]].member);
    c_param(arena, f, "SgOnce *once");
    f->note = emit_format(arena,
                          "Inserts once per %s: `once` says whether the row is new (SG_CREATED), was there "
                          "(SG_REPLAYED), or was there with other values (SG_CONFLICT; without `once` the status is "
                          "SG_UNIQUE).  `out` receives the row as stored; pass NULL when it is not needed.",
                          sg_text_get(&members));
    f->sql = insert_once_sql(arena, plan, key);
    f->body = emit_format(arena, "return sg_insert_once(db, &%s, row, out, once);", key->descriptor);
}

static void add_insert(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    Function *f = add(arena, out, plan->insert);
    if (f == NULL) return;
    c_param(arena, f, emit_format(arena, "const %s *row", plan->names->insert_type));
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    if (plan->idempotency != NULL) {
        add_idempotent_insert(arena, plan, f);
        return;
    }
    f->note = "`out` receives the row as stored; pass NULL when it is not needed.";
    f->sql = emit_format(arena, "INSERT INTO %s (...) VALUES ($1, ...) RETURNING ...", plan->table_sql);
    f->body = emit_format(arena, "return sg_insert(db, &%s, row, out);", plan->names->table);
}

/* " AND version = $3", the parameter behind the key's. */
static const char *version_condition(SgArena *arena, const ModelPlan *plan, const KeyPlan *key)
{
    if (plan->version == NULL) return "";
    return emit_format(arena, " AND %s = $%zu", plan->version->sql, key->columns.count + 1);
}

/* "sg_update(db, &by_id, key": with a version "sg_update_current(db, &by_id, key, &version". */
static const char *key_call(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, const char *function)
{
    if (plan->version == NULL) return emit_format(arena, "%s(db, &%s, key", function, key->descriptor);
    return emit_format(arena, "%s_current(db, &%s, key, &%s", function, key->descriptor, plan->version->param);
}

/* The key, and the version that the row must still have. */
static void add_target(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Function *f)
{
    c_key_params(arena, plan, key, f);
    if (plan->version != NULL) c_param(arena, f, c_declare(arena, plan->version->value_type, plan->version->param));
}

static const char *update_note(SgArena *arena, const ModelPlan *plan)
{
    if (plan->version != NULL)
        return emit_format(arena,
                           "`%s` as it was read: SG_STALE when the row was changed or deleted since.  Every change "
                           "counts it up.  `out` receives the row as stored now, of a deletion as it was; or is NULL.",
                           plan->version->param);
    return "The row with the key: SG_NOT_FOUND when there is none.  `out` receives it as stored now, of a deletion as "
           "it was; pass NULL when it is not needed.";
}

static void add_update(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Functions *out)
{
    Function *f = add(arena, out, key->update);
    if (f == NULL) return;
    add_target(arena, plan, key, f);
    c_param(arena, f, emit_format(arena, "const %s *set", plan->update_type));
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    f->note = update_note(arena, plan);
    f->sql = emit_format(arena, "UPDATE %s SET ... WHERE %s%s RETURNING ...", plan->table_sql,
                         c_key_condition(arena, plan, key), version_condition(arena, plan, key));
    f->body = emit_format(arena, "%s\nreturn %s, set, out);", c_key_values(arena, plan, key),
                          key_call(arena, plan, key, "sg_update"));
}

static void add_delete(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Functions *out)
{
    Function *f = add(arena, out, key->remove);
    if (f == NULL) return;
    add_target(arena, plan, key, f);
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    f->sql = emit_format(arena, "DELETE FROM %s WHERE %s%s RETURNING ...", plan->table_sql,
                         c_key_condition(arena, plan, key), version_condition(arena, plan, key));
    f->body = emit_format(arena, "%s\nreturn %s, out);", c_key_values(arena, plan, key),
                          key_call(arena, plan, key, "sg_delete"));
}

static const char *upsert_note(SgArena *arena, const ModelPlan *plan)
{
    static const char *const note =
        "Inserts, or applies `set` to the row that has the key.  A NULL `set` keeps that row.  `out`, the row as "
        "stored now, and `created` may be NULL.";
    if (plan->version == NULL) return note;
    return emit_format(arena, "%s  A row that is there must still have `%s`, else SG_STALE; NULL: whatever it has.",
                       note, plan->version->param);
}

static void add_upsert(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, bool is_first, Functions *out)
{
    Function *f = add(arena, out, key->upsert);
    if (f == NULL) return;
    const ColumnPlan *version = plan->version;
    c_param(arena, f, emit_format(arena, "const %s *row", plan->names->insert_type));
    if (version != NULL) c_param(arena, f, emit_format(arena, "const %s *%s", version->value_type, version->param));
    c_param(arena, f, emit_format(arena, "const %s *set", plan->update_type));
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    c_param(arena, f, "bool *created");
    if (is_first) f->note = upsert_note(arena, plan);
    f->sql = emit_format(arena, "INSERT INTO %s ... ON CONFLICT (%s) DO UPDATE SET ... RETURNING ..., xmax = 0",
                         plan->table_sql, columns_sql(arena, plan, key));
    f->body = version == NULL
                  ? emit_format(arena, "return sg_upsert(db, &%s, row, set, out, created);", key->descriptor)
                  : emit_format(arena, "return sg_upsert_current(db, &%s, row, %s, set, out, created);",
                                key->descriptor, version->param);
}

static void add_insert_once(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, bool is_first, Functions *out)
{
    Function *f = add(arena, out, key->insert_once);
    if (f == NULL) return;
    c_param(arena, f, emit_format(arena, "const %s *row", plan->names->insert_type));
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    c_param(arena, f, "SgOnce *once");
    if (is_first)
        f->note =
            "Inserts unless the key is there; `once` says so, and whether the row there is the same.  `out` receives "
            "the row there is.  Either may be NULL; without `once` a row that is not the same is SG_UNIQUE.";
    f->sql = insert_once_sql(arena, plan, key);
    f->body = emit_format(arena, "return sg_insert_once(db, &%s, row, out, once);", key->descriptor);
}

static void add_insert_with(SgArena *arena, const ModelPlan *plan, const RelationPlan *relation, bool is_first,
                            Functions *out)
{
    Function *f = add(arena, out, relation->insert_with);
    if (f == NULL) return;
    c_param(arena, f, emit_format(arena, "const %s *row", plan->names->insert_type));
    bool has_one = relation->shape == SHAPE_TO_ONE;
    c_param(arena, f,
            emit_format(arena, "const %s *%s", relation->target->insert_type, has_one ? "child" : "children"));
    if (!has_one) c_param(arena, f, "size_t count");
    c_param(arena, f, emit_format(arena, "%s *out", plan->names->type));
    if (is_first)
        f->note =
            "A row and the rows that refer to it, in one statement; their reference is filled in.  `out` receives "
            "the row as stored, with these loaded; pass NULL when it is not needed.";
    const Model *target = relation->target->source;
    f->sql = emit_format(arena, "WITH parent AS (INSERT INTO %s ...) INSERT INTO %s ... RETURNING ...", plan->table_sql,
                         c_sql_path(arena, target->schema, target->database_name));
    f->body = emit_format(arena, "return sg_insert_with(db, &%s, row, %s, %s, out);", plan->names->table,
                          relation->index_enumerator, has_one ? "child, 1" : "children, count");
}

/* ---- Many rows ---- */

/* Two functions: one says how many rows there were, one gives them. */
typedef struct ManyRows {
    const char *name, *returning;
    const char *call;      /* of the runtime; the other is called so with _returning */
    const char *params[4]; /* ended by NULL */
    const char *arguments; /* the same without their types */
    const char *note, *sql;
} ManyRows;

static void add_many_rows(SgArena *arena, const ModelPlan *plan, const ManyRows *many, bool returns, Functions *out)
{
    Function *f = add(arena, out, returns ? many->returning : many->name);
    if (f == NULL) return;
    for (size_t i = 0; many->params[i] != NULL; i++) c_param(arena, f, many->params[i]);
    c_param(arena, f, returns ? emit_format(arena, "%s *out", plan->names->list_type) : "int64_t *affected");
    f->note = returns ? NULL : many->note;
    f->sql = returns ? "As above, RETURNING every column." : many->sql;
    f->body = emit_format(arena, "return %s%s(db, &%s, %s, %s);", many->call, returns ? "_returning" : "",
                          plan->names->table, many->arguments, returns ? "out" : "affected");
}

static void add_both(SgArena *arena, const ModelPlan *plan, const ManyRows *many, Functions *out)
{
    add_many_rows(arena, plan, many, false, out);
    add_many_rows(arena, plan, many, true, out);
}

static void add_insert_many(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    if (plan->insert_many == NULL) return;
    const ManyRows many = {
        .name = plan->insert_many,
        .returning = plan->insert_many_returning,
        .call = "sg_insert_many",
        .params = {emit_format(arena, "const %s *rows", plan->names->insert_type), "size_t count",
                   "SgOnConflict on_conflict"},
        .arguments = "rows, count, on_conflict",
        .note =
            "Many rows in one statement; `affected` may be NULL.  Rows that SG_CONFLICT_SKIPS leaves out are neither "
            "counted nor returned.  A filter that rules nothing out is SG_INVALID.",
        .sql = emit_format(arena, "INSERT INTO %s (...) SELECT ... FROM unnest($1, ...) [ON CONFLICT DO NOTHING]",
                           plan->table_sql),
    };
    add_both(arena, plan, &many, out);
}

static void add_update_many(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    if (plan->update_many == NULL) return;
    const ManyRows many = {
        .name = plan->update_many,
        .returning = plan->update_many_returning,
        .call = "sg_update_many",
        .params = {emit_format(arena, "const %s *where", plan->names->filter_type),
                   emit_format(arena, "const %s *set", plan->update_type)},
        .arguments = "where, set",
        .sql = emit_format(arena, "UPDATE %s SET ... WHERE ...", plan->table_sql),
    };
    add_both(arena, plan, &many, out);
}

static void add_delete_many(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    if (plan->delete_many == NULL) return;
    const ManyRows many = {
        .name = plan->delete_many,
        .returning = plan->delete_many_returning,
        .call = "sg_delete_many",
        .params = {emit_format(arena, "const %s *where", plan->names->filter_type)},
        .arguments = "where",
        .sql = emit_format(arena, "DELETE FROM %s WHERE ...", plan->table_sql),
    };
    add_both(arena, plan, &many, out);
}

static void add_upsert_many(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, bool is_first, Functions *out)
{
    Function *f = add(arena, out, key->upsert_many);
    if (f == NULL) return;
    c_param(arena, f, emit_format(arena, "const %s *rows", plan->names->insert_type));
    c_param(arena, f, "size_t count");
    c_param(arena, f, "int64_t *affected");
    if (is_first)
        f->note = "Inserts, or overwrites the row that has the key with what rows[i] sets; in one statement.  All rows "
                  "set the same columns, and no key is there twice.";
    f->sql = emit_format(arena, "INSERT INTO %s (...) SELECT ... FROM unnest($1, ...) ON CONFLICT (%s) DO UPDATE ...",
                         plan->table_sql, columns_sql(arena, plan, key));
    f->body = emit_format(arena, "return sg_upsert_many(db, &%s, rows, count, affected);", key->descriptor);
}

static void add_update_each(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Functions *out)
{
    Function *f = add(arena, out, key->update_each);
    if (f == NULL) return;
    c_param(arena, f, emit_format(arena, "const %s *changes", plan->change_type));
    c_param(arena, f, "size_t count");
    c_param(arena, f, "int64_t *affected");
    f->sql = emit_format(arena, "UPDATE %s SET ... FROM unnest($1, ...) WHERE ...", plan->table_sql);
    f->body = emit_format(arena, "return sg_update_each(db, &%s, changes, count, affected);", key->descriptor);
}

static const char *next_helper(SgArena *arena, const ModelPlan *plan)
{
    SgText out = {.arena = arena};
    Holes h = {0};
    hole(&h, "Insert", plan->names->insert_type);
    emit(&out, &h,
        "/* The caller's iterator, as above. */",
        "struct iterator {",
        "    SgStatus (*next)(${Insert} *row, void *arg);",
        "    void *arg;",
        "};",
        "",
        "static SgStatus next_row(void *row, void *arg)",
        "{",
        "    const struct iterator *iterator = arg;",
        "    return iterator->next(row, iterator->arg);",
        "}");
    return out.data;
}

static void add_copy_in(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    Function *f = add(arena, out, plan->copy_in);
    if (f == NULL) return;
    c_param(arena, f, emit_format(arena, "const %s *rows", plan->names->insert_type));
    c_param(arena, f, "size_t count");
    c_param(arena, f, "int64_t *affected");
    f->note = "By COPY, the fastest way for very many; every row sets the same columns.  `next` fills a zeroed row and "
              "returns SG_OK, or SG_NOT_FOUND at the end; any other status ends the copy with nothing written.";
    f->sql = emit_format(arena, "COPY %s (...) FROM STDIN (FORMAT binary)", plan->table_sql);
    f->body = emit_format(arena, "return sg_copy_in(db, &%s, rows, count, affected);", plan->names->table);

    f = add(arena, out, plan->copy_in_from);
    c_param(arena, f, emit_format(arena, "SgStatus (*next)(%s *row, void *arg)", plan->names->insert_type));
    c_param(arena, f, "void *arg");
    c_param(arena, f, "int64_t *affected");
    f->helper = next_helper(arena, plan);
    f->sql = "As above.";
    f->body = emit_format(arena,
                          "struct iterator iterator = {next, arg};\n"
                          "return sg_copy_in_from(db, &%s, next_row, &iterator, affected);",
                          plan->names->table);
}

/* `is_first` of the functions that all keys have: one comment is enough. */
static void add_by_keys(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    for (size_t i = 0, n = 0; i < plan->keys.count; i++)
        if (plan->keys.items[i].upsert != NULL) add_upsert(arena, plan, &plan->keys.items[i], n++ == 0, out);
    for (size_t i = 0, n = 0; i < plan->keys.count; i++)
        if (plan->keys.items[i].insert_once != NULL) add_insert_once(arena, plan, &plan->keys.items[i], n++ == 0, out);
}

void c_add_writing(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    const KeyPlan *key = c_plan_identity(plan);
    add_insert(arena, plan, out);
    if (key != NULL) add_update(arena, plan, key, out);
    if (key != NULL) add_delete(arena, plan, key, out);
    add_by_keys(arena, plan, out);
    for (size_t i = 0, n = 0; i < plan->relations.count; i++)
        if (plan->relations.items[i].insert_with != NULL)
            add_insert_with(arena, plan, &plan->relations.items[i], n++ == 0, out);
    add_insert_many(arena, plan, out);
    add_update_many(arena, plan, out);
    if (key != NULL) add_update_each(arena, plan, key, out);
    add_delete_many(arena, plan, out);
    for (size_t i = 0, n = 0; i < plan->keys.count; i++)
        if (plan->keys.items[i].upsert_many != NULL) add_upsert_many(arena, plan, &plan->keys.items[i], n++ == 0, out);
    add_copy_in(arena, plan, out);
}
