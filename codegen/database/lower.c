/*
 * lower.c - model → database.
 *
 * The order of every list is Prisma's order of ids (the order of steps depends on it): tables in model order and
 * behind them the join tables in relation order, foreign keys in relation order.
 */
#include "lower.h"

#include "constraint_names.h"
#include "index_method.h"
#include "lower_default.h"
#include "text.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

typedef struct Lowering {
    SgArena *arena;
    const Schema *schema;
    Database *database;
    Table **tables; /* by model index; NULL for views */
    SgMap enums;    /* schema name of the enum → EnumType */
} Lowering;

/* Names of the default schema have no prefix, also where the schema file says it. */
static const char *schema_of(const Lowering *lowering, const char *schema)
{
    return schema == NULL || strcmp(schema, lowering->database->default_schema) == 0 ? NULL : schema;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void lower_schemas(Lowering *lowering)
{
    const Datasource *datasource = lowering->schema->datasource;
    if (datasource == NULL) return;
    for (size_t i = 0; i < datasource->schemas.count; i++) {
        const char *name = schema_of(lowering, datasource->schemas.items[i]);
        if (name != NULL) *list_add(lowering->arena, &lowering->database->schemas) = name;
    }
    if (lowering->database->schemas.count > 1) {
        qsort(lowering->database->schemas.items, lowering->database->schemas.count, sizeof(char *), by_name);
    }
    lowering->database->ignores_extensions = !datasource->extensions_enabled;
    if (!datasource->extensions_enabled) return;
    for (size_t i = 0; i < datasource->extensions.count; i++) {
        const Extension *extension = &datasource->extensions.items[i];
        *list_add(lowering->arena, &lowering->database->extensions) = (ExtensionState){
            .name = extension->database_name, .schema = extension->schema, .version = extension->version};
    }
}

static void lower_preview_features(Lowering *lowering)
{
    for (size_t i = 0; i < lowering->schema->generators.count; i++) {
        const Generator *generator = lowering->schema->generators.items[i];
        for (size_t k = 0; k < generator->preview_features.count; k++) {
            if (strcmp(generator->preview_features.items[k], "partialIndexes") == 0)
                lowering->database->has_partial_indexes = true;
        }
    }
}

/* A name that was in no other schema was in the one of today. */
static OldName lower_old_name(const Lowering *lowering, const RenamedFrom *from, const char *schema)
{
    if (from == NULL) return (OldName){0};
    return (OldName){.schema = from->schema != NULL ? schema_of(lowering, from->schema) : schema, .name = from->name};
}

static void lower_old_values(Lowering *lowering, const Enum *source, EnumType *type)
{
    bool has_old = false;
    for (size_t i = 0; i < source->values.count; i++) has_old = has_old || source->values.items[i].renamed_from != NULL;
    for (size_t i = 0; has_old && i < source->values.count; i++)
        *list_add(lowering->arena, &type->old_values) = model_renamed_from_name(source->values.items[i].renamed_from);
}

static void lower_enum(Lowering *lowering, const Enum *source)
{
    EnumType *type = sg_arena_new(lowering->arena, sizeof *type);
    type->schema = schema_of(lowering, source->schema);
    type->name = source->database_name;
    type->index = lowering->database->enums.count;
    list_reserve(lowering->arena, &type->values, source->values.count);
    for (size_t i = 0; i < source->values.count; i++) {
        *list_add(lowering->arena, &type->values) = source->values.items[i].database_name;
    }
    type->renamed_from = lower_old_name(lowering, source->renamed_from, type->schema);
    lower_old_values(lowering, source, type);
    *list_add(lowering->arena, &lowering->database->enums) = type;
    sg_map_put(&lowering->enums, lowering->arena, source->name, type);
}

static ColumnType lower_type(const Lowering *lowering, const Field *field)
{
    ColumnType type = {.is_list = field->arity == ARITY_LIST};
    if (field->kind == FIELD_ENUM) {
        type.kind = TYPE_ENUM;
        type.enum_type = sg_map_find(&lowering->enums, field->enum_type->name);
    } else if (field->kind == FIELD_UNSUPPORTED) {
        type.kind = TYPE_OTHER;
        type.sql = field->unsupported;
    } else {
        type.kind = TYPE_NATIVE;
        type.native = field->native;
        type.arg_count = field->native_arg_count;
        memcpy(type.args, field->native_args, sizeof type.args);
    }
    return type;
}

static Column *add_column(Lowering *lowering, Table *table, const char *name, ColumnType type)
{
    Column *column = list_add(lowering->arena, &table->columns);
    column->name = name;
    column->type = type;
    column->index = table->columns.count - 1;
    return column;
}

static void lower_field(Lowering *lowering, Table *table, const Field *field)
{
    if (field->kind == FIELD_RELATION) return;
    Column *column = add_column(lowering, table, field->database_name, lower_type(lowering, field));
    column->is_required = field->arity == ARITY_REQUIRED;
    column->default_value = lower_default(lowering->arena, field);
    column->has_client_default = lower_is_client_default(model_field_default(field));
    column->renamed_from = model_renamed_from_name(field->renamed_from);
}

/* Is it the class that the access method takes anyway?  Only for the classes the language knows by name. */
static bool is_default_class(const char *ops, IndexMethod method)
{
    static const char *const special[] = {"_bloom_ops", "_minmax_multi_ops", "jsonb_path_ops"};
    if (strcmp(ops, "inet_ops") == 0) return method == INDEX_SPGIST;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        size_t size = strlen(ops), tail = strlen(special[i]);
        if (size >= tail && strcmp(ops + size - tail, special[i]) == 0) return false;
    }
    return true;
}

