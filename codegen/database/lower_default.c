/*
 * lower_default.c - @default(…) → the column's default.
 *
 * Values are brought into the spelling that the SQL has, because that is what is compared and printed: digits
 * without exponent, times as PostgreSQL reads them, bytes in hexadecimal.
 */
#include "lower_default.h"

#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Above this PostgreSQL has no numeric; such a number stays as it was written, and the server refuses it. */
enum { MAX_EXPONENT = 200000 };

/* -007 → -7; text that is not a number is left alone. */
static const char *integer_text(SgArena *arena, const char *text)
{
    bool is_negative = *text == '-';
    const char *digits = text + (is_negative || *text == '+' ? 1 : 0);
    digits += strspn(digits, "0");
    if (*digits == '\0') return "0";
    return is_negative ? sg_arena_printf(arena, "-%s", digits) : digits;
}

/* The digits of a number without sign, point, exponent, underscores and leading zeros; `scale` is how many of them
 * stand behind the point (negative: zeros are missing).  NULL when the exponent is beyond MAX_EXPONENT. */
static const char *significant_digits(SgArena *arena, const char *text, long *scale)
{
    SgText digits = {.arena = arena};
    bool is_fraction = false;
    *scale = 0;
    for (; *text != '\0' && *text != 'e' && *text != 'E'; text++) {
        if (*text == '.') is_fraction = true;
        if (!isdigit((unsigned char)*text)) continue;
        if (is_fraction) ++*scale;
        if (*text != '0' || digits.size > 0) sg_text_add_char(&digits, *text);
    }
    if (*text != '\0') {
        long exponent = strtol(text + 1 + (text[1] == '+'), NULL, 10); /* e+-5 is e-5, strange as it is */
        if (exponent > MAX_EXPONENT || exponent < -MAX_EXPONENT) return NULL;
        *scale -= exponent;
    }
    return digits.size == 0 ? "0" : sg_text_get(&digits);
}

/* 1.5e3 → 1500, .5 → 0.5, 1_000 → 1000; trailing zeros are kept. */
static const char *decimal_text(SgArena *arena, const char *text)
{
    long scale;
    const char *digits = significant_digits(arena, text, &scale);
    if (digits == NULL) return text;

    SgText out = {.arena = arena};
    if (*text == '-' && strcmp(digits, "0") != 0) sg_text_add_char(&out, '-');
    long whole = (long)strlen(digits) - scale;
    if (whole <= 0) sg_text_add_char(&out, '0');
    if (whole > 0) sg_text_add_bytes(&out, digits, (size_t)(scale > 0 ? whole : whole + scale));
    for (long i = scale; i < 0; i++) sg_text_add_char(&out, '0');
    if (scale > 0) sg_text_add_char(&out, '.');
    for (long i = whole; i < 0; i++) sg_text_add_char(&out, '0');
    if (scale > 0) sg_text_add(&out, digits + (whole > 0 ? whole : 0));
    return sg_text_get(&out);
}

/* Nothing, or a point and 3, 6 or 9 digits, as many as are needed. */
static void add_fraction(SgText *out, const char *digits, size_t count)
{
    char nanos[10] = "000000000";
    memcpy(nanos, digits, count < 9 ? count : 9);
    size_t wanted = 9;
    while (wanted > 0 && strncmp(nanos + wanted - 3, "000", 3) == 0) wanted -= 3;
    if (wanted == 0) return;
    sg_text_add_char(out, '.');
    sg_text_add_bytes(out, nanos, wanted);
}

/* Z, -00:00 → +00:00; the minus may be U+2212, which PostgreSQL does not read. */
static const char *zone_text(SgArena *arena, const char *zone)
{
    static const char minus[] = "\xE2\x88\x92";
    if (strncmp(zone, minus, strlen(minus)) == 0) zone = sg_arena_printf(arena, "-%s", zone + strlen(minus));
    bool is_utc = *zone == 'Z' || *zone == 'z' || strcmp(zone, "-00:00") == 0;
    return is_utc ? "+00:00" : zone;
}

