#include "fixture.h"

#include "pause.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void run_file(const Scratch *scratch, const char *path)
{
    enum { SQL_MAX = 1 << 16 };
    FILE *file = fopen(path, "r");
    if (file == NULL) fail_msg("%s cannot be read", path);
    char *text = calloc(1, SQL_MAX);
    assert_non_null(text);
    size_t size = fread(text, 1, SQL_MAX - 1, file);
    assert_true(size > 0 && size < SQL_MAX - 1);
    fclose(file);
    scratch_run(scratch, text);
    free(text);
}

int fixture_open(void **state)
{
    static const char *const files[] = {FIXTURE_SQL};
    Fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->scratch = scratch_open();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) run_file(fixture->scratch, files[i]);
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
    print_error("%s:%d: %s instead of %s: %s %s %s\n%s\n", file, line, sg_status_name(actual), sg_status_name(expected),
                error->sqlstate, error->message, error->detail, error->statement);
    _fail(file, line);
}

void end_sessions(const Fixture *fixture, const char *where)
{
    static const char from[] = "FROM pg_stat_activity WHERE datname = current_database() AND";
    char sql[256];
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(pid) %s %s", from, where);
    scratch_run(fixture->scratch, sql);
    snprintf(sql, sizeof sql, "SELECT count(*) %s %s", from, where);
    while (strcmp(scratch_value(fixture->scratch, sql), "0") != 0) pause_ms(1);
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
