/* <file>_queries.h: the functions of one file of the application's SQL. */
#include "generate.h"

#include "c_print.h"
#include "emit.h"
#include "page.h"
#include "query_signature.h"

#include <string.h>

/* Files of the models whose structs the queries fill, each once. */
static const char *includes(SgArena *arena, const QueryFilePlan *file)
{
    SgText out = {.arena = arena};
    for (size_t i = 0; i < file->queries.count; i++) {
        const ModelNames *model = file->queries.items[i].model;
        bool is_new = model != NULL;
        for (size_t k = 0; is_new && k < i; k++)
            if (file->queries.items[k].model == model) is_new = false;
        if (is_new) emit_add(&out, "#include \"%s.h\"\n", model->file);
    }
    return sg_text_get(&out);
}

static void emit_top(SgArena *arena, const CPlan *plan, const QueryFilePlan *file, SgText *out)
{
    Holes h = {0};
    hole(&h, "name", c_comment(arena, file->source->name));
    hole(&h, "GUARD", c_upper(arena, file->file));
    hole(&h, "PREFIX", plan->prefix_upper);
    hole(&h, "includes", includes(arena, file));
    emit(out, &h,
        "/*",
        " * " C_MARKER " from ${name}.sql.  Do not edit.",
        " *",
        " * Results live in the session: see sg.h.  On failure an out-parameter is left untouched.",
        " */",
        "#ifndef GENERATED_${PREFIX}${GUARD}_H",
        "#define GENERATED_${PREFIX}${GUARD}_H",
        "",
        "#include \"types.h\"",
        "${includes}",
        "",
        "#ifdef __cplusplus",
        "extern \"C\" {",
        "#endif",
        "");
}

static void emit_struct(SgArena *arena, const char *type, const QueryMembers *members, SgText *out)
{
    SgText lines = {.arena = arena};
    query_struct(arena, type, members, &lines);
    sg_text_add(out, sg_text_get(&lines));
    sg_text_add_char(out, '\n');
}

static void emit_list(const QueryPlan *query, SgText *out)
{
    Holes h = {0};
    hole(&h, "Row", query->row_type);
    hole(&h, "List", query->list_type);
    emit(out, &h,
        "typedef struct ${List} {",
        "    ${Row} *items;",
        "    size_t count;",
        "    bool has_more;",
        "} ${List};",
        "");
}

/* The parameters that take NULL where their C type does not show it: "`reason` may be NULL." */
static const char *nullable_note(SgArena *arena, const QueryPlan *query)
{
    SgText out = {.arena = arena};
    for (size_t i = 0; !query->takes_struct && i < query->params.count; i++) {
        const QueryMember *param = &query->params.items[i];
        if (param->value->field.arity != ARITY_OPTIONAL || param->type->has_optional) continue;
        emit_add(&out, "%s`%s` may be %s", out.size > 0 ? ", " : "", param->param,
                 param->enum_plan != NULL ? "0, which is NULL" : "NULL");
    }
    return out.size == 0 ? NULL : emit_format(arena, "%s.", out.data);
}

/* `text` and `more` as paragraphs; either may be NULL. */
static const char *joined(SgArena *arena, const char *text, const char *more)
{
    if (text == NULL || more == NULL) return text == NULL ? more : text;
    return emit_format(arena, "%s\n%s", text, more);
}

static const char *note(SgArena *arena, const QueryPlan *query)
{
    static const char *const notes[] = {
        [QUERY_ONE] = "SG_NOT_FOUND when there is no row, SG_TOO_MANY when there are several.",
        [QUERY_MANY] = NULL,
        [QUERY_EACH] = "Row by row, in constant memory.  Anything but SG_OK from `visit` ends it and is returned.",
        [QUERY_EXEC] = "`affected` is the number of rows, and may be NULL.",
    };
    const char *written = c_documentation(arena, query->query->documentation);
    return joined(arena, joined(arena, written, nullable_note(arena, query)), notes[query->query->result]);
}

static void emit_query(SgArena *arena, const QueryPlan *query, SgText *out)
{
    bool is_own = query->row_type != NULL && query->model == NULL;
    c_print_section(out, query->function);
    if (query->takes_struct) emit_struct(arena, query->args_type, &query->params, out);
    if (is_own) emit_struct(arena, query->row_type, &query->columns, out);
    if (is_own && query->list_type != NULL) emit_list(query, out);
    c_print_comment(out, "", note(arena, query));
    query_signature(arena, query, "SG_CHECKED ", ";", out);
    sg_text_add_char(out, '\n');
}

void c_queries_header(SgArena *arena, const CPlan *plan, const QueryFilePlan *file, SgText *out)
{
    emit_top(arena, plan, file, out);
    for (size_t i = 0; i < file->queries.count; i++) emit_query(arena, &file->queries.items[i], out);
    emit(out, NULL,
        "#ifdef __cplusplus",
        "}",
        "#endif",
        "#endif");
}
