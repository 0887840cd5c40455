#include "query_signature.h"

#include "c_print.h"
#include "emit.h"
#include "members.h"

typedef LIST(const char *) Parameters;

void query_struct(SgArena *arena, const char *type, const QueryMembers *members, SgText *out)
{
    Members lines = {.arena = arena};
    for (size_t i = 0; i < members->count; i++) {
        const QueryMember *member = &members->items[i];
        members_add(&lines, member->c_type, member->member, member->comment);
    }
    Holes h = {0};
    hole(&h, "Type", type);
    hole(&h, "members", members_text(&lines));
    emit(out, &h,
        "typedef struct ${Type} {",
        "    ${members}",
        "} ${Type};");
}

static void add(SgArena *arena, Parameters *out, const char *type, const char *name)
{
    *list_add(arena, out) = c_declare(arena, type, name);
}

static void add_result(SgArena *arena, const QueryPlan *query, Parameters *out)
{
    switch (query->query->result) {
    case QUERY_ONE: add(arena, out, emit_format(arena, "%s *", query->row_type), "out"); break;
    case QUERY_MANY: add(arena, out, emit_format(arena, "%s *", query->list_type), "out"); break;
    case QUERY_EXEC: add(arena, out, "int64_t *", "affected"); break;
    case QUERY_EACH:
        *list_add(arena, out) = emit_format(arena, "SgStatus (*visit)(const %s *row, void *arg)", query->row_type);
        add(arena, out, "void *", "arg");
        break;
    }
}

void query_signature(SgArena *arena, const QueryPlan *query, const char *before, const char *behind, SgText *out)
{
    Parameters parameters = {0};
    add(arena, &parameters, "SgSession *", "db");
    if (query->takes_struct) add(arena, &parameters, emit_format(arena, "const %s *", query->args_type), "args");
    for (size_t i = 0; !query->takes_struct && i < query->params.count; i++)
        add(arena, &parameters, query->params.items[i].c_type, query->params.items[i].param);
    add_result(arena, query, &parameters);
    const char *head = emit_format(arena, "%sSgStatus %s", before, query->function);
    c_print_signature(out, head, parameters.items, parameters.count, behind);
}
