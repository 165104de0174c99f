// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from heap.seam.h; do not edit
//
// What a C++ caller of component `heap` uses. SEAM_HEAP_SELECTION (cpp, rust or live) says which
// twin `bimetal::heap::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "components/heap/bindings/generated/contract.h"
#include "components/heap/bindings/generated/layout.hpp"
#include "components/heap/heap.seam.h"
#include "seam/bits.hpp"
#include "seam/result.hpp"
#include "seam/shared.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(HeapStatus value) {
    switch (value) {
    case HeapStatus::ok:
        return "ok";
    case HeapStatus::null_argument:
        return "null_argument";
    case HeapStatus::misaligned:
        return "misaligned";
    case HeapStatus::out_of_range:
        return "out_of_range";
    case HeapStatus::length_overflow:
        return "length_overflow";
    case HeapStatus::invalid_enum:
        return "invalid_enum";
    case HeapStatus::overlap:
        return "overlap";
    case HeapStatus::not_initialised:
        return "not_initialised";
    case HeapStatus::exhausted:
        return "exhausted";
    case HeapStatus::foreign:
        return "foreign";
    case HeapStatus::not_a_block:
        return "not_a_block";
    case HeapStatus::double_free:
        return "double_free";
    case HeapStatus::wrong_size:
        return "wrong_size";
    case HeapStatus::must_move:
        return "must_move";
    case HeapStatus::corrupt:
        return "corrupt";
    case HeapStatus::earlier_double_free:
        return "earlier_double_free";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(HeapStatus value) {
    switch (value) {
    case HeapStatus::ok:
    case HeapStatus::null_argument:
    case HeapStatus::misaligned:
    case HeapStatus::out_of_range:
    case HeapStatus::length_overflow:
    case HeapStatus::invalid_enum:
    case HeapStatus::overlap:
    case HeapStatus::not_initialised:
    case HeapStatus::exhausted:
    case HeapStatus::foreign:
    case HeapStatus::not_a_block:
    case HeapStatus::double_free:
    case HeapStatus::wrong_size:
    case HeapStatus::must_move:
    case HeapStatus::corrupt:
    case HeapStatus::earlier_double_free:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(HeapDigest value) {
    switch (value) {
    case HeapDigest::logical:
        return "logical";
    case HeapDigest::exact:
        return "exact";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(HeapDigest value) {
    switch (value) {
    case HeapDigest::logical:
    case HeapDigest::exact:
        return true;
    }
    return false;
}

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define HEAP_DECLARE_FUNCTION_(function, twin)                                                     \
    extern decltype(heap_##function) heap_##twin##_##function;
#define HEAP_DECLARE_TWIN(twin)                                                                    \
    extern "C" {                                                                                   \
    HEAP_FUNCTIONS(HEAP_DECLARE_FUNCTION_, twin)                                                   \
    extern const std::uint64_t HEAP_CONTRACT_SYMBOL(twin);                                         \
    }

// A type whose static members are one twin's functions.
#define HEAP_BINDING_FUNCTION_(function, twin)                                                     \
    static constexpr auto* function = &heap_##twin##_##function;
#define HEAP_BINDING(Binding, twin)                                                                \
    HEAP_DECLARE_TWIN(twin)                                                                        \
    namespace bimetal::heap {                                                                      \
    struct Binding {                                                                               \
        static constexpr const char* name = #twin;                                                 \
        HEAP_FUNCTIONS(HEAP_BINDING_FUNCTION_, twin)                                               \
        static constexpr const std::uint64_t* contract_symbol = &HEAP_CONTRACT_SYMBOL(twin);       \
    };                                                                                             \
    }

HEAP_BINDING(Cpp, cpp)
HEAP_BINDING(Rust, rust)
HEAP_BINDING(Live, live)

namespace bimetal::heap {

using Status = HeapStatus;
using Digest = HeapDigest;
using Page = HeapPage;
using Class = HeapClass;
using Magazine = HeapMagazine;
using Owner = HeapOwner;
using Cpu = HeapCpu;
using State = HeapState;
using Owned = HeapOwned;
using Statistics = HeapStatistics;
using ClassStatistics = HeapClassStatistics;

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    /// The bytes of an instance: the state and the table behind it. Where there is no such memory,
    /// the greatest number.
    [[nodiscard]] static constexpr std::uint64_t memory_size(std::uint64_t page_capacity) {
        return seam::memory_size<State, HeapPage>(page_capacity);
    }

    /// Makes an instance without pages, with a table for `page_capacity` of them from
    /// `first_page` on, for CPUs 0 to `cpu_count` - 1. `source` is passed to the
    /// services as it is. What the memory held is dropped.
    [[nodiscard]] std::expected<void, Status> initialize(std::uint64_t page_capacity,
                                                         std::uint64_t first_page,
                                                         std::uint32_t cpu_count,
                                                         std::uint64_t source) {
        return seam::to_expected(
            Binding::initialize(state_, page_capacity, first_page, cpu_count, source));
    }

    /// Gives all pages back, as CPU 0, also those with blocks in use, and ends the
    /// instance. Its memory is the caller's again.
    [[nodiscard]] std::expected<void, Status> shutdown() {
        return seam::to_expected(Binding::shutdown(state_));
    }

    /// Takes a block of at least `size` bytes (0 counts as 1, at most
    /// HEAP_LARGEST_BLOCK) at a multiple of `alignment`, a power of two up to
    /// HEAP_LARGEST_BLOCK. The owner is a number below HEAP_OWNER_COUNT that the
    /// statistics count under. `exhausted`: the services had no page, after this CPU's
    /// magazines were emptied and all empty slabs given back; drain() empties the
    /// magazines of others. While other calls run, blocks that they are about to give
    /// up may be missed.
    [[nodiscard]] std::expected<std::uint64_t, Status>
    allocate(std::uint32_t cpu, std::uint64_t size, std::uint64_t alignment, std::uint32_t owner) {
        return seam::to_expected(Binding::allocate(state_, cpu, size, alignment, owner));
    }

    /// Gives back the block that allocate() answered, for the same owner. Nothing
    /// changes when it fails, `corrupt` and `earlier_double_free` apart. A block that
    /// is free already, but in a magazine, may go into a magazine once more: that is
    /// found when the magazine gives it back.
    [[nodiscard]] std::expected<void, Status> free(std::uint32_t cpu, std::uint64_t address,
                                                   std::uint32_t owner) {
        return seam::to_expected(Binding::free(state_, cpu, address, owner));
    }

    /// As free(), with the size and alignment that the block was asked for, or a size
    /// that resize() let it have; one that wants another class, which resize() would
    /// not, is answered with `wrong_size`.
    [[nodiscard]] std::expected<void, Status> free_sized(std::uint32_t cpu, std::uint64_t address,
                                                         std::uint64_t size,
                                                         std::uint64_t alignment,
                                                         std::uint32_t owner) {
        return seam::to_expected(Binding::free_sized(state_, cpu, address, size, alignment, owner));
    }

    /// Says whether a block may hold `size` bytes from now on, at the alignment that
    /// it was asked for: `must_move` if it is too small, or if less than half of it
    /// would be used. It changes nothing.
    [[nodiscard]] std::expected<void, Status> resize(std::uint64_t address,
                                                     std::uint64_t size) const {
        return seam::to_expected(Binding::resize(state_, address, size));
    }

    /// How many bytes a block has, all of which may be used.
    [[nodiscard]] std::expected<std::uint64_t, Status> size_of(std::uint64_t address) const {
        return seam::to_expected(Binding::size_of(state_, address));
    }

    /// Empties the magazines of a CPU and gives all empty slabs back.
    [[nodiscard]] std::expected<void, Status> drain(std::uint32_t cpu) {
        return seam::to_expected(Binding::drain(state_, cpu));
    }

    /// Counts what there is, by the counters: while others allocate perhaps some
    /// blocks off.
    [[nodiscard]] std::expected<Statistics, Status> statistics() const {
        Statistics answer{};
        if (const Status status = Binding::statistics(state_, &answer); status != Status::ok)
            [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

    /// Counts what there is of one class, a number below HEAP_CLASS_COUNT.
    [[nodiscard]] std::expected<ClassStatistics, Status>
    class_statistics(std::uint32_t size_class) const {
        ClassStatistics answer{};
        if (const Status status = Binding::class_statistics(state_, size_class, &answer);
            status != Status::ok) [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

    /// Says whether the whole layout is consistent.
    [[nodiscard]] std::expected<void, Status> check() const {
        return seam::to_expected(Binding::check(state_));
    }

    /// A hash of the instance.
    [[nodiscard]] std::expected<std::uint64_t, Status> digest(Digest kind) const {
        return seam::to_expected(Binding::digest(state_, kind));
    }

  private:
    State* state_;
};

#if defined(SEAM_HEAP_SELECTION)
#define HEAP_SELECTED_cpp Cpp
#define HEAP_SELECTED_rust Rust
#define HEAP_SELECTED_live Live
#define HEAP_SELECTED_(selection) HEAP_SELECTED_##selection
#define HEAP_SELECTED(selection) HEAP_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = HEAP_SELECTED(SEAM_HEAP_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t*
    HEAP_CONTRACT_PASTE(needs_contract_, HEAP_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace bimetal::heap
