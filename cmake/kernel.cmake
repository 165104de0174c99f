# SPDX-License-Identifier: MIT OR Apache-2.0
add_custom_target(images)

# bimetal_kernel_library(NAME SOURCES...): an object library compiled for the bare machine.
function(bimetal_kernel_library name)
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${ARGN})
  target_compile_options(${name} PRIVATE
    "$<$<COMPILE_LANGUAGE:CXX>:${BIMETAL_KERNEL_CXX_FLAGS}>"
    "$<$<COMPILE_LANGUAGE:ASM>:--target=${BIMETAL_KERNEL_TRIPLE};-g;-gdwarf-5;-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=>")
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/seam/include")
  set_target_properties(${name} PROPERTIES CXX_STANDARD 23 POSITION_INDEPENDENT_CODE OFF)
endfunction()

# bimetal_kernel_image(NAME [RUST library] OBJECTS object-libraries...): links
# build/<preset>/images/NAME.elf from object libraries and the Rust object, else bimetal-rust (target image-NAME; all: images), attaches the backtrace table and checks the result. The
# linker is called outright: clang's driver would hand this target to the host's gcc.
function(bimetal_kernel_image name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "RUST" "OBJECTS")
  if(NOT arg_RUST)
    set(arg_RUST bimetal-rust)
  endif()
  set(script "${CMAKE_SOURCE_DIR}/kernel/boot/kernel.ld")
  set(exports "${CMAKE_SOURCE_DIR}/kernel/boot/exports.version")
  set(image "${CMAKE_BINARY_DIR}/images/${name}.elf")
  set(objects "")
  foreach(object IN LISTS arg_OBJECTS)
    list(APPEND objects "$<TARGET_OBJECTS:${object}>")
  endforeach()
  file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/images")
  set(finish "")
  if(TARGET bimetal-image)
    set(finish
      COMMAND bimetal-image attach-backtrace "${image}"
      COMMAND bimetal-image check "${image}" --exports "${exports}"
              --memory-functions kernel/arch/x86_64/memory_functions.S)
  endif()
  add_custom_command(
    OUTPUT "${image}"
    COMMAND ${BIMETAL_LLD} -static --no-pie -T "${script}" --version-script "${exports}"
            --gc-sections --build-id=sha1 -z max-page-size=4096 -z noexecstack
            --no-undefined --fatal-warnings --orphan-handling=error --lto-O2 --thinlto-jobs=2
            "--thinlto-cache-dir=${CMAKE_BINARY_DIR}/thinlto-cache" -mllvm -stack-size-section
            ${objects} "$<TARGET_OBJECTS:${arg_RUST}>" -o "${image}"
    ${finish}
    DEPENDS ${objects} "${script}" "${exports}" ${arg_RUST}-build
            "$<TARGET_OBJECTS:${arg_RUST}>"
            $<$<TARGET_EXISTS:bimetal-image>:bimetal-image>
    COMMENT "Linking image ${name}"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(image-${name} ALL DEPENDS "${image}")
  add_dependencies(images image-${name})
endfunction()

# bimetal_panic_free(NAME IMAGE LIST): test image.panic-free.NAME that what LIST names reaches no
# failed check in the image. The lists are written for what the optimiser leaves across objects.
function(bimetal_panic_free name image list)
  if(BIMETAL_LTO AND EXISTS "${CMAKE_SOURCE_DIR}/tools/image")
    add_test(NAME image.panic-free.${name}
      COMMAND bimetal-image panic-reach "${CMAKE_BINARY_DIR}/images/${image}.elf"
              --list "${CMAKE_SOURCE_DIR}/kernel/trap/panics.list" --list "${list}")
  endif()
endfunction()
