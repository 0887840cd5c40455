#include "observer.h"

#include <time.h>

/* A JSON string. */
static void put_text(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') fprintf(out, "\\%c", c);
        else if (c < 0x20) fprintf(out, "\\u%04x", c);
        else putc(c, out);
    }
    putc('"', out);
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
    if (*value == '\0') return;
    fprintf(out, ", \"%s\": ", name);
    put_text(out, value);
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* "insert Task" is the span's name; how the attributes are called is the convention's. */
static void put_span(const Observer *observer, const SgEvent *event)
{
    FILE *out = observer->spans;
    int64_t end = now_ns();
    fprintf(out, "{\"name\": \"%s%s%s\", \"kind\": \"CLIENT\"", event->operation, *event->model == '\0' ? "" : " ",
            event->model);
    fprintf(out, ", \"start_time_unix_nano\": %lld, \"end_time_unix_nano\": %lld",
            (long long)(end - event->elapsed_us * 1000), (long long)end);
    fprintf(out, ", \"status\": \"%s\", \"attributes\": {\"db.system.name\": \"postgresql\"",
            event->error == NULL ? "OK" : "ERROR");
    put_attribute(out, "db.namespace", observer->database);
    put_attribute(out, "db.operation.name", event->operation);
    put_attribute(out, "db.collection.name", event->model);
    put_attribute(out, "db.query.text", event->sql);
    if (event->error != NULL) {
        put_attribute(out, "db.response.status_code", event->error->sqlstate);
        put_attribute(out, "error.type", sg_status_name(event->status));
    } else {
        fprintf(out, ", \"db.response.returned_rows\": %lld", (long long)event->rows);
    }
    fprintf(out, "}}\n");
}

static void put_slow(const Observer *observer, const SgEvent *event)
{
    fprintf(observer->slow, "%.1f ms, %lld rows, %s: %s\n", (double)event->elapsed_us / 1000, (long long)event->rows,
            sg_status_name(event->status), event->sql);
}

/* Lines of several threads must not mix: a line is written with its file locked. */
static void see_end(void *arg, const SgEvent *event)
{
    const Observer *observer = arg;
    if (observer->spans != NULL) {
        flockfile(observer->spans);
        put_span(observer, event);
        funlockfile(observer->spans);
    }
    if (observer->slow != NULL && event->elapsed_us > observer->slow_us) {
        flockfile(observer->slow);
        put_slow(observer, event);
        funlockfile(observer->slow);
    }
}

SgHooks observer_hooks(Observer *observer)
{
    return (SgHooks){.end = see_end, .arg = observer};
}
