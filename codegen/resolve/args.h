/*
 * args.h - reading the attributes of one thing and their arguments.
 *
 * A reader notes what was taken; what nobody took is unknown and reported by attributes_finish() and
 * arguments_finish().  Everything is reported here: callers only look at the results.
 */
#ifndef SCHEMAGEN_ARGS_H
#define SCHEMAGEN_ARGS_H

#include "resolver.h"

typedef struct AttributeReader {
    Resolver *r;
    const AstAttributes *list;
    bool *is_taken;              /* per attribute */
    const AstAttribute *current; /* the attribute whose arguments are being read */
    bool *is_argument_taken;     /* per argument of it */
    const char *at;              /* "@" or "@@" */
    const char *place;           /* "field", "model", "enum" …, for messages */
    const char *repeated_name;   /* of attribute_take_next(), and where it goes on */
    size_t next;
} AttributeReader;

AttributeReader attributes_of_field(Resolver *r, const AstAttributes *list, const char *place);
AttributeReader attributes_of_block(Resolver *r, const AstAttributes *list, const char *place);

/* The attribute that may stand once.  False when absent or unusable. */
bool attribute_take(AttributeReader *reader, const char *name);

/* The next of those that may stand more often; calls for one name (one literal) follow each other. */
bool attribute_take_next(AttributeReader *reader, const char *name);

/* The `@scope.Name` attribute, NULL when there is none; its arguments are positional and left to the caller.  `name` is
 * what stands behind the dot. */
const AstAttribute *attribute_take_scoped(AttributeReader *reader, const char **name);

void attributes_finish(AttributeReader *reader);

/* NULL when absent. */
const AstArgument *argument_take(AttributeReader *reader, const char *name);

/* The argument of that name or the unnamed one; reports its absence and returns NULL. */
const AstArgument *argument_take_default(AttributeReader *reader, const char *name);

/* The same without a report of absence. */
const AstArgument *argument_take_optional(AttributeReader *reader, const char *name);

void arguments_finish(AttributeReader *reader);

/* The string of an argument taken by name; NULL when absent or wrong.  An empty one is reported. */
const char *argument_take_text(AttributeReader *reader, const char *name);

/* An expression as a value of one kind; false with a report when it is something else. */
bool expr_string(Resolver *r, const AstExpr *expr, const char **out);
bool expr_constant(Resolver *r, const AstExpr *expr, const char **out);
bool expr_integer(Resolver *r, const AstExpr *expr, long long *out);
bool expr_boolean(Resolver *r, const AstExpr *expr, bool *out);

void expr_mismatch(Resolver *r, const AstExpr *expr, const char *expected);

/* The expression as written, for messages. */
const char *expr_text(Resolver *r, const AstExpr *expr);

#endif
