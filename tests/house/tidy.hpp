// SPDX-License-Identifier: MIT OR Apache-2.0
// Runs clang-tidy over the sources of a build, each once, in parallel, and remembers what passed.
#pragma once

#include <string>

namespace bimetal::house {

// Checks every source below `root` that BUILD/compile_commands.json names, with configuration file
// `config`. A file is checked again only when its
// command, the configuration, the file or a header of the tree that it includes has changed.
// Prints findings and a summary; true when there are none.
bool tidy(const std::string& root, const std::string& build, const std::string& config);

} // namespace bimetal::house
