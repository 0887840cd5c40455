/*
 * random_schema.c - fixed-size tables of models, fields, relations and enums; a change is a copy with a few cells set
 * anew, and the text says whatever the cells mean together.  So every combination is valid by construction: a foreign
 * key has the type of the key it refers to when the text is written, not when the relation was thrown.
 */
#include "random_schema.h"

#include "text.h"

#include <stdbool.h>
#include <stddef.h>

enum { MODELS = 6, FIELDS = 8, RELATIONS = 6, ENUMS = 3, VALUES = 5, INDEXES = 3 };

typedef struct RandomType {
    const char *scalar, *native;
    const char *defaults[3]; /* for one value; NULL: none */
    bool can_index;
} RandomType;

static const RandomType types[] = {
    {"String", "", {"\"a'b\"", "\"\"", "dbgenerated(\"lower('ABC')\")"}, true},
    {"String", "@db.VarChar(20)", {"\"v\\\\w\"", "\"x\"", NULL}, true},
    {"String", "@db.VarChar(40)", {"\"v\"", "\"x\"", NULL}, true},
    {"String", "@db.Char(5)", {"\"ab\"", "\"abcde\"", NULL}, true},
    {"String", "@db.Char", {"\"a\"", "\"b\"", NULL}, true},
    {"String",
     "@db.Uuid",
     {"dbgenerated(\"gen_random_uuid()\")", "\"00000000-0000-0000-0000-000000000001\"", NULL},
     true},
    {"String", "@db.Inet", {"\"127.0.0.1\"", NULL, NULL}, true},
    {"String", "@db.Bit(3)", {"\"101\"", NULL, NULL}, true},
    {"String", "@db.VarBit(8)", {"\"1\"", NULL, NULL}, true},
    {"String", "@db.Xml", {"\"<a/>\"", NULL, NULL}, false},
    {"Boolean", "", {"true", "false", NULL}, true},
    {"Int", "", {"0", "-5", "dbgenerated(\"1 + 2\")"}, true},
    {"Int", "@db.SmallInt", {"1", "-1", NULL}, true},
    {"Int", "@db.Oid", {"7", NULL, NULL}, true},
    {"BigInt", "", {"9007199254740993", "-1", NULL}, true},
    {"Float", "", {"1.5", "-0.25", "dbgenerated(\"floor(random() * 10)\")"}, true},
    {"Float", "@db.Real", {"2.5", NULL, NULL}, true},
    {"Decimal", "", {"1.50", "-12345678901234567890.5", NULL}, true},
    {"Decimal", "@db.Decimal(10, 2)", {"3.10", "0", NULL}, true},
    {"Decimal", "@db.Decimal(12, 4)", {"3.1", NULL, NULL}, true},
    {"Decimal", "@db.Money", {"3", NULL, NULL}, true},
    {"DateTime", "", {"now()", "\"2020-01-02T03:04:05Z\"", "dbgenerated(\"now()\")"}, true},
    {"DateTime", "@db.Timestamptz(6)", {"now()", "\"2020-01-02T03:04:05+02:00\"", NULL}, true},
    {"DateTime", "@db.Date", {"\"2020-01-02T00:00:00Z\"", "dbgenerated(\"CURRENT_DATE\")", NULL}, true},
    {"DateTime", "@db.Time(3)", {NULL, NULL, NULL}, true},
    {"DateTime", "@db.Timetz(0)", {NULL, NULL, NULL}, true},
    {"Json", "", {"\"{\\\"a\\\": [1, \\\"it's\\\"]}\"", "\"[]\"", NULL}, true},
    {"Json", "@db.Json", {"\"{}\"", NULL, NULL}, false},
    {"Bytes", "", {"\"AQI=\"", NULL, NULL}, true},
    {"Unsupported(\"interval\")", "", {"dbgenerated(\"'1 day'::interval\")", NULL, NULL}, true},
    {"Unsupported(\"point\")", "", {NULL, NULL, NULL}, false},
};

enum { TYPE_COUNT = sizeof types / sizeof *types, UNSUPPORTED_FROM = TYPE_COUNT - 2 };

typedef enum Shape { REQUIRED, OPTIONAL, MANY } Shape;

typedef struct RandomField {
    bool exists, is_mapped, is_unique;
    int type; /* below TYPE_COUNT, or an enum from there on */
    Shape shape;
    int default_of; /* 0: none */
} RandomField;

typedef struct RandomIndex {
    bool exists, is_unique, is_named;
    int first, second; /* fields; second may be the first: then it has one column */
    bool is_descending;
} RandomIndex;

typedef enum KeyKind { KEY_SERIAL, KEY_UUID, KEY_BIG, KEY_PAIR, KEY_COUNT } KeyKind;

