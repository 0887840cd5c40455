/* Keys made by the client.  All are random text or a time followed by randomness; none has state of its own. */
#include "sg/identity.h"

#include "identity_clock.h"
#include "random.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static uint64_t unix_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- uuid ---- */

static void set_version(SgUuid *uuid, int version)
{
    uuid->bytes[6] = (uint8_t)(version << 4 | (uuid->bytes[6] & 0x0F));
    uuid->bytes[8] = (uint8_t)(0x80 | (uuid->bytes[8] & 0x3F));
}

SgStatus sg_uuid_v4(SgUuid *out)
{
    SgUuid uuid;
    if (!random_bytes(uuid.bytes, sizeof uuid.bytes)) return SG_UNAVAILABLE;
    set_version(&uuid, 4);
    *out = uuid;
    return SG_OK;
}

/* Bytes that nobody else gets. */
static bool take_random(IdentityClock *clock, SgUuid *out)
{
    if (clock->random_left < sizeof out->bytes) {
        if (!random_bytes(clock->random, sizeof clock->random)) return false;
        clock->random_left = IDENTITY_RANDOM;
    }
    memcpy(out->bytes, clock->random + IDENTITY_RANDOM - clock->random_left, sizeof out->bytes);
    clock->random_left = (uint16_t)(clock->random_left - sizeof out->bytes);
    return true;
}

/*
 * The millisecond takes 48 bits.  Of the 74 that are left the first 12 and 14 more count within the millisecond,
 * from a random start whose top bit is 0: RFC 9562's method 1, so that 2^25 keys of one clock are in order.
 */
SgStatus identity_uuid_v7(IdentityClock *clock, SgUuid *out)
{
    SgUuid uuid;
    if (!take_random(clock, &uuid)) return SG_UNAVAILABLE;
    uint64_t now = unix_ms();
    if (now > clock->ms) {
        clock->ms = now;
        clock->counter = ((uint32_t)uuid.bytes[6] << 16 | (uint32_t)uuid.bytes[7] << 8 | uuid.bytes[8]) & 0x1FFFFFF;
    } else if (++clock->counter > 0x3FFFFFF) {
        clock->ms++; /* ahead of time rather than out of order */
        clock->counter = 0;
    }
    for (int i = 0; i < 6; i++) uuid.bytes[i] = (uint8_t)(clock->ms >> (40 - 8 * i));
    uuid.bytes[6] = (uint8_t)(clock->counter >> 22);
    uuid.bytes[7] = (uint8_t)(clock->counter >> 14);
    uuid.bytes[8] = (uint8_t)(clock->counter >> 8 & 0x3F);
    uuid.bytes[9] = (uint8_t)clock->counter;
    set_version(&uuid, 7);
    *out = uuid;
    return SG_OK;
}

SgStatus sg_uuid_v7(SgUuid *out)
{
    IdentityClock clock = {.random_left = sizeof out->bytes}; /* no more than this one needs */
    if (!random_bytes(clock.random + IDENTITY_RANDOM - sizeof out->bytes, sizeof out->bytes)) return SG_UNAVAILABLE;
    return identity_uuid_v7(&clock, out);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

SgStatus sg_uuid_parse(const char *text, SgUuid *out)
{
    SgUuid uuid;
    for (int i = 0; i < 16; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-') return SG_INVALID;
        int high = hex_value(text[0]);
        int low = high < 0 ? -1 : hex_value(text[1]);
        if (low < 0) return SG_INVALID;
        uuid.bytes[i] = (uint8_t)(high << 4 | low);
        text += 2;
    }
    if (*text != '\0') return SG_INVALID;
    *out = uuid;
    return SG_OK;
}

char *sg_uuid_format(SgUuid value, char buffer[SG_UUID_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    char *at = buffer;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
        *at++ = digits[value.bytes[i] >> 4];
        *at++ = digits[value.bytes[i] & 0x0F];
    }
    *at = '\0';
    return buffer;
}

bool sg_uuid_equal(SgUuid a, SgUuid b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

bool sg_uuid_is_zero(SgUuid value)
{
    return sg_uuid_equal(value, (SgUuid){{0}});
}

/* ---- Text keys ---- */

static const char base36[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/* `count` characters of an alphabet of `size` ≤ 64, each equally likely: bytes beyond the last whole multiple are
 * thrown away. */
static bool random_text(const char *alphabet, unsigned size, size_t count, char *out)
{
    uint8_t bytes[64];
    unsigned limit = 256 - 256 % size;
    while (count > 0) {
        if (!random_bytes(bytes, sizeof bytes)) return false;
        for (size_t i = 0; i < sizeof bytes && count > 0; i++) {
            if (bytes[i] >= limit) continue;
            *out++ = alphabet[bytes[i] % size];
            count--;
        }
    }
    return true;
}

SgStatus sg_ulid(char out[SG_ULID_TEXT])
{
    static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char text[SG_ULID_TEXT];
    uint64_t now = unix_ms();
    for (int i = 9; i >= 0; i--, now >>= 5) text[i] = crockford[now & 31];
    if (!random_text(crockford, 32, 16, text + 10)) return SG_UNAVAILABLE;
    text[SG_ULID_TEXT - 1] = '\0';
    memcpy(out, text, sizeof text);
    return SG_OK;
}

/* `count` base-36 digits of a number, the low ones. */
static void put_base36(uint64_t number, int count, char *out)
{
    for (int i = count - 1; i >= 0; i--, number /= 36) out[i] = base36[number % 36];
}

/* "c", eight digits of time, four of a counter, four of the process, eight of randomness.  The counter is random
 * here: a counter shared by threads would be state, and uniqueness does not rest on it. */
SgStatus sg_cuid(char out[SG_CUID_TEXT])
{
    char text[SG_CUID_TEXT];
    text[0] = 'c';
    put_base36(unix_ms(), 8, text + 1);
    if (!random_text(base36, 36, 4, text + 9)) return SG_UNAVAILABLE;
    put_base36((uint64_t)getpid(), 4, text + 13);
    if (!random_text(base36, 36, 8, text + 17)) return SG_UNAVAILABLE;
    text[25] = '\0';
    memcpy(out, text, sizeof text);
    return SG_OK;
}

/* A letter and 23 base-36 digits.  cuid2 hashes time, counter, process and randomness so that nothing can be read from
 * the result; text that is random altogether has that property. */
SgStatus sg_cuid2(char out[SG_CUID_TEXT])
{
    char text[SG_CUID_TEXT];
    if (!random_text(base36 + 10, 26, 1, text) || !random_text(base36, 36, 23, text + 1)) return SG_UNAVAILABLE;
    text[24] = '\0';
    memcpy(out, text, 25);
    return SG_OK;
}

SgStatus sg_nanoid(size_t length, char *out)
{
    static const char alphabet[] = "useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict";
    char text[SG_NANOID_MAX];
    if (length == 0 || length > SG_NANOID_MAX) return SG_INVALID;
    if (!random_text(alphabet, 64, length, text)) return SG_UNAVAILABLE;
    memcpy(out, text, length);
    out[length] = '\0';
    return SG_OK;
}
