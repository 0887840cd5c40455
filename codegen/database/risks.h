/*
 * risks.h - what a list of steps may lose, and where it may fail.
 *
 * Two strengths: from the steps alone, and after counting the rows concerned.  The texts are Prisma's.
 */
#ifndef SCHEMAGEN_RISKS_H
#define SCHEMAGEN_RISKS_H

#include "steps.h"

#include <stdint.h>

typedef enum RiskKind {
    /* Data may be lost. */
    RISK_DROP_TABLE,
    RISK_DROP_COLUMN,
    RISK_CAST,
    RISK_RECREATE_COLUMN,
    RISK_CHANGE_PRIMARY_KEY,
    RISK_NEW_UNIQUE,
    RISK_REMOVE_ENUM_VALUES,
    /* The step fails when there are rows. */
    RISK_ADD_REQUIRED,
    RISK_ADD_REQUIRED_CLIENT_DEFAULT,
    RISK_MAKE_REQUIRED,
    RISK_RECREATE_REQUIRED
} RiskKind;

typedef struct Risk {
    RiskKind kind;
    bool is_unexecutable; /* one of the second group */
    size_t step;          /* index in steps->items */
    const Table *table;   /* the previous one; NULL for enums */
    const Column *from, *to;
    const Index *index;
    const AlterEnum *alter_enum;
    const char *message;
} Risk;

typedef struct Risks {
    LIST(Risk) warnings;
    LIST(Risk) unexecutable;
} Risks;

/*
 * Answers how many rows `table` has, or how many of them have a value in `column` (NULL: all rows).  False when it
 * cannot be known; the message is then the one without numbers.
 */
typedef bool (*RiskCounter)(void *context, const Table *table, const Column *column, int64_t *out);

/* From the steps alone. */
Risks risks_find(SgArena *arena, const Steps *steps);

/* With numbers: what concerns no row is left out. */
Risks risks_count(SgArena *arena, const Steps *steps, RiskCounter counter, void *context);

#endif
