/* RFC 8259, section 7.  A value is never longer than its literal, so it is written into a copy of that. */
#include "literal.h"

#include "utf8.h"

#include <string.h>

typedef struct Reader {
    Parser *parser;
    const char *text; /* between the quotes */
    uint32_t offset;  /* of its first byte */
    size_t size;
    size_t at;
    char *value;
    size_t written;
} Reader;

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The unit of `\uXXXX` at `at`, -1 when there is none. */
static long code_unit(const Reader *reader, size_t at)
{
    if (at + 6 > reader->size || reader->text[at] != '\\' || reader->text[at + 1] != 'u') return -1;
    long unit = 0;
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = hex_digit(reader->text[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static void write_character(Reader *reader, long character)
{
    reader->written += sg_utf8_encode((uint32_t)character, reader->value + reader->written);
}

static void report(Reader *reader, size_t length, const char *message, const char *help)
{
    size_t end = reader->at + length < reader->size ? reader->at + length : reader->size;
    uint32_t offset = reader->offset;
    Span span = {offset + (uint32_t)reader->at, offset + (uint32_t)end};
    Diagnostic *diagnostic = diag_add(reader->parser->diags, DIAG_ESCAPE, span, "%s", message);
    diag_help(reader->parser->diags, diagnostic, "%s", help);
}

/* `\uXXXX`, or two of them that are a surrogate pair. */
static void read_unicode(Reader *reader)
{
    long first = code_unit(reader, reader->at);
    long second = first >= 0xD800 && first < 0xDC00 ? code_unit(reader, reader->at + 6) : -1;
    bool is_pair = second >= 0xDC00 && second < 0xE000;
    bool is_single = first >= 0 && (first < 0xD800 || first >= 0xE000);
    if (is_pair) {
        write_character(reader, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
    } else if (is_single) {
        write_character(reader, first);
    } else {
        report(reader, first < 0 ? 2 : 6, "this is no Unicode escape",
               "write `\\u` and four hexadecimal digits; two such for a character beyond U+FFFF");
    }
    reader->at += first < 0 ? 2 : is_pair ? 12 : 6;
}

static void read_escape(Reader *reader)
{
    static const char NAMES[] = "\"\\/bfnrt";
    static const char VALUES[] = "\"\\/\b\f\n\r\t";
    char c = reader->text[reader->at + 1];
    if (c == 'u') {
        read_unicode(reader);
        return;
    }
    const char *name = c == '\0' ? NULL : strchr(NAMES, c);
    if (name != NULL) {
        reader->value[reader->written++] = VALUES[name - NAMES];
    } else {
        report(reader, 2, "this is no escape sequence", "a backslash is written `\\\\`");
    }
    reader->at += 2;
}

const char *literal_value(Parser *parser, Span span, size_t *size)
{
    Span inside = {span.start + 1, span.end - 1};
    Reader reader = {.parser = parser,
                     .text = parser_text(parser, inside),
                     .offset = inside.start,
                     .size = inside.end - inside.start};
    if (memchr(reader.text, '\\', reader.size) == NULL) {
        *size = reader.size;
        return parser_copy(parser, inside);
    }
    reader.value = sg_arena_alloc_text(parser->sources->arena, reader.size + 1);
    while (reader.at < reader.size) {
        if (reader.text[reader.at] == '\\') {
            read_escape(&reader);
        } else {
            reader.value[reader.written++] = reader.text[reader.at++];
        }
    }
    reader.value[reader.written] = '\0';
    *size = reader.written;
    return reader.value;
}
