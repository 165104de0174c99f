// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/acpi/tables.hpp"
#include "kernel/testing/random.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bimetal::acpi {
namespace {

using Blob = std::vector<std::uint8_t>;

template <typename T>
void put(Blob& blob, std::size_t at, T value) {
    if (blob.size() < at + sizeof(T)) {
        blob.resize(at + sizeof(T));
    }
    std::memcpy(blob.data() + at, &value, sizeof(T));
}

void put_text(Blob& blob, std::size_t at, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        put(blob, at + i, static_cast<std::uint8_t>(text[i]));
    }
}

void append(Blob& blob, const Blob& more) {
    blob.insert(blob.end(), more.begin(), more.end());
}

void fix_checksum(Blob& blob, std::size_t field, std::size_t from, std::size_t length) {
    blob[field] = 0;
    std::uint8_t sum = 0;
    for (std::size_t i = 0; i < length; ++i) {
        sum = static_cast<std::uint8_t>(sum + blob[from + i]);
    }
    blob[field] = static_cast<std::uint8_t>(0 - sum);
}

Blob table(std::string_view signature, const Blob& body, std::uint8_t revision = 1) {
    Blob result(36);
    put_text(result, 0, signature);
    result[8] = revision;
    append(result, body);
    put(result, 4, static_cast<std::uint32_t>(result.size()));
    fix_checksum(result, 9, 0, result.size());
    return result;
}

Blob local_apic(std::uint8_t uid, std::uint8_t id, std::uint32_t flags) {
    Blob entry{0, 8, uid, id};
    put(entry, 4, flags);
    return entry;
}

Blob io_apic(std::uint8_t id, std::uint32_t address, std::uint32_t first) {
    Blob entry{1, 12, id, 0};
    put(entry, 4, address);
    put(entry, 8, first);
    return entry;
}

Blob interrupt_override(std::uint8_t source, std::uint32_t interrupt, std::uint16_t flags) {
    Blob entry{2, 10, 0, source};
    put(entry, 4, interrupt);
    put(entry, 8, flags);
    return entry;
}

Blob madt(const std::vector<Blob>& entries) {
    Blob body;
    put<std::uint32_t>(body, 0, 0xfee00000);
    put<std::uint32_t>(body, 4, 1);
    for (const Blob& entry : entries) {
        append(body, entry);
    }
    return table("APIC", body, 3);
}

const std::vector<Blob> usual_entries = {
    local_apic(0, 0, 1),         local_apic(1, 2, 1),
    local_apic(2, 4, 0),         io_apic(0, 0xfec00000, 0),
    interrupt_override(0, 2, 0), interrupt_override(9, 9, 0xd),
    Blob{4, 6, 0xff, 0, 0, 1},   Blob{9, 16, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0},
};

Blob hpet() {
    Blob body;
    put<std::uint32_t>(body, 0, 0x8086a201);
    put<std::uint8_t>(body, 4, 0);
    put<std::uint64_t>(body, 8, 0xfed00000);
    put<std::uint16_t>(body, 17, 100);
    put<std::uint8_t>(body, 19, 0);
    return table("HPET", body);
}

void put_register(Blob& blob, std::size_t at, std::uint8_t space, std::uint8_t bits,
                  std::uint64_t address) {
    put(blob, at, space);
    put(blob, at + 1, bits);
    put(blob, at + 4, address);
}

// The body with the specification's offsets, header included.
Blob fadt(std::uint8_t revision, std::uint32_t dsdt) {
    Blob whole(revision >= 3 ? 244 : 116);
    put<std::uint32_t>(whole, 40, dsdt);
    put<std::uint16_t>(whole, 46, 9);
    put<std::uint32_t>(whole, 64, 0x604);
    put<std::uint32_t>(whole, 76, 0x608);
    put<std::uint8_t>(whole, 108, 0x32);
    put<std::uint16_t>(whole, 109, 0x2);
    put<std::uint32_t>(whole, 112, (1U << 8) | (1U << 10));
    if (revision >= 3) {
        put_register(whole, 116, 1, 8, 0xcf9);
        put<std::uint8_t>(whole, 128, 0x0f);
        put_register(whole, 172, 1, 16, 0x1604);
    }
    return table("FACP", Blob(whole.begin() + 36, whole.end()), revision);
}

