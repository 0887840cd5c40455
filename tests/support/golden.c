/* golden.c - read, compare, rewrite. */
#include "golden.h"

#include "text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_wanted(const char *path, const char *name, const char *suffix)
{
    struct stat status;
    if (name[0] == '.' || stat(path, &status) != 0) return false;
    if (suffix == NULL) return S_ISDIR(status.st_mode);
    size_t size = strlen(name), tail = strlen(suffix);
    return S_ISREG(status.st_mode) && size > tail && strcmp(name + size - tail, suffix) == 0;
}

GoldenPaths golden_list(SgArena *arena, const char *folder, const char *suffix)
{
    GoldenPaths paths = {0};
    DIR *directory = opendir(folder);
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        const char *path = sg_arena_printf(arena, "%s/%s", folder, entry->d_name);
        if (is_wanted(path, entry->d_name, suffix)) *list_add(arena, &paths) = path;
    }
    if (directory != NULL) closedir(directory);
    if (paths.count == 0) {
        fprintf(stderr, "%s has no %s: nothing would be tested\n", folder, suffix == NULL ? "folders" : suffix);
        exit(EXIT_FAILURE);
    }
    if (paths.count > 1) qsort(paths.items, paths.count, sizeof *paths.items, by_text);
    return paths;
}

char *golden_read(SgArena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    SgText text = {.arena = arena};
    sg_text_add(&text, "");
    char buffer[8192];
    for (size_t size = fread(buffer, 1, sizeof buffer, file); size > 0; size = fread(buffer, 1, sizeof buffer, file))
        sg_text_add_bytes(&text, buffer, size);
    fclose(file);
    return sg_arena_strdup(arena, sg_text_get(&text));
}

static void show_difference(const char *path, const char *expected, const char *actual)
{
    int line = 1;
    for (; *expected != '\0' && *expected == *actual; expected++, actual++) line += *expected == '\n';
    fprintf(stderr, "%s:%d: differs from here (UPDATE_EXPECT=1 rewrites it)\n  expected: %.*s\n  actual:   %.*s\n",
            path, line, (int)strcspn(expected, "\n"), expected, (int)strcspn(actual, "\n"), actual);
}

static bool rewrite(const char *path, const char *actual)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) return false;
    bool ok = fwrite(actual, 1, strlen(actual), file) == strlen(actual);
    return fclose(file) == 0 && ok;
}

bool golden_matches(SgArena *arena, const char *path, const char *actual)
{
    const char *expected = golden_read(arena, path);
    if (expected != NULL && strcmp(expected, actual) == 0) return true;
    const char *update = getenv("UPDATE_EXPECT");
    if (update != NULL && strcmp(update, "1") == 0) return rewrite(path, actual);
    show_difference(path, expected != NULL ? expected : "", actual);
    return false;
}
