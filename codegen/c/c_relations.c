/* Functions about relations: loading them, and pairing the rows of a many-to-many. */
#include "functions.h"

#include "c_print.h"
#include "emit.h"
#include "text.h"

static bool is_to_many(const RelationPlan *relation)
{
    return relation->shape != SHAPE_TO_ONE;
}

/* "SELECT ... FROM unnest($1) AS v JOIN executions ON order_id = v [WHERE ...] ORDER BY v, ..." */
static const char *load_sql(SgArena *arena, const RelationPlan *relation)
{
    const Model *target = relation->target->source;
    const char *table = c_sql_path(arena, target->schema, target->database_name);
    const Relation *source = relation->field->relation;
    if (relation->shape == SHAPE_MANY_TO_MANY)
        return emit_format(arena, "SELECT ... FROM unnest($1) AS v JOIN %s ON %s = v JOIN %s ... ORDER BY v, ...",
                           relation->join_table, relation->join_column, table);
    const Fields *columns = relation->field->is_relation_from ? &source->references : &source->fields;
    SgText names = {.arena = arena};
    for (size_t i = 0; i < columns->count; i++)
        emit_add(&names, "%s%s", i > 0 ? ", " : "", c_sql_name(arena, columns->items[i]->database_name));
    return emit_format(arena,
                       columns->count > 1
                           ? "SELECT ... FROM unnest($1, ...) AS v JOIN %s ON (%s) = v ... ORDER BY v, ..."
                           : "SELECT ... FROM unnest($1) AS v JOIN %s ON %s = v ... ORDER BY v, ...",
                       table, names.data);
}

static void add_load(SgArena *arena, const ModelPlan *plan, const RelationPlan *relation, bool is_first, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_RELATIONS, relation->load);
    c_param(arena, f, emit_format(arena, "%s *rows", plan->names->type));
    c_param(arena, f, "size_t count");
    if (is_to_many(relation)) c_param(arena, f, emit_format(arena, "const %s *query", relation->target->query_type));
    if (is_first)
        f->note = "Loads a relation of `count` rows, in one statement.  `query` filters, orders and limits what each "
                  "row gets; "
                  "NULL: all.";
    f->sql = load_sql(arena, relation);
    f->body = emit_format(arena, "return sg_load(db, &%s, %s, rows, count, %s);", plan->names->table,
                          relation->index_enumerator, is_to_many(relation) ? "query" : "NULL");
}

static void add_pair(SgArena *arena, const ModelPlan *plan, const RelationPlan *relation, bool connects, Functions *out)
{
    Function *f = c_function(arena, out, GROUP_RELATIONS, connects ? relation->connect : relation->disconnect);
    if (f == NULL) return;
    const char *own = plan->names->base;
    const char *target = relation->target->base;
    const char *own_name = emit_format(arena, "%s_key", own);
    const char *target_name = emit_format(arena, own == target ? "other_%s_key" : "%s_key", target);
    c_param(arena, f, c_declare(arena, relation->key_type, own_name));
    c_param(arena, f, c_declare(arena, relation->target_key_type, target_name));
    if (connects)
        f->note = emit_format(arena, "Adds or removes a pair of `%s`.  One that is there, or is not, is no error.",
                              relation->member);
    f->sql = connects ? emit_format(arena, "INSERT INTO %s (%s, %s) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                                    relation->join_table, relation->join_column, relation->join_target_column)
                      : emit_format(arena, "DELETE FROM %s WHERE %s = $1 AND %s = $2", relation->join_table,
                                    relation->join_column, relation->join_target_column);
    f->body = emit_format(arena, "return %s(db, &%s, %s, &%s, &%s);", connects ? "sg_connect" : "sg_disconnect",
                          plan->names->table, relation->index_enumerator, own_name, target_name);
}

void c_add_loading(SgArena *arena, const ModelPlan *plan, Functions *out)
{
    for (size_t i = 0; i < plan->relations.count; i++) add_load(arena, plan, &plan->relations.items[i], i == 0, out);
    for (size_t i = 0; i < plan->relations.count; i++) {
        add_pair(arena, plan, &plan->relations.items[i], true, out);
        add_pair(arena, plan, &plan->relations.items[i], false, out);
    }
}
