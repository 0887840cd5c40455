/* plot.h - the ratios of all sides as bars. */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include "report.h"

#include <stdio.h>

/* An SVG picture: a group of bars per workload, a line where the expert is. */
void plot_draw(FILE *out, const Summary *summaries, int count);

#endif
