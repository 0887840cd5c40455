#include "generate.h"

#include "emit.h"

/* What one file needs: memory that is released behind it, and the text. */
typedef struct Press {
    CPlan *plan;
    Output *output;
    SgArena scratch;
    SgText text;
} Press;

static bool print_file(Press *press, const char *name, const char *ending)
{
    const char *file = emit_format(&press->scratch, "%s%s", name, ending);
    bool ok = output_write(press->output, file, sg_text_get(&press->text), press->text.size);
    sg_text_truncate(&press->text, 0);
    return ok;
}

static bool print_types(Press *press)
{
    c_types_header(&press->scratch, press->plan, &press->text);
    if (!print_file(press, "types", ".h")) return false;
    c_types_source(&press->scratch, press->plan, &press->text);
    if (!print_file(press, "types", ".c")) return false;
    c_models_header(&press->scratch, press->plan, &press->text);
    return print_file(press, "models", ".h");
}

static bool print_model(Press *press, const ModelNames *names)
{
    SgArena *arena = &press->scratch;
    const ModelPlan *model = c_plan_model(press->plan, arena, names);
    Functions functions = {0};
    c_add_reading(arena, model, &functions);
    c_add_loading(arena, model, &functions);
    c_add_writing(arena, model, &functions);

    c_model_header(arena, model, &functions, &press->text);
    if (!print_file(press, names->file, ".h")) return false;
    c_model_source(arena, model, &functions, &press->text);
    return print_file(press, names->file, ".c");
}

static bool print_queries(Press *press, QueryFilePlan *file)
{
    c_plan_query_functions(press->plan, file);
    c_queries_header(&press->scratch, press->plan, file, &press->text);
    if (!print_file(press, file->file, ".h")) return false;
    c_queries_source(&press->scratch, file, &press->text);
    return print_file(press, file->file, ".c");
}

static bool print_all(Press *press)
{
    if (!print_types(press)) return false;
    for (size_t i = 0; i < press->plan->schema->models.count; i++) {
        SgArenaMark mark = sg_arena_mark(&press->scratch);
        const ModelNames *names = &press->plan->models[i];
        if (names->type != NULL && !print_model(press, names)) return false;
        sg_arena_release(&press->scratch, mark);
    }
    for (size_t i = 0; i < press->plan->queries.count; i++)
        if (!print_queries(press, press->plan->queries.items[i])) return false;
    c_cmake_lists(&press->scratch, press->plan, &press->text);
    return print_file(press, "CMakeLists", ".txt");
}

bool c_generate(CPlan *plan, Output *output)
{
    Press press = {.plan = plan, .output = output, .scratch = {.out_of_memory = plan->arena->out_of_memory}};
    bool ok = print_all(&press);
    if (!sg_text_ok(&press.text)) {
        output->error = "out of memory";
        ok = false;
    }
    sg_text_free(&press.text);
    sg_arena_free(&press.scratch);
    return ok;
}

static void take_pair(const CPlan *plan, const char *file, void (*take)(void *arg, const char *name), void *arg)
{
    take(arg, emit_format(plan->arena, "%s.h", file));
    take(arg, emit_format(plan->arena, "%s.c", file));
}

void c_file_names(const CPlan *plan, void (*take)(void *arg, const char *name), void *arg)
{
    take(arg, "types.h");
    take(arg, "types.c");
    take(arg, "models.h");
    for (size_t i = 0; i < plan->schema->models.count; i++) {
        if (plan->models[i].file != NULL) take_pair(plan, plan->models[i].file, take, arg);
    }
    for (size_t i = 0; i < plan->queries.count; i++) take_pair(plan, plan->queries.items[i]->file, take, arg);
    take(arg, "CMakeLists.txt");
}
