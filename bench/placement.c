#define _GNU_SOURCE /* sched_setaffinity() */
#include "placement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A server remembers each schema of its path that it did not find. */
void placement_shift(int start)
{
    enum { MOST = 50 };
    char options[MOST * sizeof ",not_there_10"] = "-c search_path=public";
    size_t length = strlen(options);
    for (int i = 0; i < start % MOST; i++)
        length += (size_t)snprintf(options + length, sizeof options - length, ",not_there_%d", i);
    setenv("PGOPTIONS", options, 1);
}

#ifdef __linux__

#include <libpq-fe.h>
#include <sched.h>

static void place_sides(const Running *sides, size_t count, const cpu_set_t *processors)
{
    for (size_t i = 0; i < count; i++) {
        if (sides[i].name != NULL) sched_setaffinity(sides[i].process, sizeof *processors, processors);
    }
}

static void place_servers(const char *url, const cpu_set_t *processors)
{
    PGconn *pg = PQconnectdb(url);
    PGresult *backends = PQexec(pg, "SELECT pid FROM pg_stat_activity"
                                    " WHERE datname = current_database() AND backend_type = 'client backend'"
                                    " AND pid <> pg_backend_pid() AND inet_server_addr() IS NULL");
    for (int i = 0; i < PQntuples(backends); i++)
        sched_setaffinity(atoi(PQgetvalue(backends, i, 0)), sizeof *processors, processors);
    PQclear(backends);
    PQfinish(pg);
}

void placement_apart(const char *url, const Running *sides, size_t count)
{
    cpu_set_t others, last;
    CPU_ZERO(&last);
    if (sched_getaffinity(0, sizeof others, &others) != 0 || CPU_COUNT(&others) < 2) return;
    size_t processor = CPU_SETSIZE - 1;
    while (!CPU_ISSET(processor, &others)) processor--;
    CPU_SET(processor, &last);
    CPU_CLR(processor, &others);
    place_sides(sides, count, &last);
    place_servers(url, &others);
}

#else

void placement_apart(const char *url, const Running *sides, size_t count)
{
    (void)url, (void)sides, (void)count;
}

#endif
