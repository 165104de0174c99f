// SPDX-License-Identifier: MIT OR Apache-2.0
//
// measure-peers [heap|frames] [--rounds N] [--crates LIBRARY]: see the README.
#include "components/buddy/bindings/generated/buddy.hpp"
#include "components/frames/bindings/generated/frames.hpp"
#include "components/heap/bindings/supplied.hpp"
#include "evaluation/statistics.hpp"
#include "seam/trap.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace buddy = bimetal::buddy;
namespace frames = bimetal::frames;
namespace heap = bimetal::heap;
using bimetal::evaluation::Spread;
using bimetal::evaluation::spread_of;
using Clock = std::chrono::steady_clock;

constexpr unsigned thread_count = 2;

// --- What is measured ---------------------------------------------------------------------------

/// A heap under its name. `begin` makes it new, where that can be.
struct Heap {
    std::string name;
    std::function<void(std::size_t arena_bytes)> begin;
    void* (*allocate)(unsigned thread, std::size_t size);
    void (*free)(unsigned thread, void* block, std::size_t size);
    bool has_arena; ///< of a size that is given
};

constexpr std::size_t arena_bytes = std::size_t{256} << 20;
std::byte* arena = nullptr;

/// An instance in memory of its own, aligned to 64 bytes.
template <class State>
State& state_in(std::unique_ptr<std::uint64_t[]>& memory, std::uint64_t bytes) {
    if (!memory) {
        memory = std::make_unique<std::uint64_t[]>(bytes / 8 + 16);
    }
    const auto address =
        (reinterpret_cast<std::uintptr_t>(memory.get()) + 63) & ~std::uintptr_t{63};
    return *reinterpret_cast<State*>(address);
}

constexpr std::uint64_t first_page = FRAMES_FIRST_ABOVE_4G;
std::unique_ptr<std::uint64_t[]> heap_memory;
std::unique_ptr<std::uint64_t[]> pages_memory;

heap::State& heap_state() {
    return state_in<heap::State>(
        heap_memory, heap::Client<heap::SuppliedCpp>::memory_size(arena_bytes / HEAP_PAGE_SIZE));
}

/// Where the twins' pages come from: the twin of `frames` in the same language.
frames::State& pages_state() {
    return state_in<frames::State>(pages_memory,
                                   frames::Client<frames::Cpp>::memory_size(
                                       arena_bytes / HEAP_PAGE_SIZE / FRAMES_AREA_FRAMES));
}

template <class Heap, class Frames>
void begin_twin(std::size_t bytes, std::uint64_t source) {
    constexpr std::uint64_t page_capacity = arena_bytes / HEAP_PAGE_SIZE;
    pages_state().mark = 0;
    heap_state().mark = 0;
    frames::Client<Frames> pages(pages_state());
    if (!pages.initialize(page_capacity / FRAMES_AREA_FRAMES, first_page, thread_count) ||
        !pages.add(first_page, bytes / HEAP_PAGE_SIZE) ||
        !heap::Client<Heap>(heap_state())
             .initialize(page_capacity, first_page, thread_count, source)) {
        std::abort();
    }
}

void begin_cpp(std::size_t bytes) {
    begin_twin<heap::SuppliedCpp, frames::Cpp>(bytes, 0);
}

void begin_rust(std::size_t bytes) {
    begin_twin<heap::SuppliedRust, frames::Rust>(bytes, 1);
}

/// Takes pages, with what the CPUs keep in magazines if there is nothing else.
template <class Frames>
std::uint64_t take_pages(std::uint32_t cpu, std::uint32_t order) {
    frames::Client<Frames> pages(pages_state());
    auto page = pages.allocate(cpu, order, frames::Zone::any);
    if (!page) {
        static_cast<void>(pages.drain(cpu));
        page = pages.allocate(cpu, order, frames::Zone::any);
    }
    return page.value_or(HEAP_NO_PAGE);
}

template <class Binding>
void* allocate_twin(unsigned thread, std::size_t size) {
    const auto block = heap::Client<Binding>(heap_state()).allocate(thread, size, 16, 0);
    return block ? arena + (*block - first_page * HEAP_PAGE_SIZE) : nullptr;
}

