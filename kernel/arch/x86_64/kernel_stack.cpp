// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/arch/x86_64/kernel_stack.hpp"

#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/memory/physical_memory.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/memory.hpp"
#include "kernel/sync/spinlock.hpp"

#include <bit>

namespace bimetal::arch {
namespace {

constexpr std::uint64_t slot_bytes = 2 * kernel_stack_bytes;
constexpr unsigned stack_order = std::countr_zero(kernel_stack_bytes / page_size);

// A free stack holds the address of the next one in its topmost word.
struct Stacks {
    std::uint64_t next_slot = kernel_stacks_base;
    std::uint64_t free_top = 0;
};

constinit sync::Guarded<Stacks,
                        sync::Spinlock<sync::Rank::kernel_stacks, sync::Interrupts::disabled>>
    stacks;

std::uint64_t& link_of(std::uint64_t top) {
    return *reinterpret_cast<std::uint64_t*>(top - 8);
}

} // namespace

std::expected<KernelStack, MapError> allocate_kernel_stack() {
    return stacks.with([](Stacks& all) -> std::expected<KernelStack, MapError> {
        if (all.free_top != 0) {
            const std::uint64_t top = all.free_top;
            all.free_top = link_of(top);
            return KernelStack{.bottom = top - kernel_stack_bytes, .top = top};
        }
        const auto frames = services::allocate_frames(stack_order, memory::Zone::any);
        if (!frames) {
            return std::unexpected(MapError::out_of_memory);
        }
        // The lower half of each slot stays unmapped: a guard as large as the stack.
        const std::uint64_t bottom = all.next_slot + slot_bytes - kernel_stack_bytes;
        const auto mapped =
            services::map_kernel(bottom, frames->value, kernel_stack_bytes, {.writable = true});
        if (!mapped) {
            static_cast<void>(services::free_frames(*frames, stack_order));
            return std::unexpected(mapped.error());
        }
        all.next_slot += slot_bytes;
        return KernelStack{.bottom = bottom, .top = bottom + kernel_stack_bytes};
    });
}

void free_kernel_stack(const KernelStack& stack) {
    stacks.with([&](Stacks& all) {
        link_of(stack.top) = all.free_top;
        all.free_top = stack.top;
    });
}

bool is_stack_guard(std::uint64_t address) {
    const auto boot_guard = reinterpret_cast<std::uint64_t>(boot_stack_guard);
    if (address >= boot_guard && address < boot_guard + page_size) {
        return true;
    }
    // A kernel stack's slot is half guard, half stack.
    return address >= kernel_stacks_base && address < device_base &&
           (address - kernel_stacks_base) % slot_bytes < slot_bytes - kernel_stack_bytes;
}

} // namespace bimetal::arch
