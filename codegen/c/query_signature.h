/* query_signature.h - what the header and the source of a query have in common; for the c_query_*.c files. */
#ifndef SCHEMAGEN_QUERY_SIGNATURE_H
#define SCHEMAGEN_QUERY_SIGNATURE_H

#include "plan_queries.h"
#include "text.h"

/* "typedef struct … { … } Type;" */
void query_struct(SgArena *arena, const char *type, const QueryMembers *members, SgText *out);

/* `before` "SgStatus name(SgSession *db, …)" `behind`, and a newline. */
void query_signature(SgArena *arena, const QueryPlan *query, const char *before, const char *behind, SgText *out);

#endif
