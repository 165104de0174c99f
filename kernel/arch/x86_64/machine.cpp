// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/machine.hpp"

#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/io_apic.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/local_apic.hpp"
#include "kernel/arch/x86_64/power.hpp"
#include "kernel/arch/x86_64/processors.hpp"
#include "kernel/services/log.hpp"
#include "kernel/services/memory.hpp"
#include "kernel/time/clock.hpp"
#include "kernel/trap/panic.hpp"

#include <algorithm>
#include <array>

namespace bimetal::arch {
namespace {

using log::Level;

constinit acpi::Tables tables{};

class FirmwareReader final : public acpi::PhysicalReader {
  public:
    std::optional<std::span<const std::byte>> map(std::uint64_t physical,
                                                  std::size_t length) noexcept override {
        return services::firmware_bytes(physical, length);
    }
};

std::expected<acpi::Root, acpi::Problem> locate_root(const boot::BootInformation& information,
                                                     FirmwareReader& reader) {
    if (!information.acpi_root_copy().empty()) {
        return acpi::read_root(information.acpi_root_copy());
    }
    if (information.acpi_root() != 0) {
        return acpi::read_root_at(reader, information.acpi_root());
    }
    return acpi::find_root(reader);
}

void read_firmware_tables(const boot::BootInformation& information) {
    FirmwareReader reader;
    const auto root = locate_root(information, reader);
    if (!root) {
        log::print(Level::warning, "acpi: no usable root pointer: {}", root.error());
        return;
    }
    acpi::read_tables(reader, *root, tables);
    for (const acpi::Finding& finding : tables.findings.view()) {
        log::print(Level::warning, "acpi: {}", finding);
    }
    if (tables.findings_dropped != 0) {
        log::print(Level::warning, "acpi: {} more findings", tables.findings_dropped);
    }
}

// Nothing, and a warning, when no device can be there.
std::optional<std::uint64_t> map_registers(std::uint64_t physical, const char* what) {
    const auto mapped = services::map_device(physical, page_size);
    if (!mapped) {
        log::print(Level::warning, "cannot map the {} at {:#x}: {}", what, physical,
                   mapped.error());
        return std::nullopt;
    }
    return *mapped;
}

void set_up_controllers() {
    constexpr std::uint32_t apic_base_register = 0x1b;
    constexpr std::uint64_t apic_base_mask = 0x000ffffffffff000;
    std::uint64_t base = read_model_register(apic_base_register) & apic_base_mask;
    if (tables.madt && tables.madt->local_apic_address != base) {
        log::print(Level::warning, "acpi: local APIC at {:#x}, the processor says {:#x}",
                   tables.madt->local_apic_address, base);
    }
    const auto registers = map_registers(base, "local APIC");
    if (!registers) {
        panic("no local APIC at {:#x}", base);
    }
    local_apic::set_registers(*registers);
    local_apic::enable();
    this_cpu().apic_id = local_apic::id();
    io_apic::mask_legacy_controllers();
    if (!tables.madt) {
        log::print(Level::warning, "no MADT: one processor, devices are polled");
        return;
    }
    for (const acpi::IoApic& controller : tables.madt->io_apics.view()) {
        const auto inputs = map_registers(controller.address, "I/O APIC");
        if (inputs && !io_apic::add(*inputs, controller.first_interrupt)) {
            log::print(Level::warning, "too many I/O APICs; one at {:#x} is left out",
                       controller.address);
        }
    }
}

void set_up_clock() {
    time::ReferenceTimers timers;
    if (tables.hpet) {
        timers.hpet_registers = map_registers(tables.hpet->address, "HPET").value_or(0);
    }
    if (tables.fadt && tables.fadt->pm_timer &&
        tables.fadt->pm_timer->space == acpi::AddressSpace::io) {
        timers.acpi_timer_port = static_cast<std::uint16_t>(tables.fadt->pm_timer->address);
    }
    const time::Calibration calibration = time::calibrate(timers);
    if (calibration.reference == time::Reference::none) {
        log::print(Level::warning, "clock: nothing to calibrate against; assuming 1 GHz");
    }
    log::print(Level::info, "clock: counter {} kHz, local timer {} kHz, against {} in {} us",
               calibration.time_stamp_hertz / 1000, calibration.local_timer_hertz / 1000,
               calibration.reference, calibration.spent_nanoseconds / 1000);
}

void set_up_power() {
    PowerPorts ports;
    if (tables.fadt) {
        const acpi::Fadt& fadt = *tables.fadt;
        if (fadt.pm1a_control && fadt.pm1a_control->space == acpi::AddressSpace::io) {
            ports.control = static_cast<std::uint16_t>(fadt.pm1a_control->address);
        }
        if (fadt.reset && fadt.reset->space == acpi::AddressSpace::io) {
            ports.reset_port = static_cast<std::uint16_t>(fadt.reset->address);
            ports.reset_value = fadt.reset_value;
        }
    }
    if (tables.soft_off) {
        ports.sleep_type = tables.soft_off->sleep_type_a;
        ports.sleep_type_known = true;
    }
    set_power_ports(ports);
}

} // namespace

void discover_machine(const boot::BootInformation& information) {
    read_firmware_tables(information);
    set_up_controllers();
    set_up_clock();
    set_up_power();
}

void start_all_processors() {
    if (!tables.madt || tables.madt->processors.size() < 2) {
        unmap_lower_half();
        return;
    }
    std::array<std::uint32_t, 256> ids{};
    std::size_t count = 0;
    for (const acpi::LocalApic& processor : tables.madt->processors.view()) {
        ids[count++] = processor.apic_id;
    }
    const StartReport report = start_processors(std::span(ids).first(count));
    log::print(Level::info, "processors: {} of {} running", report.started + 1, count);
    if (report.silent + report.no_memory + report.no_room != 0) {
        log::print(Level::warning, "processors: {} silent, {} without memory, {} beyond {}",
                   report.silent, report.no_memory, report.no_room, maximum_cpus);
    }
}

const acpi::Tables& firmware_tables() {
    return tables;
}

bool route_legacy_interrupt(std::uint8_t source, std::uint8_t vector) {
    io_apic::Line line{.global_interrupt = source, .active_low = false, .level_triggered = false};
    if (tables.madt) {
        for (const acpi::InterruptOverride& override_entry : tables.madt->overrides.view()) {
            if (override_entry.source == source) {
                line.global_interrupt = override_entry.interrupt;
                line.active_low = override_entry.polarity == acpi::Polarity::active_low;
                line.level_triggered = override_entry.trigger == acpi::Trigger::level;
            }
        }
    }
    return io_apic::route(line, vector, this_cpu().apic_id);
}

} // namespace bimetal::arch
