// SPDX-License-Identifier: MIT OR Apache-2.0
// From the entry code to the shell: each step needs the ones before it.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/machine.hpp"
#include "kernel/arch/x86_64/processors.hpp"
#include "kernel/boot/boot_information.hpp"
#include "kernel/boot/boot_options.hpp"
#include "kernel/console/console.hpp"
#include "kernel/console/results.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/components.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/log.hpp"
#include "kernel/services/memory.hpp"
#include "kernel/services/serial.hpp"
#include "kernel/shell/shell.hpp"
#include "kernel/time/clock.hpp"
#include "kernel/trap/panic.hpp"
#include "kernel/trap/trap.hpp"

namespace bimetal {
namespace {

using log::Level;

constinit boot::BootInformation boot_information;
constinit boot::BootOptions boot_options;

// For faults before there is memory for stacks.
alignas(16) constinit std::array<std::byte, 8192> first_interrupt_stack{};

// The boot page tables show the first 4 GiB, read only.
std::optional<std::span<const std::byte>> read_boot_memory(std::uint64_t physical,
                                                           std::size_t length) {
    constexpr std::uint64_t shown = std::uint64_t{4} << 30;
    if (physical >= shown || length > shown - physical) {
        return std::nullopt;
    }
    return std::span{arch::direct_map<const std::byte>(physical), length};
}

void adopt_first_cpu() {
    arch::Cpu& cpu = arch::cpu_at(0);
    cpu.task_state.interrupt_stack.fill(reinterpret_cast<std::uint64_t>(
        first_interrupt_stack.data() + first_interrupt_stack.size()));
    arch::build_interrupt_descriptors();
    arch::adopt_cpu(cpu, 0, 0);
    arch::enable_protections();
    cpu.online = true;
    sched::adopt_boot_thread({.bottom = reinterpret_cast<std::uint64_t>(boot_stack_bottom),
                              .top = reinterpret_cast<std::uint64_t>(boot_stack_top)});
}

void log_memory() {
    constexpr std::uint64_t mebibyte = 1024 * 1024;
    const memory::MemoryStatistics frames = services::frame_statistics();
    log::print(Level::info, "memory: {} MiB in {} regions",
               frames.total_frames * memory::frame_size / mebibyte,
               services::memory_regions().size());
    const memory::MapReport& report = services::memory_map_report();
    if (report.wrapped + report.beyond_address + report.merged != 0 || report.lost_bytes != 0 ||
        boot_information.dropped_regions() != 0) {
        log::print(Level::warning,
                   "memory: boot map: {} regions wrapped, {} beyond the address width, {} merged, "
                   "{} dropped, {} bytes lost",
                   report.wrapped, report.beyond_address, report.merged,
                   boot_information.dropped_regions(), report.lost_bytes);
    }
    if (frames.unmanaged_frames != 0) {
        log::print(Level::warning, "memory: {} usable frames are not managed",
                   frames.unmanaged_frames);
    }
}

void start_console() {
    if (const auto ready = services::initialise_serial(); !ready) {
        log::print(Level::error, "serial: {}; there is no console", ready.error());
        return;
    }
    const auto vector = trap::register_handler(services::on_serial_interrupt);
    constexpr std::uint8_t first_serial_interrupt = 4;
    if (vector && arch::route_legacy_interrupt(first_serial_interrupt, *vector)) {
        services::use_serial_interrupt();
    } else {
        log::print(Level::warning, "serial: no interrupt can be routed; polling");
    }
    log::flush();
}

} // namespace
} // namespace bimetal

extern "C" [[noreturn]] void kernel_main(bimetal::boot::Protocol protocol,
                                         std::uint64_t information);

void kernel_main(bimetal::boot::Protocol protocol, std::uint64_t information) {
    using namespace bimetal;
    const std::uint64_t entered = arch::read_time_stamp();
    time::start();
    adopt_first_cpu();
    results::initialise();
    results::Event("entry").number("tsc", entered).text("protocol", describe(protocol));
    if (const auto parsed = boot_information.parse(protocol, information, read_boot_memory);
        !parsed) {
        panic("boot information: {}", parsed.error());
    }
    log::print(Level::info, "bimetal, started by {}", protocol);
    if (const auto ready = services::initialise_memory(boot_information); !ready) {
        panic("memory: {}", ready.error());
    }
    boot_options = boot::read_options(boot_information);
    log::set_console_level(boot_options.console_level);
    services::select_components(boot_options);
    services::choose_frame_allocator(boot_options.allocator == "buddy"
                                         ? services::FrameAllocator::buddy
                                         : services::FrameAllocator::frames);
    if (const auto ready = services::initialise_frames(); !ready) {
        panic("memory: {}", ready.error());
    }
    if (!arch::allocate_interrupt_stacks()) {
        panic("no memory for interrupt stacks");
    }
    log_memory();
    arch::discover_machine(boot_information);
    start_console();
    arch::start_all_processors();
    log::flush();
    sched::start();
    log::start_flushing();
    shell::start(boot_options);
    arch::enable_interrupts();
    sched::idle();
}
