/* Files are read whole: the scanner wants one piece, and every Span points into it. */
#include "source.h"

#include "utf8.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SPACE_LIMIT 0x7fffffffu /* of all files together */

typedef LIST(const char *) Paths;

typedef struct Folder {
    dev_t device;
    ino_t number;
} Folder;

/* A folder and those below it, while they are searched. */
typedef struct Search {
    SgArena *arena;
    const char *ending; /* of the files looked for: ".prisma" */
    const char *failed; /* what could not be read, and errno says why */
    Paths found;
    LIST(Folder) seen; /* links may form a circle */
} Search;

/* Where the line behind the one at `at` begins; NULL when that is the last.  Lines end with LF, CR LF or CR. */
static const char *next_line(const char *at, const char *end, bool has_cr)
{
    if (!has_cr) {
        const char *lf = memchr(at, '\n', (size_t)(end - at));
        return lf == NULL ? NULL : lf + 1;
    }
    while (at < end && *at != '\n' && *at != '\r') at++;
    if (at == end) return NULL;
    return at + (at[0] == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1);
}

static void mark_lines(SgArena *arena, SourceFile *file)
{
    const char *end = file->text + file->size;
    size_t line = 0;
    file->has_cr = memchr(file->text, '\r', file->size) != NULL;
    for (const char *at = file->text; at != NULL; at = next_line(at, end, file->has_cr)) {
        if (line++ % LINES_PER_MARK == 0) *list_add(arena, &file->marks) = (uint32_t)(at - file->text);
    }
}

static uint32_t next_base(const Sources *sources)
{
    if (sources->files.count == 0) return 1;
    const SourceFile *last = &sources->files.items[sources->files.count - 1];
    return last->base + last->size + 1;
}

bool source_add(Sources *sources, const char *path, const char *text, size_t size)
{
    uint32_t base = next_base(sources);
    if (size > SPACE_LIMIT - base - 1) return false;
    SourceFile *file = list_add(sources->arena, &sources->files);
    file->path = path;
    file->text = text;
    file->size = (uint32_t)size;
    file->base = base;
    mark_lines(sources->arena, file);
    return true;
}

/* The bytes left of the space, and a NUL. */
static char *read_descriptor(Sources *sources, int descriptor, size_t *size)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) return NULL;
    if (status.st_size > SPACE_LIMIT) {
        errno = EFBIG;
        return NULL;
    }
    size_t room_to_see_the_end = 2;
    size_t capacity = status.st_size > 0 ? (size_t)status.st_size + room_to_see_the_end : 4096;
    char *text = sg_arena_alloc(sources->arena, capacity);
    size_t used = 0;
    for (;;) {
        if (used + 1 >= capacity) {
            char *more = sg_arena_alloc(sources->arena, capacity * 2);
            memcpy(more, text, used);
            text = more;
            capacity *= 2;
        }
        ssize_t got = read(descriptor, text + used, capacity - used - 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return NULL;
        if (got == 0) break;
        used += (size_t)got;
        if (used > SPACE_LIMIT) {
            errno = EFBIG;
            return NULL;
        }
    }
    text[used] = '\0';
    *size = used;
    return text;
}

static bool read_file(Sources *sources, const char *path, const char **error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    size_t size = 0;
    char *text = descriptor < 0 ? NULL : read_descriptor(sources, descriptor, &size);
    int failure = errno;
    if (descriptor >= 0) close(descriptor);
    if (text == NULL) {
        *error = sg_arena_printf(sources->arena, "cannot read `%s`: %s", path, strerror(failure));
        return false;
    }
    if (!source_add(sources, sg_arena_strdup(sources->arena, path), text, size)) {
        *error = sg_arena_printf(sources->arena, "cannot read `%s`: the schema is larger than 2 GB", path);
        return false;
    }
    return true;
}

static bool has_ending(const char *name, const char *ending)
{
    size_t size = strlen(name), length = strlen(ending);
    return size > length && strcmp(name + size - length, ending) == 0;
}

static bool add_entry(Search *search, const char *folder, const char *name);

static bool is_seen(Search *search, const struct stat *status)
{
    for (size_t i = 0; i < search->seen.count; i++) {
        const Folder *folder = &search->seen.items[i];
        if (folder->device == status->st_dev && folder->number == status->st_ino) return true;
    }
    *list_add(search->arena, &search->seen) = (Folder){status->st_dev, status->st_ino};
    return false;
}

/* readdir() says by errno alone whether it failed or is at the end. */
static struct dirent *next_entry(DIR *folder)
{
    errno = 0;
    return readdir(folder);
}

