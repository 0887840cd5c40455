#include "ast_build.h"

#include "syntax_error.h"
#include "text.h"
#include "words.h"

#include <string.h>

static AstItems *open_items(Parser *parser)
{
    return parser->block != NULL ? &parser->members.items : &parser->into->items;
}

static AstItem *add_item(Parser *parser, AstItemKind kind, Span span)
{
    AstItem *item = list_add(parser->arena, open_items(parser));
    item->kind = kind;
    item->span = span;
    parser->comment_is_open = false;
    return item;
}

AstName ast_name(Parser *parser, Span span)
{
    return (AstName){.text = parser_copy(parser, span), .span = span};
}

/* Comments and documentation. */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What a comment says to readers of the schema; zero for a `//` comment, which says nothing to tools. */
static Span documentation_of(const Parser *parser, Span comment)
{
    const char *text = parser_text(parser, comment);
    bool is_note = comment.end - comment.start >= 4 && text[1] == '*';
    bool is_line = comment.end - comment.start >= 3 && memcmp(text, "///", 3) == 0;
    if (!is_note && !is_line) return (Span){0, 0};
    Span said = {comment.start + (is_note ? 2 : 3), comment.end - (is_note ? 2 : 0)};
    while (said.start < said.end && is_space(*parser_text(parser, said))) said.start++;
    while (is_note && said.start < said.end && is_space(parser->file->text[said.end - parser->file->base - 1]))
        said.end--;
    return said;
}

static void begin_comments(Parser *parser)
{
    parser->comments.docs.count = 0;
    parser->comments.is_closed = false;
}

/* Extensions say something to this compiler and nothing to readers. */
static bool is_documented_attribute(Parser *parser, Span said)
{
    bool is_config =
        parser->block != NULL && (parser->block->kind == AST_DATASOURCE || parser->block->kind == AST_GENERATOR);
    if (is_config || said.end - said.start < 2 || *parser_text(parser, said) != '@') return false;
    if (parser->block == NULL && parser_text(parser, said)[1] != '@') return false;
    return parse_documented(parser, said);
}

static void move_attributes(Parser *parser, OpenAttributes *from, OpenAttributes *into)
{
    for (size_t i = 0; i < from->count; i++) *list_add(parser->arena, into) = from->items[i];
    from->count = 0;
}

void ast_comment(Parser *parser, Span span)
{
    add_item(parser, AST_ITEM_COMMENT, span);
    parser->comment_is_open = true;
    if (parser->comments.is_closed) begin_comments(parser);
    Span said = documentation_of(parser, span);
    if (said.start == 0) return;
    if (!is_documented_attribute(parser, said)) *list_add(parser->arena, &parser->comments.docs) = said;
    if (parser->block != NULL) move_attributes(parser, &parser->comments.blocks, &parser->members.attributes);
}

/* The waiting lines of documentation as one text, NULL when there are none. */
static const char *joined_lines(const Parser *parser)
{
    size_t count = parser->comments.docs.count, size = 0;
    const Span *lines = parser->comments.docs.items;
    if (count == 0) return NULL;
    for (size_t i = 0; i < count; i++) size += lines[i].end - lines[i].start + 1;
    char *text = sg_arena_alloc_text(parser->sources->arena, size), *end = text;
    for (size_t i = 0; i < count; i++) {
        memcpy(end, parser_text(parser, lines[i]), lines[i].end - lines[i].start);
        end += lines[i].end - lines[i].start;
        *end++ = i + 1 < count ? '\n' : '\0';
    }
    return text;
}

/* The documentation before a node, and behind it on its line; the next node has its own. */
static const char *take_documentation(Parser *parser, Span trailing)
{
    Span said = trailing.start == 0 ? trailing : documentation_of(parser, trailing);
    if (said.start != 0 && !is_documented_attribute(parser, said)) {
        *list_add(parser->arena, &parser->comments.docs) = said;
    }
    const char *documentation = joined_lines(parser);
    begin_comments(parser);
    return documentation;
}

