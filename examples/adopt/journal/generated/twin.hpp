// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from journal.seam.h; do not edit
//
// What a C++ twin of component `journal` is, and what it is given.
#pragma once

#include "journal/generated/layout.hpp"
#include "journal/journal.seam.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace journal {

/// A twin: an object that is made in the caller's memory and is never destroyed. Its functions get
/// what was judged already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = std::default_initializable<Type> && std::is_trivially_destructible_v<Type> &&
               requires(Type twin) {
                   { twin.initialize() } -> std::same_as<void>;
                   {
                       twin.append(JournalLevel{}, std::span<const std::uint8_t>{})
                   } -> std::same_as<std::expected<std::uint64_t, JournalStatus>>;
                   { twin.peek() } -> std::same_as<std::expected<JournalRecord, JournalStatus>>;
                   {
                       twin.take(std::span<std::uint8_t>{})
                   } -> std::same_as<std::expected<std::uint64_t, JournalStatus>>;
                   { twin.statistics() } -> std::convertible_to<JournalStatistics>;
               };

} // namespace journal
