// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What a report is made of: the results of an evaluation as plain values, every one of which may be
// absent for a stated reason.
#pragma once

#include "evaluation/results.hpp"
#include "evaluation/setup.hpp"
#include "evaluation/statistics.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bimetal::evaluation::report {

/// Both twins on one workload, called the same way in the same place.
struct PairRow {
    std::string component{}, workload{}, caller{}, way{}, place{}, unit{};
    std::uint32_t threads = 1;
    bool string_instructions = false; ///< its counts hold `rep` instructions
    Spread cpp{}, rust{};
    Comparison comparison{}; ///< Rust by C++: above 1 Rust is slower
};

/// One caller and one callee: what a call costs.
struct CallRow {
    std::string workload, caller, twin, way, place, unit;
    Spread cost;
};

struct Absent {
    std::string what, why;
};

/// A file of results: its data, or why there is none.
struct Fact {
    json data;
    std::string why;

    bool is_there() const { return why.empty(); }
};

/// What the checkout itself says of a component.
struct Declared {
    std::string component;
    bool shared_layout = false; ///< its contract says how every twin lays it out
    std::size_t panic_free = 0; ///< functions on its list of what must not reach a panic
    bool has_suite = false;     ///< a conformance suite, which runs on either twin
};

struct Evidence {
    json context;               ///< of bench.json; empty when that is absent
    std::string bench_why;      ///< why there are no rows; empty when there are
    std::vector<PairRow> rows;  ///< of components, and of `boot`
    std::vector<CallRow> calls; ///< of `border`
    Fact size, stack, build_time, safety_steps, migration, disassembly;
    std::vector<Declared> declared;
    std::vector<Absent> absent; ///< everything above that is missing, and parts of it
};

/// A member of an object, or `otherwise` where there is none of that type.
template <typename Value>
Value get(const json& object, const char* name, Value otherwise) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (!object.is_object() || found == object.end()) {
        return otherwise;
    }
    if constexpr (std::is_same_v<Value, bool>) {
        return found->is_boolean() ? found->get<bool>() : otherwise;
    } else if constexpr (std::is_arithmetic_v<Value>) {
        return found->is_number() ? found->get<Value>() : otherwise;
    } else {
        return found->is_string() ? found->get<Value>() : otherwise;
    }
}

/// A member that is an array; an empty one where there is none.
const json& list(const json& object, const char* name);

/// The results in `folder`, and what the checkout declares.
Evidence read_evidence(const Setup& setup, const std::filesystem::path& folder);

/// The same without a checkout.
Evidence read_evidence(const std::filesystem::path& folder);

/// What `components/` declares.
std::vector<Declared> read_declared(const std::filesystem::path& checkout);

/// The components that have two twins, by any of the results, in alphabetical order.
std::vector<std::string> components_of(const Evidence& evidence);

} // namespace bimetal::evaluation::report
