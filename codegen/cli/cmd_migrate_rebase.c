/* schemagen migrate rebase: migrations that are not deployed yet move behind those of another branch. */
#include "canonical.h"
#include "commands.h"
#include "develop.h"
#include "document.h"
#include "history.h"
#include "interrupt.h"
#include "lower.h"
#include "side.h"
#include "sql.h"
#include "target.h"
#include "text.h"

#include <string.h>
#include <time.h>

/* One run of the command. */
typedef struct Rebase {
    Cli *cli;
    const Schema *schema; /* NULL without one */
    SchemaNames schemas;
    MigrationFolder folder;
    Migrations moved;     /* in their order */
    MigrationNames names; /* the new ones: as many as were moved, or the one that took their place */
    Renames renames;      /* that the moved ones do; with --rediff */
} Rebase;

/* Those that were named, else those that the database does not have. */
static const Failure *find_moved(Rebase *rebase)
{
    Cli *cli = rebase->cli;
    for (size_t i = 0; i < cli->arguments.count; i++) {
        Migration *migration = folder_find(&rebase->folder, cli->arguments.items[i]);
        if (migration == NULL)
            return failure_new(cli->arena, "P3017", "The migration %s could not be found.", cli->arguments.items[i]);
        *list_add(cli->arena, &rebase->moved) = migration;
    }
    if (cli->arguments.count > 0) return NULL;
    const char *text = NULL;
    DatabaseUrl url;
    Connection *connection = NULL;
    History history;
    if (!target_url_text(cli, &text))
        return failure_new(cli->arena, NULL, "name the migrations to move, or the database that has the others: --url");
    const Failure *failure = database_url_parse(cli->arena, text, &url);
    if (failure == NULL) target_announce(cli, &url);
    if (failure == NULL) failure = connection_open(cli->arena, &url, &connection);
    if (failure == NULL) failure = history_read(connection, &rebase->folder, &history);
    connection_close(connection);
    if (failure == NULL) rebase->moved = history.pending;
    return failure;
}

static bool is_moved(const Rebase *rebase, const Migration *migration)
{
    for (size_t i = 0; i < rebase->moved.count; i++) {
        if (rebase->moved.items[i] == migration) return true;
    }
    return false;
}

/* They are last already, in the order of their names. */
static bool is_in_place(const Rebase *rebase)
{
    size_t count = rebase->folder.migrations.count, moved = rebase->moved.count;
    for (size_t i = 0; i < moved; i++) {
        if (!is_moved(rebase, &rebase->folder.migrations.items[count - moved + i])) return false;
    }
    return true;
}

/* The name behind the time. */
static const char *bare_name(const Migration *migration)
{
    size_t digits = strspn(migration->name, "0123456789");
    return migration->name[digits] == '_' ? migration->name + digits + 1 : migration->name;
}

static const Failure *replay_others(const Rebase *rebase, Shadow *shadow)
{
    for (size_t i = 0; i < rebase->folder.migrations.count; i++) {
        Migration *migration = &rebase->folder.migrations.items[i];
        const Failure *failure = is_moved(rebase, migration) ? NULL : shadow_run(shadow, migration);
        if (failure != NULL) return failure;
    }
    return NULL;
}

/* Do the scripts still work behind the others? */
static const Failure *try_moved(const Rebase *rebase, Shadow *shadow)
{
    for (size_t i = 0; i < rebase->moved.count; i++) {
        const Failure *failure = shadow_run(shadow, rebase->moved.items[i]);
        if (failure != NULL)
            return failure_new(
                rebase->cli->arena, failure->code,
                "%s\n\nNothing was changed. --rediff replaces the moved migrations by one, made from the schema.",
                failure->message);
    }
    return NULL;
}

static const Failure *move_all(Rebase *rebase)
{
    Cli *cli = rebase->cli;
    time_t when = folder_next_time(&rebase->folder, time(NULL));
    for (size_t i = 0; i < rebase->moved.count; i++, when++) {
        const char *name = NULL, *old = rebase->moved.items[i]->name;
        const Failure *failure = folder_new_name(cli->arena, when, bare_name(rebase->moved.items[i]), &name);
        if (failure == NULL) failure = folder_rename(cli->arena, rebase->folder.path, old, name);
        if (failure != NULL) return failure;
        report_say(&cli->report, "%s is now %s", old, name);
        *list_add(cli->arena, &rebase->names) = name;
    }
    return NULL;
}

/* A rename is not in the schema when --rename said it: what the moved migrations rename is told by a replay in the
 * order that the folder has now.  Where that does not work, nothing is known. */
static const Failure *learn_renames(Rebase *rebase, Shadow *shadow)
{
    Database *before = NULL, *after = NULL;
    const Failure *failure = NULL;
    for (size_t i = 0; failure == NULL && i < rebase->folder.migrations.count; i++) {
        Migration *migration = &rebase->folder.migrations.items[i];
        if (before == NULL && is_moved(rebase, migration))
            failure = describe_database(shadow->connection, &rebase->schemas, &before);
        if (failure == NULL) failure = shadow_run(shadow, migration);
    }
    if (failure == NULL) failure = describe_database(shadow->connection, &rebase->schemas, &after);
    if (failure == NULL) rebase->renames = renames_seen(rebase->cli->arena, before, after);
    if (failure != NULL && failure->server != NULL) return failure;
    failure = connection_recover(shadow->connection);
    return failure != NULL ? failure : shadow_clear(shadow);
}

