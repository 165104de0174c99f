// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Text of a host program, for tests that patch its stubs.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace seam::harness {

/// Overwrites code of this program: what `seam_service_write_text` does on a host. False where the
/// pages cannot be made writable, or executable again.
[[nodiscard]] inline bool overwrite_text(void* address, const std::uint8_t* bytes,
                                         std::size_t length) noexcept {
    const auto page_size = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto start = reinterpret_cast<std::uintptr_t>(address);
    void* page = reinterpret_cast<void*>(start & ~(page_size - 1));
    const std::size_t extent = start + length - reinterpret_cast<std::uintptr_t>(page);
    if (mprotect(page, extent, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) {
        return false;
    }
    std::memcpy(address, bytes, length);
    return mprotect(page, extent, PROT_READ | PROT_EXEC) == 0;
}

} // namespace seam::harness
