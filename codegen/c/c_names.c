#include "c_names.h"

#include "text.h"
#include "utf8.h"

#include <string.h>

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char to_lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static char to_upper(char c)
{
    return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* Letters, digits and single underscores within: `Größe_` → Gru00f6u00dfe. */
static const char *ascii(SgArena *arena, const char *name)
{
    SgText out = {.arena = arena};
    size_t size = strlen(name);
    for (size_t i = 0; i < size;) {
        uint32_t c;
        i += sg_utf8_decode(name + i, size - i, &c);
        if (c >= 0x80) sg_text_printf(&out, "u%04x", (unsigned)c);
        else if (is_upper((char)c) || is_lower((char)c) || is_digit((char)c)) sg_text_add_char(&out, (char)c);
        else if (out.size > 0 && out.data[out.size - 1] != '_') sg_text_add_char(&out, '_');
    }
    while (out.size > 0 && out.data[out.size - 1] == '_') sg_text_truncate(&out, out.size - 1);
    return sg_text_get(&out);
}

static bool has_small_letter(const char *name)
{
    while (*name != '\0' && !is_lower(*name)) name++;
    return *name != '\0';
}

static bool is_word_start(const char *name, size_t i)
{
    if (i == 0 || !is_upper(name[i])) return false;
    char before = name[i - 1];
    return is_lower(before) || is_digit(before) || (is_upper(before) && is_lower(name[i + 1]));
}

const char *c_snake(SgArena *arena, const char *name)
{
    name = ascii(arena, name);
    bool has_words = has_small_letter(name);
    char *out = sg_arena_alloc(arena, 2 * strlen(name) + 1);
    size_t size = 0;
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (has_words && is_word_start(name, i)) out[size++] = '_';
        out[size++] = to_lower(name[i]);
    }
    out[size] = '\0';
    return out;
}

const char *c_pascal(SgArena *arena, const char *name)
{
    name = ascii(arena, name);
    bool lower_rest = !has_small_letter(name) && strchr(name, '_') != NULL;
    char *out = sg_arena_alloc(arena, strlen(name) + 1);
    size_t size = 0;
    bool starts_word = true;
    for (; *name != '\0'; name++) {
        if (*name == '_') {
            starts_word = true;
            continue;
        }
        out[size++] = starts_word ? to_upper(*name) : lower_rest ? to_lower(*name) : *name;
        starts_word = false;
    }
    out[size] = '\0';
    return out;
}

const char *c_upper(SgArena *arena, const char *snake)
{
    char *out = sg_arena_strdup(arena, snake);
    for (char *c = out; *c != '\0'; c++) *c = to_upper(*c);
    return out;
}

/* ---- Scopes ---- */

enum { LONGEST_RESERVED = 32 };

/* FNV-1a, 64 bits; never 0. */
static uint64_t hash_of(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *name != '\0'; name++) hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    return hash == 0 ? 1 : hash;
}

static NameSlot *slot_of(const NameScope *scope, uint64_t hash)
{
    size_t i = (size_t)(hash ^ (hash >> 32)) & (scope->capacity - 1);
    while (scope->slots[i].hash != 0 && scope->slots[i].hash != hash) i = (i + 1) & (scope->capacity - 1);
    return &scope->slots[i];
}

/* Room for one more, at most three quarters full. */
static void reserve(NameScope *scope)
{
    if ((scope->count + 1) * 4 <= scope->capacity * 3) return;
    NameScope old = *scope;
    scope->capacity = old.capacity == 0 ? 64 : old.capacity * 2;
    scope->slots = sg_arena_new(scope->arena, scope->capacity * sizeof *scope->slots);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].hash != 0) *slot_of(scope, old.slots[i].hash) = old.slots[i];
}

static void note_taken(NameScope *scope, const char *wanted, const char *given, Span origin, Span taken_by)
{
    if (scope->diags == NULL) return;
    Diagnostic *diagnostic = diag_add(scope->diags, DIAG_C_NAME_TAKEN, origin,
                                      "the C name `%s` is taken, this one is spelled `%s`", wanted, given);
    diag_note(scope->diags, diagnostic, taken_by, "`%s` is from here", wanted);
}

/* Reserved names are short. */
static bool is_reserved(const NameScope *scope, const char *name)
{
    return strlen(name) <= LONGEST_RESERVED && c_name_is_reserved(scope->kind, name);
}

const char *c_name_claim(NameScope *scope, const char *wanted, Span origin)
{
    reserve(scope);
    const char *name = wanted;
    const NameSlot *taken = NULL;
    for (;;) {
        NameSlot *slot = slot_of(scope, hash_of(name));
        if (slot->hash == 0 && !is_reserved(scope, name)) {
            *slot = (NameSlot){hash_of(name), origin};
            break;
        }
        if (slot->hash != 0 && taken == NULL) taken = slot;
        name = sg_arena_printf(scope->arena, "%s_", name);
    }
    scope->count++;
    if (taken != NULL) note_taken(scope, wanted, name, origin, taken->origin);
    return name;
}

void c_names_clear(NameScope *scope)
{
    if (scope->capacity > 0) memset(scope->slots, 0, scope->capacity * sizeof *scope->slots);
    scope->count = 0;
}
