// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from frames.seam.h; do not edit
//
// What a C++ twin of component `frames` is, and what it is given.
#pragma once

#include "components/frames/bindings/generated/layout.hpp"
#include "components/frames/frames.seam.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace bimetal::frames {

/// The memory of one instance, which every twin lays out alike. A twin leaves `mark` and
/// `area_capacity` alone. Several calls use it at once: what may change meanwhile is reached
/// through std::atomic_ref.
struct Shared {
    FramesState& state;
    std::span<FramesArea> table; ///< As many as `area_capacity` says.
};

/// A twin: static functions over the memory of an instance; the bindings have filled `state` with
/// zeros before `initialize`, and the entries of the table hold anything. They get what was judged
/// already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = requires(Shared shared) {
    {
        Type::initialize(shared, std::uint64_t{}, std::uint32_t{})
    } -> std::same_as<std::expected<void, FramesStatus>>;
    { Type::shutdown(shared) } -> std::same_as<void>;
    {
        Type::add(shared, std::uint64_t{}, std::uint64_t{})
    } -> std::same_as<std::expected<void, FramesStatus>>;
    {
        Type::allocate(shared, std::uint32_t{}, std::uint32_t{}, FramesZone{})
    } -> std::same_as<std::expected<std::uint64_t, FramesStatus>>;
    {
        Type::free(shared, std::uint32_t{}, std::uint64_t{}, std::uint32_t{})
    } -> std::same_as<std::expected<void, FramesStatus>>;
    {
        Type::allocate_at(shared, std::uint32_t{}, std::uint64_t{}, std::uint32_t{})
    } -> std::same_as<std::expected<void, FramesStatus>>;
    {
        Type::adopt(shared, std::uint32_t{}, std::uint64_t{}, std::uint32_t{})
    } -> std::same_as<std::expected<void, FramesStatus>>;
    {
        Type::allocate_batch(shared, std::uint32_t{}, std::uint32_t{}, FramesZone{},
                             std::uint64_t{})
    } -> std::same_as<std::expected<FramesBatch, FramesStatus>>;
    {
        Type::free_batch(shared, std::uint32_t{}, std::uint32_t{}, FramesBatch{})
    } -> std::same_as<std::expected<void, FramesStatus>>;
    { Type::drain(shared, std::uint32_t{}) } -> std::same_as<std::expected<void, FramesStatus>>;
    {
        Type::statistics(shared, FramesCount{})
    } -> std::same_as<std::expected<FramesStatistics, FramesStatus>>;
    { Type::check(shared) } -> std::same_as<std::expected<void, FramesStatus>>;
    {
        Type::digest(shared, FramesDigest{})
    } -> std::same_as<std::expected<std::uint64_t, FramesStatus>>;
};

} // namespace bimetal::frames
