/* What a schema means in C: names, types, signatures, decided before any text. */
#include "c_options.h"
#include "parse.h"
#include "plan.h"
#include "resolve.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Fixture {
    SgArena arena;
    Sources sources;
    Diags diags;
    Schema *schema;
    CPlan *plan;
} Fixture;

static int make_fixture(void **state)
{
    Fixture *f = calloc(1, sizeof *f);
    f->sources.arena = f->diags.arena = &f->arena;
    *state = f;
    return f == NULL;
}

static int free_fixture(void **state)
{
    Fixture *f = *state;
    sg_arena_free(&f->arena);
    free(f);
    return 0;
}

static void plan(Fixture *f, const char *prefix, const char *schema)
{
    const char *text = sg_arena_printf(&f->arena, "datasource db {\n  provider = \"postgresql\"\n}\n%s", schema);
    assert_true(source_add(&f->sources, "test.prisma", text, strlen(text)));
    const Ast *ast = parse_schema(&f->arena, &f->sources, &f->diags);
    f->schema = resolve(&f->arena, ast, &f->sources, &f->diags);
    for (size_t i = 0; i < f->diags.items.count && f->schema == NULL; i++)
        print_error("%s\n", f->diags.items.items[i].message);
    assert_non_null(f->schema);
    f->diags.items.count = 0;
    f->plan = c_plan(&f->arena, f->schema, &f->sources, prefix, &f->diags);
}

static ModelPlan *plan_model(Fixture *f, size_t index)
{
    return c_plan_model(f->plan, &f->arena, &f->plan->models[index]);
}

static const ColumnPlan *column(const ModelPlan *model, const char *member)
{
    for (size_t i = 0; i < model->columns.count; i++)
        if (strcmp(model->columns.items[i].member, member) == 0) return &model->columns.items[i];
    fail_msg("no column %s", member);
    return NULL;
}

