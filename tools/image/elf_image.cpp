// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/elf_image.hpp"

#include <fmt/format.h>
#include <llvm/BinaryFormat/ELF.h>

#include <algorithm>

namespace bimetal::image {

bool Section::is_executable() const {
    return (flags & llvm::ELF::SHF_EXECINSTR) != 0;
}

bool Section::is_loaded() const {
    return (flags & llvm::ELF::SHF_ALLOC) != 0;
}

std::string message_of(llvm::Error error) {
    return llvm::toString(std::move(error));
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

Result<ElfImage> ElfImage::open(const std::filesystem::path& path) {
    const auto failed = [&](llvm::Error error) {
        return std::unexpected(
            fmt::format("{}: cannot be read: {}.", path.string(), message_of(std::move(error))));
    };
    ElfImage image;
    image.path_ = path;
    // Read, not mapped: the file may be rewritten while it is open.
    auto buffer = llvm::MemoryBuffer::getFile(path.string(), false, false, true);
    if (!buffer) {
        return failed(llvm::errorCodeToError(buffer.getError()));
    }
    image.buffer_ = std::move(*buffer);
    auto object = llvm::object::ObjectFile::createObjectFile(image.buffer_->getMemBufferRef());
    if (!object) {
        return failed(object.takeError());
    }
    if (!llvm::isa<Object>(**object) || (*object)->getArch() != llvm::Triple::x86_64) {
        return std::unexpected(fmt::format("{}: is no x86-64 ELF file.", path.string()));
    }
    image.object_.reset(llvm::cast<Object>(object->release()));
    const auto& elf = image.object_->getELFFile();

    auto segments = elf.program_headers();
    if (!segments) {
        return failed(segments.takeError());
    }
    image.segments_ = {segments->begin(), segments->end()};

    auto sections = elf.sections();
    if (!sections) {
        return failed(sections.takeError());
    }
    for (std::uint32_t index = 0; const auto& header : *sections) {
        auto name = elf.getSectionName(header);
        if (!name) {
            return failed(name.takeError());
        }
        Section section{.name = name->str(),
                        .address = header.sh_addr,
                        .size = header.sh_size,
                        .flags = header.sh_flags,
                        .type = header.sh_type,
                        .index = index++,
                        .content = {}};
        if (section.type != llvm::ELF::SHT_NOBITS && section.type != llvm::ELF::SHT_NULL) {
            auto content = elf.getSectionContents(header);
            if (!content) {
                return failed(content.takeError());
            }
            section.content = {content->data(), content->size()};
        }
        image.sections_.push_back(std::move(section));
    }

    for (const auto& header : *sections) {
        if (header.sh_type != llvm::ELF::SHT_SYMTAB) {
            continue;
        }
        auto symbols = elf.symbols(&header);
        if (!symbols) {
            return failed(symbols.takeError());
        }
        auto names = elf.getStringTableForSymtab(header);
        if (!names) {
            return failed(names.takeError());
        }
        for (const auto& symbol : symbols->drop_front(symbols->empty() ? 0 : 1)) {
            auto name = symbol.getName(*names);
            if (!name) {
                return failed(name.takeError());
            }
            image.symbols_.push_back({.name = name->str(),
                                      .address = symbol.st_value,
                                      .size = symbol.st_size,
                                      .section = symbol.st_shndx,
                                      .type = symbol.getType(),
                                      .binding = symbol.getBinding(),
                                      .visibility = symbol.getVisibility()});
        }
    }
    return image;
}

std::span<const std::uint8_t> ElfImage::build_id() const {
    const Section* note = section(".note.gnu.build-id");
    // Header of three words, then the name "GNU" and its zero.
    constexpr std::size_t header = 16;
    if (note == nullptr || note->content.size() <= header) {
        return {};
    }
    return note->content.subspan(header);
}

const Section* ElfImage::section(std::string_view name) const {
    const auto found = std::ranges::find(sections_, name, &Section::name);
    return found == sections_.end() ? nullptr : &*found;
}

const Section* ElfImage::section_at(std::uint64_t address) const {
    const auto found = std::ranges::find_if(sections_, [&](const Section& section) {
        return section.is_loaded() && address >= section.address &&
               address - section.address < section.size;
    });
    return found == sections_.end() ? nullptr : &*found;
}

const Symbol* ElfImage::symbol(std::string_view name) const {
    const auto found = std::ranges::find(symbols_, name, &Symbol::name);
    return found == symbols_.end() ? nullptr : &*found;
}

} // namespace bimetal::image
