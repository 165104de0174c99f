# SPDX-License-Identifier: MIT OR Apache-2.0
find_program(SEAM_RUSTC rustc DOC "rustc of seam_rust_library")
find_program(SEAM_CARGO cargo DOC "cargo that goes with SEAM_RUSTC")

# seam_rust_library(NAME PACKAGE P TARGET T [FOLDER F] [BUILD_STD CRATES...] [RUSTFLAGS ...]
# [OUTPUT FOLDER]): NAME, an imported static library that cargo builds from package P of the Cargo
# workspace in F (else here), for the target T: one that rustc knows by name, or a target.json.
# NAME-build is the target that builds it.
#
# With BUILD_STD those crates of the standard library are built too, from the sources of the
# toolchain and with the same RUSTFLAGS; else the toolchain must have core for T. RUSTC_BOOTSTRAP is
# set only where something unstable was asked for: BUILD_STD, a target.json, a flag -Z.
#
# An image links one such library: two would each bring core and a panic handler. Libraries that
# share OUTPUT share what cargo built, if their flags are the same too.
function(seam_rust_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PACKAGE;TARGET;FOLDER;OUTPUT" "BUILD_STD;RUSTFLAGS")
  if(NOT arg_FOLDER)
    set(arg_FOLDER "${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
  if(NOT arg_OUTPUT)
    set(arg_OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/cargo/${name}")
  endif()
  get_filename_component(target "${arg_TARGET}" NAME_WLE)
  set(unstable ${arg_RUSTFLAGS})
  list(FILTER unstable INCLUDE REGEX "^-Z")
  set(options "")
  if(arg_TARGET MATCHES "\\.json$")
    list(APPEND options -Zjson-target-spec)
  else()
    set(target "${arg_TARGET}")
  endif()
  if(arg_BUILD_STD)
    list(JOIN arg_BUILD_STD "," crates)
    list(APPEND options "-Zbuild-std=${crates}")
  else()
    execute_process(COMMAND "${SEAM_RUSTC}" --print target-libdir --target "${arg_TARGET}"
                    OUTPUT_VARIABLE library_folder OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    file(GLOB core "${library_folder}/libcore-*.rlib")
    if(NOT core)
      message(FATAL_ERROR "${name}: ${SEAM_RUSTC} has no core for ${arg_TARGET}. Add that target to "
                          "the toolchain (rustup target add), or give BUILD_STD core.")
    endif()
  endif()
  set(bootstrap --unset=RUSTC_BOOTSTRAP)
  if(options OR unstable)
    set(bootstrap RUSTC_BOOTSTRAP=1)
  endif()

  string(REPLACE "-" "_" crate "${arg_PACKAGE}")
  set(archive "${arg_OUTPUT}/${target}/release/lib${crate}.a")
  string(ASCII 31 unit_separator)
  string(REPLACE ";" "${unit_separator}" flags "${arg_RUSTFLAGS}")
  add_custom_command(
    OUTPUT "${archive}"
    COMMAND ${CMAKE_COMMAND} -E env --unset=RUSTFLAGS ${bootstrap} "RUSTC=${SEAM_RUSTC}"
            "CARGO_ENCODED_RUSTFLAGS=${flags}"
            "${SEAM_CARGO}" build --quiet --release --locked --package ${arg_PACKAGE} ${options}
            --target "${arg_TARGET}" --target-dir "${arg_OUTPUT}"
    COMMAND ${CMAKE_COMMAND} -E touch_nocreate "${archive}"
    DEPENDS "${arg_FOLDER}/Cargo.toml" "${arg_FOLDER}/Cargo.lock"
    DEPFILE "${arg_OUTPUT}/${target}/release/lib${crate}.d"
    WORKING_DIRECTORY "${arg_FOLDER}"
    COMMENT "cargo: ${arg_PACKAGE} for ${target} (${name})"
    VERBATIM)
  add_custom_target(${name}-build DEPENDS "${archive}")
  add_library(${name} STATIC IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION "${archive}")
  add_dependencies(${name} ${name}-build)
endfunction()
