#!/bin/sh
# The observer's example: a span for each statement, with its attributes and without values; slow statements in a log.
# Usage: observe.sh SCHEMAGEN OBSERVE SOURCE
. "$(dirname "$0")/server.sh"

"$schemagen" db push --skip-generate --quiet --schema "$source/examples/observe/schema.prisma" >/dev/null

"$program" >spans 2>slow
sed 's/.*"name": "\([a-z_]*[A-Za-z ]*\)".*"status": "\([A-Z]*\)".*/\1: \2/' spans >names
printf '%s\n' 'insert Task: OK' 'insert Task: ERROR' 'begin: OK' 'list Task: OK' 'update_many Task: OK' 'commit: OK' \
    'execute: OK' >expected
diff expected names
grep -q '"db.response.status_code": "23505", "error.type": "SG_UNIQUE"' spans
grep -q '"db.collection.name": "Task", "db.query.text": "UPDATE \\"Task\\"' spans
[ "$(grep -c '"db.response.returned_rows": 1' spans)" -ge 3 ]
if grep -q 'write' spans slow; then exit 1; fi # no value is told
grep -q 'SELECT pg_sleep(0.05)$' slow
