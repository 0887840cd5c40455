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

static void add_found(Output *output, const char *name)
{
    OutputFile *file = sg_arena_new(output->arena, sizeof *file);
    file->name = sg_arena_strdup(output->arena, name);
    *list_add(output->arena, &output->found) = file;
    sg_map_put(&output->found_by_name, output->arena, file->name, file);
}

/* Files are opened by the folder's descriptor, and those that were not found without a look whether they are there. */
bool output_open(Output *output)
{
    output->descriptor = -1;
    if (output->folder[0] == '\0') output->folder = ".";
    if (!output->check && !make_folder(output)) return false;
    DIR *folder = opendir(output->folder);
    if (folder == NULL) return (output->check && errno == ENOENT) || fail(output, "read folder", output->folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (entry->d_name[0] != '.') add_found(output, entry->d_name);
    output->descriptor = fcntl(dirfd(folder), F_DUPFD_CLOEXEC, 0);
    closedir(folder);
    return output->descriptor >= 0 || fail(output, "read folder", output->folder);
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

static bool write_file(Output *output, const char *name, const char *bytes, size_t size)
{
    int fd = openat(output->descriptor, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return fail(output, "write", path_of(output, name));
    bool ok = write_all(fd, bytes, size);
    if (!ok) fail(output, "write", path_of(output, name));
    if (close(fd) != 0 && ok) return fail(output, "write", path_of(output, name));
    return ok;
}

bool output_write(Output *output, const char *name, const char *bytes, size_t size)
{
    output->file_count++;
    OutputFile *found = sg_map_find(&output->found_by_name, name);
    if (found != NULL) {
        found->is_made = true;
        int fd = openat(output->descriptor, name, O_RDONLY | O_CLOEXEC);
        if (fd < 0 && errno != ENOENT) return fail(output, "read", path_of(output, name));
        bool is_same = fd >= 0 && holds(output, fd, bytes, size);
        if (fd >= 0) close(fd);
        if (is_same) return true;
    }
    note(output, found == NULL ? OUTPUT_NEW : OUTPUT_CHANGED, name);
    return output->check || write_file(output, name, bytes, size);
}

/* Files that people put beside ours do not have the marker. */
static bool is_ours(const Output *output, const char *name)
{
    int fd = openat(output->descriptor, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
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
    return strcmp((*(OutputFile *const *)a)->name, (*(OutputFile *const *)b)->name);
}

static bool remove_stale(Output *output)
{
    if (output->found.count > 1)
        qsort(output->found.items, output->found.count, sizeof *output->found.items, compare_names);
    for (size_t i = 0; i < output->found.count; i++) {
        const OutputFile *file = output->found.items[i];
        if (file->is_made || !is_ours(output, file->name)) continue;
        note(output, OUTPUT_STALE, file->name);
        if (output->check) continue;
        if (unlinkat(output->descriptor, file->name, 0) != 0)
            return fail(output, "remove", path_of(output, file->name));
    }
    return true;
}

bool output_close(Output *output)
{
    bool ok = remove_stale(output);
    if (output->descriptor >= 0) close(output->descriptor);
    output->descriptor = -1;
    return ok;
}
