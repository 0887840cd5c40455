/* pull.c - a new schema: settings, models, enums. */
#include "pull.h"

#include "pull_text.h"

static bool uses_partial_indexes(const Database *database)
{
    for (size_t i = 0; i < database->tables.count; i++) {
        const Table *table = database->tables.items[i];
        for (size_t k = 0; k < table->indexes.count; k++) {
            if (table->indexes.items[k].where != NULL) return true;
        }
    }
    return false;
}

static void add_settings(SgText *out, const PullPlan *plan, const char *output)
{
    sg_text_add(out, "generator c {\n  provider = \"schemagen-c\"\n  output = ");
    pull_add_string(out, output);
    sg_text_add(out, "\n");
    if (uses_partial_indexes(plan->database)) sg_text_add(out, "  previewFeatures = [\"partialIndexes\"]\n");
    sg_text_add(out, "}\n\ndatasource db {\n  provider = \"postgresql\"\n");
    if (plan->has_schemas) {
        sg_text_add(out, "  schemas = [");
        for (size_t i = 0; i < plan->database->schemas.count; i++) {
            sg_text_add(out, i == 0 ? "" : ", ");
            pull_add_string(out, plan->database->schemas.items[i]);
        }
        sg_text_add(out, "]\n");
    }
    sg_text_add(out, "}\n");
}

void pull_new_schema(SgArena *arena, const Database *database, const char *output, SgText *out)
{
    const PullPlan *plan = pull_plan(arena, database, NULL);
    add_settings(out, plan, output);
    for (size_t i = 0; i < plan->models.count; i++) {
        sg_text_add(out, "\n");
        pull_add_model(out, plan, plan->models.items[i]);
    }
    for (size_t i = 0; i < plan->enums.count; i++) {
        sg_text_add(out, "\n");
        pull_add_enum(out, plan, plan->enums.items[i]);
    }
}
