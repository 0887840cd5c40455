#!/bin/sh
# Which packages are asked for, of which package manager, in which situation.  Nothing is installed: the programs that
# would do it are stubs, which write down how they were called.
#
#   test.sh SOURCE
set -eu
. "$1/scripts/setup.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Afterwards everything is there, unless the machine has a file `refuses`.
cat >"$folder/stub" <<'END'
#!/bin/sh
machine=$(dirname "$0")
name=${0##*/}
case $name-${1:-} in
    id-*) cat "$machine/user"; exit ;;
    brew---prefix) echo /opt/homebrew; exit ;;
esac
cat >/dev/null
echo "$name $*" >>"$machine/output"
case " $* " in *" install "*) [ ! -e "$machine/refuses" ] && : >"$machine/installed" ;; esac
END
chmod +x "$folder/stub"
for program in apt-get dnf brew sudo id; do ln "$folder/stub" "$folder/$program"; done
PATH=$folder:$PATH

# What setup.sh asks of the machine.
has_program() {
    case " $programs " in *" $1 "*) ;; *) return 1 ;; esac
}

is_there() {
    case " $never " in *" $1 "*) return 1 ;; esac
    [ ! -e "$folder/installed" ] || return 0
    case " $there " in *" $1 "*) ;; *) return 1 ;; esac
}

# machine PROGRAMS USER: a bare one with these package managers (and sudo).
machine() {
    programs=$1
    there=
    never=
    rm -f "$folder/installed" "$folder/refuses"
    echo "$2" >"$folder/user"
}

# expect SITUATION GROUP…: setup prints and calls what stands on standard input.
expect() {
    situation=$1
    shift
    : >"$folder/output"
    (setup "$@") </dev/null >>"$folder/output" 2>&1 || echo "exit $?" >>"$folder/output"
    sed 's/ *$//' "$folder/output" >"$folder/said"
    diff - "$folder/said" >"$folder/difference" && return
    echo "$situation:"
    cat "$folder/difference"
    exit 1
}

machine dnf 0
expect 'a bare Fedora' build server test <<'END'
==> installing with dnf: bison clang cmake compiler-rt diffutils findutils flex gawk gcc gcc-c++ git libasan libcmocka-devel libpq-devel libubsan ninja-build openssl-devel pgbouncer pkgconf-pkg-config postgresql-contrib postgresql-server valgrind
dnf install -y -q bison clang cmake compiler-rt diffutils findutils flex gawk gcc gcc-c++ git libasan libcmocka-devel libpq-devel libubsan ninja-build openssl-devel pgbouncer pkgconf-pkg-config postgresql-contrib postgresql-server valgrind
END
expect 'a second time' build server test </dev/null

machine dnf 0
there='cc cmake ninja pkg-config flex bison openssl'
expect 'only one thing is missing' build <<'END'
==> installing with dnf: libpq-devel
dnf install -y -q libpq-devel
END

machine 'dnf sudo' 1000
expect 'somebody who may become root' server <<'END'
==> installing with dnf: postgresql-contrib postgresql-server
sudo dnf install -y -q postgresql-contrib postgresql-server
END

machine dnf 1000
expect 'somebody who may not' server <<'END'
==> installing with dnf: postgresql-contrib postgresql-server
error: these packages need root, and there is no sudo; run as root: dnf install -y -q postgresql-contrib postgresql-server
exit 1
END

machine dnf 0
: >"$folder/refuses"
expect 'no network' server <<'END'
==> installing with dnf: postgresql-contrib postgresql-server
dnf install -y -q postgresql-contrib postgresql-server
error: dnf could not install: postgresql-contrib postgresql-server
exit 1
END

machine dnf 0
never='bison pgbouncer'
expect 'packages that are too old; pgbouncer may be missing' build test <<'END'
==> installing with dnf: bison clang cmake compiler-rt diffutils findutils flex gawk gcc gcc-c++ git libasan libcmocka-devel libpq-devel libubsan ninja-build openssl-devel pgbouncer pkgconf-pkg-config valgrind
dnf install -y -q bison clang cmake compiler-rt diffutils findutils flex gawk gcc gcc-c++ git libasan libcmocka-devel libpq-devel libubsan ninja-build openssl-devel pgbouncer pkgconf-pkg-config valgrind
error: still missing after the installation: bison
exit 1
END

machine brew 501
there='cc gcc c++ clang clang++ git sanitizers valgrind find diff awk flex'
expect 'a Mac with the command line tools' build server test <<'END'
==> installing with brew: bison cmake cmocka libpq ninja openssl@3 pgbouncer pkgconf postgresql@17
brew install --quiet bison cmake cmocka libpq ninja openssl@3 pgbouncer pkgconf postgresql@17
END
case $(find_homebrew && echo "$PATH") in
    /opt/homebrew/opt/bison/bin:*) ;;
    *) echo "Homebrew's bison is not found before Apple's"; exit 1 ;;
esac

machine brew 501
there='cmake ninja pkg-config flex bison libpq openssl'
never=cc
expect 'a Mac without them' build <<'END'
error: still missing after the installation: cc
exit 1
END

machine 'apt-get sudo' 1000
expect 'a bare Debian' build server test <<'END'
==> installing with apt: bison clang cmake diffutils findutils flex g++ gawk gcc git libc6-dev libcmocka-dev libpq-dev libssl-dev ninja-build pgbouncer pkg-config postgresql postgresql-contrib valgrind
sudo apt-get update -qq
sudo apt-get install -y -qq --no-install-recommends postgresql-common
sudo mkdir -p /etc/postgresql-common/createcluster.d
sudo tee /etc/postgresql-common/createcluster.d/schemagen-setup.conf
sudo apt-get install -y -qq --no-install-recommends bison clang cmake diffutils findutils flex g++ gawk gcc git libc6-dev libcmocka-dev libpq-dev libssl-dev ninja-build pgbouncer pkg-config postgresql postgresql-contrib valgrind
sudo rm -f /etc/postgresql-common/createcluster.d/schemagen-setup.conf
END

machine '' 0
expect 'another system' server <<'END'
error: missing: server - and none of apt-get, dnf, brew is here to install it
exit 1
END
