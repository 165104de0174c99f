// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/generator/output.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

namespace seam::generator {

namespace {

namespace fs = std::filesystem;

std::optional<std::string> read(const fs::path& path) {
    const std::ifstream file(path, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Runs a formatter on a file, in place.
std::expected<void, std::string> run(const std::string& program, const std::string& option,
                                     const fs::path& path) {
    const pid_t child = fork();
    if (child == 0) {
        if (option.empty()) {
            execlp(program.c_str(), program.c_str(), path.c_str(), nullptr);
        } else {
            execlp(program.c_str(), program.c_str(), option.c_str(), path.c_str(), nullptr);
        }
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        return std::unexpected(fmt::format("{}: {}", program, std::strerror(errno)));
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return std::unexpected(
            fmt::format("{} did not format {}: install it, name it with an option, or pass "
                        "--unformatted.",
                        program, path.string()));
    }
    return {};
}

std::expected<void, std::string> format(const fs::path& path, const Formatters& formatters) {
    const std::string extension = path.extension();
    if (extension == ".rs" && !formatters.rustfmt.empty()) {
        return run(formatters.rustfmt, "--edition=2024", path);
    }
    if ((extension == ".hpp" || extension == ".h" || extension == ".cpp") &&
        !formatters.clang_format.empty()) {
        return run(formatters.clang_format, "-i", path);
    }
    return {};
}

std::expected<void, std::string> write(const Output& output, const Formatters& formatters) {
    std::error_code error;
    fs::create_directories(output.path.parent_path(), error);
    {
        std::ofstream file(output.path, std::ios::binary | std::ios::trunc);
        file << output.text;
        if (!file.flush()) {
            return std::unexpected(
                fmt::format("cannot write {}: {}", output.path.string(), std::strerror(errno)));
        }
    }
    return format(output.path, formatters);
}

} // namespace

std::string without_layout(const std::string& text) {
    std::string result;
    for (const char letter : text) {
        if (letter == ' ' || letter == '\t' || letter == '\n' || letter == '\\' || letter == '/') {
            continue;
        }
        if ((letter == ')' || letter == ']' || letter == '}' || letter == '>') &&
            result.ends_with(',')) {
            result.pop_back();
        }
        result += letter;
    }
    return result;
}

std::vector<fs::path> stale(const std::vector<Output>& outputs) {
    std::vector<fs::path> result;
    for (const Output& output : outputs) {
        const auto present = read(output.path);
        if (!present || without_layout(*present) != without_layout(output.text)) {
            result.push_back(output.path);
        }
    }
    return result;
}

std::expected<void, std::string> write(const std::vector<Output>& outputs,
                                       const Formatters& formatters) {
    for (const fs::path& path : stale(outputs)) {
        for (const Output& output : outputs) {
            if (output.path == path) {
                if (auto written = write(output, formatters); !written) {
                    return written;
                }
            }
        }
    }
    return {};
}

} // namespace seam::generator
