#include "side.h"

#include "load.h"
#include "lower.h"
#include "text.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

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

static bool is_migrations_folder(const char *path)
{
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

static bool read_side(Cli *cli, const char *text, const Database **out)
{
    Loaded loaded;
    switch (side_kind(text)) {
    case SIDE_EMPTY: *out = database_from_schema(cli->arena, NULL); return true;
    case SIDE_SCHEMA:
        if (!load_schema(cli, text, &loaded)) return false;
        *out = database_from_schema(cli->arena, loaded.schema);
        return true;
    case SIDE_MIGRATIONS:
    case SIDE_URL: break;
    }
    report_error(&cli->report, "`%s`: a side is `empty` or a schema", text);
    return false;
}

bool sides_read(Cli *cli, const char *from, const char *to, const Database **out_from, const Database **out_to)
{
    const Database *from_database = NULL, *to_database = NULL;
    if (!read_side(cli, from, &from_database) || !read_side(cli, to, &to_database)) return false;
    *out_from = from_database;
    *out_to = to_database;
    return true;
}
