/* emit, table, output. */
#include "emit.h"
#include "output.h"
#include "table.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void holes_inside_lines_take_values_as_they_are(void **state)
{
    (void)state;
    SgText out = {0};
    Holes h = {0};
    hole(&h, "a", "1\n2");
    hole(&h, "b", NULL);
    emit(&out, &h, "x ${a} ${b}|${a}", "", "  $1 @> {}");
    assert_string_equal(out.data, "x 1\n2 |1\n2\n\n  $1 @> {}\n");
    sg_text_free(&out);
}

static void a_lone_hole_takes_a_block(void **state)
{
    (void)state;
    static const struct {
        const char *value, *expected;
    } cases[] = {
        {"", "{\n}\n"},
        {"a", "{\n    a\n}\n"},
        {"a\n", "{\n    a\n}\n"},
        {"a\n\n  b\n", "{\n    a\n\n      b\n}\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgText out = {0};
        Holes h = {0};
        hole(&h, "block", cases[i].value);
        emit(&out, &h, "{", "    ${block}", "}");
        assert_string_equal(out.data, cases[i].expected);
        sg_text_free(&out);
    }
}

static void inner_holes_hide_outer_ones(void **state)
{
    (void)state;
    SgText out = {0};
    Holes outer = {0};
    Holes inner = {.outer = &outer};
    hole(&outer, "name", "outer");
    hole(&outer, "only", "seen");
    hole(&inner, "name", "first");
    hole(&inner, "name", "inner");
    emit(&out, &inner, "${name} ${only}");
    assert_string_equal(out.data, "inner seen\n");
    sg_text_free(&out);
}

static void formats_know_texts_and_numbers(void **state)
{
    (void)state;
    SgArena arena = {0};
    SgText out = {.arena = &arena};
    assert_string_equal(emit_format(&arena, "%s-%d-%zu|%s", "a", -12, (size_t)7, ""), "a--12-7|");
    assert_string_equal(emit_format(&arena, "%d%d", 0, -2147483647 - 1), "0-2147483648");
    assert_string_equal(emit_format(&arena, "%s", ""), "");
    emit_add(&out, "%zu x %s", (size_t)10, "y");
    emit_add(&out, "%s", "!");
    assert_string_equal(out.data, "10 x y!");
    sg_arena_free(&arena);
}

static void tables_align_and_trim(void **state)
{
    (void)state;
    SgArena arena = {0};
    SgText out = {.arena = &arena};
    Table table = {.arena = &arena, .limit = 12};
    table_row(&table, "SgUuid", " id;", " /* größe */");
    table_row(&table, "const char ", "*symbol;", "");
    table_cells(&table, (const char *const[]){NULL});
    table_row(&table, "SgÖpt", " a;", " /* x */");
    table_row(&table, "wider than the limit", " b;", " /* y */");
    table_print(&table, &out);
    assert_string_equal(out.data, "SgUuid      id;     /* größe */\n"
                                  "const char *symbol;\n"
                                  "\n"
                                  "SgÖpt       a;      /* x */\n"
                                  "wider than the limit b;      /* y */\n");
    sg_arena_free(&arena);
}

/* ---- output: a folder under the temporary one, removed by the test ---- */

typedef struct Folder {
    SgArena arena;
    char root[64];
    char path[80];
} Folder;

static int make_folder(void **state)
{
    Folder *folder = calloc(1, sizeof *folder);
    const char *tmp = getenv("TMPDIR");
    snprintf(folder->root, sizeof folder->root, "%.40s/schemagenXXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(folder->root) == NULL) return 1;
    snprintf(folder->path, sizeof folder->path, "%s/a/b", folder->root);
    *state = folder;
    return 0;
}

static int remove_folder(void **state)
{
    Folder *folder = *state;
    char path[512];
    DIR *dir = opendir(folder->path);
    for (struct dirent *e = dir ? readdir(dir) : NULL; e != NULL; e = readdir(dir)) {
        snprintf(path, sizeof path, "%s/%s", folder->path, e->d_name);
        if (e->d_name[0] != '.') remove(path);
    }
    if (dir != NULL) closedir(dir);
    rmdir(folder->path);
    snprintf(path, sizeof path, "%s/a", folder->root);
    rmdir(path);
    int rc = rmdir(folder->root);
    sg_arena_free(&folder->arena);
    free(folder);
    return rc;
}

static Output run(Folder *folder, bool check, const char *const *files)
{
    Output out = {.arena = &folder->arena, .folder = folder->path, .marker = "Made by us", .check = check};
    assert_true(output_open(&out));
    for (; *files != NULL; files += 2) assert_true(output_write(&out, files[0], files[1], strlen(files[1])));
    assert_true(output_close(&out));
    return out;
}
#define FILES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void only_changed_files_are_written(void **state)
{
    Folder *folder = *state;
    Output out = run(folder, false, FILES("a.h", "/* Made by us */1", "b.h", "/* Made by us */2", "empty", ""));
    assert_int_equal(out.changes.count, 3);
    assert_int_equal(out.changes.items[0].kind, OUTPUT_NEW);

    char path[128];
    struct stat after;
    const struct timespec long_ago[] = {{.tv_sec = 1}, {.tv_sec = 1}};
    snprintf(path, sizeof path, "%s/a.h", folder->path);
    assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
    out = run(folder, false, FILES("a.h", "/* Made by us */1", "b.h", "/* Made by us */3", "empty", ""));
    assert_int_equal(out.changes.count, 1);
    assert_int_equal(out.changes.items[0].kind, OUTPUT_CHANGED);
    assert_string_equal(out.changes.items[0].name, "b.h");
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(after.st_mtime, 1);
}

static void stale_files_of_ours_are_removed_others_kept(void **state)
{
    Folder *folder = *state;
    run(folder, false, FILES("a.h", "/* Made by us */", "z.h", "/* Made by us */", "mine.h", "/* by hand */"));
    Output out = run(folder, true, FILES("a.h", "/* Made by us */"));
    assert_int_equal(out.changes.count, 1);
    assert_int_equal(out.changes.items[0].kind, OUTPUT_STALE);
    out = run(folder, false, FILES("a.h", "/* Made by us */"));
    assert_int_equal(out.changes.count, 1);
    assert_string_equal(out.changes.items[0].name, "z.h");
    out = run(folder, true, FILES("a.h", "/* Made by us */"));
    assert_int_equal(out.changes.count, 0);
    char path[128];
    snprintf(path, sizeof path, "%s/mine.h", folder->path);
    assert_int_equal(access(path, F_OK), 0);
}

static void checking_touches_nothing(void **state)
{
    Folder *folder = *state;
    Output out = run(folder, true, FILES("a.h", "1"));
    assert_int_equal(out.changes.count, 1);
    assert_int_equal(access(folder->path, F_OK), -1);
}

static void failures_say_what_and_where(void **state)
{
    Folder *folder = *state;
    run(folder, false, FILES("a.h", "1"));
    char path[128];
    snprintf(path, sizeof path, "%s/a.h", folder->path);
    Output out = {.arena = &folder->arena, .folder = path, .marker = "Made by us"};
    assert_false(output_open(&out));
    assert_non_null(strstr(out.error, "Not a directory"));
    assert_non_null(strstr(out.error, path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holes_inside_lines_take_values_as_they_are),
        cmocka_unit_test(a_lone_hole_takes_a_block),
        cmocka_unit_test(inner_holes_hide_outer_ones),
        cmocka_unit_test(formats_know_texts_and_numbers),
        cmocka_unit_test(tables_align_and_trim),
        cmocka_unit_test_setup_teardown(only_changed_files_are_written, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(stale_files_of_ours_are_removed_others_kept, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(checking_touches_nothing, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(failures_say_what_and_where, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
