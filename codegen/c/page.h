/* page.h - a model's header while it is written; for the c_header*.c files. */
#ifndef SCHEMAGEN_C_PAGE_H
#define SCHEMAGEN_C_PAGE_H

#include "functions.h"
#include "members.h"
#include "text.h"

typedef struct Page {
    SgArena *arena;
    const ModelPlan *plan;
    const Functions *functions;
    SgText *out;
} Page;

/* The declarations of one group, with their comments. */
void page_functions(Page *page, FunctionGroup group);

/* Parts of the header, each a list of types and functions. */
void page_queries(Page *page);
void page_aggregate(Page *page);
void page_writing(Page *page);

/* Adds the members of the key. */
void page_key_members(Page *page, Members *members, const KeyPlan *key);

#endif
