#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# direct_test.sh OBJDUMP IMAGE TWIN: in a fixed image the core's wrapper around each hot function of
# the allocator leads into that twin's code, by a direct call or a jump: not through a pointer, a
# stub or anything that only passes the call on.
set -eu
code=$("$1" -d --no-show-raw-insn "$2")
case $3 in
cpp) body='(frames_cpp_|_ZN7bimetal6frames|_ZNK7bimetal6frames)' ;;
rust) body='(frames_rust_|_R.*6frames[0-9]*)' ;;
esac
for function in '(15allocate_frames|8TwoLevel.*8allocate)' '(11free_frames|8TwoLevel.*4free)'; do
    left=$(printf '%s\n' "$code" | awk -v caller="_Z.*8services.*$function" '
        /^[0-9a-f]+ <.*>:$/ { inside = $0 ~ caller }
        inside && /(call|jmp)/' | grep -v '+0x[0-9a-f]*>' || true)
    [ -n "$left" ] || {
        echo "failed: nothing is called in $function of $2" >&2
        exit 1
    }
    printf '%s\n' "$left" | grep -E "<$body" > /dev/null || {
        echo "failed: $function of $2 does not call the $3 twin itself" >&2
        exit 1
    }
    if printf '%s\n' "$left" | grep -E '<frames_live_|\*' >&2; then
        echo "failed: $function of $2 calls through something" >&2
        exit 1
    fi
done
# An exported function that is left holds the body: it calls no other one of the same name.
passed_on=$(printf '%s\n' "$code" | awk -v exported="<frames_$3_(allocate|free)>" '
    /^[0-9a-f]+ <.*>:$/ { inside = $0 ~ exported }
    inside && /(call|jmp).*(8TwoLevel|4Twin)E?(8allocate|4free)/')
[ -z "$passed_on" ] || {
    printf '%s\n' "$passed_on" >&2
    echo "failed: an exported function of $2 only passes the call on" >&2
    exit 1
}
