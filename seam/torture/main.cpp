// SPDX-License-Identifier: MIT OR Apache-2.0
//
// seam-torture: random contracts through the real generator, called across the languages in all
// four ways; every byte that crosses is compared. Exit status: 0 nothing differed, 1 something did,
// 2 wrong use.
#include "seam/torture/campaign.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <map>
#include <random>
#include <string>

int main(int argc, char** argv) {
    using seam::torture::Plant;
    seam::torture::Options options;
    options.cxx = SEAM_TORTURE_CXX;
    options.rustc = SEAM_TORTURE_RUSTC;
    options.source = SEAM_TORTURE_SOURCE;
    options.command = "./bimetal torture";
    const std::map<std::string, Plant> plants = {{"swapped-fields", Plant::swapped_fields},
                                                 {"narrow-field", Plant::narrow_field},
                                                 {"swapped-arguments", Plant::swapped_arguments},
                                                 {"wrong-offset", Plant::wrong_offset}};
    CLI::App app("Calls random contracts across the languages and compares every byte", "torture");
    app.add_option("--count", options.count, "Contracts")->type_name("N")->capture_default_str();
    CLI::Option* seed = app.add_option("--seed", options.seed,
                                       "Repeats a campaign; else BIMETAL_SEED, else at random")
                            ->type_name("S");
    app.add_option("--first", options.first, "The number of the first contract")->type_name("N");
    app.add_option("--keep", options.keep, "Leave contracts, bindings and programs in this folder")
        ->type_name("DIR");
    app.add_option("--batch", options.batch_size, "Contracts in a program")
        ->type_name("N")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--jobs", options.jobs, "Programs built at a time")
        ->type_name("N")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    app.add_option("--optimisation", options.optimisation, "Of both compilers, 0 to 3")
        ->type_name("N")
        ->check(CLI::IsMember({"0", "1", "2", "3"}))
        ->capture_default_str();
    CLI::Option* cxx =
        app.add_option("--cxx", options.cxx, "The C++ compiler")->type_name("PROGRAM");
    app.add_option("--source", options.source, "The folder that holds seam/")
        ->type_name("DIR")
        ->check(CLI::ExistingDirectory);
    app.add_option("--plant", options.plant, "Make this mistake in what was generated")
        ->transform(CLI::CheckedTransformer(plants))
        ->group("");
    try {
        app.parse(argc, argv);
        if (!cxx->empty()) {
            options.command += " --cxx " + options.cxx;
        }
        if (seed->empty()) {
            const char* given = std::getenv("BIMETAL_SEED");
            options.seed =
                given != nullptr ? std::stoull(given, nullptr, 0) : std::random_device()();
        }
        return seam::torture::run_campaign(options) ? 0 : 1;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "torture: {}\n", error.what());
        return 1;
    }
}
