/* journey.c - describe, compare, count, run, compare again. */
#include "journey.h"

#include "diff.h"
#include "risks.h"
#include "rows.h"

#include <string.h>

const char *journey_go(SgArena *arena, Scratch *scratch, const Schema *schema, bool *kept_rows)
{
    const Database *described = compare_described(arena, scratch, schema);
    const Database *wanted = compare_wanted(arena, scratch, schema, described);
    Steps steps = database_diff(arena, described, wanted);
    Risks risks = risks_count(arena, &steps, rows_count, scratch_connection(scratch));
    *kept_rows = risks.warnings.count + risks.unexecutable.count == 0;
    if (!*kept_rows) rows_delete(arena, scratch, described);

    const char *script = compare_script(arena, described, wanted, true);
    const char *error = compare_apply(arena, scratch, script);
    if (error != NULL)
        return sg_arena_printf(arena, "%s\n%s\n(%s rows)", error, script, *kept_rows ? "with" : "without");
    const char *rest = compare_script_to(arena, scratch, schema, false);
    if (strcmp(rest, compare_empty_script) != 0)
        return sg_arena_printf(arena, "a difference is left\n%s\n==== after\n%s", rest, script);
    rows_insert(arena, scratch, compare_described(arena, scratch, schema));
    return NULL;
}
