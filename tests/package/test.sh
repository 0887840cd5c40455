#!/bin/sh
# Installs into a temporary prefix and uses the installation as a stranger would: CMake package, pkg-config, man page, a
# small program with a database.
# Usage: test.sh BUILD SOURCE COMPILER [FLAGS]
set -eu
build=$1
source=$2
compiler=$3
flags=${4:-}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
prefix=$folder/prefix

cmake --install "$build" --prefix "$prefix" >/dev/null
"$prefix/bin/schemagen" --version
test -s "$prefix/share/man/man1/schemagen.1"

echo "a project that finds the package"
cp -R "$source/tests/package/app" "$folder/app"
cmake -S "$folder/app" -B "$folder/app/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$compiler" \
    -DCMAKE_C_FLAGS="$flags" >/dev/null
cmake --build "$folder/app/build"
test "$("$folder/app/build/app")" = SG_UNAVAILABLE

if [ -e "$build/lib/libschemagen.so" ]; then
    echo "the shared runtime"
    cmake -S "$folder/app" -B "$folder/app/shared" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$compiler" \
        -DCMAKE_C_FLAGS="$flags" -DBUILD_SHARED_LIBS=ON >/dev/null
    cmake --build "$folder/app/shared"
    ldd "$folder/app/shared/app" | grep -q "libschemagen.so.* => $prefix/"
    test "$("$folder/app/shared/app")" = SG_UNAVAILABLE
    LD_LIBRARY_PATH=$prefix/$(cd "$prefix" && dirname "$(find . -name libschemagen.so)") # for pkg-config's program below
    export LD_LIBRARY_PATH
fi

echo "a model that is added later"
printf '\nmodel Customer {\n  id Int @id\n}\n' >>"$folder/app/shop.prisma"
cmake --build "$folder/app/build"
test -s "$folder/app/build/shop_db/customer.h"

echo "pkg-config"
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name schemagen.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046,SC2086
"$compiler" $flags -std=c11 -I "$folder/app/build/shop_db" "$folder/app/main.c" "$folder/app/build/shop_db/"*.c \
    -o "$folder/by_pkg_config" $(pkg-config --cflags --libs schemagen)
test "$("$folder/by_pkg_config")" = SG_UNAVAILABLE

echo "examples/inventory, as its README says"
cp -R "$source/examples/inventory" "$folder/inventory"
chmod 755 "$folder"
cd "$folder/inventory"
cmake -S . -B build -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$compiler" -DCMAKE_C_FLAGS="$flags" >/dev/null
cmake --build build
PATH=$prefix/bin:$PATH
trap 'schemagen server stop --quiet >/dev/null 2>&1; rm -rf "$folder"' EXIT
schemagen server start
DATABASE_URL=$(schemagen server url)
export DATABASE_URL
schemagen migrate dev --name initial
# The lines of the README that start with `$ build/`, and what it says they print.
sed -n 's/^    \$ \(build\/.*\)/\1/p' README.md >session
sed -n '/^    \$ build/,/^$/s/^    //p' README.md | grep -v '^\$' >expected
test -s expected
sh session >printed 2>&1
diff expected printed
