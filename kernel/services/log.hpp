// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace bimetal::log {
inline void flush_if_pending() {}
} // namespace bimetal::log
