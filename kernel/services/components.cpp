// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/services/components.hpp"

#include "kernel/services/log.hpp"
#include "kernel/trap/panic.hpp"

#include <array>

namespace bimetal::services {
namespace {

using log::Level;

struct TwinNames {
    std::array<std::string_view, seam::twins.size()> names{};
    std::size_t count = 0;
};

constinit TwinNames names_of_serial{};

const seam::Component& serial_component() {
    const seam::Component* const found = seam::find_component("serial");
    if (found == nullptr) {
        panic("the image has no component 'serial'");
    }
    return *found;
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

std::span<const std::string_view> serial_twins() {
    TwinNames& names = names_of_serial;
    if (names.count == 0) {
        const seam::Component& serial = serial_component();
        for (const seam::Twin twin : seam::twins) {
            if (seam::has_twin(serial, twin) && (!serial.fixed || *serial.fixed == twin)) {
                names.names[names.count++] = describe(twin);
            }
        }
    }
    return std::span(names.names).first(names.count);
}

void select_components(const boot::BootOptions& options) {
    check_contracts();
    if (options.serial) {
        if (const auto selected = seam::select("serial", *options.serial); !selected) {
            log::print(Level::error, "serial: the {} twin cannot serve: {}", *options.serial,
                       seam::describe(selected.error()));
        }
    }
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
