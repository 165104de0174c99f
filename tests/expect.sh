#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# expect.sh [-s STATUS] [-o PATTERN]... [-e PATTERN]... [-n PATTERN]... [-l LINES] [-i TEXT] COMMAND...
#
# Runs COMMAND and fails unless it exits with STATUS (0), its output has a line for each extended
# regular expression of -o and none for -n, its error stream one for each of -e, and LINES lines in
# all. -i is what COMMAND reads, with printf's escapes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0
lines=
: >"$folder/input"
: >"$folder/checks"
while getopts s:o:e:n:l:i: option; do
  case $option in
    s) status=$OPTARG ;;
    o) printf 'output has %s\n' "$OPTARG" >>"$folder/checks" ;;
    e) printf 'error has %s\n' "$OPTARG" >>"$folder/checks" ;;
    n) printf 'output lacks %s\n' "$OPTARG" >>"$folder/checks" ;;
    l) lines=$OPTARG ;;
    i) printf '%b' "$OPTARG" >"$folder/input" ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))

actual=0
"$@" <"$folder/input" >"$folder/output" 2>"$folder/error" || actual=$?

failed=
complain() { printf 'expect: %s\n' "$*"; failed=yes; }
[ "$actual" -eq "$status" ] || complain "the status is $actual, not $status"
while read -r stream verb pattern; do
  if grep -qE -e "$pattern" "$folder/$stream"; then found=has; else found=lacks; fi
  [ "$found" = "$verb" ] || complain "the $stream stream $found $pattern"
done <"$folder/checks"
if [ -n "$lines" ] && [ "$(wc -l <"$folder/error")" -ne "$lines" ]; then
  complain "the error stream has $(wc -l <"$folder/error") lines, not $lines"
fi
printf -- '--- output\n'
cat "$folder/output"
printf -- '--- error\n'
cat "$folder/error"
[ -z "$failed" ]
