/*
 * world.h - what the tests of the generated operations share.
 *
 * The rows are in world.sql.  People are known by their names, articles by their titles, books by their ISBN: a test
 * says what it expects as one text, "Ada Bob Cyd".
 */
#ifndef TESTS_GENERATE_WORLD_H
#define TESTS_GENERATE_WORLD_H

#include "fixture.h"

#include "account.h"
#include "article.h"
#include "author.h"
#include "badge.h"
#include "book.h"
#include "payment.h"
#include "person.h"
#include "shelf.h"
#include "topic.h"
#include "visit.h"

#include <string.h>

/* The rows' names in the order of the list. */
#define assert_people(expected, list) check_people(expected, list, __FILE__, __LINE__)
#define assert_articles(expected, list) check_articles(expected, list, __FILE__, __LINE__)
#define assert_books(expected, list) check_books(expected, list, __FILE__, __LINE__)
#define assert_topics(expected, list) check_topics(expected, list, __FILE__, __LINE__)
void check_people(const char *expected, const PersonList *list, const char *file, int line);
void check_articles(const char *expected, const ArticleList *list, const char *file, int line);
void check_books(const char *expected, const BookList *list, const char *file, int line);
void check_topics(const char *expected, const TopicList *list, const char *file, int line);

/* The people that a filter finds, by id; and that counting and looking for them agrees. */
#define assert_finds(db, expected, ...)                                                                                \
    check_finds(db, expected, &(const PersonFilter){__VA_ARGS__}, __FILE__, __LINE__)
void check_finds(SgSession *db, const char *expected, const PersonFilter *where, const char *file, int line);

/* Everybody, by id. */
PersonList all_people(SgSession *db);

/* The server's answer as text. */
#define assert_server(fixture, expected, sql) assert_string_equal(expected, scratch_value((fixture)->scratch, sql))

#endif
