/* display.h - how much room characters take on a terminal.  Private to this room. */
#ifndef SCHEMAGEN_DISPLAY_H
#define SCHEMAGEN_DISPLAY_H

#include <stddef.h>
#include <stdint.h>

/* Columns of a character: 0 for marks that stand on the one before, 2 for wide ones, else 1. */
unsigned display_width(uint32_t character);

#endif
