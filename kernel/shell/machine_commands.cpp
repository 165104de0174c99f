// SPDX-License-Identifier: MIT OR Apache-2.0
// Commands that show the machine: cpu, memory, threads, time.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/heap.hpp"
#include "kernel/services/memory.hpp"
#include "kernel/shell/command.hpp"
#include "kernel/text/format.hpp"
#include "kernel/time/clock.hpp"
#include "kernel/trap/trap.hpp"

#include <algorithm>
#include <array>

namespace bimetal::shell {
namespace {

constexpr std::uint64_t kibibyte = 1024;

struct ThreadRow {
    std::array<char, sched::Thread::name_capacity> name;
    std::size_t name_length;
    std::uint32_t id;
    std::uint32_t cpu;
    sched::State state;
    std::uint64_t run_nanoseconds;
    std::uint64_t switches;
};

// Copied under the lock, printed after it: printing blocks.
struct ThreadRows {
    std::array<ThreadRow, 48> rows;
    std::size_t count = 0;
    std::size_t left_out = 0;
};

void copy_row(const sched::Thread& thread, void* context) {
    auto& all = *static_cast<ThreadRows*>(context);
    if (all.count == all.rows.size()) {
        ++all.left_out;
        return;
    }
    ThreadRow& row = all.rows[all.count++];
    const std::string_view name = thread.name();
    std::ranges::copy(name, row.name.begin());
    row.name_length = name.size();
    row.id = thread.id;
    row.cpu = thread.cpu;
    row.state = thread.state.load(std::memory_order_relaxed);
    row.run_nanoseconds = thread.run_nanoseconds.load(std::memory_order_relaxed);
    row.switches = thread.switches.load(std::memory_order_relaxed);
}

constinit ThreadRows thread_rows{};

Status no_arguments(std::string_view name, Arguments arguments, text::Sink& out) {
    if (!arguments.empty()) {
        text::print(out, "{}: takes no arguments\n", name);
        return Status::usage;
    }
    return Status::ok;
}

} // namespace

Status command_cpu(Arguments arguments, text::Sink& out) {
    if (const Status status = no_arguments("cpu", arguments, out); status != Status::ok) {
        return status;
    }
    const arch::ProcessorName name = arch::processor_name();
    const arch::Protections protections = arch::protections();
    text::print(out, "{} ({})\n", name.brand, name.vendor);
    text::print(out, "protections: write-protect, no-execute{}{}{}\n",
                protections.supervisor_execution ? ", SMEP" : "",
                protections.supervisor_access ? ", SMAP" : "",
                protections.user_instructions ? ", UMIP" : "");
    text::print(out, "  cpu  apic  online  interrupts\n");
    for (std::size_t index = 0; index < arch::cpu_count(); ++index) {
        const arch::Cpu& cpu = arch::cpu_at(index);
        text::print(out, "  {:>3}  {:>4}  {:<6}  {:>10}\n", index, cpu.apic_id,
                    cpu.online.load(std::memory_order_relaxed) ? "yes" : "no",
                    cpu.interrupts.load(std::memory_order_relaxed));
    }
    if (trap::unexpected_interrupts() != 0) {
        text::print(out, "{} unexpected interrupts\n", trap::unexpected_interrupts());
    }
    return Status::ok;
}

Status command_memory(Arguments arguments, text::Sink& out) {
    if (const Status status = no_arguments("memory", arguments, out); status != Status::ok) {
        return status;
    }
    for (const memory::Region& region : services::memory_regions()) {
        text::print(out, "  {:#014x}-{:#014x}  {:>10} KiB  {}\n", region.base, region.end(),
                    region.length / kibibyte, region.type);
    }
    const memory::MemoryStatistics frames = services::frame_statistics();
    text::print(out, "frames: {} of {} free ({} KiB of {} KiB)\n", frames.free_frames,
                frames.total_frames, frames.free_frames * (memory::frame_size / kibibyte),
                frames.total_frames * (memory::frame_size / kibibyte));
    text::print(out, "  order        KiB  free blocks\n");
    for (unsigned order = 0; order < memory::order_count; ++order) {
        text::print(out, "  {:>5}  {:>9}  {:>11}\n", order,
                    (memory::frame_size / kibibyte) << order, frames.free_blocks[order]);
    }
    const services::HeapStatistics heap = services::heap_statistics();
    text::print(out, "heap: {} blocks, {} bytes in {} pages, {} requests failed\n",
                heap.live.blocks, heap.live.bytes, heap.slab_pages + heap.large_pages,
                heap.failures);
    return Status::ok;
}

Status command_threads(Arguments arguments, text::Sink& out) {
    if (const Status status = no_arguments("threads", arguments, out); status != Status::ok) {
        return status;
    }
    thread_rows.count = 0;
    thread_rows.left_out = 0;
    sched::for_each_thread(copy_row, &thread_rows);
    text::print(out, "   id  cpu  state      run ms  switches  name\n");
    for (std::size_t index = 0; index < thread_rows.count; ++index) {
        const ThreadRow& row = thread_rows.rows[index];
        text::print(out, "  {:>3}  {:>3}  {:<8} {:>8} {:>9}  {}\n", row.id, row.cpu,
                    describe(row.state), row.run_nanoseconds / time::nanoseconds_per_millisecond,
                    row.switches, std::string_view(row.name.data(), row.name_length));
    }
    if (thread_rows.left_out != 0) {
        text::print(out, "  and {} more\n", thread_rows.left_out);
    }
    return Status::ok;
}

Status command_time(Arguments arguments, text::Sink& out) {
    if (const Status status = no_arguments("time", arguments, out); status != Status::ok) {
        return status;
    }
    const std::uint64_t now = time::since_boot();
    const time::Calibration& clock = time::calibration();
    text::print(out, "{}.{:06} s since boot\n", now / time::nanoseconds_per_second,
                now % time::nanoseconds_per_second / 1000);
    text::print(
        out, "counter {} kHz, local timer {} kHz, calibrated against {} in {} us (budget {} us)\n",
        clock.time_stamp_hertz / 1000, clock.local_timer_hertz / 1000, clock.reference,
        clock.spent_nanoseconds / 1000, time::calibration_budget_nanoseconds / 1000);
    return Status::ok;
}

} // namespace bimetal::shell
