// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/house/conventions.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace bimetal::house {

namespace {

constexpr std::string_view license = "SPDX-License-Identifier: MIT OR Apache-2.0";

// Where a name may leave a language by hand.
constexpr std::array<std::string_view, 14> foreign_places = {
    "seam/",                      // the bridge itself
    "kernel/boot/",               // names that assembly and the linker script use
    "kernel/arch/",               // names that assembly uses
    "kernel/main.cpp",            // where boot assembly enters
    "kernel/trap/",               // where the vectors, libc++ and Rust's panic handler enter
    "kernel/sched/scheduler.cpp", // the context switch, in assembly
    "kernel/services/",           // what the seam runtime and the twins are given
    "cmake/",                     // the hook that libc++ calls
    "rust/tests/",                // what the sealing of the library refuses
    "evaluation/peers/crates/",   // what others offer, for a program in C++
    "examples/adopt/library/",    // the same of that example
    "tests/house/",               // planted violations
    "tests/inlining/",            // a pair built with flags that differ
    "tools/image/tests/",         // images made to be examined
};

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> endings) {
    return std::ranges::any_of(endings,
                               [path](std::string_view ending) { return path.ends_with(ending); });
}

bool is_c_family(std::string_view path) {
    return ends_with_any(path, {".hpp", ".cpp", ".h", ".c", ".S"});
}

bool is_rust(std::string_view path) {
    return path.ends_with(".rs");
}

bool is_source(std::string_view path) {
    return is_c_family(path) || is_rust(path) ||
           ends_with_any(path, {".cmake", ".ld", ".version", ".sh", "CMakeLists.txt"}) ||
           (path.ends_with(".in") && !path.ends_with(".md.in")) || path == "bimetal" ||
           path == ".ci/run";
}

// A template stands for the file that is made from it.
bool contains(const Tree& tree, const std::string& path) {
    return tree.contains(path) || tree.contains(path + ".in");
}

// No README in folders whose shape a tool dictates: a crate's src/, hidden folders, and the folder
// that only gives included headers their prefix.
bool needs_readme(const Tree& tree, const std::string& folder) {
    for (const std::string& part : split_path(folder)) {
        if (part.starts_with(".")) {
            return false;
        }
    }
    if (folder.ends_with("/include/seam")) {
        return false;
    }
    std::string above = folder;
    while (!above.empty()) {
        const std::string parent = folder_of(above);
        if (split_path(above).back() == "src" &&
            contains(tree, (parent.empty() ? "" : parent + "/") + "Cargo.toml")) {
            return false;
        }
        above = parent;
    }
    return true;
}

void check_readmes(const Tree& tree, std::vector<Finding>& findings) {
    std::set<std::string> folders;
    for (const auto& [path, text] : tree.files()) {
        for (std::string folder = folder_of(path); !folder.empty(); folder = folder_of(folder)) {
            folders.insert(folder);
        }
    }
    for (const std::string& folder : folders) {
        if (needs_readme(tree, folder) && !contains(tree, folder + "/README.md")) {
            findings.push_back({folder + "/README.md", 1,
                                "missing: each folder says what lives there and who may call it."});
        }
    }
}

void check_license(const std::string& path, const std::string& text,
                   std::vector<Finding>& findings) {
    std::size_t end = 0;
    for (int line = 0; line < 3 && end < text.size(); ++line) {
        end = std::min(text.find('\n', end), text.size() - 1) + 1;
    }
    if (!text.substr(0, end).contains(license)) {
        findings.push_back({path, 1, "no line `" + std::string(license) + "` at the top."});
    }
}

bool may_write_foreign(const std::string& path) {
    const std::vector<std::string> parts = split_path(path);
    if (parts.size() > 4 && parts[0] == "components" &&
        (parts[2] == "bindings" || parts[2] == "conformance") && parts[3] == "generated") {
        return true;
    }
    if (parts.size() > 3 && parts[0] == "examples" && parts[parts.size() - 2] == "generated") {
        return true;
    }
    if (path.ends_with(".seam.h")) {
        return true;
    }
    return std::ranges::any_of(foreign_places,
                               [&path](std::string_view place) { return path.starts_with(place); });
}

