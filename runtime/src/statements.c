#include "statements.h"

#include <stdio.h>
#include <string.h>

/* Eight bytes at a time: the text of a wide select is hashed for every call. */
static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t word;
    for (; size >= 8; at += 8, size -= 8) {
        memcpy(&word, at, 8);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    word = size;
    for (; size > 0; size--) word = word << 8 | *at++;
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

bool statements_init(Statements *cache, SgArena *arena, int limit, uint32_t prefix)
{
    int buckets = 16;
    while (buckets < limit) buckets *= 2;
    *cache = (Statements){.limit = limit, .bucket_count = buckets, .prefix = prefix};
    cache->items = sg_arena_new(arena, (size_t)limit * sizeof *cache->items);
    cache->buckets = sg_arena_alloc(arena, (size_t)buckets * sizeof *cache->buckets);
    cache->recipes = sg_arena_alloc(arena, (size_t)buckets * sizeof *cache->recipes);
    if (cache->items == NULL || cache->buckets == NULL || cache->recipes == NULL) return false;
    for (int i = 0; i < buckets; i++) cache->buckets[i] = cache->recipes[i] = -1;
    return true;
}

void statements_free(Statements *cache)
{
    for (int i = 0; i < cache->count; i++) sg_text_free(&cache->items[i].text);
    cache->count = 0;
}

static int *bucket_of(Statements *cache, uint64_t hash)
{
    return &cache->buckets[hash & (uint64_t)(cache->bucket_count - 1)];
}

static bool is_same(const Statement *statement, uint64_t hash, const char *sql, size_t sql_size, const Oid *types,
                    int type_count)
{
    if (statement->hash != hash || statement->sql_size != sql_size || statement->type_count != type_count) return false;
    if (memcmp(statement->text.data, sql, sql_size) != 0) return false;
    if (type_count == 0) return true;
    return memcmp(statement->text.data + sql_size + 1, types, (size_t)type_count * sizeof *types) == 0;
}

static void unlink_statement(Statements *cache, int index)
{
    int *link = bucket_of(cache, cache->items[index].hash);
    while (*link != index) link = &cache->items[*link].next;
    *link = cache->items[index].next;
}

/* The slot for a new statement: a fresh one, or that of the statement not used for longest. */
static int free_slot(Statements *cache, char evicted[28])
{
    if (cache->count < cache->limit) return cache->count++;
    int oldest = 0;
    for (int i = 1; i < cache->count; i++) {
        if (cache->items[i].used < cache->items[oldest].used) oldest = i;
    }
    Statement *statement = &cache->items[oldest];
    if (statement->prepared) memcpy(evicted, statement->name, sizeof statement->name);
    unlink_statement(cache, oldest);
    return oldest;
}

Statement *statements_get(Statements *cache, const char *sql, size_t sql_size, const Oid *types, int type_count,
                          char evicted[28])
{
    evicted[0] = '\0';
    uint64_t hash = mix(mix(0, sql, sql_size), types, (size_t)type_count * sizeof *types);
    for (int i = *bucket_of(cache, hash); i >= 0; i = cache->items[i].next) {
        if (!is_same(&cache->items[i], hash, sql, sql_size, types, type_count)) continue;
        cache->items[i].used = ++cache->clock;
        return &cache->items[i];
    }

    SgText text = {0};
    sg_text_add_bytes(&text, sql, sql_size);
    sg_text_add_bytes(&text, "", 1);
    if (type_count > 0) sg_text_add_bytes(&text, (const char *)types, (size_t)type_count * sizeof *types);
    if (!sg_text_ok(&text)) {
        sg_text_free(&text);
        return NULL;
    }
    int index = free_slot(cache, evicted);
    Statement *statement = &cache->items[index];
    sg_text_free(&statement->text);
    *statement =
        (Statement){.hash = hash, .used = ++cache->clock, .type_count = type_count, .sql_size = sql_size, .text = text};
    snprintf(statement->name, sizeof statement->name, "sg_%06x_%llx", (unsigned)(cache->prefix & 0xFFFFFF),
             (unsigned long long)++cache->names & 0xFFFFFFFFFFFF);
    int *bucket = bucket_of(cache, hash);
    statement->next = *bucket;
    *bucket = index;
    return statement;
}

enum { BEFORE_PIECES = offsetof(Recipe, pieces) };

/* One place per hash: a recipe that shares it with another is found by its text again. */
static int *place_of(Statements *cache, const Recipe *recipe)
{
    uint64_t hash = mix(mix(0, recipe, BEFORE_PIECES), recipe->pieces, recipe->pieces_size);
    return &cache->recipes[hash & (uint64_t)(cache->bucket_count - 1)];
}

static bool is_same_recipe(const Recipe *known, const Recipe *recipe)
{
    if (memcmp(known, recipe, BEFORE_PIECES) != 0) return false;
    return recipe->pieces_size == 0 || memcmp(known->pieces, recipe->pieces, recipe->pieces_size) == 0;
}

Statement *statements_find(Statements *cache, const Recipe *recipe)
{
    int index = *place_of(cache, recipe);
    if (index < 0 || !is_same_recipe(&cache->items[index].recipe, recipe)) return NULL;
    cache->items[index].used = ++cache->clock;
    return &cache->items[index];
}

/* The pieces of the recipe that it had before make room. */
void statements_learn(Statements *cache, Statement *statement, const Recipe *recipe)
{
    enum { LARGEST = 8192 }; /* pieces: a list of a hundred alternatives, made by a program, hardly comes again */
    if (recipe->pieces_size > LARGEST) return;
    SgText *text = &statement->text;
    size_t start = statement->sql_size + 1 + (size_t)statement->type_count * sizeof(Oid);
    statement->recipe = (Recipe){0};
    sg_text_truncate(text, start);
    if (recipe->pieces_size > 0) sg_text_add_bytes(text, recipe->pieces, recipe->pieces_size);
    if (text->failed) {
        text->failed = false;
        return;
    }
    statement->recipe = *recipe;
    statement->recipe.pieces = text->data + start;
    *place_of(cache, recipe) = (int)(statement - cache->items);
}

void statements_forget_all(Statements *cache)
{
    for (int i = 0; i < cache->count; i++) statements_forget(cache, &cache->items[i]);
}

/* A new name, so that a statement which is still on the server after all is not in the way. */
void statements_forget(Statements *cache, Statement *statement)
{
    statement->prepared = false;
    statement->checked = false;
    snprintf(statement->name, sizeof statement->name, "sg_%06x_%llx", (unsigned)(cache->prefix & 0xFFFFFF),
             (unsigned long long)++cache->names & 0xFFFFFFFFFFFF);
}
