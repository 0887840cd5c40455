/* config.h - values in datasource and generator blocks. */
#ifndef SCHEMAGEN_CONFIG_H
#define SCHEMAGEN_CONFIG_H

#include "args.h"

/* The properties of a block; a later one of the same name hides the earlier. */
typedef struct Properties {
    Resolver *r;
    const AstBlock *block;
    bool *is_taken;
} Properties;

/* False when a property has no value (the parser reported it): the block is then not read. */
bool config_begin(Resolver *r, const AstBlock *block, Properties *out);

/* NULL when absent. */
const AstProperty *config_take(Properties *properties, const char *name);

/* What the property says, without judging it. */
Setting config_setting(Resolver *r, const AstProperty *property);

/* The X of env("X"); false with a report when the call is something else. */
bool config_env(Resolver *r, const AstExpr *call, const char **out);

/* A string or env("X"). */
bool config_is_string_or_env(Resolver *r, const AstExpr *expr);

/* `[…]` or a single one: `check` for each, all of them; false when one failed. */
bool config_check_items(Resolver *r, const AstExpr *list, bool (*check)(Resolver *r, const AstExpr *item));

#endif
