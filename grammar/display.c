/* Coarse on purpose: scripts and emoji as terminals draw them, without the C library's locale. */
#include "display.h"

#include "utf8.h"

#include <string.h>

typedef struct Range {
    uint32_t first;
    uint32_t last;
} Range;

static const Range NARROW[] = {
    {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
    {0x6D6, 0x6DC},   {0x93C, 0x93C},   {0x941, 0x948},   {0xE31, 0xE31},   {0xE34, 0xE3A},
    {0xE47, 0xE4E},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},
    {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
};

static const Range WIDE[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

static const Range NOT_DRAWN[] = {
    {0x00, 0x1F}, {0x7F, 0x9F}, {0x61C, 0x61C}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069},
};

static bool is_in(const Range *ranges, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last) return true;
    }
    return false;
}

bool display_is_drawn(uint32_t character)
{
    return !is_in(NOT_DRAWN, sizeof NOT_DRAWN / sizeof *NOT_DRAWN, character);
}

void display_add(SgText *out, const char *text)
{
    size_t size = strlen(text), length;
    for (size_t i = 0; i < size; i += length) {
        uint32_t character = 0;
        bool is_valid = sg_utf8_valid(text + i, size - i < SG_UTF8_MAX ? size - i : SG_UTF8_MAX) > 0;
        length = is_valid ? sg_utf8_decode(text + i, size - i, &character) : 1;
        if (is_valid && (text[i] == '\n' || text[i] == '\t' || display_is_drawn(character)))
            sg_text_add_bytes(out, text + i, length);
        else sg_text_add(out, "\xEF\xBF\xBD");
    }
}

unsigned display_width(uint32_t character)
{
    if (character < 0x300) return 1;
    if (is_in(NARROW, sizeof NARROW / sizeof *NARROW, character)) return 0;
    return is_in(WIDE, sizeof WIDE / sizeof *WIDE, character) ? 2 : 1;
}
