// SPDX-License-Identifier: MIT OR Apache-2.0
// Attacks on the kernel's own protections. Each expects the fault that ought to stop it.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/kernel_stack.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/arch/x86_64/paging.hpp"
#include "kernel/debug/image_information.hpp"
#include "kernel/sched/scheduler.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/memory.hpp"
#include "kernel/shell/fault_kinds.hpp"
#include "kernel/tests/attack.hpp"
#include "seam/harness/harness.hpp"

#include <array>
#include <cstring>
#include <span>

namespace bimetal::tests {
namespace {

constexpr std::uint64_t vector_double_fault = 8;
constexpr std::uint64_t vector_general_protection = 13;
constexpr std::uint64_t vector_page_fault = 14;
constexpr std::uint64_t fault_present = 1;
constexpr std::uint64_t fault_write = 2;
constexpr std::uint64_t fault_user = 4;
constexpr std::uint64_t fault_execute = 16;

constinit int writable_data = 0xc3; // a `ret`, should anybody execute it
constexpr int read_only_data = 0xc3;

void read_at(void* address) {
    static_cast<void>(*static_cast<volatile char*>(address));
}

void write_at(void* address) {
    *static_cast<volatile char*>(address) = 0;
}

void execute_at(void* address) {
    reinterpret_cast<void (*)()>(address)();
}

// The attack must end in a page fault at that address, for that reason.
void expect_page_fault(seam::harness::Test& test, sched::Entry attack, std::uint64_t address,
                       std::uint64_t error_code) {
    const auto fault = sched::catch_fault(attack, reinterpret_cast<void*>(address));
    REQUIRE(fault.has_value());
    EXPECT(!fault->panicked);
    EXPECT_EQUAL(fault->vector, vector_page_fault);
    EXPECT_EQUAL(fault->address, address);
    EXPECT_EQUAL(fault->error_code, error_code);
}

std::uint64_t address_of(const void* pointer) {
    return reinterpret_cast<std::uint64_t>(pointer);
}

// A page that user mode may use, in the lower half, like a real one.
class UserPage {
  public:
    static constexpr std::uint64_t address = 0x400000;

    explicit UserPage(arch::Permissions permissions) {
        const auto frame = services::allocate_frames(0, memory::Zone::any);
        if (!frame) {
            return;
        }
        frame_ = *frame;
        permissions.user = true;
        constexpr int return_instruction = 0xc3;
        std::memset(arch::direct_map<void>(frame_.value), return_instruction, arch::page_size);
        mapped_ =
            services::map_kernel(address, frame_.value, arch::page_size, permissions).has_value();
    }

    ~UserPage() {
        if (mapped_) {
            static_cast<void>(services::unmap_kernel_locally(address, arch::page_size));
        }
        if (frame_.value != 0) {
            static_cast<void>(services::free_frames(frame_, 0));
        }
    }

    UserPage(const UserPage&) = delete;
    UserPage& operator=(const UserPage&) = delete;

    bool mapped() const { return mapped_; }

    void write(std::span<const std::uint8_t> bytes) {
        std::memcpy(arch::direct_map<void>(frame_.value), bytes.data(), bytes.size());
    }

