// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin of `frames`, which does a little more at each allocation: a regression to be found.
#include "components/frames/bindings/generated/export.hpp"
#include "components/frames/cpp/buddy.hpp"

namespace {

struct Slower : bimetal::frames::Buddy {
    static bimetal::frames::Result<std::uint64_t> allocate(bimetal::frames::Shared shared,
                                                           std::uint32_t order, FramesZone zone) {
        std::uint32_t rounds = 16;
        asm volatile("1: decl %0\n\tjnz 1b" : "+r"(rounds) : : "cc");
        return bimetal::frames::Buddy::allocate(shared, order, zone);
    }
};

} // namespace

FRAMES_EXPORT(cpp, Slower)
