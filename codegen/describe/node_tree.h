/*
 * node_tree.h - PostgreSQL's own syntax trees, from the text that the server prints them as.
 *
 *     {TARGETENTRY :expr {VAR :varno 1 :varattno 2} :resno 1 :resname id}
 *
 * The text is read by its form alone (nodes in braces, lists in parentheses, fields by name), so it does not matter
 * which fields a version of the server has.
 */
#ifndef SCHEMAGEN_NODE_TREE_H
#define SCHEMAGEN_NODE_TREE_H

#include "arena.h"
#include "list.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Node Node;

typedef struct NodeField {
    const char *name;         /* "varno" */
    const Node *value;        /* NULL when there is none */
    LIST(const Node *) bytes; /* of a constant, whose value is its length: "4 [ 8 0 18 0 ]", brackets included */
} NodeField;

struct Node {
    const char *kind; /* "VAR"; NULL: a list or an atom */
    const char *atom; /* "2", "true", "id"; NULL: a node or a list */
    LIST(NodeField) fields;
    LIST(const Node *) items; /* of a list; a NULL in it is the server's NULL */
};

/* NULL for text that is not such a tree. */
const Node *node_parse(SgArena *arena, const char *text);

/* A field that is a node or a list; NULL when it is absent, or "<>". */
const Node *node_field(const Node *node, const char *name);

/* A number; 0 when it is absent. */
long node_number(const Node *node, const char *name);

/* The value of a constant of type integer; 0 for anything else. */
long node_constant(const Node *constant);

/* Does the field hold this word? */
bool node_word_is(const Node *node, const char *name, const char *word);

bool node_is(const Node *node, const char *kind);

/* Items of a list; 0 for NULL. */
size_t node_count(const Node *list);

/* NULL beyond its end. */
const Node *node_item(const Node *list, size_t index);

#endif
