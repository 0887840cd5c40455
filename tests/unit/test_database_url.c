/* database_url: Prisma's URLs, read for libpq. */
#include "database_url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

static const char *value_of(const DatabaseUrl *url, const char *keyword)
{
    for (size_t i = 0; url->keywords[i] != NULL; i++) {
        if (strcmp(url->keywords[i], keyword) == 0) return url->values[i];
    }
    return "";
}

static int no_environment(void **state)
{
    (void)state;
    static const char *const names[] = {"PGHOST", "PGPORT", "PGUSER", "PGDATABASE"};
    for (size_t i = 0; i < 4; i++) unsetenv(names[i]);
    return 0;
}

static void reads_the_parts(void **state)
{
    static const struct {
        const char *text, *description;
        bool is_local;
    } cases[] = {
        {"postgresql://u:p@db.example.com:6432/app?schema=trade",
         "PostgreSQL database \"app\", schema \"trade\" at \"db.example.com:6432\" as user \"u\"", false},
        {"postgres://u@localhost/app",
         "PostgreSQL database \"app\", schema \"public\" at \"localhost:5432\" as user \"u\"", true},
        {"postgresql://u:s%40cret@127.0.0.1:1/a%20b?connection_limit=5&pgbouncer=true&schema=a%2Db&pool_timeout=2",
         "PostgreSQL database \"a b\", schema \"a-b\" at \"127.0.0.1:1\" as user \"u\"", true},
        {"postgresql://u@localhost/app?host=/run/pg",
         "PostgreSQL database \"app\", schema \"public\" at \"/run/pg\" as user "
         "\"u\"",
         true},
        {"postgresql://u@[::1]:5/app", "PostgreSQL database \"app\", schema \"public\" at \"::1:5\" as user \"u\"",
         true},
        {"postgresql://u@localhost,db.example.com/app",
         "PostgreSQL database \"app\", schema \"public\" at \"localhost,db.example.com:,\" as user \"u\"", false},
        {"postgresql://u@localhost.example.com/app",
         "PostgreSQL database \"app\", schema \"public\" at \"localhost.example.com:5432\" as user \"u\"", false},
        {"postgresql://u@127.example.com.evil/",
         "PostgreSQL database \"u\", schema \"public\" at "
         "\"127.example.com.evil:5432\" as user \"u\"",
         false},
    };
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DatabaseUrl url;
        const Failure *failure = database_url_parse(&arena, cases[i].text, &url);
        if (failure != NULL) fail_msg("%s: %s", cases[i].text, failure->message);
        assert_string_equal(database_url_describe(&arena, &url), cases[i].description);
        if (url.is_local != cases[i].is_local) fail_msg("%s", cases[i].text);
    }
    sg_arena_free(&arena);
}

static void gives_libpq_its_own_parameters(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    DatabaseUrl url;
    assert_null(database_url_parse(&arena,
                                   "postgresql://u:p%2Fw@h/d?sslmode=require&sslcert=/ca.pem&application_name=x"
                                   "&connect_timeout=3&statement_cache_size=0",
                                   &url));
    assert_string_equal(value_of(&url, "password"), "p/w");
    assert_string_equal(value_of(&url, "sslmode"), "require");
    assert_string_equal(value_of(&url, "sslrootcert"), "/ca.pem");
    assert_string_equal(value_of(&url, "application_name"), "x");
    assert_string_equal(value_of(&url, "statement_cache_size"), "");
    assert_int_equal(url.connect_timeout, 3);
    DatabaseUrl other = database_url_with_database(&arena, &url, "postgres");
    assert_string_equal(value_of(&other, "dbname"), "postgres");
    assert_string_equal(value_of(&url, "dbname"), "d");
    assert_string_equal(value_of(&other, "password"), "p/w");
    assert_null(database_url_parse(&arena, "postgresql://u@h/d?sslaccept=strict", &url));
    assert_string_equal(value_of(&url, "sslmode"), "verify-full");
    sg_arena_free(&arena);
}

static void refuses_other_text_without_telling_the_password(void **state)
{
    static const char *const cases[] = {"",
                                        "mysql://u:secret@h/d",
                                        "host=h password=secret",
                                        "postgresql://u:secret@h:port:1/d",
                                        "postgresql://u:secret%zz@h/d",
                                        "postgresql://u:secret@h:65536/d",
                                        "postgresql://u:secret@h:1,i:0/d"};
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DatabaseUrl url;
        const Failure *failure = database_url_parse(&arena, cases[i], &url);
        if (failure == NULL) fail_msg("%s", cases[i]);
        assert_string_equal(failure->code, "P1013");
        assert_null(strstr(failure->message, "secret"));
    }
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_parts),
        cmocka_unit_test(gives_libpq_its_own_parameters),
        cmocka_unit_test(refuses_other_text_without_telling_the_password),
    };
    return cmocka_run_group_tests(tests, no_environment, NULL);
}
