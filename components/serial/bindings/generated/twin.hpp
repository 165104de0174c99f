// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from serial.seam.h; do not edit
//
// What a C++ twin of component `serial` is, and what it is given.
#pragma once

#include "components/serial/bindings/generated/layout.hpp"
#include "components/serial/serial.seam.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace bimetal::serial {

/// What the twin is given. Every call takes effect in program order.
template <class Type>
concept Services = std::default_initializable<Type> && requires(Type services) {
    // Reads the register at `offset` (0 to 7) of `device`.
    { services.read(std::uint64_t{}, std::uint32_t{}) } -> std::same_as<std::uint8_t>;
    // Writes the register at `offset` (0 to 7) of `device`.
    { services.write(std::uint64_t{}, std::uint32_t{}, std::uint8_t{}) } -> std::same_as<void>;
};

/// A twin: an object that is made in the caller's memory and is never destroyed. Its functions get
/// what was judged already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = std::default_initializable<Type> && std::is_trivially_destructible_v<Type> &&
               requires(Type twin) {
                   {
                       twin.initialize(std::uint64_t{}, SerialSettings{})
                   } -> std::same_as<std::expected<void, SerialStatus>>;
                   { twin.shutdown() } -> std::same_as<void>;
                   {
                       twin.set_baud(std::uint32_t{})
                   } -> std::same_as<std::expected<void, SerialStatus>>;
                   { twin.self_test() } -> std::same_as<std::expected<void, SerialStatus>>;
                   {
                       twin.transmit(std::span<const std::uint8_t>{})
                   } -> std::same_as<std::expected<std::uint64_t, SerialStatus>>;
                   {
                       twin.transmit_now(std::span<const std::uint8_t>{})
                   } -> std::same_as<std::expected<std::uint64_t, SerialStatus>>;
                   {
                       twin.receive(std::span<std::uint8_t>{})
                   } -> std::convertible_to<std::uint64_t>;
                   { twin.interrupt() } -> std::same_as<std::expected<std::uint64_t, SerialStatus>>;
                   { twin.poll() } -> std::same_as<std::expected<std::uint64_t, SerialStatus>>;
                   { twin.statistics() } -> std::convertible_to<SerialStatistics>;
                   { twin.check() } -> std::same_as<std::expected<void, SerialStatus>>;
               };

} // namespace bimetal::serial

/// Defines `Services`, whose functions are PREFIX_NAME, bound when the image is linked.
#define SERIAL_SERVICES(Services, prefix)                                                          \
    extern "C" {                                                                                   \
    extern decltype(serial_service_read) prefix##_read;                                            \
    extern decltype(serial_service_write) prefix##_write;                                          \
    }                                                                                              \
    namespace bimetal::serial {                                                                    \
    class Services {                                                                               \
      public:                                                                                      \
        std::uint8_t read(std::uint64_t device, std::uint32_t offset) {                            \
            return prefix##_read(device, offset);                                                  \
        }                                                                                          \
        void write(std::uint64_t device, std::uint32_t offset, std::uint8_t value) {               \
            prefix##_write(device, offset, value);                                                 \
        }                                                                                          \
    };                                                                                             \
    }

SERIAL_SERVICES(LinkedServices, serial_service)
