// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace seam::torture {

/// A mistake of the generator, made in what it wrote for the first contract.
enum class Plant : std::uint8_t {
    nothing,
    swapped_fields,    ///< Rust has two fields the other way round.
    narrow_field,      ///< Rust has a field of half the width.
    swapped_arguments, ///< Rust passes two arguments of a service the other way round.
    wrong_offset,      ///< The manifest says another offset.
};

struct Options {
    std::uint64_t count = 25;
    std::uint64_t seed = 0;
    std::uint64_t first = 0; ///< The number of the first contract.
    std::uint64_t batch_size = 25;
    unsigned jobs = 2;
    std::string optimisation = "2"; ///< Of both compilers.
    std::filesystem::path keep;     ///< Everything stays there; empty for a folder that goes.
    Plant plant = Plant::nothing;
    std::string cxx;
    std::string rustc;
    std::filesystem::path source; ///< The folder that holds `seam`.
    std::string command;          ///< How this program is called, for a message.
};

/// Runs the campaign and prints what differed. Returns whether nothing did.
[[nodiscard]] bool run_campaign(const Options& options);

} // namespace seam::torture
