/* commands.h - every command, each in its own cmd_<name>.c.  See cli.h. */
#ifndef SCHEMAGEN_COMMANDS_H
#define SCHEMAGEN_COMMANDS_H

#include "cli.h"

extern const Command cmd_diff;
extern const Command cmd_format;
extern const Command cmd_generate;
extern const Command cmd_init;
extern const Command cmd_migrate_reset;
extern const Command cmd_migrate_dev;
extern const Command cmd_db_seed;
extern const Command cmd_db_pull;
extern const Command cmd_db_push;
extern const Command cmd_db_execute;
extern const Command cmd_migrate_deploy;
extern const Command cmd_migrate_rebase;
extern const Command cmd_migrate_squash;
extern const Command cmd_migrate_down;
extern const Command cmd_migrate_verify;
extern const Command cmd_migrate_resolve;
extern const Command cmd_migrate_status;
extern const Command cmd_server_start;
extern const Command cmd_server_stop;
extern const Command cmd_server_url;
extern const Command cmd_validate;

#endif
