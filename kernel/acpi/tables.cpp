// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/acpi/tables.hpp"

#include "kernel/acpi/bytes.hpp"

namespace bimetal::acpi {
namespace {

constexpr std::size_t header_size = 36;
constexpr std::size_t rsdp_size_1 = 20;
constexpr std::size_t rsdp_size_2 = 36;
// Far above what firmware has (a large DSDT is half a MiB), far below what would take long to add
// up.
constexpr std::size_t longest_table = std::size_t{4} << 20;
constexpr std::size_t most_tables = 256;

constexpr Signature signature_of(std::string_view text) noexcept {
    return {{text[0], text[1], text[2], text[3]}};
}

constexpr Signature any_table{{'*', '*', '*', '*'}};

Signature signature_at(const Bytes& bytes) noexcept {
    Signature result;
    for (std::size_t i = 0; i < result.characters.size(); ++i) {
        result.characters[i] = static_cast<char>(bytes.u8(i));
    }
    return result;
}

std::optional<Bytes> map(PhysicalReader& reader, std::uint64_t address,
                         std::size_t length) noexcept {
    if (address == 0 || address > UINT64_MAX - length) {
        return std::nullopt;
    }
    const auto bytes = reader.map(address, length);
    if (!bytes || bytes->size() < length) {
        return std::nullopt;
    }
    return Bytes(bytes->first(length));
}

class TableReader {
  public:
    TableReader(PhysicalReader& reader, Tables& tables) noexcept
        : reader_(reader), tables_(tables) {}

    void read(const Root& root) noexcept {
        const bool listed = (root.xsdt != 0 && read_list(root.xsdt, "XSDT", 8)) ||
                            (root.rsdt != 0 && read_list(root.rsdt, "RSDT", 4));
        if (!listed) {
            note(Problem::missing, signature_of("RSDT"), 0);
        }
        if (!tables_.madt) {
            note(Problem::missing, signature_of("APIC"), 0);
        }
        if (!tables_.fadt) {
            note(Problem::missing, signature_of("FACP"), 0);
        }
    }

  private:
    void note(Problem problem, const Signature& table, std::uint64_t where) noexcept {
        if (!tables_.findings.push({problem, table, where})) {
            ++tables_.findings_dropped;
        }
    }

    // The whole table at an address, once its header, signature and checksum are right.
    std::optional<Bytes> table_at(std::uint64_t address, const Signature& expected) noexcept {
        const auto header = map(reader_, address, header_size);
        if (!header) {
            note(Problem::not_mapped, expected, address);
            return std::nullopt;
        }
        const Signature found = signature_at(*header);
        if (expected != any_table && found != expected) {
            note(Problem::bad_signature, found, address);
            return std::nullopt;
        }
        const std::uint32_t length = header->u32(4);
        if (length < header_size || length > longest_table) {
            note(Problem::bad_length, found, address);
            return std::nullopt;
        }
        const auto table = map(reader_, address, length);
        if (!table) {
            note(Problem::not_mapped, found, address);
            return std::nullopt;
        }
        if (!table->adds_up()) {
            note(Problem::bad_checksum, found, address);
            return std::nullopt;
        }
        return table;
    }

    bool read_list(std::uint64_t address, std::string_view name, std::size_t entry_size) noexcept {
        const Signature signature = signature_of(name);
        const auto list = table_at(address, signature);
        if (!list) {
            return false;
        }
        const std::size_t bytes = list->size() - header_size;
        if (bytes % entry_size != 0) {
            note(Problem::bad_length, signature, list->size());
        }
        std::size_t count = bytes / entry_size;
        if (count > most_tables) {
            note(Problem::too_many, signature, count);
            count = most_tables;
        }
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = header_size + i * entry_size;
            read_listed(entry_size == 8 ? list->u64(at) : list->u32(at));
        }
        return true;
    }

    void read_listed(std::uint64_t address) noexcept {
        const auto header = map(reader_, address, header_size);
        if (!header) {
            note(Problem::not_mapped, any_table, address);
            return;
        }
        // Only what is used is mapped whole and added up.
        const Signature signature = signature_at(*header);
        const bool is_madt = signature == signature_of("APIC");
        const bool is_fadt = signature == signature_of("FACP");
        const bool is_hpet = signature == signature_of("HPET");
        if (!is_madt && !is_fadt && !is_hpet) {
            return;
        }
        if ((is_madt && tables_.madt) || (is_fadt && tables_.fadt) || (is_hpet && tables_.hpet)) {
            note(Problem::duplicate, signature, address);
            return;
        }
        const auto table = table_at(address, signature);
        if (!table) {
            return;
        }
        if (is_madt) {
            read_madt(*table);
        } else if (is_fadt) {
            read_fadt(*table);
        } else {
            read_hpet(*table);
        }
    }