  private:
    memory::PhysicalAddress frame_{0};
    bool mapped_ = false;
};

} // namespace

SEAM_TEST(protection, null_is_not_mapped) {
    expect_page_fault(test, read_at, 0, 0);
}

SEAM_TEST(protection, text_is_not_writable) {
    expect_page_fault(test, write_at, address_of(text_start), fault_present | fault_write);
}

SEAM_TEST(protection, constants_are_not_writable) {
    expect_page_fault(test, write_at, address_of(&read_only_data), fault_present | fault_write);
}

SEAM_TEST(protection, constants_do_not_execute) {
    expect_page_fault(test, execute_at, address_of(&read_only_data), fault_present | fault_execute);
}

SEAM_TEST(protection, data_does_not_execute) {
    expect_page_fault(test, execute_at, address_of(&writable_data), fault_present | fault_execute);
}

SEAM_TEST(protection, stack_does_not_execute) {
    int on_stack = writable_data;
    expect_page_fault(test, execute_at, address_of(&on_stack), fault_present | fault_execute);
}

SEAM_TEST(protection, direct_map_does_not_execute) {
    const std::uint64_t alias = arch::direct_map_address(arch::image_physical(&writable_data));
    expect_page_fault(test, execute_at, alias, fault_present | fault_execute);
}

SEAM_TEST(protection, direct_map_does_not_write_what_the_image_only_reads) {
    const std::array<const void*, 3> targets{
        text_start, &read_only_data,
        reinterpret_cast<const void*>(bimetal_image_information.backtrace_address)};
    for (const void* target : targets) {
        const std::uint64_t alias = arch::direct_map_address(arch::image_physical(target));
        expect_page_fault(test, write_at, alias, fault_present | fault_write);
    }
}

// Every page of the address space, not only the attacked ones.
SEAM_TEST(protection, no_page_is_writable_and_executable) {
    std::uint64_t pages = 0;
    const bool clean = arch::for_each_mapping([&](std::uint64_t, const arch::Translation& page) {
        ++pages;
        return !(page.permissions.writable && page.permissions.executable);
    });
    EXPECT(clean);
    EXPECT(pages > 100);
}

SEAM_TEST(protection, mapping_writable_and_executable_is_refused) {
    const auto mapped = services::map_kernel(arch::window_base, 0, arch::page_size,
                                             {.writable = true, .executable = true});
    REQUIRE(!mapped.has_value());
    EXPECT(mapped.error() == arch::MapError::writable_and_executable);
}

SEAM_TEST(protection, stacks_have_guard_pages) {
    const std::uint64_t bottom = arch::current_thread()->stack.bottom;
    EXPECT(arch::is_stack_guard(bottom - 8));
    expect_page_fault(test, read_at, bottom - 8, 0);
    for (std::size_t index = 0; index < arch::interrupt_stack_count; ++index) {
        const std::uint64_t top = arch::cpu_at(0).task_state.interrupt_stack[index];
        expect_page_fault(test, read_at, top - arch::kernel_stack_bytes - 8, 0);
    }
    expect_page_fault(test, read_at, address_of(boot_stack_guard), 0);
}

SEAM_TEST(protection, stack_overflow_arrives_on_a_stack_of_its_own) {
    const auto fault = sched::catch_fault(shell::overflow_stack, nullptr);
    REQUIRE(fault.has_value());
    EXPECT_EQUAL(fault->vector, vector_double_fault);
    EXPECT(arch::is_stack_guard(fault->address));
}

// What `fault` does at the shell: each kind ends as its table says.
SEAM_TEST(protection, every_kind_of_fault_is_caught) {
    for (const shell::FaultKind& kind : shell::fault_kinds()) {
        test.note(kind.name);
        const auto fault = sched::catch_fault(kind.make, nullptr);
        REQUIRE(fault.has_value());
        EXPECT_EQUAL(fault->panicked, kind.panics);
        if (!kind.panics) {
            EXPECT_EQUAL(fault->vector, kind.vector);
        }
    }
}

SEAM_TEST(protection, kernel_does_not_execute_user_pages) {
    if (!arch::protections().supervisor_execution) {
        test.skip("the processor has no SMEP");
        return;
    }
    const UserPage page({.executable = true});
    REQUIRE(page.mapped());
    expect_page_fault(test, execute_at, UserPage::address, fault_present | fault_execute);
}

SEAM_TEST(protection, kernel_does_not_touch_user_pages) {
    if (!arch::protections().supervisor_access) {
        test.skip("the processor has no SMAP");
        return;
    }
    const UserPage page({.writable = true});
    REQUIRE(page.mapped());
    expect_page_fault(test, read_at, UserPage::address, fault_present);
    expect_page_fault(test, write_at, UserPage::address, fault_present | fault_write);
}

SEAM_TEST(protection, user_mode_does_not_read_system_registers) {
    if (!arch::protections().user_instructions) {
        test.skip("the processor has no UMIP");
        return;
    }
    constexpr std::array<std::array<std::uint8_t, 5>, 5> attacks{{
        {0x0f, 0x01, 0x04, 0x24, 0xcc}, // sgdt [rsp]
        {0x0f, 0x01, 0x0c, 0x24, 0xcc}, // sidt [rsp]
        {0x0f, 0x00, 0xc0, 0xcc, 0xcc}, // sldt eax
        {0x0f, 0x01, 0xe0, 0xcc, 0xcc}, // smsw eax
        {0x0f, 0x00, 0xc8, 0xcc, 0xcc}, // str eax
    }};
    for (const auto& code : attacks) {
        UserPage page({.executable = true});
        REQUIRE(page.mapped());
        page.write(code);
        const auto fault =
            sched::catch_fault(enter_user_mode, reinterpret_cast<void*>(UserPage::address));
        REQUIRE(fault.has_value());
        EXPECT_EQUAL(fault->vector, vector_general_protection);
        EXPECT_EQUAL(fault->rip, UserPage::address);
    }
}

SEAM_TEST(protection, user_mode_does_not_read_kernel_pages) {
    UserPage page({.executable = true});
    REQUIRE(page.mapped());
    const std::uint64_t target = address_of(&writable_data);
    std::array<std::uint8_t, 10> code{0x48, 0xa1}; // movabs rax, [target]
    std::memcpy(&code[2], &target, sizeof(target));
    page.write(code);
    const auto fault =
        sched::catch_fault(enter_user_mode, reinterpret_cast<void*>(UserPage::address));
    REQUIRE(fault.has_value());
    EXPECT_EQUAL(fault->vector, vector_page_fault);
    EXPECT_EQUAL(fault->address, target);
    EXPECT_EQUAL(fault->error_code, fault_present | fault_user);
}

SEAM_TEST(protection, control_bits_are_set) {
    constexpr std::uint64_t write_protect = 1U << 16;
    EXPECT((arch::read_cr0() & write_protect) != 0);
    constexpr std::uint32_t extended_features = 0xc0000080;
    constexpr std::uint64_t no_execute = 1U << 11;
    EXPECT((arch::read_model_register(extended_features) & no_execute) != 0);
}

} // namespace bimetal::tests
