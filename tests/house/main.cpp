// SPDX-License-Identifier: MIT OR Apache-2.0
// house: the checks of the project's own rules.
//   house layers ROOT          who may know whom
//   house conventions ROOT     README, licence line, foreign functions, crates
//   house catches NAME ROOT    a planted violation is reported
//   house tidy ROOT BUILD CONFIG clang-tidy over what BUILD compiles of ROOT
#include "tests/house/conventions.hpp"
#include "tests/house/layers.hpp"
#include "tests/house/planted.hpp"
#include "tests/house/tidy.hpp"
#include "tests/house/tree.hpp"

#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace bimetal::house;

int report(const std::vector<Finding>& findings, std::size_t files) {
    for (const Finding& finding : findings) {
        std::cout << finding.file << ":" << finding.line << ": " << finding.sentence << "\n";
    }
    std::cout << findings.size() << " findings in " << files << " files\n";
    return findings.empty() ? 0 : 1;
}

int run(const std::vector<std::string>& words) {
    if (words.size() == 2 && words[0] == "layers") {
        const Tree tree = Tree::load(words[1]);
        return report(check_layers(tree), tree.files().size());
    }
    if (words.size() == 2 && words[0] == "conventions") {
        const Tree tree = Tree::load(words[1]);
        return report(check_conventions(tree), tree.files().size());
    }
    if (words.size() == 3 && words[0] == "catches") {
        return is_caught(Tree::load(words[2]), words[1]) ? 0 : 1;
    }
    if (words.size() == 4 && words[0] == "tidy") {
        return tidy(words[1], words[2], words[3]) ? 0 : 1;
    }
    std::cerr << "usage: house layers ROOT | conventions ROOT | catches NAME ROOT | "
                 "tidy ROOT BUILD CONFIG\n";
    return 2;
}

} // namespace

int main(int count, char** arguments) {
    try {
        return run({arguments + 1, arguments + count});
    } catch (const std::exception& error) {
        std::cerr << "house: " << error.what() << "\n";
        return 2;
    }
}
