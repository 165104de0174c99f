#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# planted.sh VIOLATION PAGE: plants VIOLATION into a copy of PAGE, which is right, and expects that
# check_page.sh says so in the words that are meant for it.
set -u
here=$(dirname "$(readlink -f "$0")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
add() { { cat "$page"; printf '%s\n' "$1"; } >"$folder/report.html"; }
page=$2
looks=light
case $1 in
  empty-plot)
    add '<style>#figure-border .role-mark { display: none; }</style>'
    expected='figure-border is empty'
    ;;
  missing-plots)
    sed 's/<figure/<div/g; s/<\/figure/<\/div/g' "$page" >"$folder/report.html"
    expected='0 plots, expected at least'
    ;;
  script-error)
    add '<script>notAFunction();</script>'
    expected='an error in the console'
    ;;
  too-large)
    { cat "$page"; printf '<!--'; head -c 2000000 /dev/zero | tr '\0' x; printf -- '-->\n'; } \
      >"$folder/report.html"
    expected='2 MB or more'
    ;;
  cut-text)
    add '<style>#figure-stack svg { margin-left: -90px; }</style>'
    expected='figure-stack cuts the text'
    ;;
  pale-text)
    add '<style>.conclusion { color: #9a9a9a; }</style>'
    expected='light: contrast'
    ;;
  dark-on-dark)
    add '<style>.conclusion { color: #202020; }</style>'
    looks=dark
    expected='dark: contrast'
    ;;
  no-dark)
    sed 's/prefers-color-scheme: dark/prefers-color-scheme: none/' "$page" >"$folder/report.html"
    looks='light dark'
    expected='light and dark are the same'
    ;;
  too-wide)
    add '<p style="width: 3000px; max-width: none">wide</p>'
    expected='is wider than the page'
    ;;
  cut-in-print)
    add '<style>@media print { .wide { width: 1400px; max-width: none; } }</style>'
    looks=printed
    expected='printed: .* is wider than the page'
    ;;
  from-elsewhere)
    add '<img src="https://example.invalid/logo.png" alt="">'
    expected='refers to https://example.invalid/logo.png'
    ;;
  *)
    echo "there is no violation $1"
    exit 2
    ;;
esac
# shellcheck disable=SC2086 # several looks are several words
output=$("$here/check_page.sh" "$folder/report.html" 5 $looks)
status=$?
echo "$output"
if [ "$status" -eq 0 ] || ! grep -q "$expected" <<<"$output"; then
  echo "not found: $expected"
  exit 1
fi
