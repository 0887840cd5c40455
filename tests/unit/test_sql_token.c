/* sql_token: where tokens begin and end, and of what kind they are. */
#include "sql_token.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char letters[] = {
    [SQL_LINE_COMMENT] = '-', [SQL_BLOCK_COMMENT] = '*', [SQL_WORD] = 'w',      [SQL_NAME] = 'q',
    [SQL_STRING] = 's',       [SQL_NUMBER] = '1',        [SQL_PARAMETER] = '$', [SQL_NAMED] = '@',
    [SQL_SEMICOLON] = ';',    [SQL_OPERATOR] = 'o',      [SQL_OTHER] = '.',
};

/* "w[SELECT] 1[1]": kinds with their text; "!" behind one that is open. */
static const char *tokens(SgArena *arena, const char *text)
{
    SgText out = {.arena = arena};
    SqlToken token = {0};
    while (sql_token_next(text, strlen(text), &token))
        sg_text_printf(&out, "%s%c[%.*s]%s", out.size > 0 ? " " : "", letters[token.kind],
                       (int)(token.end - token.start), text + token.start, token.is_open ? "!" : "");
    return sg_text_get(&out);
}

static void out_of_memory(void)
{
    abort();
}

static void texts_have_tokens(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {" \n\t", ""},
        {"SELECT a1, \"b \"\"c\" FROM größe;", "w[SELECT] w[a1] .[,] q[\"b \"\"c\"] w[FROM] w[größe] ;[;]"},
        {"a -- b ' \r\n c", "w[a] -[-- b ' ] w[c]"},
        {"a--", "w[a] -[--]"},
        {"/* a /* b */ ; */ c", "*[/* a /* b */ ; */] w[c]"},
        {"/* a /* b */", "*[/* a /* b */]!"},
        {"'it''s' 'a\\' x", "s['it''s'] s['a\\'] w[x]"},
        {"E'a\\'b' e'\\\\' x", "s[E'a\\'b'] s[e'\\\\'] w[x]"},
        {"E'a'\n'b\\'c' x", "s[E'a'\n'b\\'c'] w[x]"},
        {"'a'\n'b\\' x", "s['a'] s['b\\'] w[x]"},
        {"'open", "s['open]!"},
        {"\"open", "q[\"open]!"},
        {"E'a\\", "s[E'a\\]!"},
        {"$$a;$b$ $$ $x$ $$ $x$ b", "s[$$a;$b$ $$] s[$x$ $$ $x$] w[b]"},
        {"$x$ open $$", "s[$x$ open $$]!"},
        {"$1 $12+a$1", "$[$1] $[$12] o[+] w[a$1]"},
        {"@a @ b a<@c @@d x@e", "@[@a] o[@] w[b] w[a] o[<@] w[c] o[@@] w[d] w[x] @[@e]"},
        {"1.5 1e-5 1_000 0x1F 1.e+3", "1[1.5] 1[1e-5] 1[1_000] 1[0x1F] 1[1.e+3]"},
        {"a-1-- c", "w[a] o[-] 1[1] -[-- c]"},
        {"a*/* c */b", "w[a] o[*] *[/* c */] w[b]"},
        {"a::int[]", "w[a] .[:] .[:] w[int] .[[] .[]]"},
        {"->>'k' #> ?|", "o[->>] s['k'] o[#>] o[?|]"},
    };
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(tokens(&arena, cases[i][0]), cases[i][1]);
    sg_arena_free(&arena);
}

static void a_word_is_itself_in_any_case(void **state)
{
    (void)state;
    SqlToken token = {0};
    assert_true(sql_token_next("Select 1", 8, &token));
    assert_true(sql_token_is("Select 1", &token, "select"));
    assert_false(sql_token_is("Select 1", &token, "selec"));
    assert_false(sql_token_is("Select 1", &token, "selects"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_tokens),
        cmocka_unit_test(a_word_is_itself_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
