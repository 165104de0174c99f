// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace bimetal::tool {

/// Exit statuses of the command, beside 0 (success) and 1 (a command or test in the guest failed).
inline constexpr int status_usage = 2;
inline constexpr int status_panic = 101;
inline constexpr int status_time_limit = 125;
inline constexpr int status_emulator = 126;

/// What ends a subcommand early: one sentence for the user, and the exit status.
struct Failure {
    std::string sentence;
    int status = status_usage;
};

template <typename Value>
using Result = std::expected<Value, Failure>;

inline std::unexpected<Failure> fail(std::string sentence, int status = status_usage) {
    return std::unexpected(Failure{std::move(sentence), status});
}

} // namespace bimetal::tool
