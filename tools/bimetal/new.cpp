// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/descriptor.hpp"
#include "tools/bimetal/process.hpp"
#include "tools/bimetal/subcommands.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace bimetal::tool {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// The spellings of the component's name.
struct Names {
    std::string snake;  ///< functions, folders, crates
    std::string pascal; ///< types
    std::string upper;  ///< macros
};

char to_upper(char letter) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
}

bool is_snake_case(const std::string& name) {
    const auto is_lower = [](char letter) { return letter >= 'a' && letter <= 'z'; };
    return !name.empty() && is_lower(name.front()) && name.back() != '_' && !name.contains("__") &&
           std::ranges::all_of(name, [&](char letter) {
               return is_lower(letter) || letter == '_' || (letter >= '0' && letter <= '9');
           });
}

Result<Names> names_of(const std::string& name) {
    if (!is_snake_case(name)) {
        return fail(fmt::format("'{}' is no name of a component: write lower-case words with "
                                "underscores, such as block_cache",
                                name));
    }
    // Words of either language, and names that crates and namespaces have already.
    constexpr std::array taken = {
        "abstract",   "alignas",   "alignof",  "alloc",     "and",      "as",        "asm",
        "async",      "auto",      "await",    "become",    "bimetal",  "bitand",    "bitor",
        "bool",       "box",       "break",    "case",      "catch",    "char",      "class",
        "compl",      "concept",   "const",    "constexpr", "continue", "core",      "crate",
        "default",    "delete",    "do",       "double",    "dyn",      "else",      "enum",
        "explicit",   "export",    "extern",   "false",     "final",    "float",     "fn",
        "for",        "friend",    "gen",      "goto",      "if",       "impl",      "in",
        "inline",     "int",       "kernel",   "let",       "long",     "loop",      "macro",
        "match",      "mod",       "move",     "mut",       "mutable",  "namespace", "new",
        "noexcept",   "not",       "operator", "or",        "override", "priv",      "private",
        "proc_macro", "protected", "pub",      "public",    "ref",      "register",  "requires",
        "return",     "seam",      "self",     "short",     "signed",   "sizeof",    "static",
        "std",        "struct",    "super",    "switch",    "template", "test",      "this",
        "throw",      "trait",     "true",     "try",       "type",     "typedef",   "typeof",
        "union",      "unsafe",    "unsigned", "unsized",   "use",      "using",     "virtual",
        "void",       "volatile",  "where",    "while",     "xor",      "yield"};
    if (std::ranges::find(taken, name) != taken.end()) {
        return fail(fmt::format("'{}' is a word of C++ or Rust, or a name that is taken: choose "
                                "another",
                                name));
    }
    Names names{.snake = name, .pascal = {}, .upper = {}};
    bool begins_word = true;
    for (const char letter : name) {
        names.upper += to_upper(letter);
        if (letter != '_') {
            names.pascal += begins_word ? to_upper(letter) : letter;
        }
        begins_word = letter == '_';
    }
    return names;
}

std::string filled(std::string text, const Names& names) {
    for (const auto& [mark, word] : {std::pair{std::string_view("@name@"), &names.snake},
                                     std::pair{std::string_view("@Name@"), &names.pascal},
                                     std::pair{std::string_view("@NAME@"), &names.upper}}) {
        for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;
             at += word->size()) {
            text.replace(at, mark.size(), *word);
        }
    }
    return text;
}

Result<std::string> content_of(const fs::path& file) {
    std::ifstream stream(file);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) {
        return fail(fmt::format("{} cannot be read", file.string()));
    }
    return text;
}

Result<void> write(const fs::path& file, const std::string& text) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    std::ofstream stream(file);
    stream << text;
    stream.close();
    if (!stream) {
        return fail(fmt::format("{} cannot be written", file.string()));
    }
    return {};
}

/// The template, as file and text.
Result<std::map<fs::path, std::string>> component_files(const Project& project,
                                                        const Names& names) {
    const fs::path folder = project.source / "tools/bimetal/component";
    std::map<fs::path, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".in") {
            continue;
        }
        Result<std::string> text = content_of(entry.path());
        if (!text) {
            return std::unexpected(text.error());
        }
        fs::path name = filled(fs::relative(entry.path(), folder).string(), names);
        name.replace_extension();
        files[project.source / "components" / names.snake / name] = filled(*text, names);
    }
    if (files.empty()) {
        return fail(fmt::format("there is nothing in {}", folder.string()));
    }
    return files;
}

/// A line that goes, in the order of the alphabet, to others that begin alike.
struct Addition {
    fs::path file;
    std::string after; ///< The line above the list; empty: the first line that begins so.
    std::string prefix;
    std::string line;
};

std::vector<Addition> additions_of(const Project& project, const Names& names) {
    const std::string& name = names.snake;
    const fs::path workspace = project.source / "Cargo.toml";
    std::vector<Addition> additions = {
        {project.source / "components/CMakeLists.txt", "", "add_subdirectory(",
         fmt::format("add_subdirectory({})", name)},
    };
    for (const char* library : {"image", "measured", "measured-host"}) {
        const fs::path crate = project.source / "rust" / library;
        additions.push_back({crate / "Cargo.toml", "[dependencies]", "",
                             fmt::format("{}-bindings.workspace = true", name)});
        additions.push_back(
            {crate / "src/lib.rs", "", "use ", fmt::format("use {}_bindings as _;", name)});
    }
    for (const auto& [suffix, folder] :
         {std::pair{"-contract", "bindings/contract"}, std::pair{"-bindings", "bindings/rust"},
          std::pair{"-host", "conformance/host"}, std::pair{"", "rust"}}) {
        additions.push_back({workspace, "members = [", "    \"",
                             fmt::format("    \"components/{}/{}\",", name, folder)});
        if (std::string_view(suffix) != "-host") {
            additions.push_back({workspace, "[workspace.dependencies]", "",
                                 fmt::format("{}{} = {{ path = \"components/{}/{}\" }}", name,
                                             suffix, name, folder)});
        }
    }
    return additions;
}

