#include "replace_file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_text(const char *path, const char *text, size_t size)
{
    FILE *stream = fopen(path, "wb");
    if (stream == NULL) return false;
    bool ok = fwrite(text, 1, size, stream) == size;
    ok = fflush(stream) == 0 && fsync(fileno(stream)) == 0 && ok;
    return fclose(stream) == 0 && ok;
}

bool replace_file(SgArena *arena, const char *path, const char *text, size_t size)
{
    struct stat status;
    if (lstat(path, &status) != 0 || S_ISLNK(status.st_mode)) return write_text(path, text, size);
    const char *beside = sg_arena_printf(arena, "%s.%ld.tmp", path, (long)getpid());
    bool ok = write_text(beside, text, size) && chmod(beside, status.st_mode & 07777) == 0 && rename(beside, path) == 0;
    int failure = errno;
    if (!ok) unlink(beside);
    errno = failure;
    return ok;
}
