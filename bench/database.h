/*
 * database.h - the tables that the workloads run on.
 */
#ifndef BENCH_DATABASE_H
#define BENCH_DATABASE_H

#include <stddef.h>
#include <stdint.h>

/* Makes the trading schema's tables with `rows` orders, 100 per account, and the keys that the sides ask for.  The
 * first 100,000 orders are of the symbol LARGE. */
void database_fill(const char *url, int64_t rows);

/* What a workload wrote goes, so that all runs find the same tables. */
void database_clean(const char *url);

/* "PostgreSQL 15.18", into `out`. */
void database_version(const char *url, char *out, size_t size);

#endif
