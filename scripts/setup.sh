# shellcheck shell=sh
# Sourced by the other scripts: finds out what is missing on this machine and installs it.
#
#   setup build                 compiler, CMake, flex, bison, libpq, OpenSSL
#   setup build server          and the PostgreSQL server programs
#   setup build server test     and what only the tests need: a second compiler, sanitizers, cmocka, valgrind
#   setup build fuzz            and clang's libFuzzer
#
# Installs nothing when everything is there.  Says what it installs and how.  Works as root and through sudo.

say() {
    printf '==> %s\n' "$*"
}

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

has_program() {
    command -v "$1" >/dev/null 2>&1
}

# The folder of initdb and postgres, empty when there is none.  The order is that of `schemagen server`.
server_folder() {
    # shellcheck disable=SC2012 # versions are sorted by number
    for folder in "${SCHEMAGEN_PG_BINDIR:-}" "$(pg_config --bindir 2>/dev/null)" \
        "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")" \
        $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
            /usr/local/opt/postgresql@*/bin 2>/dev/null | sort -rV); do
        if [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            echo "$folder"
            return
        fi
    done
}

has_library() {
    pkg-config --exists "$1" 2>/dev/null
}

# Is the header there that a compiler finds without further options?  For libraries without a .pc file.
has_header() {
    printf '#include <%s>\n' "$1" | "${CC:-cc}" -E -x c - >/dev/null 2>&1
}

# links SOURCE COMPILER FLAG…: can it make a program of that?  For libraries that come with a compiler, or do not.
links() {
    source=$1
    shift
    probe=$(mktemp)
    result=0
    printf '%s\n' "$source" | "$@" -x c - -o "$probe" >/dev/null 2>&1 || result=$?
    rm -f "$probe"
    return "$result"
}

bison_is_new_enough() {
    version=$(bison --version 2>/dev/null | sed -n '1s/.* //p')
    [ -n "$version" ] && [ "$(printf '3.6\n%s\n' "$version" | sort -V | head -n 1)" = 3.6 ]
}

# Is the thing there?  One word per thing; the package that brings it is in package_of().
is_there() {
    case $1 in
        cc) has_program cc || has_program gcc || has_program clang ;;
        c++) has_program c++ || has_program g++ || has_program clang++ ;;
        bison) bison_is_new_enough ;;
        libpq) has_library libpq || has_header libpq-fe.h ;;
        openssl) has_library libcrypto ;;
        cmocka) has_library cmocka ;;
        server) [ -n "$(server_folder)" ] ;;
        pgbouncer) has_program pgbouncer || [ -x /usr/sbin/pgbouncer ] ;;
        sanitizers) links 'int main(void) { return 0; }' gcc -fsanitize=address,undefined ;;
        libfuzzer)
            links 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d == 0 && n != 0; }' \
                clang -fsanitize=fuzzer,address
            ;;
        valgrind) has_program valgrind || has_program brew ;; # not made for current macOS; the tests that want it say so
        *) has_program "$1" ;;
    esac
}

things_for() {
    case $1 in
        build) echo cc cmake ninja pkg-config flex bison libpq openssl ;;
        server) echo server ;;
        test) echo gcc c++ clang clang++ sanitizers cmocka valgrind git pgbouncer find diff awk ;;
        fuzz) echo clang libfuzzer ;;
        *) fail "setup: what is $1?" ;;
    esac
}

