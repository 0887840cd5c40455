/*
 * The schema language, line by line.  Nothing is resolved here; every production calls one ast_ function.
 *
 * A line that is not right is one error, and the next line begins afresh; a block whose first line is not right is
 * one error, and what follows its `}` begins afresh.
 */
%require "3.6"
%define api.pure full
%define api.prefix {schema_parse_}
%define api.location.type {Span}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%parse-param {Parser *parser} {void *scanner}
%lex-param {void *scanner}

%code requires {
#include "ast_build.h"
}

%code {
#include "syntax_error.h"

#include <string.h>

int schema_parse_lex(SCHEMA_PARSE_STYPE *value, Span *span, void *scanner);

/* Nesting is limited by the scanner: the stack never grows. */
#define YYINITDEPTH 1000
#define YYMAXDEPTH 1000

#define YYLLOC_DEFAULT(current, rhs, count)                                                                            \
    do {                                                                                                               \
        (current).start = (count) > 0 ? YYRHSLOC(rhs, 1).start : YYRHSLOC(rhs, 0).end;                                  \
        (current).end = (count) > 0 ? YYRHSLOC(rhs, count).end : YYRHSLOC(rhs, 0).end;                                  \
    } while (0)

static void schema_parse_error(const Span *span, Parser *parser, void *scanner, const char *message);
}

%union {
    Span span;
    AstType type;
    AstExpr *value;
    AstAttribute *attribute;
    AstBlockKind block;
    size_t list; /* where an open list begins on its stack */
}

%token END 0
%token NEWLINE COMMENT INVALID
%token MODEL VIEW TYPE ENUM DATASOURCE GENERATOR
%token OPEN CLOSE NO_CLOSE
%token ATAT BRACKETS
%token WORD DOTTED DIGITS DIGIT_WORD DIGIT_DOTTED DECIMAL NEGATIVE STRING UNSUPPORTED
%token WHOLE_SCHEMA DOCUMENTED

%type <span> name path comment colon
%type <type> type base
%type <value> value
%type <attribute> attribute block_attribute
%type <list> attributes arguments argument_list members items
%type <block> fields_keyword config_keyword

%%

start:
    WHOLE_SCHEMA top
  | DOCUMENTED documented NEWLINE           { YYACCEPT; }
  ;

top:
    %empty
  | top block
  | top COMMENT                             { ast_comment(parser, @2); }
  | top NEWLINE                             { ast_line_end(parser, @2); }
  | top error NEWLINE                       { ast_invalid(parser, @2, @3); yyerrok; }
  | top error OPEN CLOSE                    { ast_invalid(parser, @2, @4); yyerrok; }
  ;

block:
    fields_head fields close
  | enum_head values close
  | config_head properties close
  ;

fields_head: fields_keyword name OPEN       { ast_block_open(parser, $1, @1, $2, @3); } ;
enum_head: ENUM name OPEN                   { ast_block_open(parser, AST_ENUM, @1, $2, @3); } ;
config_head: config_keyword name OPEN       { ast_block_open(parser, $1, @1, $2, @3); } ;

fields_keyword:
    MODEL                                   { $$ = AST_MODEL; }
  | VIEW                                    { $$ = AST_VIEW; }
  | TYPE                                    { $$ = AST_TYPE; }
  ;

config_keyword:
    DATASOURCE                              { $$ = AST_DATASOURCE; }
  | GENERATOR                               { $$ = AST_GENERATOR; }
  ;

close:
    CLOSE                                   { ast_block_close(parser, @1, false); }
  | NO_CLOSE                                { ast_block_close(parser, @1, true); }
  ;

fields:
    %empty
  | fields field NEWLINE
  | fields block_line
  ;

values:
    %empty
  | values enum_value NEWLINE
  | values block_line
  ;

properties:
    %empty
  | properties property NEWLINE
  | properties other_line
  ;

block_line:
    block_attribute comment NEWLINE         { ast_block_attribute(parser, $1, $2); }
  | other_line
  ;

