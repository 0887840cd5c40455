/*
 * A program whose locale writes 1,5: what the runtime reads and writes stays 1.5.
 *
 * The locale is made by localedef in a temporary folder; where that cannot be, the test is skipped.
 */
#define _DEFAULT_SOURCE /* mkdtemp */

#include "array_text.h"

#include "sg/decimal.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SKIPPED = 77 };

static void decimals_become_doubles(void **state)
{
    (void)state;
    static const char *const texts[] = {"1.5", "-0.001", "123456789.000000001", "0", "99999999999999999999999999.99"};
    static const double values[] = {1.5, -0.001, 123456789.000000001, 0, 99999999999999999999999999.99};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        SgDecimal decimal;
        SgNumeric numeric;
        assert_int_equal(sg_decimal_parse(texts[i], &decimal), SG_OK);
        assert_int_equal(sg_numeric_parse(texts[i], &numeric), SG_OK);
        assert_true(sg_decimal_to_double(decimal) == values[i]);
        assert_true(sg_numeric_to_double(&numeric) == values[i]);
    }
}

static void arrays_keep_their_points(void **state)
{
    (void)state;
    const SgColumn column = {.label = "values", .type = SG_DOUBLE};
    const double values[] = {1.5, -0.001, 0, 7, 1e100, -2.5e-9};
    SgText out = {0};
    assert_int_equal(array_text(NULL, &column, (Items){values, sizeof values / sizeof *values}, &out), SG_OK);
    assert_string_equal(sg_text_get(&out), "{1.5,-0.001,0,7,1e+100,-2.5000000000000001e-09}");
    sg_text_free(&out);
}

/* False when there is no such locale to be had. */
static bool take_a_locale_with_commas(void)
{
    char folder[] = "/tmp/schemagen-locale-XXXXXX", command[200];
    if (mkdtemp(folder) == NULL) return false;
    snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >%s/log 2>&1", folder, folder);
    int made = system(command);
    setenv("LOCPATH", folder, 1);
    bool is_taken = made != -1 && setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL;
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 && is_taken && strcmp(localeconv()->decimal_point, ",") == 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_become_doubles),
        cmocka_unit_test(arrays_keep_their_points),
    };
    if (!take_a_locale_with_commas()) {
        puts("skipped: localedef cannot make the locale de_DE.UTF-8");
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
