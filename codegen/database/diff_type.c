/*
 * diff_type.c - what a change of type means for the values.
 *
 * The judgement is Prisma's: the table below is its table.  To it we add what PostgreSQL says: where it has no cast
 * that ALTER COLUMN … TYPE would take by itself, Prisma's statement is refused, and ours needs a USING.
 */
#include "diff_parts.h"

#include <string.h>
#include <strings.h>

/*
 * CASTS[from][to]:  s safe, r risky, . impossible, ? depends on the arguments (below).
 * Upper case: as the small letter, and PostgreSQL wants USING (measured on 15: every pair, and every pair of lists).
 */
/* clang-format off */
static const char *const CASTS[NATIVE_COUNT] = {
    /* to: smallint integer bigint decimal money inet oid citext real double varchar char text bytea timestamp
     *     timestamptz date time timetz boolean bit varbit uuid xml json jsonb */
                              /* SIBDMIOCRDVCTBTTDTTBBVUXJJ */
    [NATIVE_SMALLINT]         = ".ss?....ss??s.............",
    [NATIVE_INTEGER]          = "r.s?....ss??s.............",
    [NATIVE_BIGINT]           = "rr.?....ss??s.............",
    [NATIVE_DECIMAL]          = "????....rr??s.............",
    [NATIVE_MONEY]            = "RRRr.RRsRRsrsRRRRRRRRRRRRR",
    [NATIVE_INET]             = ".......s..s.s.............",
    [NATIVE_OID]              = ".ss.......s.s.............",
    [NATIVE_CITEXT]           = "RRRRRRR.RRsrsRRRRRRRRRRRRR",
    [NATIVE_REAL]             = "rrrr.....s??s.............",
    [NATIVE_DOUBLE_PRECISION] = "rrrr....r.??s.............",
    [NATIVE_VARCHAR]          = "..........??s.............",
    [NATIVE_CHAR]             = "..........??s.............",
    [NATIVE_TEXT]             = ".......s..?r..............",
    [NATIVE_BYTEA]            = "..........??s.............",
    [NATIVE_TIMESTAMP]        = "..........??s.?sssS.......",
    [NATIVE_TIMESTAMPTZ]      = "..........??s.s?sss.......",
    [NATIVE_DATE]             = "..........??s.ss..........",
    [NATIVE_TIME]             = "..........??s....?s.......",
    [NATIVE_TIMETZ]           = "..........??s....s?.......",
    [NATIVE_BOOLEAN]          = "..........s?s.............",
    [NATIVE_BIT]              = "..........??s........?....",
    [NATIVE_VARBIT]           = "..........??s.......??....",
    [NATIVE_UUID]             = "..........??s.............",
    [NATIVE_XML]              = "..........?rs.............",
    [NATIVE_JSON]             = "..........?rs............s",
    [NATIVE_JSONB]            = "..........?rs...........s.",
};
/* clang-format on */

enum { NO_ARGUMENT = -1 };

static int argument(const ColumnType *type)
{
    return type->arg_count > 0 ? type->args[0] : NO_ARGUMENT;
}

/* CHAR and BIT without a length are CHAR(1) and BIT(1). */
static bool has_fixed_length(NativeType type)
{
    return type == NATIVE_CHAR || type == NATIVE_BIT;
}

static bool is_same_native(const ColumnType *from, const ColumnType *to)
{
    if (from->native != to->native) return false;
    if (from->arg_count == to->arg_count) {
        return memcmp(from->args, to->args, (size_t)from->arg_count * sizeof *from->args) == 0;
    }
    return has_fixed_length(from->native) && argument(from->arg_count > 0 ? from : to) == 1;
}

/* A number of at most `digits` digits, written with `width` characters at most. */
static CastKind integer_cast(int digits, int width, const ColumnType *to)
{
    int length = argument(to);
    if (to->native == NATIVE_DECIMAL) {
        return to->arg_count == 2 && to->args[0] - to->args[1] < digits ? CAST_RISKY : CAST_SAFE;
    }
    if (length == NO_ARGUMENT) return to->native == NATIVE_CHAR ? CAST_RISKY : CAST_SAFE;
    return length < width ? CAST_RISKY : CAST_SAFE;
}

static CastKind decimal_to_integer(const ColumnType *from, int digits)
{
    return from->arg_count < 2 || from->args[1] > 0 || from->args[0] > digits ? CAST_RISKY : CAST_SAFE;
}

static CastKind decimal_to_decimal(const ColumnType *from, const ColumnType *to)
{
    enum { MAX_PRECISION = 131072, MAX_SCALE = 16383 }; /* of numeric without arguments */
    if (to->arg_count < 2) return CAST_SAFE;
    if (from->arg_count < 2) return to->args[0] < MAX_PRECISION || to->args[1] < MAX_SCALE ? CAST_RISKY : CAST_SAFE;
    bool is_narrower = from->args[0] - from->args[1] > to->args[0] - to->args[1] || from->args[1] > to->args[1];
    return is_narrower ? CAST_RISKY : CAST_SAFE;
}

