# SPDX-License-Identifier: MIT OR Apache-2.0
# Flags of the components as host libraries that are measured: the same optimisation, hardening and
# frame pointers in both languages, as in the kernel (flags.cmake); what a kernel leaves out of the
# processor (vector registers) both may use here.
set(BIMETAL_MEASURED_LIBCXX "${CMAKE_BINARY_DIR}/libcxx-measured")
configure_file("${CMAKE_SOURCE_DIR}/cmake/assertion_handler.in"
               "${BIMETAL_MEASURED_LIBCXX}/__assertion_handler" COPYONLY)
set(BIMETAL_MEASURED_CXX_FLAGS
    --target=x86_64-unknown-linux-gnu -std=c++23 -stdlib=libc++ "SHELL:-isystem ${BIMETAL_MEASURED_LIBCXX}"
    -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_EXTENSIVE
    -fno-exceptions -fno-rtti -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer
    -fvisibility=hidden -ffunction-sections -fdata-sections
    -fno-stack-protector -fcf-protection=none -O2 ${BIMETAL_WARNINGS})
set(BIMETAL_MEASURED_RUST_FLAGS
    -Csymbol-mangling-version=v0 -Cpanic=abort -Cforce-frame-pointers=yes -Ccodegen-units=1
    -Copt-level=2)

# bimetal_measuring_program(NAME [LTO] [EXCLUDE_FROM_ALL] [RUST_OF OTHER] CXX_FLAGS ... RUST_FLAGS ...):
# a host program that measures all workloads (seam/harness/measure_main.cpp), both twins compiled with
# those flags besides the common ones, callers without; with LTO optimised across the languages.
# RUST_OF takes the Rust of another one.
function(bimetal_measuring_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "LTO;EXCLUDE_FROM_ALL" "RUST_OF" "CXX_FLAGS;RUST_FLAGS")
  # Debian's valgrind cannot read the debug information of these compilers.
  set(link_flags --target=x86_64-unknown-linux-gnu "--ld-path=${BIMETAL_LLD}" -stdlib=libc++
                 -Wl,--gc-sections -Wl,--strip-debug)
  set(lto "")
  if(arg_LTO AND BIMETAL_LTO)
    set(lto -flto=thin)
    list(APPEND arg_RUST_FLAGS -Clinker-plugin-lto)
    list(APPEND link_flags -flto=thin -Wl,--lto-O2)
  endif()
  set(rust ${name}-rust)
  if(arg_RUST_OF)
    set(rust ${arg_RUST_OF}-rust)
  else()
    seam_rust_library(${rust}
      PACKAGE measured-host
      FOLDER "${CMAKE_SOURCE_DIR}"
      TARGET x86_64-unknown-linux-gnu
      RUSTFLAGS ${BIMETAL_MEASURED_RUST_FLAGS} ${arg_RUST_FLAGS}
      OUTPUT "${CMAKE_BINARY_DIR}/cargo-measured/${name}")
  endif()
  get_property(twins GLOBAL PROPERTY BIMETAL_WORKLOAD_TWINS)
  add_executable(${name} ${twins})
  _bimetal_measured(${name} ${lto} ${arg_CXX_FLAGS})
  # Callers are compiled once for all programs without link-time optimisation.
  set(callers measured-callers)
  if(lto)
    set(callers ${name}-callers)
  endif()
  if(NOT TARGET ${callers})
    get_property(sources GLOBAL PROPERTY BIMETAL_WORKLOAD_SOURCES)
    set(harness "${CMAKE_SOURCE_DIR}/seam/harness")
    add_library(${callers} OBJECT EXCLUDE_FROM_ALL ${sources} "${harness}/harness.cpp"
      "${harness}/workload.cpp" "${harness}/sampling.cpp" "${harness}/measure_main.cpp")
    _bimetal_measured(${callers} ${lto})
  endif()
  target_link_options(${name} PRIVATE ${link_flags})
  target_link_libraries(${name} PRIVATE ${callers} ${rust})
  set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ${arg_EXCLUDE_FROM_ALL})
endfunction()

# For the function above: how TARGET is compiled, with FLAGS.
function(_bimetal_measured target)
  target_compile_options(${target} PRIVATE
    "$<$<COMPILE_LANGUAGE:CXX>:${BIMETAL_MEASURED_CXX_FLAGS};${ARGN}>")
  target_include_directories(${target} PRIVATE "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/seam/include")
endfunction()
