// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from buddy.seam.h; do not edit
//
// What a C++ twin of component `buddy` is, and what it is given.
#pragma once

#include "components/buddy/bindings/generated/layout.hpp"
#include "components/buddy/buddy.seam.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace bimetal::buddy {

/// The memory of one instance, which every twin lays out alike. A twin leaves `mark` and
/// `frame_capacity` alone.
struct Shared {
    BuddyState& state;
    std::span<BuddyFrame> table; ///< As many as `frame_capacity` says.
};

/// A twin: static functions over the memory of an instance; the bindings have filled `state` with
/// zeros before `initialize`, and the entries of the table hold anything. They get what was judged
/// already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = requires(Shared shared) {
    { Type::initialize(shared) } -> std::same_as<std::expected<void, BuddyStatus>>;
    { Type::shutdown(shared) } -> std::same_as<void>;
    {
        Type::add(shared, std::uint64_t{}, std::uint64_t{})
    } -> std::same_as<std::expected<void, BuddyStatus>>;
    {
        Type::allocate(shared, std::uint32_t{}, BuddyZone{})
    } -> std::same_as<std::expected<std::uint64_t, BuddyStatus>>;
    {
        Type::free(shared, std::uint64_t{}, std::uint32_t{})
    } -> std::same_as<std::expected<void, BuddyStatus>>;
    { Type::statistics(shared) } -> std::convertible_to<BuddyStatistics>;
    { Type::check(shared) } -> std::same_as<std::expected<void, BuddyStatus>>;
    {
        Type::digest(shared, BuddyDigest{})
    } -> std::same_as<std::expected<std::uint64_t, BuddyStatus>>;
};

} // namespace bimetal::buddy
