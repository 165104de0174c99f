// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/house/tree.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace bimetal::house {

namespace {

// Folders whose files are not the project's source.
const std::set<std::string, std::less<>> unread_folders = {".git", "build", "target"};

bool is_identifier(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Blanks [from, to) of `text`, keeping line breaks.
void blank(std::string& text, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, text.size()); ++i) {
        if (text[i] != '\n') {
            text[i] = ' ';
        }
    }
}

// The end of the comment that starts at `start`; Rust's block comments nest.
std::size_t comment_end(std::string_view text, std::size_t start, Language language) {
    if (text[start + 1] == '/') {
        return std::min(text.find('\n', start), text.size());
    }
    std::size_t depth = 1;
    std::size_t i = start + 2;
    while (i < text.size() && depth > 0) {
        if (text.substr(i, 2) == "*/") {
            --depth;
            i += 2;
        } else if (language == Language::rust && text.substr(i, 2) == "/*") {
            ++depth;
            i += 2;
        } else {
            ++i;
        }
    }
    return i;
}

// The end of a raw string whose opening quote is at `quote`, or `quote` when it opens none.
std::size_t raw_string_end(std::string_view text, std::size_t quote, Language language) {
    if (language == Language::c_family) {
        if (quote == 0 || text[quote - 1] != 'R') {
            return quote;
        }
        const std::size_t open = text.find('(', quote);
        if (open == std::string_view::npos) {
            return quote;
        }
        const std::string close =
            ")" + std::string(text.substr(quote + 1, open - quote - 1)) + "\"";
        const std::size_t at = text.find(close, open);
        return at == std::string_view::npos ? text.size() : at + close.size();
    }
    std::size_t hashes = 0;
    while (hashes < quote && text[quote - 1 - hashes] == '#') {
        ++hashes;
    }
    if (quote <= hashes || text[quote - 1 - hashes] != 'r') {
        return quote;
    }
    const std::string close = "\"" + std::string(hashes, '#');
    const std::size_t at = text.find(close, quote + 1);
    return at == std::string_view::npos ? text.size() : at + close.size();
}

// The end of the ordinary literal whose opening quote is at `start`.
std::size_t literal_end(std::string_view text, std::size_t start) {
    std::size_t i = start + 1;
    while (i < text.size() && text[i] != text[start]) {
        i += text[i] == '\\' ? 2U : 1U;
    }
    return std::min(i + 1, text.size());
}

// A quote that is a digit separator in C++ or a lifetime in Rust opens no literal.
bool opens_character(std::string_view text, std::size_t at, Language language) {
    if (language == Language::c_family) {
        return at == 0 || !is_identifier(text[at - 1]);
    }
    return at + 2 < text.size() && (text[at + 1] == '\\' || text[at + 2] == '\'');
}

} // namespace

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> parts;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        parts.emplace_back(path.substr(0, slash));
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return parts;
}

std::string resolve(std::string_view from, std::string_view path) {
    std::vector<std::string> result = split_path(from);
    for (const std::string& part : split_path(path)) {
        if (part == "..") {
            if (result.empty()) {
                return {};
            }
            result.pop_back();
        } else if (!part.empty() && part != ".") {
            result.push_back(part);
        }
    }
    std::string joined;
    for (const std::string& part : result) {
        joined += joined.empty() ? part : "/" + part;
    }
    return joined;
}

std::string folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

std::size_t line_at(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string without_comments(std::string_view source, Language language) {
    std::string text(source);
    std::size_t i = 0;
    while (i < text.size()) {
        const std::string_view pair = std::string_view(text).substr(i, 2);
        if (pair == "//" || pair == "/*") {
            const std::size_t end = comment_end(text, i, language);
            blank(text, i, end);
            i = end;
        } else if (text[i] == '"') {
            std::size_t end = raw_string_end(text, i, language);
            if (end == i) {
                end = literal_end(text, i);
            }
            i = end;
        } else if (text[i] == '\'' && opens_character(text, i, language)) {
            i = literal_end(text, i);
        } else {
            ++i;
        }
    }
    return text;
}

Tree Tree::load(const std::string& root) {
    namespace fs = std::filesystem;
    Tree tree;
    for (auto entry = fs::recursive_directory_iterator(root);
         entry != fs::recursive_directory_iterator(); ++entry) {
        if (entry->is_directory()) {
            if (unread_folders.contains(entry->path().filename().string())) {
                entry.disable_recursion_pending();
            }
            continue;
        }
        if (entry->is_symlink() || !entry->is_regular_file()) {
            continue;
        }
        std::ifstream stream(entry->path(), std::ios::binary);
        if (!stream) {
            throw std::runtime_error("cannot read " + entry->path().string());
        }
        tree.files_[fs::relative(entry->path(), root).string()] =
            std::string(std::istreambuf_iterator<char>(stream), {});
    }
    return tree;
}

const std::string* Tree::find(const std::string& path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

bool Tree::contains(const std::string& path) const {
    if (files_.contains(path)) {
        return true;
    }
    const auto below = files_.lower_bound(path + "/");
    return below != files_.end() && below->first.starts_with(path + "/");
}

} // namespace bimetal::house
