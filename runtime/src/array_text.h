/*
 * array_text.h - an array as PostgreSQL writes it in text: {1,2,"a b"}.
 *
 * For arrays where the binary format does not do: inside another array (unnest would flatten it), and of types whose
 * OID is not known.
 */
#ifndef SG_ARRAY_TEXT_H
#define SG_ARRAY_TEXT_H

#include "params.h"

/* Not of money, whose text is that of the server's locale. */
bool array_has_text(const SgColumn *column);

/* SG_INVALID where there is none, or for an item that cannot be written. */
SgStatus array_text(SgSession *db, const SgColumn *column, Items items, SgText *out);

#endif
