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

AstExpr *ast_call(Parser *parser, Span name, const AstArguments *arguments, Span span)
{
    AstExpr *expression = new_expression(parser, AST_CALL, span);
    expression->text = parser_copy(parser, name);
    expression->arguments = *arguments;
    return expression;
}

AstExpr *ast_array(Parser *parser, const AstExprs *items, Span span)
{
    AstExpr *expression = new_expression(parser, AST_ARRAY, span);
    if (items != NULL) expression->items = *items;
    return expression;
}

AstExpr *ast_object(Parser *parser, const AstArguments *members, Span span)
{
    AstExpr *expression = new_expression(parser, AST_OBJECT, span);
    if (members != NULL) expression->arguments = *members;
    return expression;
}

/* Most lists of arguments, items and attributes have one member: each begins with room for one. */

void ast_attribute_add(Parser *parser, AstAttributes *attributes, AstAttribute *attribute)
{
    if (attributes->capacity == 0) {
        attributes->items = sg_arena_alloc(parser->arena, sizeof *attributes->items);
        attributes->capacity = 1;
    }
    *list_add(parser->arena, attributes) = attribute;
}

void ast_item(Parser *parser, AstExprs *items, AstExpr *value)
{
    if (items->capacity == 0) {
        items->items = sg_arena_alloc(parser->arena, sizeof *items->items);
        items->capacity = 1;
    }
    *list_add(parser->arena, items) = value;
}

void ast_argument(Parser *parser, AstArguments *arguments, AstName name, AstExpr *value)
{
    if (value != NULL) {
        if (arguments->capacity == 0) {
            arguments->items = sg_arena_alloc(parser->arena, sizeof *arguments->items);
            arguments->capacity = 1;
        }
        AstArgument *argument = list_add(parser->arena, arguments);
        argument->name = name;
        argument->value = value;
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

AstAttribute *ast_attribute(Parser *parser, Span name, const AstArguments *arguments, Span span)
{
    AstAttribute *attribute = sg_arena_new(parser->arena, sizeof *attribute);
    attribute->name = ast_name(parser, name);
    attribute->has_parentheses = arguments != NULL;
    if (arguments != NULL) attribute->arguments = *arguments;
    attribute->span = span;
    return attribute;
}

void ast_documented(Parser *parser, AstAttribute *attribute, bool is_block)
{
    attribute->is_documented = true;
    AstAttributes *into = is_block ? &parser->documented->blocks : &parser->documented->fields;
    *list_add(parser->arena, into) = attribute;
}
