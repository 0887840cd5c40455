/*
 * bench-compiler - how long the compiler takes for schemas of 10 to 10,000 models.
 *
 *     bench-compiler PROGRAM [--format tsv] [--rounds N] [--write FOLDER]
 *
 * Runs the installed program as a user does, a process per command, and prints time, CPU time and peak memory.
 */
#include "compiler_plot.h"
#include "page.h"

#include "bench.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROUNDS = 15, CHANGED_EVERY = 20 };

static const int sizes[] = {10, 100, 1000, 3000, 10000};

typedef struct Options {
    const char *program, *write;
    bool is_tsv;
    int rounds;
} Options;

/* ---- Schemas ---- */

static void write_model(FILE *out, int i, bool is_changed)
{
    fprintf(out, "enum Status%d {\n  OPEN\n  DONE\n  FAILED\n}\n\n", i);
    fprintf(out,
            "model Model%d {\n  id        String   @id @default(uuid(7)) @db.Uuid\n"
            "  name      String   @db.VarChar(%d)\n  status    Status%d @default(OPEN)\n"
            "  amount    Decimal  @db.Decimal(18, 4)\n  count     Int      @default(0)\n  note      String?\n"
            "  data      Json?\n  tags      String[]\n  createdAt DateTime @default(now()) @map(\"created_at\")\n"
            "  updatedAt DateTime @updatedAt @map(\"updated_at\")\n",
            i, is_changed ? 200 : 100, i);
    if (i > 0)
        fprintf(out,
                "  parentId  String   @map(\"parent_id\") @db.Uuid\n"
                "  parent    Model%d  @relation(fields: [parentId], references: [id])\n",
                i - 1);
    fprintf(out,
            "  children  Model%d[]\n\n  @@unique([name, status])\n  @@index([createdAt])\n  @@map(\"model_%d\")\n}\n\n",
            i + 1, i);
}

/* A chain of models.  In the changed schema every twentieth has a wider column. */
static void write_schema(const char *path, int models, bool is_changed)
{
    FILE *out = fopen(path, "w");
    if (out == NULL) give_up(path, "cannot be written");
    fputs("datasource db {\n  provider = \"postgresql\"\n}\n\n", out);
    for (int i = 0; i < models; i++) write_model(out, i, is_changed && i % CHANGED_EVERY == 0);
    fprintf(out,
            "model Model%d {\n  id       String @id @db.Uuid\n  parentId String @db.Uuid\n"
            "  parent   Model%d @relation(fields: [parentId], references: [id])\n}\n",
            models, models - 1);
    fclose(out);
}

/* ---- Measuring ---- */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static Cost run(char *const args[])
{
    struct rusage usage;
    int status;
    double started = now();
    pid_t child = fork();
    if (child < 0) give_up("fork", "failed");
    if (child == 0) {
        int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, STDOUT_FILENO);
        execvp(args[0], args);
        _exit(127);
    }
    wait4(child, &status, 0, &usage);
    if (status != 0) give_up(args[1], "failed");
    return (Cost){now() - started, seconds(usage.ru_utime) + seconds(usage.ru_stime), (double)usage.ru_maxrss / 1024};
}

/* The cheapest of the rounds: what disturbs only adds. */
static Cost cheapest(const Options *options, char *const args[], const char *made)
{
    Cost best = {0};
    char path[256];
    snprintf(path, sizeof path, "%s", made);
    char *const clear[] = {"rm", "-rf", path, NULL};
    for (int i = 0; i < options->rounds; i++) {
        run(clear);
        Cost cost = run(args);
        if (i == 0 || cost.seconds < best.seconds) best = cost;
    }
    return best;
}

