// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The generator on planted headers: `refuses NAME` plants a violation and looks for its sentence,
// `accepts` and the rest look at a header inside the subset.
#include "seam/generator/bindings.hpp"
#include "seam/generator/manifest.hpp"
#include "seam/generator/reader.hpp"
#include "seam/generator/tests/planted.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>

namespace {

namespace fs = std::filesystem;
using namespace seam::generator;
using seam::generator::tests::accepted_header;
using seam::generator::tests::Violation;
using seam::generator::tests::violations;

/// A folder that is gone afterwards.
class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "seam-generator-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    Folder(Folder&&) = delete;
    Folder& operator=(Folder&&) = delete;

    ~Folder() { fs::remove_all(path_); }

    [[nodiscard]] const fs::path& path() const { return path_; }

    [[nodiscard]] std::string put(const std::string& name, std::string_view text) const {
        const fs::path file = path_ / name;
        std::ofstream(file) << text;
        return file.string();
    }

  private:
    fs::path path_;
};

std::string replaced(std::string_view text, std::string_view find, std::string_view with) {
    const std::size_t at = text.find(find);
    if (at == std::string_view::npos) {
        throw std::runtime_error(fmt::format("the header has no '{}'", find));
    }
    return std::string(text.substr(0, at)) + std::string(with) +
           std::string(text.substr(at + find.size()));
}

auto read(const Folder& folder, std::string_view text) {
    return read_contract(folder.put("lamp.seam.h", text), {"-I" SEAM_INCLUDE_FOLDER});
}

bool refuses(std::string_view name) {
    const auto violation = std::ranges::find(violations, name, &Violation::name);
    if (violation == violations.end()) {
        fmt::print("no violation is called {}\n", name);
        return false;
    }
    std::string text = replaced(accepted_header, violation->find, violation->replace);
    // The line of the mark; without one, any line.
    unsigned line = 0;
    if (const std::size_t mark = text.find('$'); mark != std::string::npos) {
        line = static_cast<unsigned>(
            1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(mark), '\n'));
        text.erase(mark, 1);
    }
    const Folder folder;
    const auto contract = read(folder, text);
    if (contract) {
        fmt::print("accepted\n");
        return false;
    }
    bool found = false;
    for (const Refusal& refusal : contract.error()) {
        const bool matches = refusal.sentence.find(violation->sentence) != std::string::npos &&
                             refusal.location.line != 0 &&
                             (line == 0 || refusal.location.line == line);
        fmt::print("{} {}\n", matches ? "expected:" : "also:    ", to_string(refusal));
        found = found || matches;
    }
    if (!found) {
        fmt::print("missed on line {}: {}\n", line, violation->sentence);
    }
    return found;
}

std::uint64_t hash_with(std::string_view text) {
    const Folder folder;
    const auto contract = read(folder, text);
    if (!contract) {
        for (const Refusal& refusal : contract.error()) {
            fmt::print("{}\n", to_string(refusal));
        }
        throw std::runtime_error("the header was refused");
    }
    return hash_of(*contract);
}

bool accepts() {
    return hash_with(accepted_header) != 0;
}

/// Comments, formatting and the order of declarations say nothing about the contract.
bool hash_is_canonical() {
    const std::uint64_t hash = hash_with(accepted_header);
    const std::string other_words =
        replaced(accepted_header, "/// Blinks a message.", "/// Blinks the message,\n/// twice.");
    const std::string other_layout = replaced(
        accepted_header, "    uint32_t brightness; ///< In candela.\n    LampColour colour;",
        "uint32_t brightness;LampColour colour;");
    constexpr std::string_view size = "SEAM_CONTEXT(any)\nSEAM_EFFECT(pure)\nuint64_t "
                                      "lamp_state_size(void) SEAM_NOEXCEPT;\n";
    const std::string other_order =
        replaced(replaced(accepted_header, size, ""), "/// Makes an instance.",
                 std::string(size) + "/// Makes an instance.");
    return hash == hash_with(other_words) && hash == hash_with(other_layout) &&
           hash == hash_with(other_order);
}

