// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bimetal::image {

/// A name as a person would say it: demangled (Itanium and Rust v0), without parameters, return
/// type, crate hashes, anonymous and inline versioning namespaces; template and generic arguments
/// that are long become `<..>`; at most `limit` bytes of printable ASCII. A name that is not
/// mangled stays.
std::string short_function_name(std::string_view linkage_name, std::size_t limit);

/// The same name without any template or generic arguments: what the instances of one piece of
/// generic code share. Empty for a function that has no such arguments.
std::string generic_function_name(std::string_view linkage_name);

} // namespace bimetal::image
