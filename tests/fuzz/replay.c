/*
 * Runs the seeds, and inputs that once were findings, through a fuzz target: in every build, without a fuzzer.  With
 * them what is near: each seed cut short, and changed in small ways.
 */
#include "fuzz.h"
#include "mutate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MUTATIONS = 40, EVERY_CUT_BELOW = 3000, CUTS = 50 };

static void run(const char *text, size_t size)
{
    LLVMFuzzerTestOneInput((const uint8_t *)text, size);
}

/* Files that were cut short: small ones at every byte. */
static void run_cut(const char *text, size_t size)
{
    size_t step = size < EVERY_CUT_BELOW ? 1 : 1 + size / CUTS;
    for (size_t cut = 0; cut <= size; cut += step) run(text, cut);
}

static void run_mutated(const char *text, size_t size)
{
    Random random = {size + 1};
    for (int i = 0; i < MUTATIONS && size > 0; i++) {
        size_t mutated_size;
        char *mutated = mutate(&random, text, size, &mutated_size);
        run(mutated, mutated_size);
        free(mutated);
    }
}

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "replay: cannot read %s\n", path);
        return 1;
    }
    size_t capacity = 1 << 20;
    char *text = malloc(capacity);
    size_t size = text == NULL ? 0 : fread(text, 1, capacity, file);
    fclose(file);
    if (text == NULL) return 1;
    run(text, size);
    run_cut(text, size);
    run_mutated(text, size);
    free(text);
    return 0;
}

int main(int argc, char *argv[])
{
    int failed = argc == 1;
    for (int i = 1; i < argc; i++) failed |= replay(argv[i]);
    printf("%d seeds\n", argc - 1);
    return failed;
}
