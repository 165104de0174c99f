// SPDX-License-Identifier: MIT OR Apache-2.0
// The rooms of the project and which may know which.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bimetal::house {

enum class Room {
    elsewhere,     // the root, cmake/, docs/: composes or describes, knows everything
    pure,          // kernel/{text,memory,acpi,log,options,debug}: logic that also runs on the host
    arch,          // kernel/{arch,boot}: knows the processor
    kernel,        // the rest of kernel/
    contract,      // components/NAME/NAME.seam.h and the bindings that a client sees
    exports,       // the bindings that give a twin the names of its contract
    twin,          // components/NAME/{cpp,rust,c}
    conformance,   // components/NAME/{conformance,bench} and other host code of one component
    seam_language, // seam/{include,rust}: what a twin sees
    seam,          // the rest of seam/
    harness,       // seam/harness: the test harness that the host and the kernel share
    rust_kernel,   // rust/kernel: safe wrappers of the core's services
    rust_image,    // rust/image: the one Rust library, made of twins
    tools,
    evaluation,
    safety,
    tests,
    example, // examples/NAME: a project of its own, which has the package of the seam
    image,   // not a folder: a linked kernel image
};

// Where a file or target stands.
struct Place {
    Room room = Room::elsewhere;
    std::string component; // for contract, twin and conformance
    std::string part;      // below a component or a tool: its folder
    bool is_test = false;  // code that only test images and host tests hold
    std::string path;
};

Place place_of(std::string_view path);

// Nothing when `from` may know `to`; otherwise the sentence that says why not.
std::optional<std::string> refusal(const Place& from, const Place& to);

} // namespace bimetal::house
