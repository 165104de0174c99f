// SPDX-License-Identifier: MIT OR Apache-2.0
.section .text.start, "ax"
.globl _start
.type _start, @function
_start:
    call planted_cpp
    call planted_clean_cpp
    call planted_across
    call planted_pointer
    call planted_switch
    call planted_deliberate
    call sample_live_function
    leaq sample_stubs(%rip), %rax
    call planted_inlined
    call planted_trap
    call planted_fall
    call planted_garbage
1:  hlt
    jmp 1b
.size _start, . - _start

// Runs on into the function behind it.
.type planted_fall, @function
planted_fall:
    incl %eax
.size planted_fall, . - planted_fall
    .balign 8
.type planted_jump, @function
planted_jump:
    testl %eax, %eax
    jne planted_cpp
    ret
.size planted_jump, . - planted_jump

// Holds what is no instruction in 64-bit mode.
.type planted_garbage, @function
planted_garbage:
    .byte 0x06
    ret
.size planted_garbage, . - planted_garbage

// The host's core, which is there already built, refers to it.
.globl rust_eh_personality
rust_eh_personality:
    ret

// A stub and its table, as seam/runtime/stub.h makes them.
.section .text.seam_stubs.sample, "ax"
.type sample_live_function, @function
sample_live_function:
    jmp sample_cpp_function
.size sample_live_function, . - sample_live_function

.section .rodata.seam_stubs, "a"
sample_name:
    .asciz "function"
    .balign 16
.type sample_stubs, @object
sample_stubs:
    .quad sample_name
    .quad sample_live_function
    .quad sample_cpp_function
    .quad sample_rust_function

.section .note.GNU-stack, "", @progbits
