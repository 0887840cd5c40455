/*
 * No function or operator that is called total gives NULL for arguments that are not: each is called with values at the
 * edges of its types (total.sql), whatever version of the server this is.
 */
#include "catalog_facts.h"
#include "golden.h"
#include "scratch.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

/* Puts what the facts say into the table; how many there are. */
static size_t add_total(const Scratch *scratch, SgArena *arena, const CatalogFacts *facts, Fact fact, const char *oids)
{
    size_t count = 0;
    SgText sql = {.arena = arena};
    PGresult *result = PQexec(scratch_connection(scratch), oids);
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    for (int i = 0; i < PQntuples(result); i++) {
        const char *oid = PQgetvalue(result, i, 0);
        if (!catalog_fact(facts, fact, strtol(oid, NULL, 10))) continue;
        sg_text_printf(&sql, "%s(%s, %s)", count++ == 0 ? "INSERT INTO total VALUES " : ", ", oid,
                       fact == FACT_OPERATOR ? "true" : "false");
    }
    PQclear(result);
    scratch_run(scratch, sg_text_get(&sql));
    return count;
}

static void total_functions_are_total(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    Scratch *scratch = scratch_open();
    DatabaseUrl url;
    Connection *connection;
    CatalogFacts facts;
    assert_null(database_url_parse(&arena, scratch_url(scratch), &url));
    assert_null(connection_open(&arena, &url, &connection));
    assert_null(catalog_facts_read(connection, &facts));
    scratch_run(scratch, golden_read(&arena, TOTAL_SQL));

    size_t functions =
        add_total(scratch, &arena, &facts, FACT_TOTAL, "SELECT oid FROM pg_proc WHERE prokind = 'f' AND NOT proretset");
    size_t operators = add_total(scratch, &arena, &facts, FACT_OPERATOR, "SELECT oid FROM pg_operator");
    assert_true(functions > 300 && operators > 400);

    PGresult *result = PQexec(scratch_connection(scratch), "SELECT title, call FROM nulls()");
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    for (int i = 0; i < PQntuples(result); i++)
        print_error("%s is NULL: %s\n", PQgetvalue(result, i, 0), PQgetvalue(result, i, 1));
    assert_int_equal(PQntuples(result), 0);
    PQclear(result);
    connection_close(connection);
    scratch_close(scratch);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(total_functions_are_total)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