    void read_madt(const Bytes& table) noexcept {
        constexpr Signature signature = signature_of("APIC");
        constexpr std::size_t first_entry = 44;
        if (table.size() < first_entry) {
            note(Problem::bad_length, signature, table.size());
            return;
        }
        Madt& madt = tables_.madt.emplace();
        madt.local_apic_address = table.u32(36);
        madt.has_8259 = (table.u32(40) & 1) != 0;
        for (std::size_t at = first_entry; at < table.size();) {
            const std::size_t length = table.u8(at + 1);
            if (length < 2 || length > table.size() - at) {
                note(Problem::bad_entry, signature, at);
                break;
            }
            if (const auto problem = read_madt_entry(madt, table.part(at, length))) {
                note(*problem, signature, at);
            }
            at += length;
        }
        if (madt.local_apic_address == 0) {
            note(Problem::bad_value, signature, 36);
        }
    }

    // Entries of types that are not listed here are skipped, as the specification asks.
    static std::optional<Problem> read_madt_entry(Madt& madt, const Bytes& entry) noexcept {
        switch (entry.u8(0)) {
        case 0:
            return read_local_apic(madt, entry);
        case 1:
            return read_io_apic(madt, entry);
        case 2:
            return read_override(madt, entry);
        case 4:
            return read_nmi(madt, entry);
        case 5:
            if (entry.size() < 12) {
                return Problem::bad_length;
            }
            madt.local_apic_address = entry.u64(4);
            return std::nullopt;
        case 9:
            if (entry.size() < 16) {
                return Problem::bad_length;
            }
            ++madt.x2apic_processors;
            return std::nullopt;
        default:
            return std::nullopt;
        }
    }

    static std::optional<Problem> read_local_apic(Madt& madt, const Bytes& entry) noexcept {
        if (entry.size() < 8) {
            return Problem::bad_length;
        }
        if ((entry.u32(4) & 1) == 0) {
            ++madt.disabled_processors;
            return std::nullopt;
        }
        const LocalApic processor{entry.u8(2), entry.u8(3)};
        if (processor.apic_id == 0xff) {
            // The broadcast address.
            return Problem::bad_value;
        }
        for (const LocalApic& known : madt.processors.view()) {
            if (known.apic_id == processor.apic_id) {
                return Problem::duplicate;
            }
        }
        return madt.processors.push(processor) ? std::nullopt : std::optional(Problem::too_many);
    }

    static std::optional<Problem> read_io_apic(Madt& madt, const Bytes& entry) noexcept {
        if (entry.size() < 12) {
            return Problem::bad_length;
        }
        const IoApic io_apic{entry.u8(2), entry.u32(4), entry.u32(8)};
        if (io_apic.address == 0 || io_apic.address % 16 != 0) {
            return Problem::bad_value;
        }
        for (const IoApic& known : madt.io_apics.view()) {
            if (known.address == io_apic.address ||
                known.first_interrupt == io_apic.first_interrupt) {
                return Problem::duplicate;
            }
        }
        return madt.io_apics.push(io_apic) ? std::nullopt : std::optional(Problem::too_many);
    }

    struct Signalling {
        Polarity polarity;
        Trigger trigger;
    };

    // MPS INTI flags (table 5.26); 2 is reserved in either half.
    static std::optional<Signalling> signalling(std::uint16_t flags) noexcept {
        const unsigned polarity = flags & 3U;
        const unsigned trigger = (flags >> 2) & 3U;
        if (polarity == 2 || trigger == 2) {
            return std::nullopt;
        }
        return Signalling{polarity == 0   ? Polarity::conforms
                          : polarity == 1 ? Polarity::active_high
                                          : Polarity::active_low,
                          trigger == 0   ? Trigger::conforms
                          : trigger == 1 ? Trigger::edge
                                         : Trigger::level};
    }

