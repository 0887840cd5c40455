#!/bin/sh
# The README's tour shows what is in the tree: every line of its schema, SQL and C stands in the files it is taken from.
# Usage: excerpts.sh SOURCE
set -eu
source=$1

# The lines of the blocks in one language, those of the tour only.
shown() {
    sed -n '/^## A tour/,/^## /p' "$source/README.md" | sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" | grep -v -e '^```' -e '^$'
}

# check LANGUAGE FILE…
check() {
    language=$1
    shift
    shown "$language" | grep -q . || { echo "the tour has no $language"; exit 1; }
    cat "$@" >excerpts.source # in the test's own folder
    if shown "$language" | grep -vxF -f excerpts.source; then
        echo "not in: $*"
        exit 1
    fi
}

trap 'rm -f excerpts.source' EXIT
check prisma "$source"/schema/*.prisma
check sql "$source"/migrations/*/migration.sql "$source"/queries/*.sql
check c "$source"/generated/*.h "$source"/examples/trading/*.c
