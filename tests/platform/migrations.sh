#!/bin/sh
# The migrations, replayed, are the schema; and what can be undone is undone by its down.sql.
# Usage: migrations.sh SCHEMAGEN SOURCE
set -eu
schemagen=$1
source=$2
folder=$(mktemp -d)
chmod 755 "$folder"
cp -R "$source/schema" "$source/migrations" "$folder"
cd "$folder"
trap '"$schemagen" server stop --quiet >/dev/null 2>&1; rm -rf "$folder"' EXIT

"$schemagen" diff --from migrations --to schema --exit-code
"$schemagen" migrate verify
