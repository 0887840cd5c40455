/* The text of values: what parses is written and read again to the same value. */
#include "fuzz.h"

#include "sg/sg.h"

#include <stdlib.h>
#include <string.h>

static void check_numbers(const char *text)
{
    char written[SG_NUMERIC_TEXT];
    SgDecimal decimal, decimal_again;
    SgNumeric numeric, numeric_again;
    if (sg_decimal_parse(text, &decimal) == SG_OK) {
        if (sg_decimal_parse(sg_decimal_format(decimal, written), &decimal_again) != SG_OK) abort();
        if (sg_decimal_compare(decimal, decimal_again) != 0) abort();
    }
    if (sg_numeric_parse(text, &numeric) == SG_OK) {
        if (sg_numeric_parse(sg_numeric_format(&numeric, written), &numeric_again) != SG_OK) abort();
        if (sg_numeric_compare(&numeric, &numeric_again) != 0) abort();
    }
}

static void check_times(const char *text)
{
    char written[SG_TIMESTAMP_TEXT];
    SgTimestamp timestamp, timestamp_again;
    SgDate date, date_again;
    SgTime time, time_again;
    if (sg_timestamp_parse(text, &timestamp) == SG_OK) {
        if (sg_timestamp_parse(sg_timestamp_format(timestamp, written), &timestamp_again) != SG_OK) abort();
        if (timestamp.us != timestamp_again.us) abort();
    }
    if (sg_date_parse(text, &date) == SG_OK) {
        if (sg_date_parse(sg_date_format(date, written), &date_again) != SG_OK || date.days != date_again.days) abort();
    }
    if (sg_time_parse(text, &time) == SG_OK) {
        if (sg_time_parse(sg_time_format(time, written), &time_again) != SG_OK || time.us != time_again.us) abort();
    }
}

static void check_identities(const char *text)
{
    char written[SG_INET_TEXT > SG_UUID_TEXT ? SG_INET_TEXT : SG_UUID_TEXT];
    SgUuid uuid, uuid_again;
    SgInet inet, inet_again;
    if (sg_uuid_parse(text, &uuid) == SG_OK) {
        if (sg_uuid_parse(sg_uuid_format(uuid, written), &uuid_again) != SG_OK) abort();
        if (!sg_uuid_equal(uuid, uuid_again)) abort();
    }
    if (sg_inet_parse(text, &inet) == SG_OK) {
        if (sg_inet_parse(sg_inet_format(inet, written), &inet_again) != SG_OK) abort();
        if (inet.prefix != inet_again.prefix || memcmp(inet.bytes, inet_again.bytes, sizeof inet.bytes) != 0) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (text == NULL) abort();
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    check_numbers(text);
    check_times(text);
    check_identities(text);
    free(text);
    return 0;
}
