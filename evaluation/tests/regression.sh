#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# regression.sh EVALUATION: the gate, with a baseline of the image as it is, refuses the image whose
# C++ twin of frames is slower, for those rows and for no other; and takes the image as it is.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
expect=$(dirname "$0")/../../tests/expect.sh
baseline=$folder/baseline.json
"$1" bench --write-baseline --baseline "$baseline"
"$1" bench --gate --baseline "$baseline"
"$expect" -s 1 -o "WORSE .*frames/pair_order_0/cpp-calls-cpp" \
  -e "cost more than 3 % more instructions" -n "WORSE .*rust" -n "WORSE .*serial" -- \
  "$1" bench --gate --gate-image bench-slower --baseline "$baseline"
