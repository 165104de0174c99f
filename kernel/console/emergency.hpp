// SPDX-License-Identifier: MIT OR Apache-2.0
// Text on the first serial port without the serial component, which may be what failed: polled,
// with bounded waits, in any context.
#pragma once

#include "kernel/text/sink.hpp"

namespace bimetal::console {

class EmergencySink final : public text::Sink {
  public:
    void write(std::string_view text) noexcept override;
};

/// Keeps the records of several processors apart. Waits a bounded time, then goes on regardless.
class EmergencyTurn {
  public:
    EmergencyTurn();
    ~EmergencyTurn();
    EmergencyTurn(const EmergencyTurn&) = delete;
    EmergencyTurn& operator=(const EmergencyTurn&) = delete;

  private:
    bool taken_ = false;
};

} // namespace bimetal::console
