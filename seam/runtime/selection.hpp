// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Which twin of a component serves. In a live image each function of a component is reached through
// a stub, a jump that is patched; in a fixed image the choice was made when it was built.
//
// Whoever calls select() makes sure that no other CPU runs inside the component or its stubs, and
// that no instance is in use: each twin knows only the instances that it initialised itself.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

/// Writes `length` bytes over code at `address`, which is mapped read-only; false if it cannot.
/// Provided by whoever links the runtime. A stub is 8 bytes, aligned: one store.
extern "C" bool seam_service_write_text(void* address, const std::uint8_t* bytes,
                                        std::size_t length) noexcept;

namespace seam {

enum class Twin : std::uint8_t { cpp, rust };

inline constexpr std::array twins{Twin::cpp, Twin::rust};

[[nodiscard]] constexpr std::string_view describe(Twin twin) {
    return twin == Twin::cpp ? "cpp" : "rust";
}

/// One function of a live component: a row that runtime/stub.h makes.
struct Stub {
    const char* name;
    void* address;
    std::array<const void*, 2> targets; ///< By twin.
};

static_assert(sizeof(Stub) == 32);

/// What a twin says about itself. Both are null where the image has no such twin.
struct TwinFunctions {
    std::uint64_t (*contract)() noexcept;
    std::uint64_t (*state_size)() noexcept;
};

/// A component of the image.
struct Component {
    const char* name;
    std::uint64_t contract; ///< Hash of the contract that the callers were built from.
    std::array<TwinFunctions, 2> twins;
    std::span<const Stub> stubs; ///< Empty in a fixed image.
    std::optional<Twin> fixed;   ///< The twin that was chosen when the image was built.
};

/// The most functions that a live component may have.
inline constexpr std::size_t stub_limit = 32;

enum class SelectionError : std::uint8_t {
    unknown_component,
    unknown_twin,
    fixed,             ///< The other twin was chosen when the image was built.
    contract_mismatch, ///< A twin was built from another contract.
    too_many_functions,
    unreachable,  ///< A twin is too far from a stub for a jump.
    write_failed, ///< The code could not be written; the earlier twin serves.
    torn,         ///< As before, and the earlier twin could not be put back everywhere.
};

[[nodiscard]] std::string_view describe(SelectionError error);

/// All components of the image.
[[nodiscard]] std::span<const Component* const> components();

/// The component of that name, or null.
[[nodiscard]] const Component* find_component(std::string_view name);

/// Whether the image has that twin of the component.
[[nodiscard]] bool has_twin(const Component& component, Twin twin);

/// The twin of that name, if the image has it.
[[nodiscard]] std::optional<Twin> find_twin(const Component& component, std::string_view name);

/// The first twin that was built from another contract, if any: to be asked before anything calls
/// the component.
[[nodiscard]] std::optional<Twin> mismatched_twin(const Component& component);

/// The twin to which all stubs lead, as their bytes say; none if they do not agree.
[[nodiscard]] std::optional<Twin> serving_twin(const Component& component);

/// Lets `twin` serve. Everything that can be wrong is found before the first stub is written; when
/// a write fails, the stubs written before are put back.
[[nodiscard]] std::expected<void, SelectionError> select(const Component& component, Twin twin);

/// The same by names, as from a command line.
[[nodiscard]] std::expected<void, SelectionError> select(std::string_view component,
                                                         std::string_view twin);

} // namespace seam

/// Lists a seam::Component in components(), through linker section `seam_components`, which the
/// linker script of a kernel keeps between __start_seam_components and __stop_seam_components.
#define SEAM_REGISTER_COMPONENT(identifier, component)                                             \
    [[gnu::used, gnu::retain,                                                                      \
      gnu::section("seam_components")]] static constexpr const seam::Component*                    \
        seam_component_##identifier = &(component)
