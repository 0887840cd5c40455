#include "node_tree.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 2000 };

typedef struct Reader {
    SgArena *arena;
    const char *at;
    int depth;
    bool has_failed;
} Reader;

static void skip_space(Reader *reader)
{
    reader->at += strspn(reader->at, " \t\r\n");
}

static bool ends_token(char c)
{
    return c == '\0' || strchr(" \t\r\n(){}", c) != NULL;
}

/* Up to white space or a bracket; a backslash takes the next character. */
static const char *read_token(Reader *reader)
{
    SgText token = {.arena = reader->arena};
    while (!ends_token(*reader->at)) {
        if (*reader->at == '\\' && reader->at[1] != '\0') reader->at++;
        sg_text_add_char(&token, *reader->at++);
    }
    return sg_text_get(&token);
}

static const Node *read_value(Reader *reader);

/* Behind '{'. */
static const Node *read_node(Reader *reader)
{
    Node *node = sg_arena_new(reader->arena, sizeof *node);
    NodeField *field = NULL;
    *node = (Node){.kind = read_token(reader)};
    for (skip_space(reader); *reader->at != '}' && !reader->has_failed; skip_space(reader)) {
        if (*reader->at == ':') {
            reader->at++;
            field = list_add(reader->arena, &node->fields);
            *field = (NodeField){.name = read_token(reader)};
            continue;
        }
        const Node *value = read_value(reader);
        if (field != NULL && field->value == NULL) field->value = value;
        else if (field != NULL) *list_add(reader->arena, &field->bytes) = value;
    }
    if (!reader->has_failed) reader->at++;
    return node;
}

/* Behind '('. */
static const Node *read_list(Reader *reader)
{
    Node *node = sg_arena_new(reader->arena, sizeof *node);
    *node = (Node){0};
    for (skip_space(reader); *reader->at != ')' && !reader->has_failed; skip_space(reader))
        *list_add(reader->arena, &node->items) = read_value(reader);
    if (!reader->has_failed) reader->at++;
    return node;
}

static const Node *read_atom(Reader *reader)
{
    Node *node = sg_arena_new(reader->arena, sizeof *node);
    const char *start = reader->at;
    *node = (Node){.atom = read_token(reader)};
    if (reader->at == start) reader->has_failed = true; /* a bracket that closes nothing, or the end */
    return strcmp(node->atom, "<>") == 0 ? NULL : node;
}

static const Node *read_value(Reader *reader)
{
    const Node *node;
    if (reader->depth > DEPTH_MAX) reader->has_failed = true;
    if (reader->has_failed) return NULL;
    reader->depth++;
    char c = *reader->at;
    if (c == '{' || c == '(') reader->at++;
    node = c == '{' ? read_node(reader) : c == '(' ? read_list(reader) : read_atom(reader);
    reader->depth--;
    return node;
}

const Node *node_parse(SgArena *arena, const char *text)
{
    Reader reader = {.arena = arena, .at = text};
    skip_space(&reader);
    const Node *node = read_value(&reader);
    skip_space(&reader);
    return reader.has_failed || *reader.at != '\0' ? NULL : node;
}

const Node *node_field(const Node *node, const char *name)
{
    for (size_t i = 0; node != NULL && i < node->fields.count; i++)
        if (strcmp(node->fields.items[i].name, name) == 0) return node->fields.items[i].value;
    return NULL;
}

long node_number(const Node *node, const char *name)
{
    const Node *field = node_field(node, name);
    return field == NULL || field->atom == NULL ? 0 : strtol(field->atom, NULL, 10);
}

/* The server prints a Datum byte by byte, in the order of its machine; the first four are the integer on a
 * little-endian one.  On another they are zero, and nothing is known of the constant. */
long node_constant(const Node *constant)
{
    enum { OPENING = 1, SIZE = 4, OID_INTEGER = 23 };
    if (!node_is(constant, "CONST") || node_number(constant, "consttype") != OID_INTEGER) return 0;
    for (size_t i = 0; i < constant->fields.count; i++) {
        const NodeField *field = &constant->fields.items[i];
        if (strcmp(field->name, "constvalue") != 0 || field->bytes.count < OPENING + SIZE) continue;
        unsigned long value = 0;
        for (size_t k = SIZE; k > 0; k--) {
            const Node *byte = field->bytes.items[OPENING + k - 1];
            value = value << 8 | (byte == NULL || byte->atom == NULL ? 0 : strtoul(byte->atom, NULL, 10) & 0xFF);
        }
        return (long)value;
    }
    return 0;
}

bool node_word_is(const Node *node, const char *name, const char *word)
{
    const Node *field = node_field(node, name);
    return field != NULL && field->atom != NULL && strcmp(field->atom, word) == 0;
}

bool node_is(const Node *node, const char *kind)
{
    return node != NULL && node->kind != NULL && strcmp(node->kind, kind) == 0;
}

size_t node_count(const Node *list)
{
    return list == NULL ? 0 : list->items.count;
}

const Node *node_item(const Node *list, size_t index)
{
    return index < node_count(list) ? list->items.items[index] : NULL;
}
