# SPDX-License-Identifier: MIT OR Apache-2.0
# What each safety step costs: one host program a step, in which the twins of one language are compiled
# with one flag changed against the common base (cmake/measure.cmake). Nothing builds them but a full
# evaluation, through target safety-steps.
add_custom_target(safety-steps)
set_property(GLOBAL PROPERTY BIMETAL_SAFETY_STEPS "")

# bimetal_safety_step(LANGUAGE FAMILY STEP FLAGS...)
function(bimetal_safety_step language family step)
  string(MAKE_C_IDENTIFIER "step-${language}-${family}-${step}" name)
  if(language STREQUAL "cpp")
    bimetal_measuring_program(${name} EXCLUDE_FROM_ALL RUST_OF measure-plain CXX_FLAGS ${ARGN})
  else()
    bimetal_measuring_program(${name} EXCLUDE_FROM_ALL RUST_FLAGS ${ARGN})
  endif()
  add_dependencies(safety-steps ${name})
  list(JOIN ARGN " " flags)
  set_property(GLOBAL APPEND PROPERTY BIMETAL_SAFETY_STEPS
    "{\"program\":\"${name}\",\"language\":\"${language}\",\"family\":\"${family}\",\"step\":\"${step}\",\"flags\":\"${flags}\"}")
endfunction()

foreach(level IN ITEMS 1 3 s z)
  bimetal_safety_step(cpp optimisation "-O${level}" -O${level})
  bimetal_safety_step(rust optimisation "-O${level}" -Copt-level=${level})
endforeach()
foreach(mode IN ITEMS NONE FAST DEBUG)
  string(TOLOWER "${mode}" word)
  bimetal_safety_step(cpp hardening "${word}"
    -U_LIBCPP_HARDENING_MODE -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_${mode})
endforeach()
bimetal_safety_step(cpp initialisation "zero" -ftrivial-auto-var-init=zero)
bimetal_safety_step(cpp initialisation "pattern" -ftrivial-auto-var-init=pattern)
bimetal_safety_step(cpp stack_protector "strong" -fstack-protector-strong)
bimetal_safety_step(rust stack_protector "strong" -Zstack-protector=strong)
bimetal_safety_step(cpp overflow "signed, trapping"
  -fsanitize=signed-integer-overflow
  -fsanitize-trap=signed-integer-overflow)
bimetal_safety_step(rust overflow "all, panicking" -Coverflow-checks=on)
bimetal_safety_step(cpp bounds "arrays, trapping" -fsanitize=bounds -fsanitize-trap=bounds)

get_property(steps GLOBAL PROPERTY BIMETAL_SAFETY_STEPS)
list(JOIN steps ",\n" steps)
file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/safety-steps.json" CONTENT "[\n${steps}\n]\n" @ONLY)
