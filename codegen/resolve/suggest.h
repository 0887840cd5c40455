/* suggest.h - what to say about a name that nothing has: the nearest one that exists, and names that arrive later. */
#ifndef SCHEMAGEN_SUGGEST_H
#define SCHEMAGEN_SUGGEST_H

#include "resolver.h"

void suggest_attribute(Resolver *r, const AstAttribute *attribute, const char *at, const char *place);

/* "did you mean `x`?" as help of `diagnostic`, when a name is near. */
void suggest_type(Resolver *r, Diagnostic *diagnostic, const char *name);
void suggest_field(Resolver *r, Diagnostic *diagnostic, const ModelDraft *model, const char *name);
void suggest_value(Resolver *r, Diagnostic *diagnostic, const Enum *enum_type, const char *name);
void suggest_name(Resolver *r, Diagnostic *diagnostic, const char *name, const char *const *candidates, size_t count);

#endif
