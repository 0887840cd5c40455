#!/bin/sh
# compile.sh FOLDER INCLUDE: the C files of FOLDER as strict C11, its headers as C++17, with every compiler that is here;
# any warning is an error.
folder=$1
flags="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fsyntax-only -I$2"
found=
status=0

cd "$folder" || exit 1
for compiler in gcc clang clang-14 clang-15 clang-16; do
    command -v "$compiler" >/dev/null || continue
    found=yes
    # shellcheck disable=SC2086
    "$compiler" -std=c11 $flags ./*.c || { echo "$folder: $compiler"; status=1; }
done
for header in *.h; do echo "#include \"$header\""; done >all_headers.cc
for compiler in g++ clang++; do
    command -v "$compiler" >/dev/null || continue
    # shellcheck disable=SC2086
    "$compiler" -std=c++17 $flags -I. all_headers.cc || { echo "$folder: $compiler"; status=1; }
done
rm -f all_headers.cc
[ -n "$found" ] || { echo "no C compiler found"; exit 1; }
exit $status