typedef struct RandomModel {
    bool exists, is_mapped;
    KeyKind key;
    RandomField fields[FIELDS];
    RandomIndex indexes[INDEXES];
} RandomModel;

typedef struct RandomRelation {
    bool exists, is_many_to_many, is_optional, is_unique, is_named;
    int from, to;
    int on_delete, on_update;
} RandomRelation;

typedef struct RandomEnum {
    bool exists, values[VALUES];
} RandomEnum;

struct RandomSchema {
    RandomModel models[MODELS];
    RandomRelation relations[RELATIONS];
    RandomEnum enums[ENUMS];
};

/* xorshift: the numbers must not depend on the C library. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int below(uint64_t *state, int limit)
{
    return (int)(next(state) % (uint64_t)limit);
}

static bool one_in(uint64_t *state, int chances)
{
    return below(state, chances) == 0;
}

static RandomField random_field(uint64_t *state)
{
    return (RandomField){
        .exists = !one_in(state, 3),
        .is_mapped = one_in(state, 5),
        .is_unique = one_in(state, 6),
        .type = below(state, TYPE_COUNT + ENUMS),
        .shape = (Shape)below(state, 3),
        .default_of = one_in(state, 2) ? 1 + below(state, 3) : 0,
    };
}

static RandomIndex random_index(uint64_t *state)
{
    return (RandomIndex){
        .exists = one_in(state, 2),
        .is_unique = one_in(state, 3),
        .is_named = one_in(state, 4),
        .first = below(state, FIELDS),
        .second = below(state, FIELDS),
        .is_descending = one_in(state, 3),
    };
}

static RandomRelation random_relation(uint64_t *state)
{
    return (RandomRelation){
        .exists = !one_in(state, 3),
        .is_many_to_many = one_in(state, 4),
        .is_optional = one_in(state, 2),
        .is_unique = one_in(state, 4),
        .is_named = one_in(state, 4),
        .from = below(state, MODELS),
        .to = below(state, MODELS),
        .on_delete = below(state, 5),
        .on_update = below(state, 5),
    };
}

static RandomEnum random_enum(uint64_t *state)
{
    RandomEnum result = {.exists = !one_in(state, 4)};
    for (int i = 0; i < VALUES; i++) result.values[i] = !one_in(state, 3);
    return result;
}

static RandomModel random_model(uint64_t *state)
{
    RandomModel model = {
        .exists = !one_in(state, 4), .is_mapped = one_in(state, 4), .key = (KeyKind)below(state, KEY_COUNT)};
    for (int i = 0; i < FIELDS; i++) model.fields[i] = random_field(state);
    for (int i = 0; i < INDEXES; i++) model.indexes[i] = random_index(state);
    return model;
}

static uint64_t state_of(uint64_t seed)
{
    uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;
    for (int i = 0; i < 8; i++) next(&state);
    return state;
}

RandomSchema *random_schema(SgArena *arena, uint64_t seed)
{
    uint64_t state = state_of(seed);
    RandomSchema *schema = sg_arena_new(arena, sizeof *schema);
    for (int i = 0; i < MODELS; i++) schema->models[i] = random_model(&state);
    for (int i = 0; i < RELATIONS; i++) schema->relations[i] = random_relation(&state);
    for (int i = 0; i < ENUMS; i++) schema->enums[i] = random_enum(&state);
    schema->models[0].exists = true;
    return schema;
}

static void change_one(RandomSchema *schema, uint64_t *state)
{
    RandomModel *model = &schema->models[below(state, MODELS)];
    RandomField *field = &model->fields[below(state, FIELDS)];
    RandomRelation *relation = &schema->relations[below(state, RELATIONS)];
    RandomEnum *type = &schema->enums[below(state, ENUMS)];
    switch (below(state, 16)) {
    case 0: field->exists = !field->exists; break;
    case 1:
    case 2: field->type = below(state, TYPE_COUNT + ENUMS); break;
    case 3: field->shape = (Shape)below(state, 3); break;
    case 4:
    case 5: field->default_of = below(state, 4); break;
    case 6: field->is_unique = !field->is_unique; break;
    case 7: field->is_mapped = !field->is_mapped; break;
    case 8: model->indexes[below(state, INDEXES)] = random_index(state); break;
    case 9: model->key = (KeyKind)below(state, KEY_COUNT); break;
    case 10: *relation = random_relation(state); break;
    case 11: relation->on_delete = below(state, 5); break;
    case 12: relation->is_optional = !relation->is_optional; break;
    case 13: type->values[below(state, VALUES)] ^= true; break;
    case 14: type->exists = !type->exists; break;
    default:
        if (model != schema->models) model->exists = !model->exists;
        break;
    }
}

RandomSchema *random_change(SgArena *arena, const RandomSchema *schema, uint64_t seed)
{
    uint64_t state = state_of(seed ^ 0x5bd1e995);
    RandomSchema *changed = sg_arena_new(arena, sizeof *changed);
    *changed = *schema;
    for (int count = 1 + below(&state, 10); count > 0; count--) change_one(changed, &state);
    return changed;
}

/* -- text ---------------------------------------------------------------------------------------------------- */