Blob dsdt(const Blob& package = {0x08, '_', 'S', '5', '_', 0x12, 0x06, 0x04, 0x0a, 5, 0x01, 0, 0}) {
    Blob body{0x10, '_', 'S', '5', '_', 0x00};
    append(body, package);
    return table("DSDT", body);
}

// Physical memory made of blobs. Each mapping is a copy of exactly its length, so that the address
// sanitizer sees a read outside it.
class Memory final : public PhysicalReader {
  public:
    std::optional<std::span<const std::byte>> map(std::uint64_t physical,
                                                  std::size_t length) noexcept override {
        if (++calls > 10000) {
            ADD_FAILURE() << "reads without end";
            return std::nullopt;
        }
        auto after = blobs.upper_bound(physical);
        if (after == blobs.begin()) {
            return std::nullopt;
        }
        const auto& [base, blob] = *std::prev(after);
        const std::uint64_t offset = physical - base;
        if (offset > blob.size() || length > blob.size() - offset) {
            return std::nullopt;
        }
        auto copy = std::make_unique<std::byte[]>(length);
        std::memcpy(copy.get(), blob.data() + offset, length);
        const std::span<const std::byte> result(copy.get(), length);
        mappings.push_back(std::move(copy));
        return result;
    }

    // All tables at their places and lists of them.
    void add_machine(const std::vector<Blob>& entries = usual_entries, std::uint8_t revision = 3) {
        blobs[0x10000] = madt(entries);
        blobs[0x20000] = hpet();
        blobs[0x30000] = fadt(revision, 0x40000);
        blobs[0x40000] = dsdt();
        blobs[0x50000] = table("MCFG", Blob(24));
        list({0x30000, 0x10000, 0x20000, 0x50000});
    }

    void list(const std::vector<std::uint32_t>& addresses) {
        Blob narrow;
        Blob wide;
        for (const std::uint32_t address : addresses) {
            put(narrow, narrow.size(), address);
            put(wide, wide.size(), std::uint64_t{address});
        }
        blobs[0x60000] = table("RSDT", narrow);
        blobs[0x70000] = table("XSDT", wide);
    }

    std::map<std::uint64_t, Blob> blobs;
    std::vector<std::unique_ptr<std::byte[]>> mappings;
    unsigned calls = 0;
};

constexpr Root both{0x70000, 0x60000};

std::vector<std::string> findings(const Tables& tables) {
    std::vector<std::string> result;
    for (const Finding& finding : tables.findings.view()) {
        std::array<char, 128> buffer;
        result.emplace_back(text::print_to(buffer, "{}", finding));
    }
    return result;
}

using Sentences = std::vector<std::string>;

