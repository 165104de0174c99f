// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from serial.seam.h; do not edit
//
// Exports a C++ twin under the names of the contract: judges what came across the boundary and
// calls the twin. SERIAL_EXPORT(binding, Twin) is the one line that a translation unit needs.
#pragma once

#include "components/serial/bindings/generated/serial.hpp"
#include "components/serial/bindings/generated/twin.hpp"
#include "seam/entry.hpp"

#include <cstdint>

namespace bimetal::serial {

/// The entries of a twin.
template <Twin Type>
class Export {
  public:
    static SerialStatus initialize(SerialState* state, std::uint64_t device,
                                   SerialSettings settings) {
        if (const Status fault = Instance::clear(state); fault != Status::ok) [[unlikely]] {
            return fault;
        }
        if (!is_valid(settings)) [[unlikely]] {
            return seam::failed<SerialStatus>(Status::invalid_enum);
        }
        auto* const instance = Instance::make(state);
        const Status status =
            seam::from_expected<Status>(instance->twin.initialize(device, settings));
        instance->set_live(status == Status::ok);
        return status;
    }

    static SerialStatus shutdown(SerialState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialStatus>(instance.error());
        }
        (*instance)->twin.shutdown();
        (*instance)->set_live(false);
        return Status::ok;
    }

    static SerialStatus set_baud(SerialState* state, std::uint32_t baud) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialStatus>(instance.error());
        }
        return seam::from_expected<SerialStatus>((*instance)->twin.set_baud(baud));
    }

    static SerialStatus self_test(SerialState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialStatus>(instance.error());
        }
        return seam::from_expected<SerialStatus>((*instance)->twin.self_test());
    }

    static SerialCountResult transmit(SerialState* state, SeamBytes bytes) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialCountResult>(instance.error());
        }
        if (const Status fault = seam::judge_slice<Status>(bytes, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<SerialCountResult>(fault);
        }
        return seam::from_expected<SerialCountResult>(
            (*instance)->twin.transmit(seam::to_span(bytes)));
    }

    static SerialCountResult transmit_now(SerialState* state, SeamBytes bytes) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialCountResult>(instance.error());
        }
        if (const Status fault = seam::judge_slice<Status>(bytes, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<SerialCountResult>(fault);
        }
        return seam::from_expected<SerialCountResult>(
            (*instance)->twin.transmit_now(seam::to_span(bytes)));
    }

    static SerialCountResult receive(SerialState* state, SeamMutableBytes bytes) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialCountResult>(instance.error());
        }
        if (const Status fault = seam::judge_slice<Status>(bytes, state); fault != Status::ok)
            [[unlikely]] {
            return seam::failed<SerialCountResult>(fault);
        }
        return seam::from_expected<SerialCountResult>(
            (*instance)->twin.receive(seam::to_span(bytes)));
    }

    static SerialEventsResult interrupt(SerialState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialEventsResult>(instance.error());
        }
        return seam::from_expected<SerialEventsResult>((*instance)->twin.interrupt());
    }

    static SerialEventsResult poll(SerialState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialEventsResult>(instance.error());
        }
        return seam::from_expected<SerialEventsResult>((*instance)->twin.poll());
    }

    static SerialStatus statistics(SerialState* state, SerialStatistics* statistics) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialStatus>(instance.error());
        }
        if (const Status fault = seam::judge_structure<Status>(statistics, state);
            fault != Status::ok) [[unlikely]] {
            return seam::failed<SerialStatus>(fault);
        }
        *statistics = (*instance)->twin.statistics();
        return Status::ok;
    }

    static SerialStatus check(SerialState* state) {
        const auto instance = Instance::find(state);
        if (!instance) [[unlikely]] {
            return seam::failed<SerialStatus>(instance.error());
        }
        return seam::from_expected<SerialStatus>((*instance)->twin.check());
    }

    static std::uint64_t state_size() { return sizeof(Instance); }

    static std::uint64_t state_alignment() { return alignof(Instance); }

  private:
    // The contract, and `cpp` in ASCII.
    using Instance = seam::Instance<Type, State, Status, SERIAL_CONTRACT ^ 0x63'70'70>;
};

} // namespace bimetal::serial

/// Defines serial_BINDING_FUNCTION for a twin.
#define SERIAL_EXPORT(binding, Type)                                                               \
    extern "C" {                                                                                   \
    extern const std::uint64_t SERIAL_CONTRACT_SYMBOL(binding) = SERIAL_CONTRACT;                  \
    SerialStatus serial_##binding##_initialize(SerialState* state, std::uint64_t device,           \
                                               SerialSettings settings) noexcept {                 \
        return bimetal::serial::Export<Type>::initialize(state, device, settings);                 \
    }                                                                                              \
    SerialStatus serial_##binding##_shutdown(SerialState* state) noexcept {                        \
        return bimetal::serial::Export<Type>::shutdown(state);                                     \
    }                                                                                              \
    SerialStatus serial_##binding##_set_baud(SerialState* state, std::uint32_t baud) noexcept {    \
        return bimetal::serial::Export<Type>::set_baud(state, baud);                               \
    }                                                                                              \
    SerialStatus serial_##binding##_self_test(SerialState* state) noexcept {                       \
        return bimetal::serial::Export<Type>::self_test(state);                                    \
    }                                                                                              \
    SerialCountResult serial_##binding##_transmit(SerialState* state, SeamBytes bytes) noexcept {  \
        return bimetal::serial::Export<Type>::transmit(state, bytes);                              \
    }                                                                                              \
    SerialCountResult serial_##binding##_transmit_now(SerialState* state,                          \
                                                      SeamBytes bytes) noexcept {                  \
        return bimetal::serial::Export<Type>::transmit_now(state, bytes);                          \
    }                                                                                              \
    SerialCountResult serial_##binding##_receive(SerialState* state,                               \
                                                 SeamMutableBytes bytes) noexcept {                \
        return bimetal::serial::Export<Type>::receive(state, bytes);                               \
    }                                                                                              \
    SerialEventsResult serial_##binding##_interrupt(SerialState* state) noexcept {                 \
        return bimetal::serial::Export<Type>::interrupt(state);                                    \
    }                                                                                              \
    SerialEventsResult serial_##binding##_poll(SerialState* state) noexcept {                      \
        return bimetal::serial::Export<Type>::poll(state);                                         \
    }                                                                                              \
    SerialStatus serial_##binding##_statistics(SerialState* state,                                 \
                                               SerialStatistics* statistics) noexcept {            \
        return bimetal::serial::Export<Type>::statistics(state, statistics);                       \
    }                                                                                              \
    SerialStatus serial_##binding##_check(SerialState* state) noexcept {                           \
        return bimetal::serial::Export<Type>::check(state);                                        \
    }                                                                                              \
    std::uint64_t serial_##binding##_state_size() noexcept {                                       \
        return bimetal::serial::Export<Type>::state_size();                                        \
    }                                                                                              \
    std::uint64_t serial_##binding##_state_alignment() noexcept {                                  \
        return bimetal::serial::Export<Type>::state_alignment();                                   \
    }                                                                                              \
    std::uint64_t serial_##binding##_contract() noexcept {                                         \
        return SERIAL_CONTRACT;                                                                    \
    }                                                                                              \
    }
