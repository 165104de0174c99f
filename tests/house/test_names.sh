#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# test_names.sh PAGE BUILD [ROWS]: every test that PAGE names between backquotes is one of BUILD's;
# `*` and … stand for any text. With ROWS, the page's tables have the rows 1 to ROWS, each with a test.
set -u
page=$1
mapfile -t tests < <(ctest --test-dir "$2" -N 2>/dev/null | sed -n 's/^ *Test *#[0-9]*: //p')
rows=${3:-0}
prefixes='fuzz|models|host|kernel|boot|cli|seam|image|rust|house|configure|adopt|evaluation'
failed=0
names=0

while IFS= read -r name; do
  names=$((names + 1))
  pattern=${name//…/*}
  found=
  for test in "${tests[@]}"; do
    # shellcheck disable=SC2053
    if [[ $test == $pattern ]]; then
      found=yes
      break
    fi
  done
  if [ -z "$found" ]; then
    echo "$page: $name is no test: see ctest -N."
    failed=1
  fi
done < <(grep -oE "\`($prefixes)\.[^\` ]+\`" "$page" | tr -d '`' | grep -vE '\.(cpp|hpp|h|rs|list)$' | sort -u)

for ((row = 1; row <= rows; ++row)); do
  if ! grep -qE "^\| $row \|.*\`($prefixes)\.[^\` ]+\`" "$page"; then
    echo "$page: row $row is missing, or names no test."
    failed=1
  fi
done
echo "$names names of tests in $page"
[ "$names" -gt 0 ] && [ "$failed" -eq 0 ]
