/*
 * run_cli_test - runs a *.test file: commands with their exit code, standard output and standard error.
 *
 *     # What the test shows.
 *     --- file schema.prisma
 *     model A {
 *     --- run schemagen validate --schema schema.prisma
 *     --- stderr
 *     schema.prisma:1:9: error[S0001]: ...
 *     --- exit 1
 *
 * Commands run one after the other in a new temporary folder, by the shell, with `schemagen` in front of the PATH.  A
 * stream without a section is expected to be empty, without `--- exit` the code is 0.  `[..]` in an expected line
 * stands for any text; the temporary folder's path is written $FOLDER.  UPDATE_EXPECT=1 rewrites the expectations
 * and keeps the lines that match.
 *
 * usage: run_cli_test PROGRAM FILE.test
 */
#include "text.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Runner {
    char folder[64];
    bool update;
    int failures;
    SgText result; /* the test as it would be right */
} Runner;

typedef struct Expected {
    SgText out, err;
    int code;
} Expected;

static void die(const char *what, const char *name)
{
    fprintf(stderr, "run_cli_test: %s %s\n", what, name);
    exit(2);
}

static SgText read_file(const char *path)
{
    SgText text = {0};
    char buffer[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL) die("cannot read", path);
    for (size_t size; (size = fread(buffer, 1, sizeof buffer, file)) > 0;) sg_text_add_bytes(&text, buffer, size);
    fclose(file);
    return text;
}

static void write_file(const char *path, const SgText *text)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) die("cannot write", path);
    if (text->size > 0) fwrite(text->data, 1, text->size, file);
    if (fclose(file) != 0) die("cannot write", path);
}

/* The next line with its newline, "" at the end. */
static const char *next_line(const char **at, size_t *size)
{
    const char *line = *at;
    const char *end = strchr(line, '\n');
    *size = end == NULL ? strlen(line) : (size_t)(end - line) + 1;
    *at += *size;
    return line;
}

static bool starts_section(const char *line)
{
    return strncmp(line, "--- ", 4) == 0;
}

/* Does `text` look like `pattern`, in which `[..]` stands for anything? */
static bool line_matches(const char *pattern, size_t pattern_size, const char *text, size_t size)
{
    while (pattern_size > 0) {
        if (pattern_size >= 4 && memcmp(pattern, "[..]", 4) == 0) {
            for (size_t skip = 0; skip <= size; skip++)
                if (line_matches(pattern + 4, pattern_size - 4, text + skip, size - skip)) return true;
            return false;
        }
        if (size == 0 || *pattern != *text) return false;
        pattern++, pattern_size--;
        text++, size--;
    }
    return size == 0;
}

static bool text_matches(const char *pattern, const char *text)
{
    while (*pattern != '\0' || *text != '\0') {
        size_t pattern_size;
        size_t size;
        const char *expected = next_line(&pattern, &pattern_size);
        const char *line = next_line(&text, &size);
        if (!line_matches(expected, pattern_size, line, size)) return false;
    }
    return true;
}

/* The temporary folder's name changes from run to run. */
static SgText without_folder(const Runner *runner, const SgText *text)
{
    SgText out = {0};
    size_t size = strlen(runner->folder);
    const char *at = sg_text_get(text);
    for (const char *found; (found = strstr(at, runner->folder)) != NULL; at = found + size) {
        sg_text_add_bytes(&out, at, (size_t)(found - at));
        sg_text_add(&out, "$FOLDER");
    }
    sg_text_add(&out, at);
    return out;
}

static void add_body(SgText *out, const char **at)
{
    size_t size;
    while (**at != '\0' && !starts_section(*at)) {
        const char *line = next_line(at, &size);
        sg_text_add_bytes(out, line, size);
    }
}

/* `--- file NAME`: with the folders that the name asks for. */
static void make_file(Runner *runner, const char *header, size_t size, const char **at)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%.*s", runner->folder, (int)(size - 10), header + 9);
    for (char *slash = path + strlen(runner->folder) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(path, 0755);
        *slash = '/';
    }
    SgText body = {0};
    add_body(&body, at);
    write_file(path, &body);
    sg_text_add_bytes(&runner->result, header, size);
    sg_text_add(&runner->result, sg_text_get(&body));
    sg_text_free(&body);
}

static Expected read_expected(const char **at)
{
    Expected expected = {.code = 0};
    size_t size;
    for (;;) {
        SgText *stream = strncmp(*at, "--- stdout\n", 11) == 0   ? &expected.out
                         : strncmp(*at, "--- stderr\n", 11) == 0 ? &expected.err
                                                                 : NULL;
        if (stream != NULL) {
            next_line(at, &size);
            add_body(stream, at);
        } else if (strncmp(*at, "--- exit ", 9) == 0) {
            expected.code = atoi(next_line(at, &size) + 9);
        } else {
            return expected;
        }
    }
}

