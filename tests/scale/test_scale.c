/*
 * A schema ten times as large takes ten times the memory and ten times the work, and neither is much; also one that is
 * large in one place only.
 *
 * No clock decides: memory is exact up to pages, and of the processor's time only the ratio of two runs of the same
 * program counts, with so much room that nothing but another order of growth leaves it.
 *
 * usage: test_scale SCHEMAGEN
 */
#define _DEFAULT_SOURCE /* wait4() */

#include "text.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

enum { SMALL = 1000, LARGE = 10000, SKIPPED = 77 };

/* Of a model of 16 fields with 22 attributes, all stages together.  Lower it when it can be kept. */
static const double bytes_per_model = 19000;

typedef struct Cost {
    double bytes;   /* peak, without what the program takes for nothing */
    double seconds; /* of the processor: the best of some runs */
} Cost;

static const char *program; /* schemagen; set once by main */

enum { MAX_PATH = 128 };

static void add_model(SgText *text, size_t i, size_t count)
{
    sg_text_printf(text,
                   "/// Entity %zu of the test.\n"
                   "model Entity%zu {\n"
                   "  id          String   @id @default(uuid()) @db.Uuid\n"
                   "  name        String   @db.VarChar(100)\n"
                   "  code        String   @unique\n"
                   "  description String?\n"
                   "  quantity    Int      @default(0)\n"
                   "  price       Decimal  @default(0) @db.Decimal(18, 2)\n"
                   "  enabled     Boolean  @default(true)\n"
                   "  status      Status%zu @default(ACTIVE)\n"
                   "  meta        Json?\n"
                   "  tags        String[]\n"
                   "  createdAt   DateTime @default(now()) @map(\"created_at\")\n"
                   "  updatedAt   DateTime @updatedAt @map(\"updated_at\")\n",
                   i, i, i % (count / 10));
    sg_text_printf(text,
                   "  parentId    String?  @map(\"parent_id\") @db.Uuid\n"
                   "  parent      Entity%zu? @relation(\"r%zu\", fields: [parentId], references: [id])\n"
                   "  children    Entity%zu[] @relation(\"r%zu\")\n"
                   "\n"
                   "  @@index([name])\n"
                   "  @@index([parentId])\n"
                   "  @@index([status, createdAt(sort: Desc)])\n"
                   "  @@map(\"entity_%zu\")\n"
                   "}\n\n",
                   (i + count - 1) % count, i, (i + 1) % count, (i + 1) % count, i);
}

static void write_file(const char *path, const SgText *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text->data, 1, text->size, file), text->size);
    assert_int_equal(fclose(file), 0);
}

static void write_schema(const char *path, size_t count)
{
    SgText text = {0};
    sg_text_add(&text, "datasource db {\n  provider = \"postgresql\"\n}\n\n");
    for (size_t i = 0; i < count / 10; i++)
        sg_text_printf(&text, "enum Status%zu {\n  ACTIVE\n  INACTIVE\n  PENDING\n}\n\n", i);
    for (size_t i = 0; i < count; i++) add_model(&text, i, count);
    write_file(path, &text);
    sg_text_free(&text);
}

/* Runs the program; its output goes nowhere. */
static struct rusage run(const char *const *arguments)
{
    struct rusage usage;
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0) _exit(126);
        execv(program, (char *const *)arguments);
        _exit(127);
    }
    assert_int_equal(wait4(pid, &status, 0, &usage), pid);
    assert_int_equal(status, 0);
    return usage;
}

