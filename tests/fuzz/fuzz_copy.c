/*
 * The stream of a COPY, hostile or cut anywhere: rows are read or refused, whatever messages they come in.
 *
 * An input is the size of the messages, the kind of beginning, and the bytes.
 */
#include "fuzz.h"

#include "copy.h"

#include <stdlib.h>

typedef struct Row {
    int32_t number;
    const char *text;
    SgOptDecimal amount;
    SgTextList tags;
} Row;

static const SgColumn columns[] = {
    {.name = "n", .label = "number", .type = SG_INT32, .row = offsetof(Row, number)},
    {.name = "t", .label = "text", .type = SG_TEXT, .flags = SG_COLUMN_NULLABLE, .row = offsetof(Row, text)},
    {.name = "a", .label = "amount", .type = SG_DECIMAL, .flags = SG_COLUMN_NULLABLE, .row = offsetof(Row, amount)},
    {.name = "l", .label = "tags", .type = SG_TEXT, .flags = SG_COLUMN_LIST, .row = offsetof(Row, tags)},
};

/* What a visitor is given can be read. */
static SgStatus visit(const void *row, void *arg)
{
    const Row *values = row;
    size_t *size = arg;
    if (values->text != NULL) *size += strlen(values->text);
    for (size_t i = 0; i < values->tags.count; i++) *size += strlen(values->tags.items[i]);
    return *size > 1000 ? SG_STALE : SG_OK; /* has seen enough */
}

static void read_stream(SgSession *db, const uint8_t *data, size_t size, size_t step)
{
    Row row;
    size_t seen = 0;
    SgStatus rc = SG_OK;
    CopyReader reader = {.shape = {.columns = columns, .count = 4, .row_size = sizeof row}, .row = &row};
    reader.visit = visit;
    reader.arg = &seen;
    for (size_t at = 0; rc == SG_OK && at < size; at += step) {
        size_t message = size - at < step ? size - at : step;
        char *exact = malloc(message);
        if (exact == NULL) abort();
        memcpy(exact, data + at, message);
        rc = copy_read(db, &reader, exact, message);
        free(exact);
    }
    if (rc == SG_OK) rc = copy_read_end(db, &reader);
    if (rc != SG_OK && rc != SG_RANGE && rc != SG_STALE) abort();
    sg_text_free(&reader.carried);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t beginning[] = {0, 4, 0, 0, 0, 4, 0, 0, 0, 7}; /* four fields, a number */
    SgSession *db;
    if (size < 2 || sg_session_adopt(NULL, &db) != SG_OK) return 0;
    uint8_t *stream = calloc(1, COPY_HEADER + sizeof beginning + size);
    if (stream == NULL) abort();
    size_t length = COPY_HEADER;
    if (data[1] % 4 != 0) {
        memcpy(stream + length, beginning, sizeof beginning);
        length += sizeof beginning;
    }
    memcpy(stream + length, data + 2, size - 2);
    read_stream(db, stream, length + size - 2, 1 + data[0]);
    free(stream);
    sg_session_close(db);
    return 0;
}
