/* reserved_names.h - words that the language does not allow as the name of a model, view or enum. */
#ifndef SCHEMAGEN_RESERVED_NAMES_H
#define SCHEMAGEN_RESERVED_NAMES_H

#include <stdbool.h>

bool model_name_is_reserved(const char *name);

#endif
