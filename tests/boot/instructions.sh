#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# instructions.sh TOOL [LIMIT]: guest instructions from reset to the shell's first prompt, with
# 256 MiB and one CPU. Under --icount the time-stamp counter counts them, so the figure is the same
# on every run of one image.
set -eu
limit=${2:-30000000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" --no-build run --image release --icount --memory 256M --smp 1 --timeout 300 \
  --results "$folder/results" </dev/null
count=$(sed -n 's/.*"event":"prompt".*"tsc":\([0-9]*\).*/\1/p' "$folder/results" | head -n 1)
[ -n "$count" ] || { echo "the kernel reported no prompt"; exit 1; }
echo "boot to the prompt: $count guest instructions (limit $limit)"
[ "$count" -le "$limit" ]
