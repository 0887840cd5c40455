/* reader.h - the function that reads a row of a result into its struct: a line per column. */
#ifndef SCHEMAGEN_C_READER_H
#define SCHEMAGEN_C_READER_H

#include "plan.h"
#include "text.h"

typedef struct Reader {
    SgText lines; /* its arena */
    int fields;
} Reader;

/* The next field of the result goes into `member`.  `enum_plan` is NULL unless it is an enum. */
void reader_add(Reader *reader, const char *member, const CType *type, const EnumPlan *enum_plan, bool is_nullable,
                bool is_list);

/* The function `name`, which fills a struct of `row_type`; nothing without fields.  `storage` is "static " or "". */
void reader_print(const Reader *reader, const char *storage, const char *name, const char *row_type, SgText *out);

#endif