# The package of a thing, for a package manager.
package_of() {
    case $1/$2 in
        apt/cc | apt/gcc) echo gcc libc6-dev ;;
        apt/c++) echo g++ ;;
        apt/clang | apt/clang++) echo clang ;;
        apt/sanitizers) echo "" ;; # come with gcc
        apt/libfuzzer) echo "libclang-rt-$(clang -dumpversion 2>/dev/null | cut -d. -f1)-dev" ;;
        apt/ninja) echo ninja-build ;;
        apt/libpq) echo libpq-dev ;;
        apt/openssl) echo libssl-dev ;;
        apt/cmocka) echo libcmocka-dev ;;
        apt/server) echo postgresql postgresql-contrib ;;

        dnf/cc | dnf/gcc) echo gcc ;;
        dnf/c++) echo gcc-c++ ;;
        dnf/clang | dnf/clang++ | dnf/libfuzzer) echo clang compiler-rt ;;
        dnf/sanitizers) echo libasan libubsan ;;
        dnf/ninja) echo ninja-build ;;
        dnf/pkg-config) echo pkgconf-pkg-config ;;
        dnf/libpq) echo libpq-devel ;;
        dnf/openssl) echo openssl-devel ;;
        dnf/cmocka) echo libcmocka-devel ;;
        dnf/server) echo postgresql-server postgresql-contrib ;;

        brew/cc | brew/c++ | brew/clang | brew/clang++ | brew/git) echo "" ;; # Apple's command line tools
        brew/gcc | brew/sanitizers | brew/libfuzzer) echo "" ;;               # /usr/bin/gcc is clang there
        brew/pkg-config) echo pkgconf ;;
        brew/libpq) echo libpq ;;
        brew/openssl) echo openssl@3 ;;
        brew/server) echo postgresql@17 ;;

        */awk) echo gawk ;;
        */diff) echo diffutils ;;
        */find) echo findutils ;;
        *) echo "$2" ;;
    esac
}

package_manager() {
    for manager in apt-get dnf brew; do
        if has_program "$manager"; then
            echo "${manager%-get}"
            return
        fi
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif has_program sudo; then
        sudo "$@"
    else
        fail "these packages need root, and there is no sudo; run as root: $*"
    fi
}

# Debian starts a cluster of its own when the server package is installed.  We need only the programs: for the time
# of the installation its own setting says so.
install_with_apt() {
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -qq
    case " $* " in
        *" postgresql "*)
            as_root apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
            drop_in=/etc/postgresql-common/createcluster.d/schemagen-setup.conf
            as_root mkdir -p "$(dirname "$drop_in")"
            echo 'create_main_cluster = false' | as_root tee "$drop_in" >/dev/null
            result=0
            as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null || result=$?
            as_root rm -f "$drop_in"
            return "$result"
            ;;
        *) as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null ;;
    esac
}

# Debian starts a service when the pooler is installed.  We need only the program.
stop_installed_service() {
    case " $* " in
        *" pgbouncer "*) if has_program systemctl; then as_root systemctl disable --now pgbouncer >/dev/null 2>&1 || true; fi ;;
    esac
}

install_packages() {
    manager=$1
    shift
    case $manager in
        apt) install_with_apt "$@" && stop_installed_service "$@" ;;
        dnf) as_root dnf install -y -q "$@" ;;
        brew) brew install --quiet "$@" ;;
    esac
}

# Homebrew keeps some packages out of the way of Apple's old ones.
find_homebrew() {
    has_program brew || return 0
    prefix=$(brew --prefix)
    export PATH="$prefix/opt/bison/bin:$prefix/opt/flex/bin:$prefix/opt/libpq/bin:$PATH"
    export CMAKE_PREFIX_PATH="$prefix/opt/libpq:$prefix/opt/openssl@3:$prefix/opt/flex:$prefix"
    export PKG_CONFIG_PATH="$prefix/opt/libpq/lib/pkgconfig:$prefix/opt/openssl@3/lib/pkgconfig:${PKG_CONFIG_PATH:-}"
}

missing_things() {
    for group in "$@"; do
        for thing in $(things_for "$group"); do
            is_there "$thing" || echo "$thing"
        done
    done
}

setup() {
    find_homebrew
    missing=$(missing_things "$@" | tr '\n' ' ')
    [ -z "$missing" ] && return
    manager=$(package_manager)
    [ -n "$manager" ] || fail "missing: $missing- and none of apt-get, dnf, brew is here to install it"
    packages=$(for thing in $missing; do package_of "$manager" "$thing"; done | tr ' ' '\n' | grep . | sort -u | tr '\n' ' ')
    if [ -n "$packages" ]; then
        say "installing with $manager: $packages"
        # shellcheck disable=SC2086
        install_packages "$manager" $packages || fail "$manager could not install: $packages"
        find_homebrew
    fi
    # Without pgbouncer its tests are skipped, and say so.
    missing=$(missing_things "$@" | grep -vx pgbouncer | tr '\n' ' ')
    [ -z "$missing" ] || fail "still missing after the installation: $missing"
}