static Index *add_index(Lowering *lowering, Table *table, const char *name, IndexKind kind)
{
    Index *index = list_add(lowering->arena, &table->indexes);
    index->name = name;
    index->kind = kind;
    index->method = index_method_sql(INDEX_BTREE);
    index->index = table->indexes.count - 1;
    return index;
}

static void lower_index(Lowering *lowering, Table *table, const Key *key)
{
    Index *index =
        add_index(lowering, table, key->database_name, key->kind == KEY_UNIQUE ? INDEX_UNIQUE : INDEX_NORMAL);
    index->method = index_method_sql(key->method);
    index->where = key->where;
    list_reserve(lowering->arena, &index->parts, key->fields.count);
    for (size_t i = 0; i < key->fields.count; i++) {
        const KeyField *field = &key->fields.items[i];
        *list_add(lowering->arena, &index->parts) = (IndexPart){
            .column = field->field->database_name,
            .is_descending = field->sort == SORT_DESC,
            .has_order = field->sort != SORT_UNSPECIFIED,
            .ops = field->ops,
            .ops_is_default = field->ops != NULL && !field->ops_raw && is_default_class(field->ops, key->method),
        };
    }
}

static void lower_primary_key(Lowering *lowering, Table *table, const Key *key)
{
    if (key == NULL) return;
    table->primary_key = sg_arena_new(lowering->arena, sizeof *table->primary_key);
    table->primary_key->name = key->database_name;
    list_reserve(lowering->arena, &table->primary_key->columns, key->fields.count);
    for (size_t i = 0; i < key->fields.count; i++) {
        *list_add(lowering->arena, &table->primary_key->columns) = key->fields.items[i].field->database_name;
    }
}

static Table *add_table(Lowering *lowering, const char *schema, const char *name)
{
    Table *table = sg_arena_new(lowering->arena, sizeof *table);
    table->schema = schema;
    table->name = name;
    table->index = lowering->database->tables.count;
    *list_add(lowering->arena, &lowering->database->tables) = table;
    return table;
}

static size_t column_count(const Model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->fields.count; i++) count += model->fields.items[i]->kind != FIELD_RELATION;
    return count;
}

static size_t constraint_count(const Model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->relations.count; i++) {
        const Relation *relation = model->relations.items[i];
        count += relation->from == model && relation->constraint_name != NULL;
    }
    return count;
}

static void lower_model(Lowering *lowering, const Model *model)
{
    if (model->is_view) return;
    Table *table = add_table(lowering, schema_of(lowering, model->schema), model->database_name);
    lowering->tables[model->index] = table;
    table->renamed_from = lower_old_name(lowering, model->renamed_from, table->schema);
    list_reserve(lowering->arena, &table->columns, column_count(model));
    list_reserve(lowering->arena, &table->indexes, model->keys.count);
    list_reserve(lowering->arena, &table->foreign_keys, constraint_count(model));
    for (size_t i = 0; i < model->fields.count; i++) lower_field(lowering, table, model->fields.items[i]);
    lower_primary_key(lowering, table, model->primary_key);
    for (size_t i = 0; i < model->keys.count; i++) lower_index(lowering, table, model->keys.items[i]);
}

static ForeignKeyAction lower_action(ReferentialAction action)
{
    switch (action) {
    case ACTION_RESTRICT: return FK_RESTRICT;
    case ACTION_CASCADE: return FK_CASCADE;
    case ACTION_SET_NULL: return FK_SET_NULL;
    case ACTION_SET_DEFAULT: return FK_SET_DEFAULT;
    case ACTION_UNSPECIFIED:
    case ACTION_NO_ACTION: break;
    }
    return FK_NO_ACTION;
}

static ForeignKey *add_foreign_key(Lowering *lowering, Table *table, const Table *referenced, size_t *count)
{
    ForeignKey *key = list_add(lowering->arena, &table->foreign_keys);
    key->referenced_schema = referenced->schema;
    key->referenced_table = referenced->name;
    key->index = (*count)++;
    return key;
}