/* What the schema wants beyond the others, as one migration under the last one's name. */
static const Failure *rediff(Rebase *rebase, Shadow *shadow)
{
    Cli *cli = rebase->cli;
    Develop develop = {.connection = shadow->connection,
                       .folder = &rebase->folder,
                       .schemas = rebase->schemas,
                       .shadow = *shadow,
                       .asked = rebase->renames};
    const Failure *failure = describe_database(shadow->connection, &rebase->schemas, &develop.planned);
    const Migration *last = rebase->moved.items[rebase->moved.count - 1];
    const char *name = NULL;
    if (failure == NULL)
        failure = folder_new_name(cli->arena, folder_next_time(&rebase->folder, time(NULL)), bare_name(last), &name);
    if (failure != NULL) return failure;
    Database *wanted = database_from_schema_in(cli->arena, rebase->schema, rebase->schemas.default_schema);
    Steps steps = develop_plan(&develop, wanted);
    Risks risks = risks_find(cli->arena, &steps);
    SgText script = {.arena = cli->arena};
    Trial trial = {0};
    sql_render(cli->arena, &steps, &risks, &script);
    failure = develop_try(&develop, name, sg_text_get(&script), wanted, &trial);
    if (failure == NULL)
        failure = folder_write(cli->arena, rebase->folder.path, name, sg_text_get(&script), trial.down);
    for (size_t i = 0; failure == NULL && i < rebase->moved.count; i++)
        folder_delete(cli->arena, rebase->folder.path, rebase->moved.items[i]->name);
    if (failure != NULL) return failure;
    report_say(&cli->report, "%zu migration(s) replaced by %s", rebase->moved.count, name);
    *list_add(cli->arena, &rebase->names) = name;
    return NULL;
}

static const Failure *with_shadow(Rebase *rebase)
{
    Cli *cli = rebase->cli;
    Shadow shadow = {0};
    ShadowPlace place = {.schema = rebase->schemas.default_schema};
    target_shadow_place(cli, &place);
    const Failure *failure = shadow_open(cli->arena, &place, &shadow);
    if (failure == NULL && cli_flag(cli, "rediff")) failure = learn_renames(rebase, &shadow);
    if (failure == NULL) failure = replay_others(rebase, &shadow);
    if (failure == NULL && cli_flag(cli, "rediff")) failure = rediff(rebase, &shadow);
    else if (failure == NULL) failure = try_moved(rebase, &shadow);
    shadow_close(&shadow);
    return failure != NULL || cli_flag(cli, "rediff") ? failure : move_all(rebase);
}

static void print_document(Cli *cli, const Rebase *rebase)
{
    static const Migrations none = {0};
    Document document = document_begin(cli->arena);
    document_names(&document, "moved", rebase->names.count > 0 ? &rebase->moved : &none);
    document_open_list(&document, "names");
    for (size_t i = 0; i < rebase->names.count; i++) document_text(&document, NULL, rebase->names.items[i]);
    document_close_list(&document);
    document_print(cli, &document);
}

static int run_rebase(Cli *cli)
{
    Loaded loaded = {0};
    Rebase rebase = {.cli = cli};
    const char *path = load_find_schema(cli);
    if (path != NULL && !load_schema(cli, path, &loaded)) return CLI_FAILED;
    if (cli_flag(cli, "rediff") && loaded.schema == NULL)
        return report_usage(&cli->report, "`--rediff` needs a schema: --schema says where it is");
    rebase.schema = loaded.schema;
    rebase.schemas = introspect_schema_names(loaded.schema, target_default_schema(cli));
    interrupt_catch();
    const Failure *failure = folder_read(cli->arena, target_migrations_path(cli), &rebase.folder);
    if (failure == NULL) failure = folder_read_scripts(cli->arena, &rebase.folder);
    if (failure == NULL) failure = find_moved(&rebase);
    if (failure != NULL) return target_fail(cli, failure);
    bool has_work = rebase.moved.count > 0 && (cli_flag(cli, "rediff") || !is_in_place(&rebase));
    if (!has_work) report_say(&cli->report, "Nothing to move: they are the last ones already.");
    if (has_work) failure = with_shadow(&rebase);
    if (failure != NULL) return target_fail(cli, failure);
    if (cli->report.is_json) print_document(cli, &rebase);
    return CLI_DONE;
}

const Command cmd_migrate_rebase = {
    .name = "migrate rebase",
    .arguments = "[NAME ...]",
    .max_arguments = 1000,
    .summary = "move migrations that are not deployed behind those of another branch",
    .description =
        "After a merge: gives the named migrations (without names, those that the database of --url does not have) "
        "new\n"
        "times, so that they come last, when a replay on a shadow database shows that they still work there.  With\n"
        "--rediff they are replaced by one migration made anew from the schema; what was written into them by hand is "
        "lost.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_SHADOW_URL | SHARED_FORMAT,
    .options = {{.name = "rediff", .help = "replace them by one migration, made from the schema"}},
    .run = run_rebase,
};
