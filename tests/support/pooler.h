/* pooler.h - a PgBouncer in front of a server, for one test. */
#ifndef TESTS_POOLER_H
#define TESTS_POOLER_H

typedef struct Pooler Pooler;

/* Where pgbouncer is: SCHEMAGEN_PGBOUNCER, or where it is installed; NULL when it is not. */
const char *pooler_program(void);

/* Major times 100 and minor: 118. */
int pooler_version(void);

/* In front of the server whose socket is in `server_host`, with two connections to it for each database.  `mode` is
 * "session" or "transaction", in which they take turns; `setting` one more line of its configuration, or "". */
Pooler *pooler_open(const char *server_host, const char *mode, const char *setting);
void pooler_close(Pooler *pooler);

/* For URLs: host=… and port=…. */
const char *pooler_host(const Pooler *pooler);
enum { POOLER_PORT = 6432 };

#endif
