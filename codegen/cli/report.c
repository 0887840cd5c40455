#include "report.h"

#include "cli.h"
#include "display.h"
#include "json.h"
#include "text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool wants_color(FILE *stream)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (no_color != NULL && no_color[0] != '\0') return false;
    if (term == NULL || strcmp(term, "dumb") == 0) return false;
    return isatty(fileno(stream)) == 1;
}

Report report_open(void)
{
    return (Report){.out = stdout, .err = stderr, .color_out = wants_color(stdout), .color_err = wants_color(stderr)};
}

/* Standard output first, so that both streams appear in the order they were written.  What a server or a schema calls
 * its things must not reach the terminal as it is. */
static void write_message(Report *report, const char *color, const char *label, const char *format, va_list args)
{
    SgText message = {0}, shown = {0};
    sg_text_vprintf(&message, format, args);
    display_add(&shown, sg_text_get(&message));
    fflush(report->out);
    if (report->color_err) fputs(color, report->err);
    fputs(label, report->err);
    if (report->color_err) fputs("\033[0m", report->err);
    fprintf(report->err, "%s\n", sg_text_get(&shown));
    sg_text_free(&message);
    sg_text_free(&shown);
}

static void write_json_error(Report *report, const char *format, va_list args)
{
    SgText message = {0};
    SgText json = {0};
    sg_text_vprintf(&message, format, args);
    sg_text_add(&json, "{\"error\": ");
    sg_json_string(&json, sg_text_get(&message), message.size);
    sg_text_add(&json, "}\n");
    fputs(sg_text_get(&json), report->out);
    sg_text_free(&message);
    sg_text_free(&json);
}

static void write_error(Report *report, const char *format, va_list args)
{
    if (report->is_json) write_json_error(report, format, args);
    else write_message(report, "\033[1;31m", "error: ", format, args);
}

int report_error(Report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_error(report, format, args);
    va_end(args);
    return CLI_FAILED;
}

int report_usage(Report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_error(report, format, args);
    va_end(args);
    return CLI_USAGE;
}

void report_warning(Report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_message(report, "\033[1;33m", "warning: ", format, args);
    va_end(args);
}

void report_note(Report *report, const char *format, ...)
{
    if (report->is_quiet) return;
    va_list args;
    va_start(args, format);
    write_message(report, "", "", format, args);
    va_end(args);
}

void report_say(Report *report, const char *format, ...)
{
    if (report->is_quiet || report->is_json) return;
    va_list args;
    va_start(args, format);
    vfprintf(report->out, format, args);
    fputc('\n', report->out);
    va_end(args);
}

bool report_flush(Report *report)
{
    int failed = fflush(report->out);
    return failed == 0 && !ferror(report->out);
}
