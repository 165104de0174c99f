# SPDX-License-Identifier: MIT OR Apache-2.0
# Builds an image with one violation and expects `check` to refuse it with a sentence that matches.
# Takes TOOL, COMPILER, LINKER, OBJCOPY, SOURCES, WORK, CASE, EXPECT (empty: must pass) and ARGUMENTS.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE output
                  ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGV}: ${output}")
  endif()
endfunction()

set(object "${WORK}/${CASE}.o")
set(image "${WORK}/${CASE}.elf")
set(compile_flags --target=x86_64-unknown-none-elf -std=c++23 -O1 -g -mcmodel=kernel -mno-red-zone
  -fno-pic -fno-exceptions -fno-rtti -fvisibility=hidden -fno-asynchronous-unwind-tables
  -DVIOLATION_${CASE})
set(link_flags -static --build-id=sha1 -z max-page-size=4096 -z noexecstack)
file(READ "${SOURCES}/sample.ld" script)
if(CASE STREQUAL "unwind_table")
  list(APPEND compile_flags -fasynchronous-unwind-tables)
  string(REPLACE "*(.eh_frame)" "" script "${script}")
elseif(CASE STREQUAL "writable_and_executable")
  string(REPLACE "data PT_LOAD FLAGS(6)" "data PT_LOAD FLAGS(7)" script "${script}")
elseif(CASE STREQUAL "hidden_constructor")
  # The array among the constants, where its section's name is gone.
  string(REPLACE "*(.rodata .rodata.*)" "*(.rodata .rodata.*) KEEP(*(.init_array .init_array.*))"
         script "${script}")
elseif(CASE STREQUAL "library_memory")
  list(APPEND compile_flags "-ffile-prefix-map=${SOURCES}/violations.cpp=/usr/include/c++/v1/memcpy")
elseif(CASE STREQUAL "thread_local")
  string(REPLACE "note PT_NOTE" "tls PT_TLS FLAGS(4); note PT_NOTE" script "${script}")
  string(REPLACE ".bss :" ".tdata : { *(.tdata .tdata.*) } :data :tls .bss :" script "${script}")
endif()
if(NOT CASE STREQUAL "export")
  list(APPEND link_flags "--version-script=${SOURCES}/exports.version")
endif()
file(WRITE "${WORK}/${CASE}.ld" "${script}")
run(${COMPILER} ${compile_flags} -c "${SOURCES}/violations.cpp" -o "${object}")
if(CASE STREQUAL "memory_functions")
  run(${OBJCOPY} --redefine-sym memcpy_other=memcpy_library "${object}")
endif()
run(${LINKER} ${link_flags} -T "${WORK}/${CASE}.ld" "${object}" -o "${image}")
if(CASE STREQUAL "memory_functions")
  run(${OBJCOPY} --redefine-sym memcpy_library=memcpy "${image}")
endif()

execute_process(
  COMMAND ${TOOL} check "${image}" --exports "${SOURCES}/exports.version" ${ARGUMENTS}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(EXPECT STREQUAL "")
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "refused, but nothing is wrong")
  endif()
elseif(NOT result EQUAL 1)
  message(FATAL_ERROR "not refused: status ${result}")
elseif(NOT output MATCHES "${EXPECT}")
  message(FATAL_ERROR "refused, but not because of: ${EXPECT}")
endif()
