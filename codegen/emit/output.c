#include "output.h"

#include "arena.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MARKER_WITHIN = 256 };

static bool fail(Output *output, const char *verb, const char *path)
{
    output->error = sg_arena_printf(output->arena, "cannot %s `%s`: %s", verb, path, strerror(errno));
    return false;
}

static const char *path_of(const Output *output, const char *name)
{
    return sg_arena_printf(output->arena, "%s/%s", output->folder, name);
}

static void note(Output *output, OutputChangeKind kind, const char *name)
{
    OutputChange *change = list_add(output->arena, &output->changes);
    change->kind = kind;
    change->name = sg_arena_strdup(output->arena, name);
}

/* mkdir -p */
static bool make_folder(Output *output)
{
    char *path = sg_arena_strdup(output->arena, output->folder);
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST) return fail(output, "create folder", path);
        *slash = '/';
    }
    if (mkdir(path, 0777) != 0 && errno != EEXIST) return fail(output, "create folder", path);
    struct stat info;
    if (stat(path, &info) != 0) return fail(output, "look at", path);
    if (S_ISDIR(info.st_mode)) return true;
    errno = ENOTDIR;
    return fail(output, "write into", path);
}

bool output_open(Output *output)
{
    if (output->folder[0] == '\0') output->folder = ".";
    return output->check || make_folder(output);
}

static bool read_all(int fd, char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = read(fd, bytes, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes += n;
        size -= (size_t)n;
    }
    return true;
}

static bool write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, bytes, size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes += n;
        size -= (size_t)n;
    }
    return true;
}

/* Whether the open file holds exactly these bytes. */
static bool holds(Output *output, int fd, const char *bytes, size_t size)
{
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || (size_t)info.st_size != size) return false;
    SgArenaMark mark = sg_arena_mark(output->arena);
    char *old = sg_arena_alloc(output->arena, size);
    bool same = read_all(fd, old, size) && memcmp(old, bytes, size) == 0;
    sg_arena_release(output->arena, mark);
    return same;
}

static bool write_file(Output *output, const char *path, const char *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return fail(output, "write", path);
    bool ok = write_all(fd, bytes, size);
    if (!ok) fail(output, "write", path);
    if (close(fd) != 0 && ok) return fail(output, "write", path);
    return ok;
}

bool output_write(Output *output, const char *name, const char *bytes, size_t size)
{
    name = sg_arena_strdup(output->arena, name);
    sg_map_put(&output->names, output->arena, name, (void *)name);

    const char *path = path_of(output, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT && errno != ENOTDIR) return fail(output, "read", path);
    if (fd >= 0) {
        bool same = holds(output, fd, bytes, size);
        close(fd);
        if (same) return true;
    }
    note(output, fd < 0 ? OUTPUT_NEW : OUTPUT_CHANGED, name);
    return output->check || write_file(output, path, bytes, size);
}

/* Files that people put beside ours do not have the marker. */
static bool is_ours(const Output *output, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0) return false;
    char head[MARKER_WITHIN + 1];
    struct stat info;
    ssize_t size = -1;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) size = read(fd, head, MARKER_WITHIN);
    close(fd);
    if (size < 0) return false;
    head[size] = '\0';
    return strstr(head, output->marker) != NULL;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool output_close(Output *output)
{
    DIR *folder = opendir(output->folder);
    if (folder == NULL) return (output->check && errno == ENOENT) || fail(output, "read folder", output->folder);
    LIST(const char *) stale = {0};
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] == '.' || sg_map_find(&output->names, entry->d_name) != NULL) continue;
        if (is_ours(output, path_of(output, entry->d_name)))
            *list_add(output->arena, &stale) = sg_arena_strdup(output->arena, entry->d_name);
    }
    closedir(folder);
    if (stale.count > 1) qsort(stale.items, stale.count, sizeof *stale.items, compare_names);

    for (size_t i = 0; i < stale.count; i++) {
        note(output, OUTPUT_STALE, stale.items[i]);
        const char *path = path_of(output, stale.items[i]);
        if (!output->check && unlink(path) != 0) return fail(output, "remove", path);
    }
    return true;
}
