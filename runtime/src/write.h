/* write.h - what the statements that write have in common. */
#ifndef SG_WRITE_H
#define SG_WRITE_H

#include "query.h"
#include "set.h"

/* " RETURNING " every column. */
void sql_returning(SgSession *db, const SgModel *model);

/* `base`: the model or key whose statement it is; `what`: a COOK_…; with `out` it returns the row. */
static inline Recipe recipe_of(const SgModel *model, const void *base, uint64_t what, const void *out)
{
    return (Recipe){.base = has_recipes(model) ? base : NULL, .operation = what | (out != NULL ? COOK_VARIANT : 0)};
}

/* The version that a row must have, as the statement's last parameter; SG_INVALID for a model without one. */
SgStatus add_version(SgSession *db, const SgModel *model, const void *version);

/* "t0.version = $n", of the last parameter. */
void sql_version(SgSession *db, const SgModel *model);

#endif
