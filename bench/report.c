#include "report.h"

#include <stdio.h>
#include <stdlib.h>

const char *const side_names[SIDES] = {"ours", "expert", "text", "ecpg", "pqxx"};

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* Sorts the values; 0 for none. */
static double median(double *values, int count)
{
    if (count == 0) return 0;
    qsort(values, (size_t)count, sizeof *values, by_value);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void summarise_side(const Rounds *rounds, int side, Summary *out)
{
    double speed[MOST_ROUNDS], cpu[MOST_ROUNDS], peak[MOST_ROUNDS], speeds[MOST_ROUNDS], cpus[MOST_ROUNDS];
    int count = 0;
    for (int i = 0; i < rounds->count; i++) {
        const Measure *own = &rounds->measures[side][i], *expert = &rounds->measures[EXPERT][i];
        if (own->per_second <= 0) continue;
        speed[count] = own->per_second;
        cpu[count] = own->cpu_us;
        peak[count] = own->peak_mb;
        speeds[count] = own->per_second / expert->per_second;
        cpus[count++] = own->cpu_us / expert->cpu_us;
    }
    out->median[side] = (Measure){median(speed, count), median(cpu, count), median(peak, count)};
    out->speed[side] = median(speeds, count);
    out->cpu[side] = median(cpus, count);
    if (side != OURS || count == 0) return;
    out->low = speeds[count / 4];
    out->high = speeds[count - 1 - count / 4];
}

Summary summarise(const Workload *workload, const Rounds *rounds)
{
    Summary result = {.workload = workload};
    for (int side = 0; side < SIDES; side++) summarise_side(rounds, side, &result);
    return result;
}

void report_header(bool is_tsv)
{
    if (is_tsv)
        puts("workload\tratio\tours_per_s\texpert_per_s\tours_cpu_us\texpert_cpu_us\tours_peak_mb\texpert_peak_mb"
             "\tlow\thigh\tcpu_ratio\ttext_ratio\tecpg_ratio\tpqxx_ratio");
    else
        puts("      ratio    quartiles       ours/s   expert/s   ours µs expert µs  CPU ratio  ours MB expert MB"
             "   text  ecpg  pqxx");
}

/* "-" for what was not measured. */
static void print_ratio(double ratio)
{
    if (ratio > 0) printf(" %5.2f", ratio);
    else fputs("     -", stdout);
}

static void print_row(const Summary *s)
{
    const Measure *ours = &s->median[OURS], *expert = &s->median[EXPERT];
    printf("%-4s %6.2f  %5.2f … %4.2f %11.0f %10.0f %9.3f %9.3f %10.2f %8.1f %9.1f ", s->workload->name, s->speed[OURS],
           s->low, s->high, ours->per_second, expert->per_second, ours->cpu_us, expert->cpu_us, s->cpu[OURS],
           ours->peak_mb, expert->peak_mb);
    for (int side = TEXT; side < SIDES; side++) print_ratio(s->speed[side]);
    printf("  %s\n", s->workload->what);
}

static void print_tsv(const Summary *s)
{
    const Measure *ours = &s->median[OURS], *expert = &s->median[EXPERT];
    printf("%s\t%.3f\t%.0f\t%.0f\t%.3f\t%.3f\t%.1f\t%.1f", s->workload->name, s->speed[OURS], ours->per_second,
           expert->per_second, ours->cpu_us, expert->cpu_us, ours->peak_mb, expert->peak_mb);
    printf("\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\n", s->low, s->high, s->cpu[OURS], s->speed[TEXT], s->speed[ECPG],
           s->speed[PQXX]);
}

void report_line(const Summary *summary, bool is_tsv)
{
    if (is_tsv) print_tsv(summary);
    else print_row(summary);
    fflush(stdout);
}