TEST(Acpi, ReadsAWholeMachine) {
    Memory memory;
    memory.add_machine();
    Tables tables;
    read_tables(memory, both, tables);
    EXPECT_EQ(findings(tables), Sentences{});

    ASSERT_TRUE(tables.madt);
    EXPECT_EQ(tables.madt->local_apic_address, 0xfee00000U);
    EXPECT_TRUE(tables.madt->has_8259);
    ASSERT_EQ(tables.madt->processors.size(), 2U);
    EXPECT_EQ(tables.madt->processors.view()[1].apic_id, 2U);
    EXPECT_EQ(tables.madt->disabled_processors, 1U);
    EXPECT_EQ(tables.madt->x2apic_processors, 1U);
    ASSERT_EQ(tables.madt->io_apics.size(), 1U);
    EXPECT_EQ(tables.madt->io_apics.view()[0].address, 0xfec00000U);
    ASSERT_EQ(tables.madt->overrides.size(), 2U);
    EXPECT_EQ(tables.madt->overrides.view()[0].interrupt, 2U);
    EXPECT_EQ(tables.madt->overrides.view()[1].polarity, Polarity::active_high);
    EXPECT_EQ(tables.madt->overrides.view()[1].trigger, Trigger::level);
    ASSERT_EQ(tables.madt->nmis.size(), 1U);
    EXPECT_EQ(tables.madt->nmis.view()[0].processor_uid, LocalApicNmi::all_processors);

    ASSERT_TRUE(tables.hpet);
    EXPECT_EQ(tables.hpet->address, 0xfed00000U);
    EXPECT_EQ(tables.hpet->comparators, 3U);
    EXPECT_TRUE(tables.hpet->counter_is_64_bit);
    EXPECT_EQ(tables.hpet->minimum_tick, 100U);

    ASSERT_TRUE(tables.fadt);
    EXPECT_EQ(tables.fadt->sci_interrupt, 9U);
    EXPECT_TRUE(tables.fadt->has_8042);
    EXPECT_TRUE(tables.fadt->has_rtc);
    EXPECT_TRUE(tables.fadt->timer_is_32_bit);
    EXPECT_EQ(tables.fadt->century_register, 0x32U);
    EXPECT_EQ(tables.fadt->pm1a_control->address, 0x1604U) << "the extended field goes first";
    EXPECT_EQ(tables.fadt->pm_timer->address, 0x608U);
    EXPECT_EQ(tables.fadt->pm_timer->bits, 32U);
    EXPECT_FALSE(tables.fadt->pm1b_control);
    EXPECT_EQ(tables.fadt->reset->address, 0xcf9U);
    EXPECT_EQ(tables.fadt->reset_value, 0x0fU);

    ASSERT_TRUE(tables.soft_off);
    EXPECT_EQ(tables.soft_off->sleep_type_a, 5U);
    EXPECT_EQ(tables.soft_off->sleep_type_b, 1U);
}

TEST(Acpi, ReadsTheOldestTables) {
    Memory memory;
    memory.add_machine(usual_entries, 1);
    Tables tables;
    read_tables(memory, {0, 0x60000}, tables);
    EXPECT_EQ(findings(tables), Sentences{});
    ASSERT_TRUE(tables.fadt);
    EXPECT_TRUE(tables.fadt->has_8042);
    EXPECT_EQ(tables.fadt->pm1a_control->address, 0x604U);
    EXPECT_FALSE(tables.fadt->reset);
    EXPECT_TRUE(tables.soft_off);
}

TEST(Acpi, FallsBackToTheOldList) {
    Memory memory;
    memory.add_machine();
    memory.blobs[0x70000][20] ^= 1;
    Tables tables;
    read_tables(memory, both, tables);
    EXPECT_EQ(findings(tables), (Sentences{"XSDT: wrong checksum (0x70000)"}));
    EXPECT_TRUE(tables.madt && tables.fadt && tables.hpet);
}

TEST(Acpi, NothingThere) {
    Memory memory;
    Tables tables;
    read_tables(memory, both, tables);
    EXPECT_EQ(findings(tables),
              (Sentences{"XSDT: not in memory (0x70000)", "RSDT: not in memory (0x60000)",
                         "RSDT: missing (0x0)", "APIC: missing (0x0)", "FACP: missing (0x0)"}));
    EXPECT_FALSE(tables.madt || tables.fadt || tables.hpet || tables.soft_off);
}

