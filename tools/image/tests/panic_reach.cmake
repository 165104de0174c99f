# SPDX-License-Identifier: MIT OR Apache-2.0
# Runs TOOL panic-reach on IMAGE with LIST and expects status STATUS and, in its output, each of the
# regular expressions EXPECT.
execute_process(
  COMMAND ${TOOL} panic-reach "${IMAGE}" --list "${LIST}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
message("${output}")
if(NOT result EQUAL STATUS)
  message(FATAL_ERROR "the status is ${result}, not ${STATUS}")
endif()
foreach(pattern IN LISTS EXPECT)
  if(NOT output MATCHES "${pattern}")
    message(FATAL_ERROR "nothing says: ${pattern}")
  endif()
endforeach()