    static std::optional<Problem> read_override(Madt& madt, const Bytes& entry) noexcept {
        if (entry.size() < 10) {
            return Problem::bad_length;
        }
        const auto how = signalling(entry.u16(8));
        const std::uint8_t source = entry.u8(3);
        // Bus 0 is ISA, which has 16 interrupts.
        if (entry.u8(2) != 0 || source > 15 || !how) {
            return Problem::bad_value;
        }
        for (const InterruptOverride& known : madt.overrides.view()) {
            if (known.source == source) {
                return Problem::duplicate;
            }
        }
        return madt.overrides.push({source, entry.u32(4), how->polarity, how->trigger})
                   ? std::nullopt
                   : std::optional(Problem::too_many);
    }

    static std::optional<Problem> read_nmi(Madt& madt, const Bytes& entry) noexcept {
        if (entry.size() < 6) {
            return Problem::bad_length;
        }
        const auto how = signalling(entry.u16(3));
        const std::uint8_t pin = entry.u8(5);
        if (pin > 1 || !how) {
            return Problem::bad_value;
        }
        return madt.nmis.push({entry.u8(2), pin, how->polarity, how->trigger})
                   ? std::nullopt
                   : std::optional(Problem::too_many);
    }

    void read_hpet(const Bytes& table) noexcept {
        constexpr Signature signature = signature_of("HPET");
        if (table.size() < 56) {
            note(Problem::bad_length, signature, table.size());
            return;
        }
        const std::uint32_t id = table.u32(36);
        const std::uint64_t address = table.u64(44);
        if (table.u8(40) != static_cast<std::uint8_t>(AddressSpace::memory) || address == 0 ||
            address % 8 != 0) {
            note(Problem::bad_value, signature, 40);
            return;
        }
        tables_.hpet = Hpet{address, static_cast<std::uint8_t>(((id >> 8) & 0x1f) + 1),
                            (id & (1U << 13)) != 0, table.u16(53)};
    }

    // A register from its extended field if that is there and set, else from the old 32-bit port
    // number. `old_offset` 0: there is no old field.
    std::optional<Register> register_at(const Bytes& table, std::size_t extended_offset,
                                        std::size_t old_offset, std::uint8_t old_bits) noexcept {
        if (table.size() >= extended_offset + 12) {
            const std::uint64_t address = table.u64(extended_offset + 4);
            const std::uint8_t space = table.u8(extended_offset);
            const std::uint8_t bits = table.u8(extended_offset + 1);
            if (address != 0) {
                const bool fits =
                    (bits == 8 || bits == 16 || bits == 32) && table.u8(extended_offset + 2) == 0;
                const bool io = space == static_cast<std::uint8_t>(AddressSpace::io);
                const bool memory = space == static_cast<std::uint8_t>(AddressSpace::memory);
                if (fits && ((io && address <= 0xffff) || memory)) {
                    return Register{static_cast<AddressSpace>(space), bits, address};
                }
                note(Problem::unsupported_width, signature_of("FACP"), extended_offset);
            }
        }
        const std::uint32_t port = old_offset == 0 ? 0 : table.u32(old_offset);
        if (port == 0) {
            return std::nullopt;
        }
        if (port > 0xffff) {
            note(Problem::bad_value, signature_of("FACP"), old_offset);
            return std::nullopt;
        }
        return Register{AddressSpace::io, old_bits, port};
    }

    void read_fadt(const Bytes& table) noexcept {
        constexpr Signature signature = signature_of("FACP");
        // The fields of ACPI 1.0.
        if (table.size() < 116) {
            note(Problem::bad_length, signature, table.size());
            return;
        }
        Fadt& fadt = tables_.fadt.emplace();
        fadt.revision = table.u8(8);
        fadt.sci_interrupt = table.u16(46);
        fadt.century_register = table.u8(108);
        // Before revision 3 the boot flags were reserved, and every machine had both devices.
        const std::uint16_t boot_flags = fadt.revision >= 3 ? table.u16(109) : std::uint16_t{2};
        fadt.has_8042 = (boot_flags & (1U << 1)) != 0;
        fadt.has_rtc = (boot_flags & (1U << 5)) == 0;
        const std::uint32_t flags = table.u32(112);
        fadt.timer_is_32_bit = (flags & (1U << 8)) != 0;
        fadt.pm1a_control = register_at(table, 172, 64, 16);
        fadt.pm1b_control = register_at(table, 184, 68, 16);
        fadt.pm_timer = register_at(table, 208, 76, 32);
        if ((flags & (1U << 10)) != 0 && table.size() > 128) {
            fadt.reset = register_at(table, 116, 0, 0);
            fadt.reset_value = table.u8(128);
        }

        std::uint64_t dsdt = table.size() >= 148 ? table.u64(140) : 0;
        if (dsdt == 0) {
            dsdt = table.u32(40);
        }
        if (const auto found = table_at(dsdt, signature_of("DSDT"))) {
            read_soft_off(*found);
        }
    }

