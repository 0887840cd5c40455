/*
 * wire.h - PostgreSQL's binary format as an expert writes it for this one schema: text used where it lies, one decode
 * per type, no check that this schema makes unnecessary.
 */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Row {
    uint8_t id[16], account_id[16];
    const char *symbol;
    int side, type, status;
    int64_t quantity, filled_quantity, limit_price, stop_price, average_price; /* ten-thousandths */
    bool has_limit_price, has_stop_price, has_average_price, has_expires_at;
    const char *idempotency_key, *rejection_reason, *metadata;
    int32_t version;
    int64_t created_at, updated_at, expires_at;
} Row;

typedef struct Params {
    const char *values[16];
    int lengths[16], formats[16];
    char bytes[1024];
    size_t used;
    int count;
} Params;

#define COLUMNS                                                                                                        \
    "id, account_id, symbol, side, type, status, quantity, filled_quantity, limit_price, stop_price, "                 \
    "average_price, idempotency_key, rejection_reason, metadata, version, created_at, updated_at, expires_at"

static inline int16_t get16(const char *p)
{
    return (int16_t)((uint8_t)p[0] << 8 | (uint8_t)p[1]);
}

static inline uint32_t get32(const char *p)
{
    const uint8_t *b = (const uint8_t *)p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static inline int64_t get64(const char *p)
{
    return (int64_t)((uint64_t)get32(p) << 32 | get32(p + 4));
}

static inline void put16(char *p, int value)
{
    p[0] = (char)(value >> 8);
    p[1] = (char)value;
}

static inline void put64(char *p, int64_t value)
{
    for (int i = 0; i < 8; i++) p[i] = (char)(value >> (56 - 8 * i));
}

/* numeric(p,4) as ten-thousandths. */
int64_t get_numeric(const char *p);
int put_numeric(char *p, int64_t value);

/* Row `i` of a result of COLUMNS. */
void decode(const PGresult *r, int i, Row *row);

/* ---- Parameters ---- */

void params_start(Params *p);
void add_bytes(Params *p, const void *bytes, int size);
void add_text(Params *p, const char *text); /* not copied */
void add_numeric(Params *p, int64_t value);
void add_time(Params *p, int64_t us);

/* Microseconds since 2000. */
int64_t now_us(void);

/* A uuid of version 7. */
void make_id(uint8_t id[16]);

#endif
