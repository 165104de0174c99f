// SPDX-License-Identifier: MIT OR Apache-2.0
//
// One of several that use an instance at once, without a lock. What it is handed is judged by the
// oracle that all of them share.
#pragma once

#include "components/heap/conformance/bench.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace bimetal::heap::conformance {

/// How workers use an instance.
struct Work {
    const char* name;
    std::uint64_t least_size;
    std::uint64_t greatest_size;
    std::uint64_t pages;  ///< how many there are
    bool passes_on;       ///< what one takes another gives back
    std::uint32_t drains; ///< one call in so many empties the magazines; 0 for none
};

/// Each way of going through the slabs: one class that all meet in, all classes, large blocks,
/// plenty and hardly anything, magazines full and always empty.
inline constexpr std::array works{
    Work{"one small class", 16, 16, suite_pages, false, 0},
    Work{"one class, passed on", 64, 64, suite_pages, true, 0},
    Work{"one class, magazines empty", 512, 512, suite_pages, false, 3},
    Work{"one class in few pages", 1'000, 1'024, 24, true, 8},
    Work{"the greatest class", 8'192, 8'192, 96, true, 16},
    Work{"all classes", 1, 8'192, suite_pages, false, 0},
    Work{"all classes, passed on", 1, 8'192, suite_pages, true, 64},
    Work{"all classes in few pages", 1, 8'192, 160, true, 32},
    Work{"large blocks", 8'193, 60'000, suite_pages, true, 64},
    Work{"everything in few pages", 1, 40'000, 256, true, 16},
};

/// Blocks on their way from one worker to another.
class Exchange {
  public:
    struct Block {
        std::uint64_t address = 0;
        std::uint64_t size = 0;
    };

    /// Leaves a block at a place, if it is empty, and takes what is there otherwise.
    bool swap(std::size_t place, Block& block) {
        Place& at = places_[place % places_.size()];
        if (at.is_taken.exchange(true, std::memory_order_acquire)) {
            return false;
        }
        std::swap(at.block, block);
        at.is_taken.store(false, std::memory_order_release);
        return true;
    }

    void reset() {
        for (Place& place : places_) {
            place.block = {};
        }
    }

    static constexpr std::size_t size = 64;

  private:
    struct Place {
        std::atomic<bool> is_taken = false;
        Block block;
    };

    std::array<Place, size> places_{};
};

inline constinit Exchange passing{};

template <class Binding>
class Worker {
  public:
    /// `number` counts from 0; each worker has its own.
    void begin(Bench& bench, const Work& work, std::uint32_t number, std::uint64_t seed) {
        bench_ = &bench;
        work_ = &work;
        cpu_ = number;
        random_ = Random(seed);
        blocks_.fill({});
        wrongs_ = 0;
        taken_ = 0;
    }

    /// Takes and gives back so many times, then gives back all that it has.
    void run(std::uint64_t steps) {
        for (; steps != 0; --steps) {
            Exchange::Block& block = blocks_[random_.below(blocks_.size())];
            if (work_->passes_on && random_.once_in(4)) {
                (void)passing.swap(random_.below(Exchange::size), block);
            } else {
                use(block);
            }
            if (work_->drains != 0 && random_.once_in(work_->drains)) {
                Client<Binding> client(bench_->state);
                count(client.drain(cpu_).has_value());
            }
        }
        for (Exchange::Block& block : blocks_) {
            if (block.size != 0) {
                use(block);
            }
        }
    }

    /// Gives back what is on its way to nobody.
    void collect() {
        for (std::size_t place = 0; place < Exchange::size; ++place) {
            Exchange::Block block;
            (void)passing.swap(place, block);
            if (block.size != 0) {
                use(block);
            }
        }
    }

    /// How often an answer was not what it must be.
    [[nodiscard]] std::uint64_t wrongs() const { return wrongs_; }

    /// How often a block was had.
    [[nodiscard]] std::uint64_t taken() const { return taken_; }

  private:
    static constexpr std::uint32_t somebody = 1;

    void use(Exchange::Block& block) {
        Client<Binding> client(bench_->state);
        const auto owner = static_cast<std::uint32_t>(block.size % HEAP_OWNER_COUNT);
        if (block.size != 0) {
            count(ownership.give(block.address, block_size(block.size, 1), somebody));
            count(random_.once_in(2)
                      ? client.free(cpu_, block.address, owner).has_value()
                      : client.free_sized(cpu_, block.address, block.size, 1, owner).has_value());
            block = {};
            return;
        }
        const std::uint64_t size = work_->least_size + random_.below(random_.below(sizes()) + 1);
        const auto address =
            client.allocate(cpu_, size, 1, static_cast<std::uint32_t>(size % HEAP_OWNER_COUNT));
        if (address) {
            count(ownership.take(*address, block_size(size, 1), somebody));
            ++taken_;
            block = {.address = *address, .size = size};
        } else {
            count(address.error() == Status::exhausted);
        }
    }

    [[nodiscard]] std::uint64_t sizes() const {
        return work_->greatest_size - work_->least_size + 1;
    }

    void count(bool is_right) { wrongs_ += is_right ? 0 : 1; }

    Bench* bench_ = nullptr;
    const Work* work_ = nullptr;
    std::uint32_t cpu_ = 0;
    Random random_{0};
    std::uint64_t wrongs_ = 0;
    std::uint64_t taken_ = 0;
    std::array<Exchange::Block, 128> blocks_{};
};

} // namespace bimetal::heap::conformance
