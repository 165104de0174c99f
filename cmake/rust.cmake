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
if(BIMETAL_LTO AND NOT BIMETAL_RUSTC_LLVM STREQUAL BIMETAL_CLANG_LLVM)
  message(WARNING "rustc has LLVM ${BIMETAL_RUSTC_LLVM}, clang has ${BIMETAL_CLANG_LLVM}: no "
                  "link-time optimisation across the languages; calls between them stay calls.")
  set(BIMETAL_LTO OFF)
  list(REMOVE_ITEM BIMETAL_KERNEL_CXX_FLAGS -flto=thin)
  list(REMOVE_ITEM BIMETAL_KERNEL_RUST_FLAGS -Clinker-plugin-lto)
endif()

# bimetal_rust_kernel_library(NAME CRATE PACKAGE): adds the static library target NAME (imported)
# that cargo builds from workspace package PACKAGE for the bare machine, core included.
function(bimetal_rust_kernel_library name package)
  set(target_dir "${CMAKE_BINARY_DIR}/cargo-kernel")
  string(REPLACE "-" "_" crate "${package}")
  set(archive "${target_dir}/${BIMETAL_RUST_TARGET}/release/lib${crate}.a")
  string(ASCII 31 unit_separator)
  string(REPLACE ";" "${unit_separator}" encoded "${BIMETAL_KERNEL_RUST_FLAGS}")
  add_custom_command(
    OUTPUT "${archive}"
    COMMAND ${CMAKE_COMMAND} -E env "RUSTC=${BIMETAL_RUSTC}" RUSTC_BOOTSTRAP=1
            "CARGO_ENCODED_RUSTFLAGS=${encoded}" --unset=RUSTFLAGS
            ${BIMETAL_CARGO} build --quiet --release --locked --package ${package}
            -Zbuild-std=core,alloc,compiler_builtins
            --target ${BIMETAL_RUST_TARGET} --target-dir "${target_dir}"
    COMMAND ${CMAKE_COMMAND} -E touch_nocreate "${archive}"
    DEPENDS "${CMAKE_SOURCE_DIR}/Cargo.toml" "${CMAKE_SOURCE_DIR}/Cargo.lock"
    DEPFILE "${target_dir}/${BIMETAL_RUST_TARGET}/release/lib${crate}.d"
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    COMMENT "cargo: ${package} for ${BIMETAL_RUST_TARGET}"
    VERBATIM)
  add_custom_target(${name}-build DEPENDS "${archive}")
  add_library(${name} STATIC IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION "${archive}")
  add_dependencies(${name} ${name}-build)
  set(${name}_ARCHIVE "${archive}" CACHE INTERNAL "")
endfunction()

# bimetal_rust_host_library(NAME PACKAGE [RUSTFLAGS ...]): the same for the host, with prebuilt std.
function(bimetal_rust_host_library name package)
  cmake_parse_arguments(PARSE_ARGV 2 arg "BUILD_STD" "" "RUSTFLAGS")
  set(target_dir "${CMAKE_BINARY_DIR}/cargo-host/${name}")
  string(REPLACE "-" "_" crate "${package}")
  set(triple x86_64-unknown-linux-gnu)
  set(archive "${target_dir}/${triple}/release/lib${crate}.a")
  string(ASCII 31 unit_separator)
  set(flags -Csymbol-mangling-version=v0 -Cpanic=abort -Cdebuginfo=2 -Cforce-frame-pointers=yes
            ${arg_RUSTFLAGS})
  string(REPLACE ";" "${unit_separator}" encoded "${flags}")
  set(build_std "")
  if(arg_BUILD_STD)
    set(build_std -Zbuild-std=core,alloc,std,panic_abort)
  endif()
  add_custom_command(
    OUTPUT "${archive}"
    COMMAND ${CMAKE_COMMAND} -E env "RUSTC=${BIMETAL_RUSTC}" RUSTC_BOOTSTRAP=1
            "CARGO_ENCODED_RUSTFLAGS=${encoded}" --unset=RUSTFLAGS
            ${BIMETAL_CARGO} build --quiet --release --locked --package ${package} ${build_std}
            --target ${triple} --target-dir "${target_dir}"
    COMMAND ${CMAKE_COMMAND} -E touch_nocreate "${archive}"
    DEPENDS "${CMAKE_SOURCE_DIR}/Cargo.toml" "${CMAKE_SOURCE_DIR}/Cargo.lock"
    DEPFILE "${target_dir}/${triple}/release/lib${crate}.d"
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    COMMENT "cargo: ${package} for the host (${name})"
    VERBATIM)
  add_custom_target(${name}-build DEPENDS "${archive}")
  add_library(${name} STATIC IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION "${archive}")
  add_dependencies(${name} ${name}-build)
endfunction()
