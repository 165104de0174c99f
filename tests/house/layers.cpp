// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/house/layers.hpp"

#include "tests/house/rooms.hpp"

#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::house {

namespace {

// Folders that every compile command searches for quoted includes, after the includer's own.
constexpr std::array<std::string_view, 2> include_folders = {"", "seam/include"};

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> endings) {
    for (const std::string_view ending : endings) {
        if (path.ends_with(ending)) {
            return true;
        }
    }
    return false;
}

bool is_c_family(std::string_view path) {
    return ends_with_any(path, {".hpp", ".cpp", ".h", ".c", ".S", ".ld"});
}

struct Reference {
    std::string path;
    std::size_t line = 0;
};

// The tree's file that `name` means in `includer`. A name that is no file (yet) counts as written
// from the root, so that a generated header is judged by its folder too.
std::string find_include(const Tree& tree, const std::string& includer, const std::string& name) {
    std::string beside = resolve(folder_of(includer), name);
    if (tree.find(beside) != nullptr) {
        return beside;
    }
    std::vector<std::string> folders(include_folders.begin(), include_folders.end());
    const std::vector<std::string> parts = split_path(includer);
    if (parts.size() > 2 && parts[0] == "examples") {
        // A project of its own, whose includes are written from its folder.
        folders.insert(folders.begin(), parts[0] + "/" + parts[1]);
    }
    for (const std::string& folder : folders) {
        std::string path = resolve(folder, name);
        if (tree.find(path) != nullptr) {
            return path;
        }
    }
    if (name.starts_with(".")) {
        return beside;
    }
    return name.contains('/') ? resolve("", name) : std::string();
}

// What stands behind each #include, with its quotes or brackets.
std::vector<Reference> include_directives(const std::string& text) {
    static const std::regex directive(R"(^[ \t]*#[ \t]*include[ \t]+(.*?)[ \t]*$)",
                                      std::regex::multiline);
    static const std::regex binary(R"(^[ \t]*\.(?:incbin|include)[ \t]+("[^"]+"))",
                                   std::regex::multiline);
    const std::string code = without_comments(text, Language::c_family);
    std::vector<Reference> result;
    for (const std::regex* pattern : {&directive, &binary}) {
        for (std::sregex_iterator it(code.begin(), code.end(), *pattern), end; it != end; ++it) {
            result.push_back({(*it)[1], line_at(code, static_cast<std::size_t>(it->position(1)))});
        }
    }
    return result;
}

struct Dependency {
    std::string name;
    std::string path;
    std::size_t line = 0;
    bool from_workspace = false; // the root manifest says where it is
    bool of_workspace = false;   // this is the root manifest's word
    bool for_tests = false;
};

