# SPDX-License-Identifier: MIT OR Apache-2.0
# Flags of everything that runs on the host: tools, and components built as ordinary libraries.
set(BIMETAL_HOST_CXX_FLAGS -std=c++23 -O2 -g -fno-omit-frame-pointer ${BIMETAL_WARNINGS})
set(SEAM_HOST_CXX_FLAGS ${BIMETAL_HOST_CXX_FLAGS})
set(BIMETAL_HOST_C_FLAGS -std=c17 -pedantic -O2 -g -fno-omit-frame-pointer ${BIMETAL_C_WARNINGS})

# bimetal_host_executable(NAME SOURCES...)
function(bimetal_host_executable name)
  add_executable(${name} ${ARGN})
  target_compile_options(${name} PRIVATE
    "$<IF:$<COMPILE_LANGUAGE:C>,${BIMETAL_HOST_C_FLAGS},${BIMETAL_HOST_CXX_FLAGS}>")
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/seam/include")
endfunction()

# For the two functions below: a program PREFIX-NAME[-SANITIZERS] for each set of sanitizers, known
# to ctest as host.NAME[.SANITIZERS].
function(_bimetal_host_programs prefix name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;SANITIZERS;LIBRARIES;DEFINITIONS")
  if(NOT arg_SANITIZERS)
    set(arg_SANITIZERS none)
  endif()
  foreach(set IN LISTS arg_SANITIZERS)
    set(target "${prefix}-${name}")
    set(test "host.${name}")
    set(flags "")
    if(NOT set STREQUAL "none")
      string(REPLACE "," "-" suffix "${set}")
      string(APPEND target "-${suffix}")
      string(APPEND test ".${suffix}")
      set(flags -fsanitize=${set} -fno-sanitize-recover=all)
    endif()
    bimetal_host_executable(${target} ${arg_SOURCES})
    target_compile_options(${target} PRIVATE ${flags})
    target_compile_definitions(${target} PRIVATE ${arg_DEFINITIONS})
    target_link_options(${target} PRIVATE ${flags})
    target_link_libraries(${target} PRIVATE ${arg_LIBRARIES})
    add_test(NAME ${test} COMMAND ${target})
  endforeach()
endfunction()

# bimetal_host_test(NAME SANITIZERS none;address,undefined;thread SOURCES ... LIBRARIES ...
# DEFINITIONS ...): a GoogleTest program for each set of sanitizers, test-NAME[-SANITIZERS].
find_package(GTest REQUIRED)
function(bimetal_host_test name)
  _bimetal_host_programs(test ${name} ${ARGN} LIBRARIES GTest::gtest_main)
endfunction()

# bimetal_fuzzer(NAME SOURCES ... LIBRARIES ...): program fuzz-NAME, which gives both twins of component
# NAME the calls that a fuzzer decodes from bytes (seam/harness/fuzz.hpp), guided by the C++ twin's
# branches. A short run is test fuzz.NAME; the same with a wrong answer planted must end.
function(bimetal_fuzzer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  foreach(kind IN ITEMS "" "-planted")
    set(target "fuzz-${name}${kind}")
    bimetal_host_executable(${target} ${arg_SOURCES} "${CMAKE_SOURCE_DIR}/seam/harness/fuzz_main.cpp")
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer,address,undefined)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer,address,undefined)
    target_link_libraries(${target} PRIVATE ${arg_LIBRARIES})
  endforeach()
  target_compile_definitions(fuzz-${name}-planted PRIVATE SEAM_FUZZ_PLANTED)
  set(bounded -seed=1 -max_len=1024 -len_control=0 -print_final_stats=0)
  add_test(NAME fuzz.${name} COMMAND fuzz-${name} ${bounded} -runs=2000)
  add_test(NAME fuzz.catches.${name}
    COMMAND fuzz-${name}-planted ${bounded} -runs=2000
            "-artifact_prefix=${CMAKE_CURRENT_BINARY_DIR}/")
  set_tests_properties(fuzz.catches.${name} PROPERTIES PASS_REGULAR_EXPRESSION "the twins differ: call 12")
endfunction()

# bimetal_host_suite(...): the same of harness tests, suite-NAME[-SANITIZERS].
function(bimetal_host_suite name)
  _bimetal_host_programs(suite ${name} ${ARGN}
    SOURCES "${CMAKE_SOURCE_DIR}/seam/harness/harness.cpp"
            "${CMAKE_SOURCE_DIR}/seam/harness/host_main.cpp")
endfunction()
