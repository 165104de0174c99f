#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# contract_mismatch.sh EXPECT TOOL IMAGE NM READELF WORK: an image in which one twin reports another
# hash than the core was built from stops at boot, and says the seam and both hashes. The linker
# refuses such objects, so the number is changed in the linked image.
set -eu
expect=$1 tool=$2 image=$3 nm=$4 readelf=$5 work=$6

mkdir -p "$work"
contract=$("$nm" "$image" | sed -n 's/.* serial_rust_contract_\([0-9a-f]\{16\}\)$/\1/p')
address=$("$nm" "$image" | sed -n 's/^\([0-9a-f]*\) . serial_rust_contract$/\1/p')
[ -n "$contract" ] && [ -n "$address" ] || { echo "$image has no Rust twin of serial" >&2; exit 1; }

# Where the function is in the file: in the segment whose addresses hold it.
offset=
while read -r _ file_offset start _ size _; do
  if [ $((0x$address - start)) -ge 0 ] && [ $((0x$address - start)) -lt $((size)) ]; then
    offset=$((0x$address - start + file_offset))
  fi
done < <("$readelf" -lW "$image" | grep '^ *LOAD')
[ -n "$offset" ] || { echo "no segment holds serial_rust_contract" >&2; exit 1; }

# The hash, lowest byte first, as the operand of the function's one interesting instruction.
lowest=${contract:14:2}
place=$(dd if="$image" bs=1 skip="$offset" count=32 status=none | od -An -v -tx1 | tr -d '\n')
for ((index = 0; index < 32; ++index)); do
  [ "$(echo "$place" | cut -d' ' -f$((index + 2))-$((index + 9)))" = \
    "$(echo "$contract" | sed 's/\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)\(..\)/\8 \7 \6 \5 \4 \3 \2 \1/')" ] && break
done
[ "$index" -lt 32 ] || { echo "serial_rust_contract does not hold the hash" >&2; exit 1; }

patched=$work/mismatch.elf
cp "$image" "$patched"
changed=$(printf '%02x' $((0x$lowest ^ 1)))
printf "\\x$changed" | dd of="$patched" bs=1 seek=$((offset + index)) conv=notrunc status=none
"$expect" -s 101 -o "^panic: seam 'serial': .* contract $contract, its rust twin from ${contract:0:14}$changed" -- \
  "$tool" --no-build run --accelerator tcg --image "$patched" --exec version
