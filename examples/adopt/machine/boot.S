// SPDX-License-Identifier: MIT OR Apache-2.0
// From the PVH entry (32 bits, no paging) to kernel_main in 64 bits, the first GiB mapped as it is.

    .intel_syntax noprefix

    .section .note.Xen, "a", @note
    .balign 4
    .long 4, 4, 18              // a note of 4 bytes: the physical entry
    .asciz "Xen"
    .long start

    .section .text.start, "ax", @progbits
    .code32
    .globl start
start:
    cli
    cld
    mov esp, offset stack_top

    // Three levels of tables; the last has pages of 2 MiB.
    mov dword ptr [top_table], offset pointer_table + 3
    mov dword ptr [pointer_table], offset directory + 3
    mov eax, 0x83               // present, writable, large
    mov edi, offset directory
    mov ecx, 512
1:  mov [edi], eax
    add eax, 0x200000
    add edi, 8
    dec ecx
    jnz 1b

    mov eax, offset top_table
    mov cr3, eax
    mov eax, cr4
    or eax, 0x20                // physical address extension
    mov cr4, eax
    mov ecx, 0xc0000080         // extended features: long mode
    rdmsr
    or eax, 0x100
    wrmsr
    mov eax, cr0
    or eax, 0x80000000          // paging
    mov cr0, eax
    lgdt [descriptor_pointer]
    // A far jump by return: how it is written differs between assemblers.
    push 8
    mov eax, offset start_64
    push eax
    retf

    .code64
start_64:
    xor eax, eax
    mov ds, eax
    mov es, eax
    mov ss, eax
    lea rsp, [rip + stack_top]
    call kernel_main
1:  hlt
    jmp 1b

    .section .rodata.start, "a", @progbits
    .balign 8
descriptors:
    .quad 0
    .quad 0x00209a0000000000    // code, 64 bits
descriptor_pointer:
    .short 15
    .long descriptors

    .section .bss.start, "aw", @nobits
    .balign 4096
top_table:      .skip 4096
pointer_table:  .skip 4096
directory:      .skip 4096
    .skip 16384
stack_top:

    .section .note.GNU-stack, "", @progbits
