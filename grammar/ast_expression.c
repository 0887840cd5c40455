/* Values, arguments and attributes. */
#include "ast_build.h"
#include "literal.h"

static AstExpr *new_expression(Parser *parser, AstExprKind kind, Span span)
{
    AstExpr *expression = sg_arena_new(parser->arena, sizeof *expression);
    expression->kind = kind;
    expression->span = span;
    return expression;
}

AstExpr *ast_literal(Parser *parser, AstExprKind kind, Span span)
{
    AstExpr *expression = new_expression(parser, kind, span);
    expression->text = parser_copy(parser, span);
    return expression;
}

AstExpr *ast_string(Parser *parser, Span span)
{
    AstExpr *expression = new_expression(parser, AST_STRING, span);
    expression->text = literal_value(parser, span, &expression->text_size);
    return expression;
}

static AstArguments close_arguments(Parser *parser, size_t start)
{
    uint32_t count = (uint32_t)(parser->lists.arguments.count - start);
    if (count == 0) return (AstArguments){0};
    const AstArgument *first = &parser->lists.arguments.items[start];
    parser->lists.arguments.count = start;
    return (AstArguments){.items = ast_keep(parser, first, count, sizeof *first), .count = count};
}

AstExpr *ast_call(Parser *parser, Span name, size_t arguments, Span span)
{
    AstExpr *expression = new_expression(parser, AST_CALL, span);
    expression->text = parser_copy(parser, name);
    expression->arguments = close_arguments(parser, arguments);
    return expression;
}

AstExpr *ast_array(Parser *parser, size_t items, Span span)
{
    AstExpr *expression = new_expression(parser, AST_ARRAY, span);
    uint32_t count = (uint32_t)(parser->lists.values.count - items);
    if (count == 0) return expression;
    AstExpr *const *first = &parser->lists.values.items[items];
    parser->lists.values.count = items;
    expression->items = (AstExprs){.items = ast_keep(parser, first, count, sizeof *first), .count = count};
    return expression;
}

AstExpr *ast_object(Parser *parser, size_t members, Span span)
{
    AstExpr *expression = new_expression(parser, AST_OBJECT, span);
    expression->arguments = close_arguments(parser, members);
    return expression;
}

void ast_argument(Parser *parser, AstName name, AstExpr *value)
{
    if (value != NULL) {
        *list_add(parser->arena, &parser->lists.arguments) = (AstArgument){.name = name, .value = value};
        return;
    }
    Diagnostic *diagnostic =
        diag_add(parser->diags, DIAG_NO_ARGUMENT_VALUE, name.span, "the argument `%s` has no value", name.text);
    diag_help(parser->diags, diagnostic, "write a value behind `%s:`, or leave the argument out", name.text);
}

void ast_trailing_comma(Parser *parser, Span comma)
{
    Diagnostic *diagnostic = diag_add(parser->diags, DIAG_TRAILING_COMMA, comma, "arguments cannot end with a comma");
    diag_help(parser->diags, diagnostic, "remove the comma");
}

AstAttribute *ast_attribute(Parser *parser, Span name, Span span)
{
    AstAttribute *attribute = sg_arena_new(parser->arena, sizeof *attribute);
    attribute->name = ast_name(parser, name);
    attribute->span = span;
    return attribute;
}

AstAttribute *ast_attribute_with(Parser *parser, Span name, size_t arguments, Span span)
{
    AstAttribute *attribute = ast_attribute(parser, name, span);
    attribute->has_parentheses = true;
    attribute->arguments = close_arguments(parser, arguments);
    return attribute;
}

void ast_documented(Parser *parser, AstAttribute *attribute, bool is_block)
{
    attribute->is_documented = true;
    OpenAttributes *into = is_block ? &parser->documented->blocks : &parser->documented->fields;
    *list_add(parser->arena, into) = attribute;
}
