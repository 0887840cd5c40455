#include "side.h"

#include "canonical.h"
#include "load.h"
#include "lower.h"
#include "rename_options.h"
#include "target.h"
#include "text.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool exists(const char *folder, const char *name, const char *file)
{
    struct stat info;
    SgText path = {0};
    sg_text_printf(&path, "%s/%s%s", folder, name, file);
    bool is_there = sg_text_ok(&path) && stat(sg_text_get(&path), &info) == 0;
    sg_text_free(&path);
    return is_there;
}

/* One that cannot be looked into is not taken for an empty one: reading it says why. */
static bool is_migrations_folder(const char *path)
{
    struct stat info;
    bool is_folder = stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    if (is_folder && access(path, R_OK | X_OK) != 0) return true;
    if (exists(path, "migration_lock.toml", "")) return true;
    DIR *folder = opendir(path);
    if (folder == NULL) return false;
    bool is_found = false;
    for (const struct dirent *entry; !is_found && (entry = readdir(folder)) != NULL;) {
        is_found = exists(path, entry->d_name, "/migration.sql");
    }
    closedir(folder);
    return is_found;
}

SideKind side_kind(const char *text)
{
    if (strcmp(text, "empty") == 0) return SIDE_EMPTY;
    if (starts_with(text, "postgresql://") || starts_with(text, "postgres://")) return SIDE_URL;
    return is_migrations_folder(text) ? SIDE_MIGRATIONS : SIDE_SCHEMA;
}

/* ---- reading ---- */

typedef struct Side {
    SideKind kind;
    const char *text;
    SgArena model;          /* SIDE_SCHEMA: of loaded.schema */
    Loaded loaded;          /* SIDE_SCHEMA */
    Shadow shadow;          /* SIDE_MIGRATIONS */
    Connection *connection; /* the server that described it; NULL when none did */
    Database *database;
} Side;

/* Of the server that the schema is compared with, else of the database that the command would work on.  Nobody has to
 * know where the schema names no schemas. */
static const char *default_schema(Cli *cli, const Side *side, const Side *other)
{
    DatabaseUrl url;
    const Datasource *datasource = side->loaded.schema->datasource;
    if (datasource == NULL || datasource->schemas.count == 0) return "public";
    bool is_server = other->kind == SIDE_URL && database_url_parse(cli->arena, other->text, &url) == NULL;
    return is_server ? url.schema : target_default_schema(cli);
}

static bool read_schema(Cli *cli, Side *side, const Side *other)
{
    if (side->kind != SIDE_SCHEMA) return true;
    side->model.out_of_memory = cli->arena->out_of_memory;
    if (!load_schema_into(cli, &side->model, side->text, &side->loaded)) return false;
    side->database = database_from_schema_in(cli->arena, side->loaded.schema, default_schema(cli, side, other));
    return true;
}

/* Only a server that describes the other side asks what the schema says. */
static void forget_model(Side *side, const Side *other)
{
    if (other->kind == SIDE_MIGRATIONS || other->kind == SIDE_URL) return;
    sg_arena_free(&side->model);
    side->loaded.schema = NULL;
}

static const Failure *read_migrations(Cli *cli, Side *side, SchemaNames names)
{
    MigrationFolder folder;
    names.default_schema = target_default_schema(cli);
    const Failure *failure = folder_read(cli->arena, side->text, &folder);
    if (failure == NULL) failure = folder_check_provider(cli->arena, &folder);
    if (failure == NULL && folder.migrations.count == 0) {
        side->database = database_from_schema(cli->arena, NULL); /* no server is needed to know that */
        return NULL;
    }
    ShadowPlace place = {.schema = names.default_schema};
    target_shadow_place(cli, &place);
    if (failure == NULL) failure = shadow_open(cli->arena, &place, &side->shadow);
    if (failure == NULL) failure = shadow_replay(&side->shadow, &folder, 0, folder.migrations.count);
    if (failure != NULL) return failure;
    side->connection = side->shadow.connection;
    return describe_database(side->connection, &names, &side->database);
}

static const Failure *read_server(Cli *cli, Side *side, SchemaNames names)
{
    DatabaseUrl url;
    const Failure *failure = database_url_parse(cli->arena, side->text, &url);
    if (failure == NULL) failure = connection_open(cli->arena, &url, &side->connection);
    if (failure != NULL) return failure;
    names.default_schema = url.schema;
    return describe_database(side->connection, &names, &side->database);
}

/* `other` tells which schemas to look at. */
static bool read_described(Cli *cli, Side *side, const Side *other)
{
    SchemaNames names = introspect_schema_names(other->kind == SIDE_SCHEMA ? other->loaded.schema : NULL, "public");
    const Failure *failure = NULL;
    switch (side->kind) {
    case SIDE_EMPTY: side->database = database_from_schema(cli->arena, NULL); break;
    case SIDE_SCHEMA: break;
    case SIDE_MIGRATIONS: failure = read_migrations(cli, side, names); break;
    case SIDE_URL: failure = read_server(cli, side, names); break;
    }
    if (failure != NULL) target_fail(cli, failure);
    return failure == NULL;
}

static void canonicalize(Cli *cli, const Side *described, Side *wanted, const Renames *renames)
{
    if (wanted->kind == SIDE_SCHEMA && described->connection != NULL)
        database_canonicalize(described->connection->pg, cli->arena, described->database, wanted->database, renames);
}

/* The renames of the other direction. */
static Renames plan_back(Cli *cli, const Sides *sides)
{
    Renames undone = renames_inverted(cli->arena, &sides->renames);
    return renames_plan(cli->arena, sides->to, sides->from, &undone);
}

static void close_side(Side *side)
{
    sg_arena_free(&side->model);
    if (side->kind == SIDE_URL) connection_close(side->connection);
    shadow_close(&side->shadow);
}

bool sides_read(Cli *cli, const char *from, const char *to, Sides *out)
{
    Side left = {.kind = side_kind(from), .text = from}, right = {.kind = side_kind(to), .text = to};
    bool is_read = read_schema(cli, &left, &right);
    forget_model(&left, &right);
    is_read = is_read && read_schema(cli, &right, &left);
    forget_model(&right, &left);
    is_read = is_read && read_described(cli, &left, &right) && read_described(cli, &right, &left);
    Sides sides = {.from = left.database, .to = right.database};
    is_read = is_read && rename_options_plan(cli, sides.from, sides.to, &sides.renames);
    if (is_read) {
        Renames back = plan_back(cli, &sides);
        canonicalize(cli, &left, &right, &sides.renames);
        canonicalize(cli, &right, &left, &back);
        *out = sides;
    }
    close_side(&left);
    close_side(&right);
    return is_read;
}
