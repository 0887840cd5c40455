#include "model_dump.h"

#include "index_method.h"

static const char *action_name(ReferentialAction action)
{
    switch (action) {
    case ACTION_UNSPECIFIED: return "Unspecified";
    case ACTION_NO_ACTION: return "NoAction";
    case ACTION_RESTRICT: return "Restrict";
    case ACTION_CASCADE: return "Cascade";
    case ACTION_SET_NULL: return "SetNull";
    case ACTION_SET_DEFAULT: return "SetDefault";
    }
    return "";
}

static const char *arity_mark(Arity arity)
{
    switch (arity) {
    case ARITY_REQUIRED: return "";
    case ARITY_OPTIONAL: return "?";
    case ARITY_LIST: return "[]";
    }
    return "";
}

static void dump_quoted(SgText *out, const char *text, size_t size)
{
    sg_text_add_char(out, '"');
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\') sg_text_printf(out, "\\%c", c);
        else if (c < 0x20) sg_text_printf(out, "\\x%02x", c);
        else sg_text_add_char(out, (char)c);
    }
    sg_text_add_char(out, '"');
}

static void dump_type(SgText *out, const Field *field)
{
    switch (field->kind) {
    case FIELD_SCALAR:
        sg_text_printf(out, "%s%s %s", scalar_type_name(field->scalar), arity_mark(field->arity),
                       native_type_info(field->native)->name);
        if (field->native_arg_count == 1) sg_text_printf(out, "(%d)", field->native_args[0]);
        if (field->native_arg_count == 2) sg_text_printf(out, "(%d,%d)", field->native_args[0], field->native_args[1]);
        if (field->has_native) sg_text_add(out, " written");
        break;
    case FIELD_ENUM: sg_text_printf(out, "enum %s%s", field->enum_type->name, arity_mark(field->arity)); break;
    case FIELD_UNSUPPORTED:
        sg_text_printf(out, "unsupported \"%s\"%s", field->unsupported, arity_mark(field->arity));
        break;
    case FIELD_RELATION: {
        const Relation *relation = field->relation;
        const Model *other = field->is_relation_from ? relation->to : relation->from;
        sg_text_printf(out, "relation %s%s \"%s\"", other->name, arity_mark(field->arity), relation->name);
        break;
    }
    }
}

static void dump_default(SgText *out, const Default *value)
{
    switch (value->kind) {
    case DEFAULT_NONE: return;
    case DEFAULT_LITERAL:
        sg_text_add(out, " default ");
        dump_quoted(out, value->literal.text, value->literal.size);
        return;
    case DEFAULT_LIST:
        sg_text_add(out, " default [");
        for (size_t i = 0; i < value->items.count; i++) {
            if (i > 0) sg_text_add(out, ", ");
            dump_quoted(out, value->items.items[i].text, value->items.items[i].size);
        }
        sg_text_add_char(out, ']');
        return;
    case DEFAULT_NOW: sg_text_add(out, " default now()"); return;
    case DEFAULT_AUTOINCREMENT: sg_text_add(out, " default autoincrement()"); return;
    case DEFAULT_DBGENERATED:
        sg_text_printf(out, " default dbgenerated(%s)", value->sql != NULL ? value->sql : "");
        return;
    case DEFAULT_UUID: sg_text_printf(out, " default uuid(%d)", value->number); return;
    case DEFAULT_CUID: sg_text_printf(out, " default cuid(%d)", value->number); return;
    case DEFAULT_ULID: sg_text_add(out, " default ulid()"); return;
    case DEFAULT_NANOID: sg_text_printf(out, " default nanoid(%d)", value->number); return;
    }
}

static void dump_renamed_from(SgText *out, const RenamedFrom *from)
{
    if (from == NULL) return;
    sg_text_add(out, " renamed from ");
    if (from->schema != NULL) sg_text_printf(out, "\"%s\".", from->schema);
    sg_text_printf(out, "\"%s\"", from->name);
}

static void dump_field(SgText *out, const Field *field)
{
    sg_text_printf(out, "  field %s ", field->name);
    dump_type(out, field);
    if (field->database_name != field->name) sg_text_printf(out, " map \"%s\"", field->database_name);
    dump_default(out, model_field_default(field));
    if (field->is_id) sg_text_add(out, " id");
    if (field->is_unique) sg_text_add(out, " unique");
    if (field->is_updated_at) sg_text_add(out, " updatedAt");
    if (field->is_ignored) sg_text_add(out, " ignore");
    if (field->model->version == field) sg_text_add(out, " version");
    dump_renamed_from(out, field->renamed_from);
    sg_text_add_char(out, '\n');
}

static void dump_key(SgText *out, const Model *model, const Key *key)
{
    static const char *const kinds[] = {[KEY_PRIMARY] = "primary", [KEY_UNIQUE] = "unique", [KEY_INDEX] = "index"};
    sg_text_printf(out, "  %s \"%s\" %s(", kinds[key->kind], key->database_name, index_method_name(key->method));
    for (size_t i = 0; i < key->fields.count; i++) {
        const KeyField *part = &key->fields.items[i];
        sg_text_printf(out, "%s%s", i > 0 ? ", " : "", part->field->name);
        if (part->sort != SORT_UNSPECIFIED) sg_text_add(out, part->sort == SORT_ASC ? " asc" : " desc");
        if (part->ops != NULL) sg_text_printf(out, " %s", part->ops);
    }
    sg_text_add_char(out, ')');
    if (key->name != NULL) sg_text_printf(out, " name \"%s\"", key->name);
    if (key->where != NULL) sg_text_printf(out, " where %s", key->where);
    if (key->is_field_level) sg_text_add(out, " of the field");
    if (model->idempotency == key) sg_text_add(out, " idempotent");
    sg_text_add_char(out, '\n');
}

