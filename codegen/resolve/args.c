#include "args.h"

#include "suggest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* `count` false flags; the memory is that of the reader before, of which there is one at a time. */
static bool *cleared(Resolver *r, Flags *flags, size_t count)
{
    flags->count = 0;
    while (flags->count < count) *list_add(r->scratch, flags) = false;
    return flags->items;
}

static AttributeReader reader_new(Resolver *r, const AstAttributes *list, const char *at, const char *place)
{
    AttributeReader reader = {.r = r, .list = list, .at = at, .place = place};
    reader.is_taken = cleared(r, &r->taken_attributes, list->count);
    return reader;
}

AttributeReader attributes_of_field(Resolver *r, const AstAttributes *list, const char *place)
{
    return reader_new(r, list, "@", place);
}

AttributeReader attributes_of_block(Resolver *r, const AstAttributes *list, const char *place)
{
    return reader_new(r, list, "@@", place);
}

static bool every_argument_has_value(const AstArguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].value == NULL) return false;
    return true;
}

/* An attribute that lacks a value, in its arguments or in a call directly among them, was reported by the
 * parser and is not read. */
static bool has_every_value(const AstAttribute *attribute)
{
    if (!every_argument_has_value(&attribute->arguments)) return false;
    for (size_t i = 0; i < attribute->arguments.count; i++) {
        const AstExpr *value = attribute->arguments.items[i].value;
        if (value->kind == AST_CALL && !every_argument_has_value(&value->arguments)) return false;
    }
    return true;
}

/* Most names differ in their first letter. */
static bool same(const char *a, const char *b)
{
    return a[0] == b[0] && strcmp(a, b) == 0;
}

static bool same_name(const AstArgument *a, const char *name)
{
    if (a->name.text == NULL || name == NULL) return a->name.text == name;
    return same(a->name.text, name);
}

/* Of several arguments of one name the last counts; the others are reported once and then forgotten. */
static void report_repeated(AttributeReader *reader)
{
    Resolver *r = reader->r;
    const AstArguments *arguments = &reader->current->arguments;
    SgMap seen = {0};
    bool has_unnamed = false;
    if (arguments->count < 2) return;
    for (size_t i = 0; i < arguments->count; i++) {
        AstArgument *argument = &arguments->items[i];
        const char *key = argument->name.text != NULL ? argument->name.text : "";
        const AstArgument *earlier = sg_map_find(&seen, key);
        sg_map_put(&seen, r->brief, key, argument);
        if (earlier == NULL) continue;
        reader->is_argument_taken[earlier - arguments->items] = true;
        if (argument->name.text == NULL) {
            has_unnamed = true;
            continue;
        }
        Diagnostic *d = diag_add(r->diags, DIAG_ARGUMENT_REPEATED, ast_argument_span(argument),
                                 "the argument `%s` is given more than once", key);
        diag_note(r->diags, d, ast_argument_span(earlier), "first given here");
    }
    if (!has_unnamed) return;
    Diagnostic *d =
        diag_add(r->diags, DIAG_ARGUMENTS_UNNAMED, reader->current->span,
                 "`%s%s` takes at most one argument without a name", reader->at, reader->current->name.text);
    diag_help(r->diags, d, "put a list into brackets: `[a, b]`");
}

static bool begin_arguments(AttributeReader *reader, const AstAttribute *attribute)
{
    if (!has_every_value(attribute)) return false;
    reader->current = attribute;
    reader->is_argument_taken = cleared(reader->r, &reader->r->taken_arguments, attribute->arguments.count);
    report_repeated(reader);
    return true;
}

bool attribute_take(AttributeReader *reader, const char *name)
{
    const AstAttribute *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < reader->list->count; i++) {
        const AstAttribute *attribute = reader->list->items[i];
        if (!same(attribute->name.text, name)) continue;
        if (count++ == 0) found = attribute;
        reader->is_taken[i] = true;
    }
    if (count == 0) return false;
    if (count == 1) return begin_arguments(reader, found);
    for (size_t i = 0; i < reader->list->count; i++) {
        const AstAttribute *attribute = reader->list->items[i];
        if (!same(attribute->name.text, name)) continue;
        diag_add(reader->r->diags, DIAG_ATTRIBUTE_REPEATED, attribute->span, "`%s%s` may be given only once",
                 reader->at, name);
    }
    return false;
}

bool attribute_take_next(AttributeReader *reader, const char *name)
{
    if (reader->repeated_name != name) reader->next = 0;
    reader->repeated_name = name;
    while (reader->next < reader->list->count) {
        size_t i = reader->next++;
        const AstAttribute *attribute = reader->list->items[i];
        if (!same(attribute->name.text, name)) continue;
        reader->is_taken[i] = true;
        if (begin_arguments(reader, attribute)) return true;
    }
    return false;
}

const AstAttribute *attribute_take_scoped(AttributeReader *reader, const char **name)
{
    const AstAttribute *found = NULL;
    for (size_t i = 0; i < reader->list->count; i++) {
        const AstAttribute *attribute = reader->list->items[i];
        const char *dot = strchr(attribute->name.text, '.');
        if (dot == NULL) continue;
        reader->is_taken[i] = true;
        if (found != NULL)
            diag_add(reader->r->diags, DIAG_ATTRIBUTE_REPEATED, attribute->span, "a field has at most one native type");
        found = attribute;
        *name = dot + 1;
    }
    return found;
}

