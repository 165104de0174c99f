#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# loadable.sh IMAGE [LIMIT]: bytes of the image that a boot loader copies into memory, which leaves
# out symbols, debug information and zeroed data.
set -eu
limit=${2:-1048576}
total=0
for size in $(llvm-readelf-22 --program-headers --wide "$1" | sed -n 's/^ *LOAD *[^ ]* *[^ ]* *[^ ]* *\([^ ]*\).*/\1/p'); do
  total=$((total + size))
done
echo "$1: $total loadable bytes (limit $limit)"
[ "$total" -gt 0 ] && [ "$total" -le "$limit" ]
