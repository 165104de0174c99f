#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# book.sh PAGE CXX RUSTC: the blocks of a page compile; those marked `rust,refused=WORD` are refused by
# a message that holds the word.
set -eu
page=$1 cxx=$2 rustc=$3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk -v folder="$folder" '
  /^```(cpp|rust)/ && !inside {
    inside = 1; ++count
    kind = substr($0, 4); refused = ""
    if (split(kind, parts, ",refused=") == 2) { kind = parts[1]; refused = parts[2] }
    file = sprintf("%s/%d.%s", folder, NR, kind == "cpp" ? "cpp" : "rs")
    printf "%s %s\n", file, refused == "" ? "-" : refused > (folder "/list")
    next
  }
  /^```$/ && inside { inside = 0; close(file); next }
  inside { print > file }
  END { if (!count) exit 1 }
' "$page" || { echo "$page has no block of C++ or Rust"; exit 1; }

failures=0
while read -r file refused; do
  case $file in
    *.cpp) command="$cxx -std=c++23 -Wall -Wextra -Werror -fsyntax-only" ;;
    *) command="$rustc --edition 2024 --crate-type lib --crate-name block -Dwarnings --emit=metadata --out-dir $folder" ;;
  esac
  line=$(basename "$file" | sed 's/\..*//')
  if $command "$file" >"$folder/messages" 2>&1; then
    if [ "$refused" != - ]; then
      echo "$page:$line: compiles, and should be refused with $refused"
      failures=1
    fi
  elif [ "$refused" = - ] || ! grep -q "$refused" "$folder/messages"; then
    echo "$page:$line: does not compile${refused#-}:"
    cat "$folder/messages"
    failures=1
  fi
done <"$folder/list"
echo "$(wc -l <"$folder/list") blocks of $page"
exit $failures