void ast_line_end(Parser *parser, Span span)
{
    bool ends_comment = parser->comment_is_open;
    parser->comment_is_open = false;
    if (ends_comment || span.start == span.end) return;
    parser->comments.is_closed = true;
    if (parser->block == NULL) begin_comments(parser);
    const AstItems *items = open_items(parser);
    if (items->count == 0 || items->items[items->count - 1].kind != AST_ITEM_BLANK) {
        add_item(parser, AST_ITEM_BLANK, span);
    } else {
        items->items[items->count - 1].span.end = span.end;
    }
}

void ast_invalid(Parser *parser, Span line, Span end)
{
    Span span = {line.start, end.start > line.start ? end.start : line.start};
    const AstItems *items = open_items(parser);
    AstItem *last = items->count > 0 ? &items->items[items->count - 1] : NULL;
    if (last != NULL && last->kind == AST_ITEM_INVALID) {
        last->span.end = span.end;
    } else {
        add_item(parser, AST_ITEM_INVALID, span);
    }
    parser->comment_is_open = false;
    AstNames *broken = parser->block != NULL ? &parser->block->broken : &parser->ast->broken;
    bool gives_name = parser->block != NULL || parser_text(parser, end)[0] == '}';
    if (gives_name) parser->outside_reported = false;
    Span name = gives_name ? syntax_broken_name(parser, span) : (Span){0, 0};
    if (name.start != 0) *list_add(parser->arena, broken) = ast_name(parser, name);
}

/* Blocks. */

/* What stands behind `{` on its line, without spaces around it. */
static Span behind_brace(const Parser *parser, Span open)
{
    Span span = {open.start + 1, open.end};
    while (span.start < span.end && is_space(*parser_text(parser, span))) span.start++;
    while (span.end > span.start && is_space(parser->file->text[span.end - parser->file->base - 1])) span.end--;
    return span.start == span.end ? (Span){0, 0} : span;
}

void ast_block_open(Parser *parser, AstBlockKind kind, Span keyword, Span name, Span open)
{
    AstBlock *block = sg_arena_new(parser->arena, sizeof *block);
    block->kind = kind;
    block->name = ast_name(parser, name);
    block->documentation = take_documentation(parser, (Span){0, 0});
    block->head = (Span){keyword.start, name.end};
    block->span = (Span){keyword.start, open.end};
    block->ignored = behind_brace(parser, open);
    move_attributes(parser, &parser->comments.blocks, &parser->members.attributes);
    add_item(parser, AST_ITEM_BLOCK, block->span)->block = block;
    *list_add(parser->arena, &parser->ast->blocks) = block;
    parser->block = block;
    parser->outside_reported = false;
}

/* Members behind `{` on its line are ignored, but their names are known. */
static void keep_ignored_names(Parser *parser, AstBlock *block)
{
    Span at = block->ignored;
    while (at.start < at.end) {
        size_t size = word_length(parser_text(parser, at), at.end - at.start);
        Span word = {at.start, at.start + (uint32_t)size};
        if (size > 0) *list_add(parser->arena, &block->broken) = ast_name(parser, word);
        at.start += size > 0 ? (uint32_t)size : 1;
    }
}

void *ast_keep(Parser *parser, const void *items, size_t count, size_t item_size)
{
    if (count == 0) return NULL;
    return memcpy(sg_arena_alloc(parser->arena, count * item_size), items, count * item_size);
}

static void keep_members(Parser *parser, AstBlock *block)
{
    OpenMembers *open = &parser->members;
    size_t items = parser->ast->has_layout ? open->items.count : 0;
    block->items.items = ast_keep(parser, open->items.items, items, sizeof *open->items.items);
    block->items.count = block->items.capacity = items;
    block->fields.items = ast_keep(parser, open->fields.items, open->fields.count, sizeof *open->fields.items);
    block->fields.count = (uint32_t)open->fields.count;
    block->values.items = ast_keep(parser, open->values.items, open->values.count, sizeof *open->values.items);
    block->values.count = (uint32_t)open->values.count;
    block->properties.items =
        ast_keep(parser, open->properties.items, open->properties.count, sizeof *open->properties.items);
    block->properties.count = (uint32_t)open->properties.count;
    block->attributes.items =
        ast_keep(parser, open->attributes.items, open->attributes.count, sizeof *open->attributes.items);
    block->attributes.count = (uint32_t)open->attributes.count;
    open->items.count = open->fields.count = open->values.count = open->properties.count = open->attributes.count = 0;
}

