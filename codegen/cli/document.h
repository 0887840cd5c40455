/*
 * document.h - the one JSON document that a command answers with under --format json.
 *
 *     Document document = document_begin(cli->arena);
 *     document_text(&document, "url", url);
 *     document_names(&document, "applied", &applied);
 *     document_print(cli, &document);                 {"url": "…", "applied": ["…"]}
 *
 * A key of NULL is an element of a list.  Commands write errors with report_error(), which is a document too.
 */
#ifndef SCHEMAGEN_DOCUMENT_H
#define SCHEMAGEN_DOCUMENT_H

#include "apply.h"
#include "cli.h"
#include "text.h"

typedef struct Document {
    SgText text;
    bool is_begun; /* the object or list at hand has an entry */
} Document;

Document document_begin(SgArena *arena);

/* NULL is `null`. */
void document_text(Document *document, const char *key, const char *value);
void document_number(Document *document, const char *key, size_t value);
void document_flag(Document *document, const char *key, bool value);

/* An object or a list inside; what follows is in it until document_close() with the same bracket. */
void document_open_object(Document *document, const char *key);
void document_open_list(Document *document, const char *key);
void document_close_object(Document *document);
void document_close_list(Document *document);

/* A list of the migrations' names. */
void document_names(Document *document, const char *key, const Migrations *migrations);

/* Ends the document and writes it to standard output. */
void document_print(Cli *cli, Document *document);

#endif
