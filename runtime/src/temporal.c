/* Times and dates by the civil-from-days algorithm; PostgreSQL's ranges. */
#include "sg/temporal.h"

#include <stdio.h>
#include <string.h>

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY INT64_C(86400000000)

/* [4714-11-24 BC, 294277-01-01 AD) */
#define TIMESTAMP_FIRST INT64_C(-211813488000000000)
#define TIMESTAMP_END INT64_C(9223371331200000000)

enum { DATE_FIRST = -2451545, DATE_END = 2145031949, EPOCH_FROM_0000_03_01 = 730425 };

bool sg_timestamp_is_finite(SgTimestamp value)
{
    return value.us != SG_TIMESTAMP_INFINITY && value.us != SG_TIMESTAMP_MINUS_INFINITY;
}

static bool is_in_range(int64_t us)
{
    return us >= TIMESTAMP_FIRST && us < TIMESTAMP_END;
}

SgTimestamp sg_timestamp_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (SgTimestamp){SG_UNIX_EPOCH_US + (int64_t)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000};
}

SgStatus sg_timestamp_from_unix(int64_t seconds, int32_t microseconds, SgTimestamp *out)
{
    const int64_t epoch = SG_UNIX_EPOCH_US / US_PER_SECOND;
    if (seconds < TIMESTAMP_FIRST / US_PER_SECOND - epoch - 1 || seconds > TIMESTAMP_END / US_PER_SECOND - epoch)
        return SG_RANGE; /* or the product below would overflow */
    if (microseconds < -(US_PER_SECOND - 1) || microseconds > US_PER_SECOND - 1) return SG_INVALID;
    int64_t us = (seconds + epoch) * US_PER_SECOND + microseconds;
    if (!is_in_range(us)) return SG_RANGE;
    out->us = us;
    return SG_OK;
}

SgStatus sg_timestamp_from_timespec(struct timespec value, SgTimestamp *out)
{
    if (value.tv_nsec < 0 || value.tv_nsec > 999999999) return SG_INVALID;
    if (value.tv_nsec % 1000 != 0) return SG_RANGE;
    return sg_timestamp_from_unix((int64_t)value.tv_sec, (int32_t)(value.tv_nsec / 1000), out);
}

/* Division that rounds towards minus infinity; the remainder is never negative. */
static int64_t floor_divide(int64_t value, int64_t divisor, int64_t *remainder)
{
    int64_t quotient = value / divisor;
    *remainder = value % divisor;
    if (*remainder < 0) {
        *remainder += divisor;
        quotient--;
    }
    return quotient;
}

SgStatus sg_timestamp_to_timespec(SgTimestamp value, struct timespec *out)
{
    int64_t us;
    if (!is_in_range(value.us)) return SG_RANGE;
    int64_t seconds = floor_divide(value.us, US_PER_SECOND, &us) - SG_UNIX_EPOCH_US / US_PER_SECOND;
    if ((int64_t)(time_t)seconds != seconds) return SG_RANGE;
    out->tv_sec = (time_t)seconds;
    out->tv_nsec = (long)us * 1000;
    return SG_OK;
}

SgStatus sg_timestamp_to_time(SgTimestamp value, time_t *out)
{
    struct timespec whole;
    SgStatus rc = sg_timestamp_to_timespec(value, &whole);
    if (rc == SG_OK) *out = whole.tv_sec;
    return rc;
}

SgStatus sg_timestamp_to_date(SgTimestamp value, SgDate *date, SgTime *time)
{
    int64_t us;
    if (!is_in_range(value.us)) return SG_RANGE;
    date->days = (int32_t)floor_divide(value.us, US_PER_DAY, &us);
    if (time != NULL) time->us = us;
    return SG_OK;
}

SgStatus sg_timestamp_from_date(SgDate date, SgTime time, SgTimestamp *out)
{
    if (time.us < 0 || time.us > US_PER_DAY) return SG_INVALID;
    if (date.days < TIMESTAMP_FIRST / US_PER_DAY || date.days >= TIMESTAMP_END / US_PER_DAY) return SG_RANGE;
    int64_t us = date.days * US_PER_DAY + time.us;
    if (!is_in_range(us)) return SG_RANGE;
    out->us = us;
    return SG_OK;
}

