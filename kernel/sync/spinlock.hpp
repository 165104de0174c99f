// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/sync/annotations.hpp"
#include "kernel/sync/held_locks.hpp"

#include <atomic>
#include <cstdint>
#include <utility>

namespace bimetal::sync {

/// Whether interrupts stay on while the lock is held. A lock that an interrupt handler takes must
/// be `disabled`, or the handler could wait for the thread it interrupted; one that is `enabled` is
/// refused inside a handler.
enum class Interrupts : bool { disabled, enabled };

namespace detail {
/// Reports a broken rule of locking with both sites, and panics.
void before_spin(const void* lock, Rank rank, Interrupts interrupts, std::uint64_t site);
void after_release(const void* lock);
/// Turns preemption off or on again; on: runs the scheduler if it was wanted meanwhile.
void disable_preemption();
void enable_preemption();
} // namespace detail

/// A first-come, first-served spinlock (ticket lock: Reed and Kanodia 1979). Holding it keeps the
/// thread on its processor; nothing may block while it is held. The rank is part of the type.
template <Rank rank, Interrupts interrupts>
class BIMETAL_CAPABILITY("spinlock") Spinlock {
  public:
    constexpr Spinlock() = default;
    Spinlock(const Spinlock&) = delete;
    Spinlock& operator=(const Spinlock&) = delete;

    [[gnu::noinline]] void lock() BIMETAL_ACQUIRE() {
        const auto site = reinterpret_cast<std::uint64_t>(__builtin_return_address(0));
        bool enabled = false;
        if constexpr (interrupts == Interrupts::disabled) {
            enabled = arch::save_and_disable_interrupts();
        }
        detail::disable_preemption();
        detail::before_spin(this, rank, interrupts, site);
        const std::uint32_t ticket = next_.fetch_add(1, std::memory_order_relaxed);
        while (serving_.load(std::memory_order_acquire) != ticket) {
            arch::pause();
        }
        interrupts_were_enabled_ = enabled;
    }

    [[gnu::noinline]] void unlock() BIMETAL_RELEASE() {
        const bool enabled = interrupts_were_enabled_;
        detail::after_release(this);
        serving_.store(serving_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
        if constexpr (interrupts == Interrupts::disabled) {
            arch::restore_interrupts(enabled);
        }
        detail::enable_preemption();
    }

    bool is_locked() const {
        return next_.load(std::memory_order_relaxed) != serving_.load(std::memory_order_relaxed);
    }

  private:
    std::atomic<std::uint32_t> next_ = 0;
    std::atomic<std::uint32_t> serving_ = 0;
    /// Written by the holder only.
    bool interrupts_were_enabled_ = false;
};

template <typename Lock>
class BIMETAL_SCOPED_CAPABILITY LockGuard {
  public:
    explicit LockGuard(Lock& lock) BIMETAL_ACQUIRE(lock) : lock_(lock) { lock_.lock(); }

    ~LockGuard() BIMETAL_RELEASE() { lock_.unlock(); }

    LockGuard(const LockGuard&) = delete;
    LockGuard& operator=(const LockGuard&) = delete;

  private:
    Lock& lock_;
};

/// Data that can be reached only while its lock is held.
template <typename T, typename Lock>
class Guarded {
  public:
    constexpr Guarded() = default;

    template <typename... Arguments>
    constexpr explicit Guarded(std::in_place_t, Arguments&&... arguments)
        : value_(std::forward<Arguments>(arguments)...) {}

    /// Calls `use(value)` with the lock held and returns its answer. `use` keeps no reference.
    template <typename Use>
    decltype(auto) with(Use&& use) {
        LockGuard guard(lock_);
        return std::forward<Use>(use)(value_);
    }

    bool is_locked() const { return lock_.is_locked(); }

    /// For a panic and a non-maskable interrupt, which may have interrupted the lock's holder.
    T& value_without_lock() BIMETAL_NO_THREAD_SAFETY_ANALYSIS { return value_; }

  private:
    Lock lock_;
    T value_ BIMETAL_GUARDED_BY(lock_){};
};

} // namespace bimetal::sync
