/*
 * Invents inputs for a fuzz target, the same ones every time: in every build, without a fuzzer.
 *
 *     fuzz_NAME COUNT [WORD …]     with words: inputs are made of them, else of bytes and big-endian numbers
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 256 };

typedef struct Input {
    uint8_t bytes[INPUT_MAX];
    size_t size;
} Input;

/* xorshift64* */
static uint32_t draw(uint64_t *random, uint32_t below)
{
    *random ^= *random >> 12;
    *random ^= *random << 25;
    *random ^= *random >> 27;
    return (uint32_t)((*random * UINT64_C(2685821657736338717)) >> 33) % below;
}

static void add(Input *input, const void *bytes, size_t size)
{
    if (size > INPUT_MAX - input->size) size = INPUT_MAX - input->size;
    memcpy(input->bytes + input->size, bytes, size);
    input->size += size;
}

/* Lengths, counts and types at their edges. */
static void add_number(Input *input, uint64_t *random)
{
    static const uint32_t numbers[] = {0,  1,  2,  3,  4,      8,      12,     16,         20,         23,        25,
                                       26, 28, 29, 72, 0x2328, 0x4000, 0xC000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    uint32_t number = numbers[draw(random, sizeof numbers / sizeof numbers[0])];
    size_t width = draw(random, 2) == 0 ? 2 : 4;
    uint8_t bytes[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};
    add(input, bytes + 4 - width, width);
}

static void add_byte(Input *input, uint64_t *random)
{
    uint8_t byte = (uint8_t)draw(random, 256);
    add(input, &byte, 1);
}

static void invent(Input *input, uint64_t *random, int word_count, char *words[])
{
    input->size = 0;
    if (word_count == 0) {
        add_byte(input, random);
        add_byte(input, random);
    }
    for (uint32_t parts = draw(random, 14); parts > 0; parts--) {
        const char *word = word_count == 0 ? NULL : words[draw(random, (uint32_t)word_count)];
        if (word != NULL && draw(random, 20) != 0) add(input, word, strlen(word));
        else if (word == NULL && draw(random, 4) != 0) add_number(input, random);
        else add_byte(input, random);
    }
}

int main(int argc, char *argv[])
{
    uint64_t random = 1;
    long count = argc < 2 ? 0 : strtol(argv[1], NULL, 10);
    for (long i = 0; i < count; i++) {
        Input input;
        invent(&input, &random, argc - 2, argv + 2);
        LLVMFuzzerTestOneInput(input.bytes, input.size);
    }
    printf("%ld inputs\n", count);
    return count > 0 ? 0 : 1;
}
