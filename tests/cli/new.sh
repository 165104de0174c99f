#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# new.sh SOURCE WORK: in a copy of the project, `bimetal new` writes a component that builds, passes on
# the host and in the kernel, keeps the house's rules, and is measured; a wrong contract or twin of it
# is seen.
set -eu
source=$1 work=$2

rm -rf "$work"
mkdir -p "$work"
tar -C "$source" --exclude=./build --exclude=./target --exclude=./.git -cf - . | tar -C "$work" -xf -
cd "$work"

fail() { echo "$*" >&2; exit 1; }
built() { cmake --build build/default --target "$@" >build.log 2>&1 || { tail -40 build.log; return 1; }; }

cmake --preset default >configure.log 2>&1 || { cat configure.log; fail "the copy cannot be configured"; }
built bimetal-tool seam-generator
tool=$work/build/default/tools/bimetal/bimetal
"$tool" new block_cache
! "$tool" new block_cache 2>messages || fail "a component is written over another"
grep "is there already" messages

built suite-block_cache suite-block_cache-address-undefined suite-block_cache-planted \
  house image-bimetal-tests image-bimetal-bench
ctest --test-dir build/default --no-tests=error --output-on-failure \
  -R 'block_cache|^house\.(layers|conventions|format)$'
"$tool" --no-build run --accelerator tcg --smp 2 --timeout 120 --exec 'components; test block_cache' \
  </dev/null >console.txt 2>&1 || { cat console.txt; fail "the kernel does not pass"; }
grep 'block_cache.*cpp' console.txt || fail "the kernel does not list the component"
grep '9 in-kernel tests, 0 failed' console.txt
"$tool" --no-build run --image bench --accelerator tcg --timeout 120 --exec 'bench block_cache 3' \
  </dev/null >table.txt 2>&1 || { cat table.txt; fail "it cannot be measured"; }
grep 'block_cache/add/cpp-calls-rust/stub' table.txt || { cat table.txt; fail "nothing was measured"; }

# What is there to be filled in is checked like the rest.
sed -i 's/if amount > limit/if amount >= limit/; s/Some(total) if total <= self.limit/Some(total) if total < self.limit/' \
  components/block_cache/rust/src/lib.rs
built suite-block_cache
! ctest --test-dir build/default -R '^host.block_cache$' >wrong.txt ||
  fail "a wrong twin passes"
sed -i 's/(block_cache, 1)/(block_cache, 2)/' components/block_cache/block_cache.seam.h
! built suite-block_cache block_cache-bindings-current >stale.txt || fail "stale bindings build"
grep 'block_cache-bindings\|seam-generator' stale.txt