SgStatus sg_timestamp_add(SgTimestamp value, int64_t microseconds, SgTimestamp *out)
{
    if (sg_timestamp_is_finite(value)) {
        if (microseconds > 0 && value.us > INT64_MAX - microseconds) return SG_RANGE;
        if (microseconds < 0 && value.us < INT64_MIN - microseconds) return SG_RANGE;
        value.us += microseconds;
        if (!is_in_range(value.us)) return SG_RANGE;
    }
    *out = value;
    return SG_OK;
}

/* ---- The calendar.  Years begin in March, so that the leap day is the last. ---- */

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int64_t days_from_civil(int64_t year, int month, int day)
{
    int64_t year_of_era;
    if (month <= 2) year--;
    int64_t era = floor_divide(year, 400, &year_of_era);
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - EPOCH_FROM_0000_03_01;
}

static void civil_from_days(int64_t days, int *year, int *month, int *day)
{
    int64_t day_of_era;
    int64_t era = floor_divide(days + EPOCH_FROM_0000_03_01, 146097, &day_of_era);
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

SgStatus sg_date_from_ymd(int year, int month, int day, SgDate *out)
{
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return SG_INVALID;
    int64_t days = days_from_civil(year, month, day);
    if (days < DATE_FIRST || days >= DATE_END) return SG_RANGE;
    out->days = (int32_t)days;
    return SG_OK;
}

SgStatus sg_date_to_ymd(SgDate value, int *year, int *month, int *day)
{
    if (value.days == SG_DATE_INFINITY || value.days == SG_DATE_MINUS_INFINITY) return SG_RANGE;
    civil_from_days(value.days, year, month, day);
    return SG_OK;
}

/* ---- Text ---- */

static char *append_date(char *at, size_t room, int64_t days, bool *before_christ)
{
    int year, month, day;
    civil_from_days(days, &year, &month, &day);
    *before_christ = year <= 0;
    return at + snprintf(at, room, "%04d-%02d-%02d", year <= 0 ? 1 - year : year, month, day);
}

/* hh:mm:ss, with as many digits of the fraction as it has. */
static char *append_time(char *at, size_t room, int64_t us)
{
    char *start = at;
    int64_t seconds = us / US_PER_SECOND;
    int fraction = (int)(us % US_PER_SECOND);
    at += snprintf(at, room, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (fraction == 0) return at;
    at += snprintf(at, room - (size_t)(at - start), ".%06d", fraction);
    while (at[-1] == '0') *--at = '\0';
    return at;
}

char *sg_timestamp_format(SgTimestamp value, char buffer[SG_TIMESTAMP_TEXT])
{
    if (!sg_timestamp_is_finite(value)) return strcpy(buffer, value.us > 0 ? "infinity" : "-infinity");
    int64_t us;
    bool before_christ;
    int64_t days = floor_divide(value.us, US_PER_DAY, &us);
    char *at = append_date(buffer, SG_TIMESTAMP_TEXT, days, &before_christ);
    *at++ = 'T';
    at = append_time(at, SG_TIMESTAMP_TEXT / 2, us);
    strcpy(at, before_christ ? "Z BC" : "Z");
    return buffer;
}

char *sg_date_format(SgDate value, char buffer[SG_DATE_TEXT])
{
    if (value.days == SG_DATE_INFINITY) return strcpy(buffer, "infinity");
    if (value.days == SG_DATE_MINUS_INFINITY) return strcpy(buffer, "-infinity");
    bool before_christ;
    char *at = append_date(buffer, SG_DATE_TEXT, value.days, &before_christ);
    if (before_christ) strcpy(at, " BC");
    return buffer;
}

char *sg_time_format(SgTime value, char buffer[SG_TIME_TEXT])
{
    if (value.us < 0 || value.us > US_PER_DAY) return strcpy(buffer, "?");
    append_time(buffer, SG_TIME_TEXT, value.us);
    return buffer;
}

char *sg_timetz_format(SgTimeTz value, char buffer[SG_TIME_TEXT])
{
    if (value.us < 0 || value.us > US_PER_DAY || value.offset < -86399 || value.offset > 86399)
        return strcpy(buffer, "?");
    char *at = append_time(buffer, SG_TIME_TEXT, value.us);
    int size = value.offset < 0 ? -value.offset : value.offset;
    at += snprintf(at, 8, "%c%02d:%02d", value.offset < 0 ? '-' : '+', size / 3600 % 100, size / 60 % 60);
    if (size % 60 != 0) snprintf(at, 4, ":%02d", size % 60);
    return buffer;
}
