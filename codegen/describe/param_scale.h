/*
 * param_scale.h - how many digits a numeric parameter has.
 *
 * To the server a parameter is numeric and no more.  What it is compared with, added to or written into says more: a
 * price that is compared with a numeric(18,4) column is held in C as that column is.
 */
#ifndef SCHEMAGEN_PARAM_SCALE_H
#define SCHEMAGEN_PARAM_SCALE_H

#include "node_tree.h"

/* The modifier (pg_attribute.atttypmod) that parameter `number` goes with in the tree; -1 when nothing says it. */
int param_modifier(const Node *tree, long number);

#endif
