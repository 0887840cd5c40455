/*
 * A block is a sequence of tables, cut at empty lines; its own attributes wait until the end.  The order of the
 * steps is Prisma's, because where a table is cut decides what is aligned with what.
 */
#include "format.h"

#include "format_table.h"

#include <stdlib.h>
#include <string.h>

enum { INDENT = 2, COLUMN_NAME = 0, COLUMN_TYPE = 1, COLUMN_ATTRIBUTES = 2 };

/* A block's attribute and the comments right before it. */
typedef struct MovedAttribute {
    const AstItem *item;
    size_t first_comment; /* items [first_comment, end_comment) */
    size_t end_comment;
    size_t order; /* of the text: sorting keeps it among equals */
} MovedAttribute;

typedef LIST(MovedAttribute) MovedAttributes;

typedef struct Layout {
    SgArena *arena;
    const Sources *sources;
    SgText *out;
    Table table;
    const AstItems *items; /* of the block being laid out */
} Layout;

static void add_source(const Layout *layout, SgText *out, Span span)
{
    sg_text_add_bytes(out, source_bytes(layout->sources, span), span.end - span.start);
}

/* Expressions. */

static void add_expression(const Layout *layout, SgText *out, const AstExpr *value);

static void add_list(const Layout *layout, SgText *out, const AstArguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const AstArgument *argument = &arguments->items[i];
        if (i > 0) sg_text_add(out, ", ");
        if (argument->name.text != NULL) sg_text_printf(out, "%s: ", argument->name.text);
        if (argument->value != NULL) add_expression(layout, out, argument->value);
    }
}

static void add_arguments(const Layout *layout, SgText *out, const AstArguments *arguments)
{
    sg_text_add_char(out, '(');
    add_list(layout, out, arguments);
    sg_text_add_char(out, ')');
}

static void add_array(const Layout *layout, SgText *out, const AstExpr *array)
{
    sg_text_add_char(out, '[');
    for (size_t i = 0; i < array->items.count; i++) {
        if (i > 0) sg_text_add(out, ", ");
        add_expression(layout, out, array->items.items[i]);
    }
    sg_text_add_char(out, ']');
}

static void add_expression(const Layout *layout, SgText *out, const AstExpr *value)
{
    switch (value->kind) {
    case AST_STRING:
    case AST_NUMBER:
    case AST_CONSTANT: add_source(layout, out, value->span); return;
    case AST_CALL:
        sg_text_add(out, value->text);
        add_arguments(layout, out, &value->arguments);
        return;
    case AST_ARRAY: add_array(layout, out, value); return;
    case AST_OBJECT:
        sg_text_add(out, "{ ");
        add_list(layout, out, &value->arguments);
        sg_text_add(out, " }");
        return;
    }
}

static void add_attribute(const Layout *layout, SgText *out, const AstAttribute *attribute)
{
    sg_text_add(out, attribute->is_block ? "@@" : "@");
    sg_text_add(out, attribute->name.text);
    if (attribute->has_parentheses) add_arguments(layout, out, &attribute->arguments);
}

enum { RANKS = 9 };

/* Attributes with a place come first, in this order; the others, of rank RANKS, keep theirs. */
static size_t attribute_rank(const AstAttribute *attribute)
{
    static const char *const ORDER[RANKS] = {"id",       "unique", "default",  "updatedAt", "index",
                                             "fulltext", "map",    "relation", "ignore"};
    for (size_t i = 0; i < RANKS; i++) {
        if (strcmp(attribute->name.text, ORDER[i]) == 0) return i;
    }
    return RANKS;
}

/* Comments. */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* One line of a block comment, up to `end`, without the star and the spaces around it. */
static void add_comment_line(Table *table, const char *line, const char *end)
{
    while (end > line && is_space(end[-1])) end--;
    while (line < end && is_space(*line)) line++;
    if (line < end && *line == '*') line++;
    while (line < end && is_space(*line)) line++;
    if (line == end) return;
    table_row(table);
    SgText *text = table_suffix(table);
    sg_text_add(text, " * ");
    sg_text_add_bytes(text, line, (size_t)(end - line));
    table_end(table);
}

static void add_marker(Table *table, const char *marker)
{
    table_row(table);
    sg_text_add(table_suffix(table), marker);
    table_end(table);
}

