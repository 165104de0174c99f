// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/size.hpp"

#include "evaluation/facts/image_facts.hpp"
#include "evaluation/facts/panic_text.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace bimetal::evaluation {
namespace {

json row_of(const json& part) {
    const std::string name = part.at("part");
    const std::size_t slash = name.find('/');
    json row = part;
    row["part"] = name.substr(0, slash);
    row["twin"] = slash == std::string::npos ? "" : name.substr(slash + 1);
    return row;
}

json image_of(const json& printed) {
    json rows = json::array();
    for (const json& part : printed.at("parts")) {
        rows.push_back(row_of(part));
    }
    json text = printed.at("panic_text");
    text["strings"] = text.at("messages").get<std::uint64_t>() +
                      text.at("file_names").get<std::uint64_t>() +
                      text.at("hardening").get<std::uint64_t>();
    return {{"name", std::filesystem::path(printed.at("image").get<std::string>()).stem().string()},
            {"loadable", printed.at("loadable")},
            {"total", printed.at("total")},
            {"rows", std::move(rows)},
            {"panic_text", std::move(text)},
            {"generic_copies", printed.at("generic_copies")}};
}

} // namespace

json size_images(const json& printed) {
    json images = json::array();
    for (const json& image : printed) {
        images.push_back(image_of(image));
    }
    return images;
}

Result<json> measure_size(const Setup& setup) {
    std::vector<std::string> files;
    for (const std::string name : sized_images) {
        const auto file = built_image(setup, name);
        if (!file) {
            return std::unexpected(file.error());
        }
        files.push_back(*file);
    }
    const Result<json> printed = image_json(setup, "size", files);
    if (!printed) {
        return std::unexpected(printed.error());
    }
    json images = size_images(*printed);
    json without = measure_without_panic_text(setup, images);
    return json{{"schema", 1},
                {"command", "./bimetal size"},
                {"images", std::move(images)},
                {"without_panic_text", std::move(without)}};
}

} // namespace bimetal::evaluation
