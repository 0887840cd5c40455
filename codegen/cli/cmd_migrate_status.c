/* schemagen migrate status: what a database has, against what the folder has. */
#include "blockers.h"
#include "commands.h"
#include "document.h"
#include "history.h"
#include "interrupt.h"
#include "target.h"
#include "text.h"
#include "working_copy.h"

#include <string.h>

/* ---- for programs ---- */

static void add_rows(Document *document, const char *key, const JournalRows *rows)
{
    document_open_list(document, key);
    for (size_t i = 0; i < rows->count; i++) {
        document_open_object(document, NULL);
        document_text(document, "name", rows->items[i]->name);
        document_text(document, "startedAt", rows->items[i]->started_at);
        document_text(document, "logs", rows->items[i]->logs);
        document_close_object(document);
    }
    document_close_list(document);
}

static void write_json(Cli *cli, const MigrationFolder *folder, const History *history, bool is_up_to_date)
{
    Document document = document_begin(cli->arena);
    document_number(&document, "found", folder->migrations.count);
    document_flag(&document, "hasJournal", history->journal.exists);
    document_flag(&document, "upToDate", is_up_to_date);
    document_flag(&document, "diverged", history_has_diverged(history));
    document_text(&document, "lastCommon", history->last_common);
    document_names(&document, "pending", &history->pending);
    document_names(&document, "late", &history->late);
    document_names(&document, "edited", &history->edited);
    add_rows(&document, "failed", &history->failed);
    add_rows(&document, "missing", &history->missing);
    document_print(cli, &document);
}

/* ---- for people ---- */

static const char *names_of(SgArena *arena, const Migrations *migrations)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < migrations->count; i++) sg_text_printf(&text, "\n%s", migrations->items[i]->name);
    return sg_text_get(&text);
}

static const char *row_names_of(SgArena *arena, const JournalRows *rows)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < rows->count; i++) sg_text_printf(&text, "\n%s", rows->items[i]->name);
    return sg_text_get(&text);
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void say_pending(Cli *cli, const History *history)
{
    if (history->pending.count == 0 || history_has_diverged(history)) return;
    report_say(&cli->report, "\nFollowing migration%s have not yet been applied:%s", plural(history->pending.count),
               names_of(cli->arena, &history->pending));
    report_say(&cli->report,
               "\nTo apply them: `schemagen migrate dev` in development, `schemagen migrate deploy` in production.");
}

static void say_diverged(Cli *cli, const MigrationFolder *folder, const History *history)
{
    if (!history_has_diverged(history)) return;
    report_warning(&cli->report,
                   "Your local migration history and the migrations table from your database are different:\n\n"
                   "The last common migration is: %s\n\nThe migration%s have not yet been applied:%s\n\n"
                   "The migration%s from the database are not found locally in %s:%s\n\n"
                   "They were probably made on another branch: merge it, so that the folder has them too. Migrations "
                   "that were applied "
                   "must stay in the folder; your own new ones can be put behind them with `schemagen migrate rebase`.",
                   history->last_common == NULL ? "(none)" : history->last_common, plural(history->pending.count),
                   names_of(cli->arena, &history->pending), plural(history->missing.count), folder->path,
                   row_names_of(cli->arena, &history->missing));
}

static void say_failed(Cli *cli, const History *history)
{
    for (size_t i = 0; i < history->failed.count; i++) {
        const JournalRow *row = history->failed.items[i];
        if (history->is_being_applied) {
            report_warning(&cli->report, "The migration `%s` is being applied by another runner, since %s.", row->name,
                           row->started_at);
            continue;
        }
        report_warning(
            &cli->report,
            "Following migration have failed:\n%s\n\nIt began at %s%s%s\n\nRepair what it left, if anything, then "
            "say how it ended:\n  schemagen migrate resolve --rolled-back \"%s\"\n  schemagen migrate resolve "
            "--applied \"%s\"",
            row->name, row->started_at,
            row->logs == NULL ? " and was interrupted; nobody recorded how far it came." : ":\n",
            row->logs == NULL ? "" : row->logs, row->name, row->name);
    }
}

static void say_oddities(Cli *cli, const History *history)
{
    if (history->edited.count > 0)
        report_warning(&cli->report, "The script%s changed after it was applied:%s",
                       history->edited.count == 1 ? "" : "s", names_of(cli->arena, &history->edited));
    if (history->late.count > 0 && !history_has_diverged(history))
        report_warning(
            &cli->report,
            "Older by name than migrations that are applied already (from another branch?); deploy applies them all "
            "the same, `schemagen migrate rebase` puts them last:%s",
            names_of(cli->arena, &history->late));
    if (history->missing.count > 0 && !history_has_diverged(history))
        report_note(&cli->report, "Applied, but not in the folder:%s", row_names_of(cli->arena, &history->missing));
}

static void warn_of_invalid_indexes(Cli *cli, Connection *connection)
{
    const char *invalid = "";
    if (blockers_invalid_indexes(connection, &invalid) == NULL && *invalid != '\0')
        report_warning(&cli->report, "%s", invalid + strspn(invalid, "\n "));
}

static int show(Cli *cli, Connection *connection, const MigrationFolder *folder, const History *history)
{
    bool is_unmanaged = !history->journal.exists && folder->migrations.count == 0;
    bool is_up_to_date = history->pending.count == 0 && history->failed.count == 0 && !is_unmanaged;
    if (cli->report.is_json) {
        write_json(cli, folder, history, is_up_to_date);
        return is_up_to_date ? CLI_DONE : CLI_FAILED;
    }
    if (is_unmanaged)
        return report_error(&cli->report, "The current database is not managed by migrations: it has no table "
                                          "_prisma_migrations, and the folder is empty.");
    say_pending(cli, history);
    say_diverged(cli, folder, history);
    say_failed(cli, history);
    say_oddities(cli, history);
    warn_of_invalid_indexes(cli, connection);
    if (is_up_to_date) report_say(&cli->report, "\nDatabase schema is up to date!");
    return is_up_to_date ? CLI_DONE : CLI_FAILED;
}

static int run_status(Cli *cli)
{
    WorkingCopy copy;
    MigrationFolder folder;
    interrupt_catch();
    if (!working_copy_open_existing(cli, &copy)) return CLI_FAILED;
    int code = CLI_FAILED;
    if (target_read_migrations(cli, &folder)) {
        History history;
        const Failure *failure = history_read(copy.connection, &folder, &history);
        code = failure != NULL ? target_fail(cli, failure) : show(cli, copy.connection, &folder, &history);
    }
    working_copy_close(&copy);
    return code;
}

const Command cmd_migrate_status = {
    .name = "migrate status",
    .summary = "compare the migrations folder with what a database has",
    .description =
        "Says what is pending, failed, changed after it was applied, or missing from the folder, and what to do about\n"
        "it.  Exit code 0: everything is applied; 1: it is not.  Without any URL, the database is the one that\n"
        "`migrate dev` made on the private server.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_FORMAT,
    .run = run_status,
};
