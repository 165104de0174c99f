// SPDX-License-Identifier: MIT OR Apache-2.0
//
// An instance is for one caller at a time: with a lock around each call, any number of threads
// share it.
#include "components/buddy/conformance/worker.hpp"

#include <mutex>
#include <thread>
#include <vector>

namespace {

using namespace bimetal::buddy;
using namespace bimetal::buddy::conformance;

template <class Binding>
void share_an_instance(Test& test) {
    (void)make<Binding>(test, odd_memory);
    ownership.reset(odd_memory);
    std::mutex mutex;
    const auto locked = [&mutex](auto call) {
        const std::scoped_lock guard(mutex);
        return call();
    };
    Random random = test.random();
    std::vector<Worker<Binding>> workers;
    for (std::uint32_t owner = 1; owner <= 4; ++owner) {
        workers.emplace_back().begin(benches[0], owner, random.next());
    }
    std::vector<std::thread> threads;
    threads.reserve(workers.size());
    for (auto& worker : workers) {
        threads.emplace_back([&worker, locked] { worker.run(20'000, locked); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::uint32_t orders = 0;
    for (const auto& worker : workers) {
        EXPECT_EQUAL(worker.wrongs(), std::uint64_t{0});
        orders |= worker.orders();
    }
    EXPECT_EQUAL(orders, (1U << order_count) - 1);
    expect_all_returned<Binding>(test, benches[0], odd_memory);
}

} // namespace

SEAM_REGISTER_TEST(threads_cpp, "buddy.threads", "share_an_instance_of_cpp",
                   share_an_instance<Cpp>);
SEAM_REGISTER_TEST(threads_rust, "buddy.threads", "share_an_instance_of_rust",
                   share_an_instance<Rust>);
