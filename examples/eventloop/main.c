/*
 * hits - counts page hits: one thread, one event loop, many requests at once.
 *
 *     … | hits [CONNECTIONS]
 *
 * Reads names of pages from a pipe or terminal, one per line, and prints each with its new count as soon as the
 * database has it.  DATABASE_URL says where that is.  Exit code 0: all counted; 1: not all; 64: wrong use.
 */
#include "hit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Reader {
    Watch watch; /* first: the loop gives us a pointer to it */
    Counter *counter;
    char line[128];
    size_t size;
} Reader;

static void take_line(Reader *reader)
{
    reader->line[reader->size] = '\0';
    if (reader->size > 0) hit_begin(reader->counter, reader->line);
    reader->size = 0;
}

/* What is there to read begins hits; the end of the input ends nothing that has begun. */
static void read_names(Watch *watch)
{
    Reader *reader = (Reader *)watch;
    char bytes[4096];
    ssize_t size = read(STDIN_FILENO, bytes, sizeof bytes);
    for (ssize_t i = 0; i < size; i++) {
        if (bytes[i] == '\n') take_line(reader);
        else if (reader->size < sizeof reader->line - 1) reader->line[reader->size++] = bytes[i];
    }
    if (size > 0) loop_await(&reader->counter->loop, watch, STDIN_FILENO, LOOP_READ, -1);
    else take_line(reader);
}

static int run(Counter *counter)
{
    Reader reader = {.watch.ready = read_names, .counter = counter};
    if (!loop_open(&counter->loop) || !loop_await(&counter->loop, &reader.watch, STDIN_FILENO, LOOP_READ, -1)) {
        fprintf(stderr, "names come by a pipe or from a terminal\n");
        return 64;
    }
    bool ok = loop_run(&counter->loop);
    loop_close(&counter->loop);
    fprintf(stderr, "%ld counted, %ld failed\n", counter->counted, counter->failed);
    return ok && counter->failed == 0 ? 0 : 1;
}

int main(int argc, char *argv[])
{
    Counter counter = {0};
    SgError error;
    const SgPoolOptions options = {
        .url = getenv("DATABASE_URL"),
        .max_connections = argc > 1 ? atoi(argv[1]) : 4,
        .acquire_timeout_ms = 60000,
    };
    if (sg_pool_open(&options, &counter.pool, &error) != SG_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 64;
    }
    int code = run(&counter);
    sg_pool_close(counter.pool);
    return code;
}