/// Puts the line where it belongs. Fails where there is no such list.
Result<std::string> with_line(const std::string& text, const Addition& addition) {
    Lines lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    const auto in_list = [&](const std::string& line) {
        return !line.empty() && line.front() != '[' && line.front() != ']' &&
               line.starts_with(addition.prefix);
    };
    auto at = addition.after.empty() ? std::ranges::find_if(lines, in_list)
                                     : std::ranges::find(lines, addition.after);
    if (at == lines.end()) {
        return fail(
            fmt::format("{} has no list to add '{}' to", addition.file.string(), addition.line));
    }
    at += addition.after.empty() ? 0 : 1;
    while (at != lines.end() && in_list(*at) && *at < addition.line) {
        ++at;
    }
    lines.insert(at, addition.line);
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

/// Every changed file of the project with its new text, so that nothing is written before all is
/// known to fit.
Result<std::map<fs::path, std::string>> changed_files(const Project& project, const Names& names) {
    std::map<fs::path, std::string> files;
    for (const Addition& addition : additions_of(project, names)) {
        if (!files.contains(addition.file)) {
            Result<std::string> text = content_of(addition.file);
            if (!text) {
                return std::unexpected(text.error());
            }
            files[addition.file] = *text;
        }
        Result<std::string> changed = with_line(files[addition.file], addition);
        if (!changed) {
            return std::unexpected(changed.error());
        }
        files[addition.file] = *changed;
    }
    return files;
}

/// Runs a program whose answer nobody reads; its complaints are seen.
Result<void> run_quietly(const Lines& arguments) {
    const Descriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    Result<Process> process = Process::start({.arguments = arguments, .output = nowhere.number()});
    if (!process) {
        return std::unexpected(process.error());
    }
    if (!process->wait().succeeded()) {
        return fail(fmt::format("{} failed; its messages are above", arguments.front()));
    }
    return {};
}

std::string rustfmt() {
    return fs::path(BIMETAL_CARGO).parent_path() / "rustfmt";
}

std::string generator_of(const Project& project) {
    return project.build / "seam/generator/seam-generator";
}

/// The names have changed the lengths of lines.
Result<void> format(const std::map<fs::path, std::string>& files) {
    Lines cpp = {"clang-format-22", "-i"};
    Lines rust = {rustfmt(), "--edition", "2024"};
    for (const auto& [file, text] : files) {
        const std::string extension = file.extension();
        if (extension == ".h" || extension == ".hpp" || extension == ".cpp") {
            cpp.push_back(file);
        } else if (extension == ".rs") {
            rust.push_back(file);
        }
    }
    for (const Lines& command : {cpp, rust}) {
        if (const Result<void> formatted = run_quietly(command); !formatted) {
            return formatted;
        }
    }
    return {};
}

} // namespace

Result<int> new_component(const Project& project, const std::string& name) {
    const Result<Names> names = names_of(name);
    if (!names) {
        return std::unexpected(names.error());
    }
    const fs::path folder = project.source / "components" / name;
    if (fs::exists(folder)) {
        return fail(fmt::format("{} is there already", folder.string()));
    }
    if (const Result<void> built = build_targets(project, {"seam-generator"}); !built) {
        return std::unexpected(built.error());
    }
    auto files = component_files(project, *names);
    if (!files) {
        return std::unexpected(files.error());
    }
    auto changed = changed_files(project, *names);
    if (!changed) {
        return std::unexpected(changed.error());
    }
    for (const auto* set : {&*files, &*changed}) {
        for (const auto& [file, text] : *set) {
            if (const Result<void> written = write(file, text); !written) {
                return std::unexpected(written.error());
            }
        }
    }
    if (const Result<void> formatted = format(*files); !formatted) {
        return std::unexpected(formatted.error());
    }
    // Cargo.lock names every crate of the workspace.
    const Result<void> locked = run_quietly(
        {"env", std::string("RUSTC=") + BIMETAL_RUSTC, BIMETAL_CARGO, "metadata", "--offline",
         "--format-version", "1", "--manifest-path", project.source / "Cargo.toml"});
    if (!locked) {
        return std::unexpected(locked.error());
    }
    // CMake wants to see the bindings before it can say how they are made.
    const Result<void> generated = run_quietly(
        {generator_of(project), folder / (name + ".seam.h"), "--output",
         folder / "bindings/generated", "--root", project.source, "--namespace", "bimetal::" + name,
         "--page", project.source / "docs/contracts" / (name + ".md"), "--include",
         project.source / "seam/include", "--rustfmt", rustfmt()});
    if (!generated) {
        return std::unexpected(generated.error());
    }
    fmt::print(
        "components/{0}/ is there, and images hold it: {1} files.\n\n"
        "  1. Write the contract:   components/{0}/{0}.seam.h\n"
        "  2. Generate bindings:    cmake --build {2} --target {0}-bindings\n"
        "  3. Write the twins:      components/{0}/cpp/{0}.hpp, components/{0}/rust/src/lib.rs\n"
        "  4. Say what they must do: components/{0}/conformance/suite.hpp\n"
        "  5. Try:                  ./bimetal test {0}\n"
        "                           ./bimetal run --exec 'components; test {0}'\n"
        "                           ./bimetal bench {0}\n",
        name, files->size(), fs::relative(project.build, project.source).string());
    return 0;
}

} // namespace bimetal::tool
