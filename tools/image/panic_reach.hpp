// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/call_graph.hpp"
#include "tools/image/elf_image.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::image {

/// What must not be reached from where. README.md says how the lists are written; in every name `*`
/// stands for any text.
struct PanicLists {
    struct Allowed {
        std::string caller;
        std::vector<std::string> callees;
        /// The calls of an indirect call, instead of everything whose address is taken.
        bool indirect = false;
        /// FILE:LINE, for messages.
        std::string place;
    };

    std::vector<std::string> never;
    std::vector<std::string> entries;
    std::vector<Allowed> allowed;

    /// Adds what a list says.
    Result<void> add(std::string_view text, const std::string& file);
    Result<void> read(const std::filesystem::path& path);
};

struct PanicReport {
    /// Each with its path, function by function.
    std::vector<std::string> violations;
    std::size_t entries = 0;
    /// Functions that at least one entry reaches.
    std::size_t reached = 0;
};

/// Whether the name is one that a list means; `*` stands for any text.
bool name_matches(std::string_view pattern, std::string_view name);

/// Where the lists say that an indirect call goes which is written in the innermost of `chain` or
/// in what holds it: nowhere if they say nothing. `names` are the graph's functions'.
std::vector<std::size_t> listed_targets(const std::vector<std::string>& chain,
                                        const PanicLists& lists, const CallGraph& graph,
                                        const std::vector<std::string>& names);

/// Looks for ways from the entries to what must never be reached.
Result<PanicReport> find_panics(const ElfImage& image, const PanicLists& lists);

} // namespace bimetal::image
