#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# compilers.sh ROOT HEADER LANGUAGE...: HEADER, included first and alone, through the second compilers,
# each with its own library: g++ 12 for `c++`, gcc 12 for `c`. Paths are from ROOT.
set -eu
root=$1
header=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
flags="-Wall -Wextra -Werror -O1 -fsyntax-only -I$root -I$root/seam/include -I$root/examples/adopt"
printf '#include "%s"\nextern int included;\n' "$root/$header" >"$folder/header"

for language; do
  case $language in
  c++) compiler="$(command -v g++-12 || command -v g++) -std=c++23" ;;
  c) compiler="$(command -v gcc-12 || command -v gcc) -std=c17 -pedantic" ;;
  *) exit 2 ;;
  esac
  $compiler $flags -x "$language" "$folder/header"
  echo "passed: $($compiler --version | head -1)"
done
