// SPDX-License-Identifier: MIT OR Apache-2.0
//
// One of several that use an instance at once, without a lock. What it is handed is judged by the
// oracle that all of them share.
#pragma once

#include "components/frames/conformance/bench.hpp"

#include <array>
#include <cstdint>

namespace bimetal::frames::conformance {

/// How workers use an instance.
struct Work {
    const char* name;
    std::uint32_t least_order;
    std::uint32_t greatest_order;
    bool batches;  ///< now and then a batch; those are for any order
    bool share;    ///< all name the same CPU, as handlers on one do: orders but 0 and 9
    bool one_tree; ///< there is one tree, so that all meet in it
};

/// The kinds of work that found mistakes in allocators of this kind: each order alone and all
/// together, each CPU for itself and all as one, plenty and one tree.
inline constexpr std::array works{
    Work{"frames", 0, 0, false, false, false},
    Work{"frames and batches in one tree", 0, 0, true, false, true},
    Work{"order 3", 3, 3, false, false, false},
    Work{"orders 1 to 6 as one", 1, 6, true, true, false},
    Work{"orders 1 to 6 in one tree", 1, 6, true, false, true},
    Work{"order 7", 7, 7, false, false, true},
    Work{"order 8", 8, 8, false, false, true},
    Work{"orders 7 and 8 as one", 7, 8, false, true, true},
    Work{"order 9", 9, 9, false, false, false},
    Work{"order 9 in one tree", 9, 9, true, false, true},
    Work{"order 10 in one tree", 10, 10, false, true, true},
    Work{"all orders", 0, 10, true, false, false},
    Work{"all orders in one tree", 0, 10, true, false, true},
};

inline constexpr std::array<Extent, 1> one_tree{{{first_above_4g, FRAMES_TREE_FRAMES}}};

/// The memory for a kind of work.
[[nodiscard]] constexpr std::span<const Extent> memory_of(const Work& work) {
    return work.one_tree ? std::span<const Extent>(one_tree)
                         : std::span<const Extent>(whole_memory);
}

template <class Binding>
class Worker {
  public:
    /// `number` counts from 0; each worker has its own.
    void begin(Bench& bench, const Work& work, std::uint32_t number, std::uint64_t seed) {
        bench_ = &bench;
        work_ = &work;
        owner_ = number + 1;
        cpu_ = work.share ? 0 : number;
        random_ = Random(seed);
        held_.fill({});
        wrongs_ = 0;
        taken_ = 0;
    }

    /// Takes and gives back so many times, then gives back all.
    void run(std::uint64_t steps) {
        for (; steps != 0; --steps) {
            if (work_->batches && random_.once_in(64)) {
                use_batch();
            } else {
                use(held_[static_cast<std::size_t>(random_.below(held_.size()))]);
            }
        }
        for (Held& slot : held_) {
            if (slot.is_held) {
                use(slot);
            }
        }
    }

    /// How often an answer was not what it must be.
    [[nodiscard]] std::uint64_t wrongs() const { return wrongs_; }

    /// How often a block was had.
    [[nodiscard]] std::uint64_t taken() const { return taken_; }

  private:
    struct Held {
        std::uint64_t block = 0;
        std::uint32_t order = 0;
        bool is_held = false;
    };

    std::uint32_t any_order() {
        const std::uint64_t orders = work_->greatest_order - work_->least_order + 1;
        return work_->least_order +
               static_cast<std::uint32_t>(random_.below(random_.below(orders) + 1));
    }

    void use(Held& slot) {
        Client<Binding> client(bench_->state);
        if (slot.is_held) {
            slot.is_held = false;
            count(ownership.give(slot.block, slot.order, owner_));
            count(client.free(cpu_, slot.block, slot.order).has_value());
            return;
        }
        slot.order = any_order();
        const auto block = client.allocate(cpu_, slot.order, Zone::any);
        if (block) {
            count(ownership.take(*block, slot.order, owner_));
            ++taken_;
            slot.block = *block;
            slot.is_held = true;
        } else {
            count(block.error() == Status::exhausted);
        }
    }

    void use_batch() {
        Client<Binding> client(bench_->state);
        const std::uint32_t order = any_order();
        const auto batch = client.allocate_batch(cpu_, order, Zone::any, random_.below(17));
        if (!batch) {
            count(batch.error() == Status::exhausted);
            return;
        }
        for (std::uint64_t index = 0; index < batch->count; ++index) {
            count(ownership.take(batch->frames[index], order, owner_));
        }
        for (std::uint64_t index = 0; index < batch->count; ++index) {
            count(ownership.give(batch->frames[index], order, owner_));
        }
        taken_ += batch->count;
        count(client.free_batch(cpu_, order, *batch).has_value());
    }

    void count(bool is_right) { wrongs_ += is_right ? 0 : 1; }

    Bench* bench_ = nullptr;
    const Work* work_ = nullptr;
    std::uint32_t owner_ = 0;
    std::uint32_t cpu_ = 0;
    Random random_{0};
    std::uint64_t wrongs_ = 0;
    std::uint64_t taken_ = 0;
    std::array<Held, 64> held_{};
};

} // namespace bimetal::frames::conformance
