// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/runtime/selection.hpp"

#include <algorithm>
#include <cstring>

// The bounds of the section, from the linker.
extern "C" {
[[gnu::visibility("hidden")]] extern const seam::Component* const __start_seam_components[];
[[gnu::visibility("hidden")]] extern const seam::Component* const __stop_seam_components[];
}

namespace seam {

namespace {

constexpr std::size_t stub_size = 8;
constexpr std::size_t jump_size = 5;
constexpr std::uint8_t jump_opcode = 0xe9;
constexpr std::uint8_t breakpoint_opcode = 0xcc;

using StubBytes = std::array<std::uint8_t, stub_size>;

constexpr std::size_t index_of(Twin twin) {
    return static_cast<std::size_t>(twin);
}

StubBytes bytes_of(const Stub& stub) {
    StubBytes bytes;
    std::memcpy(bytes.data(), stub.address, bytes.size());
    return bytes;
}

/// The stub as it is to be, if the target is within reach.
std::optional<StubBytes> jump_to(const Stub& stub, Twin twin) {
    const auto after = reinterpret_cast<std::uintptr_t>(stub.address) + jump_size;
    const auto target = reinterpret_cast<std::uintptr_t>(stub.targets[index_of(twin)]);
    const auto distance = static_cast<std::int64_t>(target - after);
    const auto displacement = static_cast<std::int32_t>(distance);
    if (displacement != distance) {
        return std::nullopt;
    }
    StubBytes bytes;
    bytes.fill(breakpoint_opcode);
    bytes[0] = jump_opcode;
    std::memcpy(bytes.data() + 1, &displacement, sizeof displacement);
    return bytes;
}

bool write(const Stub& stub, const StubBytes& bytes) {
    return seam_service_write_text(stub.address, bytes.data(), bytes.size()) &&
           bytes_of(stub) == bytes;
}

} // namespace

std::string_view describe(SelectionError error) {
    switch (error) {
    case SelectionError::unknown_component:
        return "no such component";
    case SelectionError::unknown_twin:
        return "no such twin";
    case SelectionError::fixed:
        return "the other twin was chosen when the image was built";
    case SelectionError::contract_mismatch:
        return "a twin was built from another contract";
    case SelectionError::too_many_functions:
        return "too many functions";
    case SelectionError::unreachable:
        return "a twin is too far from its stub";
    case SelectionError::write_failed:
        return "a stub could not be written";
    case SelectionError::torn:
        return "a stub could not be written, nor the earlier ones put back";
    }
    return "unknown error";
}

std::span<const Component* const> components() {
    return {__start_seam_components,
            static_cast<std::size_t>(__stop_seam_components - __start_seam_components)};
}

const Component* find_component(std::string_view name) {
    for (const Component* component : components()) {
        if (component->name == name) {
            return component;
        }
    }
    return nullptr;
}

bool has_twin(const Component& component, Twin twin) {
    return component.twins[index_of(twin)].contract != nullptr;
}

std::optional<Twin> find_twin(const Component& component, std::string_view name) {
    for (const Twin twin : twins) {
        if (name == describe(twin) && has_twin(component, twin)) {
            return twin;
        }
    }
    return std::nullopt;
}

std::optional<Twin> mismatched_twin(const Component& component) {
    for (const Twin twin : twins) {
        if (has_twin(component, twin) &&
            component.twins[index_of(twin)].contract() != component.contract) {
            return twin;
        }
    }
    return std::nullopt;
}

std::optional<Twin> serving_twin(const Component& component) {
    if (component.fixed) {
        return component.fixed;
    }
    for (const Twin twin : twins) {
        const bool serves = std::ranges::all_of(component.stubs, [twin](const Stub& stub) {
            const auto jump = jump_to(stub, twin);
            return jump && bytes_of(stub) == *jump;
        });
        if (serves && !component.stubs.empty()) {
            return twin;
        }
    }
    return std::nullopt;
}

std::expected<void, SelectionError> select(const Component& component, Twin twin) {
    if (component.fixed) {
        if (component.fixed != twin) {
            return std::unexpected(SelectionError::fixed);
        }
        return {};
    }
    if (component.stubs.size() > stub_limit) {
        return std::unexpected(SelectionError::too_many_functions);
    }
    if (mismatched_twin(component)) {
        return std::unexpected(SelectionError::contract_mismatch);
    }
    std::array<StubBytes, stub_limit> jumps;
    for (std::size_t index = 0; index < component.stubs.size(); ++index) {
        const auto jump = jump_to(component.stubs[index], twin);
        if (!jump) {
            return std::unexpected(SelectionError::unreachable);
        }
        jumps[index] = *jump;
    }

    // From here on only a write can fail.
    std::array<StubBytes, stub_limit> earlier;
    for (std::size_t index = 0; index < component.stubs.size(); ++index) {
        const Stub& stub = component.stubs[index];
        earlier[index] = bytes_of(stub);
        if (write(stub, jumps[index])) {
            continue;
        }
        bool restored = true;
        for (std::size_t undone = 0; undone <= index; ++undone) {
            // The write that failed may still have left its mark.
            const Stub& changed = component.stubs[undone];
            restored &= bytes_of(changed) == earlier[undone] || write(changed, earlier[undone]);
        }
        return std::unexpected(restored ? SelectionError::write_failed : SelectionError::torn);
    }
    return {};
}

std::expected<void, SelectionError> select(std::string_view component, std::string_view twin) {
    const Component* found = find_component(component);
    if (found == nullptr) {
        return std::unexpected(SelectionError::unknown_component);
    }
    const auto wanted = find_twin(*found, twin);
    if (!wanted) {
        return std::unexpected(SelectionError::unknown_twin);
    }
    return select(*found, *wanted);
}

} // namespace seam
