// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "bindings/export.hpp"

struct Shelf {
    using Status = ShelfStatus;
    using Shared = home::shelf::Shared;

    static void initialize(Shared shared) {
        for (ShelfPlace& place : shared.table) {
            place = {};
        }
    }

    static void shutdown(Shared) {}

    static std::expected<std::uint64_t, Status> put(Shared shared, std::uint64_t place,
                                                    std::uint64_t item) {
        if (place >= shared.table.size()) {
            return std::unexpected(Status::out_of_range);
        }
        ShelfPlace& there = shared.table[place];
        const std::uint64_t before = there.item;
        there.item = item;
        ++there.changes;
        return before;
    }

    static std::expected<ShelfPlace, Status> look(Shared shared, std::uint64_t place) {
        if (place >= shared.table.size()) {
            return std::unexpected(Status::out_of_range);
        }
        return shared.table[place];
    }

    static std::uint64_t weigh(Shared shared, std::span<const std::uint8_t> bytes) {
        for (const std::uint8_t byte : bytes) {
            shared.state.weight += byte;
        }
        return shared.state.weight;
    }
};