static double peak_bytes(const struct rusage *usage)
{
#ifdef __APPLE__
    return (double)usage->ru_maxrss;
#else
    return (double)usage->ru_maxrss * 1024;
#endif
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static Cost cost_of(const char *const *arguments, int runs)
{
    const char *const nothing[] = {program, "--version", NULL};
    struct rusage base = run(nothing);
    Cost cost = {.seconds = 1e9};
    for (int i = 0; i < runs; i++) {
        struct rusage usage = run(arguments);
        /* The sum is measured; which part is whose the system guesses. */
        double seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
        cost.bytes = peak_bytes(&usage) - peak_bytes(&base);
        if (seconds < cost.seconds) cost.seconds = seconds;
    }
    return cost;
}

static Cost cost_of_diff(const char *folder, size_t count, int runs)
{
    char path[MAX_PATH];
    snprintf(path, sizeof path, "%s/%zu.prisma", folder, count);
    write_schema(path, count);
    Cost cost = cost_of((const char *const[]){program, "diff", "--from", "empty", "--to", path, NULL}, runs);
    print_message("%zu models: %.1f MB, %.0f ms\n", count, cost.bytes / 1e6, cost.seconds * 1e3);
    unlink(path);
    return cost;
}

static void ten_times_the_models_cost_ten_times_as_much(void **state)
{
    const double times = (double)LARGE / (double)SMALL;
    Cost small = cost_of_diff(*state, SMALL, 5), large = cost_of_diff(*state, LARGE, 2);
    double per_small = small.bytes / (double)SMALL, per_large = large.bytes / (double)LARGE;
    assert_true(per_large < bytes_per_model);
    assert_true(per_large < per_small * 1.15 &&
                per_small < per_large * 1.25);              /* the small one has its last blocks half empty */
    assert_true(large.seconds < small.seconds * times * 3); /* 10 where growth is linear, 100 where it is square */
}

/* ---- large in one place ---- */

typedef void AddShape(SgText *text, size_t count, bool is_changed);

static void add_values(SgText *text, size_t count, bool is_changed)
{
    sg_text_add(text, "enum Label {\n");
    for (size_t i = 0; i < count; i++) sg_text_printf(text, "  %s%zu\n", is_changed && i % 2 == 0 ? "NEW" : "OLD", i);
    sg_text_add(text, "}\n\nmodel Entity {\n  id    Int   @id\n  label Label @default(OLD1)\n}\n");
}

static void add_fields(SgText *text, size_t count, bool is_changed)
{
    sg_text_add(text, "model Entity {\n  id Int @id\n");
    for (size_t i = 0; i < count; i++)
        sg_text_printf(text, "  %s%zu String? @map(\"column_%zu\")\n", is_changed && i % 2 == 0 ? "other" : "field", i,
                       is_changed && i % 2 == 0 ? i + count : i);
    sg_text_add(text, "}\n");
}

static void add_self_relations(SgText *text, size_t count, bool is_changed)
{
    sg_text_add(text, "model Entity {\n  id Int @id\n");
    for (size_t i = 0; i < count; i++)
        sg_text_printf(text,
                       "  parent%zuId Int?\n"
                       "  parent%zu Entity? @relation(\"r%zu\", fields: [parent%zuId], references: [id]%s)\n"
                       "  children%zu Entity[] @relation(\"r%zu\")\n",
                       i, i, i, i, is_changed && i % 2 == 0 ? ", onDelete: Cascade" : "", i, i);
    sg_text_add(text, "}\n");
}

static void add_models(SgText *text, size_t count, bool is_changed)
{
    for (size_t i = 0; i < count; i++)
        sg_text_printf(text, "model %s%zu {\n  id Int @id\n  name String\n}\n\n", is_changed ? "New" : "Old", i);
}

static void add_enums(SgText *text, size_t count, bool is_changed)
{
    for (size_t i = 0; i < count; i++)
        sg_text_printf(text, "enum Label%zu {\n  A\n%s}\n\n", i, is_changed && i % 2 == 0 ? "  B\n" : "");
    sg_text_add(text, "model Entity {\n  id Int @id\n");
    for (size_t i = 0; i < count; i++) sg_text_printf(text, "  label%zu Label%zu @default(A)\n", i, i);
    sg_text_add(text, "}\n");
}

static const struct {
    const char *name;
    AddShape *add;
    size_t count;
} SHAPES[] = {
    {"values of one enum", add_values, 5000},
    {"fields of one model", add_fields, 2000},
    {"self relations of one model", add_self_relations, 1000},
    {"models that all make way", add_models, 1000},
    {"enums of one model", add_enums, 1000},
};

static void write_shape(const char *path, AddShape *add, size_t count, bool is_changed)
{
    SgText text = {0};
    sg_text_add(&text, "datasource db {\n  provider = \"postgresql\"\n}\n\n");
    add(&text, count, is_changed);
    write_file(path, &text);
    sg_text_free(&text);
}

static double seconds_of_change(const char *folder, AddShape *add, size_t count)
{
    char before[MAX_PATH], after[MAX_PATH];
    snprintf(before, sizeof before, "%s/before.prisma", folder);
    snprintf(after, sizeof after, "%s/after.prisma", folder);
    write_shape(before, add, count, false);
    write_shape(after, add, count, true);
    Cost cost = cost_of((const char *const[]){program, "diff", "--from", before, "--to", after, NULL}, 3);
    unlink(before);
    unlink(after);
    return cost.seconds;
}

static void one_large_place_costs_as_much_as_many_small_ones(void **state)
{
    enum { TIMES = 10 };
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        double small = seconds_of_change(*state, SHAPES[i].add, SHAPES[i].count);
        double large = seconds_of_change(*state, SHAPES[i].add, SHAPES[i].count * TIMES);
        print_message("%s: %.0f ms for %zu, %.0f ms for %zu\n", SHAPES[i].name, small * 1e3, SHAPES[i].count,
                      large * 1e3, SHAPES[i].count * TIMES);
        assert_true(large < small * TIMES * 3);
    }
}

static double seconds_of_generate(const char *folder, size_t count)
{
    static const char *const files[] = {"types.h", "types.c", "models.h", "entity.h", "entity.c", "CMakeLists.txt"};
    char schema[MAX_PATH], output[MAX_PATH / 2], file[MAX_PATH];
    snprintf(schema, sizeof schema, "%s/self.prisma", folder);
    snprintf(output, sizeof output, "%s/self", folder);
    write_shape(schema, add_self_relations, count, false);
    Cost cost = cost_of((const char *const[]){program, "generate", "--schema", schema, "--output", output, NULL}, 3);
    print_message("C of %zu self relations: %.0f ms\n", count, cost.seconds * 1e3);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(file, sizeof file, "%s/%s", output, files[i]);
        assert_int_equal(unlink(file), 0);
    }
    assert_int_equal(rmdir(output), 0);
    unlink(schema);
    return cost.seconds;
}

static void the_c_of_one_large_model_costs_as_much_as_of_many_small_ones(void **state)
{
    enum { TIMES = 8 };
    assert_true(seconds_of_generate(*state, 1000 * TIMES) < seconds_of_generate(*state, 1000) * TIMES * 4);
}

static int make_folder(void **state)
{
    char *folder = strdup("/tmp/schemagen-scale-XXXXXX");
    *state = folder;
    return folder == NULL || mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    int result = rmdir(*state);
    free(*state);
    return result;
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ten_times_the_models_cost_ten_times_as_much),
                                       cmocka_unit_test(one_large_place_costs_as_much_as_many_small_ones),
                                       cmocka_unit_test(the_c_of_one_large_model_costs_as_much_as_of_many_small_ones)};
    if (argc != 2) return 2;
    if (IS_SANITIZED) {
        puts("skipped: a sanitizer's memory is not the program's");
        return SKIPPED;
    }
    program = argv[1];
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
