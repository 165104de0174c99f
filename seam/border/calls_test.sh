#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# calls_test.sh OBJDUMP IMAGE LOOP...: none of these functions of IMAGE calls anything.
set -eu
objdump=$1
image=$2
shift 2
for loop; do
  code=$("$objdump" -d --no-show-raw-insn --disassemble-symbols="$loop" "$image")
  printf '%s\n' "$code" | grep -q "<$loop>:" || {
    echo "failed: $image has no $loop" >&2
    exit 1
  }
  if printf '%s\n' "$code" | grep -E "[[:space:]]call[a-z]*[[:space:]]" >&2; then
    echo "failed: calls remain in $loop" >&2
    exit 1
  fi
done
