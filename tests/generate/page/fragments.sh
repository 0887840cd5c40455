#!/bin/sh
# The C of docs/generated-code.md behind its tour compiles: each block is the body of a function, after the headers and
# the variables of trading.h, or of versions.h where the page speaks of versions.  A block that is a function stands alone.
# Usage: fragments.sh PAGE COMPILER INCLUDE TRADING OPERATIONS, the last two folders of generated code
set -eu
page=$1 compiler=$2 include=$3 trading=$4 operations=$5
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# FROM TO: the blocks between two headlines as functions; "..." in them stands for the reader's own statements.
functions() {
    sed -n "/^$1/,/^$2/p" "$page" | awk '
        /^```c$/ { is_code = 1; is_first = 1; next }
        /^```/ && is_code { if (!is_function) print "    }\n    return SG_OK;\n}"; is_code = 0; next }
        !is_code { next }
        is_first {
            is_function = /^static /; is_first = 0
            if (!is_function) printf "static SgStatus fragment_%d(SgSession *db)\n{\n    (void)db;\n    {\n", NR
        }
        { sub(/^ *\.\.\.$/, ";"); sub(/\) \.\.\./, ") {}"); print }'
}

{
    echo '#include "trading.h"'
    functions '## Three objects' '### Optimistic locking'
    functions '### Many rows' '## How it talks'
} >"$folder/trading.c"
{
    echo '#include "versions.h"'
    functions '### Optimistic locking' '### Many rows'
} >"$folder/versions.c"
test "$(cat "$folder"/*.c | grep -c 'return SG_OK;')" -ge 10

flags="-std=c11 -Wall -Wextra -Werror -Wno-unused -fsyntax-only -I$include -I$here"
# shellcheck disable=SC2086
"$compiler" $flags -I"$trading" "$folder/trading.c"
# shellcheck disable=SC2086
"$compiler" $flags -I"$operations" "$folder/versions.c"
