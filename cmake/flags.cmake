# SPDX-License-Identifier: MIT OR Apache-2.0
# The one place that states the flags of both compilers for code that runs in the kernel.
#
# Calls across the languages inline only when both sides have the same target features, code model
# and relocation model: LLVM drops a call site silently otherwise. Whoever changes a line here
# changes both columns, and the disassembly test of the image says whether it still holds.

set(BIMETAL_KERNEL_TRIPLE x86_64-unknown-none-elf)
set(BIMETAL_RUST_TARGET x86_64-unknown-none)
set(BIMETAL_LLD /usr/bin/ld.lld-22)

# The installed libc++ configuration, with everything off that needs an operating system.
set(BIMETAL_LIBCXX_CONFIG "${CMAKE_BINARY_DIR}/libcxx-config")
set(_libcxx "/usr/lib/llvm-22/include/c++/v1")
file(READ "${_libcxx}/__config_site" _site)
foreach(off IN ITEMS THREADS MONOTONIC_CLOCK TERMINAL FILESYSTEM RANDOM_DEVICE LOCALIZATION UNICODE
                     WIDE_CHARACTERS TIME_ZONE_DATABASE)
  string(REGEX REPLACE "(#define _LIBCPP_HAS_${off}) [01]" "\\1 0" _site "${_site}")
endforeach()
string(REGEX REPLACE "(#define _LIBCPP_HAS_MUSL_LIBC) [01]" "\\1 1" _site "${_site}")
file(CONFIGURE OUTPUT "${BIMETAL_LIBCXX_CONFIG}/__config_site" CONTENT "${_site}" @ONLY)
configure_file("${CMAKE_SOURCE_DIR}/cmake/assertion_handler.in"
               "${BIMETAL_LIBCXX_CONFIG}/__assertion_handler" COPYONLY)

set(BIMETAL_WARNINGS
    -Wall -Wextra -Werror -Wconversion -Wshadow -Wvla -Wmissing-declarations -Wnon-virtual-dtor
    -Wold-style-cast -Wimplicit-fallthrough -Wthread-safety -Wunused)
set(BIMETAL_C_WARNINGS ${BIMETAL_WARNINGS})
list(REMOVE_ITEM BIMETAL_C_WARNINGS -Wnon-virtual-dtor -Wold-style-cast)

# C++ in the kernel. Not -ffreestanding: it marks every function "no-builtins", and then LLVM
# refuses to inline C++ into Rust. The core brings the memcpy family, the only names that hosted
# mode may call.
set(BIMETAL_KERNEL_MACHINE_FLAGS
    --target=${BIMETAL_KERNEL_TRIPLE}
    -mcmodel=kernel -mno-red-zone -fno-pic -fno-pie
    -mno-sse -mno-mmx "SHELL:-Xclang -target-feature -Xclang +soft-float"
    -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer
    -fno-asynchronous-unwind-tables -fno-unwind-tables
    -fvisibility=hidden -ffunction-sections -fdata-sections
    -O2 -g -gdwarf-5 -fno-stack-protector -fcf-protection=none
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
set(BIMETAL_KERNEL_CXX_FLAGS
    ${BIMETAL_KERNEL_MACHINE_FLAGS}
    -std=c++23 -fno-exceptions -fno-rtti
    -nostdinc++ -nostdlibinc
    "SHELL:-isystem ${BIMETAL_LIBCXX_CONFIG}"
    "SHELL:-isystem ${_libcxx}"
    "SHELL:-isystem /usr/include/x86_64-linux-musl"
    -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_EXTENSIVE
    -DBIMETAL_KERNEL=1
    ${BIMETAL_WARNINGS} -Wframe-larger-than=2048)

# Rust in the kernel. The target already says: no red zone, soft float, panic aborts. Calls of other
# objects are direct (-Zplt): rustc would make them through a table of addresses, which the kernel's
# layout has no place for.
set(BIMETAL_KERNEL_RUST_FLAGS
    -Zplt=yes
    -Crelocation-model=static -Ccode-model=kernel
    -Cforce-frame-pointers=yes -Cforce-unwind-tables=no
    -Csymbol-mangling-version=v0 -Ccodegen-units=1
    -Copt-level=2 -Cdebuginfo=2
    --remap-path-prefix=${CMAKE_SOURCE_DIR}/=
    "--cfg=no_global_oom_handling")

# Without it an image says less when a check fails, and is smaller: what that text costs.
option(BIMETAL_PANIC_TEXT "Keep the text and places that failed checks of either library print" ON)
if(NOT BIMETAL_PANIC_TEXT)
  list(APPEND BIMETAL_KERNEL_CXX_FLAGS -DBIMETAL_WITHOUT_PANIC_TEXT)
  list(APPEND BIMETAL_KERNEL_RUST_FLAGS -Zlocation-detail=none -Zfmt-debug=none)
endif()

if(BIMETAL_LTO)
  list(APPEND BIMETAL_KERNEL_CXX_FLAGS -flto=thin)
  list(APPEND BIMETAL_KERNEL_RUST_FLAGS -Clinker-plugin-lto)
else()
  # Each function's stack, for `stack` of tools/image; with link-time optimisation the linker says so.
  list(APPEND BIMETAL_KERNEL_CXX_FLAGS -fstack-size-section)
  list(APPEND BIMETAL_KERNEL_RUST_FLAGS -Zemit-stack-sizes)
endif()