static CastKind decimal_cast(const ColumnType *from, const ColumnType *to)
{
    if (to->native == NATIVE_SMALLINT) return decimal_to_integer(from, 2);
    if (to->native == NATIVE_INTEGER) return decimal_to_integer(from, 9);
    if (to->native == NATIVE_BIGINT) return decimal_to_integer(from, 18);
    if (to->native == NATIVE_DECIMAL) return decimal_to_decimal(from, to);

    enum { UNLIMITED_WIDTH = 131073 };
    int length = argument(to);
    if (length == NO_ARGUMENT) return to->native == NATIVE_CHAR ? CAST_RISKY : CAST_SAFE;
    int width = UNLIMITED_WIDTH;
    if (from->arg_count == 2) width = from->args[0] + (from->args[1] > 0 ? 2 : 1); /* sign, point */
    return length < width ? CAST_RISKY : CAST_SAFE;
}

static CastKind text_cast(const ColumnType *from, const ColumnType *to)
{
    int old = argument(from), new = argument(to);
    if (from->native == NATIVE_TEXT) return new == NO_ARGUMENT ? CAST_SAFE : CAST_RISKY;
    if (from->native == NATIVE_CHAR && old == NO_ARGUMENT) return CAST_SAFE;
    if (new == NO_ARGUMENT) return old != 1 && to->native == NATIVE_CHAR ? CAST_RISKY : CAST_SAFE;
    return old == NO_ARGUMENT || old > new ? CAST_RISKY : CAST_SAFE;
}

static CastKind bytes_cast(const ColumnType *to)
{
    if (argument(to) == NO_ARGUMENT) return to->native == NATIVE_VARCHAR ? CAST_SAFE : CAST_IMPOSSIBLE;
    return argument(to) > 2 ? CAST_RISKY : CAST_IMPOSSIBLE;
}

/* A value that is written with `width` characters, into text of a length. */
static CastKind fixed_width_cast(int width, const ColumnType *to)
{
    if (argument(to) == NO_ARGUMENT) return to->native == NATIVE_VARCHAR ? CAST_SAFE : CAST_IMPOSSIBLE;
    return argument(to) >= width ? CAST_SAFE : CAST_IMPOSSIBLE;
}

/* Times of another precision.  A wanted type without one leaves the column as it is, as in Prisma; a column made
 * without one has 6, and Prisma does not see that it is to have less. */
static CastKind time_cast(const ColumnType *from, const ColumnType *to, int width)
{
    enum { DEFAULT_PRECISION = 6 };
    if (from->native != to->native) return fixed_width_cast(width, to);
    int old = argument(from), new = argument(to);
    if (new == NO_ARGUMENT) return CAST_NONE;
    if (old == NO_ARGUMENT) return new == DEFAULT_PRECISION ? CAST_NONE : CAST_SAFE;
    return from->native == NATIVE_TIME ? CAST_IMPOSSIBLE : CAST_SAFE;
}

static CastKind bit_cast(const ColumnType *from, const ColumnType *to)
{
    int old = argument(from), new = argument(to);
    if (old == NO_ARGUMENT) return CAST_SAFE;
    if (new == NO_ARGUMENT) return to->native == NATIVE_CHAR ? CAST_IMPOSSIBLE : CAST_SAFE;
    return new >= old ? CAST_SAFE : CAST_IMPOSSIBLE;
}

static CastKind varbit_cast(const ColumnType *from, const ColumnType *to)
{
    int old = argument(from), new = argument(to);
    bool is_text = to->native == NATIVE_VARCHAR || to->native == NATIVE_CHAR;
    if (to->native == NATIVE_BIT) {
        return old == NO_ARGUMENT || new == NO_ARGUMENT || new <= old ? CAST_RISKY : CAST_IMPOSSIBLE;
    }
    if (new == NO_ARGUMENT) return to->native == NATIVE_CHAR ? CAST_RISKY : CAST_SAFE;
    if (old == NO_ARGUMENT) return is_text ? CAST_RISKY : CAST_IMPOSSIBLE;
    if (new >= old) return CAST_SAFE;
    return is_text ? CAST_RISKY : CAST_IMPOSSIBLE;
}

