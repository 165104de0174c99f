// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Results that nobody measured, for tests of the report: all that an evaluation can write.
#pragma once

#include "evaluation/setup.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace bimetal::evaluation::report {

/// Each file of a results folder: its name and its content.
using Files = std::map<std::string, json>;

/// Everything measured, with losing, winning, equal and undecided rows, names that HTML has to
/// escape, and a listing that is long.
Files everything();

/// Every file there, and each says that its fact is absent.
Files nothing();

void write(const Files& files, const std::filesystem::path& folder);

} // namespace bimetal::evaluation::report
