/*
 * A hit goes through two states: its session is being opened, then its pipeline runs.  In each, a step says what to
 * wait for, and the loop comes back when that is there.
 */
#include "hit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Hit {
    Watch watch; /* first: the loop gives us a pointer to it */
    Counter *counter;
    SgOpening *opening; /* then NULL, and */
    SgSession *db;
    Page page;
    char name[128];
} Hit;

static void finish(Hit *hit, SgStatus rc, const char *message)
{
    if (rc == SG_OK) {
        printf("%s %d\n", hit->page.name, hit->page.hits);
        hit->counter->counted++;
    } else {
        fprintf(stderr, "%s: %s: %s\n", hit->name, sg_status_name(rc), message);
        hit->counter->failed++;
    }
    sg_session_close(hit->db); /* the page's name was the session's */
    free(hit);
}

/* The loop cannot wait for the socket: what was begun is given up. */
static void give_up(Hit *hit)
{
    SgStatus rc = SG_CANCELLED;
    if (hit->opening != NULL) rc = sg_opening_end(hit->opening, &hit->db, NULL);
    finish(hit, rc == SG_OK ? SG_CANCELLED : rc, "the event loop failed");
}

static void step_pipeline(Hit *hit)
{
    SgPipelineWants wants = sg_pipeline_step(hit->db);
    if (wants == SG_PIPELINE_DONE) {
        SgStatus rc = sg_pipeline_end(hit->db, SG_OK); /* waits for nothing: all answers are there */
        finish(hit, rc, sg_error(hit->db)->message);
        return;
    }
    LoopEvent event = wants == SG_PIPELINE_READ ? LOOP_READ : LOOP_READ_WRITE;
    int timeout_ms = sg_pipeline_timeout_ms(hit->db);
    if (!loop_await(&hit->counter->loop, &hit->watch, sg_pipeline_socket(hit->db), event, timeout_ms)) give_up(hit);
}

/* One statement, in a pipeline because that is what does not wait. */
static void count(Hit *hit)
{
    const PageInsert first = {.name = hit->name, .hits = {SG_SET, 1}};
    const PageUpdate more = {.hits = {SG_ADD, 1}};
    SgStatus rc = sg_pipeline_begin(hit->db);
    if (rc == SG_OK) rc = page_upsert_by_name(hit->db, &first, &more, &hit->page, NULL);
    if (rc == SG_OK) step_pipeline(hit);
    else finish(hit, rc, sg_error(hit->db)->message);
}

static void step_opening(Hit *hit)
{
    SgOpening *opening = hit->opening;
    SgOpeningWants wants = sg_opening_step(opening);
    if (wants == SG_OPENING_DONE) {
        SgError error;
        SgStatus rc = sg_opening_end(opening, &hit->db, &error);
        hit->opening = NULL;
        if (rc == SG_OK) count(hit);
        else finish(hit, rc, error.message);
        return;
    }
    LoopEvent event = wants == SG_OPENING_READ ? LOOP_READ : LOOP_WRITE;
    int timeout_ms = sg_opening_timeout_ms(opening);
    if (!loop_await(&hit->counter->loop, &hit->watch, sg_opening_socket(opening), event, timeout_ms)) give_up(hit);
}

static void step(Watch *watch)
{
    Hit *hit = (Hit *)watch;
    if (hit->opening != NULL) step_opening(hit);
    else step_pipeline(hit);
}

void hit_begin(Counter *counter, const char *name)
{
    SgError error;
    Hit *hit = calloc(1, sizeof *hit);
    if (hit == NULL) {
        fprintf(stderr, "%s: out of memory\n", name);
        counter->failed++;
        return;
    }
    hit->watch.ready = step;
    hit->counter = counter;
    snprintf(hit->name, sizeof hit->name, "%s", name);
    SgStatus rc = sg_opening_begin(counter->pool, &hit->opening, &error);
    if (rc == SG_OK) step_opening(hit);
    else finish(hit, rc, error.message);
}
