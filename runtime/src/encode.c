/* C values → PostgreSQL's binary format. */
#include "error.h"
#include "numeric_wire.h"
#include "params.h"
#include "wire.h"

static SgStatus done(SgSession *db, const SgText *out)
{
    return out->failed ? fail_memory(db) : SG_OK;
}

static SgStatus put32(SgSession *db, SgText *out, uint32_t value)
{
    uint8_t bytes[4];
    wire_put32(bytes, value);
    sg_text_add_bytes(out, (const char *)bytes, sizeof bytes);
    return done(db, out);
}

/* ---- One function per kind of type ---- */

typedef SgStatus Encode(SgSession *db, const SgColumn *column, const void *value, SgText *out);

static SgStatus encode_number(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    size_t offset = out->size;
    uint8_t *bytes = (uint8_t *)sg_text_extend(out, NUMERIC_WIRE_MAX);
    if (bytes == NULL) return fail_memory(db);
    size_t size = column->type == SG_DECIMAL ? numeric_wire_write_decimal(value, bytes)
                                             : numeric_wire_write_numeric(value, bytes);
    sg_text_truncate(out, offset + size);
    if (size == 0) return fail(db, SG_RANGE, column->label, "`%s` is not a decimal number", column->label);
    return SG_OK;
}

/* A json value as jsonb has a version in front. */
static SgStatus encode_text(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    const char *text = member_pointer(value, 0);
    if (text == NULL) return fail(db, SG_INVALID, column->label, "`%s` is NULL", column->label);
    if (column->type == SG_JSONB) sg_text_add_char(out, 1);
    sg_text_add(out, text);
    return done(db, out);
}

static SgStatus encode_bytes(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    SgBytes bytes;
    (void)column;
    memcpy(&bytes, value, sizeof bytes);
    if (bytes.size > 0) sg_text_add_bytes(out, (const char *)bytes.data, bytes.size);
    return done(db, out);
}

static SgStatus encode_bits(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    SgBits bits;
    memcpy(&bits, value, sizeof bits);
    if (bits.count > INT32_MAX) return fail(db, SG_RANGE, column->label, "`%s` has too many bits", column->label);
    put32(db, out, (uint32_t)bits.count);
    size_t size = (bits.count + 7) / 8;
    if (size > 0 && sg_text_reserve(out, size)) {
        sg_text_add_bytes(out, (const char *)bits.data, size);
        if (bits.count % 8 != 0) { /* spare bits must be 0 */
            out->data[out->size - 1] = (char)((uint8_t)out->data[out->size - 1] & (0xFF << (8 - bits.count % 8)));
        }
    }
    return done(db, out);
}

static SgStatus encode_inet(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    const SgInet *inet = value;
    if ((inet->family != 4 && inet->family != 6) || inet->prefix > (inet->family == 4 ? 32 : 128))
        return fail(db, SG_INVALID, column->label, "`%s` is no address", column->label);
    enum { PGSQL_AF_INET = 2, PGSQL_AF_INET6 = 3 };
    uint8_t size = inet->family == 4 ? 4 : 16;
    uint8_t header[4] = {inet->family == 4 ? PGSQL_AF_INET : PGSQL_AF_INET6, inet->prefix, 0, size};
    sg_text_add_bytes(out, (const char *)header, sizeof header);
    sg_text_add_bytes(out, (const char *)inet->bytes, size);
    return done(db, out);
}

SgStatus encode_label(SgSession *db, const SgColumn *column, const void *value, const char **out)
{
    int label;
    memcpy(&label, value, sizeof label);
    if (label < 1 || (size_t)label > column->labels->count)
        return fail(db, SG_INVALID, column->label, "`%s` is %d, which is not in the enum", column->label, label);
    *out = column->labels->labels[label - 1];
    return SG_OK;
}

static SgStatus encode_enum(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    const char *label;
    SgStatus rc = encode_label(db, column, value, &label);
    if (rc != SG_OK) return rc;
    sg_text_add(out, label);
    return done(db, out);
}

static Encode *const encoders[SG_TYPE_COUNT] = {
    [SG_DECIMAL] = encode_number, [SG_NUMERIC] = encode_number, [SG_TEXT] = encode_text,   [SG_CHAR] = encode_text,
    [SG_CITEXT] = encode_text,    [SG_XML] = encode_text,       [SG_JSON] = encode_text,   [SG_JSONB] = encode_text,
    [SG_BYTES] = encode_bytes,    [SG_BIT] = encode_bits,       [SG_VARBIT] = encode_bits, [SG_INET] = encode_inet,
    [SG_ENUM] = encode_enum,
};

