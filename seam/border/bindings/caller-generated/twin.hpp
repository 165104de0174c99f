// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from caller.seam.h; do not edit
//
// What a C++ twin of component `caller` is, and what it is given.
#pragma once

#include "seam/border/bindings/caller-generated/layout.hpp"
#include "seam/border/caller.seam.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace bimetal::caller {

/// A twin: an object that is made in the caller's memory and is never destroyed. Its functions get
/// what was judged already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = std::default_initializable<Type> && std::is_trivially_destructible_v<Type> &&
               requires(Type twin) {
                   { twin.initialize() } -> std::same_as<std::expected<void, CallerStatus>>;
                   { twin.shutdown() } -> std::same_as<void>;
                   {
                       twin.value(std::uint64_t{})
                   } -> std::same_as<std::expected<std::uint64_t, CallerStatus>>;
                   {
                       twin.result(std::uint64_t{})
                   } -> std::same_as<std::expected<std::uint64_t, CallerStatus>>;
                   {
                       twin.slice(std::uint64_t{})
                   } -> std::same_as<std::expected<std::uint64_t, CallerStatus>>;
                   {
                       twin.callback(std::uint64_t{})
                   } -> std::same_as<std::expected<std::uint64_t, CallerStatus>>;
               };

} // namespace bimetal::caller