TEST(Acpi, MalformedEntries) {
    const std::vector<std::pair<Blob, std::string>> cases = {
        {{0, 0, 0, 0}, "entry does not fit its table"},
        {{0, 1}, "entry does not fit its table"},
        {{0}, "entry does not fit its table"},
        {{0, 200, 1, 1}, "entry does not fit its table"},
        {{0, 7, 9, 9, 1, 0, 0}, "wrong length"},
        {{1, 11, 0, 0, 0, 0, 1, 0, 0, 0, 0}, "wrong length"},
        {{2, 4, 0, 1}, "wrong length"},
        {{4, 5, 0, 0, 0}, "wrong length"},
        {{5, 4, 0, 0}, "wrong length"},
        {{9, 8, 0, 0, 0, 0, 0, 0}, "wrong length"},
        {local_apic(7, 0, 1), "duplicate"},
        {local_apic(7, 0xff, 1), "value out of range"},
        {io_apic(1, 0, 24), "value out of range"},
        {io_apic(1, 0xfec00001, 24), "value out of range"},
        {io_apic(1, 0xfec00000, 24), "duplicate"},
        {interrupt_override(16, 3, 0), "value out of range"},
        {interrupt_override(3, 3, 2), "value out of range"},
        {interrupt_override(0, 3, 0), "duplicate"},
        {{4, 6, 0, 0, 0, 2}, "value out of range"},
    };
    for (const auto& [entry, sentence] : cases) {
        Memory memory;
        std::vector<Blob> entries = usual_entries;
        entries.push_back(entry);
        memory.add_machine(entries);
        Tables tables;
        read_tables(memory, both, tables);
        ASSERT_EQ(tables.findings.size(), 1U) << sentence;
        EXPECT_EQ(describe(tables.findings.view()[0].problem), sentence);
        EXPECT_EQ(tables.madt->processors.size(), 2U);
    }
}

TEST(Acpi, MoreThanThereIsRoomFor) {
    std::vector<Blob> entries;
    for (unsigned i = 0; i < 40; ++i) {
        entries.push_back(io_apic(static_cast<std::uint8_t>(i), 0xfec00000 + i * 4096, i * 24));
    }
    for (unsigned i = 0; i < 40; ++i) {
        entries.push_back(Blob{4, 6, 0xff, 0, 0, 1});
    }
    Memory memory;
    memory.add_machine(entries);
    Tables tables;
    read_tables(memory, both, tables);
    EXPECT_EQ(tables.madt->io_apics.size(), 16U);
    EXPECT_EQ(tables.madt->nmis.size(), 32U);
    EXPECT_EQ(tables.findings.size(), 32U);
    EXPECT_EQ(tables.findings.view()[0].problem, Problem::too_many);

    memory.list(std::vector<std::uint32_t>(3000, 0x20000));
    memory.calls = 0;
    read_tables(memory, both, tables);
    EXPECT_GT(tables.findings_dropped, 0U);
    EXPECT_LT(memory.calls, 1000U);
}

TEST(Acpi, WrongHeaders) {
    const auto problem_of = [](std::uint64_t where, auto damage) {
        Memory memory;
        memory.add_machine();
        damage(memory.blobs[where]);
        Tables tables;
        read_tables(memory, both, tables);
        EXPECT_GE(tables.findings.size(), 1U);
        return tables.findings.view()[0].problem;
    };
    const auto set_length = [](std::uint32_t length) {
        return [length](Blob& blob) { put(blob, 4, length); };
    };
    EXPECT_EQ(problem_of(0x10000, set_length(0)), Problem::bad_length);
    EXPECT_EQ(problem_of(0x10000, set_length(35)), Problem::bad_length);
    EXPECT_EQ(problem_of(0x10000, set_length(0xffffffff)), Problem::bad_length);
    EXPECT_EQ(problem_of(0x10000, set_length(0x100000)), Problem::not_mapped);
    EXPECT_EQ(problem_of(0x20000, [](Blob& blob) { blob[44] ^= 0x80; }), Problem::bad_checksum);
    EXPECT_EQ(problem_of(0x40000, [](Blob& blob) { blob[0] = 'X'; }), Problem::bad_signature);
    EXPECT_EQ(problem_of(0x20000, [](Blob& blob) { blob = table("HPET", Blob(19)); }),
              Problem::bad_length);
    EXPECT_EQ(problem_of(0x20000, [](Blob& blob) { blob = table("HPET", Blob(20)); }),
              Problem::bad_value);
    EXPECT_EQ(problem_of(0x30000, [](Blob& blob) { blob = table("FACP", Blob(79)); }),
              Problem::bad_length);
    EXPECT_EQ(problem_of(0x10000, [](Blob& blob) { blob = table("APIC", Blob(7)); }),
              Problem::bad_length);
    EXPECT_EQ(problem_of(0x30000,
                         [](Blob& blob) {
                             put_register(blob, 116, 2, 8, 0xcf9);
                             fix_checksum(blob, 9, 0, blob.size());
                         }),
              Problem::unsupported_width);
}

