/*
 * The schemas of real projects, laid out as Prisma does.  format.sha256 has the SHA-256 of Prisma 7.10.1's own
 * output for each file, so that its text need not be here.
 */
#include "conformance.h"
#include "format.h"
#include "golden.h"
#include "parse.h"
#include "text.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void out_of_memory(void)
{
    abort();
}

static const char *hash_of(SgArena *arena, const FormattedFile *file)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SgText text = {.arena = arena};
    SHA256((const unsigned char *)file->text, file->size, digest);
    for (size_t i = 0; i < sizeof digest; i++) sg_text_printf(&text, "%02x", digest[i]);
    return sg_text_get(&text);
}

/* Is the file's layout Prisma's, and is the schema without errors of syntax? */
static bool agrees(const char *path, const char *expected)
{
    SgArena arena = {.out_of_memory = out_of_memory};
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    const char *error = NULL;
    bool ok = source_read(&sources, path, &error);
    if (ok) {
        const Ast *ast = parse_schema(&arena, &sources, &diags);
        FormattedFiles files = diags.errors == 0 ? format_schema(&arena, &sources, ast) : (FormattedFiles){0};
        ok = files.count == 1 && strcmp(hash_of(&arena, &files.items[0]), expected) == 0;
    }
    if (!ok) fprintf(stderr, "%s: %s\n", path, error != NULL ? error : "not as Prisma lays it out");
    sg_arena_free(&arena);
    return ok;
}

int main(void)
{
    SgArena arena = {.out_of_memory = out_of_memory};
    const char *folder = conformance_folder(&arena, "projects");
    const char *hashes = golden_read(&arena, TESTS_FOLDER "/conformance/format.sha256");
    size_t agreed = 0;
    size_t count = 0;
    for (const char *line = hashes; line != NULL && *line != '\0';) {
        size_t size = strcspn(line, "\n");
        const char *hash = sg_arena_strndup(&arena, line, strcspn(line, " \n"));
        const char *name = sg_arena_strndup(&arena, line + strlen(hash) + 1, size - strlen(hash) - 1);
        agreed += agrees(sg_arena_printf(&arena, "%s/%s", folder, name), hash);
        count++;
        line += size + (line[size] == '\n');
    }
    printf("%zu of %zu files are laid out as Prisma does\n", agreed, count);
    sg_arena_free(&arena);
    return count > 0 && agreed == count ? 0 : 1;
}
