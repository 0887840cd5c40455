/* nearest.h - "did you mean". */
#ifndef SG_BASE_NEAREST_H
#define SG_BASE_NEAREST_H

#include <stddef.h>

/* The candidate nearest to `word` by edits (letters added, dropped, changed or swapped; case costs nothing), NULL
 * when none is near: about one edit in three letters.  Words beyond 63 bytes are near to nothing. */
const char *sg_nearest(const char *word, const char *const *candidates, size_t count);

#endif
