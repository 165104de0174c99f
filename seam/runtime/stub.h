// SPDX-License-Identifier: MIT OR Apache-2.0
//
// For assembly: one patchable stub a function of a live component, and the table of them. A stub
// is a jump with a 32-bit displacement, alone in 16 aligned bytes, so that it is replaced with a
// single aligned store.
// clang-format off
#ifndef SEAM_RUNTIME_STUB_H
#define SEAM_RUNTIME_STUB_H

// clang-format off: this is assembly.

// Addresses in the table are filled in when a position-independent program starts.
#if defined(__PIC__) || defined(__PIE__)
#define SEAM_TABLE_SECTION .data.rel.ro.seam_stubs, "aw"
#else
#define SEAM_TABLE_SECTION .rodata.seam_stubs, "a"
#endif

// NAME, what a stub is once it leads to TARGET, for whoever measures that: nothing patches it.
.macro seam_jump name, target
    .p2align 4, 0xcc
    .globl \name
    .hidden \name
    .type \name, @function
\name:
    .byte 0xe9
    .long \target - (. + 4)
    .byte 0xcc, 0xcc, 0xcc
    .size \name, . - \name
    .p2align 4, 0xcc
.endm

// Begins the table COMPONENT_stubs, an array of seam::Stub.
.macro seam_stubs component
    .section SEAM_TABLE_SECTION, @progbits
    .p2align 4 // as the ABI has it for arrays of 16 bytes and more
    .globl \component\()_stubs
    .hidden \component\()_stubs
    .type \component\()_stubs, @object
\component\()_stubs:
.endm

// COMPONENT_live_FUNCTION, which jumps to COMPONENT_cpp_FUNCTION at first, and its row in the table.
.macro seam_stub component, function
    .section .text.seam_stubs.\component, "ax", @progbits
    .p2align 4, 0xcc
    .globl \component\()_live_\function
    .hidden \component\()_live_\function
    .type \component\()_live_\function, @function
\component\()_live_\function:
    .byte 0xe9
    .long \component\()_cpp_\function - (. + 4)
    .byte 0xcc, 0xcc, 0xcc
    .size \component\()_live_\function, . - \component\()_live_\function
    .p2align 4, 0xcc

    .section .rodata.str1.1, "aMS", @progbits, 1
.Lname_\function:
    .asciz "\function"

    .section SEAM_TABLE_SECTION, @progbits
    .quad .Lname_\function
    .quad \component\()_live_\function
    .quad \component\()_cpp_\function
    .quad \component\()_rust_\function
.endm

#endif
