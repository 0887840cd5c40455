#!/bin/sh
# The C of a page of docs/ is C: every block compiles, in its order, against the trading platform's generated headers.
# Usage: doc_code.sh COMPILER SOURCE PAGE
set -eu
compiler=$1
source=$2
page=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

{
    printf '#include "%s.h"\n' account audit_log order
    echo '#include <unistd.h>'
    sed -n '/^```c$/,/^```$/{/^```/!p;}' "$source/docs/$page"
} >"$folder/page.c"
[ "$(wc -l <"$folder/page.c")" -gt 20 ]
"$compiler" -std=c11 -fsyntax-only -Wall -Wextra -Wno-unused-function -Werror -I "$source/generated" \
    -I "$source/runtime/include" "$folder/page.c"