static void report_not_closed(Parser *parser, AstBlock *block)
{
    const char *head = parser_copy(parser, block->head);
    bool is_one_line =
        block->ignored.start != 0 && parser->file->text[block->ignored.end - parser->file->base - 1] == '}';
    Span before = parser->missing_before;
    block->is_unclosed = true;
    Diagnostic *diagnostic =
        before.start != 0
            ? diag_add(parser->diags, DIAG_NOT_CLOSED, before, "`%s` is not closed before this block begins", head)
            : diag_add(parser->diags, DIAG_NOT_CLOSED, block->head, "`%s` is never closed", head);
    if (before.start != 0) diag_note(parser->diags, diagnostic, block->head, "`%s` begins here", head);
    if (is_one_line) {
        keep_ignored_names(parser, block);
        diag_help(parser->diags, diagnostic,
                  "put each member and the `}` on a line of its own: what stands behind "
                  "`{` on its line is ignored");
    } else {
        diag_help(parser->diags, diagnostic, "close it with `}` on a line of its own");
    }
}

static void report_ignored(Parser *parser, const AstBlock *block)
{
    if (block->ignored.start == 0) return;
    const char *text = parser_text(parser, block->ignored);
    if (text[0] == '/' && (text[1] == '/' || text[1] == '*')) return;
    diag_add(parser->diags, DIAG_TEXT_IGNORED, block->ignored, "text behind `{` on its line is ignored");
}

void ast_block_close(Parser *parser, Span close, bool is_missing)
{
    AstBlock *block = parser->block;
    block->span.end = close.end;
    keep_members(parser, block);
    if (is_missing) {
        report_not_closed(parser, block);
    } else {
        report_ignored(parser, block);
    }
    parser->comments.fields.count = 0;
    begin_comments(parser);
    parser->block = NULL;
    AstItems *items = &parser->into->items;
    items->items[items->count - 1].span.end = close.end;
    if (!parser->ast->has_layout) items->count = 0;
    parser->comment_is_open = false;
}

/* Members. */

/* From a member's first word to the last of the attributes that stand on its line. */
static Span whole(const Parser *parser, Span first, size_t attributes)
{
    const OpenAttributes *open = &parser->lists.attributes;
    if (open->count > attributes) first.end = open->items[open->count - 1]->span.end;
    return first;
}

/* The attributes of a member, with those that its documentation has. */
static AstAttributes close_attributes(Parser *parser, size_t start)
{
    OpenAttributes *open = &parser->lists.attributes;
    move_attributes(parser, &parser->comments.fields, open);
    uint32_t count = (uint32_t)(open->count - start);
    if (count == 0) return (AstAttributes){0};
    open->count = start;
    AstAttribute *const *first = &open->items[start];
    return (AstAttributes){.items = ast_keep(parser, first, count, sizeof *first), .count = count};
}