other_line:
    COMMENT                                 { ast_comment(parser, @1); }
  | NEWLINE                                 { ast_line_end(parser, @1); }
  | error NEWLINE                           { ast_invalid(parser, @1, @2); yyerrok; }
  ;

field: name colon type attributes comment   { ast_field(parser, $1, $2, &$3, $4, $5); } ;

colon:
    %empty                                  { $$ = (Span){0, 0}; }
  | ':'                                     { $$ = @1; }
  ;

type:
    %empty                                  { $$ = (AstType){.arity = AST_REQUIRED}; }
  | base
  | base BRACKETS                           { $$ = $1; $$.arity = AST_LIST; $$.text = @$; }
  | base '?'                                { $$ = $1; $$.arity = AST_OPTIONAL; $$.text = @$; }
  | base '!'                                { $$ = $1; $$.text = @$; $$.old_form = OLD_FORM_REQUIRED; }
  | base BRACKETS '?'                       { $$ = $1; $$.arity = AST_LIST; $$.text = @$; $$.old_form = OLD_FORM_OPTIONAL_LIST; }
  | '[' base ']'                            { $$ = $2; $$.arity = AST_LIST; $$.text = @$; $$.old_form = OLD_FORM_LIST; }
  ;

base:
    name                                    { $$ = (AstType){.name = $1, .text = @1}; }
  | UNSUPPORTED '(' STRING ')'              { $$ = (AstType){.name = @1, .text = @$, .string = @3}; }
  ;

enum_value: name attributes comment         { ast_value(parser, $1, $2, $3); } ;

property:
    name '=' value comment                  { ast_property(parser, $1, @2, $3, $4); }
  | name '=' comment                        { ast_property(parser, $1, @2, NULL, $3); }
  ;

attributes:
    %empty                                  { $$ = parser->lists.attributes.count; }
  | attributes attribute                    { $$ = $1; *list_add(parser->arena, &parser->lists.attributes) = $2; }
  ;

attribute:
    '@' path                                { $$ = ast_attribute(parser, $2, @$); }
  | '@' path arguments                      { $$ = ast_attribute_with(parser, $2, $3, @$); }
  ;

block_attribute:
    ATAT path                               { $$ = ast_attribute(parser, $2, @$); $$->is_block = true; }
  | ATAT path arguments                     { $$ = ast_attribute_with(parser, $2, $3, @$); $$->is_block = true; }
  ;

documented:
    %empty
  | documented attribute                    { ast_documented(parser, $2, false); }
  | documented block_attribute              { ast_documented(parser, $2, true); }
  ;

arguments:
    '(' ')'                                 { $$ = parser->lists.arguments.count; }
  | '(' ',' ')'                             { $$ = parser->lists.arguments.count; ast_trailing_comma(parser, @2); }
  | '(' argument_list ')'                   { $$ = $2; }
  | '(' argument_list ',' ')'               { $$ = $2; ast_trailing_comma(parser, @3); }
  ;

argument_list:
    argument_list ',' value                 { $$ = $1; ast_argument(parser, (AstName){0}, $3); }
  | argument_list ',' name ':' value        { $$ = $1; ast_argument(parser, ast_name(parser, $3), $5); }
  | argument_list ',' name ':'              { $$ = $1; ast_argument(parser, ast_name(parser, $3), NULL); }
  | value                                   { $$ = parser->lists.arguments.count; ast_argument(parser, (AstName){0}, $1); }
  | name ':' value                          { $$ = parser->lists.arguments.count; ast_argument(parser, ast_name(parser, $1), $3); }
  | name ':'                                { $$ = parser->lists.arguments.count; ast_argument(parser, ast_name(parser, $1), NULL); }
  ;

