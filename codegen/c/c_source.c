/* <model>.c: what the runtime knows of the table, and the functions that hand it over.  The parts in their order. */
#include "generate.h"

#include "c_print.h"
#include "emit.h"
#include "page.h"

static void emit_function(Page *page, const Function *function)
{
    if (function->helper != NULL) emit_add(page->out, "%s\n", function->helper);
    c_print_comment(page->out, "", c_comment(page->arena, function->sql));
    const char *head = emit_format(page->arena, "SgStatus %s", function->name);
    c_print_signature(page->out, head, function->params.items, function->params.count, "");
    Holes h = {0};
    hole(&h, "body", function->body);
    emit(page->out, &h,
        "{",
        "    ${body}",
        "}");
}

static void emit_functions(Page *page)
{
    c_print_section(page->out, "Functions");
    for (size_t i = 0; i < page->functions->count; i++) {
        if (i > 0) sg_text_add_char(page->out, '\n');
        emit_function(page, &page->functions->items[i]);
    }
}

static void emit_top(Page *page)
{
    const ModelPlan *plan = page->plan;
    Holes h = {0};
    hole(&h, "source", c_comment(page->arena, c_source_name(plan->plan, plan->source->span)));
    hole(&h, "kind", plan->source->is_view ? "view" : "model");
    hole(&h, "name", plan->source->name);
    hole(&h, "file", plan->names->file);
    emit(page->out, &h,
        "/*",
        " * " C_MARKER " from ${source} (${kind} ${name}).  Do not edit.",
        " *",
        " * Tables of columns, relations and keys, how a row is read, and functions that hand them to the runtime",
        " * with what the caller gave.  Values travel as parameters ($1, ...), never within the SQL.",
        " */",
        "#include \"${file}.h\"",
        "",
        "#include \"models.h\"",
        "",
        "#include <sg/row.h>",
        "",
        "#include <stddef.h>",
        "");
}

void c_model_source(SgArena *arena, const ModelPlan *plan, const Functions *functions, SgText *out)
{
    Page page = {arena, plan, functions, out};
    emit_top(&page);
    page_table(&page);
    page_keys(&page);
    page_cells(&page);
    emit_functions(&page);
}
