#include "prompt.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

bool prompt_is_possible(const Cli *cli)
{
    return !cli->report.is_json && isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

const char *prompt_line(Cli *cli, const char *question)
{
    if (!prompt_is_possible(cli)) return NULL;
    fflush(cli->report.out);
    fprintf(cli->report.err, "%s ", question);
    fflush(cli->report.err);
    char line[1024];
    if (fgets(line, sizeof line, stdin) == NULL) {
        fputc('\n', cli->report.err); /* nobody pressed Enter */
        return NULL;
    }
    return sg_arena_strndup(cli->arena, line, strcspn(line, "\r\n"));
}

bool prompt_confirm(Cli *cli, const char *question)
{
    const char *answer = prompt_line(cli, sg_arena_printf(cli->arena, "%s (y/N)", question));
    return answer != NULL && (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0);
}
