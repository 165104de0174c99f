# SPDX-License-Identifier: MIT OR Apache-2.0
bimetal_kernel_library(seam-runtime-kernel runtime/selection.cpp)
bimetal_kernel_library(seam-harness-kernel harness/harness.cpp harness/self_test.cpp)
# What measures knows the harness itself, not its tests.
bimetal_kernel_library(seam-sampling-kernel
  harness/harness.cpp harness/workload.cpp harness/sampling.cpp)

bimetal_host_suite(harness SANITIZERS none address,undefined SOURCES harness/self_test.cpp)
bimetal_host_suite(sampling
  SANITIZERS none address,undefined
  SOURCES harness/sampling_test.cpp harness/sampling.cpp harness/workload.cpp)
bimetal_host_suite(selection
  SANITIZERS none address,undefined
  SOURCES runtime/selection.cpp runtime/tests/selection_test.cpp runtime/tests/stubs.S)

add_subdirectory(generator/tests)
add_subdirectory(torture)
if(COMMAND bimetal_workloads)
  add_subdirectory(border)
endif()
