/* Schema text → AST: what the dump shows, comments, literals, extensions behind `///`, what is kept after errors. */
#include "ast_dump.h"
#include "parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Parsed {
    SgArena arena;
    Sources sources;
    Diags diags;
    Ast *ast;
} Parsed;

static void out_of_memory(void)
{
    abort();
}

static Parsed *parse(const char *text)
{
    Parsed *parsed = calloc(1, sizeof *parsed);
    assert_non_null(parsed);
    parsed->arena.out_of_memory = out_of_memory;
    parsed->sources.arena = &parsed->arena;
    parsed->diags.arena = &parsed->arena;
    assert_true(source_add(&parsed->sources, "a", text, strlen(text)));
    parsed->ast = parse_schema(&parsed->arena, &parsed->sources, &parsed->diags);
    return parsed;
}

static void finish(Parsed *parsed)
{
    sg_arena_free(&parsed->arena);
    free(parsed);
}

static void assert_dump(const char *text, const char *expected)
{
    Parsed *parsed = parse(text);
    SgText out = {.arena = &parsed->arena};
    ast_dump(parsed->ast, &parsed->sources, &out);
    assert_int_equal(parsed->diags.errors, 0);
    assert_string_equal(sg_text_get(&out), expected);
    finish(parsed);
}

static void blocks_have_members(void **state)
{
    (void)state;
    assert_dump("", "");
    assert_dump("model A {\n}", "model <1:1> A\n");
    assert_dump("modelA{\n} view B {\n}type C {\n}", "model <1:1> A\nview <2:3> B\ntype <3:2> C\n");
    assert_dump("model model {\n model Int\n type enum?\n}",
                "model <1:1> model\n  field <2:2> model Int\n  field <3:2> type enum?\n");
    assert_dump(
        "enum E {\n 1\n A@x @y\n @@map(\"e\")\n}",
        "enum <1:1> E\n  value <2:2> 1\n  value <3:2> A\n    @ <3:3> x\n    @ <3:6> y\n  @@ <4:2> map(\"e\")\n");
    assert_dump("generator g {\n a = [ ]\n b-c = -1.5\n}",
                "generator <1:1> g\n  property <2:2> a = []\n  property <3:2> b-c = -1.5\n");
}

static void attributes_have_arguments(void **state)
{
    (void)state;
    assert_dump("model A {\n a Unsupported( \"x\\ny\" )[]\n @@ b.c (d.e, f:[1,g(2)],h:{i:{j:[]},k:-3})\n}",
                "model <1:1> A\n  field <2:2> a Unsupported(\"x\\ny\")[]\n"
                "  @@ <3:2> b.c(d.e, f: [1, g(2)], h: {i: {j: []}, k: -3})\n");
    assert_dump("model A {\n a B@c()@d. @e..f(Unsupported(1), 2a(3))\n}",
                "model <1:1> A\n  field <2:2> a B\n    @ <2:5> c()\n    @ <2:9> d.\n"
                "    @ <2:13> e..f(Unsupported(1), 2a(3))\n");
    assert_dump("model A {\n a B @c(\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\u0000x\")\n}",
                "model <1:1> A\n  field <2:2> a B\n    @ <2:6> c(\"\\\"\\\\/\\u0008\\u000c\\n\\r\\té😀\\u0000x\")\n");
}

static void comments_become_documentation(void **state)
{
    (void)state;
    assert_dump("/// one\n// not\n///  two \n/* three */\nmodel A {\n/// old\n\n/// new\n\na B /// behind\n// c\n/// "
                "lost\n@@x\nd E\n}"
                "\n/// floating\n\nenum F {\n G /* x */\n}",
                "model <5:1> A documentation \"one\\ntwo \\nthree\"\n"
                "  field <10:1> a B documentation \"new\\nbehind\"\n"
                "  field <14:1> d E\n  @@ <13:1> x\n"
                "enum <18:1> F\n  value <19:2> G documentation \"x\"\n");
}

