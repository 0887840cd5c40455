#include "preview_features.h"

#include "suggest.h"

#include <string.h>
#include <strings.h>

static const char *const active_features[] = {
    "fullTextSearchPostgres",
    "nativeDistinct",
    "partialIndexes",
    "postgresqlExtensions",
    "reactNative",
    "relationJoins",
    "schemaEngineDriverAdapters",
    "shardKeys",
    "strictUndefinedChecks",
    "typedSql",
    "views",
};

/* What became part of the language, or went away; naming it changes nothing. */
static const char *const retired_features[] = {
    "aggregateApi",
    "atomicNumberOperations",
    "clientExtensions",
    "cockroachdb",
    "connectOrCreate",
    "createMany",
    "dataProxy",
    "deno",
    "distinct",
    "driverAdapters",
    "extendedIndexes",
    "extendedWhereUnique",
    "fieldReference",
    "filteredRelationCount",
    "filterJson",
    "fullTextIndex",
    "fullTextSearch",
    "groupBy",
    "improvedQueryRaw",
    "interactiveTransactions",
    "jsonProtocol",
    "microsoftSqlServer",
    "middlewares",
    "mongoDb",
    "multiSchema",
    "namedConstraints",
    "nApi",
    "nativeTypes",
    "omitApi",
    "orderByAggregateGroup",
    "orderByNulls",
    "orderByRelation",
    "prismaSchemaFolder",
    "queryCompiler",
    "referentialActions",
    "referentialIntegrity",
    "selectRelationCount",
    "tracing",
    "transactionApi",
    "uncheckedScalarInputs",
};

enum {
    ACTIVE_FEATURES = sizeof active_features / sizeof *active_features,
    RETIRED_FEATURES = sizeof retired_features / sizeof *retired_features
};

static bool contains(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(names[i], name) == 0) return true;
    return false;
}

void preview_feature_enable(Resolver *r, const AstExpr *name)
{
    const char *text = name->text;
    if (strcasecmp(text, "partialIndexes") == 0) r->preview.partial_indexes = true;
    if (strcasecmp(text, "views") == 0) r->preview.views = true;
    if (strcasecmp(text, "postgresqlExtensions") == 0) r->preview.postgresql_extensions = true;
    if (strcasecmp(text, "shardKeys") == 0) r->preview.shard_keys = true;
    if (contains(active_features, ACTIVE_FEATURES, text)) return;
    if (contains(retired_features, RETIRED_FEATURES, text)) {
        diag_add(r->diags, DIAG_PREVIEW_RETIRED, name->span, "the preview feature `%s` needs no naming any more", text);
        return;
    }
    Diagnostic *d =
        diag_add(r->diags, DIAG_PREVIEW_UNKNOWN, name->span, "unknown preview feature `%s`, it is ignored", text);
    suggest_name(r, d, text, active_features, ACTIVE_FEATURES);
}