SgStatus encode_variable(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    Encode *encode = (unsigned)column->type < SG_TYPE_COUNT ? encoders[column->type] : NULL;
    if (encode != NULL) return encode(db, column, value, out);
    return fail(db, SG_INVALID, column->label, "`%s` is of an unknown type", column->label);
}

/* ---- Fields and arrays ---- */

/* Elements of arrays, when NULL for a pointer, are refused here: an array of NULLs is not what the caller meant. */
SgStatus encode_field(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    if (value == NULL) return put32(db, out, UINT32_MAX);
    size_t at = out->size;
    SgStatus rc = put32(db, out, 0);
    if (rc == SG_OK && column_is(column, SG_COLUMN_LIST)) {
        Items items = member_items(value, 0);
        rc = encode_array(db, column, (ArraySource){items.items, items.count, type_info(column->type)->size}, out);
    } else if (rc == SG_OK) {
        rc = encode_value(db, column, value, out);
    }
    if (rc != SG_OK) return rc;
    size_t size = out->size - at - 4;
    if (size > INT32_MAX) return fail(db, SG_RANGE, column->label, "`%s` is too long", column->label);
    wire_put32((uint8_t *)out->data + at, (uint32_t)size);
    return SG_OK;
}

/* int32 dimensions, int32 has NULLs, uint32 type of elements, int32 count, int32 first index */
static void put_array_header(SgText *out, uint32_t oid, int32_t count, bool has_null)
{
    uint8_t header[20];
    wire_put32(header, count > 0 ? 1 : 0);
    wire_put32(header + 4, has_null ? 1 : 0);
    wire_put32(header + 8, oid);
    wire_put32(header + 12, (uint32_t)count);
    wire_put32(header + 16, 1);
    sg_text_add_bytes(out, (const char *)header, count > 0 ? 20 : 12);
}

void patch_element_oid(SgText *out, size_t offset, uint32_t oid)
{
    wire_put32((uint8_t *)out->data + offset + 8, oid);
}

static uint32_t element_oid(const SgColumn *column)
{
    uint32_t oid = type_info(column->type)->oid;
    return oid == 0 ? OID_TEXT : oid;
}

/* Elements have no flags of their own. */
static SgColumn element_of(const SgColumn *column)
{
    SgColumn element = *column;
    element.flags = 0;
    return element;
}

SgStatus check_items(SgSession *db, const SgColumn *column, const void *items, size_t count)
{
    if (items != NULL || count == 0) return SG_OK;
    return fail(db, SG_INVALID, column->label, "`%s`: the items are NULL, and there are %zu", column->label, count);
}

SgStatus encode_array(SgSession *db, const SgColumn *column, ArraySource source, SgText *out)
{
    SgStatus rc = check_items(db, column, source.items, source.count);
    if (rc != SG_OK) return rc;
    if (source.count > INT32_MAX) return fail(db, SG_RANGE, column->label, "`%s` has too many items", column->label);
    SgColumn element = element_of(column);
    put_array_header(out, element_oid(column), (int32_t)source.count, false);
    rc = done(db, out);
    for (size_t i = 0; i < source.count && rc == SG_OK; i++) {
        rc = encode_field(db, &element, (const char *)source.items + i * source.stride, out);
    }
    return rc;
}

SgStatus array_begin(SgSession *db, const SgColumn *column, ArrayBuilder *out)
{
    SgText *wire = &db->params.wire;
    *out = (ArrayBuilder){.column = column, .start = wire->size};
    put_array_header(wire, element_oid(column), 1, false); /* filled in at the end */
    return done(db, wire);
}

SgStatus array_add(SgSession *db, ArrayBuilder *array, const void *value)
{
    if (array->count == INT32_MAX) return fail(db, SG_INVALID, NULL, "too many rows");
    SgColumn element = element_of(array->column);
    array->count++;
    if (value == NULL) array->has_null = true;
    return encode_field(db, &element, value, &db->params.wire);
}

int array_end(SgSession *db, ArrayBuilder *array)
{
    SgText header = {0};
    put_array_header(&header, element_oid(array->column), array->count, array->has_null);
    if (header.failed) {
        sg_text_free(&header);
        fail_memory(db);
        return 0;
    }
    memcpy(db->params.wire.data + array->start, header.data, header.size);
    sg_text_free(&header);
    if (array->count == 0) sg_text_truncate(&db->params.wire, array->start + 12);

    return params_add_wire(db, array_oid(array->column), array->start);
}
