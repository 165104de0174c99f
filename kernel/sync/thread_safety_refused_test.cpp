// SPDX-License-Identifier: MIT OR Apache-2.0
// Uses of locks that the thread-safety analysis must refuse, one a CASE; CASE 0 is right.
#include "kernel/sync/spinlock.hpp"

namespace bimetal {

using Lock = sync::Spinlock<sync::Rank::test_inner, sync::Interrupts::disabled>;

struct Guarded {
    Lock lock;
    int value BIMETAL_GUARDED_BY(lock) = 0;
};

int use(Guarded& guarded);

int use(Guarded& guarded) {
#if CASE == 0
    const sync::LockGuard guard(guarded.lock);
    return guarded.value;
#elif CASE == 1
    return guarded.value;
#elif CASE == 2
    guarded.lock.lock();
    return guarded.value;
#elif CASE == 3
    guarded.lock.unlock();
    return 0;
#elif CASE == 4
    guarded.lock.lock();
    guarded.lock.lock();
    guarded.lock.unlock();
    return 0;
#endif
}

} // namespace bimetal