static void add_block_comment(Layout *layout, Span span)
{
    const char *text = source_bytes(layout->sources, span) + 2;
    const char *end = text + (span.end - span.start - 4);
    add_marker(&layout->table, "/**");
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (stop == NULL) stop = end;
        add_comment_line(&layout->table, text, stop);
        text = stop + 1;
    }
    add_marker(&layout->table, " */");
}

static void add_comment(Layout *layout, const AstItem *item)
{
    if (source_bytes(layout->sources, item->span)[1] == '*') {
        add_block_comment(layout, item->span);
        return;
    }
    table_row(&layout->table);
    add_source(layout, table_suffix(&layout->table), item->span);
    table_end(&layout->table);
}

static void add_trailing(Layout *layout, const AstItem *item)
{
    if (item->trailing.start == 0) return;
    add_source(layout, table_suffix(&layout->table), item->trailing);
    table_end(&layout->table);
}

/* Members. */

static void add_name(Layout *layout, const AstName *name)
{
    table_row(&layout->table);
    sg_text_add(table_cell(&layout->table, COLUMN_NAME), name->text);
    table_end(&layout->table);
}

static void add_type(Layout *layout, const AstField *field)
{
    SgText *text = table_cell(&layout->table, COLUMN_TYPE);
    Span base = field->type.span;
    if (field->unsupported != NULL) {
        base.end = field->type_span.end;
        while (source_bytes(layout->sources, base)[base.end - base.start - 1] != ')') base.end--;
    }
    add_source(layout, text, base);
    sg_text_add(text, field->arity == AST_LIST ? "[]" : field->arity == AST_OPTIONAL ? "?" : "");
    table_end(&layout->table);
}

static void add_field(Layout *layout, const AstItem *item)
{
    const AstField *field = item->field;
    add_name(layout, &field->name);
    add_type(layout, field);
    SgText *text = table_cell(&layout->table, COLUMN_ATTRIBUTES);
    size_t start = text->size;
    for (size_t rank = 0; rank <= RANKS; rank++) {
        for (size_t i = 0; i < field->attributes.count; i++) {
            const AstAttribute *attribute = field->attributes.items[i];
            if (attribute->is_documented || attribute_rank(attribute) != rank) continue;
            if (text->size > start) sg_text_add_char(text, ' ');
            add_attribute(layout, text, attribute);
        }
    }
    table_end(&layout->table);
    add_trailing(layout, item);
}

/* Without a space between attributes, as Prisma does. */
static void add_value(Layout *layout, const AstItem *item)
{
    add_name(layout, &item->value->name);
    SgText *text = table_cell(&layout->table, COLUMN_TYPE);
    for (size_t i = 0; i < item->value->attributes.count; i++) {
        const AstAttribute *attribute = item->value->attributes.items[i];
        if (!attribute->is_documented) add_attribute(layout, text, attribute);
    }
    table_end(&layout->table);
    add_trailing(layout, item);
}

static void add_property(Layout *layout, const AstItem *item)
{
    add_name(layout, &item->property->name);
    SgText *text = table_cell(&layout->table, COLUMN_TYPE);
    sg_text_add(text, "= ");
    if (item->property->value != NULL) add_expression(layout, text, item->property->value);
    table_end(&layout->table);
    add_trailing(layout, item);
}

/* Blocks. */

static bool is_kind(const AstItems *items, size_t at, AstItemKind kind)
{
    return at < items->count && items->items[at].kind == kind;
}

/* The lines so far are done; an empty line and a new table follow. */
static void cut_table(Layout *layout)
{
    table_render(&layout->table, INDENT, layout->out);
    table_row(&layout->table);
}

