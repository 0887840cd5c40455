/* prompt.h - questions to a person at a terminal.  Every question has an option that answers it beforehand. */
#ifndef SCHEMAGEN_PROMPT_H
#define SCHEMAGEN_PROMPT_H

#include "cli.h"

/* Both standard input and standard error are terminals, and the output is not for a program. */
bool prompt_is_possible(const Cli *cli);

/* y or yes; anything else, and no terminal, is no. */
bool prompt_confirm(Cli *cli, const char *question);

/* A line without its end; NULL at the end of input, or without a terminal. */
const char *prompt_line(Cli *cli, const char *question);

#endif