static int run_command(const Runner *runner, const char *command, SgText *out, SgText *err)
{
    SgText line = {0};
    char path[PATH_MAX];
    sg_text_printf(&line, "cd %s && { %s\n} >.stdout 2>.stderr </dev/null", runner->folder, command);
    int status = system(sg_text_get(&line));
    sg_text_free(&line);

    snprintf(path, sizeof path, "%s/.stdout", runner->folder);
    SgText raw = read_file(path);
    *out = without_folder(runner, &raw);
    sg_text_free(&raw);
    snprintf(path, sizeof path, "%s/.stderr", runner->folder);
    raw = read_file(path);
    *err = without_folder(runner, &raw);
    sg_text_free(&raw);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void check_stream(Runner *runner, const char *name, const SgText *expected, const SgText *found)
{
    bool same = text_matches(sg_text_get(expected), sg_text_get(found));
    const SgText *kept = same ? expected : found;
    if (kept->size > 0) {
        sg_text_printf(&runner->result, "--- %s\n", name);
        sg_text_add_bytes(&runner->result, kept->data, kept->size);
        if (kept->data[kept->size - 1] != '\n') sg_text_add(&runner->result, "\n");
    }
    if (same) return;
    runner->failures++;
    if (!runner->update) printf("%s is\n%s\nand should be\n%s\n", name, sg_text_get(found), sg_text_get(expected));
}

/* `--- run COMMAND` and the sections that say what it does. */
static void run_step(Runner *runner, const char *header, size_t size, const char **at)
{
    char command[4096];
    snprintf(command, sizeof command, "%.*s", (int)(size - 9), header + 8);
    Expected expected = read_expected(at);
    SgText out;
    SgText err;
    int failures = runner->failures;
    int code = run_command(runner, command, &out, &err);

    sg_text_add_bytes(&runner->result, header, size);
    check_stream(runner, "stdout", &expected.out, &out);
    check_stream(runner, "stderr", &expected.err, &err);
    if (code != 0) sg_text_printf(&runner->result, "--- exit %d\n", code);
    if (code != expected.code) {
        runner->failures++;
        if (!runner->update) printf("the exit code is %d and should be %d\n", code, expected.code);
    }
    if (runner->failures > failures && !runner->update) printf("for: %s\n\n", command);
    sg_text_free(&expected.out);
    sg_text_free(&expected.err);
    sg_text_free(&out);
    sg_text_free(&err);
}

static void run_test(Runner *runner, const char *at)
{
    while (*at != '\0') {
        size_t size;
        const char *line = next_line(&at, &size);
        if (strncmp(line, "--- file ", 9) == 0) {
            make_file(runner, line, size, &at);
        } else if (strncmp(line, "--- run ", 8) == 0) {
            run_step(runner, line, size, &at);
        } else if (starts_section(line)) {
            die("unknown section in the test:", line);
        } else {
            sg_text_add_bytes(&runner->result, line, size);
        }
    }
}

static void set_path(const char *program)
{
    const char *slash = strrchr(program, '/');
    if (program[0] != '/' || access(program, X_OK) != 0) die("no program, or no absolute path:", program);
    SgText path = {0};
    sg_text_printf(&path, "%.*s:%s", (int)(slash - program), program, getenv("PATH"));
    setenv("PATH", sg_text_get(&path), 1);
    sg_text_free(&path);
    unsetenv("DATABASE_URL");
}

/* A private server that the last command used may be ending still, and write: its end is waited for. */
static bool remove_folder(const char *folder)
{
    char command[160];
    snprintf(command, sizeof command, "cd %s; [ ! -d .schemagen/pg ] || schemagen server stop -q; cd / && rm -rf %s",
             folder, folder);
    return system(command) == 0;
}

int main(int argc, char *argv[])
{
    if (argc != 3) die("usage: run_cli_test PROGRAM", "FILE.test");
    const char *update = getenv("UPDATE_EXPECT");
    Runner runner = {.folder = "/tmp/schemagen-cli-XXXXXX", .update = update != NULL && strcmp(update, "1") == 0};
    set_path(argv[1]);
    if (mkdtemp(runner.folder) == NULL) die("no folder", runner.folder);
    chmod(runner.folder, 0755); /* a server that dropped to another user must get in */

    SgText test = read_file(argv[2]);
    run_test(&runner, sg_text_get(&test));
    if (runner.update && runner.failures > 0) write_file(argv[2], &runner.result);

    if (!remove_folder(runner.folder)) runner.failures++;
    sg_text_free(&test);
    sg_text_free(&runner.result);
    return runner.failures == 0 || runner.update ? 0 : 1;
}
