/* The rules are those of Ruby on Rails' descendants; Prisma's output follows them, irregular words included. */
#include "inflect.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

char *inflect_camel(SgArena *arena, const char *name)
{
    char *camel = sg_arena_strdup(arena, name);
    size_t size = 0;
    bool begins_word = false;
    char last = ' '; /* the last letter inside a word */
    for (; *name != '\0'; name++) {
        char c = *name;
        if (c == '_' || c == '-') {
            begins_word = size > 0;
        } else if (is_digit(c)) {
            begins_word = true;
            camel[size++] = c;
        } else if (begins_word || (is_lower(last) && is_upper(c))) {
            begins_word = false;
            camel[size++] = is_lower(c) ? (char)(c - 'a' + 'A') : c;
        } else {
            last = c;
            camel[size++] = is_upper(c) ? (char)(c - 'A' + 'a') : c;
        }
    }
    camel[size] = '\0';
    return camel;
}

/* Words without a plural, in byte order. */
/* clang-format off */
static const char *const UNCOUNTABLE[] = {
    "accommodation", "adulthood", "advertising", "advice", "aggression", "aid", "air", "aircraft", "alcohol",
    "anger", "applause", "arithmetic", "assistance", "athletics", "bacon", "baggage", "beef", "biology", "blood",
    "botany", "bread", "butter", "carbon", "cardboard", "cash", "chalk", "chaos", "chess", "countryside",
    "crossroads", "dancing", "deer", "dignity", "dirt", "dust", "economics", "education", "electricity",
    "engineering", "enjoyment", "envy", "equipment", "ethics", "evidence", "evolution", "fame", "fiction", "flour",
    "flu", "food", "fuel", "fun", "furniture", "gallows", "garbage", "garlic", "genetics", "gold", "golf", "gossip",
    "grammar", "gratitude", "grief", "guilt", "gymnastics", "happiness", "hardware", "harm", "hate", "hatred",
    "health", "heat", "help", "homework", "honesty", "honey", "hospitality", "housework", "humour", "hunger",
    "hydrogen", "ice", "importance", "inflation", "information", "innocence", "iron", "irony", "jam", "jewelry",
    "judo", "karate", "knowledge", "lack", "laughter", "lava", "leather", "leisure", "lightning", "linguine",
    "linguini", "linguistics", "literature", "litter", "livestock", "logic", "loneliness", "luck", "luggage",
    "macaroni", "machinery", "magic", "management", "mankind", "marble", "mathematics", "mayonnaise", "measles",
    "methane", "milk", "money", "mud", "mumps", "music", "nature", "news", "nitrogen", "nonsense", "nurture",
    "nutrition", "obedience", "obesity", "oxygen", "pasta", "patience", "physics", "poetry", "pollution", "poverty",
    "pride", "psychology", "publicity", "punctuation", "quartz", "racism", "relaxation", "reliability", "research",
    "respect", "revenge", "rice", "rubbish", "rum", "safety", "scenery", "seafood", "seaside", "series", "shame",
    "sheep", "shopping", "sleep", "smoke", "smoking", "snow", "soap", "software", "soil", "spaghetti", "species",
    "steam", "stuff", "stupidity", "sunshine", "symmetry", "tennis", "thirst", "thunder", "timber", "traffic",
    "transportation", "trust", "underwear", "unemployment", "unity", "validity", "veal", "vegetarianism",
    "vegetation", "vengeance", "violence", "vitality", "warmth", "wealth", "weather", "welfare", "wheat", "wildlife",
    "wisdom", "yoga", "zinc", "zoology",
};
/* clang-format on */

static const struct {
    const char *word;
    const char *plural;
} IRREGULAR[] = {
    {"ox", "oxen"},   {"man", "men"},    {"woman", "women"}, {"die", "dice"},    {"yes", "yeses"},
    {"foot", "feet"}, {"eave", "eaves"}, {"goose", "geese"}, {"tooth", "teeth"}, {"quiz", "quizzes"},
};

/*
 * A word that ends with one of `stems` and then one of `endings` loses the ending and gets `plural`.  Alternatives
 * are separated by bars; an empty ending is allowed; `[abc]` is one of these letters, `[^abc]` any other character.
 * The first rule that fits is taken.
 */
