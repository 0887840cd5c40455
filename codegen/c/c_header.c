/* <model>.h: the row, how it is read, how it is written.  The parts in their order. */
#include "generate.h"

#include "c_print.h"
#include "emit.h"
#include "page.h"
#include "table.h"

#include <string.h>

/* ---- The file's comment ---- */

static const char *key_columns(SgArena *arena, const Key *key)
{
    SgText out = {.arena = arena};
    for (size_t i = 0; i < key->fields.count; i++)
        emit_add(&out, "%s%s", i > 0 ? ", " : "", key->fields.items[i].field->database_name);
    return key->fields.count > 1 ? emit_format(arena, "(%s)", out.data) : sg_text_get(&out);
}

static void add_fact(SgArena *arena, Table *table, const char *label, const char *text)
{
    table_row(table, emit_format(arena, " *   %s", label), emit_format(arena, "  %s", c_comment(arena, text)));
}

static void add_keys(SgArena *arena, Table *table, const Model *model)
{
    if (model->primary_key != NULL) add_fact(arena, table, "key", key_columns(arena, model->primary_key));
    for (size_t i = 0; i < model->keys.count; i++) {
        const Key *key = model->keys.items[i];
        add_fact(arena, table, key->kind == KEY_UNIQUE ? "unique" : "index", key_columns(arena, key));
    }
    if (model->idempotency != NULL) add_fact(arena, table, "once per", key_columns(arena, model->idempotency));
}

static const char *joined_names(SgArena *arena, const Fields *fields, const char *table)
{
    SgText out = {.arena = arena};
    for (size_t i = 0; i < fields->count; i++)
        emit_add(&out, "%s%s%s%s", i > 0 ? ", " : "", table, *table != '\0' ? "." : "",
                 fields->items[i]->database_name);
    return sg_text_get(&out);
}

static const char *relation_fact(SgArena *arena, const RelationPlan *relation)
{
    const Relation *source = relation->field->relation;
    if (relation->shape == SHAPE_MANY_TO_MANY) return emit_format(arena, "through %s", relation->join_table);
    if (relation->field->is_relation_from) {
        const char *tail = source->on_delete == ACTION_CASCADE    ? ", deleted with it"
                           : source->on_delete == ACTION_SET_NULL ? ", NULL when that is deleted"
                                                                  : "";
        return emit_format(arena, "on %s%s", joined_names(arena, &source->fields, ""), tail);
    }
    return emit_format(arena, "on %s", joined_names(arena, &source->fields, source->from->database_name));
}

static void add_relations(Page *page, Table *table)
{
    for (size_t i = 0; i < page->plan->relations.count; i++) {
        const RelationPlan *relation = &page->plan->relations.items[i];
        bool is_owner = relation->field->is_relation_from && relation->shape == SHAPE_TO_ONE;
        const char *label = is_owner ? "belongs" : relation->shape == SHAPE_TO_ONE ? "has one" : "has many";
        table_row(table, emit_format(page->arena, " *   %s", label), emit_format(page->arena, "  %s", relation->member),
                  emit_format(page->arena, "  %s", relation->target->type),
                  emit_format(page->arena, "  %s", c_comment(page->arena, relation_fact(page->arena, relation))));
    }
}

static const char *facts(Page *page)
{
    const Model *model = page->plan->source;
    SgText out = {.arena = page->arena};
    Table table = {.arena = page->arena};
    add_fact(page->arena, &table, model->is_view ? "view" : "table", page->plan->table_sql);
    add_keys(page->arena, &table, model);
    for (size_t i = 0; i < page->plan->omitted.count; i++) {
        const OmittedColumn *omitted = &page->plan->omitted.items[i];
        add_fact(page->arena, &table, "left out",
                 emit_format(page->arena, "%s: %s", omitted->field->database_name, omitted->why));
    }
    if (!model->is_view && page->plan->names->no_insert_because != NULL)
        add_fact(page->arena, &table, "no insert",
                 emit_format(page->arena, "%s is required and left out", page->plan->names->no_insert_because));
    add_relations(page, &table);
    table_print(&table, &out);
    return out.data;
}

