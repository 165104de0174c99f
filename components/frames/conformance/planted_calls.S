// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Calls that direct_test.sh must refuse: exported functions that only pass the call on.
    .text
_ZN7bimetal8services15allocate_frames:
    call frames_rust_allocate
    ret
_ZN7bimetal8services11free_frames:
    call frames_rust_free
    ret
frames_rust_allocate:
    jmp _R6frames9two_level8TwoLevel4Twin8allocate
frames_rust_free:
    jmp _R6frames9two_level8TwoLevel4Twin4free
_R6frames9two_level8TwoLevel4Twin8allocate:
    ret
_R6frames9two_level8TwoLevel4Twin4free:
    ret

    .section .note.GNU-stack, "", @progbits
