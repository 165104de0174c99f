// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Threads that share an instance without a lock. BIMETAL_OPERATIONS sets how often each calls.
#include "components/heap/bindings/generated/export.hpp"
#include "components/heap/conformance/worker.hpp"
#include "components/heap/cpp/slab_heap.hpp"

#include <cstdlib>
#include <thread>
#include <vector>

namespace {

using namespace bimetal::heap;
using namespace bimetal::heap::conformance;

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

using TornHeap = SlabHeap<TornAtomics, LinkedServices>;

} // namespace

HEAP_BINDING(Torn, torn)
HEAP_EXPORT(torn, TornHeap)

namespace {

constexpr std::uint32_t thread_count = 4;
static_assert(thread_count <= suite_cpus);

std::uint64_t operations() {
    constexpr std::uint64_t otherwise = 20'000;
    const char* const given = std::getenv("BIMETAL_OPERATIONS");
    return given == nullptr ? otherwise : std::strtoull(given, nullptr, 0);
}

/// Lets threads work on the instance in a bench. Answers how often an answer was wrong, and counts
/// blocks.
template <class Binding>
std::uint64_t wrongs_of(const Work& work, Random random, std::uint64_t& taken) {
    passing.reset();
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
    workers[0].collect();
    std::uint64_t wrongs = 0;
    for (const auto& worker : workers) {
        wrongs += worker.wrongs();
        taken += worker.taken();
    }
    return wrongs;
}

template <class Binding>
void share_an_instance(Test& test) {
    for (const Work& work : works) {
        auto client = make<Binding>(test, work.pages);
        ownership.reset();
        std::uint64_t taken = 0;
        EXPECT_EQUAL(wrongs_of<Binding>(work, test.random(), taken), std::uint64_t{0});
        EXPECT(taken != 0);
        if (test.failed()) {
            test.note(work.name);
        }
        expect_all_returned(test, client, work.pages);
    }
}

} // namespace

/// The oracle would see it if two CPUs were handed the same.
SEAM_TEST(heap_threads, see_torn_operations) {
    std::uint64_t wrongs = 0;
    for (int round = 0; round < 100 && wrongs == 0; ++round) {
        for (const Work& work : works) {
            const auto client = make<Torn>(test, work.pages);
            ownership.reset();
            std::uint64_t taken = 0;
            wrongs += wrongs_of<Torn>(work, Random(test.seed() + static_cast<std::uint64_t>(round)),
                                      taken);
            wrongs += client.check().has_value() ? 0 : 1;
        }
    }
    EXPECT(wrongs != 0);
}

SEAM_REGISTER_TEST(threads_cpp, "heap.threads", "share_an_instance_of_cpp", share_an_instance<Cpp>);
SEAM_REGISTER_TEST(threads_rust, "heap.threads", "share_an_instance_of_rust",
                   share_an_instance<Rust>);
