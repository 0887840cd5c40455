#include "reader.h"

#include "emit.h"

static const char *call(const Reader *reader, const char *member, const CType *type, const EnumPlan *enum_plan,
                        bool is_nullable, bool is_list)
{
    SgArena *arena = reader->lines.arena;
    const char *opt = is_nullable ? "opt_" : "";
    if (is_list || type->reader == NULL)
        return emit_format(arena, "sg_read_column(in, %d, &row->%s)", reader->fields, member);
    if (enum_plan != NULL)
        return emit_format(arena, "sg_read_%senum(in, %d, &%s, &row->%s)", opt, reader->fields, enum_plan->table,
                           member);
    return emit_format(arena, "sg_read_%s%s(in, %d, &row->%s)", opt, type->reader, reader->fields, member);
}

void reader_add(Reader *reader, const char *member, const CType *type, const EnumPlan *enum_plan, bool is_nullable,
                bool is_list)
{
    if (reader->fields > 0) sg_text_add(&reader->lines, " &&\n           ");
    sg_text_add(&reader->lines, call(reader, member, type, enum_plan, is_nullable, is_list));
    reader->fields++;
}

void reader_print(const Reader *reader, const char *storage, const char *name, const char *row_type, SgText *out)
{
    if (reader->fields == 0) return;
    Holes h = {0};
    hole(&h, "storage", storage);
    hole(&h, "reader", name);
    hole(&h, "Row", row_type);
    hole(&h, "lines", reader->lines.data);
    emit(out, &h,
        "/* A row, its fields in the order of the columns. */",
        "${storage}bool ${reader}(const SgReading *in, void *out)",
        "{",
        "    ${Row} *row = out;",
        "    return ${lines};",
        "}",
        "");
}
