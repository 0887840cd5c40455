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
    X(SYNTAX, "S0001", ERROR, "A line is not valid schema language")                                                   \
    X(NOT_TEXT, "S0002", ERROR, "A file is not text: it holds a NUL byte or bytes that are not UTF-8")                 \
    X(OUTSIDE, "S0003", ERROR, "A line outside of all blocks starts none")                                             \
    X(BLOCK_HEAD, "S0004", ERROR, "A block's first line is not a known keyword, a name and `{`")                       \
    X(NOT_CLOSED, "S0005", ERROR, "A block has no `}` on a line of its own")                                           \
    X(ATTRIBUTE_LINES, "S0006", ERROR, "An attribute goes on over several lines")                                      \
    X(NO_STRING_END, "S0007", ERROR, "A string has no closing quote on its line")                                      \
    X(ESCAPE, "S0008", ERROR, "A string has an unknown or broken escape sequence")                                     \
    X(TOO_DEEP, "S0009", ERROR, "Brackets are nested too deeply")                                                      \
    X(COMMENT_END, "S0010", ERROR, "A block comment has no end")                                                       \
    X(OLD_FORM, "S0011", ERROR, "A field is written as in Prisma 1: `name: Type`, `Type!`, `[Type]`, `Type[]?`")       \
    X(NO_TYPE, "S0012", ERROR, "A field has no type")                                                                  \
    X(TYPE_ALIAS, "S0013", ERROR, "`type Name = Type` is no longer part of the language")                              \
    X(TRAILING_COMMA, "S0014", ERROR, "Arguments end with a comma")                                                    \
    X(NO_ARGUMENT_VALUE, "S0015", ERROR, "An argument has a name and no value")                                        \
    X(NO_PROPERTY_VALUE, "S0016", ERROR, "A property of a datasource or generator has no value")                       \
    X(ENUM_VALUE, "S0017", ERROR, "A line of an enum is not a value")                                                  \
    X(PROPERTY, "S0018", ERROR, "A line of a datasource or generator is not `key = value`")                            \
    X(TOO_MANY, "S0019", ERROR, "Too many errors: the rest of the file was not read")                                  \
    X(TEXT_IGNORED, "W0001", WARNING, "Text behind a block's `{` is ignored")

#define DIAG_CODE_ENUMERATOR(name, code, severity, meaning) DIAG_##name,
typedef enum DiagCode { DIAG_CODES(DIAG_CODE_ENUMERATOR) DIAG_CODE_COUNT } DiagCode;
#undef DIAG_CODE_ENUMERATOR

#endif
