// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/log.hpp"

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/serial.hpp"
#include "kernel/sync/spinlock.hpp"
#include "kernel/time/clock.hpp"
#include "kernel/trap/panic.hpp"

#include <atomic>

namespace bimetal::log {
namespace {

constinit std::array<std::byte, 32 * 1024> storage{};
constinit sync::Guarded<Ring, sync::Spinlock<sync::Rank::log, sync::Interrupts::disabled>>
    ring(std::in_place, storage);

constinit std::atomic<Level> console_level = Level::info;
constinit std::atomic<std::uint64_t> written = 0;
constinit std::atomic<bool> flushing = false;
constinit sched::WaitQueue flusher;
// Moves under the ring's lock, because the shell's thread flushes beside the one that is there for
// it: each record is shown by one of them.
constinit Cursor shown{};

void flush_for_ever(void*) {
    std::uint64_t seen = 0;
    for (;;) {
        flusher.wait_until([&] { return written.load(std::memory_order_acquire) != seen; });
        seen = written.load(std::memory_order_acquire);
        flush();
    }
}

bool may_wake() {
    const arch::Cpu& cpu = arch::this_cpu();
    return cpu.held_locks.count() == 0 && cpu.interrupt_depth == 0;
}

} // namespace

void write(Level level, std::string_view message) {
    const std::uint64_t now = time::since_boot();
    ring.with([&](Ring& records) { records.write(level, now, message); });
    written.fetch_add(1, std::memory_order_release);
    if (level < console_level.load(std::memory_order_relaxed) ||
        !flushing.load(std::memory_order_acquire)) {
        return;
    }
    const arch::InterruptsDisabled guard;
    if (may_wake()) {
        flusher.wake_all();
    } else {
        arch::this_cpu().log_pending = true;
    }
}

void set_console_level(Level level) {
    console_level.store(level, std::memory_order_relaxed);
}

void flush() {
    std::array<char, longest_message> buffer;
    while (const auto record = read(shown, buffer)) {
        if (record->level >= console_level.load(std::memory_order_relaxed)) {
            // In one piece, so that it does not mix with what the shell prints.
            std::array<char, longest_message + 40> line;
            text::BufferSink whole(line);
            text::print(whole, "{}\r\n", *record);
            services::serial_write(whole.view());
        }
    }
}

void start_flushing() {
    if (sched::spawn_detached("log", flush_for_ever, nullptr)) {
        flushing.store(true, std::memory_order_release);
    } else {
        write(Level::warning, "no memory for the thread that shows the log; use the log command");
    }
}

void wake_if_pending() {
    const arch::InterruptsDisabled guard;
    arch::Cpu& cpu = arch::this_cpu();
    if (cpu.log_pending && may_wake()) {
        cpu.log_pending = false;
        flusher.wake_all();
    }
}

std::optional<Record> read(Cursor& cursor, std::span<char> buffer) {
    return ring.with([&](Ring& records) { return records.read(cursor, buffer); });
}

} // namespace bimetal::log
