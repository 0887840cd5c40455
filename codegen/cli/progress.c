#include "progress.h"

#include "clock.h"

#include <string.h>
#include <unistd.h>

Progress progress_open(Cli *cli)
{
    const Report *report = &cli->report;
    bool is_live = !report->is_quiet && !report->is_json && isatty(fileno(report->err)) == 1;
    return (Progress){.cli = cli, .is_live = is_live, .is_alone = is_live && isatty(fileno(report->out)) == 1};
}

/* ---- the line that counts ---- */

/* It only grows, so a carriage return is enough to write it anew. */
static void write_line(Progress *progress)
{
    FILE *err = progress->cli->report.err;
    fprintf(err, "\rApplying migration `%s` (", progress->name);
    if (progress->total > 1) fprintf(err, "%zu of %zu, ", progress->number, progress->total);
    fprintf(err, "%.2f s)", clock_seconds() - progress->begun);
    fflush(err);
}

/* Something else is to be written. */
static void break_line(Progress *progress)
{
    if (!progress->is_line_open) return;
    fputc('\n', progress->cli->report.err);
    progress->is_line_open = false;
}

/* ---- the events ---- */

static void show_begin(void *context, const Migration *migration, size_t index, size_t total)
{
    Progress *progress = context;
    Report *report = &progress->cli->report;
    if (!progress->is_alone) report_say(report, "Applying migration `%s`", migration->name);
    fflush(report->out);
    if (!progress->is_live) return;
    progress->name = migration->name;
    progress->number = index + 1;
    progress->total = total;
    progress->begun = clock_seconds();
    progress->is_line_open = true;
    write_line(progress);
}

static void show_wait(void *context)
{
    Progress *progress = context;
    if (progress->is_line_open) write_line(progress);
}

static void show_end(void *context, bool is_applied, double seconds)
{
    Progress *progress = context;
    if (!progress->is_live) return;
    if (progress->is_line_open) write_line(progress);
    else if (is_applied) report_note(&progress->cli->report, "  applied in %.2f s", seconds);
    break_line(progress);
}

static void show_statement(void *context, const char *summary, size_t index, size_t total)
{
    Progress *progress = context;
    break_line(progress);
    report_note(&progress->cli->report, "  %zu/%zu %s", index + 1, total, summary);
}

static void show_blocked(void *context, const char *by_whom, double seconds)
{
    Progress *progress = context;
    break_line(progress);
    report_note(&progress->cli->report, "  waiting for a lock for %.1f s, held by:%s", seconds, by_whom);
}

static void show_retry(void *context, unsigned attempt, unsigned attempts)
{
    Progress *progress = context;
    break_line(progress);
    report_note(&progress->cli->report, "  the lock was not free in time; attempt %u of %u follows", attempt, attempts);
}

static void show_warning(void *context, const char *text)
{
    Progress *progress = context;
    break_line(progress);
    report_warning(&progress->cli->report, "%s", text + strspn(text, "\n "));
}

ApplyEvents progress_events(Progress *progress)
{
    return (ApplyEvents){.context = progress,
                         .begin = show_begin,
                         .statement = show_statement,
                         .blocked = show_blocked,
                         .retry = show_retry,
                         .wait = show_wait,
                         .end = show_end,
                         .warn = show_warning};
}

/* ---- a shadow database ---- */

static const double patience_seconds = 1;

static void show_trial(void *context)
{
    Progress *progress = context;
    FILE *err = progress->cli->report.err;
    double seconds = clock_seconds() - progress->begun;
    if (seconds < patience_seconds) return;
    int size = fprintf(err, "\rTrying `%s` on the shadow database (migration %zu, %.1f s)", progress->name,
                       progress->number, seconds);
    if (size > 0) progress->erasable_size = size - 1;
    fflush(err);
}

static void show_trial_begin(void *context, const Migration *migration)
{
    Progress *progress = context;
    if (progress->number++ == 0) progress->begun = clock_seconds();
    progress->name = migration->name;
    show_trial(progress);
}

static void show_trial_end(void *context)
{
    Progress *progress = context;
    if (progress->erasable_size > 0) fprintf(progress->cli->report.err, "\r%*s\r", progress->erasable_size, "");
    progress->erasable_size = 0;
}

ShadowEvents progress_shadow_events(Progress *progress)
{
    if (!progress->is_live) return (ShadowEvents){0};
    return (ShadowEvents){.context = progress, .begin = show_trial_begin, .wait = show_trial, .end = show_trial_end};
}
