// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/text/format.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

// What the kernel wants to know from firmware's ACPI tables (ACPI 6.5, chapter 5). The tables are
// untrusted: every length, checksum and count is checked, and what is wrong is left out and noted
// as a finding. Names of fields follow the specification.
namespace bimetal::acpi {

// Access to physical memory by whoever can map it.
class PhysicalReader {
  public:
    // Exactly `length` bytes at `physical`, readable until the tables are read; nothing if that is
    // no memory which may hold tables. Any alignment.
    virtual std::optional<std::span<const std::byte>> map(std::uint64_t physical,
                                                          std::size_t length) noexcept = 0;

  protected:
    constexpr PhysicalReader() = default;
    ~PhysicalReader() = default;
    PhysicalReader(const PhysicalReader&) = default;
    PhysicalReader& operator=(const PhysicalReader&) = default;
};

// At most `capacity` values, in place.
template <typename T, std::size_t capacity>
class FixedList {
  public:
    // False when full.
    constexpr bool push(const T& value) noexcept {
        if (count_ == capacity) {
            return false;
        }
        values_[count_++] = value;
        return true;
    }

    [[nodiscard]] constexpr std::span<const T> view() const noexcept {
        return std::span(values_).first(count_);
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return count_; }

    constexpr void clear() noexcept { count_ = 0; }

  private:
    std::array<T, capacity> values_{};
    std::size_t count_ = 0;
};

enum class Problem : std::uint8_t {
    not_mapped,    // the address is no memory that may hold tables
    bad_signature, // another table than asked for
    bad_length,    // shorter than its fields, or absurdly long
    bad_checksum,
    bad_entry, // an entry shorter than its fields or longer than its table: the rest is lost
    bad_value, // a field outside what the specification allows: ignored
    duplicate, // a second one of its kind: ignored
    too_many,  // more than there is room for: ignored
    unsupported_width, // a register with a width or address space we do not drive: ignored
    missing,           // not there at all
};

[[nodiscard]] std::string_view describe(Problem problem) noexcept;

// The four characters that name a table.
struct Signature {
    std::array<char, 4> characters{'?', '?', '?', '?'};

    friend constexpr bool operator==(const Signature&, const Signature&) = default;
};

// Characters that do not print are shown as dots.
void format_value(text::Sink& sink, const Signature& signature);

struct Finding {
    Problem problem = Problem::missing;
    Signature table;
    // The offset in the table, or the physical address when there is no table yet.
    std::uint64_t where = 0;
};

void format_value(text::Sink& sink, const Finding& finding);

enum class AddressSpace : std::uint8_t {
    memory = 0,
    io = 1,
};

// A register, from a Generic Address Structure (5.2.3.2) or its 32-bit forerunner.
struct Register {
    AddressSpace space = AddressSpace::io;
    std::uint8_t bits = 0;
    std::uint64_t address = 0;
};

struct LocalApic {
    std::uint8_t processor_uid = 0;
    std::uint8_t apic_id = 0;
};

struct IoApic {
    std::uint8_t id = 0;
    std::uint32_t address = 0;
    std::uint32_t first_interrupt = 0; // global system interrupt of its pin 0
};

enum class Polarity : std::uint8_t { conforms, active_high, active_low };
enum class Trigger : std::uint8_t { conforms, edge, level };

[[nodiscard]] std::string_view describe(Polarity polarity) noexcept;
[[nodiscard]] std::string_view describe(Trigger trigger) noexcept;

// ISA interrupt `source` arrives at global system interrupt `interrupt`.
struct InterruptOverride {
    std::uint8_t source = 0;
    std::uint32_t interrupt = 0;
    Polarity polarity = Polarity::conforms;
    Trigger trigger = Trigger::conforms;
};

// Pin `pin` (LINT0 or LINT1) of a local APIC carries the non-maskable interrupt.
struct LocalApicNmi {
    static constexpr std::uint8_t all_processors = 0xff;

    std::uint8_t processor_uid = all_processors;
    std::uint8_t pin = 1;
    Polarity polarity = Polarity::conforms;
    Trigger trigger = Trigger::conforms;
};

struct Madt {
    std::uint64_t local_apic_address = 0;
    bool has_8259 = false;                // a pair of legacy controllers that must be masked
    FixedList<LocalApic, 256> processors; // enabled ones, in the table's order
    FixedList<IoApic, 16> io_apics;
    FixedList<InterruptOverride, 32> overrides;
    FixedList<LocalApicNmi, 32> nmis;
    std::uint32_t disabled_processors = 0;
    std::uint32_t x2apic_processors = 0; // counted only: their ids exceed what an xAPIC can address
};

struct Hpet {
    std::uint64_t address = 0;
    std::uint8_t comparators = 0;
    bool counter_is_64_bit = false;
    std::uint16_t minimum_tick = 0;
};

struct Fadt {
    std::uint8_t revision = 0;
    std::uint16_t sci_interrupt = 0;
    bool has_8042 = false;
    bool has_rtc = false;
    bool timer_is_32_bit = false;      // else 24
    std::uint8_t century_register = 0; // index in CMOS memory, 0 if there is none
    std::optional<Register> pm_timer;
    std::optional<Register> pm1a_control;
    std::optional<Register> pm1b_control;
    std::optional<Register> reset;
    std::uint8_t reset_value = 0;
};

// What to write to SLP_TYP of the PM1 control registers to power off.
struct SoftOff {
    std::uint8_t sleep_type_a = 0;
    std::uint8_t sleep_type_b = 0;
};

struct Tables {
    std::optional<Madt> madt;
    std::optional<Hpet> hpet;
    std::optional<Fadt> fadt;
    std::optional<SoftOff> soft_off;
    FixedList<Finding, 32> findings;
    std::uint32_t findings_dropped = 0;
};

// Where the list of tables is, from the RSDP (5.2.5.3).
struct Root {
    std::uint64_t xsdt = 0; // 0 if there is none
    std::uint32_t rsdt = 0;
};

// Reads an RSDP, which a loader may hand over as a copy: 20 bytes at least, 36 to use the XSDT.
[[nodiscard]] std::expected<Root, Problem> read_root(std::span<const std::byte> bytes) noexcept;

// Reads the RSDP at an address that firmware or loader gave.
[[nodiscard]] std::expected<Root, Problem> read_root_at(PhysicalReader& reader,
                                                        std::uint64_t address) noexcept;

// Looks for the RSDP where a BIOS leaves it: the first KiB of the extended BIOS data area, and
// 0xe0000 to 0xfffff (5.2.5.1).
[[nodiscard]] std::expected<Root, Problem> find_root(PhysicalReader& reader) noexcept;

// Reads all tables that the kernel uses into `tables`, which is overwritten. Bounded time, whatever
// the bytes; below 1 KiB of stack; no allocation.
void read_tables(PhysicalReader& reader, const Root& root, Tables& tables) noexcept;

} // namespace bimetal::acpi
