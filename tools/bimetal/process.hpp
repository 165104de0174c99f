// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/descriptor.hpp"
#include "tools/bimetal/failure.hpp"

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace bimetal::tool {

/// How a child process ended.
struct ExitState {
    bool by_signal = false;
    int value = 0; ///< exit status, or the number of the signal

    bool succeeded() const { return !by_signal && value == 0; }
};

/// What a child gets from us. Descriptors not named here stay closed in it.
struct ProcessSetup {
    std::vector<std::string> arguments; ///< program (looked up in PATH) and its arguments
    std::vector<int> inherited{};       ///< kept open under the same number
    std::optional<int> input{}, output{}, error{}; ///< instead of ours
    bool own_group = false;                        ///< a Ctrl-C at the terminal does not reach it
    std::vector<std::pair<std::string, std::string>> environment{}; ///< added to ours
};

/// A child process that dies with us, however we end.
class Process {
  public:
    static Result<Process> start(const ProcessSetup& setup);

    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) = delete;
    /// Kills a child that still runs, and reaps it.
    ~Process();

    /// A descriptor that becomes readable when the child has ended.
    int ended() const { return pidfd_.number(); }

    ExitState wait();
    /// Waits at most `limit`; nothing when the child still runs.
    std::optional<ExitState> wait_for(std::chrono::milliseconds limit);
    void kill() const;

  private:
    Process(pid_t id, Descriptor pidfd) : id_(id), pidfd_(std::move(pidfd)) {}

    pid_t id_;
    Descriptor pidfd_;
};

/// Runs `arguments` to its end with our own input, output and error streams.
Result<ExitState> run_to_end(const std::vector<std::string>& arguments);

/// Runs `arguments` and returns its standard output, without a last newline. Fails when the
/// program is missing or its status is not 0.
Result<std::string> output_of(const std::vector<std::string>& arguments);

/// Where PATH finds `program`.
std::optional<std::string> find_program(const std::string& program);

} // namespace bimetal::tool
