/*
 * fixed.h - values of the types that take the same bytes on the wire whatever the value (TypeInfo's wire_size).
 *
 * The size says what they are: 1 a boolean; 2, 4 and 8 a number, or bits in its place; 12 a timetz; 16 a uuid.
 */
#ifndef SG_FIXED_H
#define SG_FIXED_H

#include "sg/temporal.h"
#include "wire.h"

#include <stdbool.h>
#include <stddef.h>

/* A C value to `size` bytes. */
static inline void fixed_put(uint8_t *bytes, size_t size, const void *value)
{
    uint16_t small;
    uint32_t word;
    uint64_t large;
    SgTimeTz time;
    switch (size) {
    case 1: bytes[0] = *(const uint8_t *)value != 0; break;
    case 2:
        memcpy(&small, value, sizeof small);
        wire_put16(bytes, small);
        break;
    case 4:
        memcpy(&word, value, sizeof word);
        wire_put32(bytes, word);
        break;
    case 8:
        memcpy(&large, value, sizeof large);
        wire_put64(bytes, large);
        break;
    case 12: /* the server counts the offset westwards */
        memcpy(&time, value, sizeof time);
        wire_put64(bytes, (uint64_t)time.us);
        wire_put32(bytes + 8, 0 - (uint32_t)time.offset);
        break;
    default: memcpy(bytes, value, 16);
    }
}

/* And back. */
static inline void fixed_get(const uint8_t *bytes, size_t size, void *value)
{
    uint16_t small;
    uint32_t word;
    uint64_t large;
    SgTimeTz time;
    switch (size) {
    case 1: *(bool *)value = bytes[0] != 0; break;
    case 2:
        small = wire_get16(bytes);
        memcpy(value, &small, sizeof small);
        break;
    case 4:
        word = wire_get32(bytes);
        memcpy(value, &word, sizeof word);
        break;
    case 8:
        large = wire_get64(bytes);
        memcpy(value, &large, sizeof large);
        break;
    case 12:
        time = (SgTimeTz){(int64_t)wire_get64(bytes), (int32_t)(0 - wire_get32(bytes + 8))};
        memcpy(value, &time, sizeof time);
        break;
    default: memcpy(value, bytes, 16);
    }
}

#endif
