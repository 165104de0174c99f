// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/house/planted.hpp"

#include "tests/house/conventions.hpp"
#include "tests/house/layers.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <string>

namespace bimetal::house {

namespace {

struct Violation {
    std::string_view name;
    std::string_view file;
    std::string_view text;
    std::size_t line;
    std::string_view sentence;          // a part of what must be said
    std::string_view reported_for = {}; // when the finding names another file
};

// tests/house/CMakeLists.txt reads the names from the lines that start with `Violation{"`.
constexpr std::array violations = {
    Violation{"kernel-includes-twin", "kernel/planted/planted.cpp",
              "// a comment that names components/serial/cpp/other.hpp is no include\n"
              "#include \"components/serial/cpp/planted.hpp\"\n",
              2, "the kernel knows seams, never a twin"},
    Violation{"kernel-includes-export", "kernel/planted/planted.cpp",
              "#include \"components/serial/bindings/export.hpp\"\n", 1,
              "the kernel knows seams, never a twin"},
    Violation{"contract-includes-twin", "components/planted/bindings/planted.hpp",
              "#include \"components/planted/cpp/planted.hpp\"\n", 1, "a contract knows only"},
    Violation{"kernel-includes-tests", "kernel/planted/planted.hpp",
              "#  include <tests/house/tree.hpp>\n", 1,
              "nothing outside evaluation, safety and tests may use them"},
    Violation{"kernel-includes-evaluation", "kernel/planted/planted.hpp",
              "#include \"evaluation/planted.hpp\"\n", 1,
              "nothing outside evaluation, safety and tests may use them"},
    Violation{"kernel-includes-tool", "kernel/planted/planted.hpp",
              "#include \"../../tools/image/planted.hpp\"\n", 1, "the kernel knows its own rooms"},
    Violation{"kernel-includes-harness", "kernel/planted/planted.cpp",
              "#include \"seam/harness/planted.hpp\"\n", 1, "only its tests know the harness"},
    Violation{"kernel-links-twin", "kernel/planted/CMakeLists.txt",
              "bimetal_kernel_library(planted planted.cpp)\n"
              "target_sources(planted PRIVATE # a comment\n"
              "  ${CMAKE_SOURCE_DIR}/components/serial/cpp)\n",
              3, "the kernel knows seams, never a twin"},
    Violation{"pure-includes-arch", "kernel/text/planted.hpp",
              "/* #include \"kernel/text/fine.hpp\" */\n"
              "#include \"kernel/arch/x86_64/planted.hpp\"\n",
              2, "pure logic of the kernel runs on the host too"},
    Violation{"pure-includes-kernel", "kernel/memory/planted.cpp",
              "#include \"../sched/planted.hpp\"\n", 1,
              "pure logic of the kernel runs on the host too"},
    Violation{"twin-includes-kernel", "components/planted/cpp/planted.hpp",
              "#include \"kernel/text/print.hpp\"\n", 1, "never a kernel header"},
    Violation{"twin-includes-component", "components/planted/cpp/planted.hpp",
              "#include \"components/serial/serial.seam.h\"\n", 1,
              "a twin knows no other component"},
    Violation{"twin-includes-twin", "components/planted/cpp/planted.hpp",
              "#include \"components/planted/c/planted.h\"\n", 1,
              "a twin knows its own seam and the services it is given"},
    Violation{"twin-includes-runtime", "components/planted/cpp/planted.hpp",
              "#include \"seam/runtime/planted.hpp\"\n", 1,
              "a twin knows its own seam and the services it is given"},
    Violation{"twin-depends-on-component", "components/planted/rust/Cargo.toml",
              "[package]\nname = \"planted\"\n[lints]\nworkspace = true\n[dependencies]\n"
              "serial = { version = \"0\", path = \"../../serial/rust\" }\n",
              6, "a twin knows no other component"},
    Violation{"twin-depends-on-crate", "components/planted/rust/Cargo.toml",
              "[package]\nname = \"planted\"\n[lints]\nworkspace = true\n[dependencies]\n"
              "libc.version = \"0.2\"\n",
              6, "no foreign crate"},
    Violation{"twin-reads-component", "components/planted/rust/src/other.rs",
              "// SPDX-License-Identifier: MIT OR Apache-2.0\n"
              "#[path = \"../../../serial/rust/src/lib.rs\"]\nmod serial;\n",
              2, "a twin knows no other component"},
    Violation{"seam-includes-component", "seam/include/seam/planted.hpp",
              "#include \"components/serial/serial.seam.h\"\n", 1,
              "seam knows no component and no kernel"},
    Violation{"seam-includes-kernel", "seam/runtime/planted.cpp",
              "#include \"kernel/text/print.hpp\"\n", 1, "seam knows no component and no kernel"},
    Violation{"seam-depends-on-twin", "seam/rust/planted/Cargo.toml",
              "[package]\nname = \"planted\"\n[lints]\nworkspace = true\n"
              "[dependencies.serial]\npath = \"../../../components/serial/rust\"\n",
              5, "seam knows no component and no kernel"},
    Violation{"rust-kernel-depends-on-twin", "rust/kernel/planted/Cargo.toml",
              "[package]\nname = \"planted\"\n[lints]\nworkspace = true\n"
              "[target.'cfg(unix)'.dependencies]\n"
              "serial.path = \"../../../components/serial/rust\"\n",
              6, "rust/kernel wraps services of the core"},
    Violation{"contract-includes-kernel", "components/planted/planted.seam.h",
              "#include \"kernel/text/print.hpp\"\n", 1, "a contract knows only"},
    Violation{"conformance-includes-kernel", "components/planted/conformance/planted.cpp",
              "#include \"kernel/text/print.hpp\"\n", 1,
              "tests and benchmarks of a component know that component"},
    Violation{"tool-includes-kernel", "tools/planted/planted.cpp",
              "#include \"kernel/debug/planted.hpp\"\n", 1, "a tool knows nothing of the kernel"},
    Violation{"image-holds-tool", "tools/planted/CMakeLists.txt",
              "add_library(planted-tool OBJECT planted.cpp)\n"
              "bimetal_kernel_image(planted-image OBJECTS planted-tool)\n",
              2, "tools and evaluation are in no image"},
    Violation{"image-holds-tests", "kernel/planted/CMakeLists.txt",
              "bimetal_kernel_library(planted-tests planted.cpp)\n"
              "bimetal_kernel_image(bimetal OBJECTS $<TARGET_OBJECTS:planted-tests>)\n",
              2, "the release image holds no tests"},
    Violation{"example-includes-kernel", "examples/planted/planted.cpp",
              "#include \"seam/slice.hpp\"\n#include \"kernel/text/print.hpp\"\n", 2,
              "an example shares nothing with this kernel but the seam"},
    Violation{"seam-includes-example", "seam/runtime/planted.cpp",
              "#include \"examples/planted/planted.h\"\n", 1, "an example is a project of its own"},
    Violation{"foreign-example", "examples/planted/planted.cpp", "extern \"C\" void planted();\n",
              1, "a hand-written foreign function"},
    Violation{"include-of-macro", "kernel/planted/planted.cpp", "#include PLANTED_HEADER\n", 1,
              "the layer check cannot see what it names"},
    Violation{"no-readme", "kernel/planted/planted.cpp", "", 1, "each folder says what lives there",
              "kernel/planted/README.md"},
    Violation{"no-license", "kernel/planted/planted.cpp", "// nothing\n", 1,
              "no line `SPDX-License-Identifier"},
    Violation{"unfinished", "kernel/planted/planted.cpp", "\n// TODO: all of it\n", 2,
              "a mark of unfinished work"},
    Violation{"foreign-cpp", "kernel/planted/planted.cpp",
              "// extern \"C\" in a comment\nextern \"C\" void planted();\n", 2,
              "a hand-written foreign function"},
    Violation{"foreign-rust", "components/planted/rust/src/other.rs",
              "\n#[unsafe(no_mangle)]\npub fn planted() {}\n", 2,
              "a hand-written foreign function"},
    Violation{"twin-allows-unsafe", "components/planted/rust/Cargo.toml",
              "[package]\nname = \"planted\"\n[lints]\nworkspace = true\n", 1,
              "#![forbid(unsafe_code)]", "components/planted/rust/src/main.rs"},
    Violation{"example-twin-allows-unsafe", "examples/planted/part/rust/Cargo.toml",
              "[package]\nname = \"planted\"\n[lints]\nworkspace = true\n", 1,
              "#![forbid(unsafe_code)]", "examples/planted/part/rust/src/main.rs"},
    Violation{"crate-escapes-lints", "rust/planted/Cargo.toml", "[package]\nname = \"planted\"\n",
              1, "the crate would escape the lints"},
};

std::vector<Finding> all_findings(const Tree& tree) {
    std::vector<Finding> findings = check_layers(tree);
    for (Finding& finding : check_conventions(tree)) {
        findings.push_back(std::move(finding));
    }
    return findings;
}

} // namespace

bool is_caught(Tree tree, std::string_view name) {
    const auto violation = std::ranges::find(violations, name, &Violation::name);
    if (violation == violations.end()) {
        std::cerr << "no planted violation is called " << name << "\n";
        return false;
    }
    tree.plant(std::string(violation->file), std::string(violation->text));
    const std::string_view file =
        violation->reported_for.empty() ? violation->file : violation->reported_for;
    for (const Finding& finding : all_findings(tree)) {
        if (finding.file == file && finding.line == violation->line &&
            finding.sentence.contains(violation->sentence)) {
            std::cout << "caught: " << finding.file << ":" << finding.line << ": "
                      << finding.sentence << "\n";
            return true;
        }
    }
    std::cout << "missed: " << file << ":" << violation->line << ": " << violation->sentence
              << "\n";
    return false;
}

} // namespace bimetal::house
