// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

namespace bimetal::testing {

// A random source for one test. The seed comes from BIMETAL_SEED, else from the system; a failing
// test prints the seed that repeats it.
class Random {
  public:
    Random()
        : seed_(choose_seed()), engine_(seed_),
          trace_(__FILE__, __LINE__, "repeat with BIMETAL_SEED=" + std::to_string(seed_)) {
        ::testing::Test::RecordProperty("seed", std::to_string(seed_));
        std::printf("BIMETAL_SEED=%llu\n", static_cast<unsigned long long>(seed_));
    }

    // Uniform in [low, high].
    std::uint64_t in(std::uint64_t low, std::uint64_t high) {
        return std::uniform_int_distribution<std::uint64_t>(low, high)(engine_);
    }

    bool chance(unsigned one_in) { return in(1, one_in) == 1; }

    template <typename T>
    T::value_type& pick(T& from) {
        return from[in(0, from.size() - 1)];
    }

  private:
    static std::uint64_t choose_seed() {
        if (const char* given = std::getenv("BIMETAL_SEED")) {
            return std::strtoull(given, nullptr, 0);
        }
        return std::random_device()();
    }

    std::uint64_t seed_;
    std::mt19937_64 engine_;
    ::testing::ScopedTrace trace_;
};

} // namespace bimetal::testing
