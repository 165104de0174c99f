// SPDX-License-Identifier: MIT OR Apache-2.0
//
// How the twin reaches words that several CPUs use at once. Whoever wants to see or to schedule
// each access, as a model checker does, gives the twin another class with these functions.
#pragma once

#include <atomic>
#include <cstdint>

namespace bimetal::frames {

/// The processor's own.
struct ProcessorAtomics {
    static std::uint64_t load(std::uint64_t& word, std::memory_order order) {
        return std::atomic_ref(word).load(order);
    }

    static void store(std::uint64_t& word, std::uint64_t value) {
        std::atomic_ref(word).store(value, std::memory_order_relaxed);
    }

    static std::uint64_t exchange(std::uint64_t& word, std::uint64_t value) {
        return std::atomic_ref(word).exchange(value, std::memory_order_acq_rel);
    }

    /// Changes what is as expected; else says what is. May fail for no reason.
    static bool compare_exchange(std::uint64_t& word, std::uint64_t& expected, std::uint64_t value,
                                 std::memory_order order) {
        return std::atomic_ref(word).compare_exchange_weak(expected, value, order,
                                                           std::memory_order_relaxed);
    }

    static void add(std::uint64_t& word, std::uint64_t value) {
        std::atomic_ref(word).fetch_add(value, std::memory_order_release);
    }
};

} // namespace bimetal::frames
