// SPDX-License-Identifier: MIT OR Apache-2.0
// One thing at a time that does not belong in a kernel image; VIOLATION_x chooses it.

extern "C" [[gnu::visibility("default"), gnu::used]] void _start() {}

#if defined(VIOLATION_good)

#elif defined(VIOLATION_guard)
// In assembly, so that the optimiser cannot see through them.
asm("__cxa_guard_acquire: __cxa_guard_release: ret");

volatile int source = 1;

[[gnu::used]] int* lazy() {
    static int value = source;
    return &value;
}

#elif defined(VIOLATION_constructor) || defined(VIOLATION_hidden_constructor)
volatile int source = 1;
[[gnu::used]] int computed = source + 1;

#elif defined(VIOLATION_sse)
[[gnu::used]] void violating_function() {
    asm volatile("movaps %xmm1, %xmm0");
}

#elif defined(VIOLATION_avx)
[[gnu::used]] void violating_function() {
    asm volatile("vaddps %ymm1, %ymm2, %ymm0");
}

#elif defined(VIOLATION_mmx)
[[gnu::used]] void violating_function() {
    asm volatile("paddb %mm1, %mm0");
}

#elif defined(VIOLATION_x87)
[[gnu::used]] void violating_function() {
    asm volatile("fldpi");
}

#elif defined(VIOLATION_writable_and_executable)
[[gnu::used]] int data = 1;

#elif defined(VIOLATION_red_zone) || defined(VIOLATION_red_zone_frame)
[[gnu::used]] int violating_function(int number) {
    volatile int kept = number;
    return kept;
}

#elif defined(VIOLATION_frame_segment)
[[gnu::used]] void violating_function() {
    asm volatile("movq %%fs:16, %%rax" ::: "rax");
}

#elif defined(VIOLATION_large_frame)
[[gnu::used]] int violating_function(int index) {
    volatile int kept[1024];
    kept[index] = index;
    return kept[0];
}

#elif defined(VIOLATION_branch_tracking)
[[gnu::used]] void violating_function() {}

#elif defined(VIOLATION_return_thunk)
asm("__x86_return_thunk: ret");

#elif defined(VIOLATION_address_table)
asm(".section .got, \"aw\", @progbits; .quad _start; .text");

#elif defined(VIOLATION_mixed_section)
asm(".section .mixed, \"awx\", @progbits; nop; .text");

#elif defined(VIOLATION_undefined)
extern "C" [[gnu::weak]] void missing_function();
[[gnu::used]] auto* taken = &missing_function;

#elif defined(VIOLATION_export)
extern "C" [[gnu::visibility("default"), gnu::used]] void stray_function() {}

#elif defined(VIOLATION_unwind_table)
[[gnu::used]] void violating_function() {}

#elif defined(VIOLATION_thread_local)
[[gnu::used]] thread_local int per_thread = 1;

#elif defined(VIOLATION_unwinding)
extern "C" [[gnu::used]] void _Unwind_Resume() {}

extern "C" [[gnu::used]] void rust_eh_personality() {}

#elif defined(VIOLATION_library_memory) || defined(VIOLATION_other_memory)
extern "C" [[gnu::used]] void* memcpy(void* to, const void*, unsigned long) {
    return to;
}

#elif defined(VIOLATION_memory_recursion)
asm(R"(
    .globl memcpy
    .hidden memcpy
    .type memcpy, @function
    memcpy: testq %rdx, %rdx
    jne memcpy
    ret
    .size memcpy, . - memcpy
)");

#elif defined(VIOLATION_memory_functions)
extern "C" [[gnu::used]] void* memcpy(void* to, const void*, unsigned long) {
    return to;
}

// A local copy, as a library's weak one becomes when the names off the export list are made local.
asm(R"(
    .section .text.other, "axR"
    .type memcpy_other, @function
    memcpy_other: ret
    .size memcpy_other, . - memcpy_other
)");

#else
#error "choose a violation"
#endif
