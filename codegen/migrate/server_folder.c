#include "server_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* FNV-1a: a short name for a long path. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text != '\0'; text++) hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}

static const char *temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder != NULL && folder[0] == '/' && strlen(folder) < 60 ? folder : "/tmp";
}

static const Failure *absolute_path(SgArena *arena, const char *path, const char **out)
{
    if (path[0] == '/') {
        *out = path;
        return NULL;
    }
    char current[4096];
    if (getcwd(current, sizeof current) == NULL) return failure_errno(arena, "the current folder has no name");
    *out = sg_arena_printf(arena, "%s/%s", current, path);
    return NULL;
}

static const char *socket_folder(SgArena *arena, const char *path)
{
    const char *inside = sg_arena_printf(arena, "%s/socket", path);
    size_t room = sizeof((struct sockaddr_un *)0)->sun_path - 1;
    if (strlen(inside) + strlen("/.s.PGSQL.5432.lock") <= room) return inside;
    return sg_arena_printf(arena, "%s/schemagen-%016llx", temporary_folder(), (unsigned long long)hash_of(path));
}

const Failure *server_folder_find(SgArena *arena, const char *wanted, const ServerUser *user, ServerFolder *out)
{
    const char *path = NULL;
    const Failure *failure = absolute_path(arena, wanted, &path);
    if (failure != NULL) return failure;
    if (!server_user_can_reach(user, path))
        path = sg_arena_printf(arena, "/var/tmp/schemagen-%016llx", (unsigned long long)hash_of(path));
    *out = (ServerFolder){.path = path,
                          .data = sg_arena_printf(arena, "%s/data", path),
                          .socket = socket_folder(arena, path),
                          .log = sg_arena_printf(arena, "%s/log", path),
                          .users_lock = sg_arena_printf(arena, "%s/users.lock", path),
                          .start_lock = sg_arena_printf(arena, "%s/start.lock", path),
                          .running_lock = sg_arena_printf(arena, "%s/running.lock", path),
                          .keep = sg_arena_printf(arena, "%s/keep", path)};
    return NULL;
}

static bool make_parents(SgArena *arena, const char *path)
{
    char *copy = sg_arena_strdup(arena, path);
    for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0755) != 0 && errno != EEXIST) return false;
        *slash = '/';
    }
    return true;
}

static const Failure *make_closed_folder(SgArena *arena, const char *path, const ServerUser *user)
{
    if (!make_parents(arena, path)) return failure_errno(arena, "cannot make the folder %s", path);
    if (mkdir(path, 0700) != 0 && errno != EEXIST) return failure_errno(arena, "cannot make the folder %s", path);
    struct stat found;
    if (lstat(path, &found) != 0 && errno == ENOENT) return make_closed_folder(arena, path, user); /* just removed */
    if (lstat(path, &found) != 0) return failure_errno(arena, "cannot look at %s", path);
    if (!S_ISDIR(found.st_mode)) return failure_new(arena, NULL, "%s is not a folder", path);
    if (found.st_uid != user->uid && found.st_uid != geteuid())
        return failure_new(arena, NULL,
                           "%s belongs to another user: a server made by root, or by somebody else, is not "
                           "used; remove that folder",
                           path);
    if ((found.st_mode & 07777) != 0700 && chmod(path, 0700) != 0)
        return failure_errno(arena, "cannot close %s to others", path);
    if (found.st_uid != user->uid && lchown(path, user->uid, user->gid) != 0)
        return failure_errno(arena, "cannot give %s to %s", path, user->name);
    return NULL;
}

/* Whatever the project's own .gitignore says, nobody commits a server.  Without it all else works: errors are ignored.
 */
static void hide_from_git(SgArena *arena, const char *path)
{
    static const char everything[] = "*\n";
    const char *name = sg_arena_printf(arena, "%s/.gitignore", path);
    int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return;
    bool is_written = write(file, everything, strlen(everything)) > 0;
    close(file);
    if (!is_written) unlink(name);
}

const Failure *server_folder_make(SgArena *arena, const ServerFolder *folder, const ServerUser *user)
{
    const Failure *failure = make_closed_folder(arena, folder->path, user);
    if (failure == NULL) failure = make_closed_folder(arena, folder->socket, user);
    if (failure == NULL) hide_from_git(arena, folder->path);
    return failure;
}

static void remove_entries(int folder)
{
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        close(folder);
        return;
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (unlinkat(folder, entry->d_name, 0) == 0) continue;
        int inner = openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner < 0) continue;
        remove_entries(inner);
        unlinkat(folder, entry->d_name, AT_REMOVEDIR);
    }
    closedir(entries);
}

void server_folder_remove(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) return;
    remove_entries(folder);
    rmdir(path);
}
