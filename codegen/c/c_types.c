/* types.h and types.c: enums, and of every model what other models' headers mention; models.h for the .c files. */
#include "generate.h"

#include "c_print.h"
#include "emit.h"
#include "table.h"

/* ---- The files' comment ---- */

typedef struct Files {
    LIST(const char *) names;
    SgMap seen;
} Files;

static void add_file(SgArena *arena, const CPlan *plan, Span span, Files *files)
{
    const char *name = c_source_name(plan, span);
    if (sg_map_find(&files->seen, name) != NULL) return;
    sg_map_put(&files->seen, arena, name, files);
    *list_add(arena, &files->names) = name;
}

/* "trade.prisma", "market.prisma and trade.prisma", "17 files": those that declare something. */
static const char *schema_files(SgArena *arena, const CPlan *plan)
{
    enum { NAMES_MOST = 4 };
    Files files = {0};
    SgText out = {.arena = arena};
    for (size_t i = 0; i < plan->schema->enums.count; i++)
        add_file(arena, plan, plan->schema->enums.items[i]->span, &files);
    for (size_t i = 0; i < plan->schema->models.count; i++)
        add_file(arena, plan, plan->schema->models.items[i]->span, &files);
    size_t count = files.names.count;
    if (count > NAMES_MOST) return emit_format(arena, "%zu files", count);
    for (size_t i = 0; i < count; i++)
        emit_add(&out, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " and ", files.names.items[i]);
    return c_comment(arena, sg_text_get(&out));
}

/* ---- Enums ---- */

static const char *value_comment(SgArena *arena, const EnumValue *value)
{
    const char *label = c_escape(arena, value->database_name);
    const char *text = value->documentation == NULL ? emit_format(arena, "\"%s\"", label)
                                                    : emit_format(arena, "\"%s\": %s", label, value->documentation);
    return emit_format(arena, " /* %s */", c_comment(arena, text));
}

static const char *enumerators(SgArena *arena, const EnumPlan *e)
{
    SgText out = {.arena = arena};
    Table table = {.arena = arena, .limit = 60};
    table_row(&table, emit_format(arena, "%s = -1,", e->unknown));
    for (size_t i = 0; i < e->source->values.count; i++) {
        const char *end = i + 1 < e->source->values.count ? "," : "";
        table_row(&table, emit_format(arena, "%s%s%s", e->enumerators[i], i == 0 ? " = 1" : "", end),
                  value_comment(arena, &e->source->values.items[i]));
    }
    table_print(&table, &out);
    return sg_text_get(&out);
}

static void emit_enum(SgArena *arena, SgText *out, const EnumPlan *e)
{
    c_print_comment(out, "", c_documentation(arena, e->source->documentation));

    Holes h = {0};
    hole(&h, "Enum", e->type);
    hole(&h, "enumerators", enumerators(arena, e));
    hole(&h, "List", e->list_type);
    hole(&h, "Filter", e->filter_type);
    hole(&h, "Set", e->set_type);
    hole(&h, "name", e->name_function);
    emit(out, &h,
        "typedef enum ${Enum} {",
        "    ${enumerators}",
        "} ${Enum};",
        "",
        "const char *${name}(${Enum} value);",
        "typedef struct ${List} { const ${Enum} *items; size_t count; } ${List};",
        "typedef struct ${Set} { SgSetOp op; ${Enum} value; } ${Set};",
        "typedef struct ${Filter} {",
        "    const ${Enum} *eq, *ne;",
        "    ${List} in, not_in;",
        "    bool is_null, is_not_null;",
        "} ${Filter};",
        "");
    if (!e->has_lists) return;
    hole(&h, "ListFilter", e->list_filter_type);
    hole(&h, "ListSet", e->list_set_type);
    emit(out, &h,
        "typedef struct ${ListSet} { SgSetOp op; ${List} value; } ${ListSet};",
        "typedef struct ${ListFilter} {",
        "    const ${List} *eq, *ne;",
        "    const ${Enum} *has;",
        "    ${List} has_every, has_some;",
        "    bool is_empty, is_not_empty, is_null, is_not_null;",
        "} ${ListFilter};",
        "");
}

/* ---- Models ---- */

static void emit_forward(SgText *out, const ModelNames *names)
{
    Holes h = {0};
    hole(&h, "Model", names->type);
    hole(&h, "Filter", names->filter_type);
    hole(&h, "Query", names->query_type);
    hole(&h, "Insert", names->insert_type);
    emit(out, &h,
        "typedef struct ${Model} ${Model};",
        "typedef struct ${Filter} ${Filter};",
        "typedef struct ${Query} ${Query};");
    if (names->insert_type != NULL) emit(out, &h, "typedef struct ${Insert} ${Insert};");
}

static void emit_lists(SgText *out, const ModelNames *names)
{
    Holes h = {0};
    hole(&h, "Model", names->type);
    hole(&h, "List", names->list_type);
    hole(&h, "Refs", names->refs_type);
    emit(out, &h,
        "typedef struct ${List} { ${Model} *items; size_t count; bool has_more; } ${List};",
        "typedef struct ${Refs} { ${Model} **items; size_t count; } ${Refs};");
}