TEST(Acpi, SoftOff) {
    const auto read = [](const Blob& package) {
        Memory memory;
        memory.add_machine();
        memory.blobs[0x40000] = dsdt(package);
        Tables tables;
        read_tables(memory, both, tables);
        return tables.soft_off;
    };
    const auto values = [](const std::optional<SoftOff>& found) {
        return found ? std::pair<int, int>(found->sleep_type_a, found->sleep_type_b)
                     : std::pair<int, int>(-1, -1);
    };
    using Pair = std::pair<int, int>;
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 4, 2, 0, 1})), Pair(0, 1));
    EXPECT_EQ(values(read({8, '\\', '_', 'S', '5', '_', 0x12, 6, 2, 0x0a, 7, 0x0a, 6})),
              Pair(7, 6));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 0x40, 0, 1, 1})), Pair(-1, -1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 0x48, 0, 2, 0x0b, 5, 0, 1, 1, 1})),
              Pair(5, 1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 8, 2, 0x0c, 3, 0, 0, 0, 1})), Pair(3, 1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 3, 1, 1})), Pair(1, 1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 4, 2, 0, 8})), Pair(-1, -1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 5, 2, 0x0a, 8, 0})), Pair(-1, -1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 2, 0})), Pair(-1, -1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 4, 2, 0})), Pair(-1, -1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12, 3, 2, 0x0a})), Pair(-1, -1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_', 0x12})), Pair(-1, -1));
    EXPECT_EQ(values(read({8, '_', 'S', '5', '_'})), Pair(-1, -1));
    EXPECT_EQ(values(read({})), Pair(-1, -1));
}

Blob rsdp(std::uint8_t revision) {
    Blob blob(revision >= 2 ? 36 : 20);
    put_text(blob, 0, "RSD PTR ");
    blob[15] = revision;
    put<std::uint32_t>(blob, 16, 0x60000);
    fix_checksum(blob, 8, 0, 20);
    if (revision >= 2) {
        put<std::uint32_t>(blob, 20, 36);
        put<std::uint64_t>(blob, 24, 0x70000);
        fix_checksum(blob, 32, 0, 36);
    }
    return blob;
}

std::span<const std::byte> bytes(const Blob& blob) {
    return std::as_bytes(std::span(blob));
}

TEST(Acpi, Rsdp) {
    EXPECT_EQ(read_root(bytes(rsdp(0)))->rsdt, 0x60000U);
    EXPECT_EQ(read_root(bytes(rsdp(0)))->xsdt, 0U);
    EXPECT_EQ(read_root(bytes(rsdp(2)))->xsdt, 0x70000U);
    Blob blob = rsdp(2);
    blob[33] ^= 1;
    EXPECT_EQ(read_root(bytes(blob))->xsdt, 0U) << "the extension is damaged";
    blob[17] ^= 1;
    EXPECT_EQ(read_root(bytes(blob)).error(), Problem::bad_checksum);
    blob[0] = 'r';
    EXPECT_EQ(read_root(bytes(blob)).error(), Problem::bad_signature);
    EXPECT_EQ(read_root(bytes(blob).first(19)).error(), Problem::bad_length);
    EXPECT_EQ(read_root({}).error(), Problem::bad_length);
}

