// SPDX-License-Identifier: MIT OR Apache-2.0
// Single instructions of the processor, as functions. Callable in any context.
#pragma once

#include <cstdint>

namespace bimetal::arch {

inline std::uint8_t port_read8(std::uint16_t port) {
    std::uint8_t value;
    asm volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

inline std::uint32_t port_read32(std::uint16_t port) {
    std::uint32_t value;
    asm volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

inline void port_write8(std::uint16_t port, std::uint8_t value) {
    asm volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

inline void port_write16(std::uint16_t port, std::uint16_t value) {
    asm volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

inline void port_write32(std::uint16_t port, std::uint32_t value) {
    asm volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

inline std::uint64_t read_model_register(std::uint32_t index) {
    std::uint32_t low;
    std::uint32_t high;
    asm volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(index));
    return (std::uint64_t{high} << 32) | low;
}

inline void write_model_register(std::uint32_t index, std::uint64_t value) {
    asm volatile("wrmsr"
                 :
                 : "c"(index), "a"(static_cast<std::uint32_t>(value)),
                   "d"(static_cast<std::uint32_t>(value >> 32))
                 : "memory");
}

inline std::uint64_t read_cr0() {
    std::uint64_t value;
    asm volatile("mov %%cr0, %0" : "=r"(value));
    return value;
}

inline void write_cr0(std::uint64_t value) {
    asm volatile("mov %0, %%cr0" : : "r"(value) : "memory");
}

/// The address of the last page fault.
inline std::uint64_t read_cr2() {
    std::uint64_t value;
    asm volatile("mov %%cr2, %0" : "=r"(value));
    return value;
}

inline std::uint64_t read_cr3() {
    std::uint64_t value;
    asm volatile("mov %%cr3, %0" : "=r"(value));
    return value;
}

inline void write_cr3(std::uint64_t value) {
    asm volatile("mov %0, %%cr3" : : "r"(value) : "memory");
}

inline std::uint64_t read_cr4() {
    std::uint64_t value;
    asm volatile("mov %%cr4, %0" : "=r"(value));
    return value;
}

inline void write_cr4(std::uint64_t value) {
    asm volatile("mov %0, %%cr4" : : "r"(value) : "memory");
}

/// Forgets this processor's translation of one page.
inline void invalidate_page(std::uint64_t address) {
    asm volatile("invlpg (%0)" : : "r"(address) : "memory");
}

inline std::uint64_t read_time_stamp() {
    std::uint32_t low;
    std::uint32_t high;
    asm volatile("rdtsc" : "=a"(low), "=d"(high));
    return (std::uint64_t{high} << 32) | low;
}

struct CpuidResult {
    std::uint32_t eax, ebx, ecx, edx;
};

inline CpuidResult cpuid(std::uint32_t leaf, std::uint32_t subleaf = 0) {
    CpuidResult result;
    asm volatile("cpuid"
                 : "=a"(result.eax), "=b"(result.ebx), "=c"(result.ecx), "=d"(result.edx)
                 : "a"(leaf), "c"(subleaf));
    return result;
}

inline void pause() {
    asm volatile("pause");
}

inline void disable_interrupts() {
    asm volatile("cli" : : : "memory");
}

inline void enable_interrupts() {
    asm volatile("sti" : : : "memory");
}

/// Lets interrupts in and sleeps until one came; none is lost between the two.
inline void enable_interrupts_and_halt() {
    asm volatile("sti; hlt" : : : "memory");
}

[[noreturn]] inline void halt_forever() {
    for (;;) {
        asm volatile("cli; hlt");
    }
}

inline constexpr std::uint64_t flag_interrupts = 1U << 9;

inline std::uint64_t read_flags() {
    std::uint64_t flags;
    asm volatile("pushfq; popq %0" : "=r"(flags) : : "memory");
    return flags;
}

inline bool interrupts_enabled() {
    return (read_flags() & flag_interrupts) != 0;
}

/// Masks interrupts and says whether they were let in before.
inline bool save_and_disable_interrupts() {
    const bool enabled = interrupts_enabled();
    disable_interrupts();
    return enabled;
}

inline void restore_interrupts(bool enabled) {
    if (enabled) {
        enable_interrupts();
    }
}

/// Masks interrupts for a scope.
class InterruptsDisabled {
  public:
    InterruptsDisabled() : were_enabled_(save_and_disable_interrupts()) {}

    ~InterruptsDisabled() { restore_interrupts(were_enabled_); }

    InterruptsDisabled(const InterruptsDisabled&) = delete;
    InterruptsDisabled& operator=(const InterruptsDisabled&) = delete;

  private:
    bool were_enabled_;
};

} // namespace bimetal::arch
