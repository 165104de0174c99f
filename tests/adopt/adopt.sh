#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# adopt.sh RUST EXAMPLE PREFIX WORK RUSTC: a copy of EXAMPLE in WORK, with the package of PREFIX, built
# and booted. RUST is `build-std`, for core built with RUSTC, or `stable`, for a stable toolchain that
# has core for the target and no RUSTC_BOOTSTRAP. Exits with 77 where there is none.
set -eu
rust=$1 example=$2 prefix=$3 work=$4 rustc=$5
target=x86_64-unknown-none
unset RUSTC_BOOTSTRAP RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET CARGO_TARGET_DIR
export RUSTUP_AUTO_INSTALL=0

fail() {
  echo "failed: $*" >&2
  exit 1
}

has_core() { # has_core RUSTC
  local libraries
  libraries=$("$1" --print target-libdir --target $target 2>/dev/null) &&
    compgen -G "$libraries/libcore-*.rlib" >/dev/null
}

# The first stable rustc, with a cargo beside it, whose toolchain has core for the target.
find_stable() {
  for candidate in "$rustc" "$(command -v rustc)" "${RUSTUP_HOME:-$HOME/.rustup}"/toolchains/*/bin/rustc; do
    if has_core "$candidate" && [ -x "$(dirname "$candidate")/cargo" ] &&
      "$candidate" --version | grep -qv -e -nightly -e -beta -e -dev; then
      echo "$candidate"
      return
    fi
  done
}

build_std=
case $rust in
build-std) build_std="core;compiler_builtins" ;;
stable)
  rustc=$(find_stable)
  if [ -z "$rustc" ]; then
    echo "skipped: no core for $target in this toolchain"
    exit 77
  fi
  ;;
*) fail "no Rust is called $rust" ;;
esac
echo "Rust: $("$rustc" --version), $rust"
seed=${BIMETAL_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
echo "random tests use BIMETAL_SEED=$seed"

# The example where nothing else of the repository is.
rm -rf "$work"
mkdir -p "$work"
tar -C "$example" --exclude=./third_party --exclude=./build --exclude=./target -cf - . | tar -C "$work" -xf -
mkdir "$work/third_party"
cp -r "$prefix" "$work/third_party/seam"
cd "$work"

configure() { # configure FOLDER OPTION...
  cmake -S . -B "$@" -G Ninja -DCMAKE_C_COMPILER=gcc "-DSEAM_RUSTC=$rustc" \
    "-DSEAM_CARGO=$(dirname "$rustc")/cargo" >configure.log 2>&1
}
configure build "-DADOPT_BUILD_STD=$build_std" "-DADOPT_SEED=$seed" || { cat configure.log; exit 1; }
if [ $rust = stable ]; then
  ! grep "RUSTC_BOOTSTRAP=1" build/build.ninja || fail "RUSTC_BOOTSTRAP is set"
elif ! has_core "$rustc"; then
  ! configure refused || fail "a toolchain without core is taken"
  grep -q "has no core for $target" configure.log || { cat configure.log; fail "core is not named"; }
fi
make() { cmake --build build --parallel 2 --target "$@" >build.log 2>&1; }
make all || { cat build.log; fail "the example does not build"; }

boot() { # boot KERNEL STATUS: what it prints
  local status=0
  timeout 60 qemu-system-x86_64 -machine q35 -cpu max -accel tcg -m 64M -kernel "build/$1.elf" \
    -nodefaults -no-reboot -display none -serial stdio \
    -device isa-debug-exit,iobase=0xf4,iosize=4 </dev/null || status=$?
  [ "$status" -eq "$2" ] || fail "$1 ends with status $status instead of $2"
}

# It boots, and says the same with either journal.
for kernel in before kernel-c kernel-rust; do
  boot $kernel 33 >$kernel.text
  tail -n +2 $kernel.text >$kernel.rest
  cmp before.rest $kernel.rest || fail "$kernel says something else than the kernel as it was"
done
cat kernel-rust.text
grep -q "^messages: [1-9][0-9]* taken, [1-9][0-9]* dropped" kernel-rust.rest || fail "nothing was recorded"
boot compare 33

# Nothing in the twin can panic: the linker dropped the handler as unreachable.
panics() { nm build/kernel-rust.elf | grep -q -e " kernel_panic$" -e rust_begin_unwind; }
! panics || fail "a panic is reachable in kernel-rust.elf"
size build/before.elf build/kernel-c.elf build/kernel-rust.elf

# A kernel of another contract does not link with this twin, and the linker names both.
mkdir other
sed 's/^\(#define JOURNAL_CONTRACT_DIGITS \).*/\10123456789abcdef/' journal/generated/contract.h >other/contract.h
sed 's|journal/generated/contract.h|other/contract.h|' journal/client.h >other/client.h
sed 's|journal/client.h|other/client.h|' kernel/main.c >other/main.c
gcc -std=c17 -O2 -ffreestanding -fno-pic -mgeneral-regs-only -DSEAM_JOURNAL_SELECTION=rust -I. \
  -Ithird_party/seam/include -c other/main.c -o other/main.o
archive=$(find build/cargo -path "*/release/*" -name libadopt_rust.a)
if gcc -nostdlib -static -no-pie -Wl,-T,machine/kernel.ld other/main.o \
  $(find build -name 'boot.S.o' -o -name machine.c.o) "$archive" -o other/kernel.elf 2>messages; then
  fail "a kernel of another contract links"
fi
grep -o "undefined reference to .journal_rust_contract_0123456789abcdef" messages ||
  fail "the linker does not name the contract: $(cat messages)"

# A contract that was changed without its bindings fails the build, which names the file.
cp journal/journal.seam.h kept.h
sed -i 's/(journal, 1)/(journal, 2)/' journal/journal.seam.h
! make all || fail "stale bindings are built"
grep -o "contract.h: error: not what .*journal.seam.h says now" build.log || fail "the stale file is not named"
cp kept.h journal/journal.seam.h

# A twin that counts wrongly is caught by the comparison.
twin=journal/rust/src/lib.rs
cp $twin kept.rs
plant() { # plant FROM TO
  sed "s/$1/$2/" kept.rs >$twin
  ! cmp -s kept.rs $twin || fail "nothing was planted"
  make compare kernel-rust || { cat build.log; fail "the planted twin does not build"; }
}
plant 'self.dropped.wrapping_add(dropped)' 'self.dropped.wrapping_sub(dropped)'
boot compare 35 | tee compare.text
grep -q "^compare: call [0-9]* is answered differently" compare.text || fail "the difference is not named"

# One that can panic keeps the handler in the image, and a panic says where it was.
plant 'self.bytes.get(index).copied().unwrap_or_default()' 'self.bytes[index + 1000]'
panics || fail "a panic that can be reached is not seen"
boot kernel-rust 7 | tee panic.text
grep -q "^panic in journal/rust/src/lib.rs line [0-9]" panic.text || fail "the panic does not say where"
echo passed
