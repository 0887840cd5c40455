/* json.h - writing JSON text. */
#ifndef SG_BASE_JSON_H
#define SG_BASE_JSON_H

#include "text.h"

/* Appends `size` bytes as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void sg_json_string(SgText *out, const char *bytes, size_t size);

/* As sg_json_string() for NUL-terminated text; NULL is `null`. */
void sg_json_text(SgText *out, const char *text);

#endif
