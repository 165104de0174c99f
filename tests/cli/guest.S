// SPDX-License-Identifier: MIT OR Apache-2.0
// A guest that stands in for the kernel in tests of the command line. It prints a line on the
// console, RESULTS on the results channel, and then behaves as one of the BEHAVIOUR_… names says:
// EXIT ends with the value EXIT, HANG loops with interrupts off, RESET causes a triple fault,
// SHELL repeats each line that is typed, asking for the next with a prompt event, until one
// starts with 'p'.

  .set console, 0x3f8
  .set console_status, 0x3fd
  .set byte_received, 0x1
  .set results, 0xe9
  .set debug_exit, 0xf4

#ifndef EXIT
#define EXIT 0x10
#endif

  .section .note.pvh, "a", @note
  .long 4, 4, 18                  // name size, value size, XEN_ELFNOTE_PHYS32_ENTRY
  .asciz "Xen"
  .long start

  .bss
  .balign 16
  .skip 4096
stack_top:

  .data
greeting: .asciz "guest: hello\n"
report: .asciz RESULTS
prompt_event: .asciz "{\"event\":\"prompt\",\"tsc\":1000}\n"
no_interrupts: .word 0
  .long 0

  .text
  .code32
  .globl start
start:
  movl $stack_top, %esp
  movl $greeting, %esi
  movw $console, %dx
  call print
  movl $report, %esi
  movw $results, %dx
  call print

#if defined(BEHAVIOUR_HANG)
  cli
1:
  jmp 1b
#elif defined(BEHAVIOUR_RESET)
  lidt no_interrupts
  ud2
#elif defined(BEHAVIOUR_SHELL)
next_line:
  movl $prompt_event, %esi
  movw $results, %dx
  call print
  call read
  cmpb $'p', %al
  je end
1:
  movw $console, %dx
  outb %al, %dx
  cmpb $'\r', %al
  je 2f
  call read
  jmp 1b
2:
  movb $'\n', %al
  outb %al, %dx
  jmp next_line

// Waits for a byte on the console and returns it in al.
read:
  movw $console_status, %dx
  inb %dx, %al
  testb $byte_received, %al
  jz read
  movw $console, %dx
  inb %dx, %al
  ret
end:
#endif

  movl $EXIT, %eax
  movw $debug_exit, %dx
  outl %eax, %dx
1:
  hlt
  jmp 1b

// Writes the text at esi to port dx.
print:
  lodsb
  testb %al, %al
  jz 1f
  outb %al, %dx
  jmp print
1:
  ret
