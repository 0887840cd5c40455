#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUN(member) offsetof(Side, member)

const Workload workloads[WORKLOADS] = {
    {"W1", "get by key", RUN(get), 200, 0, 1, 50, 2, 28, CLEAN_NOTHING},
    {"W2", "insert, autocommit", RUN(insert), 100, 0, 1, 50, 2, 28, CLEAN_AT_END},
    {"W3", "update by key, autocommit", RUN(update), 150, 0, 1, 50, 2, 28, CLEAN_NOTHING},
    {"W4a", "list of 100", RUN(list_small), 80, 0, SMALL, 20, 2, 28, CLEAN_NOTHING},
    {"W4b", "list of 100,000", RUN(list_large), 1, 0, LARGE, 0, 1, 2, CLEAN_NOTHING},
    {"W4s", "each row of the table", RUN(stream), 1, 0, 0, 0, 1, 1, CLEAN_NOTHING},
    {"W5", "bulk insert", RUN(bulk), 20000, 2000, 1, 0, 10, 1, CLEAN_OFTEN},
    {"W6", "1,000 gets together", RUN(get_many), 4 * TOGETHER, 2 * TOGETHER, 1, 10 * TOGETHER, 1, 10, CLEAN_NOTHING},
    {"W7", "trading transaction", RUN(trade), 50, 0, 1, 20, 1, 20, CLEAN_AT_END},
    {"W8", "rows decoded, without the server", RUN(decode), 2, 0, LARGE, 1, 1, 5, CLEAN_NOTHING},
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
