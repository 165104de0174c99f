// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/image/elf_image.hpp"

#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstPrinter.h>
#include <llvm/MC/MCInstrAnalysis.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSubtargetInfo.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::image {

/// One decoded instruction.
struct Instruction {
    llvm::MCInst decoded;
    std::uint64_t size = 0;
};

/// Where the processor goes on after an instruction.
enum class Flow {
    next,    ///< To the one behind it.
    call,    ///< To a function and back.
    jump,    ///< Elsewhere.
    branch,  ///< Elsewhere or to the one behind it.
    nowhere, ///< It returns, or stops.
};

/// A place in memory that an instruction reads or writes.
struct MemoryOperand {
    /// As LLVM names registers; empty when there is none.
    std::string base;
    std::string index;
    std::string segment;
    std::int64_t displacement = 0;
};

/// What an instruction does to the stack pointer.
struct StackChange {
    /// How far it takes the stack down at least.
    std::int64_t bytes = 0;
    /// By how much is not in the instruction.
    bool unknown = false;
};

/// How the processor reads the code.
enum class Mode { protected_32, long_64 };

/// Decodes and prints x86 instructions, in Intel's syntax.
class Disassembler {
  public:
    static Result<Disassembler> create(Mode mode);

    /// The instruction that `bytes` begin with; nothing when they are none.
    std::optional<Instruction> decode(std::span<const std::uint8_t> bytes,
                                      std::uint64_t address) const;

    /// Mnemonic and operands, separated by one space.
    std::string text(const Instruction& instruction, std::uint64_t address) const;

    /// Where a direct call or jump goes.
    std::optional<std::uint64_t> target(const Instruction& instruction,
                                        std::uint64_t address) const;

    /// Where the processor goes on.
    Flow flow(const Instruction& instruction) const;

    /// Whether it does nothing, as between functions.
    bool is_padding(const Instruction& instruction) const;

    /// Whether it stops the program on purpose: `ud2` and its kin.
    bool is_trap(const Instruction& instruction) const;

    /// What its operands may stand for as addresses: numbers, places in memory that no register has
    /// a part in, and starts of tables that an index register is added to.
    std::vector<std::uint64_t> addresses(const Instruction& instruction,
                                         std::uint64_t address) const;

    /// For a jump through a table of addresses, which an index register selects from: its start.
    std::optional<std::uint64_t> jump_table(const Instruction& instruction) const;

    /// The place in memory, if it has one; computing an address is none.
    std::optional<MemoryOperand> memory(const Instruction& instruction) const;

    StackChange stack_change(const Instruction& instruction) const;

    /// Whether it makes the frame pointer of a function.
    bool starts_frame(const Instruction& instruction) const;

    /// LLVM's name of the instruction.
    std::string_view name(const Instruction& instruction) const;

    /// The name of a floating-point or vector register that the instruction uses, or a word for the
    /// x87 state; empty for an instruction of the integer unit. Saving and restoring the whole
    /// state for another context uses none of it.
    std::string vector_register(const Instruction& instruction) const;

  private:
    Disassembler() = default;

    std::unique_ptr<llvm::MCRegisterInfo> registers_;
    std::unique_ptr<llvm::MCAsmInfo> assembly_;
    std::unique_ptr<llvm::MCSubtargetInfo> subtarget_;
    std::unique_ptr<llvm::MCInstrInfo> instructions_;
    std::unique_ptr<llvm::MCInstrAnalysis> analysis_;
    std::unique_ptr<llvm::MCContext> context_;
    std::unique_ptr<llvm::MCDisassembler> decoder_;
    std::unique_ptr<llvm::MCInstPrinter> printer_;
};

} // namespace bimetal::image
