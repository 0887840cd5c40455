/* compiler_plot.h - what the compiler costs, and a picture of it. */
#ifndef BENCH_COMPILER_PLOT_H
#define BENCH_COMPILER_PLOT_H

#include <stdio.h>

enum { COMMANDS = 4 };

extern const char *const command_names[COMMANDS];

typedef struct Cost {
    double seconds, cpu, peak_mb;
} Cost;

typedef struct Size {
    int models;
    Cost costs[COMMANDS];
} Size;

/* An SVG picture: seconds over models, both logarithmic, a line per command. */
void compiler_plot_draw(FILE *out, const Size *sizes, int count);

#endif