static void dump_model(SgText *out, const Model *model)
{
    sg_text_printf(out, "%s %s", model->is_view ? "view" : "model", model->name);
    if (model->database_name != model->name) sg_text_printf(out, " map \"%s\"", model->database_name);
    if (model->schema != NULL) sg_text_printf(out, " schema \"%s\"", model->schema);
    if (model->is_ignored) sg_text_add(out, " ignore");
    dump_renamed_from(out, model->renamed_from);
    sg_text_add_char(out, '\n');
    for (size_t i = 0; i < model->fields.count; i++) dump_field(out, model->fields.items[i]);
    if (model->primary_key != NULL) dump_key(out, model, model->primary_key);
    for (size_t i = 0; i < model->keys.count; i++) dump_key(out, model, model->keys.items[i]);
}

static void dump_enum(SgText *out, const Enum *enum_type)
{
    sg_text_printf(out, "enum %s", enum_type->name);
    if (enum_type->database_name != enum_type->name) sg_text_printf(out, " map \"%s\"", enum_type->database_name);
    if (enum_type->schema != NULL) sg_text_printf(out, " schema \"%s\"", enum_type->schema);
    dump_renamed_from(out, enum_type->renamed_from);
    sg_text_add_char(out, '\n');
    for (size_t i = 0; i < enum_type->values.count; i++) {
        const EnumValue *value = &enum_type->values.items[i];
        sg_text_printf(out, "  value %s", value->name);
        if (value->database_name != value->name) sg_text_printf(out, " map \"%s\"", value->database_name);
        dump_renamed_from(out, value->renamed_from);
        sg_text_add_char(out, '\n');
    }
}

static void dump_fields(SgText *out, const Fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) sg_text_printf(out, "%s%s", i > 0 ? ", " : "", fields->items[i]->name);
}

static void dump_relation(SgText *out, const Relation *relation)
{
    static const char *const kinds[] = {
        [RELATION_ONE_TO_ONE] = "1:1", [RELATION_ONE_TO_MANY] = "1:n", [RELATION_MANY_TO_MANY] = "n:m"};
    sg_text_printf(out, "relation \"%s\" %s %s.%s -> %s.%s", relation->name, kinds[relation->kind],
                   relation->from->name, relation->from_field->name, relation->to->name, relation->to_field->name);
    if (relation->join_table != NULL) {
        sg_text_printf(out, " table \"%s\"\n", relation->join_table);
        return;
    }
    sg_text_add(out, " (");
    dump_fields(out, &relation->fields);
    sg_text_add(out, ") -> (");
    dump_fields(out, &relation->references);
    sg_text_printf(out, ") delete %s update %s", action_name(relation->on_delete), action_name(relation->on_update));
    if (relation->is_required) sg_text_add(out, " required");
    if (relation->constraint_name != NULL) sg_text_printf(out, " \"%s\"", relation->constraint_name);
    sg_text_add_char(out, '\n');
}

static void dump_setting(SgText *out, const Setting *setting)
{
    sg_text_printf(out, "  %s = ", setting->key);
    if (setting->env != NULL) sg_text_printf(out, "env(\"%s\")", setting->env);
    if (setting->value != NULL) sg_text_printf(out, "\"%s\"", setting->value);
    if (setting->is_list) {
        sg_text_add_char(out, '[');
        for (size_t i = 0; i < setting->items.count; i++)
            sg_text_printf(out, "%s\"%s\"", i > 0 ? ", " : "", setting->items.items[i]);
        sg_text_add_char(out, ']');
    }
    sg_text_add_char(out, '\n');
}

static void dump_datasource(SgText *out, const Datasource *datasource)
{
    sg_text_printf(out, "datasource %s %s%s\n", datasource->name, datasource->provider,
                   datasource->relation_mode_prisma ? " without foreign keys" : "");
    const Setting *urls[] = {datasource->url, datasource->direct_url, datasource->shadow_url};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        if (urls[i] != NULL) dump_setting(out, urls[i]);
    for (size_t i = 0; i < datasource->schemas.count; i++)
        sg_text_printf(out, "  schema \"%s\"\n", datasource->schemas.items[i]);
    for (size_t i = 0; i < datasource->extensions.count; i++) {
        const Extension *extension = &datasource->extensions.items[i];
        sg_text_printf(out, "  extension %s \"%s\"", extension->name, extension->database_name);
        if (extension->schema != NULL) sg_text_printf(out, " schema \"%s\"", extension->schema);
        if (extension->version != NULL) sg_text_printf(out, " version \"%s\"", extension->version);
        sg_text_add_char(out, '\n');
    }
}

void model_dump(const Schema *schema, SgText *out)
{
    if (schema->datasource != NULL) dump_datasource(out, schema->datasource);
    for (size_t i = 0; i < schema->generators.count; i++) {
        const Generator *generator = schema->generators.items[i];
        sg_text_printf(out, "generator %s\n", generator->name);
        for (size_t k = 0; k < generator->settings.count; k++) dump_setting(out, &generator->settings.items[k]);
    }
    for (size_t i = 0; i < schema->enums.count; i++) dump_enum(out, schema->enums.items[i]);
    for (size_t i = 0; i < schema->models.count; i++) dump_model(out, schema->models.items[i]);
    for (size_t i = 0; i < schema->relations.count; i++) dump_relation(out, schema->relations.items[i]);
}