TEST(Acpi, FindsTheRsdpOfABios) {
    Memory memory;
    EXPECT_EQ(find_root(memory).error(), Problem::missing);
    Blob bios(0x20000);
    const Blob structure = rsdp(2);
    std::ranges::copy(structure, bios.begin() + 0x15f30);
    std::ranges::copy(structure, bios.begin() + 0x100);
    bios[0x100 + 9] ^= 1;
    memory.blobs[0xe0000] = bios;
    EXPECT_EQ(find_root(memory)->xsdt, 0x70000U);
    EXPECT_EQ(read_root_at(memory, 0xf5f30)->xsdt, 0x70000U);
    EXPECT_EQ(read_root_at(memory, 0xf5f40).error(), Problem::bad_signature);
    EXPECT_EQ(read_root_at(memory, 0x123456789).error(), Problem::not_mapped);

    memory.blobs[0x40e] = Blob{0xc0, 0x9f};
    Blob area(1024);
    std::ranges::copy(rsdp(0), area.begin() + 1008 - 16);
    memory.blobs[0x9fc00] = area;
    EXPECT_EQ(find_root(memory)->xsdt, 0U);
}

// Whatever the bytes are, reading ends, stays inside what was mapped, and yields values in range.
TEST(Acpi, SurvivesMutation) {
    testing::Random random;
    for (int round = 0; round < 4000; ++round) {
        Memory memory;
        memory.add_machine(usual_entries, random.chance(3) ? 1 : 3);
        std::vector<std::uint64_t> places;
        for (const auto& [base, blob] : memory.blobs) {
            places.push_back(base);
        }
        const std::uint64_t damages = random.in(1, 6);
        for (std::uint64_t i = 0; i < damages; ++i) {
            Blob& blob = memory.blobs[random.pick(places)];
            switch (random.in(0, 4)) {
            case 0:
                random.pick(blob) ^= static_cast<std::uint8_t>(1U << random.in(0, 7));
                break;
            case 1:
                random.pick(blob) = static_cast<std::uint8_t>(random.in(0, 255));
                break;
            case 2:
                blob.resize(random.in(1, blob.size()));
                break;
            case 3:
                put(blob, 4, static_cast<std::uint32_t>(random.in(0, 2 * blob.size())));
                break;
            default:
                for (std::uint64_t more = random.in(0, 60); more != 0; --more) {
                    blob.push_back(static_cast<std::uint8_t>(random.in(0, 255)));
                }
                if (blob.size() >= 8) {
                    put(blob, 4, static_cast<std::uint32_t>(blob.size()));
                }
            }
            // Half of the damage is covered by a right checksum, or nothing behind it is reached.
            std::uint32_t length = 0;
            if (blob.size() > 9) {
                std::memcpy(&length, blob.data() + 4, sizeof(length));
                if (random.chance(2) && length > 9 && length <= blob.size()) {
                    fix_checksum(blob, 9, 0, length);
                }
            }
        }
        Tables tables;
        read_tables(memory, both, tables);
        if (tables.soft_off) {
            ASSERT_LE(tables.soft_off->sleep_type_a, 7U);
            ASSERT_LE(tables.soft_off->sleep_type_b, 7U);
        }
        if (tables.madt) {
            for (const InterruptOverride& entry : tables.madt->overrides.view()) {
                ASSERT_LT(entry.source, 16U);
            }
        }
        std::ignore = findings(tables);
    }
}

TEST(Acpi, SurvivesNoise) {
    testing::Random random;
    for (int round = 0; round < 300; ++round) {
        Memory memory;
        Blob noise(random.in(1, 3000));
        for (std::uint8_t& byte : noise) {
            // Small numbers make plausible lengths and types.
            byte = static_cast<std::uint8_t>(random.in(0, random.chance(3) ? 255 : 16));
        }
        memory.add_machine();
        memory.blobs[0x10000] = table("APIC", noise);
        memory.blobs[0x30000] = table("FACP", noise, static_cast<std::uint8_t>(random.in(0, 6)));
        memory.blobs[0x40000] = table("DSDT", noise);
        memory.blobs[0x20000] = table("HPET", noise);
        Tables tables;
        read_tables(memory, both, tables);
        std::ignore = read_root(bytes(noise));
    }
}

} // namespace
} // namespace bimetal::acpi
