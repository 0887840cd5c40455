/*
 * Random schemas, generated and compiled: names that collide or mean something to C, every type, keys and relations of
 * every kind.  SEED=n runs one; the seed is printed when it fails.
 */
#include "generated.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { SEEDS = 12, MODELS_MAX = 7, FIELDS_MAX = 9 };

typedef struct Random {
    uint64_t state;
    SgText *out;
    size_t models;
} Random;

static size_t pick(Random *r, size_t count)
{
    r->state = r->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(r->state >> 33) % count;
}

static bool one_in(Random *r, size_t count)
{
    return pick(r, count) == 0;
}

/* A model's or enum's name; different for different numbers. */
static const char *const TYPES[] = {"Order", "OrderList", "Order_Filter", "FILE",  "Sg",        "users",
                                    "Types", "Time",      "Timer",        "Größe", "ORDER_ITEM"};
static const char *const ENUMS[] = {"OrderBy", "Status", "SgSetOp", "OrderQuery"};
static const char *const FIELDS[] = {"class",    "register", "int",   "db",     "out",   "userId", "user_id",
                                     "UserID",   "limit",    "NULL",  "errno",  "größe", "keys",   "columns",
                                     "timezone", "set",      "order", "any_of", "where", "x1Y2"};
static const char *const COLUMNS[] = {"Boolean",
                                      "Int",
                                      "Int @db.SmallInt",
                                      "Int @db.Oid",
                                      "BigInt",
                                      "Float",
                                      "Float @db.Real",
                                      "Decimal",
                                      "Decimal @db.Decimal(10, 2)",
                                      "Decimal @db.Money",
                                      "String",
                                      "String @db.VarChar(3)",
                                      "String @db.Char(2)",
                                      "String @db.Citext",
                                      "String @db.Xml",
                                      "String @db.Uuid",
                                      "String @db.Inet",
                                      "String @db.Bit(3)",
                                      "String @db.VarBit",
                                      "Json",
                                      "Json @db.Json",
                                      "Bytes",
                                      "DateTime",
                                      "DateTime @db.Timestamptz",
                                      "DateTime @db.Date",
                                      "DateTime @db.Time",
                                      "DateTime @db.Timetz"};
static const char *const NOTES[] = {"/// ends */ here", "/// ?\?/ and \\", "/// two\n  /// lines",
                                    "/// größe \xe2\x80\xae"};

#define ITEM(r, table) ((table)[pick((r), sizeof(table) / sizeof *(table))])

static void add_column(Random *r, const char *name)
{
    const char *type = ITEM(r, COLUMNS);
    int word = (int)strcspn(type, " ");
    const char *arity = one_in(r, 3) ? "?" : one_in(r, 4) ? "[]" : "";
    if (one_in(r, 6)) sg_text_printf(r->out, "  %s\n", ITEM(r, NOTES));
    sg_text_printf(r->out, "  %s %.*s%s%s", name, word, type, arity, type + word);
    if (one_in(r, 5)) sg_text_printf(r->out, " @map(\"c \\\"%s\\\" */ ?\?/\")", name);
    if (*arity == '\0' && strcmp(type, "Int") == 0 && one_in(r, 2)) sg_text_add(r->out, " @default(7)");
    if (strcmp(type, "DateTime") == 0 && *arity == '\0' && one_in(r, 2)) sg_text_add(r->out, " @updatedAt");
    if (*arity != '[' && strncmp(type, "String", 7) == 0 && one_in(r, 3)) sg_text_add(r->out, " @unique");
    sg_text_add_char(r->out, '\n');
}

static void add_key(Random *r)
{
    static const char *const keys[] = {"  id Int @id @default(autoincrement())\n",
                                       "  id String @id @default(uuid(7)) @db.Uuid\n",
                                       "  id String @id @default(cuid(2))\n",
                                       "  id String @id @default(nanoid(10))\n",
                                       "  id Int @unique\n",
                                       "  id BigInt @id @default(dbgenerated(\"f('*/')\"))\n"};
    sg_text_add(r->out, ITEM(r, keys));
}

/* Names that the functions which take a version have for other parameters. */
static void add_version(Random *r)
{
    static const char *const names[] = {"version", "row", "created", "once", "lock"};
    static const char *const types[] = {"Int", "BigInt", "Int @db.SmallInt @default(1)"};
    if (one_in(r, 3)) sg_text_printf(r->out, "  %s %s @version\n", ITEM(r, names), ITEM(r, types));
}

