// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Every interleaving of a few threads at the points where they touch shared words, with a bound on
// how often one is stopped where it could go on (the search of CHESS, Musuvathi and others, OSDI
// 2008). The threads are fibers of one real thread, so each run is as the choices say. Sequentially
// consistent: what a processor or compiler may reorder is not seen. Host only.
#pragma once

#include <ucontext.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace seam::harness {

class Interleaver {
  public:
    /// A thread's work. It must end whatever the others do, and call point() where others may come
    /// between.
    using Body = void (*)();

    explicit Interleaver(unsigned preemptions) : preemptions_(preemptions) {}

    /// Makes one run after the other: `setup`, then all bodies in the next interleaving, then
    /// `check`, until there is none left or `check` says false. Answers how many runs there were;
    /// `failed` says whether the last one was wrong.
    template <class Setup, class Check>
    std::uint64_t explore(Setup setup, std::span<const Body> bodies, Check check, bool& failed) {
        std::uint64_t runs = 0;
        choices_.clear();
        do {
            setup();
            run(bodies);
            ++runs;
            failed = !check();
        } while (!failed && advance());
        return runs;
    }

    /// Where a thread is about to touch a shared word; nothing outside of a run.
    static void point() {
        if (current != nullptr) {
            current->decide();
        }
    }

  private:
    static constexpr std::size_t stack_bytes = std::size_t{64} << 10;
    static constexpr std::size_t most_threads = 4;

    struct Choice {
        std::uint32_t taken;
        std::uint32_t options;
    };

    struct Fiber {
        ucontext_t context{};
        Body body = nullptr;
        bool has_ended = true;
        alignas(16) std::array<std::byte, stack_bytes> stack{};
    };

    static void enter() {
        Interleaver& own = *current;
        own.fibers_[own.running_].body();
        own.fibers_[own.running_].has_ended = true;
        swapcontext(&own.fibers_[own.running_].context, &own.scheduler_);
    }

    void run(std::span<const Body> bodies) {
        current = this;
        at_ = 0;
        left_ = preemptions_;
        count_ = bodies.size();
        for (std::size_t index = 0; index < count_; ++index) {
            Fiber& fiber = fibers_[index];
            fiber.body = bodies[index];
            fiber.has_ended = false;
            getcontext(&fiber.context);
            fiber.context.uc_stack.ss_sp = fiber.stack.data();
            fiber.context.uc_stack.ss_size = fiber.stack.size();
            fiber.context.uc_link = nullptr;
            makecontext(&fiber.context, &Interleaver::enter, 0);
        }
        for (std::size_t alive = count_; alive != 0; --alive) {
            running_ = other_than(count_, choose(static_cast<std::uint32_t>(alive)));
            swapcontext(&scheduler_, &fibers_[running_].context);
        }
        current = nullptr;
    }

    /// Goes on, or stops the running thread for another, if it may be stopped once more.
    void decide() {
        std::uint32_t others = 0;
        for (std::size_t index = 0; index < count_; ++index) {
            others += index != running_ && !fibers_[index].has_ended ? 1 : 0;
        }
        if (left_ == 0 || others == 0) {
            return;
        }
        const std::uint32_t choice = choose(others + 1);
        if (choice == 0) {
            return;
        }
        --left_;
        Fiber& from = fibers_[running_];
        running_ = other_than(running_, choice - 1);
        swapcontext(&from.context, &fibers_[running_].context);
    }

    /// The thread with that number among those that have not ended, one left out.
    [[nodiscard]] std::size_t other_than(std::size_t left_out, std::uint32_t number) const {
        for (std::size_t index = 0; index < count_; ++index) {
            if (index != left_out && !fibers_[index].has_ended && number-- == 0) {
                return index;
            }
        }
        return 0;
    }

    /// What the search says next: as the last time, and then the first option.
    std::uint32_t choose(std::uint32_t options) {
        if (options < 2) {
            return 0;
        }
        if (at_ == choices_.size()) {
            choices_.push_back({.taken = 0, .options = options});
        }
        return choices_[at_++].taken;
    }

    /// The next interleaving in order; false after the last one.
    bool advance() {
        while (!choices_.empty()) {
            if (++choices_.back().taken < choices_.back().options) {
                return true;
            }
            choices_.pop_back();
        }
        return false;
    }

    static inline Interleaver* current = nullptr;

    unsigned preemptions_;
    unsigned left_ = 0;
    std::vector<Choice> choices_;
    std::size_t at_ = 0;
    std::size_t count_ = 0;
    std::size_t running_ = 0;
    ucontext_t scheduler_{};
    std::array<Fiber, most_threads> fibers_{};
};

/// Atomics of a twin, `Right`, with a point before each access: what a twin gets as its parameter.
template <class Right>
struct InterleavedAtomics {
    template <class... Arguments>
    static auto load(std::uint64_t& word, Arguments... arguments) {
        Interleaver::point();
        return Right::load(word, arguments...);
    }

    static void store(std::uint64_t& word, std::uint64_t value) {
        Interleaver::point();
        Right::store(word, value);
    }

    static std::uint64_t exchange(std::uint64_t& word, std::uint64_t value) {
        Interleaver::point();
        return Right::exchange(word, value);
    }

    template <class Order>
    static bool compare_exchange(std::uint64_t& word, std::uint64_t& expected, std::uint64_t value,
                                 Order order) {
        Interleaver::point();
        return Right::compare_exchange(word, expected, value, order);
    }

    template <class... Arguments>
    static auto add(std::uint64_t& word, std::uint64_t value, Arguments... arguments) {
        Interleaver::point();
        return Right::add(word, value, arguments...);
    }

    static void set(std::uint64_t& word, std::uint64_t bits) {
        Interleaver::point();
        Right::set(word, bits);
    }

    static std::uint64_t clear(std::uint64_t& word, std::uint64_t bits) {
        Interleaver::point();
        return Right::clear(word, bits);
    }
};

} // namespace seam::harness
