/* Names, literals and comments within generated text: nothing from a schema may end a string or a comment. */
#include "c_text.h"

#include "quote.h"
#include "text.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

/* Words that cannot stand as a column's or table's name, or only in some places (PostgreSQL 12 to 18), sorted. */
/* clang-format off */
static const char *const SQL_KEYWORDS[] = {
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between",
    "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce",
    "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog",
    "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "dec",
    "decimal", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists", "extract",
    "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group",
    "grouping", "having", "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval",
    "into", "is", "isnull", "join", "json", "json_array", "json_arrayagg", "json_exists", "json_object",
    "json_objectagg", "json_query", "json_scalar", "json_serialize", "json_table", "json_value", "lateral",
    "leading", "least", "left", "like", "limit", "localtime", "localtimestamp", "merge_action", "national",
    "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset", "on",
    "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision", "primary",
    "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar", "smallint",
    "some", "substring", "symmetric", "system_user", "table", "tablesample", "then", "time", "timestamp", "to",
    "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "values", "varchar", "variadic",
    "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists",
    "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
};
/* clang-format on */

static int compare(const void *key, const void *item)
{
    return strcmp(key, *(const char *const *)item);
}

static bool is_plain(const char *name)
{
    if (!(*name >= 'a' && *name <= 'z') && *name != '_') return false;
    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0') return false;
    const size_t count = sizeof SQL_KEYWORDS / sizeof *SQL_KEYWORDS;
    return bsearch(name, SQL_KEYWORDS, count, sizeof *SQL_KEYWORDS, compare) == NULL;
}

const char *c_sql_name(SgArena *arena, const char *name)
{
    if (is_plain(name)) return name;
    return quoted_identifier(arena, name);
}

const char *c_sql_path(SgArena *arena, const char *schema, const char *name)
{
    const char *own = c_sql_name(arena, name);
    return schema == NULL ? own : sg_arena_printf(arena, "%s.%s", c_sql_name(arena, schema), own);
}

/* Do the two end a comment, begin one, or begin a trigraph? */
static bool is_pair(char first, char second)
{
    return (first == '*' && second == '/') || (first == '/' && second == '*') || (first == '?' && second == '?');
}

/* Plain text without anything that the loop of c_comment() looks for. */
static bool is_safe(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text < 0x20 || *text >= 0x7f) return false; /* a char with a sign or without */
        if (*text <= '?' && is_pair(text[0], text[1])) return false;
    }
    return true;
}

static void escape_char(SgText *out, char c, char before)
{
    switch (c) {
    case '"':
    case '\\': sg_text_printf(out, "\\%c", c); return;
    case '\n': sg_text_add(out, "\\n"); return;
    case '\t': sg_text_add(out, "\\t"); return;
    case '?': sg_text_add(out, before == '?' ? "\\?" : "?"); return; /* no trigraphs */
    default: break;
    }
    if ((unsigned char)c < 0x20 || c == 0x7f) sg_text_printf(out, "\\%03o", (unsigned)(unsigned char)c);
    else sg_text_add_char(out, c);
}

const char *c_escape(SgArena *arena, const char *text)
{
    if (strpbrk(text, "\"\\\n\t?") == NULL && is_safe(text)) return text;
    SgText out = {.arena = arena};
    char before = '\0';
    for (; *text != '\0'; text++) {
        escape_char(&out, *text, before);
        before = *text;
    }
    return sg_text_get(&out);
}

/* Characters that reorder what a reviewer sees; compilers warn of them. */
static bool is_bidirectional(uint32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x061c;
}

const char *c_comment(SgArena *arena, const char *text)
{
    if (is_safe(text)) return text;
    SgText out = {.arena = arena};
    size_t size = strlen(text);
    char before = '\0';
    for (size_t i = 0; i < size;) {
        uint32_t c;
        size_t length = sg_utf8_decode(text + i, size - i, &c);
        if (is_pair(before, text[i])) sg_text_add_char(&out, ' ');
        if (c < 0x20 || c == 0x7f) {
            sg_text_add_char(&out, ' ');
        } else if (is_bidirectional(c)) {
            sg_text_printf(&out, "<U+%04X>", (unsigned)c);
        } else {
            sg_text_add_bytes(&out, text + i, length);
        }
        before = c < 0x80 ? (char)c : '\0';
        i += length;
    }
    return sg_text_get(&out);
}
