/*
 * report.h - how the program speaks to people and to other programs.
 *
 * The result of a command goes to standard output; everything else (errors, warnings, notes, progress) to
 * standard error, so that `schemagen diff > file` is clean.  Colours only on a terminal, never with --no-color,
 * NO_COLOR or TERM=dumb.  With --format json standard output has one JSON document and no prose.
 */
#ifndef SCHEMAGEN_REPORT_H
#define SCHEMAGEN_REPORT_H

#include <stdbool.h>
#include <stdio.h>

typedef struct Report {
    FILE *out;
    FILE *err;
    bool color_out, color_err;
    bool is_quiet; /* --quiet: errors, warnings and the result only */
    bool is_json;  /* --format json */
} Report;

/* Standard output and error, coloured when they are terminals and the environment has no objection. */
Report report_open(void);

/* "error: message"; with json {"error": "message"} on standard output instead.  Returns CLI_FAILED, for
 * `return report_error(…)`.  An error is reported once, where it is known best. */
int report_error(Report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "error: message" and where to find help.  Returns CLI_USAGE. */
int report_usage(Report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "warning: message". */
void report_warning(Report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A note on standard error: what is used, what comes next.  Silent with --quiet. */
void report_note(Report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A line of the result in prose, on standard output.  Silent with --quiet and with json. */
void report_say(Report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* False when standard output could not be written (disk full, closed pipe). */
bool report_flush(Report *report);

#endif