/* The paths of the files below `path`, in no order. */
static bool search_folder(Search *search, const char *path)
{
    DIR *folder = opendir(path);
    search->failed = path;
    if (folder == NULL) return false;
    bool is_read = true;
    for (struct dirent *entry; is_read && (entry = next_entry(folder)) != NULL;) {
        if (entry->d_name[0] != '.') is_read = add_entry(search, path, entry->d_name);
    }
    int failure = errno;
    closedir(folder);
    errno = failure;
    return is_read && failure == 0;
}

static bool add_entry(Search *search, const char *folder, const char *name)
{
    const char *separator = folder[strlen(folder) - 1] == '/' ? "" : "/";
    const char *path = sg_arena_printf(search->arena, "%s%s%s", folder, separator, name);
    struct stat status;
    if (stat(path, &status) != 0) {
        search->failed = path; /* half a schema would drop tables; what is none may be gone, or a link to nowhere */
        return (errno == ENOENT || errno == ELOOP) && !has_ending(name, search->ending);
    }
    if (S_ISDIR(status.st_mode)) return is_seen(search, &status) || search_folder(search, path);
    if (has_ending(name, search->ending)) *list_add(search->arena, &search->found) = path;
    return true;
}

static int compare_paths(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;
    return strcmp(*a, *b);
}

bool source_read_folder(Sources *sources, const char *path, const char *ending, const char **error)
{
    Search search = {.arena = sources->arena, .ending = ending};
    struct stat status;
    if (stat(path, &status) == 0) (void)is_seen(&search, &status);
    if (!search_folder(&search, path)) {
        *error = sg_arena_printf(sources->arena, "cannot read `%s`: %s", search.failed, strerror(errno));
        return false;
    }
    Paths paths = search.found;
    if (paths.count == 0) {
        *error = sg_arena_printf(sources->arena, "the folder `%s` has no %s file", path, ending);
        return false;
    }
    qsort(paths.items, paths.count, sizeof *paths.items, compare_paths);
    for (size_t i = 0; i < paths.count; i++) {
        if (!read_file(sources, paths.items[i], error)) return false;
    }
    return true;
}

bool source_read(Sources *sources, const char *path, const char **error)
{
    struct stat status;
    if (path[0] == '\0' || stat(path, &status) != 0) {
        const char *reason = path[0] == '\0' ? "the path is empty" : strerror(errno);
        *error = sg_arena_printf(sources->arena, "cannot read `%s`: %s", path, reason);
        return false;
    }
    if (S_ISDIR(status.st_mode)) return source_read_folder(sources, path, ".prisma", error);
    return read_file(sources, path, error);
}

/* The last of the ascending `starts` that is not beyond `offset`. */
static size_t last_not_after(const uint32_t *starts, size_t count, uint32_t offset)
{
    size_t low = 0;
    size_t high = count - 1;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        if (starts[middle] <= offset) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

SourceLine source_line(const SourceFile *file, uint32_t at)
{
    size_t mark = last_not_after(file->marks.items, file->marks.count, at);
    const char *end = file->text + file->size, *start = file->text + file->marks.items[mark];
    size_t number = mark * LINES_PER_MARK;
    for (const char *next = start; (next = next_line(next, end, file->has_cr)) != NULL && next <= file->text + at;) {
        start = next;
        number++;
    }
    return (SourceLine){.number = (uint32_t)number, .start = (uint32_t)(start - file->text)};
}

const SourceFile *source_file(const Sources *sources, uint32_t offset)
{
    size_t low = 0;
    size_t high = sources->files.count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (sources->files.items[middle].base <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return sources->files.count == 0 ? NULL : &sources->files.items[low];
}

Location source_locate(const Sources *sources, uint32_t offset)
{
    const SourceFile *file = source_file(sources, offset);
    if (file == NULL || offset == 0) return (Location){0};
    uint32_t at = offset - file->base;
    if (at > file->size) at = file->size;
    SourceLine line = source_line(file, at);
    size_t column = 1 + sg_utf8_count(file->text + line.start, at - line.start);
    return (Location){.file = file, .line_start = line.start, .line = line.number + 1, .column = (uint32_t)column};
}

const char *source_bytes(const Sources *sources, Span span)
{
    const SourceFile *file = source_file(sources, span.start);
    return file->text + (span.start - file->base);
}

const char *source_text(const Sources *sources, Span span)
{
    return sg_arena_strndup(sources->arena, source_bytes(sources, span), span.end - span.start);
}
