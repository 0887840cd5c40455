#include "model.h"

#include <string.h>

Model *model_find(const Schema *schema, const char *name)
{
    return sg_map_find(&schema->models_by_name, name);
}

Enum *model_find_enum(const Schema *schema, const char *name)
{
    return sg_map_find(&schema->enums_by_name, name);
}

const Default *model_field_default(const Field *field)
{
    static const Default none = {.kind = DEFAULT_NONE};
    return field->default_value != NULL ? field->default_value : &none;
}

const char *model_renamed_from_name(const RenamedFrom *from)
{
    return from != NULL ? from->name : NULL;
}

Field *model_find_field(const Model *model, const char *name)
{
    if (model->fields_by_name.count > 0) return sg_map_find(&model->fields_by_name, name);
    for (size_t i = model->fields.count; i-- > 0;)
        if (strcmp(model->fields.items[i]->name, name) == 0) return model->fields.items[i];
    return NULL;
}

const Setting *model_find_setting(const Generator *generator, const char *key)
{
    for (size_t i = 0; i < generator->settings.count; i++)
        if (strcmp(generator->settings.items[i].key, key) == 0) return &generator->settings.items[i];
    return NULL;
}
