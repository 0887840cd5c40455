#include "batch.h"

#include "array_text.h"
#include "error.h"

static bool is_skipped(uint16_t column, const uint16_t *skipped, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (skipped[i] == column) return true;
    }
    return false;
}

SgStatus batch_columns(SgSession *db, const SgModel *model, const void *rows, size_t count, const uint16_t *skipped,
                       size_t skipped_count, BatchColumns *out)
{
    *out = (BatchColumns){.is_uniform = true};
    out->items = sg_arena_alloc(&db->scratch, model->column_count * sizeof *out->items);
    if (out->items == NULL) return fail_memory(db);
    for (size_t i = 0; i < model->column_count; i++) {
        const SgColumn *column = &model->columns[i];
        if (is_skipped((uint16_t)i, skipped, skipped_count)) continue;
        bool first = count > 0 && is_written(column, rows), any = first;
        for (size_t k = 1; k < count; k++) {
            bool written = is_written(column, (const char *)rows + k * model->insert_size);
            any = any || written;
            if (written == first || !out->is_uniform) continue;
            out->is_uniform = false;
            out->odd_row = k;
            out->odd_column = (uint16_t)i;
        }
        if (any) out->items[out->count++] = (uint16_t)i;
    }
    return SG_OK;
}

SgStatus fail_row(SgSession *db, size_t row)
{
    char column[128], message[512];
    snprintf(column, sizeof column, "rows[%zu].%s", row, db->error.column);
    snprintf(message, sizeof message, "row %zu: %s", row, db->error.message);
    return fail(db, db->error.status, column, "%s", message);
}

SgStatus batch_begin(SgSession *db, const SgColumn *column, BatchArray *out)
{
    *out = (BatchArray){.column = column, .element = *column};
    if (column_is(column, SG_COLUMN_LIST)) out->element = (SgColumn){.label = column->label, .type = SG_TEXT};
    return array_begin(db, &out->element, &out->array);
}

SgStatus batch_add(SgSession *db, BatchArray *batch, const void *value)
{
    /* the builder points at its own copy of the column: the struct may have moved since */
    batch->array.column = &batch->element;
    if (value == NULL || !column_is(batch->column, SG_COLUMN_LIST)) return array_add(db, &batch->array, value);
    sg_text_truncate(&batch->text, 0);
    SgStatus rc = array_text(db, batch->column, member_items(value, 0), &batch->text);
    if (rc != SG_OK) return rc;
    return array_add(db, &batch->array, &batch->text.data);
}

SgStatus batch_end(SgSession *db, BatchArray *batch, SgStatus rc)
{
    batch->array.column = &batch->element;
    sg_text_free(&batch->text);
    if (rc != SG_OK) return rc;
    return array_end(db, &batch->array) == 0 ? db->error.status : SG_OK;
}

SgStatus batch_add_column(SgSession *db, const SgColumn *column, const BatchRows *rows)
{
    BatchArray batch;
    SgStatus rc = batch_begin(db, column, &batch);
    for (size_t i = 0; i < rows->count && rc == SG_OK; i++) {
        size_t index = rows->order == NULL ? i : rows->order[i];
        Made made;
        const void *value;
        rc = insert_value(db, column, (const char *)rows->items + index * rows->size, &made, &value);
        if (rc == SG_OK) rc = batch_add(db, &batch, value);
        if (rc != SG_OK) rc = fail_row(db, index);
    }
    return batch_end(db, &batch, rc);
}

void sql_batch_param(SgSession *db, const SgColumn *column, int number)
{
    if (column_is(column, SG_COLUMN_LIST)) sg_text_printf(&db->sql, "$%d", number); /* text[] */
    else sql_param(db, column, number, true);
}

void sql_batch_value(SgSession *db, const SgColumn *column, const char *prefix, int number)
{
    sg_text_printf(&db->sql, "%s%d", prefix, number);
    if (!column_is(column, SG_COLUMN_LIST)) return;
    sg_text_printf(&db->sql, "::%s[]", column->cast != NULL ? column->cast : type_info(column->type)->name);
}
