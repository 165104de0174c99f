// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/tests/attack.hpp"

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"

#include <cstdint>

namespace bimetal::tests {
void enter_user_mode(void* address) {
    const auto entry = reinterpret_cast<std::uint64_t>(address);
    arch::disable_interrupts();
    // A fault in user mode arrives here: far enough below what catch_fault saved on this stack.
    std::uint64_t here = 0;
    constexpr std::uint64_t distance = 2048;
    arch::this_cpu().task_state.privilege_stack[0] =
        (reinterpret_cast<std::uint64_t>(&here) - distance) & ~std::uint64_t{15};
    constexpr std::uint64_t flags = 2; // interrupts off
    asm volatile("pushq %0\n"
                 "pushq %1\n"
                 "pushq %2\n"
                 "pushq %3\n"
                 "pushq %4\n"
                 "iretq\n"
                 :
                 : "r"(std::uint64_t{arch::user_data_selector}), "r"(entry + 4096 - 16), "r"(flags),
                   "r"(std::uint64_t{arch::user_code_selector}), "r"(entry)
                 : "memory");
}

} // namespace bimetal::tests
