/* server_programs.h - where PostgreSQL's server programs are on this machine. */
#ifndef SCHEMAGEN_SERVER_PROGRAMS_H
#define SCHEMAGEN_SERVER_PROGRAMS_H

#include "failure.h"

typedef struct ServerPrograms {
    const char *directory; /* holds `postgres` and `initdb` */
    const char *postgres;
    const char *initdb;
    int major; /* 15 */
} ServerPrograms;

/*
 * Looks in SCHEMAGEN_PG_BINDIR (and nowhere else when it is set), `pg_config --bindir`, PATH, and the folders
 * that distributions use, newest version first.  `major` 0 takes the first found, else the first of that
 * version.  The failure says what to install or set.
 */
const Failure *server_programs_find(SgArena *arena, int major, ServerPrograms *out);

#endif
