#define _DEFAULT_SOURCE /* getentropy */
#include "random.h"

#include <unistd.h>
#if defined(__linux__) || defined(__APPLE__)
#include <sys/random.h>
#endif

enum { ENTROPY_MAX = 256 };

bool random_bytes(void *out, size_t size)
{
    unsigned char *at = out;
    while (size > 0) {
        size_t part = size < ENTROPY_MAX ? size : ENTROPY_MAX;
        if (getentropy(at, part) != 0) return false;
        at += part;
        size -= part;
    }
    return true;
}
