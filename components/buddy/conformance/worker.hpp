// SPDX-License-Identifier: MIT OR Apache-2.0
//
// One of several threads that use an instance at once, each call under a lock that they share. The
// oracle is not under that lock: it sees two owners of a frame whoever they are.
#pragma once

#include "components/buddy/conformance/bench.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace bimetal::buddy::conformance {

template <class Binding>
class Worker {
  public:
    /// Where it works. `owner` is another number for each worker, but 0.
    void begin(Bench& bench, std::uint32_t owner, std::uint64_t seed) {
        state_ = &bench.state;
        owner_ = owner;
        random_ = Random(seed);
        held_.fill({});
        wrongs_ = 0;
        orders_ = 0;
    }

    /// Takes and gives back blocks of every order, and in the end all. `locked` calls what it is
    /// given under the lock.
    template <class Locked>
    void run(std::uint64_t steps, Locked locked) {
        Client<Binding> client(*state_);
        for (std::uint64_t step = 0; step < steps; ++step) {
            Held& slot = held_[static_cast<std::size_t>(
                step < order_count ? step : random_.below(held_.size()))];
            if (slot.is_held) {
                give(client, slot, locked);
                continue;
            }
            // Each order once, then small ones more often, as in a kernel.
            slot.order =
                step < order_count
                    ? static_cast<std::uint32_t>(step)
                    : static_cast<std::uint32_t>(random_.below(random_.below(order_count) + 1));
            const Zone zone = random_.once_in(4) ? Zone::below_4g : Zone::any;
            const auto block = locked([&] { return client.allocate(slot.order, zone); });
            if (!block) {
                expect(block.error() == Status::exhausted);
                continue;
            }
            expect(ownership.take(*block, slot.order, owner_));
            expect(zone == Zone::any || *block < first_above_4g);
            slot.block = *block;
            slot.is_held = true;
            orders_ |= 1U << slot.order;
        }
        for (Held& slot : held_) {
            if (slot.is_held) {
                give(client, slot, locked);
            }
        }
    }

    /// How often something was not as it must be.
    [[nodiscard]] std::uint64_t wrongs() const { return wrongs_; }

    /// A bit for each order of which it had a block.
    [[nodiscard]] std::uint32_t orders() const { return orders_; }

  private:
    struct Held {
        std::uint64_t block = 0;
        std::uint32_t order = 0;
        bool is_held = false;
    };

    void expect(bool holds) { wrongs_ += holds ? 0 : 1; }

    template <class Locked>
    void give(Client<Binding>& client, Held& slot, Locked locked) {
        slot.is_held = false;
        // As soon as it is nobody's here, it may be somebody else's there; not before.
        expect(ownership.give(slot.block, slot.order, owner_));
        const auto freed = locked([&] { return client.free(slot.block, slot.order); });
        expect(freed.has_value());
    }

    State* state_ = &benches[0].state;
    std::uint32_t owner_ = 1;
    Random random_{0};
    std::array<Held, 32> held_{};
    std::uint64_t wrongs_ = 0;
    std::uint32_t orders_ = 0;
};

/// What must be so when all workers are done: nothing is lost, and the largest blocks are whole.
template <class Binding>
void expect_all_returned(Test& test, Bench& bench, std::span<const Extent> memory) {
    Client<Binding> client(bench.state);
    EXPECT(client.check().has_value());
    EXPECT_EQUAL(ownership.owned(), std::uint64_t{0});
    EXPECT_EQUAL(logical(client), ownership.logical_digest());
    const auto statistics = client.statistics();
    REQUIRE(statistics.has_value());
    EXPECT_EQUAL(statistics->free_frames, frames_in(memory));
    for (std::uint64_t blocks = blocks_in(memory, greatest_order); blocks != 0; --blocks) {
        const auto block = client.allocate(greatest_order, Zone::any);
        EXPECT(block.has_value() && ownership.take(*block, greatest_order, 1));
    }
    EXPECT(!client.allocate(greatest_order, Zone::any).has_value());
}

} // namespace bimetal::buddy::conformance
