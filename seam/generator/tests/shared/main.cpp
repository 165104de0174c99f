// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Either twin goes on with what the other made, and nothing that is passed overlaps the table.
#include "twin.hpp"

#include <cstdio>
#include <cstring>
#include <limits>
#include <vector>

SHELF_EXPORT(cpp, Shelf)

extern "C" std::uint32_t check_from_rust();

namespace {

using home::shelf::Client;
using Status = ShelfStatus;

int failures = 0;

void expect(bool holds, const char* what) {
    if (!holds) {
        std::printf("%s\n", what);
        ++failures;
    }
}

template <class First, class Second>
void check() {
    constexpr std::uint64_t places = 16;
    std::vector<std::uint64_t> memory(Client<First>::memory_size(places) / 8);
    auto& state = *reinterpret_cast<ShelfState*>(memory.data());
    Client<First> first(state);
    Client<Second> second(state);

    expect(first.put(0, 1).error() == Status::not_initialised, "a shelf that nobody made answers");
    for (const std::uint64_t too_many :
         {std::numeric_limits<std::uint64_t>::max(), std::uint64_t{1} << 60}) {
        expect(first.initialize(too_many).error() == Status::length_overflow,
               "a table longer than memory");
    }
    expect(First::initialize(nullptr, 1) == Status::null_argument, "no memory");
    expect(First::initialize(
               reinterpret_cast<ShelfState*>(reinterpret_cast<std::uintptr_t>(memory.data()) + 4),
               1) == Status::misaligned,
           "memory beside its alignment");

    std::memset(memory.data(), 0xa5, memory.size() * 8);
    expect(first.initialize(places).has_value() && state.weight == 0, "initialize");
    expect(first.put(15, 150) == 0U && second.put(15, 151) == 150U, "a place is the same for both");
    expect(second.put(places, 1).error() == Status::out_of_range, "the place behind the last");
    expect(first.look(15)->changes == 2, "both changes are there");
    expect(first.weigh("\1\2").value() == 3 && second.weigh("\4").value() == 7, "weights add up");

    auto* const table = reinterpret_cast<ShelfPlace*>(&state + 1);
    expect(second.weigh({reinterpret_cast<std::uint8_t*>(table + places) - 1, 2}).error() ==
               Status::overlap,
           "a slice that begins in the table");
    expect(Second::look(&state, 3, table + 4) == Status::overlap, "a copy into the table");

    expect(second.shutdown().has_value(), "shutdown");
    expect(first.look(15).error() == Status::not_initialised, "after the end");
}

} // namespace

int main() {
    using home::shelf::Cpp;
    using home::shelf::Rust;
    check<Cpp, Cpp>();
    check<Cpp, Rust>();
    check<Rust, Cpp>();
    check<Rust, Rust>();
    const std::uint32_t from_rust = check_from_rust();
    if (from_rust != 0) {
        std::printf("seen from Rust: %u\n", from_rust);
    }
    return failures == 0 && from_rust == 0 ? 0 : 1;
}
