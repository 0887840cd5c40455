/* conformance.c - finds the data, or skips. */
#include "conformance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SKIPPED = 77 };

const char *conformance_folder(SgArena *arena, const char *name)
{
    const char *root = getenv("SCHEMAGEN_CONFORMANCE");
    if (root == NULL) root = SOURCE_FOLDER "/../shared/conformance";
    const char *folder = sg_arena_printf(arena, "%s/%s", root, name);
    struct stat status;
    if (stat(folder, &status) == 0) return folder;
    printf("skipped: there is no %s; SCHEMAGEN_CONFORMANCE names the folder of Prisma's answers\n", folder);
    exit(SKIPPED);
}

_Bool conformance_is_wanted(const char *path)
{
    const char *wanted = getenv("CASE");
    const char *name = strrchr(path, '/');
    return wanted == NULL || strcmp(name == NULL ? path : name + 1, wanted) == 0;
}
