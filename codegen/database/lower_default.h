/* lower_default.h - @default(…) → the column's default. */
#ifndef SCHEMAGEN_LOWER_DEFAULT_H
#define SCHEMAGEN_LOWER_DEFAULT_H

#include "database.h"
#include "model.h"

/* COLUMN_DEFAULT_NONE too for what the client makes: see lower_is_client_default(). */
ColumnDefault lower_default(SgArena *arena, const Field *field);

/* uuid(), cuid(), ulid(), nanoid(): made by the program, the database knows nothing of it. */
bool lower_is_client_default(const Default *value);

#endif
