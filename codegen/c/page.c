#include "page.h"

#include "c_print.h"
#include "emit.h"

void page_functions(Page *page, FunctionGroup group)
{
    bool is_first = true;
    for (size_t i = 0; i < page->functions->count; i++) {
        const Function *f = &page->functions->items[i];
        if (f->group != group) continue;
        if (!is_first && f->note != NULL) sg_text_add_char(page->out, '\n');
        c_print_comment(page->out, "", f->note);
        const char *head = emit_format(page->arena, "SG_CHECKED SgStatus %s", f->name);
        c_print_signature(page->out, head, f->params.items, f->params.count, ";");
        is_first = false;
    }
    if (!is_first) sg_text_add_char(page->out, '\n');
}

void page_key_members(Page *page, Members *members, const KeyPlan *key)
{
    for (size_t i = 0; i < key->columns.count; i++) {
        const ColumnPlan *column = &page->plan->columns.items[key->columns.items[i]];
        members_add(members, column->value_type, column->member, NULL);
    }
}

const char *page_offset(SgArena *arena, const char *type, const char *member)
{
    return type == NULL ? "SG_NOWHERE" : emit_format(arena, "offsetof(%s, %s)", type, member);
}

const char *page_places(Page *page, const Fields *fields)
{
    SgText out = {.arena = page->arena};
    sg_text_add(&out, "(const uint16_t[]){");
    for (size_t i = 0; i < fields->count; i++) {
        size_t index = 0;
        c_plan_column_index(page->plan->plan, fields->items[i], &index);
        emit_add(&out, "%s%zu /* %s */", i > 0 ? ", " : "", index, fields->items[i]->name);
    }
    sg_text_add_char(&out, '}');
    return out.data;
}

const char *page_key_places(Page *page, const KeyPlan *key)
{
    Fields fields = {0};
    for (size_t i = 0; i < key->key->fields.count; i++)
        *list_add(page->arena, &fields) = key->key->fields.items[i].field;
    return page_places(page, &fields);
}
