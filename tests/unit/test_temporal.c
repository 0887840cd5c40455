/* Times, dates, keys made here, addresses: text and limits. */
#include <sg/sg.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_timestamps(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t us;
        const char *formatted; /* NULL: the text */
    } cases[] = {
        {"2000-01-01T00:00:00Z", 0, NULL},
        {"1970-01-01T00:00:00Z", SG_UNIX_EPOCH_US, NULL},
        {"1999-12-31T23:59:59.999999Z", -1, NULL},
        {"2024-02-29 12:00:00+02:00", INT64_C(762516000000000), "2024-02-29T10:00:00Z"},
        {"2000-01-01", 0, "2000-01-01T00:00:00Z"},
        {"2000-01-01T00:00:00.5-0030", INT64_C(1800500000), "2000-01-01T00:30:00.5Z"},
        {"294276-12-31T23:59:59.999999Z", INT64_C(9223371331199999999), NULL},
        {"4714-11-24T00:00:00Z BC", INT64_C(-211813488000000000), NULL},
        {"0001-01-01T00:00:00Z", INT64_C(-63082281600000000), NULL},
        {"infinity", INT64_MAX, NULL},
        {"-infinity", INT64_MIN, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SgTimestamp value = {42};
        char text[SG_TIMESTAMP_TEXT];
        if (sg_timestamp_parse(cases[i].text, &value) != SG_OK) fail_msg("`%s`", cases[i].text);
        if (value.us != cases[i].us) fail_msg("`%s`: %lld", cases[i].text, (long long)value.us);
        const char *expected = cases[i].formatted == NULL ? cases[i].text : cases[i].formatted;
        assert_string_equal(sg_timestamp_format(value, text), expected);
    }
}

static void test_refused_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        SgStatus status;
    } cases[] = {
        {"", SG_INVALID},
        {"2024-02-30T00:00:00Z", SG_INVALID},
        {"2023-02-29", SG_INVALID},
        {"2024-13-01", SG_INVALID},
        {"2024-01-01T25:00:00Z", SG_INVALID},
        {"2024-01-01T00:60:00Z", SG_INVALID},
        {"2024-01-01T00:00:00.1234567Z", SG_RANGE},
        {"2024-01-01T00:00:00+99:00", SG_INVALID},
        {"2024-01-01T00:00:00Z ", SG_INVALID},
        {"2024-01-01Tnoon", SG_INVALID},
        {"0000-01-01", SG_INVALID},
        {"294277-01-01T00:00:00Z", SG_RANGE},
        {"9999999-01-01T00:00:00Z", SG_RANGE},
        {"4714-11-23T00:00:00Z BC", SG_RANGE},
        {"24-1-1", SG_INVALID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SgTimestamp value = {42};
        SgStatus rc = sg_timestamp_parse(cases[i].text, &value);
        if (rc != cases[i].status) fail_msg("`%s`: %s", cases[i].text, sg_status_name(rc));
        assert_int_equal(value.us, 42);
    }
}

static void test_unix_time(void **state)
{
    (void)state;
    SgTimestamp value;
    struct timespec spec;
    time_t seconds;
    assert_int_equal(sg_timestamp_from_unix(0, 0, &value), SG_OK);
    assert_true(value.us == SG_UNIX_EPOCH_US);
    assert_int_equal(sg_timestamp_from_unix(INT64_MAX, 0, &value), SG_RANGE);
    assert_int_equal(sg_timestamp_from_unix(INT64_MIN, 0, &value), SG_RANGE);
    assert_int_equal(sg_timestamp_from_unix(-1, 999999, &value), SG_OK);
    assert_int_equal(sg_timestamp_to_timespec(value, &spec), SG_OK);
    assert_int_equal(spec.tv_sec, -1);
    assert_int_equal(spec.tv_nsec, 999999000);
    assert_int_equal(sg_timestamp_to_time(value, &seconds), SG_OK);
    assert_int_equal(seconds, -1);
    assert_int_equal(sg_timestamp_to_time((SgTimestamp){SG_TIMESTAMP_INFINITY}, &seconds), SG_RANGE);
    assert_int_equal(sg_timestamp_from_timespec((struct timespec){.tv_nsec = 1}, &value), SG_RANGE);
    assert_int_equal(sg_timestamp_from_timespec((struct timespec){.tv_nsec = 1000}, &value), SG_OK);
    assert_int_equal(sg_timestamp_add((SgTimestamp){1}, INT64_MAX, &value), SG_RANGE);
    assert_int_equal(sg_timestamp_add((SgTimestamp){-1}, INT64_MIN, &value), SG_RANGE);
    assert_int_equal(sg_timestamp_add((SgTimestamp){SG_TIMESTAMP_INFINITY}, -5, &value), SG_OK);
    assert_true(value.us == SG_TIMESTAMP_INFINITY);
    assert_int_equal(sg_timestamp_to_timespec(sg_timestamp_now(), &spec), SG_OK);
    assert_true(spec.tv_sec > 1700000000);
}

