// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/arch/x86_64/kernel_stack.hpp"
#include "kernel/sync/held_locks.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace bimetal::sched {

enum class State : std::uint8_t { ready, running, blocked, sleeping, exited };

constexpr std::string_view describe(State state) {
    switch (state) {
    case State::ready:
        return "ready";
    case State::running:
        return "running";
    case State::blocked:
        return "blocked";
    case State::sleeping:
        return "sleeping";
    case State::exited:
        return "exited";
    }
    return "unknown";
}

/// How a function under catch_fault ended early.
struct Fault {
    std::uint64_t vector = 0;
    std::uint64_t error_code = 0;
    std::uint64_t address = 0; ///< of a page fault
    std::uint64_t rip = 0;
    bool panicked = false; ///< a panic, not a processor exception
};

using Entry = void (*)(void* argument);

/// A kernel thread. Created by the scheduler only; fields belong to it.
class Thread {
  public:
    static constexpr std::size_t name_capacity = 24;

    std::string_view name() const { return {name_.data(), name_length_}; }

    void set_name(std::string_view name);

    std::uint64_t stack_pointer = 0;
    std::uint32_t id = 0;
    /// The run queue that it belongs to; changed only while it is not on one.
    std::uint32_t cpu = 0;
    std::atomic<State> state = State::ready;
    /// Set when it has left its stack for the last time: what join waits for.
    std::atomic<bool> left = false;
    bool detached = false;
    arch::KernelStack stack{};
    Entry entry = nullptr;
    void* argument = nullptr;
    std::uint64_t wake_time = 0;
    /// Written by its processor, read by whoever lists threads.
    std::atomic<std::uint64_t> run_nanoseconds = 0;
    std::atomic<std::uint64_t> switches = 0;
    Thread* queue_next = nullptr; ///< run queue, sleepers or one wait queue: never two at once
    Thread* list_next = nullptr;  ///< all threads
    sync::HeldLocks held_mutexes;

    // Only for tests that attack the kernel: see catch_fault.
    std::uint64_t recovery_stack = 0;
    Fault fault{};

  private:
    std::array<char, name_capacity> name_{};
    std::size_t name_length_ = 0;
};

} // namespace bimetal::sched