static void emit_top(Page *page)
{
    const ModelPlan *plan = page->plan;
    SgText about = {.arena = page->arena};
    const char *documentation = c_documentation(page->arena, plan->source->documentation);
    if (documentation != NULL) {
        c_print_paragraph(&about, " * ", documentation);
        sg_text_add(&about, " *\n");
    }
    Holes h = {0};
    hole(&h, "source", c_comment(page->arena, c_source_name(plan->plan, plan->source->span)));
    hole(&h, "kind", plan->source->is_view ? "view" : "model");
    hole(&h, "name", plan->source->name);
    hole(&h, "about", sg_text_get(&about));
    hole(&h, "facts", facts(page));
    hole(&h, "GUARD", c_upper(page->arena, plan->names->file));
    hole(&h, "PREFIX", plan->plan->prefix_upper);
    emit(page->out, &h,
        "/*",
        " * " C_MARKER " from ${source} (${kind} ${name}).  Do not edit.",
        " *",
        "${about}",
        "${facts}",
        " *",
        " * Results live in the session: see sg.h.  On failure an out-parameter is left untouched.",
        " */",
        "#ifndef GENERATED_${PREFIX}${GUARD}_H",
        "#define GENERATED_${PREFIX}${GUARD}_H",
        "",
        "#include \"types.h\"",
        "",
        "#ifdef __cplusplus",
        "extern \"C\" {",
        "#endif",
        "");
}

/* ---- Rows ---- */

static void emit_bottom(Page *page)
{
    emit(page->out, NULL,
        "#ifdef __cplusplus",
        "}",
        "#endif",
        "#endif");
}

/* The schema's own comment, to stand above a member; NULL: there is none. */
static const char *comment_above(SgArena *arena, const Field *field)
{
    SgText out = {.arena = arena};
    c_print_comment(&out, "", c_documentation(arena, field->documentation));
    return out.data;
}

static const char *loaded_by(SgArena *arena, const RelationPlan *relation)
{
    return emit_format(arena, "%s until %s()", relation->shape == SHAPE_TO_ONE ? "NULL" : "empty", relation->load);
}

static void emit_row(Page *page)
{
    Members members = {.arena = page->arena, .limit = 32};
    for (size_t i = 0; i < page->plan->columns.count; i++) {
        const ColumnPlan *column = &page->plan->columns.items[i];
        Member *member = members_add(&members, column->row_type, column->member, column->comment);
        member->above = comment_above(page->arena, column->field);
    }
    if (page->plan->relations.count > 0) members_gap(&members);
    for (size_t i = 0; i < page->plan->relations.count; i++) {
        const RelationPlan *relation = &page->plan->relations.items[i];
        const char *type = relation->shape == SHAPE_TO_ONE ? emit_format(page->arena, "%s *", relation->target->type)
                                                           : relation->target->list_type;
        members_add(&members, type, relation->member, loaded_by(page->arena, relation));
    }
    Holes h = {0};
    hole(&h, "Model", page->plan->names->type);
    hole(&h, "members", members_text(&members));
    c_print_section(page->out, "Rows");
    emit(page->out, &h,
        "struct ${Model} {",
        "    ${members}",
        "};",
        "");
}

/* ---- The file ---- */

static void emit_key(Page *page)
{
    if (page->plan->key_type == NULL) return;
    Members members = {.arena = page->arena};
    Holes h = {0};
    page_key_members(page, &members, &page->plan->keys.items[0]);
    hole(&h, "Key", page->plan->key_type);
    hole(&h, "members", members_text(&members));
    emit(page->out, &h,
        "typedef struct ${Key} {",
        "    ${members}",
        "} ${Key};",
        "");
}

static void emit_reading(Page *page)
{
    c_print_section(page->out, "Reading");
    emit_key(page);
    page_functions(page, GROUP_KEYS);
    page_queries(page);
    page_aggregate(page);
    page_functions(page, GROUP_RELATIONS);
}

void c_model_header(SgArena *arena, const ModelPlan *plan, const Functions *functions, SgText *out)
{
    Page page = {arena, plan, functions, out};
    emit_top(&page);
    emit_row(&page);
    emit_reading(&page);
    page_writing(&page);
    emit_bottom(&page);
}
