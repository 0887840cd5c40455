/* rename_options.h - --rename, and what looks as if it were meant. */
#ifndef SCHEMAGEN_RENAME_OPTIONS_H
#define SCHEMAGEN_RENAME_OPTIONS_H

#include "cli.h"
#include "steps.h"

/* The option, for the commands that have it. */
#define RENAME_OPTION                                                                                                  \
    {                                                                                                                  \
        .name = "rename", .value = "OLD=NEW", .is_repeatable = true,                                                   \
        .help = "rename instead of dropping and creating: table=new, table.column=new, enum=new, enum.value=new"       \
    }

/* What every --rename asks for, in names of `from`, the database that is to be changed.  False after reporting. */
bool rename_options_read(Cli *cli, const Database *from, Renames *out);

/* Is all of it in the plan?  False after reporting what is not. */
bool rename_options_check(Cli *cli, const Renames *asked, const Renames *planned);

/* Both, with the plan from one database to the other; attributes of the schema count, too. */
bool rename_options_plan(Cli *cli, const Database *from, const Database *to, Renames *planned);

/* Notes on what may be a rename; of very many the first, and how many more there are. */
void rename_hints_say(Cli *cli, const Steps *steps);

/*
 * On a terminal (see prompt.h) questions, elsewhere the notes.  What is answered with yes is added to `asked`, the rest
 * to `refused`, and what either has is not asked.  True when there was a yes: a plan with it may have more to ask.
 */
bool rename_hints_ask(Cli *cli, const Steps *steps, Renames *asked, Renames *refused);

/* "likelyRenames": ["orders.total=amount"], all of them, as a member of a JSON object. */
void rename_hints_json(Cli *cli, const Steps *steps, SgText *out);

#endif
