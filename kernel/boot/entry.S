// SPDX-License-Identifier: MIT OR Apache-2.0
// From the boot protocol (32-bit protected mode, no paging) to kernel_main in the higher half.
//
// The first page tables already keep writable and executable apart: text is read and execute,
// constants are read only, data is read and write, and the direct map of the first 4 GiB is read
// only until the core has built the final tables.

.set KERNEL_BASE, 0xffffffff80000000
.set KERNEL_BASE_LOW, 0x80000000
.set IMAGE_END_OFFSET, 24                // kernel/debug/image_information.hpp
.set DIRECT_MAP_SLOT, 256
.set PRESENT, 1
.set WRITABLE, 2
.set LARGE, 0x80
.set NO_EXECUTE_HIGH, 0x80000000
.set IMAGE_TABLES, 8                     // 2 MiB of image each
.set PROTOCOL_PVH, 1
.set PROTOCOL_MULTIBOOT2, 2
.set MULTIBOOT2_LOADED, 0x36d76289

.section .entry.header, "a"
.balign 8
multiboot2_header:
    .long 0xe85250d6, 0, multiboot2_header_end - multiboot2_header
    .long -(0xe85250d6 + 0 + (multiboot2_header_end - multiboot2_header))
    .balign 8
    .short 1, 0                          // information we need: command line, memory map
    .long 16
    .long 1, 6
    .balign 8
    .short 6, 0                          // modules start on a page
    .long 8
    .balign 8
    .short 0, 0
    .long 8
multiboot2_header_end:

.section .note.Xen, "a", @note
.balign 4
    .long 4, 8, 18                       // XEN_ELFNOTE_PHYS32_ENTRY
    .asciz "Xen"
    .quad pvh_entry

.section .entry.code, "ax"
.code32
.globl multiboot2_entry
multiboot2_entry:
    cmpl $MULTIBOOT2_LOADED, %eax
    jne wrong_loader
    movl $PROTOCOL_MULTIBOOT2, %edi
    jmp begin
wrong_loader:
    movl $message_loader, %esi
    jmp refuse

.globl pvh_entry
pvh_entry:
    movl $PROTOCOL_PVH, %edi
begin:
    cli
    cld
    movl $(boot_stack_top - KERNEL_BASE), %esp
    pushl %ebx                           // cpuid overwrites it
    movl $0x80000000, %eax
    cpuid
    cmpl $0x80000001, %eax
    jb wrong_processor
    movl $0x80000001, %eax
    cpuid
    popl %ebx
    andl $((1 << 29) | (1 << 20)), %edx  // long mode, no-execute pages
    cmpl $((1 << 29) | (1 << 20)), %edx
    jne wrong_processor

    // All of the image must lie in the window that the tables below can map.
    movl bimetal_image_information - KERNEL_BASE + IMAGE_END_OFFSET, %ebp
    subl $KERNEL_BASE_LOW, %ebp          // physical end of the image, backtrace table included
    cmpl $(IMAGE_TABLES << 21), %ebp
    ja image_too_large

    // Identity: the entry code alone, read and execute.
    movl $(boot_low_directory_pointers - KERNEL_BASE + PRESENT + WRITABLE), boot_top_table - KERNEL_BASE
    movl $(boot_low_directory - KERNEL_BASE + PRESENT + WRITABLE), boot_low_directory_pointers - KERNEL_BASE
    movl $(boot_low_table - KERNEL_BASE + PRESENT + WRITABLE), boot_low_directory - KERNEL_BASE
    movl $image_physical_start, %esi
    movl $entry_end, %ecx
    movl $PRESENT, %eax
    xorl %edx, %edx
    pushl %ebx
    movl $(boot_low_table - KERNEL_BASE), %ebx
    call map_range

    // The image in the top 2 GiB.
    movl $(boot_high_directory_pointers - KERNEL_BASE + PRESENT + WRITABLE), boot_top_table - KERNEL_BASE + 511 * 8
    movl $(boot_high_directory - KERNEL_BASE + PRESENT + WRITABLE), boot_high_directory_pointers - KERNEL_BASE + 510 * 8
    movl $(boot_high_tables - KERNEL_BASE + PRESENT + WRITABLE), %eax
    movl $(boot_high_directory - KERNEL_BASE), %esi
    movl $IMAGE_TABLES, %ecx
