// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/attach.hpp"

#include "kernel/debug/image_information.hpp"
#include "tools/image/function_map.hpp"
#include "tools/image/table_writer.hpp"

#include <fmt/format.h>
#include <llvm/BinaryFormat/ELF.h>

#include <algorithm>
#include <cstring>
#include <fstream>

namespace bimetal::image {

namespace {

constexpr std::uint64_t page = 4096;

constexpr std::uint64_t round_up(std::uint64_t value) {
    return (value + page - 1) / page * page;
}

/// Writes beside the file and renames, so that no half-written image is ever found.
Result<void> replace_file(const std::filesystem::path& path, const std::string& content) {
    const std::filesystem::path fresh = path.string() + ".attached";
    std::error_code error;
    {
        std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
        file.write(content.data(), static_cast<std::streamsize>(content.size()));
        if (!file.flush()) {
            std::filesystem::remove(fresh, error);
            return std::unexpected(fmt::format("{}: cannot be written.", fresh.string()));
        }
    }
    std::filesystem::permissions(fresh, std::filesystem::status(path).permissions(), error);
    std::filesystem::rename(fresh, path, error);
    if (error) {
        return std::unexpected(
            fmt::format("{}: cannot be replaced: {}.", path.string(), error.message()));
    }
    return {};
}

} // namespace

Result<AttachReport> attach_backtrace(const std::filesystem::path& path) {
    using Elf = llvm::object::ELF64LE;
    auto opened = ElfImage::open(path);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    const ElfImage& image = *opened;
    const Section* section = image.section(".backtrace");
    const auto segment = std::ranges::find_if(image.segments(), [&](const auto& candidate) {
        return candidate.p_type == llvm::ELF::PT_LOAD && section != nullptr &&
               candidate.p_vaddr == section->address;
    });
    if (section == nullptr || segment == image.segments().end()) {
        return std::unexpected(fmt::format(
            "{}: has no segment for a backtrace table; the linker script must reserve one with an "
            "output section .backtrace, as kernel/debug/image_information.hpp shows.",
            path.string()));
    }
    if (segment->p_flags != llvm::ELF::PF_R || segment->p_vaddr % page != 0) {
        return std::unexpected(fmt::format("{}: the segment of .backtrace must be read-only and "
                                           "start a page: give it FLAGS(4) and "
                                           "align it to 4096.",
                                           path.string()));
    }
    for (const auto& other : image.segments()) {
        if (&other != &*segment && other.p_type == llvm::ELF::PT_LOAD &&
            other.p_vaddr + other.p_memsz > segment->p_vaddr && other.p_vaddr >= section->address) {
            return std::unexpected(
                fmt::format("{}: a segment lies behind .backtrace, where the table grows: make "
                            ".backtrace the last section of the linker script.",
                            path.string()));
        }
    }
    const Section* record = image.section(".image_information");
    debug::ImageInformation information{};
    if (record != nullptr && record->content.size() >= sizeof(information)) {
        std::memcpy(&information, record->content.data(), sizeof(information));
    }
    if (information.magic != debug::image_information_magic) {
        return std::unexpected(fmt::format(
            "{}: has no image record in a section .image_information; the linker script must write "
            "one, as kernel/debug/image_information.hpp shows.",
            path.string()));
    }
    const auto build_id = image.build_id();
    if (build_id.size() != sizeof(information.build_id)) {
        return std::unexpected(
            fmt::format("{}: has no build id of 20 bytes: link with --build-id=sha1 and keep "
                        ".note.gnu.build-id.",
                        path.string()));
    }

    auto functions = read_functions(image);
    if (!functions) {
        return std::unexpected(functions.error());
    }
    auto table = write_table(*functions);
    if (!table) {
        return std::unexpected(fmt::format("{}: {}", path.string(), table.error()));
    }

    information.backtrace_address = segment->p_vaddr;
    information.backtrace_size = table->bytes.size();
    information.image_end = round_up(segment->p_vaddr + table->bytes.size());
    std::ranges::copy(build_id, information.build_id);

    std::string content(image.object().getData());
    Elf::Ehdr header;
    std::memcpy(&header, content.data(), sizeof(header));
    const auto& elf = image.object().getELFFile();
    const auto section_offset = [&](const Section& of) {
        return elf.sections()->data()[of.index].sh_offset.value();
    };
    std::memcpy(content.data() + section_offset(*record), &information, sizeof(information));

    // The table goes to the end of the file; one from an earlier run is there already and goes
    // first.
    Elf::Phdr program = *segment;
    if (program.p_offset + program.p_filesz == content.size()) {
        content.resize(program.p_offset);
    }
    content.resize(round_up(content.size()));
    const std::uint64_t offset = content.size();
    content.append(reinterpret_cast<const char*>(table->bytes.data()), table->bytes.size());

    program.p_offset = offset;
    program.p_filesz = table->bytes.size();
    program.p_memsz = table->bytes.size();
    const auto program_index = static_cast<std::uint64_t>(segment - image.segments().begin());
    std::memcpy(content.data() + header.e_phoff + program_index * sizeof(program), &program,
                sizeof(program));

    Elf::Shdr entry = elf.sections()->data()[section->index];
    entry.sh_type = llvm::ELF::SHT_PROGBITS;
    entry.sh_flags = llvm::ELF::SHF_ALLOC;
    entry.sh_offset = offset;
    entry.sh_size = table->bytes.size();
    std::memcpy(content.data() + header.e_shoff + section->index * sizeof(entry), &entry,
                sizeof(entry));

    if (auto replaced = replace_file(path, content); !replaced) {
        return std::unexpected(replaced.error());
    }
    std::uint64_t text = 0;
    for (const Section& of : image.sections()) {
        text += of.is_executable() ? of.size : 0;
    }
    return AttachReport{.functions = table->functions,
                        .inlined_calls = table->inlined_calls,
                        .table_bytes = table->bytes.size(),
                        .name_bytes = table->name_bytes,
                        .range_bytes = table->range_bytes,
                        .inlining_bytes = table->inlining_bytes,
                        .text_bytes = text};
}

} // namespace bimetal::image
