/* page.h - a model's header or source while it is written; for the c_header*.c and c_source*.c files. */
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

/* ---- The header ---- */

/* The declarations of one group, with their comments. */
void page_functions(Page *page, FunctionGroup group);

/* Parts of the header, each a list of types and functions. */
void page_queries(Page *page);
void page_aggregate(Page *page);
void page_writing(Page *page);

/* Adds the members of the key. */
void page_key_members(Page *page, Members *members, const KeyPlan *key);

/* ---- The source ---- */

/* Parts of the source, in their order. */
void page_table(Page *page);
void page_keys(Page *page);
void page_cells(Page *page);

/* "offsetof(Order, id)"; SG_NOWHERE when there is no such type. */
const char *page_offset(SgArena *arena, const char *type, const char *member);

/* "(const uint16_t[]){0, 3}" with names behind: places in the model's table of columns, or in that of another. */
const char *page_places(Page *page, const Fields *fields);
const char *page_key_places(Page *page, const KeyPlan *key);

#endif
