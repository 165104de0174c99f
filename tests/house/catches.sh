#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# catches.sh EXPECTED COMMAND...: succeeds when COMMAND fails and its output has EXPECTED.
set -u
expected=$1
shift
output=$("$@" 2>&1) && {
    printf '%s\nmissed: it was accepted\n' "$output"
    exit 1
}
printf '%s\n' "$output"
case $output in
*"$expected"*) echo "caught" ;;
*)
    echo "missed: nothing says '$expected'"
    exit 1
    ;;
esac