1:  movl %eax, (%esi)
    addl $4096, %eax
    addl $8, %esi
    loop 1b
    movl $(boot_high_tables - KERNEL_BASE), %ebx
    movl $(text_start - KERNEL_BASE), %esi
    movl $(text_end - KERNEL_BASE), %ecx
    movl $PRESENT, %eax
    xorl %edx, %edx
    call map_range
    movl $NO_EXECUTE_HIGH, %edx
    movl $(constants_start - KERNEL_BASE), %esi
    movl $(constants_end - KERNEL_BASE), %ecx
    call map_range
    movl $(__backtrace_start - KERNEL_BASE), %esi
    movl %ebp, %ecx
    call map_range
    movl $(PRESENT | WRITABLE), %eax
    movl $(data_start - KERNEL_BASE), %esi
    movl $(data_end - KERNEL_BASE), %ecx
    call map_range
    // The page under the boot stack stays unmapped.
    movl $(boot_stack_guard - KERNEL_BASE), %esi
    shrl $12, %esi
    movl $0, (%ebx, %esi, 8)
    popl %ebx

    // Direct map of the first 4 GiB, read only: boot information is all that is read through it.
    movl $(boot_direct_directory_pointers - KERNEL_BASE + PRESENT + WRITABLE), boot_top_table - KERNEL_BASE + DIRECT_MAP_SLOT * 8
    movl $(boot_direct_directories - KERNEL_BASE + PRESENT + WRITABLE), %eax
    movl $(boot_direct_directory_pointers - KERNEL_BASE), %esi
    movl $4, %ecx
2:  movl %eax, (%esi)
    addl $4096, %eax
    addl $8, %esi
    loop 2b
    movl $(boot_direct_directories - KERNEL_BASE), %esi
    movl $(PRESENT | LARGE), %eax
    movl $2048, %ecx
3:  movl %eax, (%esi)
    movl $NO_EXECUTE_HIGH, 4(%esi)
    addl $0x200000, %eax
    addl $8, %esi
    loop 3b

    movl %cr4, %eax
    orl $(1 << 5), %eax                  // PAE
    movl %eax, %cr4
    movl $(boot_top_table - KERNEL_BASE), %eax
    movl %eax, %cr3
    movl $0xc0000080, %ecx               // EFER: long mode, no-execute
    rdmsr
    orl $((1 << 8) | (1 << 11)), %eax
    wrmsr
    movl %cr0, %eax
    orl $0x80010001, %eax                // paging, write protect, protection
    movl %eax, %cr0
    lgdt entry_descriptor_pointer
    ljmp $8, $long_mode

wrong_processor:
    movl $message_processor, %esi
    jmp refuse
image_too_large:
    movl $message_image, %esi

// Prints the string at esi on COM1 with bounded waits, and stops.
refuse:
    lodsb
    testb %al, %al
    jz 5f
    movb %al, %ah
    movl $100000, %ecx
    movl $0x3fd, %edx
4:  inb %dx, %al
    testb $0x20, %al
    jnz 6f
    loop 4b
6:  movl $0x3f8, %edx
    movb %ah, %al
    outb %al, %dx
    jmp refuse
5:  movl $0x12, %eax                     // the emulator's exit port, if there is one
    movl $0xf4, %edx
    outl %eax, %dx
7:  hlt
    jmp 7b

// Fills page table entries: esi start, ecx end (physical), eax/edx flags, ebx tables.
map_range:
    pushl %edi
8:  cmpl %ecx, %esi
    jae 9f
    movl %esi, %edi
    shrl $12, %edi
    leal (%ebx, %edi, 8), %edi
    pushl %esi
    orl %eax, %esi
    movl %esi, (%edi)
    movl %edx, 4(%edi)
    popl %esi
    addl $4096, %esi
    jmp 8b
9:  popl %edi
    ret

.code64
long_mode:
    xorl %eax, %eax
    movl %eax, %ds
    movl %eax, %es
    movl %eax, %ss
    movl %eax, %fs
    movl %eax, %gs
    movl %ebx, %esi                      // second argument: physical address of boot information
    movq $boot_stack_top, %rsp
    xorl %ebp, %ebp
    pushq $0                             // end of the frame chain
    movabsq $kernel_main, %rax
    jmp *%rax

// Data among code says so, because the check of the image reads everything else as instructions.
.balign 8
.type entry_descriptors, @object
entry_descriptors:
    .quad 0
    .quad 0x00af9b000000ffff             // 64-bit code
entry_descriptor_pointer:
    .short 15
    .quad entry_descriptors

message_loader:
    .asciz "bimetal: not started by a Multiboot2 loader; use GRUB's multiboot2 command.\r\n"
message_processor:
    .asciz "bimetal: this processor lacks 64-bit mode or no-execute pages.\r\n"
message_image:
    .asciz "bimetal: the image is larger than the 16 MiB that the entry code maps.\r\n"
.size entry_descriptors, . - entry_descriptors

.section .bss.boot_tables, "aw", @nobits
.balign 4096
.globl boot_top_table
.hidden boot_top_table
boot_top_table: .skip 4096
boot_low_directory_pointers: .skip 4096
boot_low_directory: .skip 4096
boot_low_table: .skip 4096
boot_high_directory_pointers: .skip 4096
boot_high_directory: .skip 4096
boot_high_tables: .skip 4096 * IMAGE_TABLES
boot_direct_directory_pointers: .skip 4096
boot_direct_directories: .skip 4096 * 4

.globl boot_stack_guard, boot_stack_bottom, boot_stack_top
.hidden boot_stack_guard, boot_stack_bottom, boot_stack_top
boot_stack_guard: .skip 4096
boot_stack_bottom: .skip 4096 * 8
boot_stack_top:
