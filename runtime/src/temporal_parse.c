/* ISO 8601 text to times and dates: a cursor, and one function per part. */
#include "sg/temporal.h"

#include <string.h>

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY INT64_C(86400000000)

/* `least` to `most` digits; false when there are fewer.  More are left for the next part. */
static bool take_number(const char **at, int least, int most, int *out)
{
    int digits = 0, value = 0;
    for (; digits < most && **at >= '0' && **at <= '9'; digits++) value = value * 10 + (*(*at)++ - '0');
    *out = value;
    return digits >= least;
}

static bool take_char(const char **at, char c)
{
    if (**at != c) return false;
    (*at)++;
    return true;
}

static bool take_ymd(const char **at, int *year, int *month, int *day)
{
    return take_number(at, 4, 7, year) && take_char(at, '-') && take_number(at, 2, 2, month) && take_char(at, '-') &&
           take_number(at, 2, 2, day);
}

static SgStatus take_fraction(const char **at, int64_t *us)
{
    if (!take_char(at, '.') && !take_char(at, ',')) return SG_OK;
    int64_t unit = US_PER_SECOND;
    bool any = false;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        any = true;
        unit /= 10;
        if (unit == 0 && **at != '0') return SG_RANGE;
        *us += unit * (**at - '0');
    }
    return any ? SG_OK : SG_INVALID;
}

static SgStatus take_time(const char **at, int64_t *out)
{
    int hour, minute, second = 0;
    if (!take_number(at, 2, 2, &hour) || !take_char(at, ':') || !take_number(at, 2, 2, &minute)) return SG_INVALID;
    if (take_char(at, ':') && !take_number(at, 2, 2, &second)) return SG_INVALID;
    if (minute > 59 || second > 59) return SG_INVALID;
    int64_t us = (((int64_t)hour * 60 + minute) * 60 + second) * US_PER_SECOND;
    SgStatus rc = take_fraction(at, &us);
    if (rc != SG_OK) return rc;
    if (us > US_PER_DAY) return SG_INVALID;
    *out = us;
    return SG_OK;
}

/* "Z", "+hh", "+hh:mm", "+hhmm", "+hh:mm:ss" or nothing; seconds east of UTC. */
static bool take_offset(const char **at, int *out)
{
    int hours, minutes = 0, seconds = 0;
    *out = 0;
    if (take_char(at, 'Z') || take_char(at, 'z')) return true;
    bool west = **at == '-';
    if (!take_char(at, '+') && !take_char(at, '-')) return true;
    if (!take_number(at, 2, 2, &hours)) return false;
    bool colon = take_char(at, ':');
    if ((colon || (**at >= '0' && **at <= '9')) && !take_number(at, 2, 2, &minutes)) return false;
    if (colon && take_char(at, ':') && !take_number(at, 2, 2, &seconds)) return false;
    if (hours > 15 || minutes > 59 || seconds > 59) return false; /* as the server */
    *out = (hours * 60 + minutes) * 60 + seconds;
    if (west) *out = -*out;
    return true;
}

/* Astronomical year of "… BC", which ends the text. */
static bool take_era(const char **at, int *year)
{
    if (strcmp(*at, " BC") == 0) {
        *year = 1 - *year;
        *at += 3;
        return true;
    }
    return *year > 0;
}

SgStatus sg_date_parse(const char *text, SgDate *out)
{
    int year, month, day;
    if (strcmp(text, "infinity") == 0 || strcmp(text, "-infinity") == 0) {
        out->days = *text == '-' ? SG_DATE_MINUS_INFINITY : SG_DATE_INFINITY;
        return SG_OK;
    }
    if (!take_ymd(&text, &year, &month, &day) || !take_era(&text, &year) || *text != '\0') return SG_INVALID;
    return sg_date_from_ymd(year, month, day, out);
}

SgStatus sg_timestamp_parse(const char *text, SgTimestamp *out)
{
    int year, month, day, offset;
    int64_t us = 0;
    SgDate date;
    if (strcmp(text, "infinity") == 0 || strcmp(text, "-infinity") == 0) {
        out->us = *text == '-' ? SG_TIMESTAMP_MINUS_INFINITY : SG_TIMESTAMP_INFINITY;
        return SG_OK;
    }
    if (!take_ymd(&text, &year, &month, &day)) return SG_INVALID;
    if (*text == 'T' || *text == 't' || (*text == ' ' && text[1] != 'B')) {
        text++;
        SgStatus rc = take_time(&text, &us);
        if (rc != SG_OK) return rc;
    }
    if (!take_offset(&text, &offset) || !take_era(&text, &year) || *text != '\0') return SG_INVALID;
    SgStatus rc = sg_date_from_ymd(year, month, day, &date);
    if (rc != SG_OK) return rc;
    if (date.days > 106751990) return SG_RANGE; /* the product below would overflow */
    return sg_timestamp_add((SgTimestamp){date.days * US_PER_DAY}, us - offset * US_PER_SECOND, out);
}

SgStatus sg_time_parse(const char *text, SgTime *out)
{
    int64_t us;
    SgStatus rc = take_time(&text, &us);
    if (rc != SG_OK) return rc;
    if (*text != '\0') return SG_INVALID;
    out->us = us;
    return SG_OK;
}

SgStatus sg_timetz_parse(const char *text, SgTimeTz *out)
{
    int64_t us;
    int offset;
    SgStatus rc = take_time(&text, &us);
    if (rc != SG_OK) return rc;
    if (!take_offset(&text, &offset) || *text != '\0') return SG_INVALID;
    *out = (SgTimeTz){us, offset};
    return SG_OK;
}
