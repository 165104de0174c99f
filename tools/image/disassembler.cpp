// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/disassembler.hpp"

#include <llvm/MC/MCTargetOptions.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Triple.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace bimetal::image {

namespace {

/// All that x86 has, so that nothing is overlooked because it could not be decoded.
constexpr const char* every_feature = "+x87,+mmx,+sse4.2,+sse4a,+avx2,+avx512f,+avx512bw,"
                                      "+avx512vl,+avx512dq,+fma,+aes,+sha,+pclmul,+xsave,+bmi2";

/// Whether a register's name, as LLVM writes it, is one of the floating-point or vector units.
bool is_vector_register(std::string_view name) {
    for (const std::string_view family : {"XMM", "YMM", "ZMM", "MM", "ST", "FP", "K", "TMM"}) {
        if (name.starts_with(family) && name.size() > family.size() &&
            std::ranges::all_of(name.substr(family.size()), [](unsigned char c) {
                return std::isdigit(c) != 0 || c == '(' || c == ')';
            })) {
            return true;
        }
    }
    return name == "ST" || name == "FPSW" || name == "FPCW";
}

// The operands of a place in memory, as LLVM lists them.
constexpr unsigned memory_base = 0;
constexpr unsigned memory_scale = 1;
constexpr unsigned memory_index = 2;
constexpr unsigned memory_displacement = 3;
constexpr unsigned memory_segment = 4;
constexpr unsigned memory_operands = 5;

bool saves_whole_state(std::string_view opcode) {
    return opcode.starts_with("FXSAVE") || opcode.starts_with("FXRSTOR") ||
           opcode.starts_with("XSAVE") || opcode.starts_with("XRSTOR");
}

} // namespace

Result<Disassembler> Disassembler::create(Mode mode) {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86Disassembler();
    const llvm::Triple triple(mode == Mode::long_64 ? "x86_64-unknown-none-elf"
                                                    : "i386-unknown-none-elf");
    std::string error;
    const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, error);
    if (target == nullptr) {
        return std::unexpected("this LLVM has no x86 disassembler: " + error + ".");
    }
    Disassembler result;
    const llvm::MCTargetOptions options;
    result.registers_.reset(target->createMCRegInfo(triple));
    result.assembly_.reset(target->createMCAsmInfo(*result.registers_, triple, options));
    result.subtarget_.reset(target->createMCSubtargetInfo(
        triple, mode == Mode::long_64 ? "x86-64" : "i686", every_feature));
    result.instructions_.reset(target->createMCInstrInfo());
    result.analysis_.reset(target->createMCInstrAnalysis(result.instructions_.get()));
    result.context_ = std::make_unique<llvm::MCContext>(
        triple, result.assembly_.get(), result.registers_.get(), result.subtarget_.get());
    result.decoder_.reset(target->createMCDisassembler(*result.subtarget_, *result.context_));
    constexpr unsigned intel_syntax = 1;
    result.printer_.reset(target->createMCInstPrinter(triple, intel_syntax, *result.assembly_,
                                                      *result.instructions_, *result.registers_));
    if (result.decoder_ == nullptr || result.printer_ == nullptr) {
        return std::unexpected("this LLVM cannot disassemble x86.");
    }
    result.printer_->setPrintImmHex(true);
    return result;
}

std::optional<Instruction> Disassembler::decode(std::span<const std::uint8_t> bytes,
                                                std::uint64_t address) const {
    Instruction instruction;
    const auto status =
        decoder_->getInstruction(instruction.decoded, instruction.size,
                                 {bytes.data(), bytes.size()}, address, llvm::nulls());
    if (status != llvm::MCDisassembler::Success || instruction.size == 0) {
        return std::nullopt;
    }
    return instruction;
}

std::string Disassembler::text(const Instruction& instruction, std::uint64_t address) const {
    std::string text;
    llvm::raw_string_ostream stream(text);
    printer_->printInst(&instruction.decoded, address, "", *subtarget_, stream);
    const auto begin = text.find_first_not_of('\t');
    text.erase(0, begin == std::string::npos ? text.size() : begin);
    std::ranges::replace(text, '\t', ' ');
    return text;
}

std::optional<std::uint64_t> Disassembler::target(const Instruction& instruction,
                                                  std::uint64_t address) const {
    std::uint64_t target = 0;
    if (analysis_->isCall(instruction.decoded) || analysis_->isBranch(instruction.decoded)) {
        if (analysis_->evaluateBranch(instruction.decoded, address, instruction.size, target)) {
            return target;
        }
    }
    return std::nullopt;
}

Flow Disassembler::flow(const Instruction& instruction) const {
    const llvm::MCInst& decoded = instruction.decoded;
    const std::string_view opcode = name(instruction);
    if (analysis_->isCall(decoded)) {
        return Flow::call;
    }
    if (analysis_->isReturn(decoded) || opcode.starts_with("IRET") || opcode.starts_with("UD") ||
        opcode == "TRAP" || opcode == "INT3") {
        return Flow::nowhere;
    }
    if (analysis_->isConditionalBranch(decoded)) {
        return Flow::branch;
    }
    if (analysis_->isBranch(decoded)) {
        return analysis_->isBarrier(decoded) ? Flow::jump : Flow::branch;
    }
    return Flow::next;
}

bool Disassembler::is_padding(const Instruction& instruction) const {
    return name(instruction).starts_with("NOOP");
}

bool Disassembler::is_trap(const Instruction& instruction) const {
    return name(instruction) == "TRAP" || name(instruction).starts_with("UD1");
}

