/* RFC 3629, table 3-7 of the Unicode standard. */
#include "utf8.h"

#include <string.h>

static size_t sequence_length(const unsigned char *s, size_t size)
{
    if (s[0] < 0x80) return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
    size_t length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (size < length) return 0;
    if (s[0] == 0xE0 && s[1] < 0xA0) return 0;
    if (s[0] == 0xED && s[1] > 0x9F) return 0;
    if (s[0] == 0xF0 && s[1] < 0x90) return 0;
    if (s[0] == 0xF4 && s[1] > 0x8F) return 0;
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80) return 0;
    }
    return length;
}

size_t sg_utf8_valid(const char *text, size_t size)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t at = 0;
    while (at < size) {
        uint64_t eight = 0;
        if (size - at >= sizeof eight) memcpy(&eight, s + at, sizeof eight);
        if (size - at >= sizeof eight && (eight & UINT64_C(0x8080808080808080)) == 0) {
            at += sizeof eight;
            continue;
        }
        size_t length = sequence_length(s + at, size - at);
        if (length == 0) break;
        at += length;
    }
    return at;
}

size_t sg_utf8_decode(const char *text, size_t size, uint32_t *out)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t length = sequence_length(s, size);
    if (length <= 1) {
        *out = s[0];
        return 1;
    }
    uint32_t c = s[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) c = c << 6 | (s[i] & 0x3Fu);
    *out = c;
    return length;
}

size_t sg_utf8_encode(uint32_t c, char out[SG_UTF8_MAX])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    static const uint32_t lead[] = {[2] = 0xC0, [3] = 0xE0, [4] = 0xF0};
    out[0] = (char)(lead[length] | c);
    return length;
}

size_t sg_utf8_count(const char *text, size_t size)
{
    size_t count = 0, i = 0;
    for (uint64_t eight; size - i >= sizeof eight; i += sizeof eight, count += sizeof eight) {
        memcpy(&eight, text + i, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0) break;
    }
    for (; i < size; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

size_t sg_utf8_floor(const char *text, size_t limit)
{
    size_t size = strnlen(text, limit + 1);
    if (size <= limit) return size;
    while (limit > 0 && ((unsigned char)text[limit] & 0xC0) == 0x80) limit--;
    return limit;
}
