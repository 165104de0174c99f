#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# golden.sh CHECK ROOT CXX RUSTC GENERATOR: what is generated for the golden contract compiles, and
# its entries keep their promises; a change of it is seen.
set -eu
check=$1 root=$2 cxx=$3 rustc=$4 generator=$5
golden=$root/seam/generator/tests/golden
cc=${cxx%++*}-${cxx##*-}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() { echo "$*" >&2; exit 1; }

# Of those named, the compilers that are here.
present() {
  for compiler; do
    command -v "$compiler" >/dev/null && echo "$compiler"
  done
}

compile_cpp() { # compile_cpp COMPILER SOURCE OUTPUT OPTION...
  compiler=$1 source=$2 output=$3
  shift 3
  "$compiler" -std=c++23 -O1 -Wall -Wextra -Werror "$@" -I"$root" -I"$root/seam/include" \
    -c "$source" -o "$output"
}

compile_rust() {
  "$rustc" --edition 2024 --crate-type rlib --crate-name seam "$root/seam/rust/src/lib.rs"
  "$rustc" --edition 2024 --crate-type rlib --crate-name weather_contract -Dmissing_docs -Dwarnings \
    --extern seam=libseam.rlib "$golden/generated/weather.rs"
  "$rustc" --edition 2024 --crate-type staticlib --crate-name weather -Cpanic=abort -Dwarnings -L . \
    --extern weather_contract=libweather_contract.rlib "$golden/twin.rs"
}

case $check in
c)
  for compiler in $(present "$cc" gcc-12 gcc); do
    "$compiler" -std=c17 -pedantic -Wall -Wextra -Werror -I"$root/seam/include" -x c -fsyntax-only \
      "$golden/weather.seam.h"
  done
  ;;
hostile)
  compile_rust
  for compiler in $(present "$cxx" g++-12); do
    compile_cpp "$compiler" "$golden/twin.cpp" twin.o
    compile_cpp "$compiler" "$golden/hostile.cpp" hostile.o
    compile_cpp "$compiler" "$root/seam/harness/harness.cpp" harness.o
    compile_cpp "$compiler" "$root/seam/harness/host_main.cpp" host_main.o
    "$compiler" twin.o hostile.o harness.o host_main.o libweather.a -o hostile
    ./hostile >output || { cat output; fail "a twin does not keep a promise, by $compiler"; }
    tail -n 1 output
  done
  ;;
untested)
  # A promise that nothing can be derived for, and that nobody tests by hand.
  ! compile_cpp "$cxx" "$golden/hostile.cpp" hostile.o -DWITHOUT_A_TEST 2>messages ||
    fail "a promise without a test compiles"
  grep -m1 "exchange_answers_generation" messages
  ;;
catches)
  mkdir -p seam/generator/tests
  cp -r "$golden" seam/generator/tests/
  cp "$root/.clang-format" .
  here=seam/generator/tests/golden
  compare() {
    "$generator" $here/weather.seam.h --output $here/generated --hostile $here/generated \
      --page $here/generated/weather.md --root . --namespace golden::weather \
      --include "$root/seam/include" --check
  }
  compare || fail "what nobody changed is called stale"
  for file in "$here"/generated/weather.* "$here"/generated/*.hpp "$here"/generated/hostile.rs; do
    cp "$file" kept
    sed -i '0,/weather/s//wether/' "$file"
    ! compare 2>messages || fail "a change of $file is not seen"
    grep "$(basename "$file"): error: not what .* says now" messages
    mv kept "$file"
  done
  ;;
*) fail "no check is called $check" ;;
esac
