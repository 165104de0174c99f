// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/components.hpp"

#include "kernel/services/log.hpp"
#include "kernel/trap/panic.hpp"

#include <array>
#include <optional>

namespace bimetal::services {
namespace {

using log::Level;

struct TwinNames {
    const seam::Component* component = nullptr;
    std::array<std::string_view, seam::twins.size()> names{};
    std::size_t count = 0;
};

// The options refer to the names, so they stay.
constinit std::array<TwinNames, 8> names_of_twins{};

const seam::Component& component_named(std::string_view name) {
    const seam::Component* const found = seam::find_component(name);
    if (found == nullptr) {
        panic("the image has no component '{}'", name);
    }
    return *found;
}

void select(std::string_view component, const std::optional<std::string_view>& twin) {
    if (!twin) {
        return;
    }
    if (const auto selected = seam::select(component, *twin); !selected) {
        log::print(Level::error, "{}: the {} twin cannot serve: {}", component, *twin,
                   seam::describe(selected.error()));
    }
}

void check_contracts() {
    for (const seam::Component* component : seam::components()) {
        if (const auto twin = seam::mismatched_twin(*component)) {
            panic("seam '{}': the core was built from contract {:016x}, its {} twin from {:016x}",
                  component->name, component->contract, describe(*twin),
                  component->twins[static_cast<std::size_t>(*twin)].contract());
        }
    }
}

} // namespace

std::span<const std::string_view> twins_of(std::string_view component) {
    const seam::Component& wanted = component_named(component);
    for (TwinNames& names : names_of_twins) {
        if (names.component == nullptr) {
            names.component = &wanted;
            for (const seam::Twin twin : seam::twins) {
                if (seam::has_twin(wanted, twin) && (!wanted.fixed || *wanted.fixed == twin)) {
                    names.names[names.count++] = describe(twin);
                }
            }
        }
        if (names.component == &wanted) {
            return std::span(names.names).first(names.count);
        }
    }
    panic("no room for the twins of '{}'", component);
}

void select_components(const boot::BootOptions& options) {
    check_contracts();
    select("buddy", options.buddy);
    select("frames", options.frames);
    select("heap", options.heap);
    select("serial", options.serial);
    for (const seam::Component* component : seam::components()) {
        const auto twin = seam::serving_twin(*component);
        if (!twin) {
            panic("seam '{}': its stubs do not lead to one twin", component->name);
        }
        log::print(Level::info, "{}: {} twin, {}", component->name, describe(*twin),
                   component->fixed ? "fixed" : "live");
    }
}

} // namespace bimetal::services
