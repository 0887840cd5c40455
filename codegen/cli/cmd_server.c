/* schemagen server start|stop|url: the private PostgreSQL of the project. */
#include "apply.h"
#include "commands.h"
#include "document.h"
#include "private_server.h"
#include "target.h"

#include <stdio.h>

static void print_url(Cli *cli, const char *url)
{
    if (!cli->report.is_json) {
        fprintf(cli->report.out, "%s\n", url);
        return;
    }
    Document document = document_begin(cli->arena);
    document_text(&document, "url", url);
    document_print(cli, &document);
}

/* A URL that is printed is one that a program can connect to. */
static const Failure *ensure_database(SgArena *arena, const char *url_text)
{
    DatabaseUrl url;
    Connection *connection = NULL;
    bool was_created = false;
    const Failure *failure = database_url_parse(arena, url_text, &url);
    if (failure == NULL) failure = apply_connect(arena, &url, &connection, &was_created);
    if (failure == NULL) connection_close(connection);
    return failure;
}

static int run_start(Cli *cli)
{
    ServerPlace place = private_server_place();
    PrivateServer server = {0};
    const char *url = NULL;
    const Failure *failure = private_server_open(cli->arena, &place, &server);
    if (failure == NULL) failure = private_server_keep(cli->arena, &server);
    if (failure == NULL) url = private_server_url(cli->arena, &server, PRIVATE_SERVER_DATABASE);
    if (failure == NULL) failure = ensure_database(cli->arena, url);
    const char *folder = server.folder;
    private_server_close(&server);
    if (failure != NULL) return target_fail(cli, failure);
    report_note(&cli->report, "a private PostgreSQL runs in %s; `schemagen server stop` ends it", folder);
    print_url(cli, url);
    return CLI_DONE;
}

static int run_stop(Cli *cli)
{
    ServerPlace place = private_server_place();
    bool was_running = false;
    const Failure *failure = private_server_stop(cli->arena, &place, &was_running);
    if (failure != NULL) return target_fail(cli, failure);
    if (!cli->report.is_json) {
        report_note(&cli->report, was_running ? "stopped" : "it was not running");
        return CLI_DONE;
    }
    Document document = document_begin(cli->arena);
    document_flag(&document, "wasRunning", was_running);
    document_print(cli, &document);
    return CLI_DONE;
}

static int run_url(Cli *cli)
{
    ServerPlace place = private_server_place();
    const char *url = NULL;
    const char *database = cli->arguments.count > 0 ? cli->arguments.items[0] : PRIVATE_SERVER_DATABASE;
    const Failure *failure = private_server_find(cli->arena, &place, database, &url);
    if (failure != NULL) return target_fail(cli, failure);
    if (url == NULL)
        return report_error(&cli->report, "no private server runs here; `schemagen server start` starts one");
    print_url(cli, url);
    return CLI_DONE;
}

const Command cmd_server_start = {
    .name = "server start",
    .summary = "start the project's private PostgreSQL and keep it running",
    .description =
        "Makes a cluster in .schemagen/pg at the first start, and prints the URL of its database `development`,\n"
        "which is the one that `migrate dev` works on when no URL is given.  The server listens on a unix socket\n"
        "only, which nobody else can open; as root it runs as an unprivileged user.  It needs PostgreSQL's server\n"
        "programs: SCHEMAGEN_PG_BINDIR says where they are when they are not found.",
    .shared = SHARED_FORMAT,
    .run = run_start,
};

const Command cmd_server_stop = {
    .name = "server stop",
    .summary = "stop the project's private PostgreSQL",
    .description = "Ends it also for whoever is connected, and waits for its end.  Its data stay in .schemagen/pg.",
    .shared = SHARED_FORMAT,
    .run = run_stop,
};

const Command cmd_server_url = {
    .name = "server url",
    .arguments = "[DATABASE]",
    .max_arguments = 1,
    .summary = "print the URL of the project's private PostgreSQL",
    .description =
        "Of its database `development`, which `migrate dev` works on when no URL is given, or of the one that is\n"
        "named.  That need not exist; `migrate deploy` and `migrate dev` make it.",
    .shared = SHARED_FORMAT,
    .run = run_url,
};
