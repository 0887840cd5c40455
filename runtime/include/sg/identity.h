/*
 * identity.h - keys made by this program: uuid, ulid, cuid, nanoid; and the text of addresses.
 *
 * Randomness comes from the system's generator (getrandom): the values cannot be guessed.  SG_UNAVAILABLE when it has
 * none to give.
 */
#ifndef SG_IDENTITY_H
#define SG_IDENTITY_H

#include "status.h"
#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SG_UUID_TEXT = 37, SG_ULID_TEXT = 27, SG_CUID_TEXT = 26, SG_NANOID_MAX = 256, SG_INET_TEXT = 52 };

/* Version 7 starts with the time, so new keys go to one end of an index.  Within one thread of calls on the same
 * session (the generated inserts) they also increase within a millisecond. */
SG_CHECKED SgStatus sg_uuid_v4(SgUuid *out);
SG_CHECKED SgStatus sg_uuid_v7(SgUuid *out);

/* 8-4-4-4-12 hexadecimal digits, lower or upper case; else SG_INVALID. */
SG_CHECKED SgStatus sg_uuid_parse(const char *text, SgUuid *out);
char *sg_uuid_format(SgUuid value, char buffer[SG_UUID_TEXT]);
bool sg_uuid_equal(SgUuid a, SgUuid b);
bool sg_uuid_is_zero(SgUuid value);

SG_CHECKED SgStatus sg_ulid(char out[SG_ULID_TEXT]);
SG_CHECKED SgStatus sg_cuid(char out[SG_CUID_TEXT]);
SG_CHECKED SgStatus sg_cuid2(char out[SG_CUID_TEXT]);
SG_CHECKED SgStatus sg_nanoid(size_t length, char *out); /* `length` ≤ SG_NANOID_MAX characters and a NUL */

/* "10.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32". */
SG_CHECKED SgStatus sg_inet_parse(const char *text, SgInet *out);
char *sg_inet_format(SgInet value, char buffer[SG_INET_TEXT]);

#ifdef __cplusplus
}
#endif
#endif
