/*
 * diff_default.c - do two columns have the same default?
 *
 * The rules are Prisma's, with one exception: Prisma never sees a change of a constant time, here times are compared
 * as far as the column keeps them.  Where the server has spelled both sides, its spelling decides.
 */
#include "diff_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What kind of constant a column's default is. */
typedef enum Family {
    FAMILY_TEXT, /* enum labels too */
    FAMILY_INTEGER,
    FAMILY_DECIMAL,
    FAMILY_BOOLEAN,
    FAMILY_TIME,
    FAMILY_JSON,
    FAMILY_BYTES
} Family;

static Family family_of(const ColumnType *type)
{
    if (type->kind != TYPE_NATIVE) return FAMILY_TEXT;
    switch (native_type_info(type->native)->scalar) {
    case SCALAR_BOOLEAN: return FAMILY_BOOLEAN;
    case SCALAR_INT:
    case SCALAR_BIGINT: return FAMILY_INTEGER;
    case SCALAR_FLOAT:
    case SCALAR_DECIMAL: return FAMILY_DECIMAL;
    case SCALAR_DATETIME: return FAMILY_TIME;
    case SCALAR_JSON: return FAMILY_JSON;
    case SCALAR_BYTES: return FAMILY_BYTES;
    case SCALAR_STRING:
    case SCALAR_COUNT: break;
    }
    return FAMILY_TEXT;
}

/* Two spellings of a plain number: signs, leading zeros and trailing zeros of the fraction do not count. */
static bool numbers_match(const char *a, const char *b)
{
    bool is_a_negative = *a == '-', is_b_negative = *b == '-';
    a += is_a_negative;
    b += is_b_negative;
    a += strspn(a, "0");
    b += strspn(b, "0");
    size_t same = 0;
    while (a[same] != '\0' && a[same] == b[same]) same++;
    bool is_fraction = memchr(a, '.', same) != NULL;
    const char *rest_a = a + same, *rest_b = b + same;
    if (!is_fraction && (*rest_a == '.' || *rest_b == '.')) {
        rest_a += *rest_a == '.';
        rest_b += *rest_b == '.';
        is_fraction = true;
    }
    if (is_fraction) {
        rest_a += strspn(rest_a, "0");
        rest_b += strspn(rest_b, "0");
    }
    if (*rest_a != '\0' || *rest_b != '\0') return false;
    bool is_zero = a[strspn(a, "0.")] == '\0';
    return is_a_negative == is_b_negative || is_zero;
}

/* A time as PostgreSQL reads or prints it: 2020-01-02 03:04:05.678 +00:00; each part may be missing. */
typedef struct TimeText {
    bool has_date, has_time, has_offset;
    long long day; /* since an arbitrary day */
    long long microseconds;
    long offset; /* seconds east */
} TimeText;

/* Days since 0000-03-01 (a year that begins in March has its leap day at its end). */
static long long day_number(long year, long month, long day)
{
    long long y = month <= 2 ? year - 1 : year;
    long long m = month <= 2 ? month + 9 : month - 3;
    return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
}

static bool read_number(const char **at, int digits, long *out)
{
    *out = 0;
    for (int i = 0; i < digits; i++) {
        if (!isdigit((unsigned char)**at)) return false;
        *out = *out * 10 + (*(*at)++ - '0');
    }
    return true;
}

static bool read_clock(const char **at, long *seconds)
{
    long hour, minute = 0, second = 0;
    if (!read_number(at, 2, &hour)) return false;
    if (**at == ':' && (++*at, !read_number(at, 2, &minute))) return false;
    if (**at == ':' && (++*at, !read_number(at, 2, &second))) return false;
    *seconds = (hour * 60 + minute) * 60 + second;
    return true;
}

static long long read_fraction(const char **at)
{
    long long microseconds = 0, unit = 100000;
    if (**at != '.') return 0;
    for (++*at; isdigit((unsigned char)**at); ++*at, unit /= 10) microseconds += (**at - '0') * unit;
    return microseconds;
}

static bool read_time(const char *text, TimeText *out)
{
    long year, month, day, seconds;
    *out = (TimeText){0};
    if (strlen(text) >= 10 && text[4] == '-') {
        if (!read_number(&text, 4, &year) || *text++ != '-' || !read_number(&text, 2, &month) || *text++ != '-' ||
            !read_number(&text, 2, &day)) {
            return false;
        }
        out->has_date = true;
        out->day = day_number(year, month, day);
        text += strspn(text, " T");
    }
    if (isdigit((unsigned char)*text)) {
        if (!read_clock(&text, &seconds)) return false;
        out->has_time = true;
        out->microseconds = seconds * 1000000LL + read_fraction(&text);
    }
    text += strspn(text, " ");
    if (*text == '+' || *text == '-') {
        int sign = *text++ == '-' ? -1 : 1;
        if (!read_clock(&text, &seconds)) return false;
        out->has_offset = true;
        out->offset = sign * seconds;
    }
    return *text == '\0';
}