template <class Binding>
void free_twin(unsigned thread, void* block, std::size_t /*size*/) {
    const auto address = static_cast<std::uint64_t>(static_cast<std::byte*>(block) - arena);
    if (!heap::Client<Binding>(heap_state())
             .free(thread, address + first_page * HEAP_PAGE_SIZE, 0)) {
        std::abort();
    }
}

void* (*mimalloc_allocate)(std::size_t) = nullptr;
void (*mimalloc_free)(void*) = nullptr;
void (*talc_begin)(std::byte*, std::size_t) = nullptr;
void* (*talc_allocate)(std::size_t) = nullptr;
void (*talc_free)(void*, std::size_t) = nullptr;
void (*rlsf_begin)(std::byte*, std::size_t) = nullptr;
void* (*rlsf_allocate)(std::size_t) = nullptr;
void (*rlsf_free)(void*, std::size_t) = nullptr;
void (*crate_buddy_begin)(std::size_t) = nullptr;
std::size_t (*crate_buddy_allocate)(std::uint32_t) = nullptr;
void (*crate_buddy_free)(std::size_t, std::uint32_t) = nullptr;

template <class Function>
bool find(void* library, const char* name, Function*& function) {
    function = library == nullptr ? nullptr : reinterpret_cast<Function*>(dlsym(library, name));
    return function != nullptr;
}

/// All heaps that are here; says which are not.
std::vector<Heap> all_heaps(void* crates) {
    std::vector<Heap> heaps{{"heap, C++", begin_cpp, allocate_twin<heap::SuppliedCpp>,
                             free_twin<heap::SuppliedCpp>, true},
                            {"heap, Rust", begin_rust, allocate_twin<heap::SuppliedRust>,
                             free_twin<heap::SuppliedRust>, true}};
    void* const mimalloc = dlopen("libmimalloc.so.2.0", RTLD_NOW | RTLD_LOCAL);
    if (find(mimalloc, "mi_malloc", mimalloc_allocate) &&
        find(mimalloc, "mi_free", mimalloc_free)) {
        heaps.push_back({"mimalloc", [](std::size_t) {},
                         [](unsigned, std::size_t size) { return mimalloc_allocate(size); },
                         [](unsigned, void* block, std::size_t) { mimalloc_free(block); }, false});
    } else {
        fmt::print("mimalloc is not here (package libmimalloc2.0), and left out\n");
    }
    heaps.push_back({"glibc", [](std::size_t) {},
                     [](unsigned, std::size_t size) { return std::malloc(size); },
                     [](unsigned, void* block, std::size_t) { std::free(block); }, false});
    if (find(crates, "peers_talc_begin", talc_begin) &&
        find(crates, "peers_talc_allocate", talc_allocate) &&
        find(crates, "peers_talc_free", talc_free)) {
        heaps.push_back({"talc", [](std::size_t bytes) { talc_begin(arena, bytes); },
                         [](unsigned, std::size_t size) { return talc_allocate(size); },
                         [](unsigned, void* block, std::size_t size) { talc_free(block, size); },
                         true});
    }
    if (find(crates, "peers_rlsf_begin", rlsf_begin) &&
        find(crates, "peers_rlsf_allocate", rlsf_allocate) &&
        find(crates, "peers_rlsf_free", rlsf_free)) {
        heaps.push_back({"rlsf", [](std::size_t bytes) { rlsf_begin(arena, bytes); },
                         [](unsigned, std::size_t size) { return rlsf_allocate(size); },
                         [](unsigned, void* block, std::size_t size) { rlsf_free(block, size); },
                         true});
    }
    return heaps;
}

// --- Workloads of heaps -------------------------------------------------------------------------

struct Block {
    void* memory;
    std::size_t size;
};

/// The first word is written, as whoever wanted the block would.
Block take(const Heap& heap, unsigned thread, std::size_t size) {
    void* const memory = heap.allocate(thread, size);
    if (memory == nullptr) {
        std::fprintf(stderr, "%s has no memory left\n", heap.name.c_str());
        std::abort();
    }
    *static_cast<volatile std::uint64_t*>(memory) = size;
    return {memory, size};
}

