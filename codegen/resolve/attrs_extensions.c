/* Attributes that Prisma does not have: what the generated C does beyond what the tables say. */
#include "attributes.h"

#include "suggest.h"

#include <string.h>

/* ---- @version ---- */

static const char *wrong_version(const ModelDraft *model, const FieldDraft *draft)
{
    const Field *field = draft->field;
    bool is_whole = field->kind == FIELD_SCALAR && (field->scalar == SCALAR_INT || field->scalar == SCALAR_BIGINT);
    bool is_oid = draft->native != NULL && draft->native->is_right && draft->native->type == NATIVE_OID;
    const AstExpr *value = draft_default(draft);
    if (model->model->is_view) return "`@version` stands in a view, whose rows cannot be changed";
    if (!is_whole || is_oid) return "`@version` needs a field of type `Int` or `BigInt`";
    if (field->arity != ARITY_REQUIRED) return "`@version` needs a required field";
    if (field->is_ignored) return "`@version` stands on an ignored field";
    if (value != NULL && value->kind == AST_CALL && strcmp(value->text, "dbgenerated") != 0)
        return "`@version` counts from where it begins: its default can only be a number";
    return NULL;
}

void resolve_version(AttributeReader *reader, ModelDraft *model, FieldDraft *field)
{
    Resolver *r = reader->r;
    const char *wrong = wrong_version(model, field);
    if (wrong != NULL) {
        diag_add(r->diags, DIAG_VERSION, reader->current->span, "%s", wrong);
    } else if (model->model->version != NULL) {
        Diagnostic *d = diag_add(r->diags, DIAG_VERSION, reader->current->span, "`%s` has more than one `@version`",
                                 model->model->name);
        diag_note(r->diags, d, model->model->version->name_span, "the first one");
    } else {
        model->model->version = field->field;
    }
}

static bool key_has_field(const Key *key, const Field *field)
{
    for (size_t i = 0; i < key->fields.count; i++)
        if (key->fields.items[i].field == field) return true;
    return false;
}

/* A version in a key would give the row another name with every change. */
void check_version(Resolver *r, const ModelDraft *model)
{
    const Field *version = model->model->version;
    const KeyDraft *found = NULL;
    if (version == NULL) return;
    if (model->primary_key != NULL && key_has_field(model->primary_key->key, version)) found = model->primary_key;
    for (size_t i = 0; i < model->keys.count && found == NULL; i++) {
        const Key *key = model->keys.items[i]->key;
        if (key->kind == KEY_UNIQUE && key_has_field(key, version)) found = model->keys.items[i];
    }
    if (found != NULL)
        diag_add(r->diags, DIAG_VERSION, found->attribute->span, "the `@version` field `%s` cannot be part of a key",
                 version->name);
}

/* ---- @@idempotent ---- */

/* The names' fields, each once; false after an error. */
static bool find_fields(AttributeReader *reader, const ModelDraft *model, const KeyParts *names, Fields *out)
{
    Resolver *r = reader->r;
    for (size_t i = 0; i < names->count; i++) {
        const FieldDraft *draft = draft_find_field(model, names->items[i].name);
        if (draft == NULL || !draft_is_scalar(draft)) {
            Diagnostic *d = diag_add(r->diags, DIAG_IDEMPOTENT, names->items[i].span, "`%s` has no scalar field `%s`",
                                     model->model->name, names->items[i].name);
            if (draft == NULL) suggest_field(r, d, model, names->items[i].name);
            return false;
        }
        for (size_t f = 0; f < out->count; f++) {
            if (out->items[f] != draft->field) continue;
            diag_add(r->diags, DIAG_IDEMPOTENT, names->items[i].span, "the field `%s` is named more than once",
                     names->items[i].name);
            return false;
        }
        *list_add(r->arena, out) = draft->field;
    }
    return true;
}

/* Can a request say the field's value, always? */
static bool is_said(const Field *field)
{
    return field->arity == ARITY_REQUIRED && field->kind != FIELD_UNSUPPORTED && !field->is_ignored;
}

static bool is_key_of(const Key *key, const Fields *fields)
{
    if (key->kind == KEY_INDEX || key->fields.count != fields->count) return false;
    for (size_t i = 0; i < fields->count; i++)
        if (!key_has_field(key, fields->items[i]) || !is_said(fields->items[i])) return false;
    return true;
}

/* The primary or unique key of exactly these fields, without NULLs and of all rows; NULL when there is none. */
static const Key *find_key(const ModelDraft *model, const Fields *fields)
{
    if (model->primary_key != NULL && is_key_of(model->primary_key->key, fields)) return model->primary_key->key;
    for (size_t i = 0; i < model->keys.count; i++)
        if (model->keys.items[i]->where == NULL && is_key_of(model->keys.items[i]->key, fields))
            return model->keys.items[i]->key;
    return NULL;
}

void resolve_idempotent(AttributeReader *reader, ModelDraft *model)
{
    Resolver *r = reader->r;
    KeyParts names = {0};
    Fields fields = {0};
    const AstArgument *argument = argument_take_default(reader, "fields");
    if (argument == NULL || !resolve_names(r, argument->value, &names)) return;
    if (!find_fields(reader, model, &names, &fields)) return;
    model->model->idempotency = model->model->is_view ? NULL : find_key(model, &fields);
    if (model->model->idempotency != NULL) return;
    Diagnostic *d = diag_add(r->diags, DIAG_IDEMPOTENT, reader->current->span,
                             "`@@idempotent` needs the fields of a unique key, all of them required and none ignored");
    if (model->model->is_view) diag_help(r->diags, d, "rows cannot be inserted into a view");
    else
        diag_help(r->diags, d,
                  "two requests at once are told apart by the key alone: add a `@@unique` of these fields");
}
