#include "page.h"
#include "plot.h"

static void write_ratio(FILE *out, double ratio)
{
    if (ratio > 0) fprintf(out, " %.2f |", ratio);
    else fputs(" – |", out);
}

static void write_row(FILE *out, const Summary *s)
{
    const Measure *ours = &s->median[OURS], *expert = &s->median[EXPERT];
    fprintf(out, "| %s | %s | **%.2f** | %.2f – %.2f | %.0f | %.0f | %.2f | %.2f | %.2f | %.1f | %.1f |",
            s->workload->name, s->workload->what, s->speed[OURS], s->low, s->high, ours->per_second, expert->per_second,
            ours->cpu_us, expert->cpu_us, s->cpu[OURS], ours->peak_mb, expert->peak_mb);
    for (int side = TEXT; side < SIDES; side++) write_ratio(out, s->speed[side]);
    fputs("\n", out);
}

void report_write(const char *folder, const Summary *summaries, int count, const char *server)
{
    Page page = page_begin(folder, "figures");
    page_write_machine(page.out);
    fprintf(page.out, ", %s on the same machine, Unix socket.\n\n", server);
    fputs("| | | ratio | spread | ours/s | expert/s | CPU ours | CPU expert | CPU ratio | MB ours | MB expert | text |"
          " ecpg | libpqxx |\n"
          "|---|---|--:|:-:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
          page.out);
    for (int i = 0; i < count; i++) write_row(page.out, &summaries[i]);
    fputs("\n", page.out);
    page_end(&page);

    FILE *picture = open_in(folder, "performance.svg", "w");
    plot_draw(picture, summaries, count);
    fclose(picture);
}
