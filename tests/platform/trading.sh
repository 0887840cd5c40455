#!/bin/sh
# The demo's path: private server, deploy, the trading program with 8 threads, twice on one database; every event is
# sent once; the proof finds a cent that is too much; no leak.
# Usage: trading.sh SCHEMAGEN TRADING SOURCE [valgrind]
set -eu
schemagen=$1
trading=$2
source=$3
folder=$(mktemp -d)
chmod 755 "$folder"
cd "$folder"
trap '"$schemagen" server stop --quiet >/dev/null 2>&1; rm -rf "$folder"' EXIT

"$schemagen" server start --quiet >/dev/null
url=$("$schemagen" server url)
"$schemagen" migrate deploy --quiet --url "$url" --migrations "$source/migrations"

if [ "${4:-}" = valgrind ]; then
    valgrind --quiet --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all --error-exitcode=9 \
        "$trading" --url "$url" --threads 8 --orders 10
    exit 0
fi

"$trading" --url "$url" --threads 8 --orders 50 --seed 1 --events events.jsonl | tee report
grep 'it holds' report

# Every fill was told, every event once, and none is left.
booked=$(sed -n 's/^\([0-9]*\) fills booked.*/\1/p' report)
test "$(grep -c ORDER_FILLED events.jsonl)" = "$booked"
cut -d, -f1 events.jsonl | sort | uniq -d | grep . && exit 1
echo 'DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM outbox_events), $m$an event waits$m$; END $$' >outbox.sql
"$schemagen" db execute --url "$url" --file outbox.sql

"$trading" --url "$url" --threads 16 --orders 20 --seed 2 | grep 'it holds'

echo 'UPDATE accounts SET cash_balance = cash_balance + 0.01 WHERE account_number = '"'TR-0001'" >tamper.sql
"$schemagen" db execute --url "$url" --file tamper.sql
if "$trading" --url "$url" --orders 1 >tampered 2>&1; then
    echo "the proof did not see the cent"
    exit 1
fi
grep 'WRONG: cash of TR-0001' tampered
