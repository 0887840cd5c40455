/* Files as one space of offsets: lines, columns, folders. */
#include "source.h"

#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

static void assert_place(const Sources *sources, uint32_t offset, const char *expected)
{
    char actual[64];
    Location place = source_locate(sources, offset);
    snprintf(actual, sizeof actual, "%s:%u:%u", place.file->path, (unsigned)place.line, (unsigned)place.column);
    assert_string_equal(actual, expected);
}

static void offsets_have_a_line_and_a_column(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    Sources sources = {.arena = &arena};
    const char *a = "ab\ncé日x\r\nd\re\n"; /* every kind of line's end */
    assert_true(source_add(&sources, "a", a, strlen(a)));
    assert_true(source_add(&sources, "empty", "", 0));
    assert_true(source_add(&sources, "b", "x", 1));
    assert_null(source_locate(&sources, 0).file);
    assert_place(&sources, 1, "a:1:1");
    assert_place(&sources, 3, "a:1:3");
    assert_place(&sources, 4, "a:2:1");
    assert_place(&sources, 10, "a:2:4"); /* behind two and three bytes */
    assert_place(&sources, 13, "a:3:1");
    assert_place(&sources, 15, "a:4:1");
    assert_place(&sources, 17, "a:5:1");
    assert_place(&sources, 18, "empty:1:1");
    assert_place(&sources, 19, "b:1:1");
    assert_place(&sources, 20, "b:1:2");
    assert_place(&sources, 4000000000u, "b:1:2");
    assert_string_equal(source_text(&sources, (Span){4, 7}), "cé");
    assert_string_equal(source_file(&sources, 19)->path, "b");
    sg_arena_free(&arena);
}

static void every_line_of_a_long_file_is_found(void **state)
{
    (void)state;
    enum { LINES = 5 * LINES_PER_MARK + 3 };
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    for (size_t k = 0; k <= sizeof ends / sizeof *ends; k++) { /* each kind, and then all in turns */
        SgArena arena = {.out_of_memory = out_of_memory};
        Sources sources = {.arena = &arena};
        SgText text = {.arena = &arena};
        uint32_t starts[LINES];
        for (size_t i = 0; i < LINES; i++) {
            starts[i] = (uint32_t)text.size;
            sg_text_printf(&text, "%.*s%s", (int)(i % 5 + 1), "lines", ends[k < 3 ? k : i % 3]);
        }
        assert_true(source_add(&sources, "a", text.data, text.size));
        for (uint32_t i = 0; i < LINES; i++) {
            Location first = source_locate(&sources, 1 + starts[i]);
            Location last = source_locate(&sources, i + 1 < LINES ? starts[i + 1] : starts[i] + 1);
            assert_int_equal(first.line, i + 1);
            assert_int_equal(first.line_start, starts[i]);
            assert_int_equal(last.line, i + 1);
        }
        sg_arena_free(&arena);
    }
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void a_folder_is_read_in_the_order_of_its_paths(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    Sources sources = {.arena = &arena};
    const char *error = NULL;
    char folder[] = "/tmp/schemagen-test-XXXXXX";
    char command[256];
    assert_non_null(mkdtemp(folder));
    const char *inner = sg_arena_printf(&arena, "%s/a", folder);
    assert_int_equal(mkdir(inner, 0700), 0);
    assert_int_equal(symlink(".", sg_arena_printf(&arena, "%s/circle", inner)), 0);
    write_file(folder, "b.prisma", "bb");
    write_file(folder, "a.txt", "");
    write_file(folder, ".hidden.prisma", "");
    assert_false(source_read(&sources, inner, &error));
    assert_non_null(strstr(error, "has no .prisma file"));
    write_file(inner, "z.prisma", "zzz");
    assert_true(source_read(&sources, folder, &error));
    assert_int_equal(sources.files.count, 2);
    assert_int_equal(sources.files.items[0].size, 3);
    assert_int_equal(sources.files.items[1].size, 2);
    assert_true(source_read(&sources, sg_arena_printf(&arena, "%s/b.prisma", folder), &error));
    assert_false(source_read(&sources, "", &error));
    assert_false(source_read(&sources, sg_arena_printf(&arena, "%s/none", folder), &error));
    assert_string_equal(error, sg_arena_printf(&arena, "cannot read `%s/none`: No such file or directory", folder));
    assert_int_equal(symlink("nowhere", sg_arena_printf(&arena, "%s/nothing.txt", inner)), 0);
    assert_true(source_read(&sources, folder, &error));
    const char *lost = sg_arena_printf(&arena, "%s/lost.prisma", inner);
    assert_int_equal(symlink("nowhere", lost), 0);
    assert_false(source_read(&sources, folder, &error));
    assert_string_equal(error, sg_arena_printf(&arena, "cannot read `%s`: No such file or directory", lost));
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_have_a_line_and_a_column),
        cmocka_unit_test(every_line_of_a_long_file_is_found),
        cmocka_unit_test(a_folder_is_read_in_the_order_of_its_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
