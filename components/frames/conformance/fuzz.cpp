// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Both twins of `frames` under a fuzzer.
#include "seam/harness/fuzz.hpp"

#include "components/frames/bindings/generated/contract.h"
#include "components/frames/conformance/bench.hpp"

namespace {

using namespace bimetal::frames;
using namespace bimetal::frames::conformance;
using seam::harness::Fuzzer;

struct Call {
    std::string_view name;
    void (*make)(Fuzzer<State>& fuzzer);
};

#define FRAMES_FUZZ_CALL(function, unused)                                                         \
    Call{#function,                                                                                \
         [](Fuzzer<State>& fuzzer) { fuzzer.call(#function, Cpp::function, Rust::function); }},
constexpr std::array calls{FRAMES_FUNCTIONS(FRAMES_FUZZ_CALL, 0)};

void begin(std::size_t bench) {
    benches[bench].reset();
    Client<Cpp> client(benches[bench].state);
    (void)client.initialize(suite_areas, base, suite_cpus);
    for (const Extent& extent : odd_memory) {
        (void)client.add(extent.first, extent.count);
    }
}

} // namespace

void seam::harness::fuzz_one(std::span<const std::uint8_t> bytes) {
    begin(0);
    begin(1);
    seam::harness::FuzzInput input(bytes, {.base = base, .unit = 1, .count = suite_frames});
    Fuzzer<State> fuzzer(input, benches[0].state, benches[1].state);
    while (!input.is_empty()) {
        const Call& call = calls[input.byte() % calls.size()];
        // An instance begins once, with the table that it has room for.
        if (call.name != "initialize" && call.name != "shutdown" && call.name != "digest") {
            call.make(fuzzer);
        }
    }
    if (exact(Client<Cpp>(benches[0].state)) != exact(Client<Rust>(benches[1].state)) ||
        !benches[0].is_guard_intact() || !benches[1].is_guard_intact()) {
        fuzzer.stop("the whole layout");
    }
}
