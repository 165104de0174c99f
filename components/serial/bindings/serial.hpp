// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What a C++ caller of component `serial` uses. SEAM_SERIAL_SELECTION (cpp, rust or live) says
// which twin `serial::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "components/serial/bindings/contract.h"
#include "components/serial/bindings/functions.h"
#include "components/serial/serial.seam.h"
#include "seam/result.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define SERIAL_DECLARE_FUNCTION_(function, twin)                                                   \
    extern decltype(serial_##function) serial_##twin##_##function;
#define SERIAL_DECLARE_TWIN(twin)                                                                  \
    extern "C" {                                                                                   \
    SERIAL_FUNCTIONS(SERIAL_DECLARE_FUNCTION_, twin)                                               \
    extern const std::uint64_t SERIAL_CONTRACT_SYMBOL(twin);                                       \
    }

// A type whose static members are one twin's functions. A translation unit that uses it needs the
// contract symbol of that twin.
#define SERIAL_BINDING_FUNCTION_(function, twin)                                                   \
    static constexpr auto* function = &serial_##twin##_##function;
#define SERIAL_BINDING(Binding, twin)                                                              \
    SERIAL_DECLARE_TWIN(twin)                                                                      \
    namespace bimetal::serial {                                                                    \
    struct Binding {                                                                               \
        static constexpr const char* name = #twin;                                                 \
        SERIAL_FUNCTIONS(SERIAL_BINDING_FUNCTION_, twin)                                           \
        static constexpr const std::uint64_t* contract_symbol = &SERIAL_CONTRACT_SYMBOL(twin);     \
    };                                                                                             \
    }

SERIAL_BINDING(Cpp, cpp)
SERIAL_BINDING(Rust, rust)
SERIAL_BINDING(Live, live)

namespace bimetal::serial {

using State = SerialState;
using Settings = SerialSettings;
using Parity = SerialParity;
using StopBits = SerialStopBits;
using Trigger = SerialTrigger;
using Status = SerialStatus;
using Statistics = SerialStatistics;
using Event = SerialEvent;

/// Bits that interrupt() and poll() report.
class Events {
  public:
    constexpr explicit Events(std::uint64_t bits) : bits_(bits) {}

    [[nodiscard]] constexpr bool has(Event event) const {
        return (bits_ & static_cast<std::uint64_t>(event)) != 0;
    }

    [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }

    friend constexpr bool operator==(Events, Events) = default;

  private:
    std::uint64_t bits_;
};

/// What PCs use: 115200 baud, 8 data bits, no parity, one stop bit, from a 1843200 Hz clock.
inline constexpr Settings default_settings{.clock = 1'843'200,
                                           .baud = 115'200,
                                           .data_bits = 8,
                                           .parity = Parity::none,
                                           .stop_bits = StopBits::one,
                                           .trigger = Trigger::eight};

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps. The contract of each is in serial.seam.h.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    [[nodiscard]] std::expected<void, Status> initialize(std::uint64_t device,
                                                         Settings settings = default_settings) {
        return seam::to_expected(Binding::initialize(state_, device, settings));
    }

    [[nodiscard]] std::expected<void, Status> shutdown() {
        return seam::to_expected(Binding::shutdown(state_));
    }

    [[nodiscard]] std::expected<void, Status> set_baud(std::uint32_t baud) {
        return seam::to_expected(Binding::set_baud(state_, baud));
    }

    [[nodiscard]] std::expected<void, Status> self_test() {
        return seam::to_expected(Binding::self_test(state_));
    }

    /// How many bytes were taken, from the front.
    [[nodiscard]] std::expected<std::uint64_t, Status>
    transmit(std::span<const std::uint8_t> bytes) {
        return seam::to_expected(Binding::transmit(state_, seam::to_slice(bytes)));
    }

    /// How many characters were taken, from the front.
    [[nodiscard]] std::expected<std::uint64_t, Status> transmit(std::string_view text) {
        return seam::to_expected(Binding::transmit(state_, seam::to_slice(text)));
    }

    /// Sends all, without interrupts, after what transmit() took before.
    [[nodiscard]] std::expected<std::uint64_t, Status> transmit_now(std::string_view text) {
        return seam::to_expected(Binding::transmit_now(state_, seam::to_slice(text)));
    }

    /// How many bytes were put into the front of `bytes`.
    [[nodiscard]] std::expected<std::uint64_t, Status> receive(std::span<std::uint8_t> bytes) {
        return seam::to_expected(Binding::receive(state_, seam::to_mutable_slice(bytes)));
    }

    [[nodiscard]] std::expected<Events, Status> interrupt() {
        return events(Binding::interrupt(state_));
    }

    [[nodiscard]] std::expected<Events, Status> poll() { return events(Binding::poll(state_)); }

    [[nodiscard]] std::expected<Statistics, Status> statistics() const {
        Statistics copy{};
        if (const Status status = Binding::statistics(state_, &copy); status != Status::ok) {
            return std::unexpected(status);
        }
        return copy;
    }

    [[nodiscard]] std::expected<void, Status> check() const {
        return seam::to_expected(Binding::check(state_));
    }

  private:
    static std::expected<Events, Status> events(SerialEventsResult result) {
        if (result.status != Status::ok) [[unlikely]] {
            return std::unexpected(result.status);
        }
        return Events(result.value);
    }

    State* state_;
};

#if defined(SEAM_SERIAL_SELECTION)
#define SERIAL_SELECTED_cpp Cpp
#define SERIAL_SELECTED_rust Rust
#define SERIAL_SELECTED_live Live
#define SERIAL_SELECTED_(selection) SERIAL_SELECTED_##selection
#define SERIAL_SELECTED(selection) SERIAL_SELECTED_(selection)
/// The binding that this translation unit was compiled for.
using Selected = SERIAL_SELECTED(SEAM_SERIAL_SELECTION);

// Needs the selected twin to be built from this contract: else the linker misses the symbol. Not
// local to the translation unit: beside a local symbol that is marked used, LLVM imports no
// function with assembly in it, such as port access, into another module.
[[gnu::used, gnu::retain]] inline constexpr const std::uint64_t*
    SERIAL_CONTRACT_PASTE(needs_contract_, SERIAL_CONTRACT_DIGITS) = Selected::contract_symbol;
#endif

} // namespace bimetal::serial
