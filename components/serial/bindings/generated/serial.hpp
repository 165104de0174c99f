// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from serial.seam.h; do not edit
//
// What a C++ caller of component `serial` uses. SEAM_SERIAL_SELECTION (cpp, rust or live) says
// which twin `bimetal::serial::Selected` calls; without it a caller names a binding itself.
#pragma once

#include "components/serial/bindings/generated/contract.h"
#include "components/serial/bindings/generated/layout.hpp"
#include "components/serial/serial.seam.h"
#include "seam/bits.hpp"
#include "seam/result.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(SerialStatus value) {
    switch (value) {
    case SerialStatus::ok:
        return "ok";
    case SerialStatus::null_argument:
        return "null_argument";
    case SerialStatus::misaligned:
        return "misaligned";
    case SerialStatus::out_of_range:
        return "out_of_range";
    case SerialStatus::length_overflow:
        return "length_overflow";
    case SerialStatus::invalid_enum:
        return "invalid_enum";
    case SerialStatus::overlap:
        return "overlap";
    case SerialStatus::not_initialised:
        return "not_initialised";
    case SerialStatus::device_absent:
        return "device_absent";
    case SerialStatus::device_stuck:
        return "device_stuck";
    case SerialStatus::baud_unreachable:
        return "baud_unreachable";
    case SerialStatus::self_test_failed:
        return "self_test_failed";
    case SerialStatus::corrupt:
        return "corrupt";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(SerialStatus value) {
    switch (value) {
    case SerialStatus::ok:
    case SerialStatus::null_argument:
    case SerialStatus::misaligned:
    case SerialStatus::out_of_range:
    case SerialStatus::length_overflow:
    case SerialStatus::invalid_enum:
    case SerialStatus::overlap:
    case SerialStatus::not_initialised:
    case SerialStatus::device_absent:
    case SerialStatus::device_stuck:
    case SerialStatus::baud_unreachable:
    case SerialStatus::self_test_failed:
    case SerialStatus::corrupt:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(SerialParity value) {
    switch (value) {
    case SerialParity::none:
        return "none";
    case SerialParity::odd:
        return "odd";
    case SerialParity::even:
        return "even";
    case SerialParity::mark:
        return "mark";
    case SerialParity::space:
        return "space";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(SerialParity value) {
    switch (value) {
    case SerialParity::none:
    case SerialParity::odd:
    case SerialParity::even:
    case SerialParity::mark:
    case SerialParity::space:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(SerialStopBits value) {
    switch (value) {
    case SerialStopBits::one:
        return "one";
    case SerialStopBits::two:
        return "two";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(SerialStopBits value) {
    switch (value) {
    case SerialStopBits::one:
    case SerialStopBits::two:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(SerialTrigger value) {
    switch (value) {
    case SerialTrigger::one:
        return "one";
    case SerialTrigger::four:
        return "four";
    case SerialTrigger::eight:
        return "eight";
    case SerialTrigger::fourteen:
        return "fourteen";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(SerialTrigger value) {
    switch (value) {
    case SerialTrigger::one:
    case SerialTrigger::four:
    case SerialTrigger::eight:
    case SerialTrigger::fourteen:
        return true;
    }
    return false;
}

/// The name of a value; of a number that is none, `unknown`.
[[nodiscard]] constexpr std::string_view describe(SerialEvent value) {
    switch (value) {
    case SerialEvent::received:
        return "received";
    case SerialEvent::transmitted:
        return "transmitted";
    case SerialEvent::line_error:
        return "line_error";
    case SerialEvent::line_break:
        return "line_break";
    case SerialEvent::throttled:
        return "throttled";
    case SerialEvent::modem:
        return "modem";
    case SerialEvent::spurious:
        return "spurious";
    }
    return "unknown";
}

/// Whether the contract names the number.
[[nodiscard]] constexpr bool is_valid(SerialEvent value) {
    switch (value) {
    case SerialEvent::received:
    case SerialEvent::transmitted:
    case SerialEvent::line_error:
    case SerialEvent::line_break:
    case SerialEvent::throttled:
    case SerialEvent::modem:
    case SerialEvent::spurious:
        return true;
    }
    return false;
}

/// Whether the contract names every number in it that is an enumeration.
[[nodiscard]] constexpr bool is_valid(const SerialSettings& value) {
    return is_valid(value.parity) && is_valid(value.stop_bits) && is_valid(value.trigger);
}

// One twin's functions with the types of the contract, and the symbol that it defines when it was
// built from this contract.
#define SERIAL_DECLARE_FUNCTION_(function, twin)                                                   \
    extern decltype(serial_##function) serial_##twin##_##function;
#define SERIAL_DECLARE_TWIN(twin)                                                                  \
    extern "C" {                                                                                   \
    SERIAL_FUNCTIONS(SERIAL_DECLARE_FUNCTION_, twin)                                               \
    extern const std::uint64_t SERIAL_CONTRACT_SYMBOL(twin);                                       \
    }

// A type whose static members are one twin's functions.
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

using Status = SerialStatus;
using Parity = SerialParity;
using StopBits = SerialStopBits;
using Trigger = SerialTrigger;
using Event = SerialEvent;
using Settings = SerialSettings;
using Statistics = SerialStatistics;
using State = SerialState;

/// One instance as its callers see it: the typed functions of a binding on memory that the caller
/// keeps.
template <class Binding>
class Client {
  public:
    /// `state` must outlive the client.
    constexpr explicit Client(State& state) : state_(&state) {}

    /// Finds the device, sets it up and turns its receive interrupt on. `device` is
    /// passed to the services as it is. An instance may be initialised again at any
    /// time; what it held is dropped.
    [[nodiscard]] std::expected<void, Status> initialize(std::uint64_t device, Settings settings) {
        return seam::to_expected(Binding::initialize(state_, device, settings));
    }

    /// Turns the device's interrupts off and ends the instance; bytes still in its
    /// rings are dropped.
    [[nodiscard]] std::expected<void, Status> shutdown() {
        return seam::to_expected(Binding::shutdown(state_));
    }

    /// Changes the symbol rate once the device has sent what it holds; waits for that,
    /// bounded.
    [[nodiscard]] std::expected<void, Status> set_baud(std::uint32_t baud) {
        return seam::to_expected(Binding::set_baud(state_, baud));
    }

    /// Sends a few bytes through the device's loopback, and its modem lines too.
    /// Waits, bounded. What the rings hold is kept; bytes that arrive on the line
    /// meanwhile are lost.
    [[nodiscard]] std::expected<void, Status> self_test() {
        return seam::to_expected(Binding::self_test(state_));
    }

    /// Takes as many bytes as the transmit ring has room for and starts the device.
    /// The value is how many were taken, from the front.
    [[nodiscard]] std::expected<std::uint64_t, Status> transmit(seam::ByteView bytes) {
        return seam::to_expected(Binding::transmit(state_, seam::to_slice(bytes)));
    }

    /// Sends all bytes, after what the transmit ring holds, without interrupts: for
    /// the way out of a panic. Waits for each byte, bounded; bytes before a failure
    /// were sent.
    [[nodiscard]] std::expected<std::uint64_t, Status> transmit_now(seam::ByteView bytes) {
        return seam::to_expected(Binding::transmit_now(state_, seam::to_slice(bytes)));
    }

    /// Moves received bytes out of the receive ring. The value is how many there were,
    /// 0 if none. A sender that was stopped when the ring was full goes on once half
    /// of it is free.
    [[nodiscard]] std::expected<std::uint64_t, Status> receive(std::span<std::uint8_t> bytes) {
        return seam::to_expected(Binding::receive(state_, seam::to_mutable_slice(bytes)));
    }

    /// Serves the device's interrupt until the device has none left: fetches what was
    /// received, sends more of the transmit ring. A device that never stops is
    /// silenced: device_stuck, from then on also from transmit() and poll(), until it
    /// is initialised again.
    [[nodiscard]] std::expected<seam::Bits<Event>, Status> interrupt() {
        const auto result = Binding::interrupt(state_);
        if (result.status != Status::ok) [[unlikely]] {
            return std::unexpected(result.status);
        }
        return seam::Bits<Event>(result.value);
    }

    /// As interrupt(), but looks at the line whether or not the device says that it
    /// interrupts: for lost interrupts, and where there are none.
    [[nodiscard]] std::expected<seam::Bits<Event>, Status> poll() {
        const auto result = Binding::poll(state_);
        if (result.status != Status::ok) [[unlikely]] {
            return std::unexpected(result.status);
        }
        return seam::Bits<Event>(result.value);
    }

    /// Copies the counters.
    [[nodiscard]] std::expected<Statistics, Status> statistics() const {
        Statistics answer{};
        if (const Status status = Binding::statistics(state_, &answer); status != Status::ok)
            [[unlikely]] {
            return std::unexpected(status);
        }
        return answer;
    }

    /// Says whether the instance is consistent; touches memory only.
    [[nodiscard]] std::expected<void, Status> check() const {
        return seam::to_expected(Binding::check(state_));
    }

  private:
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
