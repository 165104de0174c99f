# SPDX-License-Identifier: MIT OR Apache-2.0
# Both compilers lay out data alike, as the strings say that LLVM has from each.
# Takes CXX, CXX_TRIPLE, RUSTC and RUST_TARGET.
execute_process(
  COMMAND ${CXX} --target=${CXX_TRIPLE} -S -emit-llvm -x c++ /dev/null -o -
  OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "target datalayout = \"([^\"]*)\"" _ "${output}")
set(cxx "${CMAKE_MATCH_1}")
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env RUSTC_BOOTSTRAP=1 ${RUSTC} -Zunstable-options
          --print target-spec-json --target ${RUST_TARGET}
  OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
string(JSON rust GET "${output}" data-layout)
message("C++  ${cxx}\nRust ${rust}")
if(cxx STREQUAL "" OR NOT cxx STREQUAL rust)
  message(FATAL_ERROR "the compilers lay out data in two ways")
endif()
