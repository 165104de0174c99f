// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Threads that share an instance without a lock. BIMETAL_OPERATIONS sets how often each calls.
#include "components/frames/bindings/generated/export.hpp"
#include "components/frames/conformance/worker.hpp"
#include "components/frames/cpp/two_level.hpp"

#include <cstdlib>
#include <thread>
#include <vector>

namespace {

using namespace bimetal::frames;
using namespace bimetal::frames::conformance;

/// What is one operation falls into two, and others come between now and then.
struct TornAtomics : ProcessorAtomics {
    static bool compare_exchange(std::uint64_t& word, std::uint64_t& expected, std::uint64_t value,
                                 std::memory_order /*order*/) {
        const std::uint64_t found = load(word, std::memory_order_acquire);
        if (found != expected) {
            expected = found;
            return false;
        }
        static thread_local std::uint32_t calls = 0;
        if (++calls % 64 == 0) {
            std::this_thread::yield();
        }
        std::atomic_ref(word).store(value, std::memory_order_release);
        return true;
    }
};

} // namespace

FRAMES_BINDING(Torn, torn)
FRAMES_EXPORT(torn, TwoLevel<TornAtomics>)

namespace {

constexpr std::uint32_t thread_count = 4;

std::uint64_t operations() {
    constexpr std::uint64_t otherwise = 20'000;
    const char* const given = std::getenv("BIMETAL_OPERATIONS");
    return given == nullptr ? otherwise : std::strtoull(given, nullptr, 0);
}

/// Lets threads work on the instance in a bench. Answers how often an answer was wrong, and counts
/// blocks.
template <class Binding>
std::uint64_t wrongs_of(const Work& work, Random random, std::uint64_t& taken) {
    std::vector<Worker<Binding>> workers(thread_count);
    for (std::uint32_t number = 0; number < thread_count; ++number) {
        workers[number].begin(benches[0], work, number, random.next());
    }
    {
        std::vector<std::jthread> threads;
        threads.reserve(workers.size());
        for (auto& worker : workers) {
            threads.emplace_back([&worker] { worker.run(operations()); });
        }
    }
    std::uint64_t wrongs = 0;
    for (const auto& worker : workers) {
        wrongs += worker.wrongs();
        taken += worker.taken();
    }
    return wrongs;
}

template <class Binding>
void share(Test& test, const Work& work) {
    const auto memory = memory_of(work);
    auto client = make<Binding>(test, memory);
    ownership.reset(base, memory);
    const std::uint64_t whole = logical(client);
    std::uint64_t taken = 0;
    EXPECT_EQUAL(wrongs_of<Binding>(work, test.random(), taken), std::uint64_t{0});
    EXPECT(taken != 0);
    if (test.failed()) {
        test.note(work.name);
    }
    expect_all_returned(test, client, memory, whole);
}

template <class Binding>
void share_an_instance(Test& test) {
    for (const Work& work : works) {
        share<Binding>(test, work);
    }
}

/// One hands out, the other gives back: what was promised to one CPU comes back by another.
template <class Binding>
void hand_over(Test& test) {
    auto client = make<Binding>(test, whole_memory);
    const std::uint64_t whole = logical(client);
    constexpr std::uint64_t empty = 0;
    std::vector<std::atomic<std::uint64_t>> places(256);
    std::atomic<std::uint64_t> wrongs = 0;
    const std::uint64_t rounds = operations();
    {
        const std::jthread giver([&] {
            Client<Binding> own(benches[0].state);
            for (std::uint64_t round = 0; round < rounds; ++round) {
                const auto frame = own.allocate(0, 0, Zone::any);
                wrongs += frame ? 0 : 1;
                auto& place = places[round % places.size()];
                while (place.load(std::memory_order_acquire) != empty) {
                    std::this_thread::yield();
                }
                place.store(frame.value_or(1), std::memory_order_release);
            }
        });
        const std::jthread taker([&] {
            Client<Binding> own(benches[0].state);
            for (std::uint64_t round = 0; round < rounds; ++round) {
                auto& place = places[round % places.size()];
                std::uint64_t frame = empty;
                while ((frame = place.exchange(empty, std::memory_order_acquire)) == empty) {
                    std::this_thread::yield();
                }
                wrongs += own.free(1, frame, 0) ? 0 : 1;
            }
        });
    }
    EXPECT_EQUAL(wrongs.load(), std::uint64_t{0});
    expect_all_returned(test, client, whole_memory, whole);
}

} // namespace

/// The oracle would see it if two CPUs were handed the same.
SEAM_TEST(frames_threads, see_torn_operations) {
    std::uint64_t wrongs = 0;
    for (int round = 0; round < 100 && wrongs == 0; ++round) {
        for (const Work& work : works) {
            const auto memory = memory_of(work);
            const auto client = make<Torn>(test, memory);
            ownership.reset(base, memory);
            std::uint64_t taken = 0;
            wrongs += wrongs_of<Torn>(work, Random(test.seed() + static_cast<std::uint64_t>(round)),
                                      taken);
            wrongs += client.check().has_value() ? 0 : 1;
        }
    }
    EXPECT(wrongs != 0);
}

SEAM_REGISTER_TEST(threads_cpp, "frames.threads", "share_an_instance_of_cpp",
                   share_an_instance<Cpp>);
SEAM_REGISTER_TEST(threads_rust, "frames.threads", "share_an_instance_of_rust",
                   share_an_instance<Rust>);
SEAM_REGISTER_TEST(hand_over_cpp, "frames.threads", "hand_over_by_cpp", hand_over<Cpp>);
SEAM_REGISTER_TEST(hand_over_rust, "frames.threads", "hand_over_by_rust", hand_over<Rust>);
