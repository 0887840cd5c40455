#!/bin/sh
# The commands that README and manual page list are those of the program; the page on the workflow names each that
# works on migrations or databases; the manual page has the environment's variables, and is good roff.
# Usage: commands.sh SCHEMAGEN SOURCE MANUAL
set -eu
schemagen=$1
source=$2
manual=$3

"$schemagen" help | sed -n 's/^  \([a-z]\)/\1/p' >commands.help
test -s commands.help
sed -n '/^## Commands/,/^## /p' "$source/README.md" | sed -n 's/^  \([a-z]\)/\1/p' | diff - commands.help

sed -n 's/  .*//p' commands.help | while IFS= read -r command; do
    grep -qx "\.SS $command" "$manual" || { echo "the manual page has no $command"; exit 1; }
    case $command in
        migrate* | db*) grep -q "$command" "$source/docs/workflow.md" || { echo "docs/workflow.md has no $command"; exit 1; } ;;
    esac
done

# The variables that the compiler asks for, but for those of every terminal.
for variable in $(grep -rhoE 'getenv\("[A-Z_]+"\)' "$source/codegen" | sed 's/.*"\(.*\)".*/\1/' | sort -u); do
    case $variable in PATH | TERM) continue ;; esac
    grep -qx "$variable" "$manual" || { echo "the manual page has no $variable"; exit 1; }
done

command -v groff >/dev/null || exit 0
groff -Kutf8 -man -ww -z "$manual" 2>warnings
cat warnings
test ! -s warnings
