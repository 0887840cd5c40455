/* Runs the seeds, and inputs that once were findings, through a fuzz target: in every build, without a fuzzer. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "replay: cannot read %s\n", path);
        return 1;
    }
    size_t capacity = 1 << 20;
    uint8_t *data = malloc(capacity);
    size_t size = data == NULL ? 0 : fread(data, 1, capacity, file);
    fclose(file);
    if (data == NULL) return 1;

    /* Every prefix end is an input too: files that were cut short. */
    LLVMFuzzerTestOneInput(data, size);
    for (size_t cut = 1; cut < size; cut += 1 + size / 50) LLVMFuzzerTestOneInput(data, cut);
    free(data);
    return 0;
}

int main(int argc, char *argv[])
{
    int failed = argc == 1;
    for (int i = 1; i < argc; i++) failed |= replay(argv[i]);
    printf("%d inputs\n", argc - 1);
    return failed;
}
