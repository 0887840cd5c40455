/* The table of types agrees with itself. */
#include "type_map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_native_types(void **state)
{
    (void)state;
    for (int i = 0; i < NATIVE_COUNT; i++) {
        const NativeTypeInfo *info = native_type_info((NativeType)i);
        NativeType found;
        assert_non_null(info->name);
        assert_true(native_type_find(info->name, &found));
        assert_int_equal(found, i);
        assert_true(native_type_find_catalog(info->catalog, &found));
        assert_int_equal(found, i);
        assert_in_range(info->scalar, 0, SCALAR_COUNT - 1);
        assert_in_range(info->max_args, 0, 2);
    }
    NativeType untouched = NATIVE_XML;
    assert_false(native_type_find("varchar", &untouched));
    assert_false(native_type_find_catalog("VARCHAR", &untouched));
    assert_int_equal(untouched, NATIVE_XML);
}

static void test_scalars(void **state)
{
    (void)state;
    for (int i = 0; i < SCALAR_COUNT; i++) {
        ScalarType found;
        assert_true(scalar_type_find(scalar_type_name((ScalarType)i), &found));
        assert_int_equal(found, i);
    }
    ScalarType untouched = SCALAR_JSON;
    assert_false(scalar_type_find("string", &untouched));
    assert_int_equal(untouched, SCALAR_JSON);
}

/* A default native type is one of its scalar, with as many arguments as it takes. */
static void test_defaults(void **state)
{
    (void)state;
    for (int i = 0; i < SCALAR_COUNT; i++) {
        int args[2] = {0}, count;
        NativeType type = native_type_default((ScalarType)i, args, &count);
        assert_int_equal(native_type_info(type)->scalar, i);
        assert_int_equal(count, native_type_info(type)->max_args);
        if (i == SCALAR_DECIMAL) assert_true(args[0] == 65 && args[1] == 30);
        if (i == SCALAR_DATETIME) assert_int_equal(args[0], 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_native_types),
        cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_defaults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