static void report_old_form(Parser *parser, Span colon, const AstType *type)
{
    if (colon.start != 0) {
        Diagnostic *diagnostic =
            diag_add(parser->diags, DIAG_OLD_FORM, colon, "no `:` stands between a field's name and its type");
        diag_help(parser->diags, diagnostic, "remove the `:`");
        return;
    }
    const char *name = parser_copy(parser, type->name);
    Diagnostic *diagnostic = NULL;
    switch (type->old_form) {
    case OLD_FORM_NONE: return;
    case OLD_FORM_REQUIRED:
        diagnostic = diag_add(parser->diags, DIAG_OLD_FORM, type->text, "a field is required without `!`");
        diag_help(parser->diags, diagnostic, "write `%s`, or `%s?` for a field that may be null", name, name);
        return;
    case OLD_FORM_LIST:
        diagnostic = diag_add(parser->diags, DIAG_OLD_FORM, type->text, "a list is not written in `[ ]`");
        diag_help(parser->diags, diagnostic, "write `%s[]`", name);
        return;
    case OLD_FORM_OPTIONAL_LIST:
        diagnostic = diag_add(parser->diags, DIAG_OLD_FORM, type->text, "a list cannot be optional");
        diag_help(parser->diags, diagnostic, "write `%s[]`, or `%s?`", name, name);
        return;
    }
}

void ast_field(Parser *parser, Span name, Span colon, const AstType *type, size_t attributes, Span comment)
{
    AstField *field = sg_arena_new(parser->arena, sizeof *field);
    field->name = ast_name(parser, name);
    if (type->text.start != 0) field->type = ast_name(parser, type->name);
    field->arity = type->arity;
    field->type_span = type->text;
    field->span = whole(parser, (Span){name.start, type->text.start != 0 ? type->text.end : name.end}, attributes);
    AstItem *item = add_item(parser, AST_ITEM_FIELD, field->span);
    item->field = field;
    item->trailing = comment;
    field->documentation = take_documentation(parser, comment);
    field->attributes = close_attributes(parser, attributes);
    move_attributes(parser, &parser->comments.blocks, &parser->members.attributes);
    if (type->string.start != 0) field->unsupported = ast_string(parser, type->string)->text;

    bool is_old = colon.start != 0 || type->old_form != OLD_FORM_NONE;
    if (is_old) report_old_form(parser, colon, type);
    if (type->text.start != 0 && !is_old) {
        *list_add(parser->arena, &parser->members.fields) = field;
        return;
    }
    if (!is_old) {
        diag_add(parser->diags, DIAG_NO_TYPE, field->span, "the field `%s` has no type", field->name.text);
    }
    *list_add(parser->arena, &parser->block->broken) = field->name;
}

void ast_value(Parser *parser, Span name, size_t attributes, Span comment)
{
    AstEnumValue *value = sg_arena_new(parser->arena, sizeof *value);
    value->name = ast_name(parser, name);
    value->span = whole(parser, name, attributes);
    AstItem *item = add_item(parser, AST_ITEM_VALUE, value->span);
    item->value = value;
    item->trailing = comment;
    value->documentation = take_documentation(parser, comment);
    value->attributes = close_attributes(parser, attributes);
    *list_add(parser->arena, &parser->members.values) = value;
}

void ast_property(Parser *parser, Span name, Span equals, AstExpr *value, Span comment)
{
    AstProperty *property = sg_arena_new(parser->arena, sizeof *property);
    property->name = ast_name(parser, name);
    property->value = value;
    property->span = (Span){name.start, value != NULL ? value->span.end : equals.end};
    AstItem *item = add_item(parser, AST_ITEM_PROPERTY, property->span);
    item->property = property;
    item->trailing = comment;
    begin_comments(parser);
    if (value != NULL) {
        *list_add(parser->arena, &parser->members.properties) = property;
        return;
    }
    *list_add(parser->arena, &parser->block->broken) = property->name;
    /* Where Prisma reports it: at the block. */
    Diagnostic *diagnostic = diag_add(parser->diags, DIAG_NO_PROPERTY_VALUE, parser->block->head,
                                      "the property `%s` has no value", property->name.text);
    diag_note(parser->diags, diagnostic, property->span, "nothing stands behind `=`");
}

void ast_block_attribute(Parser *parser, AstAttribute *attribute, Span comment)
{
    AstItem *item = add_item(parser, AST_ITEM_ATTRIBUTE, attribute->span);
    item->attribute = attribute;
    item->trailing = comment;
    begin_comments(parser);
    *list_add(parser->arena, &parser->members.attributes) = attribute;
}
