// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/facts/stack.hpp"

#include "evaluation/facts/image_facts.hpp"

namespace bimetal::evaluation {

Result<json> measure_stack(const Setup& setup) {
    const auto image = built_image(setup, "bimetal");
    if (!image) {
        return std::unexpected(image.error());
    }
    std::vector<std::string> arguments{*image};
    for (const char* list : {"kernel/trap/panics.list", "kernel/panic_free.list"}) {
        arguments.insert(arguments.end(), {"--list", (setup.project.source / list).string()});
    }
    Result<json> fact = image_json(setup, "stack", arguments);
    if (!fact) {
        return fact;
    }
    (*fact)["schema"] = 1;
    (*fact)["command"] = "./bimetal stack";
    (*fact)["image"] = "bimetal";
    return fact;
}

} // namespace bimetal::evaluation
