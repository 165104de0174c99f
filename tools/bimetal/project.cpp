// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/project.hpp"

#include "tools/bimetal/descriptor.hpp"
#include "tools/bimetal/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>

#include <algorithm>
#include <fstream>
#include <map>

namespace bimetal::tool {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Whether Ninja has nothing to do for `targets`. Its dry run alone does not tell, as it begins and
/// ends with looking for new files; so that is done first, and the dry run reads the same build
/// under a name that nothing regenerates.
bool is_up_to_date(const Project& project, const std::vector<std::string>& targets) {
    const std::string folder = project.build.string();
    if (!output_of({"ninja", "-C", folder, "build.ninja"})) {
        return false; // the build itself shows what is wrong
    }
    std::error_code ignored;
    fs::create_symlink("build.ninja", project.build / "check.ninja", ignored);
    std::vector<std::string> ask{"ninja", "-C", folder, "-f", "check.ninja", "-n"};
    ask.insert(ask.end(), targets.begin(), targets.end());
    const Result<std::string> answer = output_of(ask);
    return answer && answer->ends_with("no work to do.");
}

/// The crates of the workspace as rust-analyzer wants them, from what cargo says about them.
json rust_project(const json& metadata, const std::string& sysroot) {
    json crates = json::array();
    std::map<std::string, std::size_t> index_of;
    for (const json& package : metadata.at("packages")) {
        for (const json& target : package.at("targets")) {
            const std::string kind = target.at("kind").at(0);
            if (kind != "lib" && kind != "staticlib" && kind != "rlib") {
                continue;
            }
            index_of[package.at("name")] = crates.size();
            crates.push_back({{"display_name", target.at("name")},
                              {"root_module", target.at("src_path")},
                              {"edition", package.at("edition")},
                              {"deps", json::array()},
                              {"cfg", json::array()},
                              {"is_workspace_member", true}});
        }
    }
    for (const json& package : metadata.at("packages")) {
        const auto crate = index_of.find(package.at("name"));
        if (crate == index_of.end()) {
            continue;
        }
        for (const json& dependency : package.at("dependencies")) {
            const std::string name = dependency.at("name");
            if (const auto found = index_of.find(name); found != index_of.end()) {
                std::string identifier = dependency.at("rename").is_string()
                                             ? std::string(dependency.at("rename"))
                                             : name;
                std::ranges::replace(identifier, '-', '_');
                crates[crate->second]["deps"].push_back(
                    {{"crate", found->second}, {"name", identifier}});
            }
        }
    }
    return {{"sysroot", sysroot},
            {"sysroot_src", sysroot + "/lib/rustlib/src/rust/library"},
            {"crates", std::move(crates)}};
}

Result<void> write_rust_project(const Project& project, const fs::path& file) {
    const Result<std::string> sysroot = output_of({BIMETAL_RUSTC, "--print", "sysroot"});
    if (!sysroot) {
        return std::unexpected(sysroot.error());
    }
    const Result<std::string> metadata = output_of(
        {"env", std::string("RUSTC=") + BIMETAL_RUSTC, BIMETAL_CARGO, "metadata", "--no-deps",
         "--offline", "--format-version", "1", "--manifest-path", project.source / "Cargo.toml"});
    if (!metadata) {
        return std::unexpected(metadata.error());
    }
    const json parsed = json::parse(*metadata, nullptr, false);
    if (parsed.is_discarded()) {
        return fail("cargo metadata printed something that is not JSON");
    }
    std::ofstream(file) << rust_project(parsed, *sysroot).dump(2) << '\n';
    return {};
}

} // namespace

Project this_project() {
    return {.source = BIMETAL_SOURCE_DIR, .build = BIMETAL_BUILD_DIR, .may_build = true};
}

Result<void> build_targets(const Project& project, const std::vector<std::string>& targets) {
    if (!project.may_build) {
        return {};
    }
    const Descriptor lock(
        ::open((project.build / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666));
    ::flock(lock.number(), LOCK_EX);
    if (is_up_to_date(project, targets)) {
        return {};
    }
    ProcessSetup setup{.arguments = {"ninja", "-C", project.build.string()}, .output = 2};
    setup.arguments.insert(setup.arguments.end(), targets.begin(), targets.end());
    Result<Process> ninja = Process::start(setup);
    if (!ninja) {
        return std::unexpected(ninja.error());
    }
    if (!ninja->wait().succeeded()) {
        return fail(fmt::format("the build of {} failed; its messages are above",
                                fmt::join(targets, ", ")));
    }
    return {};
}

Result<fs::path> image_file(const Project& project, const std::string& name) {
    if (name.contains('/')) {
        if (!fs::is_regular_file(name)) {
            return fail(fmt::format("there is no image {}", name));
        }
        return fs::path(name);
    }
    std::string image = name.starts_with("bimetal") ? name : "bimetal-" + name;
    if (name == "release") {
        image = "bimetal";
    }
    const std::string target = fmt::format("images/{}.elf", image);
    const bool known =
        output_of({"ninja", "-C", project.build.string(), "-t", "query", target}).has_value();
    if (!known) {
        return fail(fmt::format("there is no image named {}: try tests, release, fixed-cpp, "
                                "fixed-rust, or a path with a slash in it",
                                name));
    }
    if (const Result<void> built = build_targets(project, {target}); !built) {
        return std::unexpected(built.error());
    }
    fs::path file = project.build / target;
    if (!fs::is_regular_file(file)) {
        return fail(fmt::format("the image {} is not built: leave out --no-build", file.string()));
    }
    return file;
}

Result<void> write_editor_files(const Project& project) {
    std::error_code error;
    const fs::path commands = project.source / "compile_commands.json";
    const fs::path wanted = fs::relative(project.build / "compile_commands.json", project.source);
    if (fs::read_symlink(commands, error) != wanted) {
        fs::remove(commands, error);
        fs::create_symlink(wanted, commands, error);
    }
    const fs::path workspace = project.source / "Cargo.toml";
    const fs::path file = project.source / "rust-project.json";
    if (fs::exists(workspace) &&
        (!fs::exists(file) || fs::last_write_time(file) < fs::last_write_time(workspace))) {
        return write_rust_project(project, file);
    }
    return {};
}

} // namespace bimetal::tool
