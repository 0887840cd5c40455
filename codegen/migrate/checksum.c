#include "checksum.h"

#include "text.h"

#include <openssl/evp.h>
#include <string.h>

enum { DIGEST_SIZE = 32 };

static void digest(const char *bytes, size_t size, unsigned char out[DIGEST_SIZE])
{
    unsigned written = 0;
    if (EVP_Digest(bytes, size, out, &written, EVP_sha256(), NULL) != 1) memset(out, 0, DIGEST_SIZE);
}

static const char *hexadecimal(SgArena *arena, const unsigned char *sum, int digits_per_byte)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < DIGEST_SIZE; i++) sg_text_printf(&text, "%0*x", digits_per_byte, (unsigned)sum[i]);
    return sg_text_get(&text);
}

const char *checksum_of(SgArena *arena, const char *bytes, size_t size)
{
    unsigned char sum[DIGEST_SIZE];
    digest(bytes, size, sum);
    return hexadecimal(arena, sum, 2);
}

static bool sum_is(SgArena *arena, const char *stored, const char *bytes, size_t size)
{
    unsigned char sum[DIGEST_SIZE];
    digest(bytes, size, sum);
    int digits = strlen(stored) == 2 * DIGEST_SIZE ? 2 : 1;
    return strcmp(stored, hexadecimal(arena, sum, digits)) == 0;
}

/* CRLF → LF, or every LF → CRLF (also one that has its CR: as Prisma does it). */
static SgText with_line_ends(SgArena *arena, const char *bytes, size_t size, bool crlf)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < size; i++) {
        if (!crlf && bytes[i] == '\r' && i + 1 < size && bytes[i + 1] == '\n') continue;
        if (crlf && bytes[i] == '\n') sg_text_add_char(&text, '\r');
        sg_text_add_char(&text, bytes[i]);
    }
    return text;
}

bool checksum_matches(SgArena *arena, const char *stored, const char *bytes, size_t size)
{
    if (sum_is(arena, stored, bytes, size)) return true;
    SgText text = with_line_ends(arena, bytes, size, false);
    if (sum_is(arena, stored, sg_text_get(&text), text.size)) return true;
    text = with_line_ends(arena, bytes, size, true);
    return sum_is(arena, stored, sg_text_get(&text), text.size);
}
