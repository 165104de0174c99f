// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Both twins of `heap` under a fuzzer.
#include "seam/harness/fuzz.hpp"

#include "components/heap/bindings/generated/contract.h"
#include "components/heap/conformance/bench.hpp"

namespace {

using namespace bimetal::heap;
using namespace bimetal::heap::conformance;
using seam::harness::Fuzzer;

struct Call {
    std::string_view name;
    void (*make)(Fuzzer<State>& fuzzer);
};

#define HEAP_FUZZ_CALL(function, unused)                                                           \
    Call{#function,                                                                                \
         [](Fuzzer<State>& fuzzer) { fuzzer.call(#function, Cpp::function, Rust::function); }},
constexpr std::array calls{HEAP_FUNCTIONS(HEAP_FUZZ_CALL, 0)};

void begin(std::size_t bench) {
    benches[bench].reset();
    supplies[bench].reset(256);
    (void)Client<Cpp>(benches[bench].state)
        .initialize(suite_pages, suite_first_page, suite_cpus, bench);
}

} // namespace

void seam::harness::fuzz_one(std::span<const std::uint8_t> bytes) {
    begin(0);
    begin(1);
    seam::harness::FuzzInput input(bytes, {.base = suite_address, .unit = 16, .count = 0x10000});
    Fuzzer<State> fuzzer(input, benches[0].state, benches[1].state);
    while (!input.is_empty()) {
        const Call& call = calls[input.byte() % calls.size()];
        // An instance begins once, with the table that it has room for.
        if (call.name != "initialize" && call.name != "shutdown" && call.name != "digest") {
            call.make(fuzzer);
        }
    }
    benches[1].state.source = 0;
    if (exact(Client<Cpp>(benches[0].state)) != exact(Client<Rust>(benches[1].state)) ||
        !benches[0].is_guard_intact() || !benches[1].is_guard_intact() ||
        supplies[0].used() != supplies[1].used()) {
        fuzzer.stop("the whole layout");
    }
}