static void lower_relation(Lowering *lowering, const Relation *relation, size_t *count)
{
    Table *table = lowering->tables[relation->from->index];
    Table *referenced = lowering->tables[relation->to->index];
    if (relation->kind == RELATION_MANY_TO_MANY || table == NULL || referenced == NULL) return;

    ForeignKey *key = add_foreign_key(lowering, table, referenced, count);
    key->name = relation->constraint_name;
    key->on_delete = lower_action(relation->on_delete);
    key->on_update = lower_action(relation->on_update);
    list_reserve(lowering->arena, &key->columns, relation->fields.count);
    list_reserve(lowering->arena, &key->referenced_columns, relation->references.count);
    for (size_t i = 0; i < relation->fields.count; i++) {
        *list_add(lowering->arena, &key->columns) = relation->fields.items[i]->database_name;
        *list_add(lowering->arena, &key->referenced_columns) = relation->references.items[i]->database_name;
    }
}

/* The longest start of `name` with at most `count` characters. */
static const char *first_characters(SgArena *arena, const char *name, size_t count)
{
    const char *end = name;
    for (uint32_t character; count > 0 && *end != '\0'; count--) end += sg_utf8_decode(end, strlen(end), &character);
    return sg_arena_strndup(arena, name, (size_t)(end - name));
}

/* Side A or B of a join table: its column, and its foreign key to the model. */
static void lower_side(Lowering *lowering, Table *table, const Model *model, const char *side, size_t *count)
{
    enum { FOREIGN_KEY_BYTES = IDENTIFIER_BYTES - 5 - 2 }; /* room for "_A_fkey" */
    const Field *id = model->primary_key->fields.items[0].field;
    table->sides[*side == 'B'] = lowering->tables[model->index];
    add_column(lowering, table, side, lower_type(lowering, id))->is_required = true;
    if (count == NULL) return;

    const char *prefix = table->name;
    if (strlen(prefix) > FOREIGN_KEY_BYTES) {
        prefix = sg_arena_strndup(lowering->arena, prefix, sg_utf8_floor(prefix, FOREIGN_KEY_BYTES));
    }
    ForeignKey *key = add_foreign_key(lowering, table, lowering->tables[model->index], count);
    key->name = sg_arena_printf(lowering->arena, "%s_%s_fkey", prefix, side);
    key->on_delete = key->on_update = FK_CASCADE;
    *list_add(lowering->arena, &key->columns) = side;
    *list_add(lowering->arena, &key->referenced_columns) = id->database_name;
}

static void lower_join_table(Lowering *lowering, const Relation *relation, size_t *foreign_key_count)
{
    enum { KEY_CHARACTERS = IDENTIFIER_BYTES - 8 }; /* room for "_AB_pkey", "_B_index" */
    if (relation->kind != RELATION_MANY_TO_MANY) return;
    if (relation->from->primary_key == NULL || relation->to->primary_key == NULL) return;

    Table *table = add_table(lowering, lowering->tables[relation->from->index]->schema, relation->join_table);
    table->is_join_table = true;
    lower_side(lowering, table, relation->from, "A", foreign_key_count);
    lower_side(lowering, table, relation->to, "B", foreign_key_count);

    const char *prefix = first_characters(lowering->arena, table->name, KEY_CHARACTERS);
    table->primary_key = sg_arena_new(lowering->arena, sizeof *table->primary_key);
    table->primary_key->name = sg_arena_printf(lowering->arena, "%s_AB_pkey", prefix);
    *list_add(lowering->arena, &table->primary_key->columns) = "A";
    *list_add(lowering->arena, &table->primary_key->columns) = "B";
    Index *index = add_index(lowering, table, sg_arena_printf(lowering->arena, "%s_B_index", prefix), INDEX_NORMAL);
    *list_add(lowering->arena, &index->parts) = (IndexPart){.column = "B"};
}

static void lower_relations(Lowering *lowering)
{
    const Schema *schema = lowering->schema;
    bool has_foreign_keys = schema->datasource == NULL || !schema->datasource->relation_mode_prisma;
    size_t count = 0;
    for (size_t i = 0; has_foreign_keys && i < schema->relations.count; i++) {
        lower_relation(lowering, schema->relations.items[i], &count);
    }
    for (size_t i = 0; i < schema->relations.count; i++) {
        lower_join_table(lowering, schema->relations.items[i], has_foreign_keys ? &count : NULL);
    }
}

Database *database_from_schema_in(SgArena *arena, const Schema *schema, const char *default_schema)
{
    Database *database = sg_arena_new(arena, sizeof *database);
    database->default_schema = default_schema;
    if (schema == NULL) return database;

    Lowering lowering = {.arena = arena, .schema = schema, .database = database};
    lowering.tables = sg_arena_new(arena, (schema->models.count + 1) * sizeof(Table *));
    lower_schemas(&lowering);
    lower_preview_features(&lowering);
    for (size_t i = 0; i < schema->enums.count; i++) lower_enum(&lowering, schema->enums.items[i]);
    for (size_t i = 0; i < schema->models.count; i++) lower_model(&lowering, schema->models.items[i]);
    lower_relations(&lowering);
    return database;
}

Database *database_from_schema(SgArena *arena, const Schema *schema)
{
    return database_from_schema_in(arena, schema, "public");
}
