// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Exports the C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. SERIAL_EXPORT(twin, Device) is the one line that a translation unit needs.
#pragma once

#include "components/serial/bindings/contract.h"
#include "components/serial/bindings/serial.hpp"
#include "components/serial/cpp/serial.hpp"
#include "seam/result.hpp"
#include "seam/slice.hpp"

#include <cstdint>
#include <cstring>
#include <expected>
#include <new>
#include <type_traits>

namespace bimetal::serial {

/// The thin entries of a twin over `Device`, which is made from the device handle.
template <Registers Device>
class Export {
  public:
    static SerialStatus initialize(SerialState* state, std::uint64_t device,
                                   const SerialSettings& settings) {
        if (const Status fault = fault_of_memory(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        auto* instance = new (state) Instance(Device(device));
        const Status status = seam::from_expected<Status>(instance->serial.initialize(settings));
        instance->mark = status == Status::ok ? live_mark : 0;
        return status;
    }

    static SerialStatus shutdown(SerialState* state) {
        const auto instance = find(state);
        if (!instance) [[unlikely]] {
            return instance.error();
        }
        (*instance)->serial.shutdown();
        (*instance)->mark = 0;
        return Status::ok;
    }

    static SerialStatus set_baud(SerialState* state, std::uint32_t baud) {
        const auto instance = find(state);
        return instance ? seam::from_expected<Status>((*instance)->serial.set_baud(baud))
                        : instance.error();
    }

    static SerialStatus self_test(SerialState* state) {
        const auto instance = find(state);
        return instance ? seam::from_expected<Status>((*instance)->serial.self_test())
                        : instance.error();
    }

    static SerialCountResult transmit(SerialState* state, SeamBytes bytes) {
        const auto instance = find(state, bytes);
        return instance ? seam::from_expected<SerialCountResult>(
                              (*instance)->serial.transmit(seam::to_span(bytes)))
                        : SerialCountResult{instance.error(), 0, 0};
    }

    static SerialCountResult transmit_now(SerialState* state, SeamBytes bytes) {
        const auto instance = find(state, bytes);
        return instance ? seam::from_expected<SerialCountResult>(
                              (*instance)->serial.transmit_now(seam::to_span(bytes)))
                        : SerialCountResult{instance.error(), 0, 0};
    }

    static SerialCountResult receive(SerialState* state, SeamMutableBytes bytes) {
        const auto instance = find(state, bytes);
        return instance ? SerialCountResult{Status::ok, 0,
                                            (*instance)->serial.receive(seam::to_span(bytes))}
                        : SerialCountResult{instance.error(), 0, 0};
    }

    static SerialEventsResult interrupt(SerialState* state) {
        const auto instance = find(state);
        return instance ? seam::from_expected<SerialEventsResult>((*instance)->serial.interrupt())
                        : SerialEventsResult{instance.error(), 0, 0};
    }

    static SerialEventsResult poll(SerialState* state) {
        const auto instance = find(state);
        return instance ? seam::from_expected<SerialEventsResult>((*instance)->serial.poll())
                        : SerialEventsResult{instance.error(), 0, 0};
    }

    static SerialStatus statistics(SerialState* state, SerialStatistics* statistics) {
        const auto instance = find(state);
        if (!instance) [[unlikely]] {
            return instance.error();
        }
        if (statistics == nullptr) [[unlikely]] {
            return Status::null_argument;
        }
        if (!aligned(statistics, alignof(SerialStatistics))) [[unlikely]] {
            return Status::misaligned;
        }
        if (seam::overlaps(state, sizeof(SerialState), statistics, sizeof *statistics))
            [[unlikely]] {
            return Status::overlap;
        }
        *statistics = (*instance)->serial.statistics();
        return Status::ok;
    }

    static SerialStatus check(SerialState* state) {
        const auto instance = find(state);
        return instance ? seam::from_expected<Status>((*instance)->serial.check())
                        : instance.error();
    }

    static std::uint64_t state_size() { return sizeof(Instance); }

    static std::uint64_t state_alignment() { return alignof(Instance); }

  private:
    struct Instance {
        constexpr explicit Instance(Device device) : serial(device) {}

        std::uint64_t mark = 0;
        Serial<Device> serial;
    };

    static_assert(sizeof(Instance) <= SERIAL_STATE_SIZE);
    static_assert(alignof(Instance) <= SERIAL_STATE_ALIGNMENT);
    static_assert(std::is_trivially_destructible_v<Instance>);

    // Stands in the first word of an instance that this twin initialised.
    static constexpr std::uint64_t live_mark = SERIAL_CONTRACT ^ 0x00'00'00'00'00'63'70'70; // cpp

    static bool aligned(const void* pointer, std::uint64_t alignment) {
        return reinterpret_cast<std::uintptr_t>(pointer) % alignment == 0;
    }

    static Status fault_of_memory(const SerialState* state) {
        if (state == nullptr) [[unlikely]] {
            return Status::null_argument;
        }
        if (!aligned(state, SERIAL_STATE_ALIGNMENT)) [[unlikely]] {
            return Status::misaligned;
        }
        return Status::ok;
    }

    static std::expected<Instance*, Status> find(SerialState* state) {
        if (const Status fault = fault_of_memory(state); fault != Status::ok) [[unlikely]] {
            return std::unexpected(fault);
        }
        std::uint64_t mark;
        std::memcpy(&mark, state, sizeof mark);
        if (mark != live_mark) [[unlikely]] {
            return std::unexpected(Status::not_initialised);
        }
        return std::launder(reinterpret_cast<Instance*>(state));
    }

    template <class Slice>
    static std::expected<Instance*, Status> find(SerialState* state, Slice slice) {
        const auto instance = find(state);
        if (!instance) [[unlikely]] {
            return instance;
        }
        switch (seam::fault_of(slice)) {
        case seam::SliceFault::none:
            break;
        case seam::SliceFault::null:
            return std::unexpected(Status::null_argument);
        case seam::SliceFault::overflow:
            return std::unexpected(Status::length_overflow);
        }
        if (slice.length != 0 &&
            seam::overlaps(state, sizeof(SerialState), slice.data, slice.length)) [[unlikely]] {
            return std::unexpected(Status::overlap);
        }
        return instance;
    }
};

/// Reaches a device through the services that are bound when the image is linked.
class LinkedDevice {
  public:
    constexpr explicit LinkedDevice(std::uint64_t handle) : handle_(handle) {}

    std::uint8_t read(std::uint32_t offset) { return serial_service_read(handle_, offset); }

    void write(std::uint32_t offset, std::uint8_t value) {
        serial_service_write(handle_, offset, value);
    }

  private:
    std::uint64_t handle_;
};

} // namespace bimetal::serial

#define SERIAL_EXPORT(twin, Device)                                                                \
    extern "C" {                                                                                   \
    extern const std::uint64_t SERIAL_CONTRACT_SYMBOL(twin) = SERIAL_CONTRACT;                     \
    SerialStatus serial_##twin##_initialize(SerialState* state, std::uint64_t device,              \
                                            SerialSettings settings) noexcept {                    \
        return bimetal::serial::Export<Device>::initialize(state, device, settings);               \
    }                                                                                              \
    SerialStatus serial_##twin##_shutdown(SerialState* state) noexcept {                           \
        return bimetal::serial::Export<Device>::shutdown(state);                                   \
    }                                                                                              \
    SerialStatus serial_##twin##_set_baud(SerialState* state, std::uint32_t baud) noexcept {       \
        return bimetal::serial::Export<Device>::set_baud(state, baud);                             \
    }                                                                                              \
    SerialStatus serial_##twin##_self_test(SerialState* state) noexcept {                          \
        return bimetal::serial::Export<Device>::self_test(state);                                  \
    }                                                                                              \
    SerialCountResult serial_##twin##_transmit(SerialState* state, SeamBytes bytes) noexcept {     \
        return bimetal::serial::Export<Device>::transmit(state, bytes);                            \
    }                                                                                              \
    SerialCountResult serial_##twin##_transmit_now(SerialState* state, SeamBytes bytes) noexcept { \
        return bimetal::serial::Export<Device>::transmit_now(state, bytes);                        \
    }                                                                                              \
    SerialCountResult serial_##twin##_receive(SerialState* state,                                  \
                                              SeamMutableBytes bytes) noexcept {                   \
        return bimetal::serial::Export<Device>::receive(state, bytes);                             \
    }                                                                                              \
    SerialEventsResult serial_##twin##_interrupt(SerialState* state) noexcept {                    \
        return bimetal::serial::Export<Device>::interrupt(state);                                  \
    }                                                                                              \
    SerialEventsResult serial_##twin##_poll(SerialState* state) noexcept {                         \
        return bimetal::serial::Export<Device>::poll(state);                                       \
    }                                                                                              \
    SerialStatus serial_##twin##_statistics(SerialState* state,                                    \
                                            SerialStatistics* statistics) noexcept {               \
        return bimetal::serial::Export<Device>::statistics(state, statistics);                     \
    }                                                                                              \
    SerialStatus serial_##twin##_check(SerialState* state) noexcept {                              \
        return bimetal::serial::Export<Device>::check(state);                                      \
    }                                                                                              \
    std::uint64_t serial_##twin##_state_size() noexcept {                                          \
        return bimetal::serial::Export<Device>::state_size();                                      \
    }                                                                                              \
    std::uint64_t serial_##twin##_state_alignment() noexcept {                                     \
        return bimetal::serial::Export<Device>::state_alignment();                                 \
    }                                                                                              \
    std::uint64_t serial_##twin##_contract() noexcept {                                            \
        return SERIAL_CONTRACT;                                                                    \
    }                                                                                              \
    }
