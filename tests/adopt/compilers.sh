#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# compilers.sh ROOT FILE WHAT...: FILE, included first and alone, through the second compilers, each
# with its own library: g++ 12 for `c++`, gcc 12 for `c`, its assembler for `assembly`. Other words
# are options of the compiler. Paths are from ROOT.
set -eu
root=$1
file=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
flags="-Wall -Wextra -Werror -O1 -I$root -I$root/seam/include -I$root/examples/adopt"
printf '#include "%s"\nextern int included;\n' "$root/$file" >"$folder/file"
printf '#include "%s"\n' "$root/$file" >"$folder/file.S"

languages=
for word; do
  case $word in
  c++ | c | assembly) languages="$languages $word" ;;
  *) flags="$flags $word" ;;
  esac
done
c=$(command -v gcc-12 || command -v gcc)
for language in $languages; do
  case $language in
  c++) "$(command -v g++-12 || command -v g++)" -std=c++23 $flags -fsyntax-only -x c++ "$folder/file" ;;
  c) "$c" -std=c17 -pedantic $flags -fsyntax-only -x c "$folder/file" ;;
  assembly) "$c" $flags -c "$folder/file.S" -o "$folder/object" ;;
  esac
  echo "passed: $language, $("$c" --version | head -1)"
done
