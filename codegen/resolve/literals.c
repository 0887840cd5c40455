#include "literals.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool fail(const char **out_why, const char *why)
{
    *out_why = why;
    return false;
}

static int base64_value(char c)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c != '\0' ? strchr(alphabet, c) : NULL;
    return found != NULL ? (int)(found - alphabet) : -1;
}

bool literal_is_base64(const char *text, size_t size, const char **out_why)
{
    size_t digits = size;
    while (digits > 0 && size - digits < 2 && text[digits - 1] == '=') digits--;
    if (size % 4 != 0) return fail(out_why, "its length is not a multiple of four");
    for (size_t i = 0; i < digits; i++)
        if (base64_value(text[i]) < 0) return fail(out_why, "it has a character that is not base64");
    if (digits < size) {
        int unused = digits % 4 == 2 ? 0xf : 0x3;
        if ((base64_value(text[digits - 1]) & unused) != 0)
            return fail(out_why, "its last character has bits too many");
    }
    return true;
}

/* `count` digits as a number; false when there are fewer. */
static bool take_digits(const char **at, const char *end, int count, int *out)
{
    int value = 0;
    if (end - *at < count) return false;
    for (int i = 0; i < count; i++) {
        if (!is_digit((*at)[i])) return false;
        value = value * 10 + ((*at)[i] - '0');
    }
    *at += count;
    *out = value;
    return true;
}

static bool take(const char **at, const char *end, const char *any)
{
    if (*at == end || **at == '\0' || strchr(any, **at) == NULL) return false;
    (*at)++;
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

static bool take_fraction(const char **at, const char *end)
{
    if (*at == end || **at != '.') return true;
    (*at)++;
    if (*at == end || !is_digit(**at)) return false;
    while (*at < end && is_digit(**at)) (*at)++;
    return true;
}

/* Z, or hours and minutes east or west of it; the sign may be U+2212. */
static bool take_zone(const char **at, const char *end, bool *out_is_in_range)
{
    int hours, minutes;
    *out_is_in_range = true;
    if (take(at, end, "Zz")) return true;
    if (end - *at >= 3 && memcmp(*at, "\xe2\x88\x92", 3) == 0) *at += 3;
    else if (!take(at, end, "+-")) return false;
    if (!take_digits(at, end, 2, &hours) || !take(at, end, ":") || !take_digits(at, end, 2, &minutes)) return false;
    *out_is_in_range = hours < 24 && minutes < 60;
    return true;
}

bool literal_is_time(const char *text, size_t size, const char **out_why)
{
    const char *at = text, *end = text + size;
    int year, month, day, hour, minute, second;
    bool is_zone_in_range;
    if (!take_digits(&at, end, 4, &year) || !take(&at, end, "-") || !take_digits(&at, end, 2, &month) ||
        !take(&at, end, "-") || !take_digits(&at, end, 2, &day))
        return fail(out_why, "it does not begin with a date as `2020-01-31`");
    if (!take(&at, end, "Tt ")) return fail(out_why, "there is no `T` behind the date");
    if (!take_digits(&at, end, 2, &hour) || !take(&at, end, ":") || !take_digits(&at, end, 2, &minute) ||
        !take(&at, end, ":") || !take_digits(&at, end, 2, &second) || !take_fraction(&at, end))
        return fail(out_why, "there is no time as `23:59:59` behind the date");
    if (!take_zone(&at, end, &is_zone_in_range)) return fail(out_why, "it does not end with `Z` or `+01:00`");
    if (at != end) return fail(out_why, "something stands behind the time zone");
    bool is_in_range = month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month) && hour < 24 &&
                       minute < 60 && second <= 60 && is_zone_in_range;
    return is_in_range || fail(out_why, "a part is out of range");
}

/* Digits, and underscores behind the first of them, as far as they go. */
static void skip_digits(const char **at, const char *end, bool *has_digit)
{
    while (*at < end && (is_digit(**at) || (**at == '_' && *has_digit))) {
        *has_digit = true;
        (*at)++;
    }
}

static bool skip_exponent(const char **at, const char *end)
{
    char *stop;
    if (*at == end || (!is_digit(**at) && **at != '+' && **at != '-')) return false;
    errno = 0;
    (void)strtoll(*at, &stop, 10);
    if (stop == *at || errno != 0) return false;
    *at = stop;
    return true;
}

bool literal_is_decimal(const char *text, size_t size, const char **out_why)
{
    const char *at = text, *end = text + size;
    bool has_digits = false;
    (void)take(&at, end, "+-");
    skip_digits(&at, end, &has_digits);
    if (take(&at, end, ".")) skip_digits(&at, end, &has_digits);
    if (!has_digits) return fail(out_why, "it has no digits");
    if (take(&at, end, "eE")) {
        (void)take(&at, end, "+"); /* a sign may follow the plus, strange as it is */
        if (!skip_exponent(&at, end)) return fail(out_why, "its exponent is not a number");
    }
    return at == end || fail(out_why, "it is not a decimal number");
}

bool literal_is_integer(const char *text, size_t size, const char **out_why)
{
    const char *at = text, *end = text + size;
    (void)take(&at, end, "+-");
    if (at == end) return fail(out_why, "it has no digits");
    for (const char *c = at; c < end; c++)
        if (!is_digit(*c)) return fail(out_why, "it is not a whole number");
    errno = 0;
    (void)strtoll(text, NULL, 10);
    return errno == 0 || fail(out_why, "it does not fit into 64 bits");
}
