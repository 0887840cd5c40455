#!/bin/sh
# Every link of every page to a file, and to a heading, leads to one.
# Usage: links.sh SOURCE
set -eu
cd "$1"
bad=$(mktemp)
trap 'rm -f "$bad"' EXIT

# The anchors of a page's headings, as GitHub makes them: lower case, a dash for a blank, no other signs.
anchors() {
    sed -n 's/^##* *//p' "$1" | tr '[:upper:]' '[:lower:]' | sed -e 's/[^[:alnum:] _-]//g' -e 's/ /-/g'
}

# The targets of `[text](target)`, outside of code blocks.
targets() {
    sed '/^ *```/,/^ *```/d' "$1" | grep -o '](\([^)]*\))' | sed -e 's/^](//' -e 's/)$//'
}

count=0
for page in $(find README.md CONTRIBUTING.md CHANGELOG.md docs examples -name '*.md'); do
    for target in $(targets "$page"); do
        case $target in http://* | https://*) continue ;; esac
        count=$((count + 1))
        file=${target%%#*}
        path=$page
        [ -z "$file" ] || path=$(dirname "$page")/$file
        if [ ! -e "$path" ]; then
            echo "$page: there is no $target" >>"$bad"
        elif [ "$file" != "$target" ] && ! anchors "$path" | grep -qxF "${target#*#}"; then
            echo "$page: no heading for $target" >>"$bad"
        fi
    done
done
cat "$bad"
test ! -s "$bad"
test "$count" -gt 20 # or the search above finds nothing any more
