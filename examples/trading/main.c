/*
 * trading - a desk with several threads on one database, and the proof that its books are right.
 *
 *     trading [--url URL] [--threads 8] [--orders 50] [--seed 1] [--events FILE]
 *
 * Exit code 0: done and proven; 1: a call failed or the proof does not hold; 64: wrong use.
 */
#include "trading.h"

#include <stdlib.h>
#include <string.h>

typedef struct Options {
    const char *url, *events;
    DeskOptions desk;
} Options;

static bool read_number(const char *text, long max, long *out)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*end != '\0' || value < 1 || value > max) return false;
    *out = value;
    return true;
}

static bool read_options(int argc, char *argv[], Options *out)
{
    for (int i = 1; i < argc; i += 2) {
        long number;
        if (i + 1 == argc) return false;
        if (strcmp(argv[i], "--url") == 0) {
            out->url = argv[i + 1];
        } else if (strcmp(argv[i], "--events") == 0) {
            out->events = argv[i + 1];
        } else if (strcmp(argv[i], "--threads") == 0 && read_number(argv[i + 1], DESK_WORKERS, &number)) {
            out->desk.threads = (int)number;
        } else if (strcmp(argv[i], "--orders") == 0 && read_number(argv[i + 1], 1000000, &number)) {
            out->desk.orders = (int)number;
        } else if (strcmp(argv[i], "--seed") == 0 && read_number(argv[i + 1], 1000000000, &number)) {
            out->desk.seed = (uint64_t)number;
        } else {
            return false;
        }
    }
    return out->url != NULL;
}

static bool run(const Options *options)
{
    SgPool *pool = NULL;
    SgSession *db = NULL;
    SgError error;
    const SgPoolOptions settings = {
        .url = options->url,
        .max_connections = options->desk.threads + DESK_RELAYS + 1,
        .application_name = "trading",
    };
    SgStatus rc = sg_pool_open(&settings, &pool, &error);
    if (rc == SG_OK) rc = sg_session_open(pool, &db, &error);
    if (rc != SG_OK) fprintf(stderr, "no connection: %s\n", error.message);
    bool ok = rc == SG_OK && desk_run(pool, db, &options->desk);
    sg_session_close(db);
    sg_pool_close(pool);
    return ok;
}

int main(int argc, char *argv[])
{
    Options options = {.url = getenv("DATABASE_URL"), .desk = {.threads = 8, .orders = 50, .seed = 1}};
    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: trading [--url URL] [--threads N] [--orders N] [--seed N] [--events FILE]\n"
                        "without --url, DATABASE_URL says where the database is\n");
        return 64;
    }
    if (options.events != NULL) {
        options.desk.feed = fopen(options.events, "w");
        if (options.desk.feed == NULL) {
            perror(options.events);
            return 1;
        }
    }
    bool ok = run(&options);
    if (options.desk.feed != NULL && fclose(options.desk.feed) != 0) ok = false;
    return ok ? 0 : 1;
}
