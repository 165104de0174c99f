// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/sync/mutex.hpp"

#include "kernel/trap/panic.hpp"

namespace bimetal::sync::detail {

void before_block(const void* lock, Rank rank, std::uint64_t site) {
    sched::assert_may_block();
    HeldLocks& held = arch::current_thread()->held_mutexes;
    if (const HeldLock* conflict = held.conflict(rank)) {
        panic("lock order: mutex '{}' (rank {}) taken at {:#x} while '{}' (rank {}) is held since "
              "{:#x}",
              rank, static_cast<unsigned>(rank), site, conflict->rank,
              static_cast<unsigned>(conflict->rank), conflict->site);
    }
    if (!held.push({.lock = lock, .site = site, .rank = rank})) {
        panic("more than {} mutexes held at {:#x}", HeldLocks::capacity, site);
    }
}

void after_mutex_release(const void* lock) {
    if (!arch::current_thread()->held_mutexes.remove(lock)) {
        panic("a mutex was released by a thread that does not hold it");
    }
}

} // namespace bimetal::sync::detail
