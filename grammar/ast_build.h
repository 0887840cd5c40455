/*
 * ast_build.h - the grammar's productions make the tree with these.  Private to this room.
 *
 * Each takes the pieces of one production and puts the node where it belongs.  A list is given as the place where it
 * begins on its stack (Parser.lists): the node takes what lies there, at its exact size.
 */
#ifndef SCHEMAGEN_AST_BUILD_H
#define SCHEMAGEN_AST_BUILD_H

#include "parser.h"

typedef enum OldForm { OLD_FORM_NONE, OLD_FORM_REQUIRED, OLD_FORM_LIST, OLD_FORM_OPTIONAL_LIST } OldForm;

/* A field's type as written.  Kept small: the parser's stack copies it. */
typedef struct AstType {
    Span name;
    Span text;   /* zero: there is none */
    Span string; /* the literal of Unsupported("…"), else zero */
    AstArity arity;
    OldForm old_form; /* how it was written in Prisma 1 */
} AstType;

/* `count` items of a list in memory of their own; NULL when there are none. */
void *ast_keep(Parser *parser, const void *items, size_t count, size_t item_size);

AstName ast_name(Parser *parser, Span span);

AstExpr *ast_literal(Parser *parser, AstExprKind kind, Span span);
AstExpr *ast_string(Parser *parser, Span span);
AstExpr *ast_call(Parser *parser, Span name, size_t arguments, Span span);
AstExpr *ast_array(Parser *parser, size_t items, Span span);
AstExpr *ast_object(Parser *parser, size_t members, Span span);

void ast_argument(Parser *parser, AstName name, AstExpr *value);
void ast_trailing_comma(Parser *parser, Span comma);

AstAttribute *ast_attribute(Parser *parser, Span name, Span span);
AstAttribute *ast_attribute_with(Parser *parser, Span name, size_t arguments, Span span);
void ast_documented(Parser *parser, AstAttribute *attribute, bool is_block);

void ast_block_open(Parser *parser, AstBlockKind kind, Span keyword, Span name, Span open);
void ast_block_close(Parser *parser, Span close, bool is_missing);

void ast_field(Parser *parser, Span name, Span colon, const AstType *type, size_t attributes, Span comment);
void ast_value(Parser *parser, Span name, size_t attributes, Span comment);
void ast_property(Parser *parser, Span name, Span equals, AstExpr *value, Span comment);
void ast_block_attribute(Parser *parser, AstAttribute *attribute, Span comment);

void ast_comment(Parser *parser, Span span);
void ast_line_end(Parser *parser, Span span);
void ast_invalid(Parser *parser, Span line, Span end);

#endif
