// SPDX-License-Identifier: MIT OR Apache-2.0
.section .text.start, "ax"
.globl _start
.type _start, @function
_start:
    call sample_main
1:  hlt
    jmp 1b
.size _start, . - _start

// Without type and size, as hand-written entry points often are.
sample_stub:
    ret