static long long rounded(long long microseconds, const ColumnType *type)
{
    long long unit = 1;
    for (int i = type->arg_count > 0 ? type->args[0] : 6; i < 6; i++) unit *= 10;
    return (microseconds + unit / 2) / unit;
}

/* As far as a column of `type` keeps them: a date has no time, a timestamp no offset. */
static bool times_match(const char *a, const char *b, const ColumnType *type)
{
    TimeText x, y;
    if (strcmp(a, b) == 0) return true;
    if (!read_time(a, &x) || !read_time(b, &y)) return false;
    bool has_date = type->native != NATIVE_TIME && type->native != NATIVE_TIMETZ;
    if (type->native == NATIVE_DATE) return x.day == y.day;
    if (type->native == NATIVE_TIMESTAMPTZ) {
        x.microseconds -= x.offset * 1000000LL;
        y.microseconds -= y.offset * 1000000LL;
    }
    if (type->native == NATIVE_TIMETZ && x.offset != y.offset) return false;
    enum { DAY_SECONDS = 86400 };
    if (has_date) {
        x.microseconds += x.day * DAY_SECONDS * 1000000LL;
        y.microseconds += y.day * DAY_SECONDS * 1000000LL;
    }
    return rounded(x.microseconds, type) == rounded(y.microseconds, type);
}

/* Hexadecimal digits, with or without \x. */
static bool bytes_match(const char *a, const char *b)
{
    if (strncmp(a, "\\x", 2) == 0) a += 2;
    if (strncmp(b, "\\x", 2) == 0) b += 2;
    return strcasecmp(a, b) == 0;
}

static bool values_match(SgArena *arena, const ColumnType *from, const char *a, const ColumnType *to, const char *b)
{
    Family left = family_of(from), right = family_of(to);
    bool is_json = left == FAMILY_JSON || right == FAMILY_JSON;
    if (is_json && (left == right || left == FAMILY_TEXT || right == FAMILY_TEXT)) return diff_json_match(arena, a, b);
    if (left != right) return false;
    switch (left) {
    case FAMILY_INTEGER:
    case FAMILY_DECIMAL: return numbers_match(a, b);
    case FAMILY_TIME: return times_match(a, b, to);
    case FAMILY_BYTES: return bytes_match(a, b);
    case FAMILY_TEXT:
    case FAMILY_BOOLEAN:
    case FAMILY_JSON: break;
    }
    return strcmp(a, b) == 0;
}

static bool lists_match(SgArena *arena, const Column *from, const Column *to)
{
    const ColumnDefault *a = &from->default_value, *b = &to->default_value;
    if (a->items.count != b->items.count) return false;
    for (size_t i = 0; i < a->items.count; i++) {
        if (!values_match(arena, &from->type, a->items.items[i], &to->type, b->items.items[i])) return false;
    }
    return true;
}

/* Does an expression of a schema stand there as the server has it? */
static bool is_spelled(const Column *wanted, const Column *described)
{
    return wanted->default_value.kind == COLUMN_DEFAULT_EXPRESSION && described->default_sql != NULL &&
           strcasecmp(wanted->default_value.text, described->default_sql) == 0;
}

static const char *server_spelling(const Column *column)
{
    return column->default_sql != NULL ? column->default_sql : column->default_canonical;
}

bool diff_defaults_match(const Differ *differ, const Column *from, const Column *to)
{
    const ColumnDefault *a = &from->default_value, *b = &to->default_value;
    const char *a_spelling = server_spelling(from), *b_spelling = server_spelling(to);
    if (from->is_generated || to->is_generated) return true;
    if (a_spelling != NULL && b_spelling != NULL && strcmp(a_spelling, b_spelling) == 0) return true;
    if (is_spelled(from, to) || is_spelled(to, from)) return true;

    if (b->kind == COLUMN_DEFAULT_EXPRESSION && *b->text == '\0') return true; /* dbgenerated(): whatever it is */
    if (b->kind == COLUMN_DEFAULT_SEQUENCE) return true; /* a change of `autoincrement` covers it */
    if (a->kind == COLUMN_DEFAULT_SEQUENCE) return b->kind == COLUMN_DEFAULT_NONE;
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case COLUMN_DEFAULT_VALUE: return values_match(differ->arena, &from->type, a->text, &to->type, b->text);
    case COLUMN_DEFAULT_LIST: return lists_match(differ->arena, from, to);
    case COLUMN_DEFAULT_EXPRESSION: return strcasecmp(a->text, b->text) == 0;
    case COLUMN_DEFAULT_NONE:
    case COLUMN_DEFAULT_NOW:
    case COLUMN_DEFAULT_SEQUENCE: break;
    }
    return true;
}
