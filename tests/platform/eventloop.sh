#!/bin/sh
# The event loop's example: many hits at once over few connections, none lost, none counted twice; a server that is away.
# Usage: eventloop.sh SCHEMAGEN HITS SOURCE
. "$(dirname "$0")/server.sh"

"$schemagen" db push --skip-generate --quiet --schema "$source/examples/eventloop/schema.prisma" >/dev/null

awk 'BEGIN { for (i = 0; i < 900; i++) print (i % 3 == 0 ? "index" : i % 3 == 1 ? "about" : "page " i) }' >names
cat names | "$program" 3 >counts
[ "$(wc -l <counts)" = 900 ]
[ "$(sort counts | uniq | wc -l)" = 900 ] # no count was given twice
grep -qx 'index 300' counts
grep -qx 'about 300' counts
cat names | "$program" 1 | grep -qx 'index 600'

if "$program" <names 2>error; then exit 1; fi # a regular file is always ready, and epoll says no
grep -q pipe error
if echo index | DATABASE_URL='postgresql:///x?host=/nowhere' "$program" 2>error; then exit 1; fi
grep -q SG_UNAVAILABLE error
