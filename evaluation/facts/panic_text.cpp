// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/panic_text.hpp"

#include "evaluation/facts/image_facts.hpp"
#include "evaluation/facts/size.hpp"
#include "evaluation/steps.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace bimetal::evaluation {
namespace {

/// What is compared, of one image of size.json.
json sizes_of(const json& image) {
    return {{"text", image.at("total").at("text")},
            {"read_only", image.at("total").at("read_only")},
            {"loadable", image.at("loadable")}};
}

Result<json> build_and_measure(const Setup& setup) {
    const std::filesystem::path folder = setup.project.build / "without-panic-text";
    const std::string preset = setup.project.build.filename().string();
    fmt::print(stderr, "bimetal: building the images without the text of failed checks\n");
    const auto configured =
        tool::output_of({"cmake", "--preset", preset, "-S", setup.project.source.string(), "-B",
                         folder.string(), "-DBIMETAL_PANIC_TEXT=OFF", "-Wno-dev"});
    if (!configured) {
        return std::unexpected(configured.error());
    }
    std::vector<std::string> build{"cmake", "--build", folder.string(), "--target"};
    std::vector<std::string> files;
    for (const std::string name : sized_images) {
        build.push_back("image-" + name);
        files.push_back((folder / "images" / (name + ".elf")).string());
    }
    if (const auto built = tool::output_of(build); !built) {
        return std::unexpected(built.error());
    }
    return image_json(setup, "size", files);
}

} // namespace

json compare_panic_text(const json& without, const json& with) {
    json images = json::array();
    for (const json& image : without) {
        const auto same = std::ranges::find_if(
            with, [&](const json& other) { return other.at("name") == image.at("name"); });
        if (same != with.end()) {
            json row = sizes_of(image);
            row["name"] = image.at("name");
            row["with"] = sizes_of(*same);
            images.push_back(std::move(row));
        }
    }
    return {{"state", "measured"},
            {"why", "BIMETAL_PANIC_TEXT=OFF: rustc's -Zlocation-detail=none and -Zfmt-debug=none, "
                    "and hardening traps of libc++ without their message"},
            {"images", std::move(images)}};
}

json measure_without_panic_text(const Setup& setup, const json& with) {
    if (setup.quick) {
        return absent("a quick evaluation builds nothing");
    }
    const Result<json> printed = build_and_measure(setup);
    if (!printed) {
        return absent(printed.error().sentence);
    }
    return compare_panic_text(size_images(*printed), with);
}

} // namespace bimetal::evaluation