std::vector<std::uint64_t> Disassembler::addresses(const Instruction& instruction,
                                                   std::uint64_t address) const {
    std::vector<std::uint64_t> result;
    const llvm::MCInst& decoded = instruction.decoded;
    const llvm::MCInstrDesc& description = instructions_->get(decoded.getOpcode());
    for (unsigned i = 0; i < decoded.getNumOperands(); ++i) {
        const llvm::MCOperand& operand = decoded.getOperand(i);
        if (!operand.isImm() ||
            (i < description.getNumOperands() &&
             description.operands()[i].OperandType == llvm::MCOI::OPERAND_PCREL)) {
            continue;
        }
        auto value = static_cast<std::uint64_t>(operand.getImm());
        const bool is_displacement =
            i >= memory_displacement && decoded.getOperand(i - memory_displacement).isReg() &&
            std::string_view(
                registers_->getName(decoded.getOperand(i - memory_displacement).getReg())) == "RIP";
        if (is_displacement) {
            value += address + instruction.size;
        }
        result.push_back(value);
    }
    return result;
}

std::optional<std::uint64_t> Disassembler::jump_table(const Instruction& instruction) const {
    const llvm::MCInst& decoded = instruction.decoded;
    if (!analysis_->isIndirectBranch(decoded) || decoded.getNumOperands() != memory_operands ||
        !decoded.getOperand(memory_displacement).isImm() ||
        decoded.getOperand(memory_base).getReg() != 0 ||
        decoded.getOperand(memory_index).getReg() == 0 ||
        decoded.getOperand(memory_scale).getImm() != sizeof(std::uint64_t)) {
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(decoded.getOperand(memory_displacement).getImm());
}

std::optional<MemoryOperand> Disassembler::memory(const Instruction& instruction) const {
    const llvm::MCInst& decoded = instruction.decoded;
    const auto operands = instructions_->get(decoded.getOpcode()).operands();
    const auto first = std::ranges::find_if(operands, [](const llvm::MCOperandInfo& operand) {
        return operand.OperandType == llvm::MCOI::OPERAND_MEMORY;
    });
    const auto at = static_cast<unsigned>(first - operands.begin());
    if (name(instruction).starts_with("LEA") || is_padding(instruction) ||
        at + memory_operands > decoded.getNumOperands() || operands.size() < at + memory_operands) {
        return std::nullopt;
    }
    const auto reg = [&](unsigned which) -> std::string {
        const llvm::MCOperand& operand = decoded.getOperand(at + which);
        return operand.isReg() && operand.getReg() != 0 ? registers_->getName(operand.getReg())
                                                        : "";
    };
    const llvm::MCOperand& displacement = decoded.getOperand(at + memory_displacement);
    return MemoryOperand{.base = reg(memory_base),
                         .index = reg(memory_index),
                         .segment = reg(memory_segment),
                         .displacement = displacement.isImm() ? displacement.getImm() : 0};
}

StackChange Disassembler::stack_change(const Instruction& instruction) const {
    const llvm::MCInst& decoded = instruction.decoded;
    const std::string_view opcode = name(instruction);
    if (opcode.starts_with("PUSH")) {
        return {.bytes = 8, .unknown = false};
    }
    const auto is_stack_pointer = [&](unsigned at) {
        return at < decoded.getNumOperands() && decoded.getOperand(at).isReg() &&
               decoded.getOperand(at).getReg() != 0 &&
               std::string_view(registers_->getName(decoded.getOperand(at).getReg())) == "RSP";
    };
    if (instructions_->get(decoded.getOpcode()).getNumDefs() == 0 || !is_stack_pointer(0)) {
        return {};
    }
    if (opcode.starts_with("SUB64ri")) {
        return {.bytes = decoded.getOperand(2).getImm(), .unknown = false};
    }
    // The ways back up.
    if (opcode.starts_with("ADD64ri") || (opcode.starts_with("LEA64") && !is_stack_pointer(1))) {
        return {};
    }
    return {.bytes = 0, .unknown = true};
}

bool Disassembler::starts_frame(const Instruction& instruction) const {
    const llvm::MCInst& decoded = instruction.decoded;
    const auto reg = [&](unsigned at) {
        return std::string_view(registers_->getName(decoded.getOperand(at).getReg()));
    };
    return name(instruction).starts_with("MOV64rr") && reg(0) == "RBP" && reg(1) == "RSP";
}

std::string_view Disassembler::name(const Instruction& instruction) const {
    return instructions_->getName(instruction.decoded.getOpcode());
}

std::string Disassembler::vector_register(const Instruction& instruction) const {
    const unsigned opcode = instruction.decoded.getOpcode();
    if (saves_whole_state(instructions_->getName(opcode))) {
        return {};
    }
    const auto name = [&](llvm::MCRegister reg) -> std::string {
        return is_vector_register(registers_->getName(reg)) ? registers_->getName(reg) : "";
    };
    for (const llvm::MCOperand& operand : instruction.decoded) {
        if (operand.isReg() && operand.getReg() != 0) {
            if (auto found = name(operand.getReg()); !found.empty()) {
                return found;
            }
        }
    }
    const llvm::MCInstrDesc& description = instructions_->get(opcode);
    for (const auto& implied : {description.implicit_uses(), description.implicit_defs()}) {
        for (const llvm::MCPhysReg reg : implied) {
            if (auto found = name(reg); !found.empty()) {
                return found.starts_with("FP") ? "the x87 state" : found;
            }
        }
    }
    return {};
}

} // namespace bimetal::image