static void every_native_type_has_its_c_type(void **state)
{
    Fixture *f = *state;
    static const struct {
        const char *type, *sg, *row, *nullable, *set, *filter;
    } cases[] = {
        {"Boolean", "SG_BOOL", "bool", "SgOptBool", "SgSetBool", "SgBoolFilter"},
        {"Int @db.SmallInt", "SG_INT16", "int16_t", "SgOptInt16", "SgSetInt16", "SgInt16Filter"},
        {"Int", "SG_INT32", "int32_t", "SgOptInt32", "SgSetInt32", "SgInt32Filter"},
        {"BigInt", "SG_INT64", "int64_t", "SgOptInt64", "SgSetInt64", "SgInt64Filter"},
        {"Int @db.Oid", "SG_OID", "uint32_t", "SgOptOid", "SgSetOid", "SgOidFilter"},
        {"Float @db.Real", "SG_FLOAT", "float", "SgOptFloat", "SgSetFloat", "SgFloatFilter"},
        {"Float", "SG_DOUBLE", "double", "SgOptDouble", "SgSetDouble", "SgDoubleFilter"},
        {"Decimal @db.Decimal(28, 8)", "SG_DECIMAL", "SgDecimal", "SgOptDecimal", "SgSetDecimal", "SgDecimalFilter"},
        {"Decimal @db.Decimal(29, 8)", "SG_NUMERIC", "SgNumeric", "SgOptNumeric", "SgSetNumeric", "SgNumericFilter"},
        {"Decimal", "SG_NUMERIC", "SgNumeric", "SgOptNumeric", "SgSetNumeric", "SgNumericFilter"},
        {"Decimal @db.Money", "SG_MONEY", "SgMoney", "SgOptMoney", "SgSetMoney", "SgMoneyFilter"},
        {"String", "SG_TEXT", "const char *", "const char *", "SgSetText", "SgTextFilter"},
        {"String @db.VarChar(3)", "SG_TEXT", "const char *", "const char *", "SgSetText", "SgTextFilter"},
        {"String @db.Char(3)", "SG_CHAR", "const char *", "const char *", "SgSetText", "SgTextFilter"},
        {"String @db.Citext", "SG_CITEXT", "const char *", "const char *", "SgSetText", "SgTextFilter"},
        {"String @db.Xml", "SG_XML", "const char *", "const char *", "SgSetText", "SgTextFilter"},
        {"String @db.Uuid", "SG_UUID", "SgUuid", "SgOptUuid", "SgSetUuid", "SgUuidFilter"},
        {"String @db.Inet", "SG_INET", "SgInet", "SgOptInet", "SgSetInet", "SgInetFilter"},
        {"String @db.Bit(3)", "SG_BIT", "SgBits", "SgBits", "SgSetBits", "SgBitsFilter"},
        {"String @db.VarBit", "SG_VARBIT", "SgBits", "SgBits", "SgSetBits", "SgBitsFilter"},
        {"Json", "SG_JSONB", "const char *", "const char *", "SgSetText", "SgJsonFilter"},
        {"Json @db.Json", "SG_JSON", "const char *", "const char *", "SgSetText", "SgJsonFilter"},
        {"Bytes", "SG_BYTES", "SgBytes", "SgBytes", "SgSetBytes", "SgBytesFilter"},
        {"DateTime", "SG_TIMESTAMP", "SgTimestamp", "SgOptTimestamp", "SgSetTimestamp", "SgTimestampFilter"},
        {"DateTime @db.Timestamptz", "SG_TIMESTAMPTZ", "SgTimestamp", "SgOptTimestamp", "SgSetTimestamp",
         "SgTimestampFilter"},
        {"DateTime @db.Date", "SG_DATE", "SgDate", "SgOptDate", "SgSetDate", "SgDateFilter"},
        {"DateTime @db.Time", "SG_TIME", "SgTime", "SgOptTime", "SgSetTime", "SgTimeFilter"},
        {"DateTime @db.Timetz", "SG_TIMETZ", "SgTimeTz", "SgOptTimeTz", "SgSetTimeTz", "SgTimeTzFilter"},
    };
    const size_t count = sizeof cases / sizeof *cases;
    SgText schema = {.arena = &f->arena};
    sg_text_add(&schema, "model M {\n  id Int @id\n");
    for (size_t i = 0; i < count; i++) {
        int word = (int)strcspn(cases[i].type, " ");
        const char *native = cases[i].type + word;
        sg_text_printf(&schema, "  r%zu %s\n  n%zu %.*s?%s\n  l%zu %.*s[]%s\n", i, cases[i].type, i, word,
                       cases[i].type, native, i, word, cases[i].type, native);
    }
    sg_text_add(&schema, "}\n");
    plan(f, "", schema.data);
    const ModelPlan *model = plan_model(f, 0);
    for (size_t i = 0; i < count; i++) {
        const ColumnPlan *required = &model->columns.items[1 + 3 * i], *nullable = required + 1, *list = required + 2;
        assert_string_equal(required->type->sg, cases[i].sg);
        assert_string_equal(required->row_type, cases[i].row);
        assert_string_equal(required->set_type, cases[i].set);
        assert_string_equal(required->filter_type, cases[i].filter);
        assert_true(required->is_required);
        assert_string_equal(nullable->row_type, cases[i].nullable);
        assert_string_equal(nullable->value_type, cases[i].row);
        assert_true(nullable->is_nullable);
        assert_string_equal(list->row_type, sg_arena_printf(&f->arena, "Sg%sList", required->type->stem));
        assert_string_equal(list->filter_type, sg_arena_printf(&f->arena, "Sg%sListFilter", required->type->stem));
        assert_string_equal(list->set_type, sg_arena_printf(&f->arena, "SgSet%sList", required->type->stem));
        assert_false(list->is_required);
    }
}

