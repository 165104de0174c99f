// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/descriptor.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

namespace bimetal::tool {

/// QEMU's control channel (QMP): https://www.qemu.org/docs/master/interop/qmp-spec.html
class Control {
  public:
    /// Asks for QEMU's events at once, without waiting for it to start.
    explicit Control(Descriptor socket);

    int number() const { return socket_.number(); }

    /// Reads what QEMU sent unasked. False when it closed the channel.
    bool receive();

    /// Whether QEMU said that the guest reset itself.
    bool guest_was_reset() const { return guest_was_reset_; }

    /// Injects a non-maskable interrupt into every CPU.
    Result<void> inject_interrupt();
    /// Runs a command of QEMU's human monitor and returns what it prints.
    Result<std::string> monitor(const std::string& command, unsigned cpu = 0);

  private:
    Result<nlohmann::json> execute(const std::string& command, nlohmann::json arguments);
    Result<nlohmann::json> answer(std::chrono::milliseconds limit);
    bool send(const std::string& command, nlohmann::json arguments);
    /// The next whole line that QEMU sent, when there is one.
    std::optional<std::string> next_line();
    void note_event(const nlohmann::json& message);

    Descriptor socket_;
    std::string received_;
    unsigned requests_ = 0;
    bool guest_was_reset_ = false;
};

} // namespace bimetal::tool
