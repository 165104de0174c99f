// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin as border_cpp_NAME.
#include "seam/border/bindings/generated/export.hpp"
#include "seam/border/cpp/border.hpp"

BORDER_EXPORT(cpp, bimetal::border::Border<bimetal::border::LinkedServices>)
