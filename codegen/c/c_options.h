/*
 * c_options.h - what a generator block says about the C.
 *
 *     generator c {
 *       provider   = "schemagen-c"
 *       output     = "../generated"    relative to the schema's file
 *       queries    = "../queries"      a folder of .sql files, likewise
 *       migrations = "../migrations"   what makes the database that these are described on, likewise
 *       prefix     = "trade"           TradeOrder, trade_order_get(), TRADE_ORDER_BY_ID
 *     }
 */
#ifndef SCHEMAGEN_C_OPTIONS_H
#define SCHEMAGEN_C_OPTIONS_H

#include "diag.h"
#include "model.h"

#include <stdbool.h>
#include <stddef.h>

#define C_PROVIDER "schemagen-c"

typedef struct COptions {
    const char *output; /* as written; NULL when the block has none */
    const char *queries;
    const char *migrations;
    const char *prefix; /* "" when the block has none */
} COptions;

/* The options of a block with our provider.  Wrong ones are diagnostics; the result has what was right. */
COptions c_options(const Generator *generator, Diags *diags);

/* Is this a prefix that C names can begin with? */
bool c_is_prefix(const char *prefix);

#endif
