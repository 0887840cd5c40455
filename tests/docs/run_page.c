/*
 * run_page - a page of the documentation as a test: its commands are run, and must print what the page shows.
 *
 *     ```
 *     $ schemagen migrate status
 *     PostgreSQL database "development", …
 *     …
 *     Database schema is up to date!
 *     $ cat > note.txt <<'END'
 *     > a line of the file
 *     > END
 *     ```
 *
 * All commands of all blocks that begin with `$` run in one shell, one after the other, in a new folder that the page
 * calls /tmp/shop; what they print on both streams is compared.  `…` in a line stands for any text, alone on a line
 * for any lines.  Points in time (20251212194536, 2026-11-23 11:11:40.580 UTC) stand for any others.
 *
 *     ```diff
 *     --- schema/schema.prisma
 *        title String
 *     +  text  String?
 *     ```
 *
 * is an edit of that file: the lines with ` ` and `-` are found in it, and replaced by those with ` ` and `+`.
 * UPDATE_EXPECT=1 writes into the page what was printed where it differs.
 *
 * usage: run_page PROGRAM PAGE.md
 */
#include "list.h"
#include "text.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOME_IN_PAGE "/tmp/shop"
#define MARK '\001' /* in the output: a command follows */

/* A command with what the page shows of it, or an edit. */
typedef struct Step {
    const char *page; /* where its output begins in the page; of an edit its first line */
    size_t page_size; /* of the output shown; of an edit all of it */
    const char *command;
    bool is_edit;
} Step;

typedef LIST(Step) Steps;

typedef struct Runner {
    SgArena arena;
    const char *path; /* of the page */
    const char *text;
    char home[PATH_MAX];
    Steps steps;
} Runner;

static _Noreturn void die(const char *what, const char *name)
{
    fprintf(stderr, "run_page: %s %s\n", what, name);
    exit(2);
}

static const char *read_file(SgArena *arena, const char *path)
{
    SgText text = {.arena = arena};
    char buffer[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL) die("cannot read", path);
    for (size_t size; (size = fread(buffer, 1, sizeof buffer, file)) > 0;) sg_text_add_bytes(&text, buffer, size);
    fclose(file);
    return sg_text_get(&text);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) die("cannot write", path);
}

/* With its newline. */
static size_t line_size(const char *line)
{
    const char *end = strchr(line, '\n');
    return end == NULL ? strlen(line) : (size_t)(end - line) + 1;
}

static bool begins(const char *line, const char *word)
{
    return strncmp(line, word, strlen(word)) == 0;
}

/* ---- the page ---- */

/* From a line with `$ ` on; the place behind what it prints. */
static const char *read_command(Runner *runner, const char *line)
{
    SgText command = {.arena = &runner->arena};
    size_t size = line_size(line);
    sg_text_add_bytes(&command, line + 2, size - 2);
    for (line += size; begins(line, "> "); line += size) {
        size = line_size(line);
        sg_text_add_bytes(&command, line + 2, size - 2);
    }
    const char *output = line;
    while (*line != '\0' && !begins(line, "$ ") && !begins(line, "```")) line += line_size(line);
    *list_add(&runner->arena, &runner->steps) =
        (Step){.page = output, .page_size = (size_t)(line - output), .command = sg_text_get(&command)};
    return line;
}

static const char *read_edit(Runner *runner, const char *line)
{
    const char *begin = line;
    while (*line != '\0' && !begins(line, "```")) line += line_size(line);
    *list_add(&runner->arena, &runner->steps) =
        (Step){.page = begin, .page_size = (size_t)(line - begin), .is_edit = true};
    return line;
}

static void read_page(Runner *runner)
{
    const char *line = runner->text;
    while (*line != '\0') {
        bool is_fence = begins(line, "```"), is_diff = begins(line, "```diff\n");
        line += line_size(line);
        if (!is_fence) continue;
        if (is_diff && begins(line, "--- ")) line = read_edit(runner, line);
        while (begins(line, "$ ")) line = read_command(runner, line);
        while (*line != '\0' && !begins(line, "```")) line += line_size(line);
        if (*line != '\0') line += line_size(line);
    }
}

