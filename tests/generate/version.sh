#!/bin/sh
# version.sh GENERATED INCLUDE CC: C that was generated for another runtime does not compile, and says what to do.
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
compile() { echo '#include "models.h"' | "$3" -fsyntax-only -x c -I"$1" -I"$2" - 2>"$folder/said"; }

compile "$1" "$2" "$3" || { cat "$folder/said"; exit 1; }
sed 's/SG_IMPL_VERSION != [0-9]*/SG_IMPL_VERSION != 0/' "$1/models.h" >"$folder/models.h"
if compile "$folder" "$2" "$3"; then echo "it compiles"; exit 1; fi
grep -q 'schemagen generate' "$folder/said"
