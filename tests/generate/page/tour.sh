#!/bin/sh
# What docs/generated-code.md shows under "From zero" is true: its schema, program and commands give its output.
# Runs below with_scratch, which makes the database.
# Usage: tour.sh SCHEMAGEN PAGE COMPILER FLAGS INCLUDE LIBRARIES...
set -eu
schemagen=$1 page=$2 compiler=$3 flags=$4 include=$5
shift 5
libraries=$*
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The block of a language in that section.
block() {
    sed -n '/^## From zero/,/^## Three objects/p' "$page" | sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" | sed '1d;$d'
}
block prisma >library.prisma
block c >main.c
block sh >commands.sh
block text >expected.txt

# The commands as they stand, but for what an installation would answer.
mkdir bin
ln -s "$schemagen" bin/schemagen
printf '#!/bin/sh\necho "-I%s %s"\n' "$include" "$libraries" >bin/pkg-config
warnings='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror'
printf '#!/bin/sh\nexec %s %s %s "$@"\n' "$compiler" "$warnings" "$flags" >bin/cc
chmod +x bin/pkg-config bin/cc
DATABASE_URL=$SCRATCH_URL PATH=$folder/bin:$PATH sh -eu commands.sh >output.txt
diff expected.txt output.txt