std::size_t any_size(std::mt19937& random) {
    return 16 + random() % 4'081;
}

double nanoseconds_each(Clock::time_point start, Clock::time_point end, std::size_t calls) {
    return std::chrono::duration<double, std::nano>(end - start).count() /
           static_cast<double>(calls);
}

/// A block of 64 bytes is taken and given back: for each pair.
double pair(const Heap& heap) {
    constexpr std::size_t pairs = 200'000;
    const auto start = Clock::now();
    for (std::size_t round = 0; round < pairs; ++round) {
        const Block block = take(heap, 0, 64);
        heap.free(0, block.memory, block.size);
    }
    return nanoseconds_each(start, Clock::now(), pairs);
}

/// A thousand are taken, then all given back, in any order or the last first: for each pair.
double batch(const Heap& heap, bool shuffled) {
    constexpr std::size_t count = 1'000;
    constexpr int rounds = 20;
    std::mt19937 random(7);
    std::vector<std::size_t> sizes(count);
    std::ranges::generate(sizes, [&] { return any_size(random); });
    std::vector<std::size_t> order(count);
    for (std::size_t index = 0; index < count; ++index) {
        order[index] = count - 1 - index;
    }
    if (shuffled) {
        std::ranges::shuffle(order, random);
    }
    std::vector<Block> blocks(count);
    const auto start = Clock::now();
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t index = 0; index < count; ++index) {
            blocks[index] = take(heap, 0, sizes[index]);
        }
        for (const std::size_t index : order) {
            heap.free(0, blocks[index].memory, blocks[index].size);
        }
    }
    return nanoseconds_each(start, Clock::now(), count * rounds);
}

/// One of many blocks goes, and another comes, on each thread: for each pair.
double churn(const Heap& heap, std::size_t slots, unsigned threads) {
    constexpr std::size_t steps = 100'000;
    std::array<double, thread_count> times{};
    std::barrier gate(static_cast<std::ptrdiff_t>(threads));
    const auto work = [&](unsigned thread) {
        std::mt19937 random(thread + 1);
        std::vector<Block> blocks(slots);
        for (Block& block : blocks) {
            block = take(heap, thread, any_size(random));
        }
        std::vector<std::pair<std::size_t, std::size_t>> trace(steps);
        for (auto& [slot, size] : trace) {
            slot = random() % slots;
            size = any_size(random);
        }
        gate.arrive_and_wait();
        const auto start = Clock::now();
        for (const auto& [slot, size] : trace) {
            Block& block = blocks[slot];
            heap.free(thread, block.memory, block.size);
            block = take(heap, thread, size);
        }
        times[thread] = nanoseconds_each(start, Clock::now(), steps);
        for (const Block& block : blocks) {
            heap.free(thread, block.memory, block.size);
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned thread = 1; thread < threads; ++thread) {
            others.emplace_back(work, thread);
        }
        work(0);
    }
    return *std::max_element(times.begin(), times.begin() + threads);
}

/// How much of 64 MiB is in use when the first request fails, in percent.
std::optional<double> efficiency(const Heap& heap) {
    if (!heap.has_arena) {
        return std::nullopt;
    }
    constexpr std::size_t bytes = std::size_t{64} << 20;
    heap.begin(bytes);
    std::mt19937 random(3);
    std::size_t live = 0;
    for (std::size_t size = any_size(random); heap.allocate(0, size) != nullptr;
         size = any_size(random)) {
        live += size;
    }
    return 100.0 * static_cast<double>(live) / static_cast<double>(bytes);
}

// --- Frames -------------------------------------------------------------------------------------

constexpr std::uint64_t frame_count = std::uint64_t{1} << 18;
constexpr std::uint64_t no_frame = ~std::uint64_t{0};

struct FrameAllocator {
    std::string name;
    void (*begin)();
    std::uint64_t (*allocate)(unsigned thread, std::uint32_t order);
    void (*free)(unsigned thread, std::uint64_t frame, std::uint32_t order);
};