    // One integer of an AML package (20.2.3); moves `at` behind it.
    static std::optional<std::uint32_t> aml_integer(const Bytes& bytes, std::size_t& at) noexcept {
        if (at >= bytes.size()) {
            return std::nullopt;
        }
        const std::uint8_t prefix = bytes.u8(at);
        const std::size_t left = bytes.size() - at - 1;
        switch (prefix) {
        case 0x00: // ZeroOp
        case 0x01: // OneOp
            ++at;
            return prefix;
        case 0x0a: // BytePrefix
            at += 2;
            return left >= 1 ? std::optional<std::uint32_t>(bytes.u8(at - 1)) : std::nullopt;
        case 0x0b: // WordPrefix
            at += 3;
            return left >= 2 ? std::optional<std::uint32_t>(bytes.u16(at - 2)) : std::nullopt;
        case 0x0c: // DWordPrefix
            at += 5;
            return left >= 4 ? std::optional<std::uint32_t>(bytes.u32(at - 4)) : std::nullopt;
        default:
            return std::nullopt;
        }
    }

    // DefName _S5_ with a DefPackage of integers; `bytes` starts behind the name.
    static std::optional<SoftOff> sleep_package(const Bytes& bytes) noexcept {
        if (bytes.size() < 3 || bytes.u8(0) != 0x12) {
            return std::nullopt;
        }
        // PkgLength counts itself; its first byte says how many more bytes it has.
        const std::uint8_t lead = bytes.u8(1);
        const std::size_t more = lead >> 6;
        std::size_t length = more == 0 ? lead & 0x3fU : lead & 0x0fU;
        for (std::size_t i = 0; i < more; ++i) {
            length |= std::size_t{bytes.u8(2 + i)} << (4 + 8 * i);
        }
        if (length < more + 2 || length > bytes.size() - 1) {
            return std::nullopt;
        }
        const Bytes package = bytes.part(1 + 1 + more, length - 1 - more);
        std::size_t at = 1;
        const auto type_a = aml_integer(package, at);
        const auto type_b = package.u8(0) > 1 ? aml_integer(package, at) : type_a;
        if (package.u8(0) < 1 || !type_a || !type_b || *type_a > 7 || *type_b > 7) {
            return std::nullopt;
        }
        return SoftOff{static_cast<std::uint8_t>(*type_a), static_cast<std::uint8_t>(*type_b)};
    }

    // The sleep type is a constant in all known firmware, so it is read without interpreting AML.
    void read_soft_off(const Bytes& dsdt) noexcept {
        constexpr std::string_view name = "_S5_";
        std::size_t malformed_at = 0;
        for (std::size_t at = header_size; at + name.size() < dsdt.size(); ++at) {
            if (dsdt.u8(at) != '_' || !dsdt.has_text(at, name)) {
                continue;
            }
            const bool is_name =
                dsdt.u8(at - 1) == 0x08 || (dsdt.u8(at - 1) == '\\' && dsdt.u8(at - 2) == 0x08);
            if (!is_name) {
                continue;
            }
            const std::size_t behind = at + name.size();
            if (const auto found = sleep_package(dsdt.part(behind, dsdt.size() - behind))) {
                tables_.soft_off = found;
                return;
            }
            malformed_at = at;
        }
        note(malformed_at == 0 ? Problem::missing : Problem::bad_value, signature_of("_S5_"),
             malformed_at);
    }

    PhysicalReader& reader_;
    Tables& tables_;
};

std::optional<Root> search(PhysicalReader& reader, std::uint64_t from,
                           std::size_t length) noexcept {
    const auto bytes = map(reader, from, length);
    if (!bytes) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at + rsdp_size_1 <= length; at += 16) {
        if (!bytes->has_text(at, "RSD PTR ")) {
            continue;
        }
        // Read through the reader again: a structure of revision 2 may end behind the area.
        if (const auto root = read_root_at(reader, from + at)) {
            return *root;
        }
    }
    return std::nullopt;
}

} // namespace

