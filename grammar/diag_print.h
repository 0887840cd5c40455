/*
 * diag_print.h - diagnostics as text for people, and as JSON for tools.
 *
 * Both write into a text and print nothing.  Diagnostics appear in the order of the schema, whatever order they were
 * found in; at most DIAG_SHOWN of them.
 */
#ifndef SCHEMAGEN_DIAG_PRINT_H
#define SCHEMAGEN_DIAG_PRINT_H

#include "diag.h"
#include "source.h"
#include "text.h"

#include <stdbool.h>

#define DIAG_SHOWN 50

/*
 * Each as
 *
 *     schema/trade.prisma:14:9: error[S0201]: there is no type `Strng`
 *      14 |   name Strng
 *         |        ^^^^^
 *     note: schema/trade.prisma:3:1: …
 *     help: did you mean `String`?
 *
 * with an empty line behind it.  Tabs and wide characters keep the carets in place, control characters are shown
 * as U+FFFD, and of a long line the part around the place.  Colours are terminal sequences.
 */
void diag_print(const Diags *diags, const Sources *sources, bool has_colors, SgText *out);

/*
 * An array of what the language server protocol's publishDiagnostics has for each file: `uri` (the path as
 * shown), `diagnostics` with `range` (lines and UTF-16 units from 0), `severity`, `code`, `source`, `message` and, for
 * a note, `relatedInformation`; `help` is ours.  Files without diagnostics are left out.  All diagnostics, no limit.
 */
void diag_print_json(const Diags *diags, const Sources *sources, SgText *out);

/* The diagnostics in the order of the schema; of two at one place the first found is first.  In the arena of `diags`.
 */
const Diagnostic **diag_sorted(const Diags *diags);

#endif
