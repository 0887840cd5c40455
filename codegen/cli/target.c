#include "target.h"

#include "datasource.h"
#include "document.h"
#include "load.h"
#include "progress.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail_as_json(Cli *cli, const Failure *failure)
{
    Document document = document_begin(cli->arena);
    document_text(&document, "error", failure->message);
    document_text(&document, "code", failure->code);
    document_print(cli, &document);
}

int target_fail(Cli *cli, const Failure *failure)
{
    if (cli->report.is_json) {
        fail_as_json(cli, failure);
    } else if (failure->code == NULL) {
        size_t said = strncmp(failure->message, "ERROR: ", 7) == 0 ? 7 : 0; /* by the server; report_error says it */
        report_error(&cli->report, "%s", failure->message + said);
    } else {
        bool is_connection = failure->code[1] == '1';
        report_error(&cli->report, "%s%s%s", failure->code, is_connection ? ": " : "\n\n", failure->message);
    }
    return CLI_FAILED;
}

/* ---- the environment ---- */

/* What stands behind `=`: bare up to a comment, or quoted; escapes in double quotes only. */
static const char *dotenv_value(SgArena *arena, const char *text)
{
    SgText value = {.arena = arena};
    text += strspn(text, " \t");
    char quote = *text == '"' || *text == '\'' || *text == '`' ? *text++ : '\0';
    for (; *text != '\0' && *text != '\n' && *text != '\r'; text++) {
        if (quote != '\0' && *text == quote) break;
        if (quote == '\0' && *text == '#') break;
        if (quote == '"' && *text == '\\' && (text[1] == '"' || text[1] == '\\')) text++;
        sg_text_add_char(&value, *text);
    }
    while (quote == '\0' && value.size > 0 && isspace((unsigned char)value.data[value.size - 1]))
        sg_text_truncate(&value, value.size - 1);
    return sg_text_get(&value);
}

static const char *dotenv_find(SgArena *arena, const char *text, const char *name)
{
    const char *found = NULL;
    size_t size = strlen(name);
    while (text != NULL && *text != '\0') {
        text += strspn(text, " \t");
        if (strncmp(text, "export ", 7) == 0) text += 7;
        if (strncmp(text, name, size) == 0) {
            const char *equals = text + size + strspn(text + size, " \t");
            if (*equals == '=') found = dotenv_value(arena, equals + 1);
        }
        text = strchr(text, '\n');
        if (text != NULL) text++;
    }
    return found;
}

/* A variable of the environment, else of the file `.env` of the current folder; NULL when neither has it. */
static const char *find_variable(SgArena *arena, const char *name)
{
    const char *value = getenv(name);
    if (value != NULL && *value != '\0') return value;
    const char *text = NULL;
    size_t size = 0;
    if (access(".env", R_OK) != 0 || folder_read_file(arena, ".env", &text, &size) != NULL) return NULL;
    value = dotenv_find(arena, text, name);
    return value != NULL && *value != '\0' ? value : NULL;
}

/* ---- the database ---- */

void target_announce(Cli *cli, const DatabaseUrl *url)
{
    report_say(&cli->report, "%s\n", database_url_describe(cli->arena, url));
}

/* The URL that a property of the datasource stands for; `variable` is set when that has no value. */
static const char *from_datasource(Cli *cli, const char *property, const char **variable)
{
    DatasourceUrl url = datasource_url(cli, property);
    if (url.text != NULL) return url.text;
    const char *value = url.variable == NULL ? NULL : find_variable(cli->arena, url.variable);
    if (value == NULL && url.variable != NULL) *variable = url.variable;
    return value;
}

static const char *find_url(Cli *cli, const char **variable)
{
    const char *text = cli_value(cli, "url");
    if (text == NULL) text = from_datasource(cli, "directUrl", variable);
    if (text == NULL) text = from_datasource(cli, "url", variable);
    return text != NULL ? text : find_variable(cli->arena, "DATABASE_URL");
}

bool target_url_text(Cli *cli, const char **text)
{
    const char *variable = NULL, *found = find_url(cli, &variable);
    if (found != NULL) *text = found;
    return found != NULL;
}

const char *target_default_schema(Cli *cli)
{
    const char *text = NULL;
    DatabaseUrl url;
    bool is_known = target_url_text(cli, &text) && database_url_parse(cli->arena, text, &url) == NULL;
    return is_known ? url.schema : "public";
}

bool target_find(Cli *cli, DatabaseUrl *out)
{
    const char *variable = "DATABASE_URL";
    const char *text = find_url(cli, &variable);
    if (text == NULL) {
        bool is_unreadable = access(".env", F_OK) == 0 && access(".env", R_OK) != 0;
        report_error(&cli->report, "no database given: pass --url, or set %s in the environment or in .env%s", variable,
                     is_unreadable ? " (which cannot be read)" : "");
        return false;
    }
    const Failure *failure = database_url_parse(cli->arena, text, out);
    if (failure != NULL) {
        target_fail(cli, failure);
        return false;
    }
    target_announce(cli, out);
    return true;
}

void target_shadow_place(Cli *cli, ShadowPlace *place)
{
    const char *variable = NULL, *target = NULL;
    place->url = cli_value(cli, "shadow-url");
    if (place->url == NULL) place->url = from_datasource(cli, "shadowDatabaseUrl", &variable);
    Progress *progress = sg_arena_new(cli->arena, sizeof *progress);
    *progress = progress_open(cli);
    place->events = progress_shadow_events(progress);
    DatabaseUrl *url = sg_arena_new(cli->arena, sizeof *url);
    if (target_url_text(cli, &target) && database_url_parse(cli->arena, target, url) == NULL) place->target = url;
}

/* ---- the migrations folder ---- */

static bool is_folder(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

static const char *folder_beside(SgArena *arena, const char *schema)
{
    size_t size = strlen(schema);
    while (size > 1 && schema[size - 1] == '/') size--;
    while (size > 0 && schema[size - 1] != '/') size--;
    return sg_arena_printf(arena, "%.*smigrations", (int)size, schema);
}

const char *target_migrations_path(Cli *cli)
{
    const char *given = cli_value(cli, "migrations");
    if (given != NULL) return given;
    const char *schema = load_find_schema(cli);
    if (schema == NULL)
        return !is_folder("migrations") && is_folder("prisma/migrations") ? "prisma/migrations" : "migrations";
    const char *beside = folder_beside(cli->arena, schema);
    const char *inside = sg_arena_printf(cli->arena, "%s/migrations", schema);
    if (!is_folder(beside) && is_folder(inside)) return inside; /* Prisma's place beside a schema of several files */
    return beside;
}

/* Where nobody made a first migration it is an empty one; where it was named it is a mistake. */
bool target_has_migrations(Cli *cli)
{
    const char *given = cli_value(cli, "migrations");
    if (given == NULL || is_folder(given)) return true;
    target_fail(cli, failure_new(cli->arena, NULL, "there is no folder `%s`", given));
    return false;
}

bool target_read_migrations(Cli *cli, MigrationFolder *out)
{
    if (!target_has_migrations(cli)) return false;
    const Failure *failure = folder_read(cli->arena, target_migrations_path(cli), out);
    if (failure != NULL) {
        target_fail(cli, failure);
        return false;
    }
    size_t count = out->migrations.count;
    if (count == 0) report_say(&cli->report, "No migration found in %s", out->path);
    else report_say(&cli->report, "%zu migration%s found in %s", count, count == 1 ? "" : "s", out->path);
    return true;
}