std::unique_ptr<std::uint64_t[]> frames_memory;
std::unique_ptr<std::uint64_t[]> buddy_memory;
std::atomic<bool> buddy_lock = false;

frames::State& frames_state() {
    return state_in<frames::State>(
        frames_memory, frames::Client<frames::Cpp>::memory_size(frame_count / FRAMES_AREA_FRAMES));
}

buddy::State& buddy_state() {
    return state_in<buddy::State>(buddy_memory,
                                  buddy::Client<buddy::Cpp>::memory_size(frame_count));
}

template <class Binding>
FrameAllocator frames_twin(std::string name) {
    return {std::move(name),
            [] {
                frames_state().mark = 0;
                frames::Client<Binding> client(frames_state());
                if (!client.initialize(frame_count / FRAMES_AREA_FRAMES, FRAMES_FIRST_ABOVE_4G,
                                       thread_count) ||
                    !client.add(FRAMES_FIRST_ABOVE_4G, frame_count)) {
                    std::abort();
                }
            },
            [](unsigned thread, std::uint32_t order) {
                return frames::Client<Binding>(frames_state())
                    .allocate(thread, order, frames::Zone::any)
                    .value_or(no_frame);
            },
            [](unsigned thread, std::uint64_t frame, std::uint32_t order) {
                if (!frames::Client<Binding>(frames_state()).free(thread, frame, order)) {
                    std::abort();
                }
            }};
}

template <class Use>
auto with_buddy_lock(Use use) {
    while (buddy_lock.exchange(true, std::memory_order_acquire)) {
        while (buddy_lock.load(std::memory_order_relaxed)) {
        }
    }
    const auto answer = use();
    buddy_lock.store(false, std::memory_order_release);
    return answer;
}

template <class Binding>
FrameAllocator buddy_twin(std::string name) {
    return {std::move(name),
            [] {
                buddy_state().mark = 0;
                buddy::Client<Binding> client(buddy_state());
                if (!client.initialize(frame_count) ||
                    !client.add(FRAMES_FIRST_ABOVE_4G, frame_count)) {
                    std::abort();
                }
            },
            [](unsigned, std::uint32_t order) {
                return with_buddy_lock([&] {
                    return buddy::Client<Binding>(buddy_state())
                        .allocate(order, buddy::Zone::any)
                        .value_or(no_frame);
                });
            },
            [](unsigned, std::uint64_t frame, std::uint32_t order) {
                if (!with_buddy_lock([&] {
                        return buddy::Client<Binding>(buddy_state()).free(frame, order).has_value();
                    })) {
                    std::abort();
                }
            }};
}

std::vector<FrameAllocator> all_frame_allocators(void* crates) {
    std::vector<FrameAllocator> all{
        frames_twin<frames::Cpp>("frames, C++"), frames_twin<frames::Rust>("frames, Rust"),
        buddy_twin<buddy::Cpp>("buddy, C++"), buddy_twin<buddy::Rust>("buddy, Rust")};
    if (find(crates, "peers_buddy_begin", crate_buddy_begin) &&
        find(crates, "peers_buddy_allocate", crate_buddy_allocate) &&
        find(crates, "peers_buddy_free", crate_buddy_free)) {
        all.push_back({"buddy_system_allocator", [] { crate_buddy_begin(frame_count); },
                       [](unsigned, std::uint32_t order) -> std::uint64_t {
                           return crate_buddy_allocate(order);
                       },
                       [](unsigned, std::uint64_t frame, std::uint32_t order) {
                           crate_buddy_free(frame, order);
                       }});
    }
    return all;
}

std::uint64_t take(const FrameAllocator& allocator, unsigned thread, std::uint32_t order) {
    const std::uint64_t frame = allocator.allocate(thread, order);
    if (frame == no_frame) {
        std::fprintf(stderr, "%s has no frame left\n", allocator.name.c_str());
        std::abort();
    }
    return frame;
}

