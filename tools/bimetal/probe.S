// SPDX-License-Identifier: MIT OR Apache-2.0
// A guest that enters 64-bit mode through PVH, works for a moment, and ends through the
// debug-exit device with success. `bimetal doctor` compares accelerators with it.

  .section .note.pvh, "a", @note
  .long 4, 4, 18                  // name size, value size, XEN_ELFNOTE_PHYS32_ENTRY
  .asciz "Xen"
  .long start

  .set page_present_writable, 0x3
  .set page_large, 0x80

  .bss
  .balign 4096
level_4: .skip 4096
level_3: .skip 4096
level_2: .skip 4096
  .skip 4096
stack_top:

  .data
  .balign 8
descriptors:
  .quad 0
  .quad 0x00af9b000000ffff        // 64-bit code
  .quad 0x00cf93000000ffff        // data
descriptor_register:
  .word . - descriptors - 1
  .long descriptors

  .text
  .code32
  .globl start
start:
  movl $level_3 + page_present_writable, level_4
  movl $level_2 + page_present_writable, level_3
  movl $page_present_writable + page_large, level_2    // the first 2 MiB, one to one
  movl $level_4, %eax
  movl %eax, %cr3
  movl %cr4, %eax
  orl $0x20, %eax                 // physical address extension
  movl %eax, %cr4
  movl $0xc0000080, %ecx          // EFER
  rdmsr
  orl $0x100, %eax                // long mode
  wrmsr
  movl %cr0, %eax
  orl $0x80000001, %eax           // paging, protection
  movl %eax, %cr0
  lgdt descriptor_register
  ljmp $0x8, $long_mode

  .code64
long_mode:
  movl $0x10, %eax
  movl %eax, %ss
  movl %eax, %ds
  movl $stack_top, %esp
  movl $30000000, %ecx
1:
  pushq %rcx
  popq %rax
  addq %rax, %rbx
  decl %ecx
  jnz 1b
  movl $0x10, %eax
  movw $0xf4, %dx
  outl %eax, %dx
2:
  hlt
  jmp 2b
