#!/bin/sh
# The house rules that a machine can check: lines, files, names of places that only one machine has.
# Usage: check.sh SOURCE
set -eu
cd "$1"
failures=0

complain() {
    printf '%s\n' "$*"
    failures=$((failures + 1))
}

files=$(git ls-files -co --exclude-standard 2>/dev/null || find . -type f -not -path './build*' -not -path './.git/*')
written=$(printf '%s\n' "$files" | grep -E '\.(c|h|l|y|sh|cmake)$|CMakeLists\.txt$' | grep -v '^generated/' |
    grep -v '/expected/' || true)

for file in $written; do
    [ -f "$file" ] || continue
    lines=$(wc -l <"$file")
    [ "$lines" -le 500 ] || complain "$file: $lines lines; look for the second idea"
    awk -v file="$file" '
        length($0) > 140 { print file ":" FNR ": " length($0) " characters"; bad = 1 }
        /[ \t]+$/ { print file ":" FNR ": blanks at the end"; bad = 1 }
        /\t/ && file !~ /\.(l|y)$/ { print file ":" FNR ": a tab"; bad = 1 }
        END { exit bad }' "$file" || complain "$file: see above"
done

# One machine's places, and notes to oneself.  The folder of this script may name them.
for word in '/work/' '/tmp/wt' 'TODO' 'FIXME' 'XXX:' 'for now'; do
    # shellcheck disable=SC2086
    found=$(printf '%s\n' "$files" | grep -v '^tests/style/' | xargs grep -lF -- "$word" 2>/dev/null || true)
    [ -z "$found" ] || complain "\`$word\` in: $(echo $found)"
done

for header in $(printf '%s\n' "$written" | grep '\.h$'); do
    grep -q '^#ifndef ' "$header" || complain "$header: no include guard"
done

[ "$failures" = 0 ] || exit 1
