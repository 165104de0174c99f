#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# same_answers.sh TOOL: the same commands give the same answers with either twin of each component,
# chosen at boot, down to the digests of every byte of the frame allocator's and the heap's state. One CPU and
# --icount make both runs deterministic.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for twin in cpp rust; do
  "$1" --no-build run --image release --icount --memory 256M --timeout 300 \
    --exec 'help; version; memory; frames; heap; cpu' -- "frames=$twin" "heap=$twin" "serial=$twin" >"$folder/$twin"
  # From the first command on: what comes before may name the twin. Counts of interrupts may differ.
  tr -d '\r' <"$folder/$twin" | sed -n '/^> help/,$p' |
    sed '/^> cpu/,$s/[0-9][0-9]*$/N/' >"$folder/$twin.answers"
  [ -s "$folder/$twin.answers" ]
done
diff "$folder/cpp.answers" "$folder/rust.answers"
echo "same answers, $(wc -l <"$folder/cpp.answers") lines"
