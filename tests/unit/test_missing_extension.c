/* Which extension has what the server says does not exist. */
#include "missing_extension.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void what_an_extension_has(void **state)
{
    (void)state;
    assert_string_equal(missing_extension("type \"citext\" does not exist"), "citext");
    assert_string_equal(missing_extension("type \"citext[]\" does not exist"), "citext");
    assert_string_equal(missing_extension("type \"gis.geometry\" does not exist"), "postgis");
    assert_string_equal(missing_extension("type \"vector\" does not exist"), "vector");
    assert_string_equal(missing_extension("function uuid_generate_v4() does not exist"), "uuid-ossp");
    assert_string_equal(missing_extension("function public.crypt(text, text) does not exist"), "pgcrypto");
    assert_string_equal(missing_extension("operator class \"gin_trgm_ops\" does not exist for access method \"gin\""),
                        "pg_trgm");
}

static void anything_else(void **state)
{
    (void)state;
    assert_null(missing_extension("type \"OrderSide\" does not exist"));
    assert_null(missing_extension("type \"mycitext\" does not exist"));
    assert_null(missing_extension("type \"[]\" does not exist"));
    assert_null(missing_extension("type \"\" does not exist"));
    assert_null(missing_extension("function f() does not exist"));
    assert_null(missing_extension("relation \"citext\" does not exist"));
    assert_null(missing_extension("type \"citext\" already exists"));
    assert_null(missing_extension(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_an_extension_has), cmocka_unit_test(anything_else)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
