#include "index_method.h"

#include <string.h>

static const struct {
    const char *name, *sql;
} methods[INDEX_METHODS] = {
    [INDEX_BTREE] = {"BTree", "BTREE"}, [INDEX_HASH] = {"Hash", "HASH"},       [INDEX_GIN] = {"Gin", "GIN"},
    [INDEX_GIST] = {"Gist", "GIST"},    [INDEX_SPGIST] = {"SpGist", "SPGIST"}, [INDEX_BRIN] = {"Brin", "BRIN"},
};

const char *index_method_name(IndexMethod method)
{
    return methods[method].name;
}

const char *index_method_sql(IndexMethod method)
{
    return methods[method].sql;
}

bool index_method_find(const char *sql, IndexMethod *out)
{
    for (IndexMethod method = INDEX_BTREE; method <= INDEX_BRIN; method++) {
        if (strcmp(methods[method].sql, sql) != 0) continue;
        *out = method;
        return true;
    }
    return false;
}
