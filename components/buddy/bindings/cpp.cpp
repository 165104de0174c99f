// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin as buddy_cpp_NAME.
#include "components/buddy/bindings/generated/export.hpp"
#include "components/buddy/cpp/buddy.hpp"

BUDDY_EXPORT(cpp, bimetal::buddy::Buddy)