void attributes_finish(AttributeReader *reader)
{
    for (size_t i = 0; i < reader->list->count; i++) {
        if (reader->is_taken[i]) continue;
        suggest_attribute(reader->r, reader->list->items[i], reader->at, reader->place);
    }
}

const AstArgument *argument_take(AttributeReader *reader, const char *name)
{
    const AstArguments *arguments = &reader->current->arguments;
    for (size_t i = 0; i < arguments->count; i++) {
        if (reader->is_argument_taken[i] || !same_name(&arguments->items[i], name)) continue;
        reader->is_argument_taken[i] = true;
        return &arguments->items[i];
    }
    return NULL;
}

const AstArgument *argument_take_optional(AttributeReader *reader, const char *name)
{
    const AstArgument *named = argument_take(reader, name);
    const AstArgument *unnamed = argument_take(reader, NULL);
    if (named != NULL && unnamed != NULL) return NULL;
    return named != NULL ? named : unnamed;
}

const AstArgument *argument_take_default(AttributeReader *reader, const char *name)
{
    const AstArgument *named = argument_take(reader, name);
    const AstArgument *unnamed = argument_take(reader, NULL);
    if (named != NULL && unnamed != NULL) {
        Diagnostic *d = diag_add(reader->r->diags, DIAG_ARGUMENT_REPEATED, ast_argument_span(named),
                                 "the argument `%s` is given twice, with and without its name", name);
        diag_note(reader->r->diags, d, ast_argument_span(unnamed), "first given here");
        return NULL;
    }
    const AstArgument *found = named != NULL ? named : unnamed;
    if (found == NULL)
        diag_add(reader->r->diags, DIAG_ARGUMENT_MISSING, reader->current->span, "`%s%s` needs the argument `%s`",
                 reader->at, reader->current->name.text, name);
    return found;
}

void arguments_finish(AttributeReader *reader)
{
    const AstArguments *arguments = &reader->current->arguments;
    for (size_t i = 0; i < arguments->count; i++) {
        const AstArgument *argument = &arguments->items[i];
        if (reader->is_argument_taken[i]) continue;
        if (argument->name.text != NULL)
            diag_add(reader->r->diags, DIAG_ARGUMENT_UNKNOWN, ast_argument_span(argument),
                     "`%s%s` has no argument `%s`", reader->at, reader->current->name.text, argument->name.text);
        else
            diag_add(reader->r->diags, DIAG_ARGUMENT_UNKNOWN, ast_argument_span(argument),
                     "`%s%s` has no argument without a name", reader->at, reader->current->name.text);
    }
    reader->current = NULL;
}

const char *argument_take_text(AttributeReader *reader, const char *name)
{
    const AstArgument *argument = argument_take(reader, name);
    const char *text;
    if (argument == NULL || !expr_string(reader->r, argument->value, &text)) return NULL;
    if (text[0] != '\0') return text;
    diag_add(reader->r->diags, DIAG_ARGUMENT_EMPTY, reader->current->span, "the argument `%s` is an empty string",
             name);
    return NULL;
}

static const char *kind_name(const AstExpr *expr)
{
    switch (expr->kind) {
    case AST_STRING: return "string";
    case AST_NUMBER: return "number";
    case AST_CONSTANT: return "name";
    case AST_CALL: return "function";
    case AST_ARRAY: return "list";
    case AST_OBJECT: return "object";
    }
    return "value";
}

void expr_mismatch(Resolver *r, const AstExpr *expr, const char *expected)
{
    diag_add(r->diags, DIAG_ARGUMENT_KIND, expr->span, "expected a %s, found the %s `%s`", expected, kind_name(expr),
             expr_text(r, expr));
}

const char *expr_text(Resolver *r, const AstExpr *expr)
{
    return source_text(r->sources, expr->span);
}

bool expr_string(Resolver *r, const AstExpr *expr, const char **out)
{
    if (expr->kind != AST_STRING) {
        expr_mismatch(r, expr, "string");
        return false;
    }
    *out = expr->text;
    return true;
}

bool expr_constant(Resolver *r, const AstExpr *expr, const char **out)
{
    if (expr->kind != AST_CONSTANT) {
        expr_mismatch(r, expr, "name");
        return false;
    }
    *out = expr->text;
    return true;
}

bool expr_integer(Resolver *r, const AstExpr *expr, long long *out)
{
    char *end = NULL;
    errno = 0;
    long long value = expr->kind == AST_NUMBER ? strtoll(expr->text, &end, 10) : 0;
    if (end == NULL || errno != 0 || *end != '\0') {
        expr_mismatch(r, expr, "whole number");
        return false;
    }
    *out = value;
    return true;
}

bool expr_boolean(Resolver *r, const AstExpr *expr, bool *out)
{
    if (expr->kind == AST_CONSTANT && (strcmp(expr->text, "true") == 0 || strcmp(expr->text, "false") == 0)) {
        *out = expr->text[0] == 't';
        return true;
    }
    expr_mismatch(r, expr, "`true` or `false`");
    return false;
}
