// SPDX-License-Identifier: MIT OR Apache-2.0
// Lets the seam runtime patch its stubs, although text is read only: through a writable alias of
// the page that lives as long as the write.
#include "kernel/arch/x86_64/cpu.hpp"
#include "kernel/arch/x86_64/instructions.hpp"
#include "kernel/arch/x86_64/layout.hpp"
#include "kernel/services/memory.hpp"
#include "seam/runtime/selection.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

extern "C" {
extern const char seam_stubs_start[];
extern const char seam_stubs_end[];
}

// Only stubs, only within one page, only while this processor is the only one: nobody executes what
// changes. Once others run they would have to be parked first.
bool seam_service_write_text(void* address, const std::uint8_t* bytes,
                             std::size_t length) noexcept {
    using namespace bimetal;
    const auto start = reinterpret_cast<std::uint64_t>(address);
    const std::uint64_t offset = start % arch::page_size;
    if (start < reinterpret_cast<std::uint64_t>(seam_stubs_start) ||
        start + length > reinterpret_cast<std::uint64_t>(seam_stubs_end) ||
        offset + length > arch::page_size || arch::cpu_count() != 1) {
        return false;
    }
    const arch::InterruptsDisabled guard;
    constexpr std::uint64_t alias = arch::window_base;
    if (!services::map_kernel(alias, arch::image_physical(address) - offset, arch::page_size,
                              {.writable = true})) {
        return false;
    }
    std::memcpy(reinterpret_cast<void*>(alias + offset), bytes, length);
    return services::unmap_kernel_locally(alias, arch::page_size).has_value();
}
