// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/failure.hpp"

#include <cstdint>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::tool {

/// What the kernel reported for tools: one JSON object a line, each with a string "event".
///
/// {"event":"exec","command":"memory","status":0}         a command of exec= ended
/// {"event":"test","suite":"..","name":"..","ok":true}    a test ended
/// {"event":"prompt","tsc":123}                           the shell waits for a line
/// {"event":"nmi","cpu":0}                                a CPU told its state after an NMI
/// {"event":"reboot"}                                     a reset is about to happen on purpose
///
/// Other events are accepted and only recorded.
class Results {
  public:
    /// Also copies every line to `file` from now on.
    Result<void> record_to(const std::string& file);

    /// Takes the channel's next bytes.
    void receive(std::string_view bytes);
    /// The channel ended: an unfinished line is an error.
    void finish();

    unsigned commands() const { return commands_; }

    const std::vector<std::string>& failed_commands() const { return failed_commands_; }

    unsigned tests() const { return tests_; }

    const std::vector<std::string>& failed_tests() const { return failed_tests_; }

    unsigned prompts() const { return prompts_; }

    bool reboot_was_asked() const { return reboot_was_asked_; }

    std::size_t interrupted_cpus() const { return interrupted_cpus_.size(); }

    /// A sentence about the first line that broke the format, when one did.
    const std::optional<std::string>& violation() const { return violation_; }

  private:
    void take_line(std::string_view line);
    void violate(std::string_view what, std::string_view line);

    std::string unfinished_;
    std::ofstream record_;
    unsigned lines_ = 0;
    unsigned commands_ = 0;
    unsigned tests_ = 0;
    unsigned prompts_ = 0;
    bool reboot_was_asked_ = false;
    std::vector<std::string> failed_commands_;
    std::vector<std::string> failed_tests_;
    std::set<std::int64_t> interrupted_cpus_;
    std::optional<std::string> violation_;
};

} // namespace bimetal::tool
