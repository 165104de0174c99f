#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# clippy.sh ROOT TARGET_DIRECTORY [kernel]: clippy over the Cargo workspace at ROOT, for the host
# and, with `kernel`, for the bare machine. Findings are errors; which lints are on stands in the
# workspace's Cargo.toml.
set -eu
cd "$1"
# The pair that the build took, first on PATH: cargo finds its subcommands there.
cargo=${BIMETAL_CARGO:-/usr/bin/cargo}
export PATH="$(dirname "$cargo"):$PATH"
export RUSTC=${BIMETAL_RUSTC:-/usr/bin/rustc} CARGO_TARGET_DIR=$2 CARGO_TERM_COLOR=never
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
if [ "${3-}" != kernel ]; then
    exec "$cargo" clippy --quiet --workspace --all-targets -- -D warnings
fi
# A program with std has a panic handler already.
"$cargo" clippy --quiet --locked --workspace --exclude "bimetal-rust*" --exclude seam-panic \
    --all-targets -- -D warnings
# Crates for programs of the host have `-host` at the end of their name.
RUSTC_BOOTSTRAP=1 "$cargo" clippy --quiet --locked --workspace --exclude '*-host' --lib \
    --target x86_64-unknown-none -Zbuild-std=core,alloc,compiler_builtins -- -D warnings