/* ---- edits ---- */

/* `run_page --edit FILE` with the block on standard input. */
static void edit(SgArena *arena, const char *path)
{
    SgText old = {.arena = arena}, new = {.arena = arena}, result = {.arena = arena};
    char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (line[0] == ' ' || line[0] == '-') sg_text_add(&old, line + 1);
        if (line[0] == ' ' || line[0] == '+') sg_text_add(&new, line + 1);
        if (line[0] == '\n') sg_text_add(&old, line), sg_text_add(&new, line);
    }
    const char *text = read_file(arena, path), *found = strstr(text, sg_text_get(&old));
    if (found == NULL) die("the lines to be changed are not in", path);
    sg_text_add_bytes(&result, text, (size_t)(found - text));
    sg_text_add(&result, sg_text_get(&new));
    sg_text_add(&result, found + old.size);
    write_file(path, sg_text_get(&result));
}

/* ---- running ---- */

/* One shell script; before each command a mark, which leaves $? alone. */
static const char *script_of(Runner *runner, const char *self)
{
    SgText script = {.arena = &runner->arena};
    sg_text_add(&script, "exec 2>&1\n");
    for (size_t i = 0; i < runner->steps.count; i++) {
        const Step *step = &runner->steps.items[i];
        sg_text_printf(&script, "status=$?; printf '\\001'; (exit $status)\n");
        if (!step->is_edit) {
            sg_text_add(&script, step->command);
            continue;
        }
        size_t head = line_size(step->page);
        sg_text_printf(&script, "'%s' --edit '%.*s' <<'END OF EDIT'\n%.*sEND OF EDIT\n", self, (int)head - 5,
                       step->page + 4, (int)(step->page_size - head), step->page + head);
    }
    sg_text_add(&script, "printf '\\001'\n");
    return sg_text_get(&script);
}

static void make_home(Runner *runner, const char *program)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(program, '/');
    if (slash == NULL || realpath(sg_arena_strndup(&runner->arena, program, (size_t)(slash - program)), folder) == NULL)
        die("no folder of", program);
    setenv("PATH", sg_arena_printf(&runner->arena, "%s:%s", folder, getenv("PATH")), 1);
    static const char *const others[] = {"DATABASE_URL", "SHADOW_DATABASE_URL", "SCHEMAGEN_PG_FOLDER"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) unsetenv(others[i]);
    snprintf(runner->home, sizeof runner->home, "/tmp/schemagen-page-XXXXXX");
    if (mkdtemp(runner->home) == NULL || chmod(runner->home, 0755) != 0 || chdir(runner->home) != 0)
        die("cannot make", runner->home);
}

static const char *replaced(SgArena *arena, const char *text, const char *old, const char *new)
{
    SgText out = {.arena = arena};
    for (const char *found; (found = strstr(text, old)) != NULL; text = found + strlen(old)) {
        sg_text_add_bytes(&out, text, (size_t)(found - text));
        sg_text_add(&out, new);
    }
    sg_text_add(&out, text);
    return sg_text_get(&out);
}

/* What the commands printed, between marks, with the page's name of the folder. */
static const char *run(Runner *runner, const char *self)
{
    const char *script = sg_arena_printf(&runner->arena, "%s.sh", runner->home);
    write_file(script, script_of(runner, self));
    FILE *shell = popen(sg_arena_printf(&runner->arena, "sh '%s' </dev/null", script), "r");
    if (shell == NULL) die("cannot run", "sh");
    SgText output = {.arena = &runner->arena};
    char buffer[4096];
    for (size_t size; (size = fread(buffer, 1, sizeof buffer, shell)) > 0;) sg_text_add_bytes(&output, buffer, size);
    pclose(shell);
    unlink(script);
    return replaced(&runner->arena, sg_text_get(&output), runner->home, HOME_IN_PAGE);
}

/* ---- comparing ---- */

