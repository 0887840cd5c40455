/* compare_catalogs.h - whether two described databases are the same, facts that no step knows of included. */
#ifndef SCHEMAGEN_COMPARE_CATALOGS_H
#define SCHEMAGEN_COMPARE_CATALOGS_H

#include "database.h"

/* What `found` has other than `wanted`, for people; "" when they are the same. */
const char *compare_catalogs(SgArena *arena, const Database *wanted, const Database *found);

#endif
