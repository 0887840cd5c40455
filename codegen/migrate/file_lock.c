#include "file_lock.h"

#include "interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int lock_file(const char *path, int operation)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return -1;
    while (flock(descriptor, operation) != 0) {
        if (errno == EINTR && interrupt_pending() == 0) continue;
        int error = errno;
        close(descriptor);
        errno = error;
        return -1;
    }
    return descriptor;
}

int file_lock_wait(const char *path, FileLockKind kind)
{
    return lock_file(path, kind == FILE_LOCK_SHARED ? LOCK_SH : LOCK_EX);
}

int file_lock_try(const char *path, FileLockKind kind)
{
    return lock_file(path, (kind == FILE_LOCK_SHARED ? LOCK_SH : LOCK_EX) | LOCK_NB);
}

bool file_lock_is_current(int lock, const char *path)
{
    struct stat locked, named;
    return fstat(lock, &locked) == 0 && stat(path, &named) == 0 && locked.st_ino == named.st_ino &&
           locked.st_dev == named.st_dev;
}
