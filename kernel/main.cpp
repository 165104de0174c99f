// SPDX-License-Identifier: MIT OR Apache-2.0
// From the entry code to the shell: each step needs the ones before it.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/power.hpp"
#include "kernel/boot/boot_information.hpp"
#include "kernel/console/console.hpp"
#include "kernel/console/emergency.hpp"
#include "kernel/console/results.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/memory.hpp"
#include "kernel/services/serial.hpp"
#include "kernel/trap/panic.hpp"

namespace bimetal {
namespace {

constinit boot::BootInformation boot_information;

// The boot page tables show the first 4 GiB, read only.
std::optional<std::span<const std::byte>> read_boot_memory(std::uint64_t physical,
                                                           std::size_t length) {
    constexpr std::uint64_t shown = std::uint64_t{4} << 30;
    if (physical >= shown || length > shown - physical) {
        return std::nullopt;
    }
    return std::span{arch::direct_map<const std::byte>(physical), length};
}

// For faults before there is memory for stacks.
alignas(16) constinit std::array<std::byte, 8192> first_interrupt_stack{};

} // namespace
} // namespace bimetal

extern "C" [[noreturn]] void kernel_main(bimetal::boot::Protocol protocol,
                                         std::uint64_t information);

void kernel_main(bimetal::boot::Protocol protocol, std::uint64_t information) {
    using namespace bimetal;
    arch::Cpu& cpu = arch::cpu_at(0);
    cpu.task_state.interrupt_stack.fill(reinterpret_cast<std::uint64_t>(
        first_interrupt_stack.data() + first_interrupt_stack.size()));
    arch::build_interrupt_descriptors();
    arch::adopt_cpu(cpu, 0, 0);
    arch::enable_protections();
    cpu.online = true;
    sched::adopt_boot_thread({.bottom = reinterpret_cast<std::uint64_t>(boot_stack_bottom),
                              .top = reinterpret_cast<std::uint64_t>(boot_stack_top)});
    results::initialise();

    if (auto parsed = boot_information.parse(protocol, information, read_boot_memory); !parsed) {
        panic("boot information: {}", parsed.error());
    }
    if (auto ready = services::initialise_memory(boot_information); !ready) {
        panic("memory: {}", ready.error());
    }
    console::EmergencySink sink;
    text::print(sink, "hello\n");
    arch::leave(arch::ExitCode::success);
}