value:
    STRING                                  { $$ = ast_string(parser, @1); }
  | DIGITS                                  { $$ = ast_literal(parser, AST_NUMBER, @1); }
  | DECIMAL                                 { $$ = ast_literal(parser, AST_NUMBER, @1); }
  | NEGATIVE                                { $$ = ast_literal(parser, AST_NUMBER, @1); }
  | WORD                                    { $$ = ast_literal(parser, AST_CONSTANT, @1); }
  | DOTTED                                  { $$ = ast_literal(parser, AST_CONSTANT, @1); }
  | path arguments                          { $$ = ast_call(parser, $1, $2, @$); }
  | '[' ']'                                 { $$ = ast_array(parser, parser->lists.values.count, @$); }
  | BRACKETS                                { $$ = ast_array(parser, parser->lists.values.count, @$); }
  | '[' items ']'                           { $$ = ast_array(parser, $2, @$); }
  | '{' '}'                                 { $$ = ast_object(parser, parser->lists.arguments.count, @$); }
  | '{' members '}'                         { $$ = ast_object(parser, $2, @$); }
  ;

items:
    value                                   { $$ = parser->lists.values.count; *list_add(parser->arena, &parser->lists.values) = $1; }
  | items ',' value                         { $$ = $1; *list_add(parser->arena, &parser->lists.values) = $3; }
  ;

members:
    name ':' value                          { $$ = parser->lists.arguments.count; ast_argument(parser, ast_name(parser, $1), $3); }
  | members ',' name ':' value              { $$ = $1; ast_argument(parser, ast_name(parser, $3), $5); }
  ;

comment:
    %empty                                  { $$ = (Span){0, 0}; }
  | COMMENT                                 { $$ = @1; }
  ;

name:
    WORD                                    { $$ = @1; }
  | DIGITS                                  { $$ = @1; }
  | DIGIT_WORD                              { $$ = @1; }
  ;

path:
    name
  | DOTTED                                  { $$ = @1; }
  | DIGIT_DOTTED                            { $$ = @1; }
  | DECIMAL                                 { $$ = @1; }
  | UNSUPPORTED                             { $$ = @1; }
  ;

%%

/* What could stand at the wrong token's place, for the message. */
static unsigned expectation(const char *symbol)
{
    static const struct {
        const char *symbol;
        unsigned expects;
    } EXPECTATIONS[] = {
        {"STRING", EXPECT_VALUE}, {"UNSUPPORTED", EXPECT_TYPE}, {"WORD", EXPECT_NAME}, {"NEWLINE", EXPECT_LINE_END},
        {"OPEN", EXPECT_OPEN},    {"'='", EXPECT_EQUALS},       {"':'", EXPECT_COLON}, {"','", EXPECT_COMMA},
        {"')'", EXPECT_PAREN},    {"']'", EXPECT_BRACKET},      {"'}'", EXPECT_BRACE}, {"'@'", EXPECT_ATTRIBUTE},
        {"'('", EXPECT_ARGUMENTS},
    };
    for (size_t i = 0; i < sizeof EXPECTATIONS / sizeof *EXPECTATIONS; i++) {
        if (strcmp(symbol, EXPECTATIONS[i].symbol) == 0) return EXPECTATIONS[i].expects;
    }
    return 0;
}

static int yyreport_syntax_error(const yypcontext_t *context, Parser *parser, void *scanner)
{
    (void)scanner;
    enum { MOST = YYNTOKENS };
    yysymbol_kind_t expected[MOST];
    int count = yypcontext_expected_tokens(context, expected, MOST);
    SyntaxError error = {.span = *yypcontext_location(context)};
    for (int i = 0; i < count; i++) error.expected |= expectation(yysymbol_name(expected[i]));
    const char *token = yysymbol_name(yypcontext_token(context));
    error.is_line_end = strcmp(token, "NEWLINE") == 0;
    error.is_open = strcmp(token, "OPEN") == 0;
    error.is_invalid = strcmp(token, "INVALID") == 0;
    syntax_error(parser, &error);
    return 0;
}

/* Called when memory runs out only, and the arena has its own way to say so. */
static void schema_parse_error(const Span *span, Parser *parser, void *scanner, const char *message)
{
    (void)scanner;
    diag_add(parser->diags, DIAG_TOO_DEEP, *span, "%s", message);
}
