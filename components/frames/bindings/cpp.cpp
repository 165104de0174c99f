// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin as frames_cpp_NAME.
#include "components/frames/bindings/generated/export.hpp"
#include "components/frames/cpp/two_level.hpp"

FRAMES_EXPORT(cpp, bimetal::frames::TwoLevel<bimetal::frames::ProcessorAtomics>)
