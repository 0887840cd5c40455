/* Schema text through every stage up to SQL and C, and against itself without one of its lines. */
#include "fuzz.h"

#include "pipeline.h"

#include <stdlib.h>
#include <string.h>

/* Where a line begins that follows from the text alone: the next one from a place that the size chooses. */
static size_t chosen_line(const char *text, size_t size)
{
    size_t from = size * 7919 % (size + 1);
    const char *end = memchr(text + from, '\n', size - from);
    return end == NULL ? 0 : (size_t)(end - text) + 1;
}

static void compare_without_a_line(const char *text, size_t size)
{
    size_t start = chosen_line(text, size);
    const char *newline = memchr(text + start, '\n', size - start);
    size_t end = newline == NULL ? size : (size_t)(newline - text) + 1;
    size_t rest = size - end;
    char *shorter = malloc(start + rest + 1);
    if (shorter == NULL) abort();
    memcpy(shorter, text, start);
    memcpy(shorter + start, text + end, rest);
    pipeline_compare(text, size, shorter, start + rest);
    free(shorter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    if (size == 0) text = "";
    if (pipeline_run(text, size).errors == 0) compare_without_a_line(text, size);
    return 0;
}
