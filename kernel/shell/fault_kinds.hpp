// SPDX-License-Identifier: MIT OR Apache-2.0
// Ways to make the processor fault, for the shell and for the test that each is caught.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace bimetal::shell {

struct FaultKind {
    std::string_view name;
    std::string_view summary;
    void (*make)(void*);
    std::uint64_t vector; ///< of the exception, unless it panics
    bool panics;          ///< stopped by a check in software
};

/// Sorted by name.
std::span<const FaultKind> fault_kinds();

/// Recurses until the stack is used up.
void overflow_stack(void*);

} // namespace bimetal::shell
