// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The loops in C++, as caller_TARGET_cpp_NAME.
#include "seam/border/bindings/caller-generated/export.hpp"
#include "seam/border/caller.hpp"

using namespace bimetal::border;

CALLER_EXPORT(cppfixed_cpp, Caller<ThroughBinding<Cpp>>)
CALLER_EXPORT(rustfixed_cpp, Caller<ThroughBinding<Rust>>)
CALLER_EXPORT(cppstub_cpp, Caller<ThroughBinding<StubCpp>>)
CALLER_EXPORT(ruststub_cpp, Caller<ThroughBinding<StubRust>>)
CALLER_EXPORT(same_cpp, Caller<WithinUnit>)