static bool is_enum_there(const RandomSchema *schema, int type)
{
    return type >= TYPE_COUNT && schema->enums[type - TYPE_COUNT].exists;
}

/* The first value always exists, so that no enum is empty. */
static bool is_value_there(const RandomEnum *type, int value)
{
    return value == 0 || type->values[value];
}

/* A type that is not there is text. */
static int type_of(const RandomSchema *schema, const RandomField *field)
{
    return field->type < TYPE_COUNT || is_enum_there(schema, field->type) ? field->type : 0;
}

/* An unsupported type has no list default; a required column of one cannot be filled without a default. */
static bool is_field_there(const RandomModel *model, int index)
{
    return model->fields[index].exists;
}

static bool can_index(const RandomSchema *schema, const RandomModel *model, int index)
{
    const RandomField *field = &model->fields[index];
    int type = type_of(schema, field);
    return is_field_there(model, index) && field->shape != MANY && (type >= TYPE_COUNT || types[type].can_index);
}

static void add_default(SgText *out, const RandomSchema *schema, const RandomField *field)
{
    int type = type_of(schema, field);
    if (field->default_of == 0 || (field->shape == MANY && type >= UNSUPPORTED_FROM && type < TYPE_COUNT)) return;
    if (type >= TYPE_COUNT) {
        const RandomEnum *values = &schema->enums[type - TYPE_COUNT];
        int value = is_value_there(values, field->default_of) ? field->default_of : 0;
        sg_text_printf(out, field->shape == MANY ? " @default([V%d])" : " @default(V%d)", value);
        return;
    }
    const char *value = types[type].defaults[field->default_of - 1];
    if (value == NULL) return;
    bool is_call = value[0] == 'd' || value[0] == 'n'; /* dbgenerated, now: not for lists */
    if (field->shape != MANY) sg_text_printf(out, " @default(%s)", value);
    else if (!is_call) sg_text_printf(out, " @default([%s, %s])", value, value);
    else sg_text_add(out, " @default([])");
}

/* Of every other field and model a change of its @map is a rename, not a drop. */
static bool is_renamed(int index)
{
    return index % 2 == 0;
}

static void add_field(SgText *out, const RandomSchema *schema, const RandomModel *model, int index)
{
    static const char *const shapes[] = {[REQUIRED] = "", [OPTIONAL] = "?", [MANY] = "[]"};
    const RandomField *field = &model->fields[index];
    int type = type_of(schema, field);
    if (!is_field_there(model, index)) return;
    if (type >= TYPE_COUNT) sg_text_printf(out, "  f%d E%d%s", index, type - TYPE_COUNT, shapes[field->shape]);
    else sg_text_printf(out, "  f%d %s%s %s", index, types[type].scalar, shapes[field->shape], types[type].native);
    add_default(out, schema, field);
    if (field->is_unique && can_index(schema, model, index)) sg_text_add(out, " @unique");
    if (field->is_mapped) sg_text_printf(out, " @map(\"Mapped %d\")", index);
    if (is_renamed(index)) sg_text_printf(out, " @renamedFrom(\"%s%d\")", field->is_mapped ? "f" : "Mapped ", index);
    sg_text_add(out, "\n");
}

static void add_key(SgText *out, KeyKind key)
{
    switch (key) {
    case KEY_SERIAL: sg_text_add(out, "  id Int @id @default(autoincrement())\n"); break;
    case KEY_UUID: sg_text_add(out, "  id String @id @default(uuid()) @db.Uuid\n"); break;
    case KEY_BIG: sg_text_add(out, "  id BigInt @id\n"); break;
    case KEY_PAIR:
    case KEY_COUNT: sg_text_add(out, "  id Int\n  id2 String\n"); break;
    }
}

static const char *key_type(KeyKind key)
{
    return key == KEY_UUID ? "String" : key == KEY_BIG ? "BigInt" : "Int";
}

/* Many-to-many relations want a key of one field. */
static bool is_relation_there(const RandomSchema *schema, const RandomRelation *relation)
{
    const RandomModel *from = &schema->models[relation->from], *to = &schema->models[relation->to];
    bool has_pair = from->key == KEY_PAIR || to->key == KEY_PAIR;
    return relation->exists && from->exists && to->exists && !(relation->is_many_to_many && has_pair);
}

static const char *const actions[] = {"Cascade", "Restrict", "NoAction", "SetNull", "SetDefault"};