static void assert_day(const char *timestamp, const char *day, int64_t us)
{
    SgTimestamp value, again;
    SgDate date;
    SgTime time;
    char text[SG_DATE_TEXT];
    assert_int_equal(sg_timestamp_parse(timestamp, &value), SG_OK);
    assert_int_equal(sg_timestamp_to_date(value, &date, &time), SG_OK);
    assert_string_equal(sg_date_format(date, text), day);
    assert_int_equal(time.us, us);
    assert_int_equal(sg_timestamp_to_date(value, &date, NULL), SG_OK);
    assert_int_equal(sg_timestamp_from_date(date, time, &again), SG_OK);
    assert_true(again.us == value.us);
}

static void test_days_of_timestamps(void **state)
{
    (void)state;
    const SgTime no_time = {0}, whole_day = {INT64_C(86400000000)};
    SgTimestamp value = {1};
    SgDate date = {2};
    assert_day("2026-11-23T09:15:00.5Z", "2026-11-23", INT64_C(33300500000));
    assert_day("2000-01-01T00:00:00Z", "2000-01-01", 0);
    assert_day("1999-12-31T23:59:59.999999Z", "1999-12-31", INT64_C(86399999999));
    assert_day("4714-11-24T00:00:00Z BC", "4714-11-24 BC", 0);
    assert_day("294276-12-31T23:59:59.999999Z", "294276-12-31", INT64_C(86399999999));

    assert_int_equal(sg_timestamp_to_date((SgTimestamp){SG_TIMESTAMP_INFINITY}, &date, NULL), SG_RANGE);
    assert_int_equal(sg_timestamp_to_date((SgTimestamp){SG_TIMESTAMP_MINUS_INFINITY}, &date, NULL), SG_RANGE);
    assert_int_equal(date.days, 2);
    assert_int_equal(sg_timestamp_from_date((SgDate){SG_DATE_INFINITY}, no_time, &value), SG_RANGE);
    assert_int_equal(sg_timestamp_from_date((SgDate){SG_DATE_MINUS_INFINITY}, no_time, &value), SG_RANGE);
    assert_int_equal(sg_timestamp_from_date((SgDate){0}, (SgTime){-1}, &value), SG_INVALID);
    assert_int_equal(sg_timestamp_from_date((SgDate){0}, (SgTime){whole_day.us + 1}, &value), SG_INVALID);
    assert_int_equal(sg_date_parse("294276-12-31", &date), SG_OK);
    assert_int_equal(sg_timestamp_from_date(date, whole_day, &value), SG_RANGE);
    assert_int_equal(value.us, 1);
    assert_int_equal(sg_timestamp_from_date((SgDate){0}, whole_day, &value), SG_OK);
    assert_true(value.us == whole_day.us);
}

