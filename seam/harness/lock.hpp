// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

namespace seam::harness {

/// A first-come, first-served spinlock (ticket lock: Reed and Kanodia 1979), as kernels put around
/// components that serve one caller at a time. For workloads: it knows no interrupts.
class Lock {
  public:
    /// Calls `use` with the lock held and returns its answer.
    template <class Use>
    decltype(auto) with(Use&& use) {
        const Held held(*this);
        return use();
    }

  private:
    class Held {
      public:
        explicit Held(Lock& lock) : lock_(lock) {
            const std::uint32_t ticket = lock_.next_.fetch_add(1, std::memory_order_relaxed);
            while (lock_.serving_.load(std::memory_order_acquire) != ticket) {
                __builtin_ia32_pause();
            }
        }

        ~Held() {
            lock_.serving_.store(lock_.serving_.load(std::memory_order_relaxed) + 1,
                                 std::memory_order_release);
        }

        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;

      private:
        Lock& lock_;
    };

    std::atomic<std::uint32_t> next_ = 0;
    std::atomic<std::uint32_t> serving_ = 0;
};

} // namespace seam::harness
