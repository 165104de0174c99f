#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# crossings.sh IMAGE: in an image with fixed twins nothing exists only to cross between the
# languages: no stub, and no service of the core that link-time optimisation did not put into the
# twin that calls it. What is left of the boundary is one direct call to a twin's body.
set -eu
names=$(llvm-nm-22 --defined-only "$1")
left=$(printf "%s\n" "$names" | sed -n 's/^[^ ]* [tT] \(serial_\(service\|live\)_.*\)/\1/p')
calls=$(llvm-objdump-22 --disassemble --no-show-raw-insn "$1" |
  grep -c 'call.*serial_\(cpp\|rust\)_' || true)
echo "$1: $calls direct calls of a twin's functions"
for name in $left; do
  echo "$name is still a function: calls cross where they should vanish"
done
[ -n "$names" ] && [ -z "$left" ]