static void emit_models(const CPlan *plan, SgText *out)
{
    c_print_section(out, "Models");
    for (size_t i = 0; i < plan->schema->models.count; i++) {
        if (plan->models[i].type == NULL) continue;
        emit_forward(out, &plan->models[i]);
        emit_lists(out, &plan->models[i]);
        sg_text_add_char(out, '\n');
    }
}

static void emit_enums(SgArena *arena, const CPlan *plan, SgText *out)
{
    if (plan->schema->enums.count == 0) return;
    c_print_section(out, "Enums");
    for (size_t i = 0; i < plan->schema->enums.count; i++) emit_enum(arena, out, &plan->enums[i]);
}

void c_types_header(SgArena *arena, const CPlan *plan, SgText *out)
{
    Holes h = {0};
    hole(&h, "source", schema_files(arena, plan));
    hole(&h, "PREFIX", plan->prefix_upper);
    emit(out, &h,
        "/*",
        " * " C_MARKER " from ${source}.  Do not edit.",
        " *",
        " * What the models' headers share: the enums, and the names of every model's structs, so that no",
        " * model's header includes another's.",
        " *");
    if (plan->schema->enums.count > 0)
        emit(out, &h,
            " * The values of an enum begin at 1; 0 is no value: SQL NULL in a row, the default in an insert.",
            " * ..._UNKNOWN is a label that is newer than this program: it can be read, never written.",
            " * ..._name() is the label as the database spells it, \"?\" for a value that is not in the enum.",
            " * Behind each enum: a list of values, what a write does to a column, what a query asks of one.",
            " *");
    emit(out, &h,
        " * Of a model, ...List is rows, and has_more whether the query's limit cut them; ...Refs is",
        " * pointers to rows, NULL where there is none.",
        " */",
        "#ifndef GENERATED_${PREFIX}TYPES_H",
        "#define GENERATED_${PREFIX}TYPES_H",
        "",
        "#include <sg/sg.h>",
        "",
        "#ifdef __cplusplus",
        "extern \"C\" {",
        "#endif",
        "");
    emit_enums(arena, plan, out);
    emit_models(plan, out);
    emit(out, &h,
        "#ifdef __cplusplus",
        "}",
        "#endif",
        "#endif");
}

/* ---- types.c, models.h ---- */

static void emit_labels(SgArena *arena, SgText *out, const EnumPlan *e)
{
    SgText labels = {.arena = arena};
    size_t count = e->source->values.count;
    const char **items = sg_arena_new(arena, (count + 1) * sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = emit_format(arena, "\"%s\"", c_escape(arena, e->source->values.items[i].database_name));
    c_print_list(&labels, "    ", items, count, C_WIDTH);

    Holes h = {0};
    hole(&h, "Enum", e->type);
    hole(&h, "labels", labels.data);
    hole(&h, "table", e->table);
    hole(&h, "name", e->name_function);
    hole(&h, "count", emit_format(arena, "%zu", count));
    emit(out, &h,
        "",
        "static const char *const ${table}_labels[] = {",
        "${labels},",
        "};",
        "",
        "const SgEnum ${table} = {${table}_labels, ${count}};",
        "",
        "const char *${name}(${Enum} value)",
        "{",
        "    return sg_enum_name(&${table}, value);",
        "}");
}

void c_types_source(SgArena *arena, const CPlan *plan, SgText *out)
{
    Holes h = {0};
    hole(&h, "source", schema_files(arena, plan));
    emit(out, &h,
        "/* " C_MARKER " from ${source}.  Do not edit. */",
        "#include \"types.h\"",
        "",
        "#include \"models.h\"");
    for (size_t i = 0; i < plan->schema->enums.count; i++) emit_labels(arena, out, &plan->enums[i]);
}

void c_models_header(SgArena *arena, const CPlan *plan, SgText *out)
{
    SgText tables = {.arena = arena};
    for (size_t i = 0; i < plan->schema->enums.count; i++)
        emit_add(&tables, "extern const SgEnum %s;\n", plan->enums[i].table);
    for (size_t i = 0; i < plan->schema->models.count; i++)
        if (plan->models[i].type != NULL) emit_add(&tables, "extern const SgModel %s;\n", plan->models[i].table);
    for (size_t i = 0; i < plan->schema->models.count; i++)
        if (plan->models[i].type != NULL)
            emit_add(&tables, "bool %s(const SgReading *in, void *out);\n", plan->models[i].reader);

    Holes h = {0};
    hole(&h, "source", schema_files(arena, plan));
    hole(&h, "PREFIX", plan->prefix_upper);
    hole(&h, "tables", sg_text_get(&tables));
    emit(out, &h,
        "/*",
        " * " C_MARKER " from ${source}.  Do not edit.",
        " *",
        " * For the .c files only: what the runtime knows of each enum and model, and how a row is read.",
        " */",
        "#ifndef GENERATED_${PREFIX}MODELS_H",
        "#define GENERATED_${PREFIX}MODELS_H",
        "",
        "#include <sg/impl.h>",
        "",
        "#if SG_IMPL_VERSION != 1",
        "#error \"made for another version of the runtime: run `schemagen generate` again\"",
        "#endif",
        "",
        "#ifdef __cplusplus",
        "extern \"C\" {",
        "#endif",
        "",
        "${tables}",
        "",
        "#ifdef __cplusplus",
        "}",
        "#endif",
        "#endif");
}
