#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# package.sh own SEAM WORK            builds SEAM as a project of its own, with g++, and installs it
#                                     in WORK/prefix
# package.sh installed BUILD WORK     installs component seam of BUILD in WORK/prefix, and looks for
#                                     the package there
# package.sh subdirectory SEAM WORK   takes SEAM in by add_subdirectory
set -eu
way=$1 from=$2 work=$3
rm -rf "$work"
mkdir -p "$work"

# A project that asks for everything that the package promises.
write_project() { # write_project HOW
  cat >"$work/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(asks LANGUAGES CXX)
$1
foreach(target IN ITEMS seam::headers seam::runtime seam::generator)
  if(NOT TARGET \${target})
    message(FATAL_ERROR "no target \${target}")
  endif()
endforeach()
foreach(function IN ITEMS seam_bindings seam_rust_library)
  if(NOT COMMAND \${function})
    message(FATAL_ERROR "no function \${function}")
  endif()
endforeach()
if(NOT EXISTS "\${SEAM_RUST_CRATE}/Cargo.toml" OR NOT EXISTS "\${SEAM_RUST_CRATE}/src/lib.rs")
  message(FATAL_ERROR "no crate in \${SEAM_RUST_CRATE}")
endif()
file(WRITE headers.cpp "#include <seam/entry.hpp>\nstatic_assert(sizeof(SeamBytes) == 16);\n")
add_library(headers OBJECT headers.cpp)
target_compile_features(headers PRIVATE cxx_std_23)
target_link_libraries(headers PRIVATE seam::headers)
file(WRITE runtime.cpp "#include <seam/runtime/selection.hpp>\n")
add_library(runtime OBJECT runtime.cpp)
target_compile_features(runtime PRIVATE cxx_std_23)
target_link_libraries(runtime PRIVATE seam::runtime)
END
  cmake -S "$work" -B "$work/build" -G Ninja -DCMAKE_CXX_COMPILER=g++ >"$work/configure.log" ||
    { cat "$work/configure.log"; exit 1; }
  cmake --build "$work/build" --target headers runtime
}

case $way in
own)
  cmake -S "$from" -B "$work/build" -G Ninja -DCMAKE_CXX_COMPILER=g++ >"$work/configure.log"
  cmake --build "$work/build" --parallel 2
  cmake --install "$work/build" --prefix "$work/prefix"
  ;;
installed)
  cmake --install "$from" --component seam --prefix "$work/prefix" >"$work/install.log"
  write_project "find_package(Seam REQUIRED PATHS \"$work/prefix\" NO_DEFAULT_PATH)"
  ;;
subdirectory)
  write_project "add_subdirectory(\"$from\" seam)"
  ;;
*)
  echo "no way is called $way" >&2
  exit 2
  ;;
esac
