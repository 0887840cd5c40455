#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUN(member) offsetof(Side, member)

const Workload workloads[WORKLOADS] = {
    {"W1", "get by key", RUN(get), 6000, 2000, 0, 1, 50, 2, false},
    {"W2", "insert, autocommit", RUN(insert), 2500, 1000, 0, 1, 50, 2, true},
    {"W3", "update by key, autocommit", RUN(update), 3000, 1000, 0, 1, 50, 2, false},
    {"W4a", "list of 100", RUN(list_small), 300, 100, 0, SMALL, 20, 2, false},
    {"W4b", "list of 100,000", RUN(list_large), 1, 1, 0, LARGE, 0, 1, false},
    {"W4s", "each row of the table", RUN(stream), 1, 1, 0, 0, 0, 1, false},
    {"W5", "bulk insert", RUN(bulk), 100000, 20000, 5000, 1, 0, 1, true},
    {"W6", "1,000 gets together", RUN(get_many), 20000, 10000, 5000, 1, 10 * TOGETHER, 1, false},
    {"W7", "trading transaction", RUN(trade), 800, 400, 400, 1, 20, 1, true},
    {"W8", "rows decoded, without the server", RUN(decode), 10, 5, 0, LARGE, 1, 1, false},
};

const Workload *workload_find(const char *name)
{
    for (size_t i = 0; i < WORKLOADS; i++) {
        if (strcmp(workloads[i].name, name) == 0) return &workloads[i];
    }
    return NULL;
}

_Noreturn void give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}
