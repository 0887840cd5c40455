#include "database_url.h"

#include "list.h"
#include "text.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { CONNECT_SECONDS = 10 };

typedef LIST(const char *) Strings;

static bool libpq_knows(const char *keyword)
{
    PQconninfoOption *options = PQconndefaults();
    bool known = false;
    for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++) {
        if (strcmp(option->keyword, keyword) == 0) known = true;
    }
    PQconninfoFree(options);
    return known;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static const char *decode(SgArena *arena, const char *text, size_t size)
{
    char *decoded = sg_arena_alloc(arena, size + 1);
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        bool is_escape = text[i] == '%' && i + 2 < size && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
        if (is_escape) {
            decoded[length++] = (char)(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            decoded[length++] = text[i];
        }
    }
    decoded[length] = '\0';
    return decoded;
}

/* The parameters of Prisma's that mean something to libpq under another name. */
typedef struct Parameters {
    SgText kept; /* "a=b&c=d" for libpq */
    const char *schema;
    bool is_strict;          /* sslaccept=strict */
    const char *certificate; /* sslcert: the authority's, unless there is a key */
    bool has_key;
    bool has_mode;
} Parameters;

static void keep(Parameters *parameters, const char *name, const char *value)
{
    sg_text_printf(&parameters->kept, "%s%s=%s", parameters->kept.size == 0 ? "" : "&", name, value);
}

static void read_parameter(SgArena *arena, const char *text, size_t size, Parameters *out)
{
    size_t name_size = 0;
    while (name_size < size && text[name_size] != '=') name_size++;
    const char *name = decode(arena, text, name_size);
    const char *value = name_size < size ? sg_arena_strndup(arena, text + name_size + 1, size - name_size - 1) : "";
    if (strcmp(name, "schema") == 0) {
        out->schema = decode(arena, value, strlen(value));
    } else if (strcmp(name, "sslaccept") == 0) {
        out->is_strict = strcmp(value, "strict") == 0;
    } else if (strcmp(name, "sslcert") == 0) {
        out->certificate = value;
    } else if (libpq_knows(name)) {
        out->has_key |= strcmp(name, "sslkey") == 0;
        out->has_mode |= strcmp(name, "sslmode") == 0;
        keep(out, name, value);
    }
}

static Parameters read_parameters(SgArena *arena, const char *query)
{
    Parameters parameters = {.kept = {.arena = arena}};
    while (*query != '\0') {
        size_t size = strcspn(query, "&");
        if (size > 0) read_parameter(arena, query, size, &parameters);
        query += size + (query[size] == '&');
    }
    if (parameters.certificate != NULL)
        keep(&parameters, parameters.has_key ? "sslcert" : "sslrootcert", parameters.certificate);
    if (parameters.is_strict && !parameters.has_mode) keep(&parameters, "sslmode", "verify-full");
    return parameters;
}

static const char *or_environment(const char *value, const char *name)
{
    if (value != NULL && *value != '\0') return value;
    value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

static const char *system_user(SgArena *arena)
{
    const struct passwd *entry = getpwuid(geteuid());
    return entry == NULL ? "postgres" : sg_arena_strdup(arena, entry->pw_name);
}

static bool is_local_host(const char *host, size_t size)
{
    if (size == 0 || host[0] == '/' || host[0] == '@') return true;
    /* 127.x.y.z and nothing that only begins so: 127.example.com is elsewhere */
    bool is_loopback = strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") >= size;
    return is_loopback || (size == 9 && strncasecmp(host, "localhost", 9) == 0) ||
           (size == 3 && strncmp(host, "::1", 3) == 0);
}

/* libpq takes a list of hosts; one that is elsewhere makes the whole not local. */
static bool are_local_hosts(const char *hosts)
{
    if (hosts == NULL) return true;
    for (;;) {
        size_t size = strcspn(hosts, ",");
        if (!is_local_host(hosts, size)) return false;
        if (hosts[size] == '\0') return true;
        hosts += size + 1;
    }
}

static void take_option(SgArena *arena, const PQconninfoOption *option, DatabaseUrl *out, const char **address)
{
    const char *value = sg_arena_strdup(arena, option->val);
    if (strcmp(option->keyword, "host") == 0) out->host = value;
    else if (strcmp(option->keyword, "hostaddr") == 0) *address = value;
    else if (strcmp(option->keyword, "port") == 0) out->port = value;
    else if (strcmp(option->keyword, "user") == 0) out->user = value;
    else if (strcmp(option->keyword, "dbname") == 0) out->database = value;
    else if (strcmp(option->keyword, "connect_timeout") == 0) out->connect_timeout = atoi(value);
}

static void add_pair(SgArena *arena, Strings *keywords, Strings *values, const char *keyword, const char *value)
{
    *list_add(arena, keywords) = keyword;
    *list_add(arena, values) = value;
}

static void set_pairs(SgArena *arena, const PQconninfoOption *options, DatabaseUrl *out)
{
    Strings keywords = {0}, values = {0};
    add_pair(arena, &keywords, &values, "fallback_application_name", "schemagen");
    add_pair(arena, &keywords, &values, "client_encoding", "UTF8");
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++) {
        if (option->val == NULL || strcmp(option->keyword, "dbname") == 0) continue;
        add_pair(arena, &keywords, &values, sg_arena_strdup(arena, option->keyword),
                 sg_arena_strdup(arena, option->val));
    }
    add_pair(arena, &keywords, &values, "dbname", out->database);
    add_pair(arena, &keywords, &values, NULL, NULL);
    out->keywords = keywords.items;
    out->values = values.items;
}

