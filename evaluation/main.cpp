// SPDX-License-Identifier: MIT OR Apache-2.0
// The host program behind `bimetal bench`, `compare` and `evaluate`.

#include "evaluation/setup.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bimetal::evaluation {
namespace {

Result<int> dispatch(int count, char** arguments) {
    CLI::App app("Measures and compares the twins of components", "bimetal");
    app.require_subcommand(1, 1);
    app.option_defaults()->take_last();
    try {
        app.parse(count, arguments);
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        return fail(fmt::format("{}; see bimetal bench --help, compare --help or evaluate --help",
                                error.what()));
    }
    return fail("a subcommand is required: bench, compare or evaluate");
}

} // namespace
} // namespace bimetal::evaluation

int main(int count, char** arguments) {
    const bimetal::tool::Result<int> status = bimetal::evaluation::dispatch(count, arguments);
    if (!status) {
        fmt::print(stderr, "bimetal: {}\n", status.error().sentence);
        return status.error().status;
    }
    return *status;
}
