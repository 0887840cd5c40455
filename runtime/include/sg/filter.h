/*
 * filter.h - what a query asks of a column, and what a write does to it.
 *
 * Filters.  A zero member asks nothing; all members that are set must hold (they are ANDed).  Operands are pointers,
 * so that 0, false and "" can be asked for:  .version = {.ge = &(int32_t){3}}.  SQL's rule for NULL holds: a
 * column that is NULL satisfies no comparison, `ne` and `not_in` included; only `is_null` finds it.
 *
 * `in` and `not_in` ask nothing while `items` is NULL and count is 0.  A list with items and count 0 is a real
 * question: nothing is in it.  A program that builds lists at run time therefore sets `items` even when it ends up with
 * no item. NULL items that are counted are SG_INVALID.
 *
 * Groups of filters are lists, too: all_of, any_of (at least one) or none_of them must match.  Items and count 0:
 * any_of matches no row, the others every one.
 */
#ifndef SG_FILTER_H
#define SG_FILTER_H

#include "value.h"

/* Text, by the column's collation.  `ignore_case` applies to eq, ne, contains, starts_with and ends_with; the
 * last three take text, not a pattern: % and _ stand for themselves. */
typedef struct SgTextFilter {
    const char *eq, *ne, *lt, *le, *gt, *ge, *contains, *starts_with, *ends_with;
    SgTextList in, not_in;
    bool ignore_case, is_null, is_not_null;
} SgTextFilter;

/* json and jsonb.  Operands are JSON text ("\"a\"", "[1]", "{\"k\": 2}"), compared as jsonb.  With a path the question
 * is about the value found there, by keys and (as text) array indexes; nothing found is NULL. */
typedef struct SgJsonFilter {
    SgTextList path;
    const char *eq, *ne, *lt, *le, *gt, *ge;
    const char *contains; /* jsonb @>: contains this object, or these elements */
    const char *has_key;  /* jsonb ?: an object with this key, an array with this string */
    const char *text_contains, *text_starts_with, *text_ends_with; /* of a JSON string, operands are plain text */
    bool ignore_case, is_null, is_not_null;
} SgJsonFilter;

typedef struct SgBoolFilter {
    const bool *eq, *ne;
    bool is_null, is_not_null;
} SgBoolFilter;

typedef struct SgInt16Filter {
    const int16_t *eq, *ne, *lt, *le, *gt, *ge;
    SgInt16List in, not_in;
    bool is_null, is_not_null;
} SgInt16Filter;

typedef struct SgInt32Filter {
    const int32_t *eq, *ne, *lt, *le, *gt, *ge;
    SgInt32List in, not_in;
    bool is_null, is_not_null;
} SgInt32Filter;

typedef struct SgInt64Filter {
    const int64_t *eq, *ne, *lt, *le, *gt, *ge;
    SgInt64List in, not_in;
    bool is_null, is_not_null;
} SgInt64Filter;

typedef struct SgOidFilter {
    const uint32_t *eq, *ne, *lt, *le, *gt, *ge;
    SgOidList in, not_in;
    bool is_null, is_not_null;
} SgOidFilter;

typedef struct SgFloatFilter {
    const float *eq, *ne, *lt, *le, *gt, *ge;
    SgFloatList in, not_in;
    bool is_null, is_not_null;
} SgFloatFilter;

typedef struct SgDoubleFilter {
    const double *eq, *ne, *lt, *le, *gt, *ge;
    SgDoubleList in, not_in;
    bool is_null, is_not_null;
} SgDoubleFilter;

typedef struct SgDecimalFilter {
    const SgDecimal *eq, *ne, *lt, *le, *gt, *ge;
    SgDecimalList in, not_in;
    bool is_null, is_not_null;
} SgDecimalFilter;

typedef struct SgNumericFilter {
    const SgNumeric *eq, *ne, *lt, *le, *gt, *ge;
    SgNumericList in, not_in;
    bool is_null, is_not_null;
} SgNumericFilter;

typedef struct SgMoneyFilter {
    const SgMoney *eq, *ne, *lt, *le, *gt, *ge;
    SgMoneyList in, not_in;
    bool is_null, is_not_null;
} SgMoneyFilter;

typedef struct SgUuidFilter {
    const SgUuid *eq, *ne, *lt, *le, *gt, *ge;
    SgUuidList in, not_in;
    bool is_null, is_not_null;
} SgUuidFilter;

typedef struct SgInetFilter {
    const SgInet *eq, *ne, *lt, *le, *gt, *ge;
    SgInetList in, not_in;
    bool is_null, is_not_null;
} SgInetFilter;

typedef struct SgTimestampFilter {
    const SgTimestamp *eq, *ne, *lt, *le, *gt, *ge;
    SgTimestampList in, not_in;
    bool is_null, is_not_null;
} SgTimestampFilter;

typedef struct SgDateFilter {
    const SgDate *eq, *ne, *lt, *le, *gt, *ge;
    SgDateList in, not_in;
    bool is_null, is_not_null;
} SgDateFilter;

