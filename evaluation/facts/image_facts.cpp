// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/image_facts.hpp"

#include <fmt/format.h>

namespace bimetal::evaluation {

Result<json> image_json(const Setup& setup, const std::string& subcommand,
                        std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {setup.project.image_tool().string(), subcommand});
    arguments.emplace_back("--json");
    const Result<std::string> text = tool::output_of(arguments);
    if (!text) {
        return std::unexpected(text.error());
    }
    json read = json::parse(*text, nullptr, false);
    if (read.is_discarded()) {
        return fail(fmt::format("bimetal-image {} printed no JSON", subcommand), 1);
    }
    return read;
}

Result<std::string> built_image(const Setup& setup, const std::string& name) {
    const auto file = setup.project.images() / (name + ".elf");
    if (!std::filesystem::exists(file)) {
        return fail(fmt::format("image {} is not built", name), 1);
    }
    return file.string();
}

} // namespace bimetal::evaluation