static void declared_names_go_before_derived_ones(void **state)
{
    Fixture *f = *state;
    plan(f, "",
         "model Order {\n  id Int @id\n  UserId Int\n  user_id Int\n  class Int\n  db Int @unique\n}\n"
         "model OrderList {\n  id Int @id\n}\n"
         "enum OrderBy {\n  ID\n  UNKNOWN\n  unknown\n}\n"
         "model order_get {\n  id Int @id\n  by OrderBy\n}\n"
         "model FILE {\n  id Int @id\n}\n"
         "model SgSession {\n  id Int @id\n}\n"
         "model Types {\n  id Int @id\n}\n"
         "model Time {\n  id Int @id\n}\n");
    const ModelNames *names = f->plan->models;
    assert_string_equal(names[0].type, "Order");
    assert_string_equal(names[0].list_type, "OrderList_");
    assert_string_equal(names[1].type, "OrderList");
    assert_string_equal(names[3].type, "FILE_");
    assert_string_equal(names[4].type, "ModelSgSession");
    assert_string_equal(names[4].base, "model_sg_session");
    assert_string_equal(names[5].file, "types_");
    assert_string_equal(names[6].file, "time_");
    const EnumPlan *by = &f->plan->enums[0];
    assert_string_equal(by->enumerators[0], "ORDER_BY_ID");
    assert_string_equal(by->enumerators[1], "ORDER_BY_UNKNOWN");
    assert_string_equal(by->enumerators[2], "ORDER_BY_UNKNOWN_");
    assert_string_equal(by->unknown, "ORDER_BY_UNKNOWN__");

    const ModelPlan *order = plan_model(f, 0);
    assert_string_equal(column(order, "id")->enumerator, "ORDER_BY_ID_");
    assert_string_equal(order->columns.items[1].member, "user_id");
    assert_string_equal(order->columns.items[2].member, "user_id_");
    assert_string_equal(order->columns.items[3].member, "class_");
    assert_string_equal(order->columns.items[4].member, "db");
    assert_string_equal(order->columns.items[4].param, "db_");
    assert_string_equal(order->keys.items[0].get, "order_get");
    const ModelPlan *get = plan_model(f, 2);
    assert_string_equal(get->names->type, "OrderGet");
    assert_string_equal(get->list, "order_get_list");
    assert_true(f->diags.items.count > 0);
    for (size_t i = 0; i < f->diags.items.count; i++) assert_int_equal(f->diags.items.items[i].code, DIAG_C_NAME_TAKEN);
}

static void a_prefix_is_before_everything(void **state)
{
    Fixture *f = *state;
    plan(f, "trade", "enum Side {\n  BUY\n}\nmodel order_item {\n  id Int @id\n  side Side\n}\n");
    assert_string_equal(f->plan->models[0].type, "TradeOrderItem");
    assert_string_equal(f->plan->models[0].file, "order_item");
    assert_string_equal(f->plan->enums[0].type, "TradeSide");
    assert_string_equal(f->plan->enums[0].enumerators[0], "TRADE_SIDE_BUY");
    const ModelPlan *model = plan_model(f, 0);
    assert_string_equal(model->list, "trade_order_item_list");
    assert_string_equal(model->columns.items[1].enumerator, "TRADE_ORDER_ITEM_BY_SIDE");
    assert_string_equal(model->keys.items[0].macro, "TRADE_ORDER_ITEM_KEY_ID");
}

