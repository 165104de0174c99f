// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from frames.seam.h; do not edit
//
// What a C++ caller of component `frames` uses. SEAM_FRAMES_SELECTION (cpp, rust or live) says
// which twin `bimetal::frames::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "components/frames/bindings/generated/contract.h"
#include "components/frames/bindings/generated/layout.hpp"
#include "components/frames/frames.seam.h"
#include "seam/bits.hpp"
#include "seam/result.hpp"
#include "seam/shared.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(FramesStatus value) {
    switch (value) {
    case FramesStatus::ok:
        return "ok";
    case FramesStatus::null_argument:
        return "null_argument";
    case FramesStatus::misaligned:
        return "misaligned";
    case FramesStatus::out_of_range:
        return "out_of_range";
    case FramesStatus::length_overflow:
        return "length_overflow";
    case FramesStatus::invalid_enum:
        return "invalid_enum";
    case FramesStatus::overlap:
        return "overlap";
    case FramesStatus::not_initialised:
        return "not_initialised";
    case FramesStatus::exhausted:
        return "exhausted";
    case FramesStatus::out_of_order:
        return "out_of_order";
    case FramesStatus::unmanaged:
        return "unmanaged";
    case FramesStatus::misaligned_block:
        return "misaligned_block";
    case FramesStatus::double_free:
        return "double_free";
    case FramesStatus::wrong_order:
        return "wrong_order";
    case FramesStatus::corrupt:
        return "corrupt";
    case FramesStatus::taken:
        return "taken";
    case FramesStatus::earlier_double_free:
        return "earlier_double_free";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(FramesStatus value) {
    switch (value) {
    case FramesStatus::ok:
    case FramesStatus::null_argument:
    case FramesStatus::misaligned:
    case FramesStatus::out_of_range:
    case FramesStatus::length_overflow:
    case FramesStatus::invalid_enum:
    case FramesStatus::overlap:
    case FramesStatus::not_initialised:
    case FramesStatus::exhausted:
    case FramesStatus::out_of_order:
    case FramesStatus::unmanaged:
    case FramesStatus::misaligned_block:
    case FramesStatus::double_free:
    case FramesStatus::wrong_order:
    case FramesStatus::corrupt:
    case FramesStatus::taken:
    case FramesStatus::earlier_double_free:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(FramesZone value) {
    switch (value) {
    case FramesZone::any:
        return "any";
    case FramesZone::below_4g:
        return "below_4g";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(FramesZone value) {
    switch (value) {
    case FramesZone::any:
    case FramesZone::below_4g:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(FramesCount value) {
    switch (value) {
    case FramesCount::fast:
        return "fast";
    case FramesCount::exact:
        return "exact";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(FramesCount value) {
    switch (value) {
    case FramesCount::fast:
    case FramesCount::exact:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(FramesDigest value) {
    switch (value) {
    case FramesDigest::logical:
        return "logical";
    case FramesDigest::exact:
        return "exact";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(FramesDigest value) {
    switch (value) {
    case FramesDigest::logical:
    case FramesDigest::exact:
        return true;
    }
    return false;
}

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define FRAMES_DECLARE_FUNCTION_(function, twin)                                                   \
    extern decltype(frames_##function) frames_##twin##_##function;
#define FRAMES_DECLARE_TWIN(twin)                                                                  \
    extern "C" {                                                                                   \
    FRAMES_FUNCTIONS(FRAMES_DECLARE_FUNCTION_, twin)                                               \
    extern const std::uint64_t FRAMES_CONTRACT_SYMBOL(twin);                                       \
    }

// A type whose static members are one twin's functions.
#define FRAMES_BINDING_FUNCTION_(function, twin)                                                   \
    static constexpr auto* function = &frames_##twin##_##function;
#define FRAMES_BINDING(Binding, twin)                                                              \
    FRAMES_DECLARE_TWIN(twin)                                                                      \
    namespace bimetal::frames {                                                                    \
    struct Binding {                                                                               \
        static constexpr const char* name = #twin;                                                 \
        FRAMES_FUNCTIONS(FRAMES_BINDING_FUNCTION_, twin)                                           \
        static constexpr const std::uint64_t* contract_symbol = &FRAMES_CONTRACT_SYMBOL(twin);     \
    };                                                                                             \
    }

FRAMES_BINDING(Cpp, cpp)
FRAMES_BINDING(Rust, rust)
FRAMES_BINDING(Live, live)

namespace bimetal::frames {

using Status = FramesStatus;
using Zone = FramesZone;
using Count = FramesCount;
using Digest = FramesDigest;
using Area = FramesArea;
using Cpu = FramesCpu;
using Range = FramesRange;
using State = FramesState;
using Statistics = FramesStatistics;
using Batch = FramesBatch;

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    /// The bytes of an instance: the state and the table behind it. Where there is no such memory,
    /// the greatest number.
    [[nodiscard]] static constexpr std::uint64_t memory_size(std::uint64_t area_capacity) {
        return seam::memory_size<State, FramesArea>(area_capacity);
    }

    /// Makes an instance without frames, with a table for `area_capacity` areas from
    /// `first_frame` on, a multiple of FRAMES_TREE_FRAMES, for CPUs 0 to `cpu_count` -
    /// 1. What the memory held is dropped.
    [[nodiscard]] std::expected<void, Status>
    initialize(std::uint64_t area_capacity, std::uint64_t first_frame, std::uint32_t cpu_count) {
        return seam::to_expected(
            Binding::initialize(state_, area_capacity, first_frame, cpu_count));
    }

    /// Ends the instance. Its frames and its memory are the caller's again.
    [[nodiscard]] std::expected<void, Status> shutdown() {
        return seam::to_expected(Binding::shutdown(state_));
    }

    /// Adds the free frames from `first_frame` on, `frame_count` of them, above all
    /// that were added before and within the areas. Nothing is added when it fails,
    /// `corrupt` apart.
    [[nodiscard]] std::expected<void, Status> add(std::uint64_t first_frame,
                                                  std::uint64_t frame_count) {
        return seam::to_expected(Binding::add(state_, first_frame, frame_count));
    }

    /// Takes a block of 2^order frames, order at most FRAMES_MAX_ORDER. The value is
    /// its first frame. `exhausted`: there was none outside of magazines; this CPU's
    /// own were emptied before if the order is 0 or 9, and drain() empties those of
    /// others. While other calls run, frames that they are about to give up may be
    /// missed.
    [[nodiscard]] std::expected<std::uint64_t, Status> allocate(std::uint32_t cpu,
                                                                std::uint32_t order, Zone zone) {
        return seam::to_expected(Binding::allocate(state_, cpu, order, zone));
    }

    /// Gives back the block that allocate() answered, with its order; one of order 1
    /// to 8 may come back in smaller blocks. Nothing changes when it fails, `corrupt`
    /// and `earlier_double_free` apart. A frame of order 0 that is free already, or a
    /// block of order 9, may go into a magazine: that is found when the magazine gives
    /// it back.
    [[nodiscard]] std::expected<void, Status> free(std::uint32_t cpu, std::uint64_t frame,
                                                   std::uint32_t order) {
        return seam::to_expected(Binding::free(state_, cpu, frame, order));
    }

    /// Takes that very block, outside of magazines. Nothing changes when it fails.
    [[nodiscard]] std::expected<void, Status> allocate_at(std::uint32_t cpu, std::uint64_t frame,
                                                          std::uint32_t order) {
        return seam::to_expected(Binding::allocate_at(state_, cpu, frame, order));
    }

    /// Takes that very block, which another instance has handed out: out of the
    /// magazines of all CPUs, too, which are drained if that helps. No other call runs
    /// meanwhile.
    [[nodiscard]] std::expected<void, Status> adopt(std::uint32_t cpu, std::uint64_t frame,
                                                    std::uint32_t order) {
        return seam::to_expected(Binding::adopt(state_, cpu, frame, order));
    }

    /// Takes `count` blocks, at most FRAMES_BATCH_CAPACITY, all or none. Uses no
    /// magazine.
    [[nodiscard]] std::expected<Batch, Status>
    allocate_batch(std::uint32_t cpu, std::uint32_t order, Zone zone, std::uint64_t count) {
        Batch answer{};
        if (const Status status = Binding::allocate_batch(state_, cpu, order, zone, count, &answer);
            status != Status::ok) [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

    /// Gives back blocks of one order, in any sequence. Those that cannot be are left
    /// out, and why the first of them is answered. Uses no magazine.
    [[nodiscard]] std::expected<void, Status> free_batch(std::uint32_t cpu, std::uint32_t order,
                                                         const Batch& batch) {
        return seam::to_expected(Binding::free_batch(state_, cpu, order, &batch));
    }

    /// Empties the magazines of a CPU and gives up its tree.
    [[nodiscard]] std::expected<void, Status> drain(std::uint32_t cpu) {
        return seam::to_expected(Binding::drain(state_, cpu));
    }

    /// Counts what there is.
    [[nodiscard]] std::expected<Statistics, Status> statistics(Count kind) const {
        Statistics answer{};
        if (const Status status = Binding::statistics(state_, kind, &answer); status != Status::ok)
            [[unlikely]] {
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

#if defined(SEAM_FRAMES_SELECTION)
#define FRAMES_SELECTED_cpp Cpp
#define FRAMES_SELECTED_rust Rust
#define FRAMES_SELECTED_live Live
#define FRAMES_SELECTED_(selection) FRAMES_SELECTED_##selection
#define FRAMES_SELECTED(selection) FRAMES_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = FRAMES_SELECTED(SEAM_FRAMES_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t*
    FRAMES_CONTRACT_PASTE(needs_contract_, FRAMES_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace bimetal::frames
