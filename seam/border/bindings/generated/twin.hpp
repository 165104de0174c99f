// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from border.seam.h; do not edit
//
// What a C++ twin of component `border` is, and what it is given.
#pragma once

#include "seam/border/bindings/generated/layout.hpp"
#include "seam/border/border.seam.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace bimetal::border {

/// What the twin is given. Every call takes effect in program order.
template <class Type>
concept Services = std::default_initializable<Type> && requires(Type services) {
    // The number after that number. Both twins are given the same service, in C++, as
    // the core's are.
    { services.next(std::uint64_t{}) } -> std::same_as<std::uint64_t>;
};

/// A twin: an object that is made in the caller's memory and is never destroyed. Its functions get
/// what was judged already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = std::default_initializable<Type> && std::is_trivially_destructible_v<Type> &&
               requires(Type twin) {
                   { twin.initialize() } -> std::same_as<void>;
                   { twin.shutdown() } -> std::same_as<void>;
                   { twin.value(std::uint64_t{}) } -> std::same_as<void>;
                   {
                       twin.result(std::uint64_t{})
                   } -> std::same_as<std::expected<std::uint64_t, BorderStatus>>;
                   {
                       twin.slice(std::span<const std::uint8_t>{})
                   } -> std::convertible_to<std::uint64_t>;
                   { twin.callback(std::uint64_t{}) } -> std::convertible_to<std::uint64_t>;
               };

} // namespace bimetal::border

/// Defines `Services`, whose functions are PREFIX_NAME, bound when the image is linked.
#define BORDER_SERVICES(Services, prefix)                                                          \
    extern "C" {                                                                                   \
    extern decltype(border_service_next) prefix##_next;                                            \
    }                                                                                              \
    namespace bimetal::border {                                                                    \
    class Services {                                                                               \
      public:                                                                                      \
        std::uint64_t next(std::uint64_t number) { return prefix##_next(number); }                 \
    };                                                                                             \
    }

BORDER_SERVICES(LinkedServices, border_service)