/* SET NULL needs something to set null, SET DEFAULT a default. */
static const char *action_of(const RandomRelation *relation, int action)
{
    bool is_possible = action < 3 || (action == 3 && relation->is_optional);
    return is_possible ? actions[action] : actions[0];
}

static void add_forward(SgText *out, const RandomSchema *schema, const RandomRelation *relation, int index)
{
    const RandomModel *to = &schema->models[relation->to];
    bool is_pair = to->key == KEY_PAIR;
    const char *mark = relation->is_optional ? "?" : "";
    const char *native = to->key == KEY_UUID ? " @db.Uuid" : "";
    const char *unique = relation->is_unique && !is_pair ? " @unique" : "";
    sg_text_printf(out, "  r%dId %s%s%s%s\n", index, key_type(to->key), mark, native, unique);
    if (is_pair) sg_text_printf(out, "  r%dId2 String%s\n", index, mark);
    sg_text_printf(
        out, "  r%d M%d%s @relation(\"R%d\", fields: [r%dId%s], references: [id%s], onDelete: %s, onUpdate: %s", index,
        relation->to, mark, index, index, is_pair ? sg_arena_printf(out->arena, ", r%dId2", index) : "",
        is_pair ? ", id2" : "", action_of(relation, relation->on_delete), action_of(relation, relation->on_update));
    if (relation->is_named) sg_text_printf(out, ", map: \"key %d\"", index);
    sg_text_add(out, ")\n");
    if (is_pair && relation->is_unique) sg_text_printf(out, "  @@unique([r%dId, r%dId2])\n", index, index);
}

static void add_relations(SgText *out, const RandomSchema *schema, int model)
{
    for (int i = 0; i < RELATIONS; i++) {
        const RandomRelation *relation = &schema->relations[i];
        if (!is_relation_there(schema, relation)) continue;
        if (relation->is_many_to_many) {
            if (relation->from == model) sg_text_printf(out, "  a%d M%d[] @relation(\"R%d\")\n", i, relation->to, i);
            if (relation->to == model) sg_text_printf(out, "  b%d M%d[] @relation(\"R%d\")\n", i, relation->from, i);
            continue;
        }
        if (relation->from == model) add_forward(out, schema, relation, i);
        if (relation->to == model)
            sg_text_printf(out, "  back%d M%d%s @relation(\"R%d\")\n", i, relation->from,
                           relation->is_unique ? "?" : "[]", i);
    }
}

static void add_index(SgText *out, const RandomSchema *schema, const RandomModel *model, int index)
{
    const RandomIndex *wanted = &model->indexes[index];
    if (!wanted->exists || !can_index(schema, model, wanted->first) || !can_index(schema, model, wanted->second))
        return;
    /* Two keys over the same columns would have the same name, unless they are named. */
    sg_text_printf(out, "  @@%s([f%d%s", wanted->is_unique ? "unique" : "index", wanted->first,
                   wanted->is_descending ? "(sort: Desc)" : "");
    if (wanted->second != wanted->first) sg_text_printf(out, ", f%d", wanted->second);
    sg_text_printf(out, "], map: \"%s%d of M%d\")\n", wanted->is_named ? "named " : "index ", index,
                   (int)(model - schema->models));
}

static void add_model(SgText *out, const RandomSchema *schema, int index)
{
    const RandomModel *model = &schema->models[index];
    if (!model->exists) return;
    sg_text_printf(out, "\nmodel M%d {\n", index);
    add_key(out, model->key);
    for (int i = 0; i < FIELDS; i++) add_field(out, schema, model, i);
    add_relations(out, schema, index);
    if (model->key == KEY_PAIR) sg_text_add(out, "  @@id([id, id2])\n");
    for (int i = 0; i < INDEXES; i++) add_index(out, schema, model, i);
    if (model->is_mapped) sg_text_printf(out, "  @@map(\"table %d\")\n", index);
    if (is_renamed(index)) sg_text_printf(out, "  @@renamedFrom(\"%s%d\")\n", model->is_mapped ? "M" : "table ", index);
    sg_text_add(out, "}\n");
}

const char *random_schema_text(SgArena *arena, const RandomSchema *schema)
{
    SgText out = {.arena = arena};
    sg_text_add(&out, "datasource db {\n  provider = \"postgresql\"\n}\n");
    for (int i = 0; i < MODELS; i++) add_model(&out, schema, i);
    for (int i = 0; i < ENUMS; i++) {
        if (!schema->enums[i].exists) continue;
        sg_text_printf(&out, "\nenum E%d {\n", i);
        for (int k = 0; k < VALUES; k++) {
            if (is_value_there(&schema->enums[i], k))
                sg_text_printf(&out, "  V%d%s\n", k, k == 2 ? " @map(\"it's two\")" : "");
        }
        sg_text_add(&out, "}\n");
    }
    return sg_text_get(&out);
}
