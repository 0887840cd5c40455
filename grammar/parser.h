/*
 * parser.h - what scanner, grammar and tree builder share while a schema is parsed.  Private to this room.
 */
#ifndef SCHEMAGEN_PARSER_H
#define SCHEMAGEN_PARSER_H

#include "ast.h"
#include "diag.h"
#include "source.h"

#include <stdbool.h>
#include <stdint.h>

/* Brackets in brackets.  Nothing that means anything goes beyond four. */
#define NESTING_LIMIT 100

/* Errors after which the rest of the text is not read: it is no schema. */
#define ERROR_LIMIT 1000

/* What the scanner found wrong at an INVALID token. */
typedef enum Fault { FAULT_NONE, FAULT_CHARACTER, FAULT_STRING, FAULT_DEPTH, FAULT_COMMENT } Fault;

typedef LIST(AstAttribute *) OpenAttributes;

/* `///` lines wait here for the member or block that they describe. */
typedef struct PendingComments {
    LIST(Span) docs;       /* documentation lines of the last group of comments */
    OpenAttributes fields; /* extensions of theirs: `@…` */
    OpenAttributes blocks; /* `@@…` */
    bool is_closed;        /* an empty line stands behind the group: the next comment begins another */
} PendingComments;

/* The members of the open block: room that every block uses in turn, so that only what is full size is kept. */
typedef struct OpenMembers {
    AstItems items;
    LIST(AstField *) fields;
    LIST(AstEnumValue *) values;
    LIST(AstProperty *) properties;
    OpenAttributes attributes;
} OpenMembers;

/* Lists whose end is not reached, as stacks because they stand in each other: what has come of one is what lies on its
 * stack above the height that it began at. */
typedef struct OpenLists {
    OpenAttributes attributes;
    LIST(AstArgument) arguments;
    LIST(AstExpr *) values;
} OpenLists;

/* Texts that were copied lately, by their hash: most words of a schema are repeated, and need one copy. */
enum { RECENT_TEXTS = 4096 };

typedef struct RecentTexts {
    const char *texts[RECENT_TEXTS];
} RecentTexts;

typedef struct Parser {
    SgArena *arena;
    const Sources *sources;
    const SourceFile *file;
    Diags *diags;
    RecentTexts *recent;
    Ast *ast;
    AstFile *into;       /* of the file being parsed */
    AstBlock *block;     /* the open one, NULL outside */
    OpenMembers members; /* of `block`, which gets them when it is closed */
    OpenLists lists;
    PendingComments comments;
    PendingComments *documented; /* while `/// @…` is parsed: where its attributes go */
    bool comment_is_open;        /* the line's end behind a comment is the comment's, not an empty line */
    bool outside_reported;       /* a run of lines outside of all blocks is one error */

    /* The scanner's. */
    SgArena *scratch;      /* its memory */
    const char *buffer;    /* its copy of the file */
    uint32_t base;         /* the offset of the copy's first byte, */
    uint32_t end;          /* and behind its last */
    unsigned nesting;      /* open brackets on this line */
    unsigned line_nesting; /* `nesting` where the last line ended */
    uint32_t line_bracket; /* the outermost open bracket of this line */
    bool in_block;
    bool skip_block;           /* the block's head is wrong: its members are not looked at */
    bool sent_line_end;        /* the last token was a line's end, or may stand for one */
    uint32_t note_start;       /* of the block comment being read, */
    int note_state;            /* and where it was found */
    uint32_t skip_to;          /* lines up to this offset belong to an error; 0 when none */
    uint32_t last_comment_end; /* the file's last end of a block comment; 0 when there is none */
    Fault fault;
    Span fault_span;
    Span missing_before; /* the head of the block that stands where `}` is missing; zero at the end of the text */
    int start;           /* the token that says what to parse; 0 once it was sent */
} Parser;

/* The source text of a span, in place. */
const char *parser_text(const Parser *parser, Span span);

/* The same, copied and NUL-terminated; lives as long as the Sources.  Equal texts may be one copy. */
const char *parser_copy(const Parser *parser, Span span);

/* Parses what stands behind `///` as attributes when it begins with the name of an extension, and adds them to
 * the pending ones.  False when it is documentation. */
bool parse_documented(Parser *parser, Span span);

#endif
