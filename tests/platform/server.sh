# For the scripts beside it, which are called with SCHEMAGEN PROGRAM SOURCE: a temporary folder to be in, and in it a private
# server that DATABASE_URL names.  Both go away with the script.
set -eu
schemagen=$1
program=$2
source=$3
folder=$(mktemp -d)
chmod 755 "$folder"
cd "$folder"
trap '"$schemagen" server stop --quiet >/dev/null 2>&1; rm -rf "$folder"' EXIT

"$schemagen" server start --quiet >/dev/null
DATABASE_URL=$("$schemagen" server url)
export DATABASE_URL
