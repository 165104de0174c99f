#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# format.sh ROOT: refuses C++ and Rust files below ROOT that their formatter would change.
# The styles are those of this repository, whatever ROOT is.
set -u
styles=$(cd "$(dirname "$0")/../.." && pwd)
status=0

list() { # list PATTERN...: files below ROOT whose name matches one of the find arguments
    find "$root" \( -name build -o -name target -o -name .git \) -prune -o -type f \( "$@" \) -print0
}

root=$1
rustfmt=$(dirname "${BIMETAL_CARGO:-/usr/bin/cargo}")/rustfmt
list -name '*.hpp' -o -name '*.cpp' -o -name '*.h' -o -name '*.c' |
    xargs -0 --no-run-if-empty clang-format-22 --style="file:$styles/.clang-format" \
        --dry-run -Werror || status=1
list -name '*.rs' |
    xargs -0 --no-run-if-empty "$rustfmt" --config-path "$styles/rustfmt.toml" --check ||
    status=1
[ "$status" -eq 0 ] || echo "Run clang-format-22 -i and rustfmt on the files named above." >&2
exit "$status"