static void keys_have_functions(void **state)
{
    Fixture *f = *state;
    plan(f, "",
         "model Position {\n  account Int\n  symbol String\n  code String? @unique\n  serial Int "
         "@default(autoincrement())\n"
         "  again Int @unique\n  json Int\n\n  @@id([account, symbol])\n  @@unique([symbol, account])\n"
         "  @@unique([account, json], name: \"byJson\")\n  @@unique([again], map: \"twice\")\n}\n"
         "model NoPrimary {\n  a Int?\n  b Int @unique\n  c Int? @unique\n}\n"
         "model Made {\n  id String @id @default(cuid())\n  name String\n}\n");
    const ModelPlan *position = plan_model(f, 0);
    assert_string_equal(position->keys.items[0].get, "position_get");
    assert_string_equal(position->keys.items[0].suffix, "account_symbol");
    assert_string_equal(position->key_type, "PositionKey");
    assert_string_equal(position->keys.items[0].upsert, "position_upsert_by_account_symbol");
    assert_string_equal(position->keys.items[0].macro, "POSITION_KEY_ACCOUNT_SYMBOL");
    assert_true(column(position, "account")->is_in_update); /* a natural key may change */
    size_t code = 1, again = 2, reverse = 3, json = 4, twice = 5;
    assert_string_equal(position->keys.items[code].get, "position_get_by_code");
    assert_non_null(position->keys.items[code].upsert);
    assert_null(position->keys.items[code].upsert_many); /* NULLs are no key */
    assert_string_equal(position->keys.items[again].get, "position_get_by_again");
    assert_string_equal(position->keys.items[reverse].get, "position_get_by_symbol_account");
    assert_string_equal(position->keys.items[json].get, "position_get_by_by_json");
    assert_null(position->keys.items[twice].get);
    assert_string_equal(position->keys.items[twice].macro, "POSITION_KEY_AGAIN_UNIQUE");

    const ModelPlan *no_primary = plan_model(f, 1);
    assert_string_equal(no_primary->keys.items[0].suffix, "b");
    assert_true(no_primary->keys.items[0].is_identity);
    assert_string_equal(no_primary->keys.items[1].get, "no_primary_get_by_c");

    const ModelPlan *made = plan_model(f, 2);
    assert_false(made->columns.items[0].is_in_update);
    assert_string_equal(made->columns.items[0].make, "SG_MAKE_CUID");
    assert_null(made->keys.items[0].insert_once);
}

static void relations_have_members_and_functions(void **state)
{
    Fixture *f = *state;
    plan(f, "",
         "model User {\n  id Int @id\n  bossId Int?\n  boss User? @relation(\"boss\", fields: [bossId], references: "
         "[id])\n"
         "  staff User[] @relation(\"boss\")\n  written Post[] @relation(\"author\")\n"
         "  edited Post[] @relation(\"editor\")\n  profile Profile?\n}\n"
         "model Post {\n  id Int @id\n  authorId Int\n  editorId Int?\n"
         "  author User @relation(\"author\", fields: [authorId], references: [id])\n"
         "  editor User? @relation(\"editor\", fields: [editorId], references: [id])\n  tags Tag[]\n}\n"
         "model Tag {\n  id String @id @db.Uuid\n  posts Post[]\n}\n"
         "model Profile {\n  id Int @id\n  userId Int @unique\n  user User @relation(fields: [userId], references: "
         "[id])\n}\n"
         "model Hidden {\n  id Int @id\n\n  @@ignore\n}\n");
    const ModelPlan *user = plan_model(f, 0);
    assert_int_equal(user->relations.count, 5);
    assert_string_equal(user->relations.items[0].load, "user_load_boss");
    assert_string_equal(user->relations.items[0].filter_is_not, "boss_not");
    assert_string_equal(user->relations.items[0].columns.items[0]->name, "bossId");
    assert_string_equal(user->relations.items[0].target_columns.items[0]->name, "id");
    assert_int_equal(user->relations.items[1].shape, SHAPE_TO_MANY);
    assert_string_equal(user->relations.items[1].columns.items[0]->name, "id");
    assert_string_equal(user->relations.items[1].target_columns.items[0]->name, "bossId");
    assert_string_equal(user->relations.items[2].insert_with, "user_insert_with_written");
    assert_string_equal(user->relations.items[3].target_columns.items[0]->name, "editorId");
    assert_int_equal(user->relations.items[4].shape, SHAPE_TO_ONE);

    const ModelPlan *post = plan_model(f, 1);
    const RelationPlan *tags = &post->relations.items[2];
    assert_int_equal(tags->shape, SHAPE_MANY_TO_MANY);
    assert_string_equal(tags->join_table, "\"_PostToTag\"");
    assert_string_equal(tags->join_column, "\"A\"");
    assert_string_equal(tags->connect, "post_connect_tags");
    assert_string_equal(tags->key_type, "int32_t");
    assert_string_equal(tags->target_key_type, "SgUuid");
    assert_string_equal(post->references.items[0].macro, "POST_FKEY_AUTHOR_ID");

    const ModelPlan *tag = plan_model(f, 2);
    assert_string_equal(tag->relations.items[0].join_column, "\"B\"");
    assert_null(f->plan->models[4].type);
}

