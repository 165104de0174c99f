# SPDX-License-Identifier: MIT OR Apache-2.0
# bimetal_kernel_library(NAME SOURCES...): an object library compiled for the bare machine.
function(bimetal_kernel_library name)
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${ARGN})
  target_compile_options(${name} PRIVATE
    "$<$<COMPILE_LANGUAGE:CXX>:${BIMETAL_KERNEL_CXX_FLAGS}>"
    "$<$<COMPILE_LANGUAGE:ASM>:--target=${BIMETAL_KERNEL_TRIPLE};-g;-gdwarf-5>")
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/seam/include")
  set_target_properties(${name} PROPERTIES CXX_STANDARD 23 POSITION_INDEPENDENT_CODE OFF)
endfunction()

# bimetal_kernel_image(NAME OBJECTS...): links build/<preset>/images/NAME.elf from object libraries
# and the Rust library, attaches the backtrace table and checks the result.
function(bimetal_kernel_image name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "OBJECTS;DEFINITIONS")
  add_executable(${name})
  foreach(object IN LISTS arg_OBJECTS)
    target_sources(${name} PRIVATE $<TARGET_OBJECTS:${object}>)
  endforeach()
  set(script "${CMAKE_SOURCE_DIR}/kernel/boot/kernel.ld")
  set(exports "${CMAKE_SOURCE_DIR}/kernel/boot/exports.version")
  target_link_options(${name} PRIVATE
    --target=${BIMETAL_KERNEL_TRIPLE} --ld-path=/usr/bin/ld.lld-22 -nostdlib -static -no-pie
    -Wl,-T,${script} -Wl,--version-script=${exports}
    -Wl,--gc-sections -Wl,--build-id=sha1 -Wl,-z,max-page-size=4096 -Wl,-z,noexecstack
    -Wl,--no-undefined -Wl,--fatal-warnings -Wl,--thinlto-jobs=2
    -Wl,--lto-O2 -Wl,--thinlto-cache-dir=${CMAKE_BINARY_DIR}/thinlto-cache)
  if(BIMETAL_LTO)
    target_link_options(${name} PRIVATE -flto=thin)
  endif()
  target_link_libraries(${name} PRIVATE bimetal-rust)
  set_target_properties(${name} PROPERTIES
    OUTPUT_NAME "${name}.elf" RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/images"
    LINK_DEPENDS "${script};${exports}" LINKER_LANGUAGE CXX)
  if(TARGET bimetal-image)
    add_dependencies(${name} bimetal-image)
    add_custom_command(TARGET ${name} POST_BUILD
      COMMAND bimetal-image attach-backtrace "$<TARGET_FILE:${name}>"
      COMMAND bimetal-image check "$<TARGET_FILE:${name}>" --exports "${exports}"
      VERBATIM)
  endif()
endfunction()
