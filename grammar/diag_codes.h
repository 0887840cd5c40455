/*
 * diag_codes.h - every diagnostic code, once.
 *
 * X(name, "code", severity, "what it means, one line for docs/diagnostics.md")
 *
 * S00.. text and syntax, S01.. declarations and names, S02.. types, S03.. attributes and arguments,
 * S04.. keys and indexes, S05.. relations, S06.. datasource and generator, S07.. whole schema,
 * W.. warnings, G0.. the C generator.
 */
#ifndef SCHEMAGEN_DIAG_CODES_H
#define SCHEMAGEN_DIAG_CODES_H

#define DIAG_CODES(X)                                                                                                  \
    X(SYNTAX, "S0001", ERROR, "The text is not valid schema language at this place")

#define DIAG_CODE_ENUMERATOR(name, code, severity, meaning) DIAG_##name,
typedef enum DiagCode { DIAG_CODES(DIAG_CODE_ENUMERATOR) DIAG_CODE_COUNT } DiagCode;
#undef DIAG_CODE_ENUMERATOR

#endif
