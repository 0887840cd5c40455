/* The page of figures: what stands between its two marks is written anew. */
#include "plot.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static const char begin_mark[] = "<!-- figures -->\n", end_mark[] = "<!-- end of figures -->";

enum { MOST_PAGE = 1 << 20 };

static FILE *open_in(const char *folder, const char *name, const char *mode)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, mode);
    if (file == NULL) give_up(path, "cannot be opened");
    return file;
}

static char *read_page(const char *folder)
{
    char *page = calloc(1, MOST_PAGE);
    FILE *file = open_in(folder, "performance.md", "r");
    if (page == NULL || fread(page, 1, MOST_PAGE - 1, file) == 0) give_up("performance.md", "cannot be read");
    fclose(file);
    return page;
}

/* The processor as the kernel names it, where it does. */
static void processor(char *out, size_t size)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    snprintf(out, size, "unknown processor");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *value = strstr(line, ": ");
        if (strncmp(line, "model name", 10) != 0 || value == NULL) continue;
        value[strcspn(value, "\n")] = '\0';
        snprintf(out, size, "%s", value + 2);
        break;
    }
    if (file != NULL) fclose(file);
}

static void write_machine(FILE *out, const char *server)
{
    char name[256], day[16];
    struct utsname system;
    time_t now = time(NULL);
    processor(name, sizeof name);
    uname(&system);
    strftime(day, sizeof day, "%Y-%m-%d", gmtime(&now));
    fprintf(out, "Measured on %s: %ld × %s, %s %s, %s on the same machine, Unix socket.\n\n", day,
            sysconf(_SC_NPROCESSORS_ONLN), name, system.sysname, system.release, server);
}

static void write_ratio(FILE *out, double ratio)
{
    if (ratio > 0) fprintf(out, " %.2f |", ratio);
    else fputs(" – |", out);
}

static void write_figures(FILE *out, const Summary *summaries, int count, const char *server)
{
    write_machine(out, server);
    fputs("| | | ratio | spread | ours/s | expert/s | CPU ours | CPU expert | CPU ratio | MB ours | MB expert | text |"
          " ecpg | libpqxx |\n"
          "|---|---|--:|:-:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
          out);
    for (int i = 0; i < count; i++) {
        const Summary *s = &summaries[i];
        const Measure *ours = &s->median[OURS], *expert = &s->median[EXPERT];
        fprintf(out, "| %s | %s | **%.2f** | %.2f – %.2f | %.0f | %.0f | %.2f | %.2f | %.2f | %.1f | %.1f |",
                s->workload->name, s->workload->what, s->speed[OURS], s->low, s->high, ours->per_second,
                expert->per_second, ours->cpu_us, expert->cpu_us, s->cpu[OURS], ours->peak_mb, expert->peak_mb);
        for (int side = TEXT; side < SIDES; side++) write_ratio(out, s->speed[side]);
        fputs("\n", out);
    }
    fputs("\n", out);
}

void report_write(const char *folder, const Summary *summaries, int count, const char *server)
{
    char *page = read_page(folder);
    char *begin = strstr(page, begin_mark), *end = strstr(page, end_mark);
    if (begin == NULL || end == NULL || end < begin) give_up("performance.md", "has no marks for the figures");
    begin += strlen(begin_mark);
    FILE *out = open_in(folder, "performance.md", "w");
    fwrite(page, 1, (size_t)(begin - page), out);
    write_figures(out, summaries, count, server);
    fputs(end, out);
    fclose(out);
    free(page);

    FILE *picture = open_in(folder, "performance.svg", "w");
    plot_draw(picture, summaries, count);
    fclose(picture);
}