double frame_pair(const FrameAllocator& allocator, std::uint32_t order, unsigned threads) {
    constexpr std::size_t pairs = 200'000;
    std::array<double, thread_count> times{};
    std::barrier gate(static_cast<std::ptrdiff_t>(threads));
    const auto work = [&](unsigned thread) {
        gate.arrive_and_wait();
        const auto start = Clock::now();
        for (std::size_t round = 0; round < pairs; ++round) {
            allocator.free(thread, take(allocator, thread, order), order);
        }
        times[thread] = nanoseconds_each(start, Clock::now(), pairs);
    };
    {
        std::vector<std::jthread> others;
        for (unsigned thread = 1; thread < threads; ++thread) {
            others.emplace_back(work, thread);
        }
        work(0);
    }
    return *std::max_element(times.begin(), times.begin() + threads);
}

double frame_batch(const FrameAllocator& allocator, bool shuffled) {
    constexpr std::size_t count = 2'048;
    constexpr int rounds = 20;
    std::vector<std::uint64_t> taken(count);
    std::vector<std::size_t> order(count);
    for (std::size_t index = 0; index < count; ++index) {
        order[index] = count - 1 - index;
    }
    std::mt19937 random(5);
    if (shuffled) {
        std::ranges::shuffle(order, random);
    }
    const auto start = Clock::now();
    for (int round = 0; round < rounds; ++round) {
        for (std::uint64_t& frame : taken) {
            frame = take(allocator, 0, 0);
        }
        for (const std::size_t index : order) {
            allocator.free(0, taken[index], 0);
        }
    }
    return nanoseconds_each(start, Clock::now(), count * rounds);
}

// --- Tables -------------------------------------------------------------------------------------

template <class Allocator>
struct Row {
    const char* name;
    std::function<double(const Allocator&)> measure;
};

/// All rows of all allocators, one after the other in each round; medians and quartiles, and each
/// by the better twin, which are the first two.
template <class Allocator, class Begin>
void measure(const std::vector<Allocator>& allocators, const std::vector<Row<Allocator>>& rows,
             int rounds, Begin begin) {
    std::vector<std::vector<std::vector<double>>> samples(
        rows.size(), std::vector<std::vector<double>>(allocators.size()));
    for (int round = 0; round < rounds; ++round) {
        std::fprintf(stderr, "round %d of %d\n", round + 1, rounds);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            for (std::size_t turn = 0; turn < allocators.size(); ++turn) {
                // Each comes first as often as the others, and behind each neighbour: whoever is
                // first finds cold caches, and the second twin what the first one left.
                const std::size_t forward =
                    (turn + static_cast<std::size_t>(round / 2)) % allocators.size();
                const std::size_t index =
                    round % 2 == 0 ? forward : allocators.size() - 1 - forward;
                begin(allocators[index]);
                samples[row][index].push_back(rows[row].measure(allocators[index]));
            }
        }
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        fmt::print("{}\n", rows[row].name);
        std::vector<Spread> spreads;
        for (const auto& of_allocator : samples[row]) {
            spreads.push_back(spread_of(of_allocator));
        }
        const double best = std::min(spreads[0].median, spreads[1].median);
        for (std::size_t index = 0; index < allocators.size(); ++index) {
            const Spread& spread = spreads[index];
            fmt::print("  {:<24} {:>8.1f} ns ({:.1f}-{:.1f})  {:>6.2f}\n", allocators[index].name,
                       spread.median, spread.lower, spread.upper, spread.median / best);
        }
    }
}

