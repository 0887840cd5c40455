/* pull_names.h - names of the database → names of the language. */
#ifndef SCHEMAGEN_PULL_NAMES_H
#define SCHEMAGEN_PULL_NAMES_H

#include "arena.h"
#include "map.h"

#include <stdbool.h>

/* The names of one scope that are taken. */
typedef struct NameScope {
    SgArena *arena;
    SgMap taken;
} NameScope;

/* `name` without what the language does not allow: leading characters that are no letters go, others become `_`.
 * `otherwise` stands before what would begin with none: "123" → "field_123". */
const char *pull_sanitize_name(SgArena *arena, const char *name, const char *otherwise);

/* As pull_sanitize_name(), for models and enums: reserved words and the names of scalar types get `Renamed` in front.
 */
const char *pull_sanitize_type_name(SgArena *arena, const char *name, const char *otherwise);

/* Takes `name` in the scope, with a number behind it when it is taken already; returns what was taken. */
const char *pull_take_name(NameScope *scope, const char *name);
bool pull_name_is_taken(const NameScope *scope, const char *name);

#endif
