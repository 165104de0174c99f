# SPDX-License-Identifier: MIT OR Apache-2.0
# Links pair.cpp and pair.rs with the kernel's flags, CXX_MORE and CXX_LESS or RUST_MORE changed, and
# expects the calls in REMAIN (a regular expression; empty: none) to be left, as the inlining check
# sees it, and no others.
# Takes CXX, CXX_FLAGS, RUSTC, RUST_FLAGS, RUST_TARGET, DEPS (the folder of the kernel's core),
# LINKER, OBJDUMP, CHECK (inlining_test.sh), SOURCES and WORK.
file(MAKE_DIRECTORY "${WORK}")
foreach(flag IN LISTS CXX_LESS)
  string(REPLACE ";-Xclang;-target-feature;-Xclang;${flag}" "" CXX_FLAGS "${CXX_FLAGS}")
endforeach()
execute_process(
  COMMAND ${CXX} ${CXX_FLAGS} ${CXX_MORE} -c "${SOURCES}/pair.cpp" -o "${WORK}/cpp.o"
  COMMAND_ERROR_IS_FATAL ANY)
# The libraries that the kernel's Rust was last built with.
foreach(library IN ITEMS core compiler_builtins)
  file(GLOB candidates "${DEPS}/lib${library}-*.rlib")
  set(newest 0)
  foreach(candidate IN LISTS candidates)
    file(TIMESTAMP "${candidate}" time "%s")
    if(time GREATER newest)
      set(newest ${time})
      set(${library} "${candidate}")
    endif()
  endforeach()
endforeach()
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env RUSTC_BOOTSTRAP=1 ${RUSTC} --edition 2024 --crate-type lib
          --crate-name pair --emit=obj --target ${RUST_TARGET} -Zunstable-options
          "--extern=noprelude:core=${core}"
          "--extern=noprelude:compiler_builtins=${compiler_builtins}" "-Ldependency=${DEPS}" -Cpanic=abort ${RUST_FLAGS}
          ${RUST_MORE} "${SOURCES}/pair.rs" -o "${WORK}/rust.o"
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(
  COMMAND ${LINKER} -static --no-pie -e pair_start --lto-O2 "${WORK}/cpp.o" "${WORK}/rust.o"
          --image-base=0xffffffff80000000 -o "${WORK}/pair.elf"
  COMMAND_ERROR_IS_FATAL ANY)
foreach(callee IN ITEMS pair_cpp_step pair_rust_step)
  execute_process(
    COMMAND sh "${CHECK}" ${OBJDUMP} "${WORK}/pair.elf" pair_anchor ${callee}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  message("${callee}: ${output}")
  if(callee STREQUAL REMAIN)
    if(result EQUAL 0 OR NOT output MATCHES "calls to ${callee} remain")
      message(FATAL_ERROR "the call of ${callee} was inlined, or not looked for")
    endif()
  elseif(NOT result EQUAL 0)
    message(FATAL_ERROR "a call of ${callee} is left")
  endif()
endforeach()
