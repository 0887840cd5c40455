/*
 * ast.h - what the schema's text says, nothing resolved.
 *
 * Every node has a Span; names are kept as written.  The AST is never edited after parsing.  Only format,
 * resolve and pull know it.  Texts (names, documentation, values of literals) live as long as the Sources, so what is
 * made from the tree can keep them when the tree goes away.
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
typedef ARRAY(AstExpr *) AstExprs;

/* `value` or `name: value` between parentheses. */
typedef struct AstArgument {
    AstName name;
    AstExpr *value;
} AstArgument;

typedef ARRAY(AstArgument) AstArguments;

typedef enum AstExprKind {
    AST_STRING,   /* text: the value, escapes undone */
    AST_NUMBER,   /* text: the digits as written */
    AST_CONSTANT, /* text: `true`, `Cascade`, `field`, `Type.field` */
    AST_CALL,     /* text: the function's name; arguments */
    AST_ARRAY,    /* items */
    AST_OBJECT    /* arguments, each with a name: `{ status: "open", deletedAt: null }` */
} AstExprKind;

struct AstExpr {
    union {
        size_t text_size;       /* AST_STRING: the value may contain NUL */
        AstArguments arguments; /* AST_CALL, AST_OBJECT */
        AstExprs items;         /* AST_ARRAY */
    };
    const char *text;
    Span span;
    AstExprKind kind;
};

/* `@name(…)` or `@@name(…)`; `name` has no @, and keeps dots: "db.VarChar". */
typedef struct AstAttribute {
    AstName name;
    AstArguments arguments;
    Span span;
    bool has_parentheses;
    bool is_block;      /* written `@@` */
    bool is_documented; /* an extension written behind `///` */
} AstAttribute;

typedef ARRAY(AstAttribute *) AstAttributes;

typedef enum AstArity { AST_REQUIRED, AST_OPTIONAL, AST_LIST } AstArity;

typedef struct AstField {
    AstName name;
    AstName type;            /* for Unsupported("x"): text is "Unsupported" */
    const char *unsupported; /* the x of Unsupported("x"), else NULL */
    Span type_span;          /* the whole type: `Unsupported("x")[]` */
    Span span;
    AstAttributes attributes;
    const char *documentation; /* `///` lines before it and the one behind it, joined by newlines; NULL */
    AstArity arity;
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
    AstExpr *value;
    Span span;
} AstProperty;

/*
 * The same nodes once more, in the order of the text, with what the lists above leave out: comments, blank lines
 * and lines that were refused.  This is what `format` lays out.
 */
typedef enum AstItemKind {
    AST_ITEM_BLANK,   /* one or more empty lines */
    AST_ITEM_COMMENT, /* one `//`, `///` or block comment that stands alone */
    AST_ITEM_FIELD,
    AST_ITEM_VALUE,
    AST_ITEM_PROPERTY,
    AST_ITEM_ATTRIBUTE, /* of the block */
    AST_ITEM_BLOCK,
    AST_ITEM_INVALID /* refused lines; their text is the span's */
} AstItemKind;

typedef struct AstItem {
    AstItemKind kind;
    Span span;     /* without the line's end */
    Span trailing; /* the comment behind it on its last line, zero when there is none */
    union {
        AstField *field;
        AstEnumValue *value;
        AstProperty *property;
        AstAttribute *attribute;
        struct AstBlock *block;
    };
} AstItem;

typedef LIST(AstItem) AstItems;

typedef LIST(AstName) AstNames;

typedef enum AstBlockKind { AST_MODEL, AST_VIEW, AST_TYPE, AST_ENUM, AST_DATASOURCE, AST_GENERATOR } AstBlockKind;

typedef struct AstBlock {
    AstBlockKind kind;
    AstName name;
    const char *documentation;
    ARRAY(AstField *) fields;        /* models, views, types */
    ARRAY(AstEnumValue *) values;    /* enums */
    ARRAY(AstProperty *) properties; /* datasource, generator */
    AstAttributes attributes;        /* the block's own, `@@` */
    Span span;                       /* keyword to closing brace */
    Span head;                       /* keyword to name: what an error about the whole block points at */
    Span ignored;                    /* what stands behind `{` on its line: Prisma ignores it; zero when nothing */
    AstItems items;                  /* everything between the braces */
    bool is_unclosed;                /* an error: nobody knows what else belongs to it */
    AstNames broken; /* members on lines that were refused: their names are known, nothing else.  An error that only
                        says that such a name does not exist would be the second one about the same typo. */
} AstBlock;

typedef struct AstFile {
    const SourceFile *source;
    AstItems items; /* blocks, and what stands between them */
} AstFile;

typedef struct Ast {
    LIST(AstBlock *) blocks; /* file by file, in the order of the text */
    LIST(AstFile) files;
    AstNames broken; /* blocks whose head was refused, as AstBlock.broken */
    bool has_layout; /* AstBlock.items and AstFile.items are there */
} Ast;

/* From its name, or its value when it has none, to the end of its value. */
Span ast_argument_span(const AstArgument *argument);

/* Is `name` one of those whose line was refused? */
bool ast_is_broken(const AstNames *broken, const char *name);

#endif