static void columns_without_a_c_type_are_left_out(void **state)
{
    Fixture *f = *state;
    plan(f, "",
         "model Place {\n  id Int @id\n  where Unsupported(\"point\")?\n  name String\n  old Int @ignore\n}\n"
         "model Area {\n  id Int @id\n  shape Unsupported(\"polygon\")\n}\n");
    const ModelPlan *place = plan_model(f, 0);
    assert_int_equal(place->columns.count, 2);
    assert_int_equal(place->omitted.count, 2);
    assert_false(place->names->has_insert); /* `old` is required, and nobody could fill it */
    assert_string_equal(place->names->no_insert_because, "old");
    assert_null(place->insert);
    assert_non_null(place->keys.items[0].update);
    size_t index;
    assert_true(c_plan_column_index(f->plan, f->schema->models.items[0]->fields.items[2], &index));
    assert_int_equal(index, 1);
    assert_false(c_plan_column_index(f->plan, f->schema->models.items[0]->fields.items[1], &index));
    const ModelPlan *area = plan_model(f, 1);
    assert_string_equal(area->names->no_insert_because, "shape");
    assert_true(area->has_update); /* a natural key */
}

static void comments_say_what_the_database_has(void **state)
{
    Fixture *f = *state;
    plan(f, "",
         "enum E {\n  A @map(\"a-1\")\n\n  @@map(\"e\")\n}\n"
         "model M {\n  id Int @id @default(autoincrement())\n  code String @unique @db.VarChar(10)\n"
         "  at DateTime @default(now()) @db.Timestamptz(6)\n  e E? @default(A)\n  tags String[] @default([\"a\"])\n"
         "  m Int\n  other O @relation(fields: [m], references: [id])\n  u DateTime @updatedAt\n"
         "  d Decimal @default(1.5) @db.Decimal(18, 4)\n  g String @default(dbgenerated(\"a */ b\"))\n}\n"
         "model O {\n  id Int @id\n  ms M[]\n\n  @@map(\"others\")\n}\n");
    const ModelPlan *m = plan_model(f, 0);
    static const char *const expected[][2] = {
        {"id", "integer, default autoincrement()"},
        {"code", "varchar(10), unique"},
        {"at", "timestamptz, default now()"},
        {"e", "\"e\", default A, nullable"},
        {"tags", "text[], default [...]"},
        {"m", "integer, references others.id"},
        {"u", "timestamp(3), set by every write"},
        {"d", "numeric(18,4), default 1.5"},
        {"g", "text, default a * / b"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_string_equal(column(m, expected[i][0])->comment, expected[i][1]);
}

static void options_are_checked(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "Trade", "t1_x"}, *const bad[] = {"", "1a", "a-b", "_x", "ä"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(c_is_prefix(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(c_is_prefix(bad[i]));

    Fixture *f = *state;
    plan(f, "",
         "generator c {\n  provider = \"schemagen-c\"\n  output = \"../x\"\n  prefix = \"9\"\n  prefx = \"a\"\n}\n"
         "model M {\n  id Int @id\n}\n");
    COptions options = c_options(f->schema->generators.items[0], &f->diags);
    assert_string_equal(options.output, "../x");
    assert_string_equal(options.prefix, "");
    assert_int_equal(f->diags.items.count, 2);
    assert_int_equal(f->diags.items.items[0].code, DIAG_C_OPTION);
    assert_int_equal(f->diags.items.items[1].code, DIAG_C_OPTION_UNKNOWN);
    assert_string_equal(f->diags.items.items[1].help, "did you mean `prefix`?");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_fixture, free_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_native_type_has_its_c_type),     TEST(declared_names_go_before_derived_ones),
        TEST(a_prefix_is_before_everything),        TEST(keys_have_functions),
        TEST(relations_have_members_and_functions), TEST(columns_without_a_c_type_are_left_out),
        TEST(comments_say_what_the_database_has),   TEST(options_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
