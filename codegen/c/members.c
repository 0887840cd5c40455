#include "members.h"

#include "c_print.h"

#include <string.h>

Member *members_add(Members *members, const char *type, const char *name, const char *comment)
{
    size_t size = strlen(type);
    bool is_pointer = type[size - 1] == '*';
    Member *member = list_add(members->arena, &members->items);
    *member = (Member){
        .type = type,
        .name = name,
        .behind = comment,
        .stem = is_pointer ? size - 1 : size,
        .declarator = strlen(" ") + strlen(name) + strlen(";"),
    };
    return member;
}

void members_gap(Members *members)
{
    *list_add(members->arena, &members->items) = (Member){0};
}

static void widen(const Members *members, size_t *width, size_t size)
{
    if (size > *width && (members->limit == 0 || size <= members->limit)) *width = size;
}

static void pad(SgText *out, size_t size, size_t width)
{
    if (size < width) c_print_spaces(out, width - size);
}

static void print(SgText *out, const Member *member, size_t stem, size_t declarator)
{
    if (member->above != NULL) sg_text_add(out, member->above);
    sg_text_add_bytes(out, member->type, member->stem);
    pad(out, member->stem, stem);
    sg_text_add_char(out, member->type[member->stem] == '*' ? '*' : ' ');
    sg_text_add_bytes(out, member->name, member->declarator - 2);
    sg_text_add_char(out, ';');
    if (member->behind != NULL) {
        pad(out, member->declarator, declarator);
        sg_text_add(out, " /* ");
        sg_text_add(out, member->behind);
        sg_text_add(out, " */");
    }
    sg_text_add_char(out, '\n');
}

const char *members_text(const Members *members)
{
    SgText out = {.arena = members->arena};
    size_t stem = 0, declarator = 0;
    for (size_t i = 0; i < members->items.count; i++) {
        const Member *member = &members->items.items[i];
        widen(members, &stem, member->stem);
        if (member->behind != NULL) widen(members, &declarator, member->declarator);
    }
    for (size_t i = 0; i < members->items.count; i++) {
        if (members->items.items[i].type == NULL) sg_text_add_char(&out, '\n');
        else print(&out, &members->items.items[i], stem, declarator);
    }
    return sg_text_get(&out);
}