static void extensions_stand_behind_documentation(void **state)
{
    (void)state;
    assert_dump(
        "/// @@appendOnly\n/// text\nmodel A {\n/// @check(\"a > 0\")\n/// doc\na B @c /// @renamedFrom(\"b\")\n"
        "/// @@check(expression: \"x\", map: \"y\")\n/// @@index([a])\n/// @deprecated\nb C\n}",
        "model <3:1> A documentation \"text\"\n"
        "  field <6:1> a B documentation \"doc\"\n"
        "    @ <6:5> c\n    @ <4:5> check(\"a > 0\") documented\n    @ <6:12> renamedFrom(\"b\") documented\n"
        "  field <10:1> b C documentation \"@@index([a])\\n@deprecated\"\n"
        "  @@ <1:5> appendOnly documented\n"
        "  @@ <7:5> check(expression: \"x\", map: \"y\") documented\n");
    Parsed *parsed = parse("model A {\n a B /// @check(\"x\"\n /// @version\n}");
    assert_int_equal(parsed->diags.errors, 0);
    finish(parsed);
}

static void what_is_refused_is_known_by_name(void **state)
{
    (void)state;
    Parsed *parsed =
        parse("modle User {\n a Int\n}\nmodel A {\n b Int,\n c: Int\n d Int\n @@x(\n}\nenum E { F G }\nmodel H {\n}");
    assert_int_equal(parsed->ast->broken.count, 1);
    assert_true(ast_is_broken(&parsed->ast->broken, "User"));
    assert_int_equal(parsed->ast->blocks.count, 3);
    const AstBlock *block = parsed->ast->blocks.items[0];
    assert_int_equal(block->fields.count, 1);
    assert_true(ast_is_broken(&block->broken, "b") && ast_is_broken(&block->broken, "c"));
    assert_false(ast_is_broken(&block->broken, "d"));
    assert_true(ast_is_broken(&parsed->ast->blocks.items[1]->broken, "G"));
    assert_int_equal(parsed->diags.errors, 5);
    finish(parsed);
}

/* Every byte of the text is in an item, or is a space, a brace or a keyword: what `format` lays out is all there is. */
static void items_hold_the_whole_text(void **state)
{
    (void)state;
    Parsed *parsed = parse("// a\nmodel A { // b\n c D // e\n\n\n // f\n @@g // h\n i J\n} /* k */ enum L {\n M\n}\n");
    const AstItems *top = &parsed->ast->files.items[0].items;
    static const AstItemKind outer[] = {AST_ITEM_COMMENT, AST_ITEM_BLOCK, AST_ITEM_COMMENT, AST_ITEM_BLOCK,
                                        AST_ITEM_BLANK};
    static const AstItemKind inner[] = {AST_ITEM_FIELD, AST_ITEM_BLANK, AST_ITEM_COMMENT, AST_ITEM_ATTRIBUTE,
                                        AST_ITEM_FIELD};
    assert_int_equal(top->count, sizeof outer / sizeof *outer);
    for (size_t i = 0; i < top->count; i++) assert_int_equal(top->items[i].kind, outer[i]);
    const AstBlock *block = top->items[1].block;
    assert_int_equal(block->items.count, sizeof inner / sizeof *inner);
    for (size_t i = 0; i < block->items.count; i++) assert_int_equal(block->items.items[i].kind, inner[i]);
    assert_string_equal(source_text(&parsed->sources, block->ignored), "// b");
    assert_string_equal(source_text(&parsed->sources, block->items.items[0].trailing), "// e");
    assert_string_equal(source_text(&parsed->sources, block->items.items[3].trailing), "// h");
    assert_string_equal(source_text(&parsed->sources, block->head), "model A");
    finish(parsed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_have_members),
        cmocka_unit_test(attributes_have_arguments),
        cmocka_unit_test(comments_become_documentation),
        cmocka_unit_test(extensions_stand_behind_documentation),
        cmocka_unit_test(what_is_refused_is_known_by_name),
        cmocka_unit_test(items_hold_the_whole_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
