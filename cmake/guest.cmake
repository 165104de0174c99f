# SPDX-License-Identifier: MIT OR Apache-2.0
# bimetal_bare_guest(NAME SOURCE [DEFINITIONS...]): a small guest of one assembly file, NAME.elf.
function(bimetal_bare_guest name source)
  add_executable(${name} ${source})
  target_compile_options(${name} PRIVATE --target=${BIMETAL_KERNEL_TRIPLE})
  target_compile_definitions(${name} PRIVATE ${ARGN})
  target_link_options(${name} PRIVATE
    --ld-path=/usr/bin/ld.lld-22 -nostdlib -static
    -Wl,--image-base=0x100000 -Wl,-z,max-page-size=4096 -Wl,-e,start)
  set_target_properties(${name} PROPERTIES OUTPUT_NAME ${name}.elf LINKER_LANGUAGE C)
endfunction()
