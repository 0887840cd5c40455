/*
 * The outbox.  An event is a row, written in the transaction that it tells of; a relay sends it and deletes it. Between
 * the two a crash loses nothing: what was sent and not deleted is sent again, and its id tells the receiver.
 *
 * Several relays share the work: each takes rows that no other holds (SKIP LOCKED).  A notification wakes them; the
 * timeout is for those that got lost.  NOTIFY makes commits wait for each other for a moment: a desk with thousands of
 * orders a second leaves it out and lets the timeout do.
 */
#include "trading.h"

enum { BATCH = 100, POLL_MS = 250 };
static const char CHANNEL[] = "outbox";

SgStatus desk_announce(SgSession *db, EventTopic topic, SgUuid order_id, const char *payload)
{
    const OutboxEventInsert row = {.topic = topic, .order_id = order_id, .payload = payload};
    SgStatus rc = outbox_event_insert(db, &row, NULL);
    if (rc == SG_OK) rc = sg_notify(db, CHANNEL, NULL);
    return rc;
}

static bool print_event(FILE *feed, const OutboxEvent *event)
{
    char order[SG_UUID_TEXT];
    return fprintf(feed, "{\"id\": %lld, \"topic\": \"%s\", \"order\": \"%s\", \"payload\": %s}\n",
                   (long long)event->id, event_topic_name(event->topic), sg_uuid_format(event->order_id, order),
                   event->payload) > 0;
}

static SgStatus send(SgSession *db, const Relay *relay, const OutboxEventList *events)
{
    int64_t *ids = sg_session_alloc(db, events->count * sizeof *ids);
    if (ids == NULL) return SG_NO_MEMORY;
    for (size_t i = 0; i < events->count; i++) {
        ids[i] = events->items[i].id;
        if (relay->feed != NULL && !print_event(relay->feed, &events->items[i])) return SG_UNAVAILABLE;
    }
    if (relay->feed != NULL && fflush(relay->feed) != 0) return SG_UNAVAILABLE;
    return outbox_event_delete_many(db, &(OutboxEventFilter){.id = {.in = {ids, events->count}}}, NULL);
}

/* Sends the oldest events that no other relay is sending. */
static SgStatus send_some(SgSession *db, const Relay *relay, size_t *sent)
{
    OutboxEventList events = {0};
    const OutboxEventQuery oldest = {
        .sort = {{OUTBOX_EVENT_BY_ID, SG_ASC}},
        .limit = BATCH,
        .lock = SG_FOR_UPDATE_SKIP_LOCKED,
    };
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc == SG_OK) rc = outbox_event_list(db, &oldest, &events);
    if (rc == SG_OK && events.count > 0) rc = send(db, relay, &events);
    rc = sg_end(db, rc);
    if (rc == SG_OK) *sent = events.count;
    return rc;
}

static SgStatus wait_for_events(SgSession *db)
{
    SgNotification ignored;
    SgStatus rc = sg_wait_notification(db, POLL_MS, &ignored);
    while (rc == SG_OK) rc = sg_wait_notification(db, 0, &ignored); /* many commits, one look */
    return rc == SG_TIMEOUT ? SG_OK : rc;
}

static SgStatus relay(Relay *relay, SgSession *db)
{
    SgStatus rc = sg_listen(db, CHANNEL);
    while (rc == SG_OK) {
        const bool over = atomic_load(relay->over); /* asked before the look, so that the last look sees everything */
        size_t sent = 0;
        rc = send_some(db, relay, &sent);
        relay->sent += (long)sent;
        sg_session_reset(db);
        if (rc != SG_OK || (sent == 0 && over)) return rc;
        if (sent == 0) rc = wait_for_events(db);
    }
    return rc;
}

void *relay_run(void *arg)
{
    Relay *self = arg;
    SgSession *db = NULL;
    SgError error;
    if (sg_session_open(self->pool, &db, &error) != SG_OK) {
        fprintf(stderr, "relay: no connection: %s\n", error.message);
        self->failed = true;
        return NULL;
    }
    SgStatus rc = relay(self, db);
    if (rc != SG_OK) desk_failed(db, "relay", rc);
    self->failed = rc != SG_OK;
    sg_session_close(db);
    return NULL;
}