static void test_dates_and_times(void **state)
{
    (void)state;
    SgDate date;
    SgTime time;
    SgTimeTz zoned;
    int year, month, day;
    char text[SG_TIME_TEXT];
    for (int32_t days = -800000; days < 800000; days += 37) { /* every date is itself again */
        SgDate again;
        assert_int_equal(sg_date_to_ymd((SgDate){days}, &year, &month, &day), SG_OK);
        assert_int_equal(sg_date_from_ymd(year, month, day, &again), SG_OK);
        assert_int_equal(again.days, days);
    }
    assert_int_equal(sg_date_parse("5874897-12-31", &date), SG_OK);
    assert_int_equal(date.days, 2145031948);
    assert_string_equal(sg_date_format(date, text), "5874897-12-31");
    assert_int_equal(sg_date_parse("4714-11-24 BC", &date), SG_OK);
    assert_int_equal(date.days, -2451545);
    assert_string_equal(sg_date_format(date, text), "4714-11-24 BC");
    assert_int_equal(sg_date_parse("5874898-01-01", &date), SG_RANGE);
    assert_int_equal(sg_date_parse("infinity", &date), SG_OK);
    assert_int_equal(date.days, SG_DATE_INFINITY);
    assert_int_equal(sg_date_to_ymd(date, &year, &month, &day), SG_RANGE);
    assert_int_equal(sg_time_parse("24:00:00", &time), SG_OK);
    assert_string_equal(sg_time_format(time, text), "24:00:00");
    assert_int_equal(sg_time_parse("24:00:01", &time), SG_INVALID);
    assert_int_equal(sg_time_parse("09:15", &time), SG_OK);
    assert_int_equal(sg_timetz_parse("09:15:00.25-03:30", &zoned), SG_OK);
    assert_int_equal(zoned.offset, -12600);
    assert_string_equal(sg_timetz_format(zoned, text), "09:15:00.25-03:30");
    assert_string_equal(sg_timetz_format((SgTimeTz){0, 3661}, text), "00:00:00+01:01:01");
    assert_string_equal(sg_time_format((SgTime){-1}, text), "?");
}

static void test_identity(void **state)
{
    (void)state;
    SgUuid uuid, again;
    char text[SG_NANOID_MAX + 1];
    assert_int_equal(sg_uuid_v4(&uuid), SG_OK);
    assert_int_equal(uuid.bytes[6] >> 4, 4);
    assert_int_equal(uuid.bytes[8] >> 6, 2);
    assert_int_equal(sg_uuid_v7(&uuid), SG_OK);
    assert_int_equal(uuid.bytes[6] >> 4, 7);
    assert_int_equal(uuid.bytes[8] >> 6, 2);
    assert_int_equal(sg_uuid_parse(sg_uuid_format(uuid, text), &again), SG_OK);
    assert_true(sg_uuid_equal(uuid, again));
    assert_int_equal(sg_uuid_parse("00112233-4455-6677-8899-AABBCCDDEEFF", &uuid), SG_OK);
    assert_string_equal(sg_uuid_format(uuid, text), "00112233-4455-6677-8899-aabbccddeeff");
    const char *const bad[] = {"",
                               "0011",
                               "00112233445566778899AABBCCDDEEFF",
                               "00112233-4455-6677-8899-AABBCCDDEEFG",
                               "00112233-4455-6677-8899-AABBCCDDEEFF0",
                               "0011223-34455-6677-8899-AABBCCDDEEFF"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_int_equal(sg_uuid_parse(bad[i], &uuid), SG_INVALID);
    assert_int_equal(sg_ulid(text), SG_OK);
    assert_int_equal(strspn(text, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 26);
    assert_int_equal(sg_cuid(text), SG_OK);
    assert_int_equal(strlen(text), 25);
    assert_int_equal(text[0], 'c');
    assert_int_equal(sg_cuid2(text), SG_OK);
    assert_int_equal(strlen(text), 24);
    assert_true(text[0] >= 'a' && text[0] <= 'z');
    assert_int_equal(sg_nanoid(SG_NANOID_MAX, text), SG_OK);
    assert_int_equal(strlen(text), SG_NANOID_MAX);
    assert_int_equal(sg_nanoid(0, text), SG_INVALID);
    assert_int_equal(sg_nanoid(SG_NANOID_MAX + 1, text), SG_INVALID);
}

static void test_inet(void **state)
{
    (void)state;
    SgInet inet;
    char text[SG_INET_TEXT];
    const char *const good[] = {"10.0.0.1",      "10.0.0.0/8", "::1",
                                "2001:db8::/32", "0.0.0.0/0",  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(sg_inet_parse(good[i], &inet), SG_OK);
        assert_string_equal(sg_inet_format(inet, text), good[i]);
    }
    const char *const bad[] = {"", "10.0.0", "10.0.0.256", "10.0.0.1/33", "10.0.0.1/", "::1/129", "x", "1.1.1.1/-1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_int_equal(sg_inet_parse(bad[i], &inet), SG_INVALID);
    assert_string_equal(sg_inet_format((SgInet){0}, text), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timestamps),
        cmocka_unit_test(test_refused_times),
        cmocka_unit_test(test_unix_time),
        cmocka_unit_test(test_days_of_timestamps),
        cmocka_unit_test(test_dates_and_times),
        cmocka_unit_test(test_identity),
        cmocka_unit_test(test_inet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