void check_foreign(const std::string& path, const std::string& text,
                   std::vector<Finding>& findings) {
    static const std::regex c_linkage(R"re(\bextern\s+"C")re");
    static const std::regex rust_linkage(
        R"re(\bextern\s+"C|#!?\[\s*(?:unsafe\s*\(\s*)?(?:no_mangle|export_name|link_name)\b)re");
    if (may_write_foreign(path)) {
        return;
    }
    const std::string code =
        without_comments(text, is_rust(path) ? Language::rust : Language::c_family);
    const std::regex& linkage = is_rust(path) ? rust_linkage : c_linkage;
    for (std::sregex_iterator it(code.begin(), code.end(), linkage), end; it != end; ++it) {
        const auto at = static_cast<std::size_t>(it->position());
        // Data that the linker script places is declared where it is described.
        const std::size_t next = code.find_first_of(";{(", at + 1);
        if (!is_rust(path) && next != std::string::npos && code[next] == ';') {
            continue;
        }
        findings.push_back(
            {path, line_at(code, at),
             "a hand-written foreign function: seam-generator writes them; others stand in seam/ "
             "and "
             "where assembly or the linker needs the name (kernel/boot, arch, trap, sched; "
             "rust)."});
    }
}

// The root file of a crate: src/lib.rs, src/main.rs or what the manifest names as lib path.
std::string crate_root(const Tree& tree, const std::string& manifest, const std::string& text) {
    static const std::regex lib_path(R"re(\[lib\][^\[]*?\bpath\s*=\s*"([^"]+)")re");
    std::smatch match;
    const std::string folder = folder_of(manifest);
    if (std::regex_search(text, match, lib_path)) {
        return resolve(folder, match[1].str());
    }
    const std::string library = resolve(folder, "src/lib.rs");
    return resolve(folder, tree.contains(library) ? "src/lib.rs" : "src/main.rs");
}

void check_crate(const Tree& tree, const std::string& manifest, const std::string& text,
                 std::vector<Finding>& findings) {
    static const std::regex package(R"(^\s*\[package\])", std::regex::multiline);
    static const std::regex lints(
        R"(\[lints\]\s*workspace\s*=\s*true|lints\.workspace\s*=\s*true)");
    static const std::regex forbid(R"(#!\[\s*forbid\s*\(\s*unsafe_code\s*\)\s*\])");
    if (!std::regex_search(text, package)) {
        return;
    }
    if (!std::regex_search(text, lints)) {
        findings.push_back({manifest, 1,
                            "no `[lints] workspace = true`: the crate would escape the lints that "
                            "the root manifest makes errors."});
    }
    const std::vector<std::string> parts = split_path(manifest);
    const bool in_component = parts.size() == 4 && parts[0] == "components";
    const bool in_example = parts.size() == 5 && parts[0] == "examples";
    if ((!in_component && !in_example) || parts[parts.size() - 2] != "rust") {
        return;
    }
    const std::string root = crate_root(tree, manifest, text);
    const std::string* source = tree.find(root);
    if (source == nullptr ||
        !std::regex_search(without_comments(*source, Language::rust), forbid)) {
        findings.push_back(
            {root, 1, "a Rust twin says `#![forbid(unsafe_code)]` in its root file."});
    }
}

void check_marks(const std::string& path, const std::string& text, std::vector<Finding>& findings) {
    static const std::regex mark(R"(\b(?:TODO|FIXME|XXX|HACK)\b)");
    std::smatch match;
    if (!path.starts_with("tests/house/") && std::regex_search(text, match, mark)) {
        findings.push_back({path, line_at(text, static_cast<std::size_t>(match.position())),
                            "a mark of unfinished work: finish it, or say in docs/claims.md what "
                            "is missing."});
    }
}

} // namespace

std::vector<Finding> check_conventions(const Tree& tree) {
    std::vector<Finding> findings;
    check_readmes(tree, findings);
    for (const auto& [path, text] : tree.files()) {
        if (path.ends_with("Cargo.toml")) {
            check_crate(tree, path, text, findings);
        }
        if (!is_source(path)) {
            continue;
        }
        check_license(path, text, findings);
        check_marks(path, text, findings);
        if (is_c_family(path) || is_rust(path)) {
            check_foreign(path, text, findings);
        }
    }
    return findings;
}

} // namespace bimetal::house
