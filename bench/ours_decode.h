/* ours_decode.h - decoding without a server, for W8. */
#ifndef BENCH_OURS_DECODE_H
#define BENCH_OURS_DECODE_H

#include "bench.h"

#include <libpq-fe.h>
#include <sg/sg.h>

/* 100,000 orders, binary. */
PGresult *fetch_large(PGconn *pg);

/* Decodes all of them, `count` times. */
void decode_all(SgSession *db, const PGresult *result, int count);

#endif
