#include "wire.h"

#include "bench.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

/* ---- Decoding ---- */

/* numeric(18,4) as ten-thousandths: the digits down to weight -1. */
int64_t get_numeric(const char *p)
{
    int count = get16(p), weight = get16(p + 2);
    int64_t value = 0;
    for (int i = 0; i <= weight + 1; i++) value = value * 10000 + (i < count ? get16(p + 8 + i * 2) : 0);
    return get16(p + 4) == 0x4000 ? -value : value;
}

static int label_of(const char *text, const char *const *labels, int count)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(text, labels[i]) == 0) return i + 1;
    }
    return -1;
}

static const char *optional_text(const PGresult *r, int i, int column)
{
    return PQgetisnull(r, i, column) ? NULL : PQgetvalue(r, i, column);
}

static bool optional_numeric(const PGresult *r, int i, int column, int64_t *out)
{
    if (PQgetisnull(r, i, column)) return false;
    *out = get_numeric(PQgetvalue(r, i, column));
    return true;
}

void decode(const PGresult *r, int i, Row *row)
{
    static const char *const sides[] = {"BUY", "SELL"}, *const types[] = {"MARKET", "LIMIT", "STOP", "STOP_LIMIT"};
    static const char *const statuses[] = {"PENDING", "ACCEPTED", "PARTIAL", "FILLED", "CANCELLED", "REJECTED"};
    memcpy(row->id, PQgetvalue(r, i, 0), 16);
    memcpy(row->account_id, PQgetvalue(r, i, 1), 16);
    row->symbol = PQgetvalue(r, i, 2);
    row->side = label_of(PQgetvalue(r, i, 3), sides, 2);
    row->type = label_of(PQgetvalue(r, i, 4), types, 4);
    row->status = label_of(PQgetvalue(r, i, 5), statuses, 6);
    row->quantity = get_numeric(PQgetvalue(r, i, 6));
    row->filled_quantity = get_numeric(PQgetvalue(r, i, 7));
    row->has_limit_price = optional_numeric(r, i, 8, &row->limit_price);
    row->has_stop_price = optional_numeric(r, i, 9, &row->stop_price);
    row->has_average_price = optional_numeric(r, i, 10, &row->average_price);
    row->idempotency_key = PQgetvalue(r, i, 11);
    row->rejection_reason = optional_text(r, i, 12);
    row->metadata = optional_text(r, i, 13);
    if (row->metadata != NULL) row->metadata++; /* jsonb's version */
    row->version = (int32_t)get32(PQgetvalue(r, i, 14));
    row->created_at = get64(PQgetvalue(r, i, 15));
    row->updated_at = get64(PQgetvalue(r, i, 16));
    row->has_expires_at = !PQgetisnull(r, i, 17);
    if (row->has_expires_at) row->expires_at = get64(PQgetvalue(r, i, 17));
}

/* ---- Encoding ---- */

void params_start(Params *p)
{
    p->used = 0;
    p->count = 0;
}

static char *take(Params *p, int size)
{
    char *at = p->bytes + p->used;
    p->used += (size_t)size;
    p->values[p->count] = at;
    p->lengths[p->count] = size;
    p->formats[p->count++] = 1;
    return at;
}

void add_bytes(Params *p, const void *bytes, int size)
{
    memcpy(take(p, size), bytes, (size_t)size);
}

void add_text(Params *p, const char *text)
{
    p->values[p->count] = text;
    p->lengths[p->count] = (int)strlen(text);
    p->formats[p->count++] = 1;
}

/* Ten-thousandths: groups of four digits, the last behind the point. */
int put_numeric(char *p, int64_t value)
{
    int16_t groups[6];
    int count = 0, low = 0;
    uint64_t rest = value < 0 ? (uint64_t)-value : (uint64_t)value;
    for (; rest > 0; rest /= 10000) groups[count++] = (int16_t)(rest % 10000);
    while (low < count && groups[low] == 0) low++;
    put16(p, count - low);
    put16(p + 2, count - 2);
    put16(p + 4, value < 0 ? 0x4000 : 0);
    put16(p + 6, 4);
    for (int i = 0; i < count - low; i++) put16(p + 8 + i * 2, groups[count - 1 - i]);
    return 8 + (count - low) * 2;
}

void add_numeric(Params *p, int64_t value)
{
    char bytes[24];
    int size = put_numeric(bytes, value);
    add_bytes(p, bytes, size);
}

int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 - INT64_C(946684800000000);
}

void add_time(Params *p, int64_t us)
{
    put64(take(p, 8), us);
}

/* A uuid of version 7. */
void make_id(uint8_t id[16])
{
    int64_t ms = now_us() / 1000 + INT64_C(946684800000);
    if (getrandom(id + 6, 10, 0) != 10) give_up("getrandom", "short");
    for (int i = 0; i < 6; i++) id[i] = (uint8_t)(ms >> (40 - 8 * i));
    id[6] = (uint8_t)(0x70 | (id[6] & 0x0F));
    id[8] = (uint8_t)(0x80 | (id[8] & 0x3F));
}