std::string_view describe(Problem problem) noexcept {
    switch (problem) {
    case Problem::not_mapped:
        return "not in memory";
    case Problem::bad_signature:
        return "unexpected signature";
    case Problem::bad_length:
        return "wrong length";
    case Problem::bad_checksum:
        return "wrong checksum";
    case Problem::bad_entry:
        return "entry does not fit its table";
    case Problem::bad_value:
        return "value out of range";
    case Problem::duplicate:
        return "duplicate";
    case Problem::too_many:
        return "too many";
    case Problem::unsupported_width:
        return "unsupported register";
    case Problem::missing:
        return "missing";
    }
    return "unknown problem";
}

std::string_view describe(Polarity polarity) noexcept {
    switch (polarity) {
    case Polarity::conforms:
        return "bus polarity";
    case Polarity::active_high:
        return "active high";
    case Polarity::active_low:
        return "active low";
    }
    return "unknown polarity";
}

std::string_view describe(Trigger trigger) noexcept {
    switch (trigger) {
    case Trigger::conforms:
        return "bus trigger";
    case Trigger::edge:
        return "edge";
    case Trigger::level:
        return "level";
    }
    return "unknown trigger";
}

void format_value(text::Sink& sink, const Signature& signature) {
    std::array<char, 4> shown = signature.characters;
    for (char& c : shown) {
        if (c < ' ' || c > '~') {
            c = '.';
        }
    }
    sink.write({shown.data(), shown.size()});
}

void format_value(text::Sink& sink, const Finding& finding) {
    text::print(sink, "{}: {} ({:#x})", finding.table, finding.problem, finding.where);
}

std::expected<Root, Problem> read_root(std::span<const std::byte> bytes) noexcept {
    const Bytes rsdp(bytes);
    if (rsdp.size() < rsdp_size_1) {
        return std::unexpected(Problem::bad_length);
    }
    if (!rsdp.has_text(0, "RSD PTR ")) {
        return std::unexpected(Problem::bad_signature);
    }
    if (!rsdp.part(0, rsdp_size_1).adds_up()) {
        return std::unexpected(Problem::bad_checksum);
    }
    Root root{0, rsdp.u32(16)};
    // A damaged extension leaves the older half, which is whole.
    if (rsdp.u8(15) >= 2 && rsdp.size() >= rsdp_size_2) {
        const std::uint32_t length = rsdp.u32(20);
        if (length >= rsdp_size_2 && length <= rsdp.size() && rsdp.part(0, length).adds_up()) {
            root.xsdt = rsdp.u64(24);
        }
    }
    if (root.xsdt == 0 && root.rsdt == 0) {
        return std::unexpected(Problem::missing);
    }
    return root;
}

std::expected<Root, Problem> read_root_at(PhysicalReader& reader, std::uint64_t address) noexcept {
    // An old structure may end where memory does.
    for (const std::size_t length : {rsdp_size_2, rsdp_size_1}) {
        if (const auto bytes = reader.map(address, length); bytes && bytes->size() >= length) {
            return read_root(bytes->first(length));
        }
    }
    return std::unexpected(Problem::not_mapped);
}

std::expected<Root, Problem> find_root(PhysicalReader& reader) noexcept {
    constexpr std::uint64_t ebda_segment_pointer = 0x40e;
    if (const auto pointer = map(reader, ebda_segment_pointer, 2)) {
        const std::uint64_t ebda = std::uint64_t{pointer->u16(0)} << 4;
        if (const auto root = search(reader, ebda, 1024)) {
            return *root;
        }
    }
    if (const auto root = search(reader, 0xe0000, 0x20000)) {
        return *root;
    }
    return std::unexpected(Problem::missing);
}

void read_tables(PhysicalReader& reader, const Root& root, Tables& tables) noexcept {
    tables.madt.reset();
    tables.hpet.reset();
    tables.fadt.reset();
    tables.soft_off.reset();
    tables.findings.clear();
    tables.findings_dropped = 0;
    TableReader(reader, tables).read(root);
}

} // namespace bimetal::acpi