/* "20251212194536", or "2026-11-23 11:11:40.580 UTC": how many bytes of a point in time begin here. */
static size_t time_size(const char *text)
{
    static const char *const forms[] = {"00000000000000", "0000-00-00 00:00:00.000 UTC"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t size = 0;
        const char *form = forms[i];
        while (form[size] != '\0' &&
               (form[size] == '0' ? isdigit((unsigned char)text[size]) != 0 : form[size] == text[size]))
            size++;
        if (form[size] == '\0' && !isdigit((unsigned char)text[size])) return size;
    }
    return 0;
}

static const char ELLIPSIS[] = "…";

/* Both end at their newline. */
static bool line_matches(const char *shown, const char *line)
{
    for (;;) {
        if (begins(shown, ELLIPSIS)) {
            for (const char *rest = line;; rest++) {
                if (line_matches(shown + strlen(ELLIPSIS), rest)) return true;
                if (*rest == '\0' || *rest == '\n') return false;
            }
        }
        size_t size = time_size(shown), other = time_size(line);
        if (size > 0 && size == other) {
            shown += size;
            line += size;
            continue;
        }
        if (*shown != *line) return false;
        if (*shown == '\0' || *shown == '\n') return true;
        shown++;
        line++;
    }
}

static bool matches(const char *shown, const char *output)
{
    while (*shown != '\0') {
        if (begins(shown, "…\n")) {
            const char *rest = shown + line_size(shown);
            for (;; output += line_size(output)) {
                if (matches(rest, output)) return true;
                if (*output == '\0') return false;
            }
        }
        if (*output == '\0' || !line_matches(shown, output)) return false;
        shown += line_size(shown);
        output += line_size(output);
    }
    return *output == '\0';
}

/* The page as it would be right; the number of steps that were not. */
static size_t compare(Runner *runner, const char *output, SgText *right)
{
    size_t wrong = 0;
    const char *copied = runner->text;
    for (size_t i = 0; i < runner->steps.count; i++) {
        const Step *step = &runner->steps.items[i];
        const char *mark = strchr(output, MARK);
        if (mark == NULL) die("the shell ended before", step->is_edit ? "an edit" : step->command);
        output = mark + 1;
        size_t size = strcspn(output, (const char[]){MARK, '\0'});
        const char *printed = sg_arena_strndup(&runner->arena, output, size);
        const char *shown = step->is_edit ? "" : sg_arena_strndup(&runner->arena, step->page, step->page_size);
        if (matches(shown, printed)) continue;
        wrong++;
        fprintf(stderr, "$ %s-- prints:\n%s-- the page shows:\n%s\n", step->is_edit ? "(an edit)\n" : step->command,
                printed, shown);
        if (step->is_edit) continue;
        sg_text_add_bytes(right, copied, (size_t)(step->page - copied));
        sg_text_printf(right, "%s%s", printed, size > 0 && printed[size - 1] != '\n' ? "\n" : "");
        copied = step->page + step->page_size;
    }
    sg_text_add(right, copied);
    return wrong;
}

/* The exit code. */
static int test_page(Runner *runner, const char *program, const char *self)
{
    runner->text = read_file(&runner->arena, runner->path);
    read_page(runner);
    make_home(runner, program);
    const char *output = run(runner, self);
    SgText right = {.arena = &runner->arena};
    size_t wrong = compare(runner, output, &right);
    if (system(sg_arena_printf(&runner->arena, "schemagen server stop -q; cd / && rm -rf '%s'", runner->home)) != 0)
        wrong++;
    if (wrong == 0 || getenv("UPDATE_EXPECT") == NULL) return wrong > 0;
    write_file(runner->path, sg_text_get(&right));
    return 0;
}

int main(int argc, char *argv[])
{
    Runner runner = {.arena = {.out_of_memory = abort}};
    char self[PATH_MAX], page[PATH_MAX];
    int code = 0;
    if (argc == 3 && strcmp(argv[1], "--edit") == 0) {
        edit(&runner.arena, argv[2]);
    } else {
        if (argc != 3 || realpath(argv[0], self) == NULL || realpath(argv[2], page) == NULL)
            die("usage: run_page", "PROGRAM PAGE.md");
        runner.path = page;
        code = test_page(&runner, argv[1], self);
    }
    sg_arena_free(&runner.arena);
    return code;
}
