/*
 * reconnect.h - what a session set up on its connection, and a new connection that has it again.
 *
 * A setting that protects data (search_path, a tenant for row level security) must not be gone without a word because
 * the server was restarted; nor a channel that is listened to.
 */
#ifndef SG_RECONNECT_H
#define SG_RECONNECT_H

#include "state.h"

/* A connection in place of one that was lost, set up as that was.  SG_UNAVAILABLE when there is none to be had; a
 * setting that the server refuses now is its status.  In either case the next statement tries again. */
SgStatus reconnect(SgSession *db);

/* Remembered until the session closes; false when memory ran out. */
bool remember_setting(SgSession *db, const char *name, const char *value);
bool remember_channel(SgSession *db, const char *channel);
void forget_channel(SgSession *db, const char *channel);

#endif