// The dependencies that a Cargo manifest names.
std::vector<Dependency> read_dependencies(const std::string& text) {
    static const std::regex section(R"(^\s*\[+\s*([^\]]+?)\s*\]+\s*$)");
    static const std::regex entry(R"re(^\s*"?([\w-]+)"?(?:\.([\w-]+))?\s*=\s*(.*)$)re");
    static const std::regex dependencies(
        R"re((?:.*\.)?((?:dev-|build-)?dependencies)(?:\."?([\w-]+)"?)?)re");
    static const std::regex path_value(R"re((?:^|[{,]\s*)path\s*=\s*"([^"]*)")re");
    static const std::regex workspace_value(R"((?:^|[{,]\s*)workspace\s*=\s*true)");
    std::vector<Dependency> result;
    Dependency current;
    bool inside = false;
    bool is_table = false;
    std::istringstream lines(text);
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        line = line.substr(0, line.find('#'));
        std::smatch match;
        if (std::regex_match(line, match, section)) {
            const std::string name = match[1];
            inside = std::regex_match(name, match, dependencies);
            is_table = inside && match[2].matched;
            if (inside) {
                current = Dependency{};
                current.of_workspace = name.starts_with("workspace.");
                current.for_tests = match[1] == "dev-dependencies";
            }
            if (is_table) {
                current.name = match[2];
                current.line = number;
                result.push_back(current);
            }
        } else if (inside && std::regex_match(line, match, entry)) {
            const std::string key = is_table ? match[1].str() : match[2].str();
            const std::string value = key.empty() ? match[3].str() : key + " = " + match[3].str();
            if (!is_table) {
                current.name = match[1];
                current.line = number;
                result.push_back(current);
            }
            if (std::regex_search(value, match, path_value)) {
                result.back().path = match[1];
            }
            result.back().from_workspace =
                result.back().from_workspace || std::regex_search(value, workspace_value);
        }
    }
    return result;
}

class LayerCheck {
  public:
    explicit LayerCheck(const Tree& tree) : tree_(tree) {}

    std::vector<Finding> run() {
        for (const auto& [path, text] : tree_.files()) {
            if (is_c_family(path)) {
                check_includes(path, text);
            } else if (path.ends_with(".rs")) {
                check_rust_paths(path, text);
            } else if (path.ends_with("Cargo.toml")) {
                check_manifest(path, text);
            }
        }
        check_build_lists();
        return std::move(findings_);
    }

  private:
    struct Command {
        std::string name;
        std::vector<Reference> arguments;
        std::size_t line = 0;
        std::string file;
    };

    void check_edge(const Place& from, const Place& to, const std::string& file, std::size_t line,
                    const std::string& what) {
        if (const auto sentence = refusal(from, to)) {
            findings_.push_back({file, line, what + ": " + *sentence + "."});
        }
    }

    void check_includes(const std::string& path, const std::string& text) {
        for (const Reference& include : include_directives(text)) {
            const std::string& name = include.path;
            if (name.front() != '"' && name.front() != '<') {
                findings_.push_back({path, include.line,
                                     "#include of a macro: the layer check cannot see what it "
                                     "names; write the file."});
                continue;
            }
            const std::string file = name.substr(1, name.size() - 2);
            check_edge(place_of(path), place_of(find_include(tree_, path, file)), path,
                       include.line, "includes " + file);
        }
    }

    void check_rust_paths(const std::string& path, const std::string& text) {
        static const std::regex inclusion(
            R"re((?:\#!?\[\s*path\s*=\s*|\binclude(?:_str|_bytes)?!\s*\(\s*)"([^"]+)")re");
        const std::string code = without_comments(text, Language::rust);
        for (std::sregex_iterator it(code.begin(), code.end(), inclusion), end; it != end; ++it) {
            const std::string target = resolve(folder_of(path), (*it)[1].str());
            check_edge(place_of(path), place_of(target), path,
                       line_at(code, static_cast<std::size_t>(it->position(1))), "reads " + target);
        }
    }

    // Cargo refuses a `use` of a crate that no manifest names, so manifests say it all. Their
    // dependencies stand one a line, as `name = { … }`, `name.key = …` or a table of their own.
    void check_manifest(const std::string& path, const std::string& text) {
        for (const Dependency& dependency : read_dependencies(text)) {
            Place from = place_of(path);
            from.is_test = from.is_test || dependency.for_tests;
            std::string target =
                dependency.path.empty() ? std::string() : resolve(folder_of(path), dependency.path);
            if (dependency.from_workspace) {
                target = workspace_path(dependency.name);
            }
            if (!target.empty()) {
                check_edge(from, place_of(target + "/Cargo.toml"), path, dependency.line,
                           "depends on " + dependency.name);
            } else if (from.room == Room::twin && !from.is_test) {
                findings_.push_back({path, dependency.line,
                                     "depends on " + dependency.name +
                                         ": a twin knows its own seam and the services it is "
                                         "given, no foreign crate."});
            }
        }
    }

    // The folder that the root manifest gives a dependency; empty for a crate from elsewhere.
    std::string workspace_path(const std::string& name) const {
        const std::string* text = tree_.find("Cargo.toml");
        if (text != nullptr) {
            for (const Dependency& dependency : read_dependencies(*text)) {
                if (dependency.name == name && dependency.of_workspace) {
                    return resolve("", dependency.path);
                }
            }
        }
        return {};
    }

    void check_build_lists() {
        std::vector<Command> commands;
        for (const auto& [path, text] : tree_.files()) {
            if (path.ends_with("CMakeLists.txt") || path.ends_with(".cmake")) {
                read_commands(path, text, commands);
            }
        }
        for (const Command& command : commands) {
            if (defines_target(command)) {
                const std::string prefix = command.name == "bimetal_host_test" ? "test-" : "";
                targets_[prefix + command.arguments.front().path] = target_place(command);
            }
        }
        for (const Command& command : commands) {
            check_command(command);
        }
    }

    static bool defines_target(const Command& command) {
        return !command.arguments.empty() &&
               (command.name == "add_library" || command.name == "add_executable" ||
                command.name.starts_with("bimetal_"));
    }

    static Place target_place(const Command& command) {
        const std::string& name = command.arguments.front().path;
        Place place = place_of(command.file);
        place.is_test = place.is_test || command.name == "bimetal_host_test" ||
                        (name.ends_with("tests") && !name.ends_with("without-tests"));
        if (command.name == "bimetal_kernel_image") {
            place = Place{};
            place.room = Room::image;
            place.is_test = name != "bimetal";
        }
        return place;
    }

    void check_command(const Command& command) {
        static const std::set<std::string, std::less<>> lists = {"set", "list"};
        const bool on_target = defines_target(command) || command.name.starts_with("target_");
        if (command.arguments.empty() || (!on_target && !lists.contains(command.name))) {
            return;
        }
        const auto known = targets_.find(command.arguments.front().path);
        const Place from =
            on_target && known != targets_.end() ? known->second : place_of(command.file);
        for (std::size_t i = 1; i < command.arguments.size(); ++i) {
            const Reference& argument = command.arguments[i];
            if (const auto to = referred_place(command, argument.path)) {
                check_edge(from, *to, command.file, argument.line,
                           command.arguments.front().path + " takes " + argument.path);
            }
        }
    }

    // Where an argument leads: a target, or a file or folder of the tree.
    std::optional<Place> referred_place(const Command& command, std::string name) const {
        static const std::regex generator(R"(\$<[A-Z_]+:([^>]+)>)");
        std::smatch match;
        if (std::regex_match(name, match, generator)) {
            name = match[1];
        }
        if (const auto target = targets_.find(name); target != targets_.end()) {
            return target->second;
        }
        static const std::regex folder_variable(
            R"(\$\{(CMAKE|PROJECT|CMAKE_CURRENT)_SOURCE_DIR\}/?(.*))");
        std::string path = resolve(folder_of(command.file), name);
        bool written_from_root = false;
        if (std::regex_match(name, match, folder_variable)) {
            written_from_root = match[1] != "CMAKE_CURRENT";
            path = resolve(written_from_root ? "" : folder_of(command.file), match[2].str());
        }
        if (path.empty() || (!written_from_root && !tree_.contains(path))) {
            return std::nullopt;
        }
        return place_of(path);
    }

    static void read_commands(const std::string& path, const std::string& text,
                              std::vector<Command>& commands) {
        std::size_t i = 0;
        std::size_t line = 1;
        const auto skip_comment = [&] {
            while (i < text.size() && text[i] != '\n') {
                ++i;
            }
        };
        while (i < text.size()) {
            if (text[i] == '#') {
                skip_comment();
            } else if (std::isalpha(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_') {
                const std::size_t start = i;
                while (i < text.size() && text[i] != '(' && text[i] != '\n' && text[i] != '#') {
                    ++i;
                }
                if (i < text.size() && text[i] == '(') {
                    std::string name = text.substr(start, i - start);
                    name.erase(name.find_last_not_of(" \t") + 1);
                    Command command{name, {}, line, path};
                    read_arguments(text, i, line, command);
                    commands.push_back(std::move(command));
                }
            } else {
                line += text[i] == '\n' ? 1U : 0U;
                ++i;
            }
        }
    }

    // Reads from the opening parenthesis at `i` past the closing one.
    static void read_arguments(const std::string& text, std::size_t& i, std::size_t& line,
                               Command& command) {
        std::size_t depth = 0;
        bool quoted = false;
        std::string word;
        const auto finish = [&] {
            if (!word.empty()) {
                command.arguments.push_back({word, line});
            }
            word.clear();
        };
        for (; i < text.size(); ++i) {
            const char c = text[i];
            if (quoted) {
                quoted = c != '"';
                word += c == '"' ? "" : std::string(1, c);
            } else if (c == '"') {
                quoted = true;
            } else if (c == '(') {
                ++depth;
            } else if (c == ')') {
                finish();
                if (--depth == 0) {
                    ++i;
                    return;
                }
            } else if (std::isspace(static_cast<unsigned char>(c)) != 0 || c == ';') {
                finish();
            } else if (c == '#') {
                finish();
                while (i + 1 < text.size() && text[i + 1] != '\n') {
                    ++i;
                }
            } else {
                word += c;
            }
            line += c == '\n' ? 1U : 0U;
        }
    }

    const Tree& tree_;
    std::map<std::string, Place> targets_;
    std::vector<Finding> findings_;
};

} // namespace

std::vector<Finding> check_layers(const Tree& tree) {
    return LayerCheck(tree).run();
}

std::vector<std::string> included_files(const Tree& tree, const std::string& file) {
    std::vector<std::string> result;
    const std::string* text = tree.find(file);
    if (text == nullptr) {
        return result;
    }
    for (const Reference& include : include_directives(*text)) {
        std::string path =
            find_include(tree, file, include.path.substr(1, include.path.size() - 2));
        if (tree.find(path) != nullptr) {
            result.push_back(std::move(path));
        }
    }
    return result;
}

} // namespace bimetal::house
