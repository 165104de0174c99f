// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the writers share: filling templates, comments, and what a function is to a twin.
#pragma once

#include "seam/generator/model.hpp"

#include <map>
#include <string>
#include <string_view>

namespace seam::generator {

using Names = std::map<std::string, std::string, std::less<>>;

/// The template with each @name@ replaced.
[[nodiscard]] std::string fill(std::string_view text, const Names& names);

/// Documentation as comment lines behind `mark`, wrapped so that no formatter does it again.
[[nodiscard]] std::string comment(const Lines& documentation, std::string_view mark,
                                  std::string_view otherwise = {});

/// Pieces with a separator between.
[[nodiscard]] std::string join(const std::vector<std::string>& pieces, std::string_view separator);

/// Bits of `uint32_t`, as digits.
[[nodiscard]] std::string width_of(const std::string& integer);

/// The functions that a twin implements: no services, nothing about the twin itself.
[[nodiscard]] std::vector<Function> twin_functions(const Contract& contract);

[[nodiscard]] std::vector<Function> services(const Contract& contract);

/// All functions that a twin's object defines.
[[nodiscard]] std::vector<Function> seam_functions(const Contract& contract);

/// Whether the twin itself can fail, or only what the bindings judge.
[[nodiscard]] bool can_twin_fail(const Function& function);

/// The parameters behind the instance.
[[nodiscard]] std::vector<Parameter> arguments_of(const Function& function);

/// The structure that the function fills, if any.
[[nodiscard]] const Parameter* filled_by(const Function& function);

[[nodiscard]] bool is_slice(const Type& type);

} // namespace seam::generator
