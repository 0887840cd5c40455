/*
 * cluster.h - a PostgreSQL server of one test's own, to be stopped, killed and started again, or to be followed by a
 * standby.
 *
 * What was committed survives every kind of stop.  Whatever goes wrong here ends the test with a sentence.
 */
#ifndef TESTS_CLUSTER_H
#define TESTS_CLUSTER_H

#include <stdbool.h>

typedef struct Cluster Cluster;

/* A new server, running. */
Cluster *cluster_open(void);

/* Are the programs here that a standby needs? */
bool cluster_can_follow(void);

/* A hot standby of `primary` by streaming replication, running; close it before its primary. */
Cluster *cluster_follow(const Cluster *primary);

/* Stops the server and removes its files. */
void cluster_close(Cluster *cluster);

/* postgresql://…, of the database `postgres`; the same after every start. */
const char *cluster_url(const Cluster *cluster);

/* The folder of its socket, for a URL of several hosts. */
const char *cluster_host(const Cluster *cluster);

/* Ends the server by a signal and waits for its end: SIGINT stops it in order, SIGQUIT at once, SIGKILL is a crash. */
void cluster_stop(Cluster *cluster, int signal);

/* Starts it again and waits until it answers. */
void cluster_start(Cluster *cluster);

#endif
