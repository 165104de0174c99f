// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Support/MemoryBuffer.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::image {

/// A result, or one sentence for the person who ran the command.
template <typename T>
using Result = std::expected<T, std::string>;

struct Symbol {
    std::string name;
    std::uint64_t address;
    std::uint64_t size;
    /// Index of its section; 0 when undefined, above 0xff00 when it has none.
    std::uint32_t section;
    std::uint8_t type;
    std::uint8_t binding;
    std::uint8_t visibility;
};

struct Section {
    std::string name;
    std::uint64_t address;
    std::uint64_t size;
    std::uint64_t flags;
    std::uint32_t type;
    std::uint32_t index;
    /// Empty for sections without content in the file.
    std::span<const std::uint8_t> content;

    bool is_executable() const;
    bool is_loaded() const;
};

/// A linked x86-64 ELF executable, held in memory.
class ElfImage {
  public:
    using Object = llvm::object::ELFObjectFile<llvm::object::ELF64LE>;

    static Result<ElfImage> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }

    const Object& object() const { return *object_; }

    const std::vector<Section>& sections() const { return sections_; }

    const std::vector<Symbol>& symbols() const { return symbols_; }

    std::span<const Object::Elf_Phdr> segments() const { return segments_; }

    /// The build id as the linker wrote it; empty when there is none.
    std::span<const std::uint8_t> build_id() const;

    const Section* section(std::string_view name) const;
    const Section* section_at(std::uint64_t address) const;
    const Symbol* symbol(std::string_view name) const;

  private:
    std::filesystem::path path_;
    std::unique_ptr<llvm::MemoryBuffer> buffer_;
    std::unique_ptr<Object> object_;
    std::vector<Section> sections_;
    std::vector<Symbol> symbols_;
    std::span<const Object::Elf_Phdr> segments_;
};

/// The words of an LLVM error.
std::string message_of(llvm::Error error);

/// Lower-case hexadecimal digits.
std::string hexadecimal(std::span<const std::uint8_t> bytes);

} // namespace bimetal::image
