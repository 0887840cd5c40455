/* commands.h - every command, each in its own cmd_<name>.c.  See cli.h. */
#ifndef SCHEMAGEN_COMMANDS_H
#define SCHEMAGEN_COMMANDS_H

#include "cli.h"

#endif