void measure_heaps(void* crates, int rounds) {
    const std::vector<Heap> heaps = all_heaps(crates);
    const std::vector<Row<Heap>> rows{
        {"a pair of 64 bytes", pair},
        {"1,000 blocks, the last first, a pair",
         [](const Heap& heap) { return batch(heap, false); }},
        {"1,000 blocks in any order, a pair", [](const Heap& heap) { return batch(heap, true); }},
        {"churn of 1,000 blocks, a pair", [](const Heap& heap) { return churn(heap, 1'000, 1); }},
        {"churn of 30,000 blocks, a pair", [](const Heap& heap) { return churn(heap, 30'000, 1); }},
        {"churn of 1,000 blocks on each of two threads, a pair",
         [](const Heap& heap) { return churn(heap, 1'000, 2); }}};
    fmt::print("heap: nanoseconds, n = {} rounds, median (quartiles), by the better twin\n",
               rounds);
    measure(heaps, rows, rounds, [](const Heap& heap) { heap.begin(arena_bytes); });
    fmt::print("in use of 64 MiB when the first request fails, sizes 16 to 4096\n");
    for (const Heap& heap : heaps) {
        const auto share = efficiency(heap);
        fmt::print("  {:<24} {}\n", heap.name,
                   share ? fmt::format("{:>8.1f} %", *share) : "left out: it has no bound");
    }
}

void measure_frames(void* crates, int rounds) {
    const std::vector<FrameAllocator> allocators = all_frame_allocators(crates);
    const std::vector<Row<FrameAllocator>> rows{
        {"order 0, a pair", [](const FrameAllocator& all) { return frame_pair(all, 0, 1); }},
        {"order 0 on each of two threads, a pair",
         [](const FrameAllocator& all) { return frame_pair(all, 0, 2); }},
        {"2,048 frames, the last first, a pair",
         [](const FrameAllocator& all) { return frame_batch(all, false); }},
        {"2,048 frames in any order, a pair",
         [](const FrameAllocator& all) { return frame_batch(all, true); }},
        {"order 3, a pair", [](const FrameAllocator& all) { return frame_pair(all, 3, 1); }},
        {"order 9, a pair", [](const FrameAllocator& all) { return frame_pair(all, 9, 1); }},
        {"order 9 on each of two threads, a pair",
         [](const FrameAllocator& all) { return frame_pair(all, 9, 2); }}};
    fmt::print("frames: nanoseconds, n = {} rounds, median (quartiles), by the better twin\n",
               rounds);
    measure(allocators, rows, rounds, [](const FrameAllocator& all) { all.begin(); });
}

} // namespace

std::uint64_t heap_supply_allocate_pages(std::uint64_t source, std::uint32_t cpu,
                                         std::uint32_t order) noexcept {
    return source == 0 ? take_pages<frames::Cpp>(cpu, order) : take_pages<frames::Rust>(cpu, order);
}

void heap_supply_free_pages(std::uint64_t source, std::uint32_t cpu, std::uint64_t page,
                            std::uint32_t order) noexcept {
    const bool freed =
        source == 0
            ? frames::Client<frames::Cpp>(pages_state()).free(cpu, page, order).has_value()
            : frames::Client<frames::Rust>(pages_state()).free(cpu, page, order).has_value();
    if (!freed) {
        std::abort();
    }
}

void seam_hardening_trap(const char* message) noexcept {
    std::fprintf(stderr, "%s\n", message);
    std::abort();
}

int main(int count, char** arguments) {
    int rounds = 30;
    std::string component;
    const char* library = nullptr;
    for (int index = 1; index < count; ++index) {
        const std::string_view argument = arguments[index];
        if (argument == "--rounds" && index + 1 < count) {
            const std::string_view number = arguments[++index];
            std::from_chars(number.data(), number.data() + number.size(), rounds);
            rounds = std::max(rounds, 1);
        } else if (argument == "--crates" && index + 1 < count) {
            library = arguments[++index];
        } else if (argument == "heap" || argument == "frames") {
            component = argument;
        } else {
            std::fprintf(stderr,
                         "usage: measure-peers [heap|frames] [--rounds N] [--crates LIBRARY]\n");
            return 2;
        }
    }
    void* const memory = mmap(nullptr, arena_bytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (memory == MAP_FAILED) {
        std::fprintf(stderr, "there is no memory for an arena of 256 MiB\n");
        return 1;
    }
    arena = static_cast<std::byte*>(memory);
    void* const crates = library == nullptr ? nullptr : dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (crates == nullptr) {
        fmt::print("the allocators from crates.io are not here, and left out\n");
    }
    if (component != "frames") {
        measure_heaps(crates, rounds);
    }
    if (component != "heap") {
        measure_frames(crates, rounds);
    }
    return 0;
}
