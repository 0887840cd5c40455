/*
 * file_lock.h - locks between processes, on files.
 *
 * flock() locks: they belong to the open file, so they end with the last process that has it open, however it
 * ends, and a child that inherits the descriptor holds the lock too.
 */
#ifndef SCHEMAGEN_FILE_LOCK_H
#define SCHEMAGEN_FILE_LOCK_H

#include <stdbool.h>

typedef enum FileLockKind { FILE_LOCK_SHARED, FILE_LOCK_EXCLUSIVE } FileLockKind;

/* Opens (and makes) the file and waits for its lock.  The descriptor, closed on exec; close() unlocks.
 * -1 with errno; EINTR when the user interrupts. */
int file_lock_wait(const char *path, FileLockKind kind);

/* As file_lock_wait(), but -1 with EWOULDBLOCK when another holds it. */
int file_lock_try(const char *path, FileLockKind kind);

/* Whether the locked file is still the one at `path`: it may have been removed while we waited. */
bool file_lock_is_current(int lock, const char *path);

#endif
