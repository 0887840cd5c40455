#include "numeric_wire.h"

#include "big.h"
#include "sg/row.h"
#include "wire.h"

enum { GROUP = 4, GROUP_BASE = 10000, HEADER = 8, SIGN_NEGATIVE = 0x4000 };

typedef struct Wire {
    const uint8_t *digits;
    int count;
    int weight;
    int scale;
    bool negative;
} Wire;

static SgStatus read_header(const uint8_t *bytes, size_t size, Wire *out)
{
    if (size < HEADER) return SG_INVALID;
    Wire wire = {
        .digits = bytes + HEADER,
        .count = (int16_t)wire_get16(bytes),
        .weight = (int16_t)wire_get16(bytes + 2),
        .scale = (int16_t)wire_get16(bytes + 6),
    };
    uint16_t sign = wire_get16(bytes + 4);
    if (sign == 0xC000 || sign == 0xD000 || sign == 0xF000) return SG_RANGE; /* NaN, Infinity, -Infinity */
    if (sign != 0 && sign != SIGN_NEGATIVE) return SG_INVALID;
    if (wire.count < 0 || wire.scale < 0 || size != HEADER + (size_t)wire.count * 2) return SG_INVALID;
    for (int i = 0; i < wire.count; i++) {
        if (wire_get16(wire.digits + i * 2) >= GROUP_BASE) return SG_INVALID;
    }
    wire.negative = sign == SIGN_NEGATIVE && wire.count > 0;
    *out = wire;
    return SG_OK;
}

static uint32_t group_at(const Wire *wire, int i)
{
    return i >= 0 && i < wire->count ? wire_get16(wire->digits + i * 2) : 0;
}

/* Where the groups of the coefficient end, and how many decimal digits of the last one lie behind the scale. */
static int last_group(const Wire *wire, int scale, int *spare)
{
    int behind = (scale + GROUP - 1) / GROUP;
    *spare = behind * GROUP - scale;
    return wire->weight + behind;
}

/* False when digits other than 0 lie behind `scale` (never so in what a server sends). */
static bool is_whole(const Wire *wire, int last, int spare)
{
    if (spare > 0 && group_at(wire, last) % big_pow10(spare) != 0) return false;
    for (int i = last + 1 < 0 ? 0 : last + 1; i < wire->count; i++) {
        if (group_at(wire, i) != 0) return false;
    }
    return true;
}