static Size measure_size(const Options *options, const char *folder, int models)
{
    char schema[256], changed[256], made[256], *program = strdup(options->program);
    Size result = {.models = models};
    snprintf(schema, sizeof schema, "%s/schema.prisma", folder);
    snprintf(changed, sizeof changed, "%s/changed.prisma", folder);
    snprintf(made, sizeof made, "%s/generated", folder);
    write_schema(schema, models, false);
    write_schema(changed, models, true);
    char *const validate[] = {program, "validate", "--schema", schema, NULL};
    char *const create[] = {program, "diff", "--from", "empty", "--to", schema, NULL};
    char *const change[] = {program, "diff", "--from", schema, "--to", changed, NULL};
    char *const generate[] = {program, "generate", "--schema", schema, "--output", made, NULL};
    char *const *const commands[COMMANDS] = {validate, create, change, generate};
    for (int i = 0; i < COMMANDS; i++) result.costs[i] = cheapest(options, commands[i], made);
    free(program);
    return result;
}

/* ---- Output ---- */

static void print_size(const Options *options, const Size *size)
{
    for (int i = 0; i < COMMANDS; i++) {
        const Cost *cost = &size->costs[i];
        printf(options->is_tsv ? "%d\t%s\t%.4f\t%.4f\t%.1f\n" : "%6d models  %-22s %8.4f s %8.4f s CPU %7.1f MB\n",
               size->models, command_names[i], cost->seconds, cost->cpu, cost->peak_mb);
    }
    fflush(stdout);
}

static void write_page(const char *folder, const Size *all, int count)
{
    Page page = page_begin(folder, "compiler figures");
    page_write_machine(page.out);
    fputs(".\n\n| models |", page.out);
    for (int i = 0; i < COMMANDS; i++) fprintf(page.out, " %s |", command_names[i]);
    fputs(" peak memory of the largest |\n|--:|--:|--:|--:|--:|--:|\n", page.out);
    for (int i = 0; i < count; i++) {
        double peak = 0;
        fprintf(page.out, "| %d |", all[i].models);
        for (int k = 0; k < COMMANDS; k++) {
            fprintf(page.out, " %.3f s |", all[i].costs[k].seconds);
            if (all[i].costs[k].peak_mb > peak) peak = all[i].costs[k].peak_mb;
        }
        fprintf(page.out, " %.0f MB |\n", peak);
    }
    fputs("\n", page.out);
    page_end(&page);
    FILE *picture = open_in(folder, "compiler.svg", "w");
    compiler_plot_draw(picture, all, count);
    fclose(picture);
}

static Options read_options(int count, char **args)
{
    Options options = {.program = count > 1 ? args[1] : NULL, .rounds = 5};
    for (int i = 2; i < count; i += 2) {
        const char *value = i + 1 < count ? args[i + 1] : "";
        if (strcmp(args[i], "--format") == 0) options.is_tsv = strcmp(value, "tsv") == 0;
        else if (strcmp(args[i], "--rounds") == 0) options.rounds = atoi(value);
        else if (strcmp(args[i], "--write") == 0) options.write = value;
        else options.program = NULL;
    }
    if (options.program == NULL || options.rounds < 1 || options.rounds > MOST_ROUNDS) {
        fputs("usage: bench-compiler PROGRAM [--format tsv] [--rounds N] [--write FOLDER]\n", stderr);
        exit(64);
    }
    return options;
}

/* What a file costs is the file system's: some look for long where files were removed a moment ago. */
static const char *folder_in_memory(void)
{
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

int main(int count, char **args)
{
    enum { SIZES = sizeof sizes / sizeof sizes[0] };
    Options options = read_options(count, args);
    char folder[64];
    snprintf(folder, sizeof folder, "%s/schemagen-bench-XXXXXX", folder_in_memory());
    Size all[SIZES];
    if (mkdtemp(folder) == NULL) give_up(folder, "cannot be made");
    if (options.is_tsv) puts("models\tcommand\tseconds\tcpu_seconds\tpeak_mb");
    for (int i = 0; i < SIZES; i++) {
        all[i] = measure_size(&options, folder, sizes[i]);
        print_size(&options, &all[i]);
    }
    char *const clear[] = {"rm", "-rf", folder, NULL};
    run(clear);
    if (options.write != NULL) write_page(options.write, all, SIZES);
    return 0;
}