static void add_idempotency(Random *r)
{
    static const char *const keys[] = {"a, b", "b, a", "code", "id"};
    if (one_in(r, 3)) sg_text_printf(r->out, "  @@idempotent([%s])\n", ITEM(r, keys));
}

static void add_model(Random *r, size_t m)
{
    sg_text_printf(r->out, "model %s {\n", TYPES[m]);
    add_key(r);
    sg_text_add(r->out, "  a Int\n  b Int\n");
    size_t fields = pick(r, FIELDS_MAX), first = pick(r, sizeof FIELDS / sizeof *FIELDS);
    for (size_t i = 0; i < fields; i++) add_column(r, FIELDS[(first + i) % (sizeof FIELDS / sizeof *FIELDS)]);
    add_version(r);
    if (one_in(r, 3)) sg_text_add(r->out, "  odd Unsupported(\"point\")?\n");
    if (one_in(r, 5)) sg_text_add(r->out, "  odder Unsupported(\"point\")\n");
    if (one_in(r, 5)) sg_text_add(r->out, "  unseen Int @ignore\n");
    sg_text_printf(r->out, "  mood %s\n  moods %s[]\n", ENUMS[m % 4], ENUMS[(m + 1) % 4]);
    if (m > 0)
        sg_text_printf(r->out, "  up%zu %s @relation(\"r%zu\", fields: [a, b], references: [a, b])\n", m, TYPES[m - 1],
                       m);
    if (m + 1 < r->models) sg_text_printf(r->out, "  down %s[] @relation(\"r%zu\")\n", TYPES[m + 1], m + 1);
    sg_text_add(r->out, "  up Int?\n");
    sg_text_printf(
        r->out, "  boss %s? @relation(\"boss\", fields: [up], references: [code])\n  staff %s[] @relation(\"boss\")\n",
        TYPES[m], TYPES[m]);
    sg_text_add(r->out, "  code Int @unique\n");
    sg_text_add(r->out, "\n  @@unique([a, b])\n  @@index([b])\n");
    add_idempotency(r);
    if (one_in(r, 3)) sg_text_printf(r->out, "  @@map(\"t \\\"%zu\\\" */ ?\?/\")\n", m);
    sg_text_add(r->out, "}\n\n");
}

static void add_enums(Random *r)
{
    for (size_t i = 0; i < 4; i++) {
        sg_text_printf(r->out, "/// an enum */\nenum %s {\n  UNKNOWN\n  unknown @map(\"*/ \\\" ?\?/ \\\\\")\n  ID\n",
                       ENUMS[i]);
        if (one_in(r, 2)) sg_text_add(r->out, "  größe\n");
        sg_text_add(r->out, "}\n\n");
    }
}

static void write_schema(Random *r, const char *path)
{
    sg_text_add(r->out, "datasource db {\n  provider = \"postgresql\"\n}\n\n");
    if (one_in(r, 3)) sg_text_add(r->out, "generator c {\n  provider = \"schemagen-c\"\n  prefix = \"shop\"\n}\n\n");
    add_enums(r);
    r->models = 1 + pick(r, MODELS_MAX);
    for (size_t m = 0; m < r->models; m++) add_model(r, m);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(r->out->data, 1, r->out->size, file), r->out->size);
    assert_int_equal(fclose(file), 0);
}

static void out_of_memory(void)
{
    abort();
}

static bool seed_compiles(uint64_t seed)
{
    SgArena arena = {.out_of_memory = out_of_memory};
    SgText text = {.arena = &arena};
    Random r = {.state = seed * 77 + 1, .out = &text};
    const char *folder = generated_folder(&arena, sg_arena_printf(&arena, "random%d", (int)(seed % SEEDS)));
    const char *path = sg_arena_printf(&arena, "%s.prisma", folder);
    mkdir(generated_folder(&arena, "."), 0777);
    write_schema(&r, path);
    bool ok = generated_write(&arena, path, folder) && generated_compiles(&arena, folder);
    if (!ok) printf("SEED=%d: %s\n", (int)seed, path);
    sg_arena_free(&arena);
    return ok;
}

static void random_schemas_compile(void **state)
{
    (void)state;
    const char *one = getenv("SEED");
    if (one != NULL) {
        assert_true(seed_compiles(strtoull(one, NULL, 10)));
        return;
    }
    int wrong = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        if (!seed_compiles(seed)) wrong++;
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_schemas_compile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