static const Failure *unreadable(SgArena *arena)
{
    return failure_new(
        arena, "P1013",
        "the database URL cannot be read: it should be postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with "
        "special characters of the password percent-encoded");
}

static const Failure *parse_for_libpq(SgArena *arena, const char *uri, PQconninfoOption **out)
{
    char *error = NULL;
    PQconninfoOption *options = PQconninfoParse(uri, &error);
    if (options != NULL) {
        *out = options;
        return NULL;
    }
    /* libpq's words may quote the URL with its password */
    PQfreemem(error);
    return unreadable(arena);
}

/* What the URL leaves out comes from the environment, then from habit, as in libpq. */
static DatabaseUrl read_options(SgArena *arena, const PQconninfoOption *options)
{
    DatabaseUrl url = {.connect_timeout = CONNECT_SECONDS};
    const char *address = NULL;
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++) {
        if (option->val != NULL) take_option(arena, option, &url, &address);
    }
    url.host = or_environment(url.host != NULL ? url.host : address, "PGHOST");
    url.is_local = are_local_hosts(address != NULL ? address : url.host);
    if (url.host == NULL) url.host = "localhost";
    url.port = or_environment(url.port, "PGPORT");
    if (url.port == NULL) url.port = "5432";
    url.user = or_environment(url.user, "PGUSER");
    if (url.user == NULL) url.user = system_user(arena);
    url.database = or_environment(url.database, "PGDATABASE");
    if (url.database == NULL) url.database = url.user;
    return url;
}

/* One for each of several hosts; one that is not given is the usual one. */
static bool are_ports(const char *text)
{
    enum { LAST_PORT = 65535 };
    for (;; text++) {
        size_t digits = strspn(text, "0123456789");
        unsigned long port = digits == 0 ? 1 : strtoul(text, NULL, 10);
        text += digits;
        if (port < 1 || port > LAST_PORT || (*text != ',' && *text != '\0')) return false;
        if (*text == '\0') return true;
    }
}

const Failure *database_url_parse(SgArena *arena, const char *text, DatabaseUrl *out)
{
    bool has_scheme = strncmp(text, "postgresql://", 13) == 0 || strncmp(text, "postgres://", 11) == 0;
    if (!has_scheme)
        return failure_new(arena, "P1013", "the database URL must start with `postgresql://` or `postgres://`");
    size_t head = strcspn(text, "?");
    Parameters parameters = read_parameters(arena, text[head] == '?' ? text + head + 1 : "");
    PQconninfoOption *options = NULL;
    const Failure *failure = parse_for_libpq(
        arena, sg_arena_printf(arena, "%.*s?%s", (int)head, text, sg_text_get(&parameters.kept)), &options);
    if (failure != NULL) return failure;

    DatabaseUrl url = read_options(arena, options);
    url.schema = parameters.schema != NULL && *parameters.schema != '\0' ? parameters.schema : "public";
    set_pairs(arena, options, &url);
    PQconninfoFree(options);
    if (!are_ports(url.port))
        return failure_new(arena, "P1013", "the port of the database URL must be a number from 1 to 65535");
    *out = url;
    return NULL;
}

DatabaseUrl database_url_with_database(SgArena *arena, const DatabaseUrl *url, const char *database)
{
    DatabaseUrl other = *url;
    size_t count = 0;
    while (url->keywords[count] != NULL) count++;
    const char **values = sg_arena_alloc(arena, (count + 1) * sizeof *values);
    for (size_t i = 0; i <= count; i++) {
        bool is_database = i < count && strcmp(url->keywords[i], "dbname") == 0;
        values[i] = is_database ? database : url->values[i];
    }
    other.values = values;
    other.database = database;
    return other;
}

const char *database_url_server(SgArena *arena, const DatabaseUrl *url)
{
    if (url->host[0] == '/') return url->host;
    return sg_arena_printf(arena, "%s:%s", url->host, url->port);
}

const char *database_url_describe(SgArena *arena, const DatabaseUrl *url)
{
    return sg_arena_printf(arena, "PostgreSQL database \"%s\", schema \"%s\" at \"%s\" as user \"%s\"", url->database,
                           url->schema, database_url_server(arena, url), url->user);
}
