#!/bin/sh
# The demo's path: private server, deploy, the trading program with 8 threads, twice on one database; every event is
# sent once; the proof finds a cent that is too much; no leak.
# Usage: trading.sh SCHEMAGEN TRADING SOURCE [valgrind]
. "$(dirname "$0")/server.sh"

"$schemagen" migrate deploy --quiet --url "$DATABASE_URL" --migrations "$source/migrations"

if [ "${4:-}" = valgrind ]; then
    valgrind --quiet --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all --error-exitcode=9 \
        "$program" --url "$DATABASE_URL" --threads 8 --orders 10
    exit 0
fi

"$program" --url "$DATABASE_URL" --threads 8 --orders 50 --seed 1 --events events.jsonl | tee report
grep 'it holds' report

# Every fill was told, every event once, and none is left.
booked=$(sed -n 's/^\([0-9]*\) fills booked.*/\1/p' report)
test "$(grep -c ORDER_FILLED events.jsonl)" = "$booked"
cut -d, -f1 events.jsonl | sort | uniq -d | grep . && exit 1
echo 'DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM outbox_events), $m$an event waits$m$; END $$' >outbox.sql
"$schemagen" db execute --url "$DATABASE_URL" --file outbox.sql

"$program" --url "$DATABASE_URL" --threads 16 --orders 20 --seed 2 | grep 'it holds'

echo 'UPDATE accounts SET cash_balance = cash_balance + 0.01 WHERE account_number = '"'TR-0001'" >tamper.sql
"$schemagen" db execute --url "$DATABASE_URL" --file tamper.sql
if "$program" --url "$DATABASE_URL" --orders 1 >tampered 2>&1; then
    echo "the proof did not see the cent"
    exit 1
fi
grep 'WRONG: cash of TR-0001' tampered
