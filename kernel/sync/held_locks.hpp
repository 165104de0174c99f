// SPDX-License-Identifier: MIT OR Apache-2.0
// Lock ranks, and the list of locks that a processor or a thread holds.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bimetal::sync {

/// Locks are taken in rising rank only, so no two can wait for each other in a circle. There is no
/// rank for "whatever": a new lock finds its place here.
enum class Rank : std::uint8_t {
    test_outer = 1,
    thread_list = 20,
    serial = 30,
    wait_queue = 40,
    heap_survey = 48,
    heap = 50,
    kernel_stacks = 55,
    page_tables = 60,
    frame_survey = 65,
    frames = 70,
    run_queue = 80,
    log = 90,
    results = 100,
    test_inner = 250,
};

constexpr std::string_view describe(Rank rank) {
    switch (rank) {
    case Rank::test_outer:
        return "test_outer";
    case Rank::thread_list:
        return "thread_list";
    case Rank::serial:
        return "serial";
    case Rank::wait_queue:
        return "wait_queue";
    case Rank::heap_survey:
        return "heap_survey";
    case Rank::heap:
        return "heap";
    case Rank::kernel_stacks:
        return "kernel_stacks";
    case Rank::page_tables:
        return "page_tables";
    case Rank::frame_survey:
        return "frame_survey";
    case Rank::frames:
        return "frames";
    case Rank::run_queue:
        return "run_queue";
    case Rank::log:
        return "log";
    case Rank::results:
        return "results";
    case Rank::test_inner:
        return "test_inner";
    }
    return "unknown";
}

struct HeldLock {
    const void* lock = nullptr;
    std::uint64_t site = 0; ///< return address of the call that took it
    Rank rank{};
};

/// The locks held in one context, innermost last. Only that context writes it, and the interrupts
/// that come on top of it: they use the entries behind `count_` and leave none, so an entry counts
/// before it is written and until nothing moves any more.
class HeldLocks {
  public:
    static constexpr std::size_t capacity = 16;

    /// The held lock that forbids taking one of `rank`, or nullptr.
    const HeldLock* conflict(Rank rank) const {
        for (std::size_t at = floor_; at < used(); ++at) {
            if (held_[at].rank >= rank) {
                return &held_[at];
            }
        }
        return nullptr;
    }

    /// False when the list is full.
    bool push(const HeldLock& lock) {
        const std::size_t at = count_;
        if (at >= capacity) {
            return false;
        }
        count_ = at + 1;
        std::atomic_signal_fence(std::memory_order_seq_cst);
        held_[at] = lock;
        return true;
    }

    /// Locks may be released in any order. False when it was not held.
    bool remove(const void* lock) {
        const std::size_t end = used();
        for (std::size_t at = end; at > floor_; --at) {
            if (held_[at - 1].lock == lock) {
                for (std::size_t next = at; next < end; ++next) {
                    held_[next - 1] = held_[next];
                }
                std::atomic_signal_fence(std::memory_order_seq_cst);
                --count_;
                return true;
            }
        }
        return false;
    }

    std::size_t count() const { return count_ - floor_; }

    const HeldLock& at(std::size_t index) const { return held_[floor_ + index]; }

    /// An interrupt handler starts with nothing held: what it interrupted cannot be waiting for it.
    std::size_t enter_interrupt() {
        const std::size_t previous = floor_;
        floor_ = count_;
        return previous;
    }

    void leave_interrupt(std::size_t previous) { floor_ = previous; }

    /// Forgets what was taken beyond `count`, when a test abandons the code that took it.
    void truncate(std::size_t count) {
        if (floor_ + count < count_) {
            count_ = floor_ + count;
        }
    }

  private:
    /// The count, as a bound that the compiler sees: taking a lock ends in no failed check.
    std::size_t used() const { return count_ < capacity ? count_ : capacity; }

    std::array<HeldLock, capacity> held_{};
    std::size_t count_ = 0;
    std::size_t floor_ = 0;
};

} // namespace bimetal::sync
