/*
 * What a server sends as a value, hostile or of another schema: each is decoded or refused, never believed.
 *
 * An input is a type, flags, and the bytes of one field.
 */
#include "fuzz.h"

#include "read.h"

#include <stdlib.h>

enum { IS_NULLABLE = 1, IS_LIST = 2, IS_COPIED = 4, IS_NULL = 8 };

/* Room for the largest member, and aligned for all. */
typedef union Member {
    SgNumeric numeric;
    SgOptNumeric opt_numeric;
    SgInet inet;
    SgOptInet opt_inet;
    Items list;
    SgBits bits;
    max_align_t alignment;
} Member;

/* Reads what the value points at: every byte must be there. */
static void touch(const SgColumn *column, const Member *member)
{
    const char *text;
    char numeric[SG_NUMERIC_TEXT];
    memcpy(&text, member, sizeof text);
    if (column_is(column, SG_COLUMN_LIST)) {
        const char *items = member->list.items;
        for (size_t i = 0; i < member->list.count * type_info(column->type)->size; i++)
            (void)*(volatile const char *)&items[i];
    } else if (type_is_text(column->type) && text != NULL) {
        if (strlen(text) > SIZE_MAX / 2) abort();
    } else if (column->type == SG_NUMERIC && !column_is(column, SG_COLUMN_NULLABLE)) {
        sg_numeric_format(&member->numeric, numeric);
    }
}

static void decode(SgSession *db, const SgColumn *column, unsigned flags, const uint8_t *bytes, size_t size)
{
    Member member;
    uint8_t *exact = malloc(size + 1); /* a NUL behind, as libpq has, and not a byte more */
    if (exact == NULL) abort();
    if (size > 0) memcpy(exact, bytes, size);
    exact[size] = '\0';
    memset(&member, 0, sizeof member);
    SgStatus rc =
        read_value(db, column, (flags & IS_NULL) != 0 ? NULL : exact, size, (flags & IS_COPIED) != 0, &member);
    if (rc == SG_OK) touch(column, &member);
    if (rc != SG_OK && rc != SG_RANGE) abort();
    if (rc == SG_RANGE && strcmp(sg_error(db)->column, column->label) != 0) abort(); /* says which column */
    free(exact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const labels[] = {"A", "label", ""};
    static const SgEnum an_enum = {labels, 3};
    SgSession *db;
    if (size < 2 || sg_session_adopt(NULL, &db) != SG_OK) return 0;
    const SgColumn column = {
        .name = "\"c\"",
        .label = "c",
        .type = (SgType)(1 + data[0] % (SG_TYPE_COUNT - 1)),
        .flags = (uint16_t)(((data[1] & IS_NULLABLE) != 0 ? SG_COLUMN_NULLABLE : 0) |
                            ((data[1] & IS_LIST) != 0 ? SG_COLUMN_LIST : 0)),
        .labels = &an_enum,
    };
    decode(db, &column, data[1], data + 2, size - 2);
    sg_session_close(db);
    return 0;
}
