#include "c_options.h"

#include <string.h>

/* The keys of Prisma's own generators that mean nothing here are left in peace. */
static const char *const KNOWN[] = {"output",          "prefix",        "provider",
                                    "previewFeatures", "binaryTargets", "engineType",
                                    "queries",         "migrations",    "seed" /* of `schemagen db seed` */};

bool c_is_prefix(const char *prefix)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char rest[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    return strspn(prefix, letters) > 0 && prefix[strspn(prefix, rest)] == '\0';
}

static bool is_known(const char *key)
{
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (strcmp(KNOWN[i], key) == 0) return true;
    return false;
}

static void note_unknown(const Setting *setting, Diags *diags)
{
    Diagnostic *diagnostic =
        diag_add(diags, DIAG_C_OPTION_UNKNOWN, setting->span, "`%s` has no option `%s`", C_PROVIDER, setting->key);
    const char *near = diag_nearest(setting->key, KNOWN, sizeof KNOWN / sizeof *KNOWN);
    if (near != NULL) diag_help(diags, diagnostic, "did you mean `%s`?", near);
}

static const char *text_of(const Setting *setting, Diags *diags)
{
    if (setting->value != NULL && setting->value[0] != '\0') return setting->value;
    diag_add(diags, DIAG_C_OPTION, setting->value_span, "`%s` takes a text", setting->key);
    return NULL;
}

COptions c_options(const Generator *generator, Diags *diags)
{
    COptions options = {.prefix = ""};
    for (size_t i = 0; i < generator->settings.count; i++) {
        const Setting *setting = &generator->settings.items[i];
        if (!is_known(setting->key)) note_unknown(setting, diags);
        if (strcmp(setting->key, "output") == 0) options.output = text_of(setting, diags);
        if (strcmp(setting->key, "queries") == 0) options.queries = text_of(setting, diags);
        if (strcmp(setting->key, "migrations") == 0) options.migrations = text_of(setting, diags);
        if (strcmp(setting->key, "prefix") != 0) continue;
        const char *prefix = text_of(setting, diags);
        if (prefix == NULL) continue;
        if (c_is_prefix(prefix)) {
            options.prefix = prefix;
            continue;
        }
        Diagnostic *diagnostic =
            diag_add(diags, DIAG_C_OPTION, setting->value_span, "no C name can begin with `%s`", prefix);
        diag_help(diags, diagnostic, "a letter, then letters, digits and underscores");
    }
    return options;
}
