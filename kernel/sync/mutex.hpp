// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/sched/scheduler.hpp"
#include "kernel/sync/annotations.hpp"
#include "kernel/sync/held_locks.hpp"

#include <atomic>

namespace bimetal::sync {

namespace detail {
void before_block(const void* lock, Rank rank, std::uint64_t site);
void after_mutex_release(const void* lock);
} // namespace detail

/// A lock whose waiters sleep. Thread context only, no spinlock held; its holder may block. Mutexes
/// rank among themselves, and all come before spinlocks.
template <Rank rank>
class BIMETAL_CAPABILITY("mutex") Mutex {
  public:
    constexpr Mutex() = default;
    Mutex(const Mutex&) = delete;
    Mutex& operator=(const Mutex&) = delete;

    [[gnu::noinline]] void lock() BIMETAL_ACQUIRE() {
        detail::before_block(this, rank,
                             reinterpret_cast<std::uint64_t>(__builtin_return_address(0)));
        if (!locked_.exchange(true, std::memory_order_acquire)) {
            return;
        }
        waiters_.wait_until([this] { return !locked_.exchange(true, std::memory_order_acquire); });
    }

    [[gnu::noinline]] void unlock() BIMETAL_RELEASE() {
        detail::after_mutex_release(this);
        locked_.store(false, std::memory_order_release);
        waiters_.wake_all();
    }

  private:
    std::atomic<bool> locked_ = false;
    sched::WaitQueue waiters_;
};

} // namespace bimetal::sync
