#include "missing_extension.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct Provider {
    const char *object, *extension;
} Provider;

/* Types, functions and operator classes; where they are many, those that schemas and migrations name. */
static const Provider providers[] = {
    {"citext", "citext"},
    {"crypt", "pgcrypto"},
    {"cube", "cube"},
    {"digest", "pgcrypto"},
    {"ean13", "isn"},
    {"earth", "earthdistance"},
    {"gen_random_bytes", "pgcrypto"},
    {"gen_salt", "pgcrypto"},
    {"geography", "postgis"},
    {"geometry", "postgis"},
    {"gin_trgm_ops", "pg_trgm"},
    {"gist_trgm_ops", "pg_trgm"},
    {"halfvec", "vector"},
    {"hmac", "pgcrypto"},
    {"hstore", "hstore"},
    {"isbn", "isn"},
    {"isbn13", "isn"},
    {"ismn", "isn"},
    {"issn", "isn"},
    {"lquery", "ltree"},
    {"ltree", "ltree"},
    {"ltxtquery", "ltree"},
    {"query_int", "intarray"},
    {"raster", "postgis_raster"},
    {"seg", "seg"},
    {"similarity", "pg_trgm"},
    {"sparsevec", "vector"},
    {"unaccent", "unaccent"},
    {"upc", "isn"},
    {"uuid_generate_v1", "uuid-ossp"},
    {"uuid_generate_v1mc", "uuid-ossp"},
    {"uuid_generate_v4", "uuid-ossp"},
    {"vector", "vector"},
    {"vector_cosine_ops", "vector"},
    {"vector_ip_ops", "vector"},
    {"vector_l2_ops", "vector"},
};

/* How the server says so, up to the name; and what ends it. */
static const struct {
    const char *start, *end;
} sentences[] = {
    {"type \"", "\""},
    {"operator class \"", "\""},
    {"function ", "("},
};

/* `size` bytes of a name, perhaps behind its schema: "extensions.citext", "citext[]". */
static bool is_called(const char *name, size_t size, const char *object)
{
    size_t length = strlen(object);
    if (size > 2 && memcmp(name + size - 2, "[]", 2) == 0) size -= 2;
    if (size < length || memcmp(name + size - length, object, length) != 0) return false;
    return size == length || name[size - length - 1] == '.';
}

const char *missing_extension(const char *message)
{
    if (strstr(message, " does not exist") == NULL) return NULL;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        size_t start = strlen(sentences[i].start);
        if (strncmp(message, sentences[i].start, start) != 0) continue;
        const char *name = message + start;
        size_t size = strcspn(name, sentences[i].end);
        for (size_t k = 0; k < sizeof providers / sizeof *providers; k++)
            if (is_called(name, size, providers[k].object)) return providers[k].extension;
    }
    return NULL;
}
