/* database_dump.h - a database as indented text, for tests and --dump=database. */
#ifndef SCHEMAGEN_DATABASE_DUMP_H
#define SCHEMAGEN_DATABASE_DUMP_H

#include "database.h"
#include "text.h"

/* One line per object, everything that the differ looks at and the facts it does not. */
void database_dump(const Database *database, SgText *out);

#endif
