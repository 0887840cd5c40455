#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *text = calloc(1, 65536);
    assert_non_null(text);
    assert_true(fread(text, 1, 65535, file) > 0);
    fclose(file);
    return text;
}

int fixture_open(void **state)
{
    Fixture *fixture = calloc(1, sizeof *fixture);
    fixture->scratch = scratch_open();
    char *sql = read_file(SAMPLE_SQL);
    scratch_run(fixture->scratch, sql);
    free(sql);
    SgError error;
    SgPoolOptions options = {.url = scratch_url(fixture->scratch)};
    if (sg_pool_open(&options, &fixture->pool, &error) != SG_OK) fail_msg("%s", error.message);
    if (sg_session_open(fixture->pool, &fixture->db, &error) != SG_OK) fail_msg("%s", error.message);
    *state = fixture;
    return 0;
}

int fixture_close(void **state)
{
    Fixture *fixture = *state;
    sg_session_close(fixture->db);
    sg_pool_close(fixture->pool);
    scratch_close(fixture->scratch);
    free(fixture);
    return 0;
}

void check_status(const SgSession *db, SgStatus expected, SgStatus actual, const char *file, int line)
{
    if (expected == actual) return;
    const SgError *error = sg_error(db);
    print_error("%s:%d: %s instead of %s: %s %s %s\n%s\n", file, line, sg_status_name(actual),
                sg_status_name(expected), error->sqlstate, error->message, error->detail, error->statement);
    _fail(file, line);
}

SgDecimal dec(const char *text)
{
    SgDecimal value;
    assert_int_equal(sg_decimal_parse(text, &value), SG_OK);
    return value;
}

SgNumeric num(const char *text)
{
    SgNumeric value;
    assert_int_equal(sg_numeric_parse(text, &value), SG_OK);
    return value;
}

void check_decimal(const char *expected, SgDecimal value, const char *file, int line)
{
    char text[SG_DECIMAL_TEXT];
    sg_decimal_format(value, text);
    if (strcmp(expected, text) == 0) return;
    print_error("%s:%d: %s instead of %s\n", file, line, text, expected);
    _fail(file, line);
}
