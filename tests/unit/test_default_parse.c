/* What column defaults mean, from the spellings that PostgreSQL 13 to 18 print. */
#include "default_parse.h"

#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct Case {
    NativeType native;
    bool is_list;
    const char *sql;
    const char *meaning;
} Case;

/* The default as one text: "value x", "list a|b", "now", "sequence schema.name", "expression x", "none". */
static const char *describe(SgArena *arena, const ColumnDefault *value)
{
    SgText text = {.arena = arena};
    switch (value->kind) {
    case COLUMN_DEFAULT_NONE: return "none";
    case COLUMN_DEFAULT_NOW: return "now";
    case COLUMN_DEFAULT_VALUE: return sg_arena_printf(arena, "value %s", value->text);
    case COLUMN_DEFAULT_EXPRESSION: return sg_arena_printf(arena, "expression %s", value->text);
    case COLUMN_DEFAULT_SEQUENCE:
        return sg_arena_printf(arena, "sequence %s.%s", value->sequence_schema != NULL ? value->sequence_schema : "",
                               value->sequence);
    case COLUMN_DEFAULT_LIST: break;
    }
    sg_text_add(&text, "list");
    for (size_t i = 0; i < value->items.count; i++)
        sg_text_printf(&text, "%s%s", i == 0 ? " " : "|", value->items.items[i]);
    return sg_text_get(&text);
}

