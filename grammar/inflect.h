/* inflect.h - the names that Prisma makes up from the names of models.  Private to this room. */
#ifndef SCHEMAGEN_INFLECT_H
#define SCHEMAGEN_INFLECT_H

#include "arena.h"

/* `BlogPost`, `blog_post` and `BLOG_POST` → `blogPost`. */
char *inflect_camel(SgArena *arena, const char *name);

/* English: `category` → `categories`, `person` → `people`. */
char *inflect_plural(SgArena *arena, const char *word);

#endif