static int compare_attributes(const void *left, const void *right)
{
    const MovedAttribute *a = left;
    const MovedAttribute *b = right;
    size_t rank_a = attribute_rank(a->item->attribute);
    size_t rank_b = attribute_rank(b->item->attribute);
    if (rank_a != rank_b) return rank_a < rank_b ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void add_block_attributes(Layout *layout, MovedAttributes *attributes)
{
    if (attributes->count == 0) return;
    qsort(attributes->items, attributes->count, sizeof *attributes->items, compare_attributes);
    table_row(&layout->table);
    for (size_t i = 0; i < attributes->count; i++) {
        const MovedAttribute *moved = &attributes->items[i];
        for (size_t j = moved->first_comment; j < moved->end_comment; j++)
            add_comment(layout, &layout->items->items[j]);
        table_row(&layout->table);
        add_attribute(layout, table_cell(&layout->table, COLUMN_NAME), moved->item->attribute);
        table_end(&layout->table);
        add_trailing(layout, moved->item);
    }
}

static void add_member(Layout *layout, const AstItem *item)
{
    switch (item->kind) {
    case AST_ITEM_FIELD: add_field(layout, item); return;
    case AST_ITEM_VALUE: add_value(layout, item); return;
    case AST_ITEM_PROPERTY: add_property(layout, item); return;
    case AST_ITEM_BLANK:
    case AST_ITEM_COMMENT:
    case AST_ITEM_ATTRIBUTE:
    case AST_ITEM_BLOCK:
    case AST_ITEM_INVALID: return;
    }
}

/* Everything between the braces. */
static void add_members(Layout *layout, const AstItems *items)
{
    MovedAttributes attributes = {0};
    layout->items = items;
    size_t at = is_kind(items, 0, AST_ITEM_BLANK) ? 1 : 0;
    while (at < items->count) {
        bool is_after_blank = is_kind(items, at, AST_ITEM_BLANK);
        at += is_after_blank;
        if (at == items->count) break;
        size_t first_comment = at;
        while (is_kind(items, at, AST_ITEM_COMMENT)) at++;
        if (is_kind(items, at, AST_ITEM_ATTRIBUTE)) {
            *list_add(layout->arena, &attributes) =
                (MovedAttribute){&items->items[at], first_comment, at, attributes.count};
            at++;
            continue;
        }
        if (is_after_blank) cut_table(layout);
        for (size_t i = first_comment; i < at; i++) add_comment(layout, &items->items[i]);
        if (at > first_comment) continue;
        add_member(layout, &items->items[at]);
        at++;
    }
    table_render(&layout->table, INDENT, layout->out);
    add_block_attributes(layout, &attributes);
    table_render(&layout->table, INDENT, layout->out);
}

/* The comment behind `{`, which Prisma would drop. */
static void add_head_comment(Layout *layout, const AstBlock *block)
{
    if (block->ignored.start == 0) return;
    const char *text = source_bytes(layout->sources, block->ignored);
    if (text[0] != '/' || (text[1] != '/' && text[1] != '*')) return;
    sg_text_add_char(layout->out, ' ');
    add_source(layout, layout->out, block->ignored);
}

static void add_block(Layout *layout, const AstBlock *block)
{
    static const char *const KEYWORDS[] = {
        [AST_MODEL] = "model",           [AST_VIEW] = "view",          [AST_TYPE] = "type", [AST_ENUM] = "enum",
        [AST_DATASOURCE] = "datasource", [AST_GENERATOR] = "generator"};
    sg_text_printf(layout->out, "%s %s {", KEYWORDS[block->kind], block->name.text);
    add_head_comment(layout, block);
    sg_text_add_char(layout->out, '\n');
    add_members(layout, &block->items);
    sg_text_add(layout->out, "}\n");
}

void format_layout(SgArena *arena, const Sources *sources, const AstFile *file, SgText *out)
{
    Layout layout = {
        .arena = arena, .sources = sources, .out = out, .table = {.arena = arena, .text = {.arena = arena}}};
    const AstItems *items = &file->items;
    for (size_t i = is_kind(items, 0, AST_ITEM_BLANK) ? 1 : 0; i < items->count; i++) {
        const AstItem *item = &items->items[i];
        bool is_last = i + 1 == items->count;
        if (item->kind == AST_ITEM_BLOCK) add_block(&layout, item->block);
        bool is_end = item->kind == AST_ITEM_BLOCK && !is_kind(items, i + 1, AST_ITEM_BLANK);
        if ((item->kind == AST_ITEM_BLANK || is_end) && !is_last) sg_text_add_char(out, '\n');
        if (item->kind == AST_ITEM_COMMENT) {
            add_comment(&layout, item);
            table_render(&layout.table, 0, out);
        }
    }
    if (out->size == 0) sg_text_add_char(out, '\n');
}
