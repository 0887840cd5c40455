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
    X(DECLARED_TWICE, "S0101", ERROR, "A name is declared twice")                                                      \
    X(NAME_RESERVED, "S0102", ERROR, "A name is that of a scalar type, or reserved by clients in other languages")     \
    X(NAME_CHARACTERS, "S0103", ERROR, "A name begins with a digit or holds `-`")                                      \
    X(FIELD_TWICE, "S0104", ERROR, "A model has two fields of one name")                                               \
    X(ENUM_VALUE_TWICE, "S0105", ERROR, "An enum has two values of one name")                                          \
    X(ENUM_EMPTY, "S0106", ERROR, "An enum has no value")                                                              \
    X(PROPERTY_TWICE, "S0107", ERROR, "A datasource or generator has a property twice")                                \
    X(COLUMN_TWICE, "S0108", ERROR, "Two fields would be the same column")                                             \
    X(TABLE_TWICE, "S0109", ERROR, "Two models or views would be the same table")                                      \
    X(ENUM_TYPE_TWICE, "S0110", ERROR, "Two enums would be the same type in the database")                             \
    X(TYPE_UNKNOWN, "S0201", ERROR, "A field's type is not declared")                                                  \
    X(TYPE_COMPOSITE, "S0202", ERROR, "PostgreSQL has no composite types of this kind")                                \
    X(TYPE_RELATION_IN_TYPE, "S0203", ERROR, "A composite type holds a relation")                                      \
    X(TYPE_CYCLE, "S0204", ERROR, "A composite type contains itself")                                                  \
    X(NATIVE_UNKNOWN, "S0205", ERROR, "A native type does not exist")                                                  \
    X(NATIVE_SCOPE, "S0206", ERROR, "A native type's prefix is not the datasource's name")                             \
    X(NATIVE_ARGUMENT_COUNT, "S0207", ERROR, "A native type has too many arguments")                                   \
    X(NATIVE_SCALAR, "S0208", ERROR, "A native type does not go with the field's scalar type")                         \
    X(NATIVE_ARGUMENT, "S0209", ERROR, "A native type's argument is not a number in its range")                        \
    X(UNSUPPORTED_KNOWN, "S0210", ERROR, "`Unsupported(\"…\")` names a type that the language knows")                  \
    X(TYPE_ATTRIBUTE, "S0211", ERROR, "A composite type has an attribute of its own")                                  \
    X(ATTRIBUTE_UNKNOWN, "S0301", ERROR, "An attribute does not exist, or not at this place")                          \
    X(ATTRIBUTE_REPEATED, "S0302", ERROR, "An attribute stands more often than once")                                  \
    X(ARGUMENT_MISSING, "S0303", ERROR, "An attribute lacks an argument")                                              \
    X(ARGUMENT_UNKNOWN, "S0304", ERROR, "An attribute has no such argument")                                           \
    X(ARGUMENT_REPEATED, "S0305", ERROR, "An argument is given twice")                                                 \
    X(ARGUMENTS_UNNAMED, "S0306", ERROR, "More than one argument has no name")                                         \
    X(ARGUMENT_KIND, "S0307", ERROR, "An argument is not of the expected kind")                                        \
    X(ARGUMENT_EMPTY, "S0308", ERROR, "A name given as argument is an empty string")                                   \
    X(RELATION_ON_SCALAR, "S0309", ERROR, "`@relation` stands on a field that is not a relation")                      \
    X(ATTRIBUTE_ON_RELATION, "S0310", ERROR, "An attribute cannot stand on a relation field")                          \
    X(IGNORE_UNSUPPORTED, "S0311", ERROR, "`@ignore` stands on a field of type `Unsupported`")                         \
    X(IGNORE_TWICE, "S0312", ERROR, "`@ignore` stands on a field of an ignored model")                                 \
    X(IGNORE_MISSING, "S0313", ERROR, "A relation field points at an ignored model and is not ignored")                \
    X(UPDATED_AT_TYPE, "S0314", ERROR, "`@updatedAt` stands on a field that is not a single `DateTime`")               \
    X(DEFAULT_KIND, "S0320", ERROR, "A default value is not of the field's type")                                      \
    X(DEFAULT_LIST, "S0321", ERROR, "A default value is a list and the field is not, or the other way round")          \
    X(DEFAULT_ENUM, "S0322", ERROR, "A default value is not a value of the enum")                                      \
    X(DEFAULT_TEXT, "S0323", ERROR, "A default value does not hold what its type needs")                               \
    X(DEFAULT_NAMED, "S0324", ERROR, "A default value has a name")                                                     \
    X(FUNCTION_UNKNOWN, "S0325", ERROR, "A default function does not exist")                                           \
    X(FUNCTION_TYPE, "S0326", ERROR, "A default function is not for the field's type")                                 \
    X(FUNCTION_ARGUMENT, "S0327", ERROR, "A default function has a wrong argument")                                    \
    X(RENAMED_FROM_KEPT, "S0331", ERROR, "`@renamedFrom` names what the schema still has")                             \
    X(RENAMED_FROM_TWICE, "S0332", ERROR, "Two things are renamed from one")                                           \
    X(RENAMED_FROM_VIEW, "S0333", ERROR, "`@@renamedFrom` stands on a view")                                           \
    X(KEY_FIELD_UNKNOWN, "S0401", ERROR, "A key names a field that the model does not have")                           \
    X(KEY_FIELD_RELATION, "S0402", ERROR, "A key names a relation field")                                              \
    X(KEY_FIELD_TWICE, "S0403", ERROR, "A list of fields names one twice")                                             \
    X(KEY_EMPTY, "S0404", ERROR, "A key names no field")                                                               \
    X(PRIMARY_KEY_TWICE, "S0405", ERROR, "A model has two primary keys")                                               \
    X(KEY_OPTIONAL, "S0406", ERROR, "A field of the primary key is not required")                                      \
    X(NO_UNIQUE_KEY, "S0407", ERROR, "A model has no key that identifies a row")                                       \
    X(SORT, "S0408", ERROR, "A sort order is unknown, or the key cannot have one")                                     \
    X(KEY_LENGTH, "S0409", ERROR, "`length` is not for PostgreSQL")                                                    \
    X(CLUSTERED, "S0410", ERROR, "`clustered` is not for PostgreSQL")                                                  \
    X(INDEX_METHOD_UNKNOWN, "S0411", ERROR, "An index type does not exist")                                            \
    X(INDEX_FIELD, "S0412", ERROR, "An index of this type cannot hold the field")                                      \
    X(OPERATOR_CLASS_UNKNOWN, "S0413", ERROR, "An operator class does not exist")                                      \
    X(OPERATOR_CLASS, "S0414", ERROR, "An operator class does not fit the index or the field")                         \
    X(SPGIST_FIELDS, "S0415", ERROR, "A `SpGist` index has more than one field")                                       \
    X(FULLTEXT, "S0416", ERROR, "`@@fulltext` is not for PostgreSQL")                                                  \
    X(SHARD_KEY, "S0417", ERROR, "`@@shardKey` is not for PostgreSQL")                                                 \
    X(WHERE, "S0418", ERROR, "The predicate of a partial index is wrong")                                              \
    X(PARTIAL_PREVIEW, "S0419", ERROR, "A partial index needs its preview feature")                                    \
    X(CLIENT_NAME, "S0420", ERROR, "A key's name has characters that a client cannot use")                             \
    X(CLIENT_NAME_TAKEN, "S0421", ERROR, "A key's name is taken by a field or another key")                            \
    X(NAME_AND_MAP, "S0422", ERROR, "An index has both `name` and `map`")                                              \
    X(CONSTRAINT_NAME_TAKEN, "S0423", ERROR, "The database name of a key, index or constraint is taken")               \
    X(CONSTRAINT_NAME_LONG, "S0424", ERROR, "A name is longer than PostgreSQL keeps")                                  \
    X(KEY_XML, "S0425", ERROR, "A key or index holds a field of type `Xml`")                                           \
    X(VIEW_KEY, "S0426", ERROR, "A view has an index")                                                                 \
    X(SHARD_KEY_TWICE, "S0427", ERROR, "A model has two shard keys")                                                   \
    X(VIEW_KEY_MAP, "S0428", ERROR, "A unique key of a view has a name in the database")                               \
    X(VIEW_KEY_OPTIONS, "S0429", ERROR, "A field in a unique key of a view has `sort`, `length` or `ops`")             \
    X(RELATION_FIELD_UNKNOWN, "S0501", ERROR, "`fields` or `references` names a field that does not exist")            \
    X(RELATION_FIELD_NOT_SCALAR, "S0502", ERROR, "`fields` or `references` names a relation field")                    \
    X(ACTION_UNKNOWN, "S0503", ERROR, "A referential action does not exist")                                           \
    X(ACTION_MODE, "S0504", ERROR, "A referential action does not exist with `relationMode = \"prisma\"`")             \
    X(RELATION_AMBIGUOUS, "S0505", ERROR, "It is open which fields are the two sides of a relation")                   \
    X(RELATION_ONE_SIDED, "S0506", ERROR, "A relation field has no opposite field")                                    \
    X(RELATION_WITHOUT_FIELDS, "S0507", ERROR, "A relation lacks `fields` or `references`")                            \
    X(RELATION_WRONG_SIDE, "S0508", ERROR, "An argument of a relation stands on the wrong side")                       \
    X(RELATION_LENGTHS, "S0509", ERROR, "`fields` and `references` differ in length")                                  \
    X(RELATION_TYPES, "S0510", ERROR, "A field and the one it references differ in type")                              \
    X(RELATION_ARITY, "S0511", ERROR, "A required relation has an optional field")                                     \
    X(REFERENCES_NOT_UNIQUE, "S0512", ERROR, "`references` does not name a unique key")                                \
    X(ONE_TO_ONE_UNIQUE, "S0513", ERROR, "The fields of a one-to-one relation are not unique")                         \
    X(RELATION_BACK_REQUIRED, "S0514", ERROR, "The side of a one-to-one relation without the key is required")         \
    X(MANY_TO_MANY_ID, "S0515", ERROR, "A model in a many-to-many relation has no single id")                          \
    X(MANY_TO_MANY_ARGUMENTS, "S0516", ERROR, "A many-to-many relation has `fields` or `references`")                  \
    X(MANY_TO_MANY_ACTION, "S0517", ERROR, "A many-to-many relation has referential actions")                          \
    X(RELATION_CYCLE, "S0518", ERROR, "Referential actions form a cycle")                                              \
    X(SET_NULL, "S0519", ERROR, "`SetNull` on a relation with a required field, done by the client")                   \
    X(MANY_TO_MANY_VIEW, "S0520", ERROR, "A many-to-many relation has a view on one side")                             \
    X(PROVIDER_MISSING, "S0601", ERROR, "A datasource or generator has no provider")                                   \
    X(PROVIDER_UNKNOWN, "S0602", ERROR, "The datasource is not PostgreSQL")                                            \
    X(DATASOURCE, "S0603", ERROR, "A property of the datasource is wrong, or there are two datasources")               \
    X(PROPERTY_UNKNOWN, "S0604", ERROR, "A datasource has no such property")                                           \
    X(ENV, "S0605", ERROR, "`env()` is not called with one string")                                                    \
    X(VIEWS_PREVIEW, "S0606", ERROR, "Views need their preview feature")                                               \
    X(EXTENSIONS_PREVIEW, "S0607", ERROR, "Extensions need their preview feature")                                     \
    X(SCHEMA_MISSING, "S0701", ERROR, "A model or enum lacks `@@schema`")                                              \
    X(SCHEMA_UNKNOWN, "S0702", ERROR, "`@@schema` names a schema that the datasource does not list")                   \
    X(NO_DATASOURCE, "S0703", ERROR, "Something needs a datasource and there is none")                                 \
    X(VERSION, "S0801", ERROR, "`@version` stands where it cannot count")                                              \
    X(IDEMPOTENT, "S0802", ERROR, "`@@idempotent` does not name a unique key")                                         \
    X(TEXT_IGNORED, "W0001", WARNING, "Text behind a block's `{` is ignored")                                          \
    X(EXTENSION_LATER, "W0301", WARNING, "An extension behind `///` is not part of this version and is ignored")       \
    X(VIEW_PRIMARY_KEY, "W0401", WARNING, "A view has a primary key")                                                  \
    X(RELATION_INDEX, "W0501", WARNING, "A relation without a foreign key has no index")                               \
    X(SET_NULL_REQUIRED, "W0502", WARNING, "`SetNull` on a relation with a required field")                            \
    X(PREVIEW_RETIRED, "W0601", WARNING, "A preview feature is part of the language now, or went away")                \
    X(PREVIEW_UNKNOWN, "W0602", WARNING, "A preview feature is not known and is ignored")                              \
    X(RELATION_MODE_OLD, "W0603", WARNING, "`referentialIntegrity` is the old name of `relationMode`")                 \
    X(C_NAME_TAKEN, "G0001", WARNING, "A C name is taken by another declaration and gets an underscore")               \
    X(C_OPTION, "G0002", ERROR, "An option of a `schemagen-c` generator has a wrong value")                            \
    X(C_OPTION_UNKNOWN, "G0003", WARNING, "A `schemagen-c` generator has no such option")                              \
    X(QUERY_TEXT, "Q0001", ERROR, "A string, name or comment of a file of queries does not end")                       \
    X(QUERY_HEADER, "Q0002", ERROR, "A query has no line `-- name: NAME :RESULT`, or the line is wrong")               \
    X(QUERY_ANNOTATION, "Q0003", ERROR, "A line `-- @param` or `-- @column` is wrong, or fits nothing in the query")   \
    X(QUERY_NAME_TAKEN, "Q0004", ERROR, "Two queries have one name")                                                   \
    X(QUERY_STATEMENTS, "Q0005", ERROR, "A query is not one statement")                                                \
    X(QUERY_KIND, "Q0006", ERROR, "A statement that is not a query: it changes the transaction, session or schema")    \
    X(QUERY_REFUSED, "Q0007", ERROR, "PostgreSQL does not accept a query")                                             \
    X(QUERY_PARAMETER, "Q0008", ERROR, "The parameters of a query are wrong")                                          \
    X(QUERY_COLUMN_NAME, "Q0009", ERROR, "A column of a query has no name, or that of another")                        \
    X(QUERY_TYPE, "Q0010", ERROR, "A parameter or column of a query has a type that C has none for")                   \
    X(QUERY_RESULT, "Q0011", ERROR, "What a query returns is not what its header says")

#define DIAG_CODE_ENUMERATOR(name, code, severity, meaning) DIAG_##name,
typedef enum DiagCode { DIAG_CODES(DIAG_CODE_ENUMERATOR) DIAG_CODE_COUNT } DiagCode;
#undef DIAG_CODE_ENUMERATOR

#endif