/* 2020-01-02T03:04:05.5Z → 2020-01-02 03:04:05.500 +00:00 */
static const char *time_text(SgArena *arena, const char *text)
{
    enum { DATE = 10, TIME = 8 };
    if (strlen(text) < DATE + 1 + TIME + 1) return text;

    SgText out = {.arena = arena};
    sg_text_add_bytes(&out, text, DATE);
    sg_text_add_char(&out, ' ');
    sg_text_add_bytes(&out, text + DATE + 1, TIME);
    const char *rest = text + DATE + 1 + TIME;
    if (*rest == '.') {
        size_t count = strspn(rest + 1, "0123456789");
        add_fraction(&out, rest + 1, count);
        rest += 1 + count;
    }
    sg_text_printf(&out, " %s", zone_text(arena, rest));
    return sg_text_get(&out);
}

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c == '\0' ? NULL : strchr(digits, c);
    return found == NULL ? -1 : (int)(found - digits);
}

static const char *hex_of_base64(SgArena *arena, const char *text)
{
    SgText out = {.arena = arena};
    unsigned bits = 0;
    int count = 0;
    for (; *text != '\0'; text++) {
        int digit = base64_digit(*text);
        if (digit < 0) continue; /* the padding */
        bits = (bits << 6 | (unsigned)digit) & 0xffff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        sg_text_printf(&out, "%02x", bits >> count & 0xff);
    }
    return sg_text_get(&out);
}

static const char *value_text(SgArena *arena, const Field *field, const Literal *literal)
{
    if (field->kind == FIELD_ENUM) return field->enum_type->values.items[literal->enum_value].database_name;
    switch (field->scalar) {
    case SCALAR_INT:
    case SCALAR_BIGINT: return integer_text(arena, literal->text);
    case SCALAR_FLOAT:
    case SCALAR_DECIMAL: return decimal_text(arena, literal->text);
    case SCALAR_DATETIME: return time_text(arena, literal->text);
    case SCALAR_BYTES: return hex_of_base64(arena, literal->text);
    case SCALAR_STRING:
    case SCALAR_BOOLEAN:
    case SCALAR_JSON:
    case SCALAR_COUNT: break;
    }
    return literal->text;
}

bool lower_is_client_default(const Default *value)
{
    return value->kind == DEFAULT_UUID || value->kind == DEFAULT_CUID || value->kind == DEFAULT_ULID ||
           value->kind == DEFAULT_NANOID;
}

/* dbgenerated() without a text is a default that the schema does not know.  Prisma has it for scalars only. */
static ColumnDefault lower_expression(const Field *field)
{
    const char *sql = model_field_default(field)->sql;
    if (sql == NULL && field->kind != FIELD_SCALAR) return (ColumnDefault){0};
    return (ColumnDefault){.kind = COLUMN_DEFAULT_EXPRESSION, .text = sql == NULL ? "" : sql};
}

ColumnDefault lower_default(SgArena *arena, const Field *field)
{
    const Default *value = model_field_default(field);
    ColumnDefault lowered = {0};
    switch (value->kind) {
    case DEFAULT_LITERAL:
        lowered.kind = COLUMN_DEFAULT_VALUE;
        lowered.text = value_text(arena, field, &value->literal);
        break;
    case DEFAULT_LIST:
        lowered.kind = COLUMN_DEFAULT_LIST;
        for (size_t i = 0; i < value->items.count; i++) {
            *list_add(arena, &lowered.items) = value_text(arena, field, &value->items.items[i]);
        }
        break;
    case DEFAULT_NOW: lowered.kind = COLUMN_DEFAULT_NOW; break;
    case DEFAULT_AUTOINCREMENT: lowered.kind = COLUMN_DEFAULT_SEQUENCE; break;
    case DEFAULT_DBGENERATED: return lower_expression(field);
    case DEFAULT_NONE:
    case DEFAULT_UUID:
    case DEFAULT_CUID:
    case DEFAULT_ULID:
    case DEFAULT_NANOID: break;
    }
    return lowered;
}
