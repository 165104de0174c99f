// SPDX-License-Identifier: MIT OR Apache-2.0
// Switching stacks, and leaving a function that faulted.

// void switch_context(uint64_t* save_stack_pointer, uint64_t next_stack_pointer)
// Saves what a called function must preserve and continues where the next thread left off.
.section .text.switch_context, "ax"
.balign 16
.globl switch_context
.hidden switch_context
.type switch_context, @function
switch_context:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size switch_context, . - switch_context

// First code of a thread: r12 entry, r13 argument, as scheduler.cpp laid them on the stack.
.section .text.thread_start, "ax"
.balign 16
.globl thread_start
.hidden thread_start
.type thread_start, @function
thread_start:
    movq %r12, %rdi
    movq %r13, %rsi
    xorl %ebp, %ebp
    pushq $0
    jmp thread_main
.size thread_start, . - thread_start

// uint64_t call_recoverable(uint64_t* saved_stack_pointer, void (*function)(void*), void* argument)
// Calls the function; returns 0 when it returned. A fault inside it ends the call: the trap handler
// resumes at recover_from_fault with the saved stack pointer in rsp and the result in rax. Frames
// in between are abandoned, so only attackers without anything to release run under it.
.section .text.call_recoverable, "ax"
.balign 16
.globl call_recoverable, recover_from_fault
.hidden call_recoverable, recover_from_fault
.type call_recoverable, @function
call_recoverable:
    pushq %rbp
    movq %rsp, %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    subq $8, %rsp
    movq %rsp, (%rdi)
    movq %rdx, %rdi
    call *%rsi
    xorl %eax, %eax
recover_from_fault:
    addq $8, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size call_recoverable, . - call_recoverable