/// Everything that crosses changes the hash.
bool hash_sees_changes() {
    const std::uint64_t hash = hash_with(accepted_header);
    const std::map<std::string_view, std::string_view> changes = {
        {"SEAM_COMPONENT(lamp, 3)", "SEAM_COMPONENT(lamp, 4)"},
        {"LAMP_LIMIT 0x40", "LAMP_LIMIT 0x41"},
        {"(LampColour, green) = 2", "(LampColour, green) = 3"},
        {"(LampColour, green) = 2", "(LampColour, blue) = 2"},
        {"uint32_t brightness", "int32_t brightness"},
        {"uint32_t brightness", "uint32_t candela"},
        {"uint64_t words[4]", "uint64_t words[5]"},
        {"SEAM_BITS(LampEvent)", ""},
        {"int16_t shift", "int16_t delta"},
        {"int16_t shift", "uint16_t shift"},
        {"SEAM_CONTEXT(interrupts_off)", "SEAM_CONTEXT(thread)"},
        {"SEAM_EFFECT(reads)", "SEAM_EFFECT(changes)"},
        {"invalid_enum, broken)", "invalid_enum)"},
        {"SEAM_SERVICE", "SEAM_MAY_ALLOCATE SEAM_SERVICE"},
        {"const LampLight* light", "SEAM_OWNER(callee) const LampLight* light"},
    };
    bool all = true;
    for (const auto& [find, with] : changes) {
        if (hash_with(replaced(accepted_header, find, with)) == hash) {
            fmt::print("unseen: {} to {}\n", find, with);
            all = false;
        }
    }
    return all;
}

bool is_deterministic() {
    const auto outputs = [] {
        const Folder folder;
        const auto contract = read(folder, accepted_header);
        return write_bindings(*contract, {.header = "lamp.seam.h",
                                          .folder = "generated",
                                          .name_space = "lamp",
                                          .output = "generated",
                                          .page = "lamp.md",
                                          .hostile = "generated"});
    };
    const auto first = outputs();
    const auto second = outputs();
    return !first.empty() &&
           std::ranges::equal(first, second, [](const Output& one, const Output& other) {
               return one.path == other.path && one.text == other.text;
           });
}

/// Layout does not make a file stale; anything else does, and so does a file that is not there.
bool finds_stale_files() {
    const Folder folder;
    const fs::path file = folder.path() / "file.hpp";
    const std::vector<Output> outputs = {{file, "int f(int a,\n      int b);\n"}};
    const auto is_stale_with = [&](std::string_view text) {
        (void)folder.put("file.hpp", text);
        return stale(outputs) == std::vector{file};
    };
    return stale(outputs) == std::vector{file} && !is_stale_with("int f(int a, int b);\n") &&
           !is_stale_with("int f(\n    int a,\n    int b,\n);\n") &&
           is_stale_with("int f(int a, int c);\n") && is_stale_with("int f(int a);\n") &&
           is_stale_with("");
}

const std::map<std::string_view, std::function<bool()>> checks = {
    {"accepts", accepts},
    {"hash-is-canonical", hash_is_canonical},
    {"hash-sees-changes", hash_sees_changes},
    {"is-deterministic", is_deterministic},
    {"finds-stale-files", finds_stale_files},
};

} // namespace

int main(int argc, char** argv) {
    const std::string_view name = argc > 1 ? argv[1] : "";
    if (name == "refuses" && argc > 2) {
        return refuses(argv[2]) ? 0 : 1;
    }
    if (name == "header") {
        fmt::print("{}", accepted_header);
        return 0;
    }
    const auto check = checks.find(name);
    if (check == checks.end()) {
        fmt::print("no check is called '{}'\n", name);
        return 2;
    }
    return check->second() ? 0 : 1;
}
