/* pipeline.h - calls that wait for sg_pipeline_end(). */
#ifndef SG_PIPELINE_H
#define SG_PIPELINE_H

#include "query.h"

/* Queues the statement of db->sql and db->params; its values are copied. */
SgStatus pipeline_add(SgSession *db, const Call *call);

/* Forgets what is queued.  What was sent already makes the connection unfit, which closing it notices. */
void pipeline_drop(SgSession *db);

#endif