/* The pairs marked "?" above. */
static CastKind cast_by_arguments(const ColumnType *from, const ColumnType *to)
{
    switch (from->native) {
    case NATIVE_SMALLINT: return integer_cast(3, 4, to);
    case NATIVE_INTEGER: return integer_cast(10, 11, to);
    case NATIVE_BIGINT: return integer_cast(19, 20, to);
    case NATIVE_DECIMAL: return decimal_cast(from, to);
    case NATIVE_REAL: return integer_cast(0, 47, to);
    case NATIVE_DOUBLE_PRECISION: return integer_cast(0, 317, to);
    case NATIVE_VARCHAR:
    case NATIVE_CHAR:
    case NATIVE_TEXT: return text_cast(from, to);
    case NATIVE_BYTEA: return bytes_cast(to);
    case NATIVE_TIMESTAMP: return time_cast(from, to, 23);
    case NATIVE_TIMESTAMPTZ: return time_cast(from, to, 28);
    case NATIVE_DATE: return fixed_width_cast(28, to);
    case NATIVE_TIME: return time_cast(from, to, 14);
    case NATIVE_TIMETZ: return time_cast(from, to, 19);
    case NATIVE_BOOLEAN: return argument(to) == 4 ? CAST_RISKY : argument(to) > 4 ? CAST_SAFE : CAST_IMPOSSIBLE;
    case NATIVE_BIT: return bit_cast(from, to);
    case NATIVE_VARBIT: return varbit_cast(from, to);
    case NATIVE_UUID: return fixed_width_cast(32, to);
    case NATIVE_XML:
    case NATIVE_JSON:
    case NATIVE_JSONB: return argument(to) == NO_ARGUMENT ? CAST_SAFE : CAST_RISKY;
    case NATIVE_MONEY:
    case NATIVE_INET:
    case NATIVE_OID:
    case NATIVE_CITEXT:
    case NATIVE_COUNT: break;
    }
    return CAST_IMPOSSIBLE;
}

static ColumnChanges native_change(const ColumnType *from, const ColumnType *to)
{
    if (is_same_native(from, to)) return (ColumnChanges){0};
    switch (CASTS[from->native][to->native]) {
    case 's': return (ColumnChanges){.cast = CAST_SAFE};
    case 'S': return (ColumnChanges){.cast = CAST_SAFE, .needs_using = true};
    case 'r': return (ColumnChanges){.cast = CAST_RISKY};
    case 'R': return (ColumnChanges){.cast = CAST_RISKY, .needs_using = true};
    case '?': return (ColumnChanges){.cast = cast_by_arguments(from, to)};
    default: return (ColumnChanges){.cast = CAST_IMPOSSIBLE};
    }
}

/* Only text holds a list: the server prints it. */
static CastKind list_to_scalar(const ColumnType *to)
{
    if (to->kind != TYPE_NATIVE) return CAST_IMPOSSIBLE;
    if (to->native == NATIVE_TEXT) return CAST_SAFE;
    if (to->native == NATIVE_VARCHAR) return argument(to) == NO_ARGUMENT ? CAST_SAFE : CAST_RISKY;
    return to->native == NATIVE_CHAR ? CAST_RISKY : CAST_IMPOSSIBLE;
}

static bool is_same_enum(const EnumType *a, const EnumType *b)
{
    return strcmp(a->name, b->name) == 0 && database_same_text(a->schema, b->schema);
}

static const char *spelling(const ColumnType *type)
{
    return type->canonical != NULL ? type->canonical : type->sql;
}

/* Types that the schema language has no name for.  When one is in the server's spelling and nobody asked the server
 * about the other, different texts may well mean the same: they count as equal. */
static bool is_same_other(const Differ *differ, const ColumnType *from, const ColumnType *to)
{
    if (strcasecmp(spelling(from), spelling(to)) == 0) return true;
    bool is_one_described = differ->from->is_described != differ->to->is_described;
    return is_one_described && from->canonical == NULL && to->canonical == NULL;
}

/* PostgreSQL casts every type to text by itself. */
static bool is_text(const ColumnType *type)
{
    return type->kind == TYPE_NATIVE && (type->native == NATIVE_TEXT || type->native == NATIVE_VARCHAR ||
                                         type->native == NATIVE_CHAR || type->native == NATIVE_CITEXT);
}

/* A time in a schema without a precision stands for any that the server has, as Prisma takes it. */
static bool is_any_precision(const Differ *differ, const ColumnType *from, const ColumnType *to)
{
    const ColumnType *wanted = differ->from->is_described ? to : from;
    bool is_time = from->native == NATIVE_TIMESTAMP || from->native == NATIVE_TIMESTAMPTZ ||
                   from->native == NATIVE_TIME || from->native == NATIVE_TIMETZ;
    return differ->from->is_described != differ->to->is_described && is_time && from->native == to->native &&
           argument(wanted) == NO_ARGUMENT;
}

ColumnChanges diff_type(const Differ *differ, const ColumnType *from, const ColumnType *to)
{
    ColumnChanges changes = {0};
    if (from->kind == TYPE_ENUM && to->kind == TYPE_ENUM && is_same_enum(from->enum_type, to->enum_type)) {
        changes.cast = from->is_list == to->is_list ? CAST_NONE : CAST_IMPOSSIBLE;
    } else if (from->kind == TYPE_ENUM || to->kind == TYPE_ENUM) {
        changes.cast = CAST_IMPOSSIBLE;
    } else if (from->is_list != to->is_list) {
        changes.cast = from->is_list ? list_to_scalar(to) : CAST_IMPOSSIBLE;
    } else if (from->kind == TYPE_NATIVE && to->kind == TYPE_NATIVE) {
        if (!is_any_precision(differ, from, to)) changes = native_change(from, to);
    } else if (from->kind != to->kind || !is_same_other(differ, from, to)) {
        changes = (ColumnChanges){.cast = CAST_RISKY, .needs_using = !is_text(to)};
    }
    changes.type = changes.cast != CAST_NONE;
    return changes;
}
