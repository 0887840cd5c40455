/* wire.h - integers in network byte order, as PostgreSQL's binary format has them. */
#ifndef SG_WIRE_H
#define SG_WIRE_H

#include <stdint.h>
#include <string.h>

static inline uint16_t wire_get16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static inline uint32_t wire_get32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static inline uint64_t wire_get64(const uint8_t *bytes)
{
    return (uint64_t)wire_get32(bytes) << 32 | wire_get32(bytes + 4);
}

static inline void wire_put16(uint8_t *bytes, uint16_t value)
{
    bytes[0] = (uint8_t)(value >> 8);
    bytes[1] = (uint8_t)value;
}

static inline void wire_put32(uint8_t *bytes, uint32_t value)
{
    bytes[0] = (uint8_t)(value >> 24);
    bytes[1] = (uint8_t)(value >> 16);
    bytes[2] = (uint8_t)(value >> 8);
    bytes[3] = (uint8_t)value;
}

static inline void wire_put64(uint8_t *bytes, uint64_t value)
{
    wire_put32(bytes, (uint32_t)(value >> 32));
    wire_put32(bytes + 4, (uint32_t)value);
}

#endif
