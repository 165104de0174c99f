// SPDX-License-Identifier: MIT OR Apache-2.0
//
// How the twin reaches words that several CPUs use at once. Whoever wants to see or to schedule
// each access, as a model checker does, gives the twin another class with these functions.
#pragma once

#include <atomic>
#include <cstdint>

namespace bimetal::heap {

/// The processor's own.
struct ProcessorAtomics {
    static std::uint64_t load(std::uint64_t& word, std::memory_order order) {
        return std::atomic_ref(word).load(order);
    }

    static void store(std::uint64_t& word, std::uint64_t value) {
        std::atomic_ref(word).store(value, std::memory_order_relaxed);
    }

    /// Changes what is as expected; else says what is. May fail for no reason.
    static bool compare_exchange(std::uint64_t& word, std::uint64_t& expected, std::uint64_t value,
                                 std::memory_order order) {
        return std::atomic_ref(word).compare_exchange_weak(expected, value, order,
                                                           std::memory_order_relaxed);
    }

    /// Adds, modulo 2^64, and says what was there.
    static std::uint64_t add(std::uint64_t& word, std::uint64_t value, std::memory_order order) {
        return std::atomic_ref(word).fetch_add(value, order);
    }

    /// Sets bits.
    static void set(std::uint64_t& word, std::uint64_t bits) {
        std::atomic_ref(word).fetch_or(bits, std::memory_order_relaxed);
    }

    /// Clears bits, releases what was done before, and says what was there.
    static std::uint64_t clear(std::uint64_t& word, std::uint64_t bits) {
        return std::atomic_ref(word).fetch_and(~bits, std::memory_order_release);
    }
};

} // namespace bimetal::heap
