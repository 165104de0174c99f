# SPDX-License-Identifier: MIT OR Apache-2.0

# bimetal_component(NAME): what every component has, from its folder; the kernel's images take all of
# it. Called once, from components/NAME/CMakeLists.txt.
#
# - NAME-bindings, NAME-bindings-current: as seam_bindings() says, with the page of the book and, if
#   HOSTILE is said, callers with wrong arguments in conformance/generated
# - NAME-cpp-kernel: the C++ twin as NAME_cpp_FUNCTION, from bindings/cpp.cpp
# - NAME-live-kernel, NAME-fixed-cpp-kernel, NAME-fixed-rust-kernel: what the selection knows, one of
#   these in an image
# - NAME-conformance-kernel, if CONFORMANCE lists sources: the suite in images with tests
# - NAME-host: the Rust twin as an ordinary library, from package NAME-host
function(bimetal_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "HOSTILE" "" "CONFORMANCE")
  get_filename_component(rust_bin "${BIMETAL_CARGO}" DIRECTORY)
  set(hostile "")
  if(arg_HOSTILE)
    set(hostile HOSTILE "${CMAKE_CURRENT_SOURCE_DIR}/conformance/generated")
  endif()
  seam_bindings(${name}
    HEADER "${CMAKE_CURRENT_SOURCE_DIR}/${name}.seam.h"
    OUTPUT "${CMAKE_CURRENT_SOURCE_DIR}/bindings/generated"
    ROOT "${CMAKE_SOURCE_DIR}"
    NAMESPACE bimetal::${name}
    PAGE "${CMAKE_SOURCE_DIR}/docs/contracts/${name}.md"
    RUSTFMT "${rust_bin}/rustfmt"
    ${hostile})

  string(TOUPPER "${name}" upper)
  set(generated "${CMAKE_CURRENT_SOURCE_DIR}/bindings/generated")
  bimetal_kernel_library(${name}-cpp-kernel "${CMAKE_CURRENT_SOURCE_DIR}/bindings/cpp.cpp")
  bimetal_kernel_library(${name}-live-kernel "${generated}/component.cpp" "${generated}/stubs.S")
  target_compile_definitions(${name}-live-kernel PRIVATE SEAM_${upper}_SELECTION=live)
  foreach(twin IN ITEMS cpp rust)
    bimetal_kernel_library(${name}-fixed-${twin}-kernel "${generated}/component.cpp")
    target_compile_definitions(${name}-fixed-${twin}-kernel PRIVATE SEAM_${upper}_SELECTION=${twin})
  endforeach()
  foreach(library IN ITEMS cpp live fixed-cpp fixed-rust)
    add_dependencies(${name}-${library}-kernel ${name}-bindings-current)
  endforeach()
  if(arg_CONFORMANCE)
    bimetal_kernel_library(${name}-conformance-kernel ${arg_CONFORMANCE})
  endif()

  bimetal_rust_host_library(${name}-host ${name}-host)
  set_property(GLOBAL APPEND PROPERTY BIMETAL_COMPONENTS ${name})
endfunction()

# bimetal_workloads(NAME SOURCES ... KERNEL_SOURCES ... HOST_SOURCES ...): what is measured of NAME
# (seam/harness/workload.hpp), for image bimetal-bench and for the host programs of
# bimetal_measuring_program(). HOST_SOURCES are the C++ twin for the host; KERNEL_SOURCES what the
# kernel has nowhere else. The Rust they call must be in packages bimetal-rust and measured-host.
function(bimetal_workloads name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;KERNEL_SOURCES;HOST_SOURCES")
  bimetal_kernel_library(${name}-workloads-kernel ${arg_SOURCES} ${arg_KERNEL_SOURCES})
  set_property(GLOBAL APPEND PROPERTY BIMETAL_MEASURED_COMPONENTS ${name})
  set_property(GLOBAL APPEND PROPERTY BIMETAL_WORKLOADS ${name}-workloads-kernel)
  list(TRANSFORM arg_SOURCES PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  list(TRANSFORM arg_HOST_SOURCES PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  set_property(GLOBAL APPEND PROPERTY BIMETAL_WORKLOAD_SOURCES ${arg_SOURCES})
  set_property(GLOBAL APPEND PROPERTY BIMETAL_WORKLOAD_TWINS ${arg_HOST_SOURCES})
endfunction()

# bimetal_component_libraries(CORE LIVE FIXED_CPP FIXED_RUST TESTS): the libraries of all components
# for an image: what every image holds, what it holds by selection, and what one with tests holds.
function(bimetal_component_libraries core live fixed_cpp fixed_rust tests)
  get_property(components GLOBAL PROPERTY BIMETAL_COMPONENTS)
  foreach(component IN LISTS components)
    list(APPEND all_core ${component}-cpp-kernel)
    list(APPEND all_live ${component}-live-kernel)
    list(APPEND all_cpp ${component}-fixed-cpp-kernel)
    list(APPEND all_rust ${component}-fixed-rust-kernel)
    if(TARGET ${component}-conformance-kernel)
      list(APPEND all_tests ${component}-conformance-kernel)
    endif()
  endforeach()
  set(${core} ${all_core} PARENT_SCOPE)
  set(${live} ${all_live} PARENT_SCOPE)
  set(${fixed_cpp} ${all_cpp} PARENT_SCOPE)
  set(${fixed_rust} ${all_rust} PARENT_SCOPE)
  set(${tests} ${all_tests} PARENT_SCOPE)
endfunction()
