#include "bank.h"

#include "arena.h"
#include "golden.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Bank {
    Scratch *scratch;
    SgSession *db;
} Bank;

static void out_of_memory(void)
{
    abort();
}

int bank_open(void **state)
{
    Bank *bank = calloc(1, sizeof *bank);
    SgArena arena = {.out_of_memory = out_of_memory};
    assert_non_null(bank);
    bank->scratch = scratch_open();
    scratch_run(bank->scratch, golden_read(&arena, SCHEMA_SQL));
    sg_arena_free(&arena);
    scratch_run(bank->scratch,
                "INSERT INTO accounts (name, kind, kinds, tags, balance, note) VALUES"
                " ('ann', 'CASH', '{CASH,\"savings account\"}', '{a,b}', 1.5, NULL),"
                " ('bob', 'savings account', '{}', '{b}', 2, 'x'), ('bob', 'MARGIN', '{}', '{}', 3, NULL)");
    assert_int_equal(sg_session_adopt(scratch_connection(bank->scratch), &bank->db), SG_OK);
    *state = bank;
    return 0;
}

int bank_close(void **state)
{
    Bank *bank = *state;
    sg_session_close(bank->db);
    scratch_close(bank->scratch);
    free(bank);
    return 0;
}

SgSession *bank_session(void **state)
{
    return ((Bank *)*state)->db;
}