static bool multiply_96(uint32_t limb[3], uint32_t factor, uint32_t addend)
{
    uint64_t carry = addend;
    for (int i = 0; i < 3; i++) {
        carry += (uint64_t)limb[i] * factor;
        limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return carry == 0;
}

/* Below 10^28 = 0x204FCE5E 3E250261 10000000. */
static bool is_decimal(const uint32_t limb[3])
{
    if (limb[2] != UINT32_C(0x204FCE5E)) return limb[2] < UINT32_C(0x204FCE5E);
    if (limb[1] != UINT32_C(0x3E250261)) return limb[1] < UINT32_C(0x3E250261);
    return limb[0] < UINT32_C(0x10000000);
}

static SgStatus decimal_with_scale(const Wire *wire, int scale, SgDecimal *out)
{
    SgDecimal value = {.scale = (uint8_t)scale, .negative = wire->negative};
    int spare, last = last_group(wire, scale, &spare);
    if (!is_whole(wire, last, spare)) return SG_RANGE;
    if (wire->count > 0 && last > 16) return SG_RANGE;
    if (last >= 0 && last < 4) { /* sixteen digits: one machine word */
        uint64_t word = 0;
        for (int i = 0; i < last; i++) word = word * GROUP_BASE + group_at(wire, i);
        word = word * big_pow10(GROUP - spare) + group_at(wire, last) / big_pow10(spare);
        value.limb[0] = (uint32_t)word;
        value.limb[1] = (uint32_t)(word >> 32);
        *out = value;
        return SG_OK;
    }
    for (int i = 0; i < last && wire->count > 0; i++) {
        if (!multiply_96(value.limb, GROUP_BASE, group_at(wire, i))) return SG_RANGE;
    }
    if (last >= 0 && !multiply_96(value.limb, big_pow10(GROUP - spare), group_at(wire, last) / big_pow10(spare)))
        return SG_RANGE;
    if (!is_decimal(value.limb)) return SG_RANGE;
    *out = value;
    return SG_OK;
}

static SgStatus numeric_with_scale(const Wire *wire, int scale, SgNumeric *out)
{
    int spare, last = last_group(wire, scale, &spare);
    if (!is_whole(wire, last, spare)) return SG_RANGE;
    if (wire->count > 0 && last > 40) return SG_RANGE;
    Big value = {0};
    for (int i = 0; i < last && wire->count > 0; i++) big_multiply_small(&value, GROUP_BASE, group_at(wire, i));
    if (last >= 0) big_multiply_small(&value, big_pow10(GROUP - spare), group_at(wire, last) / big_pow10(spare));
    if (big_digits(&value) > SG_NUMERIC_DIGITS) return SG_RANGE;
    SgNumeric result = {.scale = (uint8_t)scale, .negative = wire->negative};
    memcpy(result.limb, value.limb, (size_t)value.count * sizeof value.limb[0]);
    *out = result;
    return SG_OK;
}

/* The digits behind the point that are not zeros at the end: the smallest scale that holds the value. */
static int needed_scale(const Wire *wire)
{
    int i = wire->count - 1;
    while (i >= 0 && group_at(wire, i) == 0) i--;
    if (i < 0 || i <= wire->weight) return 0;
    int scale = (i - wire->weight) * GROUP;
    for (uint32_t group = group_at(wire, i); group % 10 == 0; group /= 10) scale--;
    return scale;
}

/* The commonest values, in one pass: at most sixteen digits, of a scale that is a multiple of four.  False for all
 * others, and for whatever is wrong. */
static bool read_small(const uint8_t *bytes, size_t size, SgDecimal *out)
{
    static const uint64_t powers[] = {1, 10000, 100000000, 1000000000000, 10000000000000000}; /* of the base */
    const uint32_t common = (uint32_t)SIGN_NEGATIVE << 16 | 28; /* a sign; 4, 8 … 28, which are sums of 4, 8 and 16 */
    if (size < HEADER) return false;
    uint64_t header = wire_get64(bytes);
    uint32_t sign_and_scale = (uint32_t)header, scale = (uint16_t)header;
    unsigned count = (unsigned)(header >> 48);
    int weight = (int16_t)(header >> 32);
    unsigned groups = (unsigned)(weight + 1) + scale / GROUP; /* before the point and behind it */
    if (size != HEADER + (size_t)count * 2 || (sign_and_scale & ~common) != 0) return false;
    if (groups > 4 || groups < count) return false;
    uint64_t word = 0;
    for (const uint8_t *at = bytes + HEADER; at < bytes + size; at += 2) {
        unsigned group = wire_get16(at);
        if (group >= GROUP_BASE) return false;
        word = word * GROUP_BASE + group;
    }
    word *= powers[groups - count]; /* groups of zeros at the end are not sent */
    out->limb[0] = (uint32_t)word;
    out->limb[1] = (uint32_t)(word >> 32);
    out->limb[2] = 0;
    out->scale = (uint8_t)scale;
    out->negative = sign_and_scale != scale && count > 0;
    return true;
}

SgStatus numeric_wire_read_decimal(const uint8_t *bytes, size_t size, SgDecimal *out)
{
    Wire wire;
    SgStatus rc = read_header(bytes, size, &wire);
    if (rc != SG_OK) return rc;
    rc = wire.scale > SG_DECIMAL_DIGITS ? SG_RANGE : decimal_with_scale(&wire, wire.scale, out);
    if (rc == SG_OK) return SG_OK;
    int scale = needed_scale(&wire);
    return scale > SG_DECIMAL_DIGITS ? SG_RANGE : decimal_with_scale(&wire, scale, out);
}

SgStatus sg_read_digits(const uint8_t *bytes, size_t size, SgDecimal *out)
{
    return read_small(bytes, size, out) ? SG_OK : numeric_wire_read_decimal(bytes, size, out);
}

SgStatus numeric_wire_read_numeric(const uint8_t *bytes, size_t size, SgNumeric *out)
{
    Wire wire;
    SgStatus rc = read_header(bytes, size, &wire);
    if (rc != SG_OK) return rc;
    rc = wire.scale > SG_NUMERIC_DIGITS ? SG_RANGE : numeric_with_scale(&wire, wire.scale, out);
    if (rc == SG_OK) return SG_OK;
    int scale = needed_scale(&wire);
    return scale > SG_NUMERIC_DIGITS ? SG_RANGE : numeric_with_scale(&wire, scale, out);
}

/* Groups, least significant first, without the zeros at the low end; `weight` becomes that of the first. */
static size_t write_wire(const uint16_t *groups, int count, int behind, int scale, bool negative, uint8_t *out)
{
    int low = 0;
    while (count > 0 && groups[count - 1] == 0) count--;
    while (low < count && groups[low] == 0) low++;
    int digits = count - low;
    wire_put16(out, (uint16_t)digits);
    wire_put16(out + 2, (uint16_t)(digits > 0 ? count - 1 - behind : 0));
    wire_put16(out + 4, negative && digits > 0 ? SIGN_NEGATIVE : 0);
    wire_put16(out + 6, (uint16_t)scale);
    for (int i = 0; i < digits; i++) wire_put16(out + HEADER + i * 2, groups[count - 1 - i]);
    return HEADER + (size_t)digits * 2;
}

/* The groups of a coefficient, least significant first; returns how many. */
static int split_word(uint64_t word, uint16_t groups[12])
{
    int count = 0;
    for (; word > 0; word /= GROUP_BASE) groups[count++] = (uint16_t)(word % GROUP_BASE);
    return count;
}

/* The same of limb * factor. */
static int split_limbs(const uint32_t limb[3], uint32_t factor, uint16_t groups[12])
{
    uint32_t rest[4] = {limb[0], limb[1], limb[2], 0};
    uint64_t carry = 0;
    for (int i = 0; i < 4; i++) {
        carry += (uint64_t)rest[i] * factor;
        rest[i] = (uint32_t)carry;
        carry >>= 32;
    }
    int count = 0, top = 3;
    while (top > 0 && rest[top] == 0) top--;
    while (rest[top] != 0) {
        uint64_t part = 0; /* two groups a turn */
        for (int i = top; i >= 0; i--) {
            part = part << 32 | rest[i];
            rest[i] = (uint32_t)(part / (GROUP_BASE * GROUP_BASE));
            part %= GROUP_BASE * GROUP_BASE;
        }
        groups[count++] = (uint16_t)(part % GROUP_BASE);
        groups[count++] = (uint16_t)(part / GROUP_BASE);
        if (rest[top] == 0 && top > 0) top--;
    }
    return count;
}

size_t numeric_wire_write_decimal(const SgDecimal *value, uint8_t out[NUMERIC_WIRE_MAX])
{
    if (value->scale > SG_DECIMAL_DIGITS || !is_decimal(value->limb)) return 0;
    uint16_t groups[12];
    int behind = (value->scale + GROUP - 1) / GROUP, spare = behind * GROUP - value->scale;
    bool is_word = value->limb[2] == 0 && spare == 0;
    int count = is_word ? split_word((uint64_t)value->limb[1] << 32 | value->limb[0], groups)
                        : split_limbs(value->limb, big_pow10(spare), groups);
    return write_wire(groups, count, behind, value->scale, value->negative, out);
}

size_t numeric_wire_write_numeric(const SgNumeric *value, uint8_t out[NUMERIC_WIRE_MAX])
{
    if (value->scale > SG_NUMERIC_DIGITS) return 0;
    for (int i = 0; i < 8; i++) {
        if (value->limb[i] >= BIG_BASE) return 0;
    }
    int behind = (value->scale + GROUP - 1) / GROUP;
    Big rest = big_from_limbs(value->limb, 8);
    big_multiply_small(&rest, big_pow10(behind * GROUP - value->scale), 0);
    uint16_t groups[40];
    int count = 0;
    while (rest.count > 0) groups[count++] = (uint16_t)big_divide_small(&rest, GROUP_BASE);
    return write_wire(groups, count, behind, value->scale, value->negative, out);
}
