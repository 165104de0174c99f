// SPDX-License-Identifier: MIT OR Apache-2.0
// One stub a vector. Each leaves the same frame (trap_frame.hpp) and calls trap_dispatch. The core
// has no user mode, so GS always points to this processor's data and is not exchanged.

.section .text.interrupt_vectors, "ax"

// A frame pointer chain through the trap: the frame ends in the interrupted rip, so pushing a
// copy of it beside rbp lets the unwinder step from the handler into the interrupted function.
.balign 16
.type trap_common, @function
trap_common:
    pushq %r15
    pushq %r14
    pushq %r13
    pushq %r12
    pushq %r11
    pushq %r10
    pushq %r9
    pushq %r8
    pushq %rbp
    pushq %rdi
    pushq %rsi
    pushq %rdx
    pushq %rcx
    pushq %rbx
    pushq %rax
    cld
    movq %rsp, %rdi
    pushq 17 * 8(%rsp)                   // interrupted rip, in the place of a return address
    pushq %rbp
    movq %rsp, %rbp
    call trap_dispatch
.globl trap_dispatch_returns
.hidden trap_dispatch_returns
trap_dispatch_returns:                   // the unwinder knows an interrupted frame by it
    leaq 16(%rbp), %rsp
    popq %rax
    popq %rbx
    popq %rcx
    popq %rdx
    popq %rsi
    popq %rdi
    popq %rbp
    popq %r8
    popq %r9
    popq %r10
    popq %r11
    popq %r12
    popq %r13
    popq %r14
    popq %r15
    addq $16, %rsp                       // vector, error code
    iretq
.size trap_common, . - trap_common

.macro vector number
    .balign 16
vector_\number:
    // The processor pushes an error code for these alone.
    .if \number == 8 || (\number >= 10 && \number <= 14) || \number == 17 || \number == 21 || \number == 29 || \number == 30
    .else
    pushq $0
    .endif
    pushq $\number
    jmp trap_common
.endm

.altmacro
.macro numbered_vector number
    vector \number
.endm
.set index, 0
.rept 256
    numbered_vector %index
    .set index, index + 1
.endr

.macro numbered_pointer number
    .quad vector_\number
.endm
.section .rodata.interrupt_vectors, "a"
.balign 8
.globl interrupt_vector_table
.hidden interrupt_vector_table
interrupt_vector_table:
.set index, 0
.rept 256
    numbered_pointer %index
    .set index, index + 1
.endr
