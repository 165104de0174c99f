// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/cpu.hpp"

#include "kernel/arch/x86_64/instructions.hpp"

#include <array>
#include <cstring>

namespace bimetal::arch {
namespace {

constinit std::array<Cpu, maximum_cpus> cpus{};
constinit std::size_t known_cpus = 1;
constinit Protections found_protections{};

constexpr std::uint32_t register_gs_base = 0xc0000101;

} // namespace

void adopt_cpu(Cpu& cpu, std::uint32_t index, std::uint32_t apic_id) {
    cpu.self = &cpu;
    cpu.index = index;
    cpu.apic_id = apic_id;
    load_descriptors(cpu.descriptors, cpu.task_state);
    // After the segment registers: loading a selector would clear the base.
    write_model_register(register_gs_base, reinterpret_cast<std::uint64_t>(&cpu));
}

void enable_protections() {
    constexpr std::uint64_t write_protect = 1U << 16;
    write_cr0(read_cr0() | write_protect);
    Protections found;
    if (cpuid(0).eax >= 7) {
        const CpuidResult features = cpuid(7);
        found.supervisor_execution = (features.ebx & (1U << 7)) != 0;
        found.supervisor_access = (features.ebx & (1U << 20)) != 0;
        found.user_instructions = (features.ecx & (1U << 2)) != 0;
    }
    std::uint64_t control = read_cr4();
    constexpr std::uint64_t global_pages = 1U << 7;
    control |= global_pages;
    if (found.user_instructions) {
        control |= 1U << 11;
    }
    if (found.supervisor_execution) {
        control |= 1U << 20;
    }
    if (found.supervisor_access) {
        control |= 1U << 21;
    }
    write_cr4(control);
    if (found.supervisor_access) {
        asm volatile("clac" : : : "cc");
    }
    found_protections = found;
}

Protections protections() {
    return found_protections;
}

ProcessorName processor_name() {
    ProcessorName name{};
    const CpuidResult first = cpuid(0);
    const std::array<std::uint32_t, 3> vendor{first.ebx, first.edx, first.ecx};
    std::memcpy(name.vendor, vendor.data(), 12);
    if (cpuid(0x80000000).eax >= 0x80000004) {
        for (std::uint32_t part = 0; part < 3; ++part) {
            const CpuidResult words = cpuid(0x80000002 + part);
            std::memcpy(name.brand + std::size_t{part} * 16, &words, 16);
        }
    }
    return name;
}

Cpu& cpu_at(std::size_t index) {
    // Below the maximum, which the compiler sees here: interrupts come by, and end in no failed
    // check.
    return cpus[index % maximum_cpus];
}

std::size_t cpu_count() {
    return known_cpus;
}

void set_cpu_count(std::size_t count) {
    known_cpus = count;
}

} // namespace bimetal::arch
