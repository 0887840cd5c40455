#include "world.h"

enum { NAMES_MAX = 512 };

static void add_name(char *names, const char *name)
{
    assert_true(strlen(names) + strlen(name) + 2 < NAMES_MAX);
    if (names[0] != '\0') strcat(names, " ");
    strcat(names, name);
}

static void check_names(const char *expected, const char *names, const char *file, int line)
{
    if (strcmp(expected, names) == 0) return;
    print_error("%s:%d: \"%s\" instead of \"%s\"\n", file, line, names, expected);
    _fail(file, line);
}

void check_people(const char *expected, const PersonList *list, const char *file, int line)
{
    char names[NAMES_MAX] = "";
    for (size_t i = 0; i < list->count; i++) add_name(names, list->items[i].name);
    check_names(expected, names, file, line);
}

void check_articles(const char *expected, const ArticleList *list, const char *file, int line)
{
    char names[NAMES_MAX] = "";
    for (size_t i = 0; i < list->count; i++) add_name(names, list->items[i].title);
    check_names(expected, names, file, line);
}

void check_books(const char *expected, const BookList *list, const char *file, int line)
{
    char names[NAMES_MAX] = "";
    for (size_t i = 0; i < list->count; i++) add_name(names, list->items[i].isbn);
    check_names(expected, names, file, line);
}

void check_topics(const char *expected, const TopicList *list, const char *file, int line)
{
    char names[NAMES_MAX] = "";
    for (size_t i = 0; i < list->count; i++) add_name(names, list->items[i].code);
    check_names(expected, names, file, line);
}

void check_finds(SgSession *db, const char *expected, const PersonFilter *where, const char *file, int line)
{
    const PersonQuery query = {.where = *where, .sort = {{PERSON_BY_ID, SG_ASC}}};
    PersonList list;
    int64_t count;
    bool exists;
    check_status(db, SG_OK, person_list(db, &query, &list), file, line);
    check_people(expected, &list, file, line);
    check_status(db, SG_OK, person_count(db, where, &count), file, line);
    check_status(db, SG_OK, person_exists(db, where, &exists), file, line);
    assert_int_equal(count, list.count);
    assert_int_equal(exists, list.count > 0);
}

PersonList all_people(SgSession *db)
{
    PersonList list;
    assert_ok(db, person_list(db, &(PersonQuery){.sort = {{PERSON_BY_ID, SG_ASC}}}, &list));
    return list;
}
