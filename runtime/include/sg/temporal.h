/*
 * temporal.h - times, dates, and their text.
 *
 * Text is ISO 8601 as in RFC 3339: "2026-11-23T09:15:00.123456Z".  Parsing takes a blank for the T, any offset, one to
 * six digits of a second (more is SG_RANGE: nothing is rounded), "infinity" and "-infinity", and years before 1 as
 * PostgreSQL writes them ("0044-03-15 BC").  A malformed text is SG_INVALID.
 */
#ifndef SG_TEMPORAL_H
#define SG_TEMPORAL_H

#include "status.h"
#include "value.h"

#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { SG_TIMESTAMP_TEXT = 48, SG_DATE_TEXT = 24, SG_TIME_TEXT = 24 }; /* room for the longest, with its NUL */

/* The Unix epoch, 1970-01-01, in SgTimestamp's units. */
#define SG_UNIX_EPOCH_US INT64_C(-946684800000000)

SgTimestamp sg_timestamp_now(void);

/* From Unix time.  SG_RANGE outside PostgreSQL's range. */
SG_CHECKED SgStatus sg_timestamp_from_unix(int64_t seconds, int32_t microseconds, SgTimestamp *out);
SG_CHECKED SgStatus sg_timestamp_from_timespec(struct timespec value, SgTimestamp *out); /* SG_RANGE unless whole µs */

/* To Unix time, rounded towards the past for time_t.  SG_RANGE for the infinities. */
SG_CHECKED SgStatus sg_timestamp_to_timespec(SgTimestamp value, struct timespec *out);
SG_CHECKED SgStatus sg_timestamp_to_time(SgTimestamp value, time_t *out);
bool sg_timestamp_is_finite(SgTimestamp value);

/* The day and the time of day in UTC; `time` may be NULL.  SG_RANGE for the infinities. */
SG_CHECKED SgStatus sg_timestamp_to_date(SgTimestamp value, SgDate *date, SgTime *time);

/* The reverse: zero for the time is the day's beginning.  SG_RANGE outside PostgreSQL's range and for the infinities,
 * SG_INVALID for a time of more than 24 hours. */
SG_CHECKED SgStatus sg_timestamp_from_date(SgDate date, SgTime time, SgTimestamp *out);

/* value + microseconds; SG_RANGE when that leaves the range, the infinities stay what they are. */
SG_CHECKED SgStatus sg_timestamp_add(SgTimestamp value, int64_t microseconds, SgTimestamp *out);

/* Text without an offset is taken as UTC. */
SG_CHECKED SgStatus sg_timestamp_parse(const char *text, SgTimestamp *out);
char *sg_timestamp_format(SgTimestamp value, char buffer[SG_TIMESTAMP_TEXT]);

/* The proleptic Gregorian calendar; year 0 is 1 BC.  SG_INVALID for a day that is not in it. */
SG_CHECKED SgStatus sg_date_from_ymd(int year, int month, int day, SgDate *out);
SG_CHECKED SgStatus sg_date_to_ymd(SgDate value, int *year, int *month, int *day); /* SG_RANGE for the infinities */
SG_CHECKED SgStatus sg_date_parse(const char *text, SgDate *out);
char *sg_date_format(SgDate value, char buffer[SG_DATE_TEXT]);

/* "09:15:00.123456"; "24:00:00" is a value.  With zone: "09:15:00+02:00", "Z". */
SG_CHECKED SgStatus sg_time_parse(const char *text, SgTime *out);
char *sg_time_format(SgTime value, char buffer[SG_TIME_TEXT]);
SG_CHECKED SgStatus sg_timetz_parse(const char *text, SgTimeTz *out);
char *sg_timetz_format(SgTimeTz value, char buffer[SG_TIME_TEXT]);

#ifdef __cplusplus
}
#endif
#endif
