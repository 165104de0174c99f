// SPDX-License-Identifier: MIT OR Apache-2.0
// The one memcpy family of the image; both languages call it. Small sizes go by words, larger ones
// by the string instructions, which current processors run at cache-line width.

.macro function name
    .section .text.\name, "ax"
    .balign 16
    .globl \name
    .hidden \name
    .type \name, @function
\name:
.endm

// void* memcpy(void* to, const void* from, size_t length)
function memcpy
    movq %rdi, %rax
    cmpq $16, %rdx
    jae 2f
    testb $8, %dl
    jz 1f
    movq (%rsi), %rcx
    movq %rcx, (%rdi)
    addq $8, %rsi
    addq $8, %rdi
1:  andl $7, %edx
    jz 4f
3:  movb (%rsi), %cl
    movb %cl, (%rdi)
    incq %rsi
    incq %rdi
    decl %edx
    jnz 3b
4:  ret
2:  movq %rdx, %rcx
    cmpq $256, %rdx
    jae 6f
    // 16 to 255: words, then the last word again, overlapping.
    movq -8(%rsi, %rdx), %r8
    leaq -8(%rdi, %rdx), %r9
    decq %rcx
    shrq $3, %rcx
5:  movq (%rsi), %r10
    movq %r10, (%rdi)
    addq $8, %rsi
    addq $8, %rdi
    decq %rcx
    jnz 5b
    movq %r8, (%r9)
    ret
6:  rep movsb
    ret
.size memcpy, . - memcpy

// void* memmove(void* to, const void* from, size_t length)
function memmove
    movq %rdi, %rcx
    subq %rsi, %rcx
    cmpq %rdx, %rcx
    jae memcpy_forward                   // to is below from, or beyond its end
    movq %rdi, %rax
    leaq -1(%rdi, %rdx), %rdi
    leaq -1(%rsi, %rdx), %rsi
    movq %rdx, %rcx
    std
    rep movsb
    cld
    ret
memcpy_forward:
    // Where the ranges overlap, words loaded ahead would be stale: go by bytes unless apart.
    movq %rsi, %rcx
    subq %rdi, %rcx
    cmpq %rdx, %rcx
    jae memcpy
    movq %rdi, %rax
    movq %rdx, %rcx
    rep movsb
    ret
.size memmove, . - memmove

// void* memset(void* to, int byte, size_t length)
function memset
    movq %rdi, %r8
    movzbl %sil, %eax
    movq %rdx, %rcx
    cmpq $16, %rdx
    jb 2f
    movabsq $0x0101010101010101, %r9
    imulq %r9, %rax
    cmpq $256, %rdx
    jae 2f
    movq %rax, -8(%rdi, %rdx)
    decq %rcx
    shrq $3, %rcx
1:  movq %rax, (%rdi)
    addq $8, %rdi
    decq %rcx
    jnz 1b
    movq %r8, %rax
    ret
2:  rep stosb
    movq %r8, %rax
    ret
.size memset, . - memset

// int memcmp(const void* a, const void* b, size_t length); bcmp needs only zero or not
function bcmp
    jmp memcmp
.size bcmp, . - bcmp
function memcmp
    cmpq $8, %rdx
    jb 2f
1:  movq (%rdi), %rax
    movq (%rsi), %rcx
    cmpq %rcx, %rax
    jne 4f
    addq $8, %rdi
    addq $8, %rsi
    subq $8, %rdx
    cmpq $8, %rdx
    jae 1b
2:  testq %rdx, %rdx
    jz 3f
    movzbl (%rdi), %eax
    movzbl (%rsi), %ecx
    subl %ecx, %eax
    jne 5f
    incq %rdi
    incq %rsi
    decq %rdx
    jmp 2b
3:  xorl %eax, %eax
5:  ret
4:  bswapq %rax                          // the first differing byte decides
    bswapq %rcx
    cmpq %rcx, %rax
    sbbl %eax, %eax
    orl $1, %eax
    ret
.size memcmp, . - memcmp

// size_t strlen(const char* text)
function strlen
    movq %rdi, %rax
    jmp 2f
1:  incq %rax
2:  cmpb $0, (%rax)
    jne 1b
    subq %rdi, %rax
    ret
.size strlen, . - strlen

// const void* memchr(const void* from, int byte, size_t length)
function memchr
    movq %rdi, %rax
    addq %rdi, %rdx
1:  cmpq %rdx, %rax
    je 2f
    cmpb %sil, (%rax)
    je 3f
    incq %rax
    jmp 1b
2:  xorl %eax, %eax
3:  ret
.size memchr, . - memchr
