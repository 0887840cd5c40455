#include "report.h"

#include <stdio.h>
#include <stdlib.h>

const char *const side_names[SIDES] = {"ours", "expert"};

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static Measure median_measure(const Rounds *rounds, int side)
{
    double speed[MOST_ROUNDS], cpu[MOST_ROUNDS], peak[MOST_ROUNDS];
    for (int i = 0; i < rounds->count; i++) {
        const Measure *measure = &rounds->measures[side][i];
        speed[i] = measure->per_second;
        cpu[i] = measure->cpu_us;
        peak[i] = measure->peak_mb;
    }
    return (Measure){median(speed, rounds->count), median(cpu, rounds->count), median(peak, rounds->count)};
}

Summary summarise(const Workload *workload, const Rounds *rounds)
{
    Summary result = {.workload = workload};
    for (int side = 0; side < SIDES; side++) {
        double speed[MOST_ROUNDS], cpu[MOST_ROUNDS];
        for (int i = 0; i < rounds->count; i++) {
            const Measure *own = &rounds->measures[side][i], *expert = &rounds->measures[EXPERT][i];
            speed[i] = own->per_second / expert->per_second;
            cpu[i] = own->cpu_us / expert->cpu_us;
        }
        result.median[side] = median_measure(rounds, side);
        result.speed[side] = median(speed, rounds->count);
        result.cpu[side] = median(cpu, rounds->count);
        if (side != OURS) continue;
        result.low = speed[0]; /* median() sorted them */
        result.high = speed[rounds->count - 1];
    }
    return result;
}

void report_header(bool is_tsv)
{
    if (is_tsv)
        puts("workload\tratio\tours_per_s\texpert_per_s\tours_cpu_us\texpert_cpu_us\tours_peak_mb\texpert_peak_mb"
             "\tlow\thigh\tcpu_ratio");
    else
        puts("      ratio       spread       ours/s   expert/s   ours µs expert µs  CPU ratio  ours MB expert MB");
}

static void print_row(const Summary *s)
{
    const Measure *ours = &s->median[OURS], *expert = &s->median[EXPERT];
    printf("%-4s %6.2f  %5.2f … %4.2f %11.0f %10.0f %9.3f %9.3f %10.2f %8.1f %9.1f  %s\n", s->workload->name, s->speed[OURS],
           s->low, s->high, ours->per_second, expert->per_second, ours->cpu_us, expert->cpu_us, s->cpu[OURS],
           ours->peak_mb, expert->peak_mb, s->workload->what);
}

void report_line(const Summary *s, bool is_tsv)
{
    const Measure *ours = &s->median[OURS], *expert = &s->median[EXPERT];
    if (is_tsv)
        printf("%s\t%.3f\t%.0f\t%.0f\t%.3f\t%.3f\t%.1f\t%.1f\t%.3f\t%.3f\t%.3f\n", s->workload->name,
               s->speed[OURS], ours->per_second, expert->per_second, ours->cpu_us, expert->cpu_us, ours->peak_mb,
               expert->peak_mb, s->low, s->high, s->cpu[OURS]);
    else print_row(s);
    fflush(stdout);
}
