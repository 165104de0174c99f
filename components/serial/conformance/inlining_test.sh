#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# inlining_test.sh OBJDUMP IMAGE CALLED NEVER: IMAGE calls a function whose name matches CALLED, so
# that there is something to judge, and calls or jumps to none that matches NEVER.
set -eu
code=$("$1" -d --no-show-raw-insn "$2")
reached() {
    printf '%s\n' "$code" | grep -E "(call|jmp)[a-z]*[[:space:]].*<$1"
}
reached "$3" > /dev/null || {
    echo "failed: nothing in $2 calls $3" >&2
    exit 1
}
if reached "$4" >&2; then
    echo "failed: calls to $4 remain in $2" >&2
    exit 1
fi
