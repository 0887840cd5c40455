#include "server_programs.h"

#include "list.h"
#include "process.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef LIST(const char *) Folders;

static const char *const distribution_folders[] = {
    "/usr/lib/postgresql/*/bin", /* Debian, Ubuntu */
    "/usr/pgsql-*/bin",          /* PGDG packages on Fedora, RHEL */
    "/usr/lib/postgresql*/bin",  /* SUSE, Gentoo */
    "/usr/libexec/postgresql*",  /* Alpine */
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/local/lib/postgresql*/bin", /* MacPorts */
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/usr/local/pgsql/bin",
    "/usr/bin",
};

static const char install_advice[] =
    "install PostgreSQL (Debian, Ubuntu: `apt install postgresql`; Fedora: `dnf install postgresql-server`; macOS: "
    "`brew install postgresql`), or set SCHEMAGEN_PG_BINDIR to the folder that has `initdb` and `postgres`";

static bool is_program(const char *path)
{
    return access(path, X_OK) == 0;
}

static bool has_programs(SgArena *arena, const char *folder)
{
    return is_program(sg_arena_printf(arena, "%s/postgres", folder)) &&
           is_program(sg_arena_printf(arena, "%s/initdb", folder));
}

/* The first number in the path: the version, in distribution folders. */
static int version_in_path(const char *path)
{
    const char *digit = strpbrk(path, "0123456789");
    return digit == NULL ? 0 : atoi(digit);
}

static int by_version_falling(const void *a, const void *b)
{
    return version_in_path(*(const char *const *)b) - version_in_path(*(const char *const *)a);
}

static void add_distribution_folders(SgArena *arena, Folders *folders)
{
    size_t first = folders->count;
    for (size_t i = 0; i < sizeof distribution_folders / sizeof *distribution_folders; i++) {
        glob_t found;
        if (glob(distribution_folders[i], 0, NULL, &found) != 0) continue;
        for (size_t k = 0; k < found.gl_pathc; k++)
            *list_add(arena, folders) = sg_arena_strdup(arena, found.gl_pathv[k]);
        globfree(&found);
    }
    if (folders->count > first)
        qsort(folders->items + first, folders->count - first, sizeof *folders->items, by_version_falling);
}

static void add_path_folders(SgArena *arena, Folders *folders)
{
    const char *path = getenv("PATH");
    while (path != NULL && *path != '\0') {
        size_t size = strcspn(path, ":");
        if (size > 0) *list_add(arena, folders) = sg_arena_strndup(arena, path, size);
        path += size + (path[size] == ':');
    }
}

static void add_configured_folder(SgArena *arena, Folders *folders)
{
    const char *output = NULL;
    if (process_run(arena, (const char *const[]){"pg_config", "--bindir", NULL}, NULL, NULL, &output) != 0) return;
    *list_add(arena, folders) = sg_arena_strndup(arena, output, strcspn(output, "\n"));
}

/* "postgres (PostgreSQL) 15.18 (Debian …)" → 15; 0 when the program does not run. */
static int major_version(SgArena *arena, const char *postgres)
{
    const char *output = NULL;
    int major = 0;
    if (process_run(arena, (const char *const[]){postgres, "--version", NULL}, NULL, NULL, &output) != 0) return 0;
    return sscanf(output, "postgres (PostgreSQL) %d", &major) == 1 ? major : 0;
}

static bool take(SgArena *arena, const char *folder, int major, ServerPrograms *out)
{
    if (!has_programs(arena, folder)) return false;
    const char *postgres = sg_arena_printf(arena, "%s/postgres", folder);
    int found = major_version(arena, postgres);
    if (found == 0 || (major != 0 && found != major)) return false;
    *out = (ServerPrograms){.directory = folder,
                            .postgres = postgres,
                            .initdb = sg_arena_printf(arena, "%s/initdb", folder),
                            .major = found};
    return true;
}

const Failure *server_programs_find(SgArena *arena, int major, ServerPrograms *out)
{
    const char *given = getenv("SCHEMAGEN_PG_BINDIR");
    if (given != NULL && *given != '\0') {
        if (take(arena, given, major, out)) return NULL;
        ServerPrograms other;
        if (major != 0 && take(arena, given, 0, &other))
            return failure_new(arena, NULL, "SCHEMAGEN_PG_BINDIR (%s) has PostgreSQL %d, but version %d is needed",
                               given, other.major, major);
        return failure_new(arena, NULL, "no PostgreSQL server programs in SCHEMAGEN_PG_BINDIR (%s): %s", given,
                           install_advice);
    }
    Folders folders = {0};
    add_configured_folder(arena, &folders);
    add_path_folders(arena, &folders);
    add_distribution_folders(arena, &folders);
    for (size_t i = 0; i < folders.count; i++) {
        if (take(arena, folders.items[i], major, out)) return NULL;
    }
    if (major != 0)
        return failure_new(arena, NULL, "no server programs of PostgreSQL %d found: %s", major, install_advice);
    return failure_new(arena, NULL, "no PostgreSQL server programs found: %s", install_advice);
}
