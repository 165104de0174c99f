# SPDX-License-Identifier: MIT OR Apache-2.0

# seam_bindings(NAME HEADER FILE OUTPUT FOLDER ROOT FOLDER [NAMESPACE N] [PAGE FILE] [HOSTILE FOLDER]
# [INCLUDE ...] [RUSTFMT PROGRAM]): the bindings of a contract are committed. Target NAME-bindings writes them
# again (with clang-format-22 and rustfmt); target NAME-bindings-current, for whatever is compiled
# from them to depend on, fails while one of them is stale. HOSTILE names the folder of callers with
# wrong arguments, for tests. INCLUDE names folders of headers besides
# seam's own.
function(seam_bindings name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;OUTPUT;ROOT;NAMESPACE;PAGE;HOSTILE;RUSTFMT" "INCLUDE")
  set(command "$<TARGET_FILE:seam::generator>" "${arg_HEADER}" --output "${arg_OUTPUT}"
              --root "${arg_ROOT}")
  if(arg_NAMESPACE)
    list(APPEND command --namespace "${arg_NAMESPACE}")
  endif()
  if(arg_PAGE)
    list(APPEND command --page "${arg_PAGE}")
  endif()
  if(arg_HOSTILE)
    list(APPEND command --hostile "${arg_HOSTILE}")
    file(GLOB hostile CONFIGURE_DEPENDS "${arg_HOSTILE}/hostile.*")
  endif()
  set(annotations "")
  foreach(folder IN LISTS SEAM_INCLUDE_FOLDER arg_INCLUDE)
    list(APPEND command --include "${folder}")
    file(GLOB headers CONFIGURE_DEPENDS "${folder}/seam/*.h")
    list(APPEND annotations ${headers})
  endforeach()
  set(formatters "")
  if(arg_RUSTFMT)
    set(formatters --rustfmt "${arg_RUSTFMT}")
  endif()
  add_custom_target(${name}-bindings COMMAND ${command} ${formatters}
    COMMENT "seam-generator: ${name}" VERBATIM)
  file(GLOB generated CONFIGURE_DEPENDS "${arg_OUTPUT}/*")
  set(stamp "${CMAKE_CURRENT_BINARY_DIR}/${name}-bindings.stamp")
  add_custom_command(OUTPUT "${stamp}"
    COMMAND ${command} --check
    COMMAND ${CMAKE_COMMAND} -E touch "${stamp}"
    DEPENDS seam::generator "${arg_HEADER}" ${annotations} ${generated} ${hostile} ${arg_PAGE}
    COMMENT "seam-generator --check: ${name}" VERBATIM)
  add_custom_target(${name}-bindings-current DEPENDS "${stamp}")
  add_test(NAME seam.generator.current.${name} COMMAND ${command} --check)
endfunction()
