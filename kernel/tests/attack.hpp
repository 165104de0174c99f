// SPDX-License-Identifier: MIT OR Apache-2.0
// Ways to go wrong on purpose, for use under sched::catch_fault.
#pragma once

namespace bimetal::tests {

/// Jumps to `address` in user mode, interrupts off, with the stack at the end of its page; only a
/// fault leads back.
void enter_user_mode(void* address);

} // namespace bimetal::tests
