/* lower.h - model → database. */
#ifndef SCHEMAGEN_LOWER_H
#define SCHEMAGEN_LOWER_H

#include "database.h"
#include "model.h"

/* The database that `schema` describes.  Never NULL; NULL `schema` is the empty database. */
Database *database_from_schema(SgArena *arena, const Schema *schema);

#endif