typedef struct SgTimeFilter {
    const SgTime *eq, *ne, *lt, *le, *gt, *ge;
    SgTimeList in, not_in;
    bool is_null, is_not_null;
} SgTimeFilter;

typedef struct SgTimeTzFilter {
    const SgTimeTz *eq, *ne, *lt, *le, *gt, *ge;
    SgTimeTzList in, not_in;
    bool is_null, is_not_null;
} SgTimeTzFilter;

typedef struct SgBytesFilter {
    const SgBytes *eq, *ne, *lt, *le, *gt, *ge;
    SgBytesList in, not_in;
    bool is_null, is_not_null;
} SgBytesFilter;

typedef struct SgBitsFilter {
    const SgBits *eq, *ne, *lt, *le, *gt, *ge;
    SgBitsList in, not_in;
    bool is_null, is_not_null;
} SgBitsFilter;

/* Array columns: equal as a whole, `has` one element, `has_every` or `has_some` of several.  NULL and the empty
 * array are told apart by is_null only: is_empty finds both. */
typedef struct SgBoolListFilter {
    const SgBoolList *eq, *ne;
    const bool *has;
    SgBoolList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgBoolListFilter;

typedef struct SgInt16ListFilter {
    const SgInt16List *eq, *ne;
    const int16_t *has;
    SgInt16List has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgInt16ListFilter;

typedef struct SgInt32ListFilter {
    const SgInt32List *eq, *ne;
    const int32_t *has;
    SgInt32List has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgInt32ListFilter;

typedef struct SgInt64ListFilter {
    const SgInt64List *eq, *ne;
    const int64_t *has;
    SgInt64List has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgInt64ListFilter;

typedef struct SgOidListFilter {
    const SgOidList *eq, *ne;
    const uint32_t *has;
    SgOidList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgOidListFilter;

typedef struct SgFloatListFilter {
    const SgFloatList *eq, *ne;
    const float *has;
    SgFloatList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgFloatListFilter;

typedef struct SgDoubleListFilter {
    const SgDoubleList *eq, *ne;
    const double *has;
    SgDoubleList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgDoubleListFilter;

typedef struct SgDecimalListFilter {
    const SgDecimalList *eq, *ne;
    const SgDecimal *has;
    SgDecimalList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgDecimalListFilter;

typedef struct SgNumericListFilter {
    const SgNumericList *eq, *ne;
    const SgNumeric *has;
    SgNumericList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgNumericListFilter;

typedef struct SgMoneyListFilter {
    const SgMoneyList *eq, *ne;
    const SgMoney *has;
    SgMoneyList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgMoneyListFilter;

typedef struct SgUuidListFilter {
    const SgUuidList *eq, *ne;
    const SgUuid *has;
    SgUuidList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgUuidListFilter;

typedef struct SgInetListFilter {
    const SgInetList *eq, *ne;
    const SgInet *has;
    SgInetList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgInetListFilter;

typedef struct SgTimestampListFilter {
    const SgTimestampList *eq, *ne;
    const SgTimestamp *has;
    SgTimestampList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgTimestampListFilter;

typedef struct SgDateListFilter {
    const SgDateList *eq, *ne;
    const SgDate *has;
    SgDateList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgDateListFilter;

typedef struct SgTimeListFilter {
    const SgTimeList *eq, *ne;
    const SgTime *has;
    SgTimeList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgTimeListFilter;

typedef struct SgTimeTzListFilter {
    const SgTimeTzList *eq, *ne;
    const SgTimeTz *has;
    SgTimeTzList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgTimeTzListFilter;

typedef struct SgTextListFilter {
    const SgTextList *eq, *ne;
    const char *has;
    SgTextList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgTextListFilter;

typedef struct SgBytesListFilter {
    const SgBytesList *eq, *ne;
    const SgBytes *has;
    SgBytesList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgBytesListFilter;

typedef struct SgBitsListFilter {
    const SgBitsList *eq, *ne;
    const SgBits *has;
    SgBitsList has_every, has_some;
    bool is_empty, is_not_empty, is_null, is_not_null;
} SgBitsListFilter;

/* What a write does to a column.  Zero leaves it alone (update) or to its default (insert). */
typedef enum SgSetOp {
    SG_SKIP = 0,
    SG_SET,  /* the value */
    SG_NULL, /* SQL NULL, on nullable columns */
    SG_ADD   /* update of a number: add the value; of an array: append it.  Else SG_INVALID. */
} SgSetOp;

/* clang-format off */
typedef struct SgSetBool { SgSetOp op; bool value; } SgSetBool;
typedef struct SgSetInt16 { SgSetOp op; int16_t value; } SgSetInt16;
typedef struct SgSetInt32 { SgSetOp op; int32_t value; } SgSetInt32;
typedef struct SgSetInt64 { SgSetOp op; int64_t value; } SgSetInt64;
typedef struct SgSetOid { SgSetOp op; uint32_t value; } SgSetOid;
typedef struct SgSetFloat { SgSetOp op; float value; } SgSetFloat;
typedef struct SgSetDouble { SgSetOp op; double value; } SgSetDouble;
typedef struct SgSetDecimal { SgSetOp op; SgDecimal value; } SgSetDecimal;
typedef struct SgSetNumeric { SgSetOp op; SgNumeric value; } SgSetNumeric;
typedef struct SgSetMoney { SgSetOp op; SgMoney value; } SgSetMoney;
typedef struct SgSetUuid { SgSetOp op; SgUuid value; } SgSetUuid;
typedef struct SgSetInet { SgSetOp op; SgInet value; } SgSetInet;
typedef struct SgSetTimestamp { SgSetOp op; SgTimestamp value; } SgSetTimestamp;
typedef struct SgSetDate { SgSetOp op; SgDate value; } SgSetDate;
typedef struct SgSetTime { SgSetOp op; SgTime value; } SgSetTime;
typedef struct SgSetTimeTz { SgSetOp op; SgTimeTz value; } SgSetTimeTz;
typedef struct SgSetText { SgSetOp op; const char *value; } SgSetText;
typedef struct SgSetBytes { SgSetOp op; SgBytes value; } SgSetBytes;
typedef struct SgSetBits { SgSetOp op; SgBits value; } SgSetBits;
typedef struct SgSetBoolList { SgSetOp op; SgBoolList value; } SgSetBoolList;
typedef struct SgSetInt16List { SgSetOp op; SgInt16List value; } SgSetInt16List;
typedef struct SgSetInt32List { SgSetOp op; SgInt32List value; } SgSetInt32List;
typedef struct SgSetInt64List { SgSetOp op; SgInt64List value; } SgSetInt64List;
typedef struct SgSetOidList { SgSetOp op; SgOidList value; } SgSetOidList;
typedef struct SgSetFloatList { SgSetOp op; SgFloatList value; } SgSetFloatList;
typedef struct SgSetDoubleList { SgSetOp op; SgDoubleList value; } SgSetDoubleList;
typedef struct SgSetDecimalList { SgSetOp op; SgDecimalList value; } SgSetDecimalList;
typedef struct SgSetNumericList { SgSetOp op; SgNumericList value; } SgSetNumericList;
typedef struct SgSetMoneyList { SgSetOp op; SgMoneyList value; } SgSetMoneyList;
typedef struct SgSetUuidList { SgSetOp op; SgUuidList value; } SgSetUuidList;
typedef struct SgSetInetList { SgSetOp op; SgInetList value; } SgSetInetList;
typedef struct SgSetTimestampList { SgSetOp op; SgTimestampList value; } SgSetTimestampList;
typedef struct SgSetDateList { SgSetOp op; SgDateList value; } SgSetDateList;
typedef struct SgSetTimeList { SgSetOp op; SgTimeList value; } SgSetTimeList;
typedef struct SgSetTimeTzList { SgSetOp op; SgTimeTzList value; } SgSetTimeTzList;
typedef struct SgSetTextList { SgSetOp op; SgTextList value; } SgSetTextList;
typedef struct SgSetBytesList { SgSetOp op; SgBytesList value; } SgSetBytesList;
typedef struct SgSetBitsList { SgSetOp op; SgBitsList value; } SgSetBitsList;
/* clang-format on */

/* As PostgreSQL sorts: NULL is behind every value with SG_ASC, and before them with SG_DESC. */
typedef enum SgDirection { SG_ASC, SG_DESC } SgDirection;

/* How rows that are read are locked until the transaction ends.  SKIP_LOCKED leaves out rows that somebody else
 * holds, NOWAIT fails with SG_LOCKED, the others wait. */
typedef enum SgLock {
    SG_NO_LOCK = 0,
    SG_FOR_UPDATE,
    SG_FOR_UPDATE_SKIP_LOCKED,
    SG_FOR_UPDATE_NOWAIT,
    SG_FOR_NO_KEY_UPDATE,
    SG_FOR_NO_KEY_UPDATE_SKIP_LOCKED,
    SG_FOR_NO_KEY_UPDATE_NOWAIT,
    SG_FOR_SHARE,
    SG_FOR_SHARE_SKIP_LOCKED,
    SG_FOR_SHARE_NOWAIT,
    SG_FOR_KEY_SHARE,
    SG_FOR_KEY_SHARE_SKIP_LOCKED,
    SG_FOR_KEY_SHARE_NOWAIT
} SgLock;

/* What insert_many does with a row whose unique key is taken. */
typedef enum SgOnConflict { SG_CONFLICT_FAILS, SG_CONFLICT_SKIPS } SgOnConflict;

/* What an idempotent insert found; see the generated …_insert_once_by_… functions. */
typedef enum SgOnce {
    SG_CREATED,  /* the row is new */
    SG_REPLAYED, /* a row with this key and the same values was there */
    SG_CONFLICT  /* a row with this key and other values was there; nothing was written */
} SgOnce;

enum { SG_MAX_SORT = 4 }; /* columns that a query may be sorted by */

#endif
