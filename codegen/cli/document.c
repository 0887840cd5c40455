#include "document.h"

#include "json.h"

Document document_begin(SgArena *arena)
{
    Document document = {.text = {.arena = arena}};
    sg_text_add_char(&document.text, '{');
    return document;
}

static void begin_entry(Document *document, const char *key)
{
    if (document->is_begun) sg_text_add(&document->text, ", ");
    document->is_begun = true;
    if (key == NULL) return;
    sg_json_text(&document->text, key);
    sg_text_add(&document->text, ": ");
}

void document_text(Document *document, const char *key, const char *value)
{
    begin_entry(document, key);
    sg_json_text(&document->text, value);
}

void document_number(Document *document, const char *key, size_t value)
{
    begin_entry(document, key);
    sg_text_printf(&document->text, "%zu", value);
}

void document_flag(Document *document, const char *key, bool value)
{
    begin_entry(document, key);
    sg_text_add(&document->text, value ? "true" : "false");
}

static void open_inside(Document *document, const char *key, char bracket)
{
    begin_entry(document, key);
    sg_text_add_char(&document->text, bracket);
    document->is_begun = false;
}

static void close_inside(Document *document, char bracket)
{
    sg_text_add_char(&document->text, bracket);
    document->is_begun = true;
}

void document_open_object(Document *document, const char *key)
{
    open_inside(document, key, '{');
}

void document_open_list(Document *document, const char *key)
{
    open_inside(document, key, '[');
}

void document_close_object(Document *document)
{
    close_inside(document, '}');
}

void document_close_list(Document *document)
{
    close_inside(document, ']');
}

void document_names(Document *document, const char *key, const Migrations *migrations)
{
    document_open_list(document, key);
    for (size_t i = 0; i < migrations->count; i++) document_text(document, NULL, migrations->items[i]->name);
    document_close_list(document);
}

void document_print(Cli *cli, Document *document)
{
    fprintf(cli->report.out, "%s}\n", sg_text_get(&document->text));
}
