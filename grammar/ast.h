/*
 * ast.h - what the schema's text says, nothing resolved.
 *
 * Every node has a Span; names are kept as written.  The AST is never edited after parsing.  Only format,
 * resolve and pull know it.
 */
#ifndef SCHEMAGEN_AST_H
#define SCHEMAGEN_AST_H

#include "arena.h"
#include "list.h"
#include "source.h"

#include <stdbool.h>

typedef struct AstName {
    const char *text; /* NULL: not given */
    Span span;
} AstName;

typedef struct AstExpr AstExpr;

/* `value` or `name: value` between parentheses. */
typedef struct AstArgument {
    AstName name;
    AstExpr *value; /* NULL for `name:` with nothing behind it (an error was reported, or format fills it) */
    Span span;
} AstArgument;

typedef LIST(AstArgument) AstArguments;

typedef enum AstExprKind {
    AST_STRING,   /* text: the value, escapes undone */
    AST_NUMBER,   /* text: the digits as written */
    AST_CONSTANT, /* text: `true`, `Cascade`, `field`, `Type.field` */
    AST_CALL,     /* text: the function's name; arguments */
    AST_ARRAY,    /* items */
    AST_OBJECT    /* arguments, each with a name: `{ status: "open", deletedAt: null }` */
} AstExprKind;

struct AstExpr {
    AstExprKind kind;
    Span span;
    const char *text;
    size_t text_size; /* AST_STRING only: the value may contain NUL */
    AstArguments arguments;
    LIST(AstExpr *) items;
};

/* `@name(…)` or `@@name(…)`; `name` has no @, and keeps dots: "db.VarChar". */
typedef struct AstAttribute {
    AstName name;
    AstArguments arguments;
    bool has_parentheses;
    bool is_documented; /* an extension written behind `///` */
    Span span;
} AstAttribute;

typedef LIST(AstAttribute *) AstAttributes;

typedef enum AstArity { AST_REQUIRED, AST_OPTIONAL, AST_LIST } AstArity;

typedef struct AstField {
    AstName name;
    AstName type;           /* for Unsupported("x"): text is "Unsupported" */
    const char *unsupported; /* the x of Unsupported("x"), else NULL */
    AstArity arity;
    AstAttributes attributes;
    const char *documentation; /* `///` lines before it and the one behind it, joined by newlines; NULL */
    Span span;
} AstField;

typedef struct AstEnumValue {
    AstName name;
    AstAttributes attributes;
    const char *documentation;
    Span span;
} AstEnumValue;

/* `key = value` of a datasource or generator. */
typedef struct AstProperty {
    AstName name;
    AstExpr *value; /* NULL after an error */
    Span span;
} AstProperty;

typedef enum AstBlockKind { AST_MODEL, AST_VIEW, AST_TYPE, AST_ENUM, AST_DATASOURCE, AST_GENERATOR } AstBlockKind;

typedef struct AstBlock {
    AstBlockKind kind;
    AstName name;
    const char *documentation;
    LIST(AstField *) fields;         /* models, views, types */
    LIST(AstEnumValue *) values;     /* enums */
    LIST(AstProperty *) properties;  /* datasource, generator */
    AstAttributes attributes;        /* the block's own, `@@` */
    Span span;                       /* keyword to closing brace */
} AstBlock;

typedef struct Ast {
    LIST(AstBlock *) blocks; /* file by file, in the order of the text */
} Ast;

#endif
