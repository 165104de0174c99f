// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace bimetal::debug {

/// What the linked image says about itself: one record in read-only data, laid out by the linker
/// script and completed after linking by `bimetal-image attach-backtrace`.
///
/// The linker script defines it, not a C++ source: else the optimiser would fold what the record
/// says before its completion into the code. The script needs these lines, and in `PHDRS` the
/// entries `rodata PT_LOAD FLAGS(4);` and, last of the PT_LOADs, `backtrace PT_LOAD FLAGS(4);`:
///
///     .image_information ALIGN(8) : AT(ADDR(.image_information) - KERNEL_OFFSET) {
///         bimetal_image_information = .;
///         QUAD(0x314547414d494d42)            /* magic, "BMIMAGE1" */
///         QUAD(__backtrace_start) QUAD(0)     /* backtrace address and size */
///         QUAD(__image_end)                   /* image end */
///         QUAD(0) QUAD(0) QUAD(0)             /* build id, reserved */
///     } :rodata
///     ...                                     /* data, bss: all else comes before */
///     . = ALIGN(4096);
///     .backtrace : AT(ADDR(.backtrace) - KERNEL_OFFSET) {
///         __backtrace_start = .;
///         QUAD(0)                             /* keeps the header; the table replaces it */
///     } :backtrace
///     . = ALIGN(4096);
///     __image_end = .;                        /* of the image without its table */
///
/// and `KEEP(*(.note.gnu.build-id))` in a read-only segment. As the table grows the image after
/// linking, whoever reserves the image's memory reads `image_end` here, not the symbol
/// `__image_end`. 32-bit code may read the low words: every field is a little-endian u64 or bytes,
/// at the offsets asserted below.
struct ImageInformation {
    std::uint64_t magic;
    /// Virtual address of the backtrace table, page aligned.
    std::uint64_t backtrace_address;
    /// Bytes of the backtrace table; 0 in an image without one.
    std::uint64_t backtrace_size;
    /// First virtual address after the image, its table included; page aligned.
    std::uint64_t image_end;
    /// The build id that the linker computed, as in the ELF note.
    std::uint8_t build_id[20];
    std::uint8_t reserved[4];
};

inline constexpr std::uint64_t image_information_magic = 0x3145'4741'4d49'4d42;

static_assert(sizeof(ImageInformation) == 56 && alignof(ImageInformation) == 8);
static_assert(offsetof(ImageInformation, backtrace_address) == 8);
static_assert(offsetof(ImageInformation, backtrace_size) == 16);
static_assert(offsetof(ImageInformation, image_end) == 24);
static_assert(offsetof(ImageInformation, build_id) == 32);

} // namespace bimetal::debug

#if defined(BIMETAL_KERNEL)
/// The record of the running image.
extern "C" const bimetal::debug::ImageInformation bimetal_image_information;
#endif
