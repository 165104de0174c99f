# SPDX-License-Identifier: MIT OR Apache-2.0
# Builds planted.rs as CASE says, seals it, and expects a refusal that matches EXPECT (empty: none).
# Takes RUSTC, SOURCES, SCRIPT and WORK.
set(folder "${WORK}/${CASE}")
file(REMOVE_RECURSE "${folder}")
file(MAKE_DIRECTORY "${folder}")
file(WRITE "${folder}/sample.manifest.json" [[{"component": "sample", "hash": "0123456789abcdef",
  "functions": [{"name": "add", "service": false}, {"name": "read", "service": true}]}]])
file(WRITE "${folder}/exports.list" "# a comment\nsample_listed\n")
if(CASE STREQUAL "missing")
  file(APPEND "${folder}/exports.list" "sample_absent\n")
endif()
set(archive "${folder}/libplanted.a")
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env RUSTC_BOOTSTRAP=1 ${RUSTC} --edition 2024 --crate-type staticlib
          -Cpanic=abort -Csymbol-mangling-version=v0 -Copt-level=2 --cfg ${CASE}
          "${SOURCES}/planted.rs" -o "${archive}"
  COMMAND_ERROR_IS_FATAL ANY)
# The host's library has more builtins than the kernel's, in C: one of them stands for all.
execute_process(COMMAND /usr/bin/llvm-ar-22 t "${archive}" OUTPUT_VARIABLE members
                COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "\ncompiler_builtins-[^\n]*" builtins "${members}")
string(REGEX MATCH "(^|\n)core-[^\n]*" core "${members}")
string(REGEX MATCHALL "[^\n]*planted[^\n]*" planted "${members}")
string(STRIP "${builtins}" builtins)
string(STRIP "${core}" core)
set(kept ${planted} ${core} ${builtins})
execute_process(COMMAND /usr/bin/llvm-ar-22 x "${archive}" ${kept} WORKING_DIRECTORY "${folder}"
                COMMAND_ERROR_IS_FATAL ANY)
# And its core can unwind.
execute_process(COMMAND /usr/bin/llvm-objcopy-22 --localize-symbol=DW.ref.rust_eh_personality
                        "${core}" WORKING_DIRECTORY "${folder}" COMMAND_ERROR_IS_FATAL ANY)
if(CASE STREQUAL "two_cores")
  configure_file("${folder}/${core}" "${folder}/core-0.core.1.o" COPYONLY)
  list(APPEND kept core-0.core.1.o)
endif()
file(REMOVE "${archive}")
execute_process(COMMAND /usr/bin/llvm-ar-22 qc "${archive}" ${kept} WORKING_DIRECTORY "${folder}"
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(
  COMMAND ${CMAKE_COMMAND} "-DARCHIVE=${archive}" "-DOUTPUT=${folder}/sealed.o" -DLTO=OFF
          "-DMANIFESTS=${folder}/sample.manifest.json" "-DEXPORTS=${folder}/exports.list"
          -P "${SCRIPT}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(EXPECT STREQUAL "")
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "refused, but nothing is wrong")
  endif()
  execute_process(COMMAND /usr/bin/llvm-nm-22 --defined-only --extern-only --format=just-symbols
                          "${folder}/sealed.o" OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
  if(NOT names STREQUAL "sample_listed\nsample_rust_add\n" AND
     NOT names STREQUAL "sample_rust_add\nsample_listed\n")
    message(FATAL_ERROR "other names are left: ${names}")
  endif()
elseif(result EQUAL 0)
  message(FATAL_ERROR "not refused")
else()
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  if(NOT output MATCHES "${EXPECT}")
    message(FATAL_ERROR "refused, but not because of: ${EXPECT}")
  endif()
endif()
