// SPDX-License-Identifier: MIT OR Apache-2.0
// Functions whose stack is known: stack_test.cpp says what is expected of each.
#include <cstddef>

extern "C" {
int planted_leaf(std::size_t index);
int planted_chain(std::size_t index);
int planted_tail(std::size_t index);
int planted_recursion(int count);
int planted_mutual(int count);
int planted_pointer(std::size_t index);
int planted_variable(std::size_t size);
int planted_above_recursion(int count);
int planted_failing(std::size_t index);
[[noreturn]] void planted_panic(std::size_t index);
void planted_assembly();
}

namespace {

constexpr std::size_t kept = 64;

using Function = int (*)(std::size_t);
constinit Function volatile chosen = planted_leaf;
constinit volatile std::size_t input = 5;

} // namespace

[[gnu::noinline]] int planted_leaf(std::size_t index) {
    volatile int numbers[kept];
    numbers[index % kept] = 1;
    return numbers[0]; // NOLINT(clang-analyzer-core.uninitialized.UndefReturn): nobody runs it.
}

[[gnu::noinline]] int planted_chain(std::size_t index) {
    volatile int numbers[2 * kept];
    numbers[index % kept] = planted_leaf(index);
    return numbers[0];
}

[[gnu::noinline]] int planted_tail(std::size_t index) {
    [[clang::musttail]] return planted_leaf(index + 1);
}

[[gnu::noinline]] int planted_recursion(int count) {
    volatile int number = count;
    // Twice, so that no optimiser makes a loop of it.
    return count == 0 ? 0 : planted_recursion(count - 1) * planted_recursion(count - number);
}

[[gnu::noinline]] int planted_mutual(int count) {
    volatile int number = count;
    return planted_above_recursion(count - 1) + number;
}

[[gnu::noinline]] int planted_above_recursion(int count) {
    volatile int number = count;
    return count < 0 ? number : planted_mutual(count) + number;
}

[[gnu::noinline]] int planted_pointer(std::size_t index) {
    return chosen(index) + 1;
}

[[gnu::noinline]] int planted_variable(std::size_t size) {
    auto* numbers = static_cast<volatile int*>(__builtin_alloca(size * sizeof(int)));
    numbers[0] = 1;
    // NOLINTNEXTLINE(clang-analyzer-core.uninitialized.UndefReturn): nobody runs it.
    return numbers[size - 1];
}

[[gnu::noinline]] void planted_panic(std::size_t index) {
    volatile int numbers[6 * kept];
    numbers[index % kept] = 1;
    for (;;) {
        asm volatile("hlt");
    }
}

[[gnu::noinline]] int planted_failing(std::size_t index) {
    if (index >= kept) {
        planted_panic(index);
    }
    return planted_leaf(index) + 1;
}

// NOLINTNEXTLINE(readability-identifier-naming): the linker's name for it.
extern "C" [[gnu::used, gnu::visibility("default")]] void _start() {
    // The optimiser does not know what they are called with.
    const std::size_t index = input;
    const auto count = static_cast<int>(index);
    const int sum = planted_chain(index) + planted_tail(index) + planted_recursion(count) +
                    planted_above_recursion(count) + planted_pointer(index) +
                    planted_variable(index) + planted_failing(index);
    input = static_cast<std::size_t>(sum);
    planted_assembly();
}

asm(R"(
    .type planted_assembly, @function
    planted_assembly:
    pushq %rbx
    subq $24, %rsp
    movq $1, %rdi
    call planted_leaf
    addq $24, %rsp
    popq %rbx
    ret
    .size planted_assembly, . - planted_assembly
)");
