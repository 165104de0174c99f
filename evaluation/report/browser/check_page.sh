#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# check_page.sh PAGE FIGURES [LOOK...]: PAGE is right in Chromium: no error, at least FIGURES plots and none of
# them empty or cut, texts that can be read in light and in dark, nothing wider than the window or
# than the paper, less than 2 MB, nothing from elsewhere. Prints each finding; fails if there is one. With LOOKs, only those of light,
# dark, narrow and printed.
set -u
page=$(readlink -f "$1")
least_figures=$2
shift 2
looks=("$@")
[ "${#looks[@]}" -gt 0 ] || looks=(light dark narrow printed)
declare -A colours
here=$(dirname "$(readlink -f "$0")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
exec 3>&1
finding() { echo "$page: $*" >&3; failed=1; }

browser=$(command -v chromium) || {
  echo "chromium is not installed"
  exit 1
}

# A fresh profile each time; light is 1 and dark is 0.
chromium_with() {
  rm -rf "$folder/profile"
  timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
    --user-data-dir="$folder/profile" --enable-logging=stderr "$@" 2>"$folder/messages"
}

# look FILE WINDOW SCHEME: lays out FILE, and prints what check_page.js found.
look() {
  chromium_with --blink-settings=preferredColorScheme="$3" --window-size="$2" --dump-dom \
    "file://$1" >"$folder/dom"
  while IFS= read -r line; do
    finding "an error in the console: $line"
  done < <(grep -o 'CONSOLE.*' "$folder/messages")
  sed -n '/<pre id="findings">/,/<\/pre>/p' "$folder/dom" | sed 's/<[^>]*>//g'
}

# judge NAME: reads what `look` printed.
judge() {
  local name=$1 figures=
  while IFS= read -r line; do
    case $line in
      figures:*) figures=${line#figures: } ;;
      page:*) colours[$name]=${line#page: } ;;
      finding:*) finding "$name: ${line#finding: }" ;;
    esac
  done <"$folder/found"
  if [ -z "$figures" ]; then
    finding "$name: the browser did not lay the page out"
  elif [ "$figures" -lt "$least_figures" ]; then
    finding "$name: $figures plots, expected at least $least_figures"
  fi
}

size=$(stat -c %s "$page")
[ "$size" -lt 2000000 ] || finding "$size bytes, 2 MB or more"

{ cat "$page"; echo '<script>'; cat "$here/check_page.js"; echo '</script>'; } >"$folder/checked.html"
for look in "${looks[@]}"; do
  window=1280,900 scheme=1 file=$folder/checked.html
  case $look in
    dark) scheme=0 ;;
    narrow) window=500,900 ;;
    printed)
      # The paper is A4 on its side, less the margins.
      window=1039,900 file=$folder/printed.html
      sed -e 's/@media print/@media all/' \
        -e 's/@media screen and (prefers-color-scheme: dark)/@media not all/' \
        "$folder/checked.html" >"$file"
      ;;
  esac
  look "$file" "$window" "$scheme" >"$folder/found"
  judge "$look"
done
if [ -n "${colours[light]:-}" ] && [ "${colours[light]}" = "${colours[dark]:-}" ]; then
  finding "light and dark are the same: ${colours[dark]}"
fi
pages=
if [[ " ${looks[*]} " == *" printed "* ]]; then
  chromium_with --no-pdf-header-footer --print-to-pdf="$folder/page.pdf" "file://$page" >/dev/null
  pages=$(grep -ac '/Type */Page\b' "$folder/page.pdf" 2>/dev/null)
  [ "${pages:-0}" -gt 0 ] || finding "the printed page has no sheet"
fi

echo "$size bytes, ${pages:-no} sheets, light ${colours[light]:-not seen}, dark ${colours[dark]:-not seen}"
exit "$failed"