static const Case cases[] = {
    /* text */
    {NATIVE_TEXT, false, "'a''b'::text", "value a'b"},
    {NATIVE_TEXT, false, "''::text", "value "},
    {NATIVE_TEXT, false, "E'a\\\\b\nc'''::text", "value a\\b\nc'"},
    {NATIVE_VARCHAR, false, "'abc'::character varying", "value abc"},
    {NATIVE_VARCHAR, false, "('abc'::character varying)::character varying(3)", "value abc"},
    {NATIVE_CHAR, false, "'ab'::bpchar", "value ab"},
    {NATIVE_TEXT, false, "'a'::text COLLATE \"C\"", "expression 'a'::text COLLATE \"C\""},
    {NATIVE_TEXT, false, "('a'::text || 'b'::text)", "expression ('a'::text || 'b'::text)"},
    {NATIVE_TEXT, false, "CURRENT_USER", "expression CURRENT_USER"},
    {NATIVE_TEXT, false, "'unclosed", "expression 'unclosed"},
    {NATIVE_UUID, false, "'00000000-0000-0000-0000-000000000000'::uuid", "value 00000000-0000-0000-0000-000000000000"},
    {NATIVE_UUID, false, "gen_random_uuid()", "expression gen_random_uuid()"},
    {NATIVE_JSONB, false, "'{\"a\": [1, \"it''s\"]}'::jsonb", "value {\"a\": [1, \"it's\"]}"},
    {NATIVE_BIT, false, "'101'::\"bit\"", "value 101"},
    {NATIVE_BIT, false, "B'101'::\"bit\"", "expression B'101'::\"bit\""},
    {NATIVE_TEXT, false, "NULL::text", "none"},
    {NATIVE_TEXT, false, "NULLIF('a'::text, 'b'::text)", "expression NULLIF('a'::text, 'b'::text)"},
    /* numbers */
    {NATIVE_INTEGER, false, "7", "value 7"},
    {NATIVE_INTEGER, false, "'-5'::integer", "value -5"},
    {NATIVE_INTEGER, false, "(- 5)", "expression (- 5)"},
    {NATIVE_BIGINT, false, "'9223372036854775807'::bigint", "value 9223372036854775807"},
    {NATIVE_BIGINT, false, "'9223372036854775808'::numeric", "expression '9223372036854775808'::numeric"},
    {NATIVE_BIGINT, false, "(1)::bigint", "value 1"},
    {NATIVE_INTEGER, false, "(1 + 2)", "expression (1 + 2)"},
    {NATIVE_INTEGER, false, "1.5", "expression 1.5"},
    {NATIVE_DECIMAL, false, "0.10", "value 0.10"},
    {NATIVE_DECIMAL, false, "'-68.0'::numeric(65,30)", "value -68.0"},
    {NATIVE_DOUBLE_PRECISION, false, "'-2'::integer", "value -2"},
    {NATIVE_DOUBLE_PRECISION, false, "'1e+25'::double precision", "expression '1e+25'::double precision"},
    {NATIVE_DOUBLE_PRECISION, false, "'NaN'::double precision", "expression 'NaN'::double precision"},
    {NATIVE_MONEY, false, "(3)::money", "value 3"},
    {NATIVE_BOOLEAN, false, "true", "value true"},
    {NATIVE_BOOLEAN, false, "'f'::boolean", "value false"},
    {NATIVE_BOOLEAN, false, "(NOT true)", "expression (NOT true)"},
    {NATIVE_BYTEA, false, "'\\xdead'::bytea", "value dead"},
    {NATIVE_BYTEA, false, "'\\xdea'::bytea", "expression '\\xdea'::bytea"},
    {NATIVE_BYTEA, false, "decode('00'::text, 'hex'::text)", "expression decode('00'::text, 'hex'::text)"},
    /* times */
    {NATIVE_TIMESTAMP, false, "now()", "now"},
    {NATIVE_TIMESTAMP, false, "CURRENT_TIMESTAMP", "now"},
    {NATIVE_TIMESTAMP, false, "(now())::timestamp(3) without time zone",
     "expression (now())::timestamp(3) without time zone"},
    {NATIVE_TIMESTAMP, false, "now()::timestamp(3) without time zone", "now"},
    {NATIVE_TIMESTAMP, false, "CURRENT_TIMESTAMP(3)", "expression CURRENT_TIMESTAMP(3)"},
    {NATIVE_TIMESTAMP, false, "(now() + '1 day'::interval)", "expression (now() + '1 day'::interval)"},
    {NATIVE_TIMESTAMP, false, "(now() AT TIME ZONE 'utc'::text)", "expression (now() AT TIME ZONE 'utc'::text)"},
    {NATIVE_DATE, false, "CURRENT_DATE", "expression CURRENT_DATE"},
    {NATIVE_DATE, false, "'2020-01-01'::date", "value 2020-01-01"},
    {NATIVE_DATE, false, "('now'::text)::date", "expression ('now'::text)::date"},
    {NATIVE_TEXT, false, "now()", "expression now()"},
    /* sequences */
    {NATIVE_INTEGER, false, "nextval('t_id_seq'::regclass)", "sequence .t_id_seq"},
    {NATIVE_BIGINT, false, "nextval('shop.t_id_seq'::regclass)", "sequence shop.t_id_seq"},
    {NATIVE_INTEGER, false, "nextval('\"Sho.p\".\"T\"\"_id\"'::regclass)", "sequence Sho.p.T\"_id"},
    {NATIVE_INTEGER, false, "nextval(('fifth'::text)::regclass)", "sequence .fifth"},
    {NATIVE_INTEGER, false, "nextval(('db.shop.s'::text)::regclass)",
     "expression nextval(('db.shop.s'::text)::regclass)"},
    {NATIVE_INTEGER, false, "nextval(('\"s'::text)::regclass)", "expression nextval(('\"s'::text)::regclass)"},
    {NATIVE_INTEGER, false, "nextval(('\"'::text)::regclass)", "expression nextval(('\"'::text)::regclass)"},
    {NATIVE_INTEGER, false, "nextval(('\"s\"\"'::text)::regclass)", "expression nextval(('\"s\"\"'::text)::regclass)"},
    {NATIVE_INTEGER, false, "(nextval('t_id_seq'::regclass) + 1)", "expression (nextval('t_id_seq'::regclass) + 1)"},
    {NATIVE_TEXT, false, "nextval('t_id_seq'::regclass)", "expression nextval('t_id_seq'::regclass)"},
    /* lists */
    {NATIVE_TEXT, true, "ARRAY['a'::text, 'b''c'::text]", "list a|b'c"},
    {NATIVE_TEXT, true, "ARRAY[]::text[]", "list"},
    {NATIVE_TEXT, true, "'{}'::text[]", "list"},
    {NATIVE_TEXT, true, "'{a,\"b \\\"c\\\\\",  d e }'::text[]", "list a|b \"c\\|d e"},
    {NATIVE_TEXT, true, "'{NULL}'::text[]", "expression '{NULL}'::text[]"},
    {NATIVE_TEXT, true, "'{\"NULL\"}'::text[]", "list NULL"},
    {NATIVE_TEXT, true, "'{{a},{b}}'::text[]", "expression '{{a},{b}}'::text[]"},
    {NATIVE_TEXT, true, "'{a'::text[]", "expression '{a'::text[]"},
    {NATIVE_VARCHAR, true, "(ARRAY['q'::character varying, 'r'::character varying])::character varying(10)[]",
     "list q|r"},
    {NATIVE_VARCHAR, true, "(ARRAY[]::character varying[])::character varying(10)[]", "list"},
    {NATIVE_INTEGER, true, "ARRAY[1, '-2'::integer]", "list 1|-2"},
    {NATIVE_BIGINT, true, "ARRAY[(1)::bigint, (2)::bigint]", "list 1|2"},
    {NATIVE_BOOLEAN, true, "'{t,f}'::boolean[]", "list true|false"},
    {NATIVE_DECIMAL, true, "ARRAY[1.5, '-68.0'::numeric]", "list 1.5|-68.0"},
    {NATIVE_BYTEA, true, "ARRAY['\\x01'::bytea]", "list 01"},
    {NATIVE_TIMESTAMP, true, "ARRAY[now()]", "expression ARRAY[now()]"},
    {NATIVE_INTEGER, true, "ARRAY[1, (2 + 3)]", "expression ARRAY[1, (2 + 3)]"},
    {NATIVE_INTEGER, true, "array_fill(0, ARRAY[3])", "expression array_fill(0, ARRAY[3])"},
};

