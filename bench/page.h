/*
 * page.h - the part of docs/performance.md that a measurement writes.
 *
 * Everything ends the program with a message when a file is not there or cannot be written.
 */
#ifndef BENCH_PAGE_H
#define BENCH_PAGE_H

#include <stdio.h>

typedef struct Page {
    FILE *out;
    char *text;       /* of the page as it was */
    const char *rest; /* what follows the part */
} Page;

/* Opens `folder`/performance.md: what is written to `out` replaces what stands between the lines `<!-- mark -->` and
 * `<!-- end of mark -->`.  page_end() completes the page. */
Page page_begin(const char *folder, const char *mark);
void page_end(Page *page);

/* "Measured on 2026-01-31: 8 × Processor, Linux 6.1, load average 1.4" without an end. */
void page_write_machine(FILE *out);

FILE *open_in(const char *folder, const char *name, const char *mode);

#endif
