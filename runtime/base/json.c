#include "json.h"

#include "utf8.h"

#include <string.h>

static void add_escaped(SgText *out, unsigned char c)
{
    switch (c) {
    case '"': sg_text_add(out, "\\\""); return;
    case '\\': sg_text_add(out, "\\\\"); return;
    case '\n': sg_text_add(out, "\\n"); return;
    case '\r': sg_text_add(out, "\\r"); return;
    case '\t': sg_text_add(out, "\\t"); return;
    default: sg_text_printf(out, "\\u%04x", c); return;
    }
}

/* The next `size` bytes are valid UTF-8. */
static void add_valid(SgText *out, const char *bytes, size_t size)
{
    size_t done = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) continue;
        sg_text_add_bytes(out, bytes + done, i - done);
        add_escaped(out, c);
        done = i + 1;
    }
    sg_text_add_bytes(out, bytes + done, size - done);
}

void sg_json_string(SgText *out, const char *bytes, size_t size)
{
    sg_text_add_char(out, '"');
    for (size_t i = 0; i < size;) {
        size_t valid = sg_utf8_valid(bytes + i, size - i);
        add_valid(out, bytes + i, valid);
        i += valid;
        if (i == size) break;
        sg_text_add(out, "\xEF\xBF\xBD");
        i++;
    }
    sg_text_add_char(out, '"');
}

void sg_json_text(SgText *out, const char *text)
{
    if (text == NULL) {
        sg_text_add(out, "null");
    } else {
        sg_json_string(out, text, strlen(text));
    }
}