static void means_what_it_says(void **state)
{
    (void)state;
    SgArena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ColumnType type = {.kind = TYPE_NATIVE, .native = cases[i].native, .is_list = cases[i].is_list};
        ColumnDefault value = default_parse(&arena, &type, cases[i].sql);
        assert_string_equal(describe(&arena, &value), cases[i].meaning);
    }
    sg_arena_free(&arena);
}

/* Whatever is cut off, nothing is read behind the end. */
static void survives_every_prefix(void **state)
{
    (void)state;
    SgArena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ColumnType type = {.kind = TYPE_NATIVE, .native = cases[i].native, .is_list = cases[i].is_list};
        for (size_t size = 0; size < strlen(cases[i].sql); size++)
            default_parse(&arena, &type, sg_arena_strndup(&arena, cases[i].sql, size));
    }
    sg_arena_free(&arena);
}

static void enums_are_labels_and_other_types_are_opaque(void **state)
{
    (void)state;
    SgArena arena = {0};
    EnumType role = {.name = "Role"};
    ColumnType type = {.kind = TYPE_ENUM, .enum_type = &role};
    ColumnDefault value = default_parse(&arena, &type, "'it''s'::\"Role\"");
    assert_string_equal(describe(&arena, &value), "value it's");
    type.is_list = true;
    value = default_parse(&arena, &type, "ARRAY['USER'::\"Role\", 'mod'::shop.\"Role\"]");
    assert_string_equal(describe(&arena, &value), "list USER|mod");
    type = (ColumnType){.kind = TYPE_OTHER, .sql = "cidr"};
    value = default_parse(&arena, &type, "'10.0.0.0/8'::cidr");
    assert_string_equal(describe(&arena, &value), "expression '10.0.0.0/8'::cidr");
    value = default_parse(&arena, &type, NULL);
    assert_string_equal(describe(&arena, &value), "none");
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_what_it_says),
        cmocka_unit_test(survives_every_prefix),
        cmocka_unit_test(enums_are_labels_and_other_types_are_opaque),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