typedef struct Rule {
    const char *stems;
    const char *endings;
    const char *plural;
} Rule;

/* clang-format off */
static const Rule RULES[] = {
    {"eaux", "", ""},
    {"child", "ren|", "ren"},
    {"pe", "rson|ople", "ople"},
    {"m|l", "ice|ouse", "ice"},
    {"matr|cod|mur|sil|vert|ind|append", "ix|ex", "ices"},
    {"x|ch|ss|sh|zz", "", "es"},
    {"xes|ches|sses|shes|zzes", "", ""},
    {"[^ch][ieo][ln]", "ey", "ies"},
    {"[^aeiouy]|qu", "y", "ies"},
    {"ar|l|ea|eo|oa|hoo", "f", "ves"},
    {"kni|wi|li", "fe", "ves"},
    {"", "sis", "ses"},
    {"apheli|hyperbat|periheli|asyndet|noumen|phenomen|criteri|organ|prolegomen|hedr|automat", "a|on", "a"},
    {"agend|addend|millenni|dat|extrem|bacteri|desiderat|strat|candelabr|errat|ov|symposi|curricul|automat|quor",
     "a|um", "a"},
    {"her|at|gr", "o", "oes"},
    {"seraph|cherub", "im|", "im"},
    {"alumn|alg|vertebr", "a|ae", "ae"},
    {"alumn|syllab|octop|vir|radi|nucle|fung|cact|stimul|termin|bacill|foc|uter|loc|strat", "us|i", "i"},
    {"[^l]ias|[aeiou]las|[emjzr]as|[iu]am", "", ""},
    {"e[mn]u", "s|", "s"},
    {"alias|[^aou]us|tlas|gas|ris", "", "es"},
    {"ax|test", "is", "es"},
    {"[^aeiou]ese", "", ""},
    {"", "s", "s"},
};
/* clang-format on */

/* Does the `size` bytes of `word` end with the pattern in [pattern, end)? */
static bool ends_with(const char *word, size_t size, const char *pattern, const char *end)
{
    while (end > pattern) {
        if (size == 0) return false;
        char c = word[--size];
        if (end[-1] != ']') {
            if (*--end != c) return false;
            continue;
        }
        const char *open = end - 1;
        while (*open != '[') open--;
        bool is_negated = open[1] == '^';
        const char *letters = open + 1 + is_negated;
        bool is_in = memchr(letters, c, (size_t)(end - 1 - letters)) != NULL;
        if (is_in == is_negated) return false;
        end = open;
    }
    return true;
}

static bool fits_any(const char *word, size_t size, const char *alternatives)
{
    for (;;) {
        size_t length = strcspn(alternatives, "|");
        if (ends_with(word, size, alternatives, alternatives + length)) return true;
        if (alternatives[length] == '\0') return false;
        alternatives += length + 1;
    }
}

/* What stays of the word under a rule; `size + 1` when the rule does not fit. */
static size_t kept_size(const Rule *rule, const char *word, size_t size)
{
    const char *ending = rule->endings;
    for (;;) {
        size_t length = strcspn(ending, "|");
        bool fits = length <= size && memcmp(word + size - length, ending, length) == 0;
        if (fits && fits_any(word, size - length, rule->stems)) return size - length;
        if (ending[length] == '\0') return size + 1;
        ending += length + 1;
    }
}

static int compare_words(const void *left, const void *right)
{
    const char *const *b = right;
    return strcmp(left, *b);
}

char *inflect_plural(SgArena *arena, const char *word)
{
    size_t size = strlen(word);
    if (bsearch(word, UNCOUNTABLE, sizeof UNCOUNTABLE / sizeof *UNCOUNTABLE, sizeof *UNCOUNTABLE, compare_words)) {
        return sg_arena_strdup(arena, word);
    }
    for (size_t i = 0; i < sizeof IRREGULAR / sizeof *IRREGULAR; i++) {
        if (strcmp(word, IRREGULAR[i].word) == 0) return sg_arena_strdup(arena, IRREGULAR[i].plural);
    }
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        size_t kept = kept_size(&RULES[i], word, size);
        if (kept <= size) return sg_arena_printf(arena, "%.*s%s", (int)kept, word, RULES[i].plural);
    }
    return sg_arena_printf(arena, "%ss", word);
}
