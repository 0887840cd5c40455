/* The audit log, and errors on the terminal. */
#include "trading.h"

SgStatus desk_audit(SgSession *db, AuditAction action, AuditEntity entity, SgUuid id, const char *details)
{
    AuditLogInsert row = {.action = action, .entity_type = entity, .entity_id = id};
    if (details != NULL) row.details = (SgSetText){SG_SET, details};
    return audit_log_insert(db, &row, NULL);
}

SgStatus desk_failed(SgSession *db, const char *what, SgStatus rc)
{
    const SgError *error = sg_error(db);
    fprintf(stderr, "%s: %s: %s%s%s\n", what, sg_status_name(rc), error->message, error->detail[0] != '\0' ? ": " : "",
            error->detail);
    return rc;
}
