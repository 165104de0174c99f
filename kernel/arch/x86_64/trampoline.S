// SPDX-License-Identifier: MIT OR Apache-2.0
// Where a starting processor begins, in 16-bit mode: copied to ap_trampoline_page, and mapped there
// read and execute while processors start. The slots are filled in the copy.

.set AP_TRAMPOLINE, 0x8000               // processors.cpp has the same
.set NO_EXECUTE_AND_LONG_MODE, (1 << 8) | (1 << 11)

.section .ap_trampoline, "a"
.code16
.globl ap_trampoline, ap_slot_tables, ap_slot_stack, ap_slot_entry
.hidden ap_trampoline, ap_slot_tables, ap_slot_stack, ap_slot_entry
ap_trampoline:
    cli
    cld
    xorw %ax, %ax
    movw %ax, %ds
    lgdtl AP_TRAMPOLINE + ap_descriptor_pointer - ap_trampoline
    movl %cr0, %eax
    orl $1, %eax
    movl %eax, %cr0
    ljmpl $8, $(AP_TRAMPOLINE + ap_protected - ap_trampoline)

.code32
ap_protected:
    movl $0x10, %eax
    movl %eax, %ds
    movl %eax, %ss
    movl %cr4, %eax
    orl $(1 << 5), %eax                  // PAE
    movl %eax, %cr4
    movl AP_TRAMPOLINE + ap_slot_tables - ap_trampoline, %eax
    movl %eax, %cr3
    movl $0xc0000080, %ecx               // EFER
    rdmsr
    orl $(NO_EXECUTE_AND_LONG_MODE), %eax
    wrmsr
    movl %cr0, %eax
    andl $0x9fffffff, %eax               // caches on: INIT leaves them as they were, maybe off
    orl $0x80010001, %eax                // paging, write protect, protection
    movl %eax, %cr0
    ljmp $0x18, $(AP_TRAMPOLINE + ap_long - ap_trampoline)

.code64
ap_long:
    xorl %eax, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %ss
    movl %eax, %fs
    movl %eax, %gs
    movq AP_TRAMPOLINE + ap_slot_stack - ap_trampoline, %rsp
    xorl %ebp, %ebp
    pushq $0                             // end of the frame chain
    jmp *(AP_TRAMPOLINE + ap_slot_entry - ap_trampoline)

.balign 8
ap_descriptors:
    .quad 0
    .quad 0x00cf9b000000ffff             // 32-bit code
    .quad 0x00cf93000000ffff             // data
    .quad 0x00af9b000000ffff             // 64-bit code
ap_descriptor_pointer:
    .short 31
    .long AP_TRAMPOLINE + ap_descriptors - ap_trampoline
.balign 8
ap_slot_tables: .quad 0
ap_slot_stack: .quad 0
ap_slot_entry: .quad 0
