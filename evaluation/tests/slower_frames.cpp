// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin of `frames`, which does a little more at each allocation: a regression to be found.
#include "components/frames/bindings/generated/export.hpp"
#include "components/frames/cpp/two_level.hpp"

namespace {

using Twin = bimetal::frames::TwoLevel<bimetal::frames::ProcessorAtomics>;

struct Slower : Twin {
    static bimetal::frames::Result<std::uint64_t> allocate(bimetal::frames::Shared shared,
                                                           std::uint32_t cpu, std::uint32_t order,
                                                           FramesZone zone) {
        std::uint32_t rounds = 16;
        asm volatile("1: decl %0\n\tjnz 1b" : "+r"(rounds) : : "cc");
        return Twin::allocate(shared, cpu, order, zone);
    }
};

} // namespace

FRAMES_EXPORT(cpp, Slower)
