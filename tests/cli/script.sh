#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# script.sh CASE BIMETAL: the `bimetal` script in a folder of its own, on a system whose apt-get,
# dpkg-query and compilers are planted. Nothing real is installed or built: the planted CMake writes
# its arguments to a log and fails.
set -eu
case=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LOG="$folder/log" HOME="$folder/home"
unset RUSTUP_HOME BIMETAL_PRESET
mkdir "$folder/checkout" "$folder/bin" "$HOME"
cp "$2" "$folder/checkout/bimetal"

# Only what the script may use, and no real package tool.
for program in sh env cat cp dirname flock grep mkdir readlink rm sed sort tr; do
  ln -s "$(command -v $program)" "$folder/bin/$program"
done
plant() {
  { echo '#!/bin/sh'; cat; } >"$folder/bin/$1"
  chmod +x "$folder/bin/$1"
}
plant id <<'END'
echo 0
END
plant cmake <<'END'
echo "cmake $*" >>"$LOG"
exit 1
END
# A Debian where nothing of ours is installed.
plant dpkg-query <<'END'
exit 1
END
# $REMOVED: what an installation of rustc-web would remove.
plant apt-get <<'END'
echo "apt-get $*" >>"$LOG"
case "$*" in
  *update*) touch "$LOG.updated" ;;
  -s*rustc-web*) [ -z "${REMOVED:-}" ] || echo "Remv $REMOVED [1.0]" ;;
esac
if [ -n "${LISTS_ARE_OLD:-}" ] && [ ! -e "$LOG.updated" ]; then
  echo "E: Unable to locate package"
  exit 100
fi
END
ln -s "$(command -v touch)" "$folder/bin/touch"

run() {
  status=0
  PATH="$folder/bin" "$folder/checkout/bimetal" "$@" >"$folder/output" 2>&1 || status=$?
  cat "$folder/output"
}
says() { grep -qE -e "$1" "$folder/output" || { echo "expected: $1"; exit 1; }; }
did() { grep -qE -e "$1" "$LOG" || { echo "expected in the log: $1"; cat "$LOG"; exit 1; }; }
did_not() { ! grep -qE -e "$1" "$LOG" 2>/dev/null || { echo "not expected: $1"; cat "$LOG"; exit 1; }; }
ended() { [ "$status" -eq "$1" ] || { echo "status $status, not $1"; exit 1; }; }

case $case in
  installs)
    run run
    did '^apt-get .*--no-remove --no-install-recommends install .*clang-22 .*rustc-web'
    did '^cmake --preset default -DBIMETAL_RUSTC=/usr/bin/rustc'
    did_not 'install .*valgrind'
    says 'CMake could not configure'
    ended 2
    ;;
  refuses-removal)
    REMOVED=rustc run run
    says "would remove rustc, which is yours to decide: remove that \(apt-get remove rustc\), or give rustup"
    did_not '^apt-get -q'
    did_not '^cmake'
    ended 2
    ;;
  takes-rustup)
    for version in 21 22; do
      toolchain="$HOME/.rustup/toolchains/with-$version"
      mkdir -p "$toolchain/bin" "$toolchain/lib/rustlib/src/rust/library/core"
      printf '#!/bin/sh\necho "LLVM version: %s.1.0"\n' $version >"$toolchain/bin/rustc"
      printf '#!/bin/sh\n' >"$toolchain/bin/cargo"
      chmod +x "$toolchain/bin/rustc" "$toolchain/bin/cargo"
    done
    REMOVED=rustc run run
    did '^apt-get -q .*install .*clang-22'
    did_not '^apt-get -q .*rustc-web'
    did "^cmake .*-DBIMETAL_RUSTC=$HOME/.rustup/toolchains/with-22/bin/rustc"
    ;;
  needs-root)
    plant id <<'END'
echo 1000
END
    run run
    says 'run as root, or install sudo'
    did_not '^apt-get -q'
    ended 2
    ;;
  updates-lists)
    LISTS_ARE_OLD=yes run run
    did '^apt-get .*update'
    did '^apt-get -q .*install .*clang-22'
    ;;
  elsewhere)
    rm "$folder/bin/apt-get"
    for program in clang++-22 ld.lld-22 llvm-objcopy-22 rustc cargo ninja qemu-system-x86_64; do
      plant $program </dev/null
    done
    run run
    did "^cmake --preset default -DBIMETAL_RUSTC=$folder/bin/rustc"
    ;;
  elsewhere-missing)
    rm "$folder/bin/apt-get"
    run run
    says 'clang\+\+-22 is missing, and without Debian'
    did_not '^cmake'
    ended 2
    ;;
  unknown-subcommand)
    run frobnicate
    says "there is no subcommand 'frobnicate'"
    did_not '^apt-get'
    ended 2
    ;;
  unknown-preset)
    run --preset fast run
    says "there is no preset 'fast'"
    ended 2
    ;;
  moved-checkout)
    mkdir -p "$folder/checkout/build/default"
    echo 'CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere' >"$folder/checkout/build/default/CMakeCache.txt"
    run run
    says 'was made for another folder'
    did '^cmake --preset default'
    ;;
  clean)
    mkdir -p "$folder/checkout/build/default" "$folder/checkout/kernel"
    run clean
    ended 0
    [ ! -e "$folder/checkout/build" ] && [ -d "$folder/checkout/kernel" ]
    did_not '^apt-get'
    ;;
esac
