# SPDX-License-Identifier: MIT OR Apache-2.0
# Rust below CMake. `RUSTC`/`CARGO` are named outright: a toolchain from rustup may come first on
# PATH with another LLVM and without the sources of core.
set(BIMETAL_CARGO "/usr/bin/cargo" CACHE FILEPATH "cargo that goes with BIMETAL_RUSTC")
set(BIMETAL_RUSTC "/usr/bin/rustc" CACHE FILEPATH "rustc whose LLVM major is clang's")

execute_process(COMMAND ${BIMETAL_RUSTC} --version --verbose OUTPUT_VARIABLE _rustc_version
                RESULT_VARIABLE _rustc_result)
if(NOT _rustc_result EQUAL 0)
  message(FATAL_ERROR "${BIMETAL_RUSTC} does not run: install rustc-web, or set BIMETAL_RUSTC.")
endif()
string(REGEX MATCH "release: ([^\n]+)" _ "${_rustc_version}")
set(BIMETAL_RUSTC_VERSION "${CMAKE_MATCH_1}")
string(REGEX MATCH "LLVM version: ([0-9]+)" _ "${_rustc_version}")
set(BIMETAL_RUSTC_LLVM "${CMAKE_MATCH_1}")
string(REGEX MATCH "^[0-9]+" BIMETAL_CLANG_LLVM "${CMAKE_CXX_COMPILER_VERSION}")
message(STATUS "Rust ${BIMETAL_RUSTC_VERSION} (${BIMETAL_RUSTC}), LLVM ${BIMETAL_RUSTC_LLVM}; "
               "clang LLVM ${BIMETAL_CLANG_LLVM}")
set(_consequence "calls between C++ and Rust stay calls, and no test looks at inlining or panics.")
if(NOT BIMETAL_LTO)
  message(WARNING "BIMETAL_LTO is off, no link-time optimisation:\n${_consequence}")
elseif(NOT BIMETAL_RUSTC_LLVM STREQUAL BIMETAL_CLANG_LLVM)
  message(WARNING "rustc has LLVM ${BIMETAL_RUSTC_LLVM}, clang has LLVM ${BIMETAL_CLANG_LLVM}, so "
                  "no link-time optimisation:\n${_consequence}")
  set(BIMETAL_LTO OFF)
  list(REMOVE_ITEM BIMETAL_KERNEL_CXX_FLAGS -flto=thin)
  list(REMOVE_ITEM BIMETAL_KERNEL_RUST_FLAGS -Clinker-plugin-lto)
  list(APPEND BIMETAL_KERNEL_CXX_FLAGS -fstack-size-section)
  list(APPEND BIMETAL_KERNEL_RUST_FLAGS -Zemit-stack-sizes)
endif()

set(SEAM_RUSTC "${BIMETAL_RUSTC}")
set(SEAM_CARGO "${BIMETAL_CARGO}")

# bimetal_rust_kernel_library(NAME PACKAGE EXPORTS FILE MANIFESTS FILE...): NAME, the one Rust object
# of an image, as seal_rust.cmake makes it from the static library that cargo builds from workspace
# package PACKAGE for the bare machine, core included.
function(bimetal_rust_kernel_library name package)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "EXPORTS" "MANIFESTS")
  seam_rust_library(${name}-library
    PACKAGE ${package}
    FOLDER "${CMAKE_SOURCE_DIR}"
    TARGET ${BIMETAL_RUST_TARGET}
    BUILD_STD core alloc compiler_builtins
    RUSTFLAGS ${BIMETAL_KERNEL_RUST_FLAGS}
    OUTPUT "${CMAKE_BINARY_DIR}/cargo-kernel")
  set(library "$<TARGET_PROPERTY:${name}-library,IMPORTED_LOCATION>")
  set(script "${CMAKE_SOURCE_DIR}/cmake/seal_rust.cmake")
  set(object "${CMAKE_CURRENT_BINARY_DIR}/${name}.o")
  add_custom_command(
    OUTPUT "${object}"
    COMMAND ${CMAKE_COMMAND} "-DARCHIVE=${library}" "-DOUTPUT=${object}" -DLTO=${BIMETAL_LTO}
            "-DMANIFESTS=${arg_MANIFESTS}" "-DEXPORTS=${arg_EXPORTS}" -P "${script}"
    DEPENDS ${name}-library-build "${library}" "${script}" "${arg_EXPORTS}" ${arg_MANIFESTS}
    COMMENT "Sealing ${name}"
    VERBATIM)
  add_custom_target(${name}-build DEPENDS "${object}")
  add_library(${name} OBJECT IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_OBJECTS "${object}")
  add_dependencies(${name} ${name}-build)
endfunction()

# bimetal_rust_host_library(NAME PACKAGE [BUILD_STD] [RUSTFLAGS ...]): the same for the host, with
# the toolchain's std if BUILD_STD does not ask for one of its own.
function(bimetal_rust_host_library name package)
  cmake_parse_arguments(PARSE_ARGV 2 arg "BUILD_STD" "" "RUSTFLAGS")
  set(std "")
  if(arg_BUILD_STD)
    set(std core alloc std panic_abort)
  endif()
  seam_rust_library(${name}
    PACKAGE ${package}
    FOLDER "${CMAKE_SOURCE_DIR}"
    TARGET x86_64-unknown-linux-gnu
    BUILD_STD ${std}
    RUSTFLAGS -Csymbol-mangling-version=v0 -Cpanic=abort -Cdebuginfo=2 -Cforce-frame-pointers=yes
              ${arg_RUSTFLAGS}
    OUTPUT "${CMAKE_BINARY_DIR}/cargo-host/${name}")
endfunction()
