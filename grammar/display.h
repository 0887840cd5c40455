/* display.h - text on a terminal: what is drawn, and how much room it takes. */
#ifndef SCHEMAGEN_DISPLAY_H
#define SCHEMAGEN_DISPLAY_H

#include "text.h"

#include <stdbool.h>
#include <stdint.h>

/* Columns of a character: 0 for marks that stand on the one before, 2 for wide ones, else 1. */
unsigned display_width(uint32_t character);

/* Is it drawn, and in its place?  Control characters are not, nor what turns the direction of the text behind it. */
bool display_is_drawn(uint32_t character);

/* Appends text for a terminal: what is not drawn, but for line ends and tabs, and what is not UTF-8 becomes U+FFFD. */
void display_add(SgText *out, const char *text);

#endif
