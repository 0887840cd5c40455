/* model_dump.h - the model as indented text, for people and tests (--dump=model). */
#ifndef SCHEMAGEN_MODEL_DUMP_H
#define SCHEMAGEN_MODEL_DUMP_H

#include "model.h"
#include "text.h"

/* Appends; failures of memory stick to `out`. */
void model_dump(const Schema *schema, SgText *out);

#endif
