// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/torture/campaign.hpp"

#include "seam/generator/bindings.hpp"
#include "seam/generator/reader.hpp"
#include "seam/torture/batch.hpp"
#include "seam/torture/contract.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace seam::torture {

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream stream(path, std::ios::binary);
    stream << text;
    if (!stream.flush()) {
        throw std::runtime_error("cannot write " + path.string());
    }
}

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char letter : text) {
        result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    }
    return result + "'";
}

void replace_first(std::string& text, std::string_view find, std::string_view with) {
    const std::size_t at = text.find(find);
    if (at == std::string::npos) {
        throw std::runtime_error(fmt::format("there is no '{}' to plant a mistake in", find));
    }
    text.replace(at, find.size(), with);
}

/// Makes the mistake in what the generator wrote, and lets Rust assert nothing that would find it
/// first: a writer with that mistake would assert the same.
void plant(Plant mistake, const std::string& file, std::string& text) {
    const std::string fields = "pub field_0: u32,\n    /// `field_1`\n    pub field_1: u32,";
    if (mistake == Plant::wrong_offset) {
        if (file.ends_with(".json")) {
            replace_first(text, "\"offset\": 4", "\"offset\": 12");
        }
        return;
    }
    if (mistake == Plant::nothing || !file.ends_with(".rs")) {
        return;
    }
    if (mistake == Plant::swapped_fields) {
        replace_first(text, fields, "pub field_1: u32,\n    /// `field_0`\n    pub field_0: u32,");
    } else if (mistake == Plant::narrow_field) {
        replace_first(text, fields, "pub field_0: u32,\n    /// `field_1`\n    pub field_1: u16,");
    } else {
        replace_first(text, "foreign_ask_0(argument_0, argument_1)",
                      "foreign_ask_0(argument_1, argument_0)");
    }
    const std::size_t start = text.find("const _: () = {\n    assert!");
    text.erase(start, text.find("};\n", start) + 3 - start);
}

class Campaign {
  public:
    explicit Campaign(const Options& options) : options_(options) {
        if (options.keep.empty()) {
            std::string name = (fs::temp_directory_path() / "seam-torture-XXXXXX").string();
            if (mkdtemp(name.data()) == nullptr) {
                throw std::runtime_error("cannot make a folder below " + name);
            }
            folder_ = name;
        } else {
            fs::create_directories(options.keep);
            folder_ = fs::absolute(options.keep);
        }
    }

    Campaign(const Campaign&) = delete;
    Campaign& operator=(const Campaign&) = delete;
    Campaign(Campaign&&) = delete;
    Campaign& operator=(Campaign&&) = delete;

    ~Campaign() {
        if (options_.keep.empty()) {
            std::error_code ignored;
            fs::remove_all(folder_, ignored);
        }
    }

    bool run() {
        compile_support();
        const std::uint64_t batches =
            (options_.count + options_.batch_size - 1) / options_.batch_size;
        std::vector<std::jthread> workers;
        std::atomic<std::uint64_t> next = 0;
        for (unsigned job = 0; job < std::max(1U, options_.jobs); ++job) {
            workers.emplace_back([&] {
                for (std::uint64_t batch = next++; batch < batches; batch = next++) {
                    try {
                        run_batch(batch);
                    } catch (const std::exception& error) {
                        report(fmt::format("batch {}: {}", batch, error.what()));
                    }
                }
            });
        }
        workers.clear();
        fmt::print("{} contracts, seed {:#x}, -O{}: {} calls, {} bytes compared, {} layouts, {} "
                   "failures\n",
                   done_, options_.seed, options_.optimisation, calls_, bytes_, layouts_,
                   failures_);
        return failures_ == 0 && done_ == options_.count;
    }

  private:
    /// What rustc is always called with.
    std::string rust(const std::string& crate_type, const std::string& name) const {
        return fmt::format(
            "{} --edition 2024 --cap-lints allow --crate-type {} --crate-name {} "
            "-Copt-level={} -Cpanic=abort -Cdebuginfo=0 -Ccodegen-units=1 -L . -L ..",
            quoted(options_.rustc), crate_type, name, options_.optimisation);
    }

    std::string cpp() const {
        return fmt::format("{} -std=c++23 -O{} -I. -I{} -I{}", quoted(options_.cxx),
                           options_.optimisation, quoted(options_.source.string()),
                           quoted((options_.source / "seam/include").string()));
    }

    /// Runs commands in a folder; what they print goes to a file there. Returns whether all
    /// succeeded.
    static bool run_in(const fs::path& folder, const std::string& commands,
                       const std::string& output) {
        const fs::path script = folder / (output + ".sh");
        write_file(script, "set -e\ncd " + quoted(folder.string()) + "\n" + commands);
        const std::string command = fmt::format("sh {} > {} 2>&1", quoted(script.string()),
                                                quoted((folder / output).string()));
        return std::system(command.c_str()) == 0;
    }

    void compile_support() {
        const fs::path seam = options_.source / "seam";
        const std::string commands =
            fmt::format("{} {} -o libseam.rlib\n{} -c {} -o torture.o\n", rust("rlib", "seam"),
                        quoted((seam / "rust/src/lib.rs").string()), cpp(),
                        quoted((seam / "torture/support/torture.cpp").string()));
        if (!run_in(folder_, commands, "support.log")) {
            throw std::runtime_error(read_file(folder_ / "support.log"));
        }
    }

    /// Writes header and bindings of one contract, as the real generator makes them.
    Generated generate(const fs::path& folder, std::uint64_t number) const {
        const bool planted = options_.plant != Plant::nothing && number == options_.first;
        Generated generated{.contract = random_contract(options_.seed, number, planted),
                            .manifest = {}};
        const std::string& name = generated.contract.name;
        const fs::path header = folder / (name + ".seam.h");
        write_file(header, header_of(generated.contract));
        const auto contract = generator::read_contract(
            header.string(), {"-I" + (options_.source / "seam/include").string()});
        if (!contract) {
            std::string text = "the generator refuses a random contract:\n";
            for (const auto& refusal : contract.error()) {
                text += to_string(refusal) + "\n";
            }
            throw std::runtime_error(text + header_of(generated.contract));
        }
        const generator::Places places{.header = name + ".seam.h",
                                       .folder = name,
                                       .name_space = name,
                                       .output = folder / name,
                                       .page = {},
                                       .hostile = {}};
        fs::create_directories(places.output);
        for (generator::Output& output : generator::write_bindings(*contract, places)) {
            if (planted) {
                plant(options_.plant, output.path.string(), output.text);
            }
            if (output.path.string().ends_with(".manifest.json")) {
                generated.manifest = output.text;
            }
            write_file(output.path, output.text);
        }
        return generated;
    }

    void run_batch(std::uint64_t number) {
        const fs::path folder = folder_ / fmt::format("batch_{}", number);
        fs::create_directories(folder);
        const std::uint64_t begin = number * options_.batch_size;
        const std::uint64_t end = std::min(begin + options_.batch_size, options_.count);
        std::vector<Generated> batch;
        for (std::uint64_t index = begin; index < end; ++index) {
            batch.push_back(generate(folder, options_.first + index));
        }
        const fs::path support = options_.source / "seam/torture/support/torture.rs";
        for (const Source& source : write_batch(batch, support.string())) {
            write_file(folder / source.file, source.text);
        }
        std::string commands;
        for (const Generated& generated : batch) {
            const std::string& name = generated.contract.name;
            commands += fmt::format("{0} --extern seam=../libseam.rlib {1}/{1}.rs\n",
                                    rust("rlib", name), name);
        }
        std::string contracts = " --extern seam=../libseam.rlib";
        for (const Generated& generated : batch) {
            contracts += fmt::format(" --extern {0}=lib{0}.rlib", generated.contract.name);
        }
        commands += fmt::format("{0}{2} twins.rs\n"
                                "{1}{2} --extern twins=libtwins.rlib callers.rs\n"
                                "{3} -c twins.cpp -o twins.o\n{3} -c callers.cpp -o callers.o\n"
                                "{4} callers.o twins.o ../torture.o libcallers.a -o batch\n",
                                rust("rlib", "twins"), rust("staticlib", "callers"), contracts,
                                cpp(), quoted(options_.cxx));
        if (!run_in(folder, commands, "build.log")) {
            throw std::runtime_error(fmt::format("what was generated does not compile or link:\n{}",
                                                 read_file(folder / "build.log").substr(0, 8000)));
        }
        const bool succeeded = run_in(folder, "./batch\n", "output.txt");
        judge(batch, succeeded, read_file(folder / "output.txt"));
        if (options_.keep.empty() || succeeded) {
            // What is kept is what can be read.
            for (const char* file : {"libcallers.a", "libtwins.rlib"}) {
                fs::remove(folder / file);
            }
        }
        if (options_.keep.empty()) {
            fs::remove_all(folder);
        }
    }

    static std::vector<std::string> columns_of(const std::string& line) {
        std::vector<std::string> columns;
        std::istringstream stream(line);
        for (std::string column; std::getline(stream, column, '\t');) {
            columns.push_back(column);
        }
        return columns;
    }

    void judge(const std::vector<Generated>& batch, bool succeeded, const std::string& output) {
        std::istringstream lines(output);
        std::vector<std::string> last;
        std::set<std::string> shown;
        bool ended = false;
        bool differs = false;
        for (std::string line; std::getline(lines, line);) {
            const auto columns = columns_of(line);
            if (columns.size() == 8 && columns[0] == "difference") {
                report(difference(batch, columns, shown.insert(columns[2]).second));
                differs = true;
            } else if (columns.size() == 5 && columns[0] == "calls") {
                last = columns;
            } else if (columns.size() == 4 && columns[0] == "total") {
                ended = true;
                const std::scoped_lock lock(mutex_);
                calls_ += std::stoull(columns[1]);
                bytes_ += std::stoull(columns[2]);
                layouts_ += std::stoull(columns[3]);
            }
        }
        if (!ended || (!succeeded && !differs)) {
            report(last.size() == 5 ? fmt::format("the program ended in {}, {} of {}, {} calling "
                                                  "{}\n{}",
                                                  last[2], last[1], options_.seed, last[3], last[4],
                                                  repeat(last[1]))
                                    : "the program of a batch did not start\n" + output);
        }
        const std::scoped_lock lock(mutex_);
        done_ += batch.size();
        const bool is_terminal = isatty(STDERR_FILENO) != 0;
        fmt::print(stderr, "{}torture: {} of {} contracts, {} failures{}", is_terminal ? "\r" : "",
                   done_, options_.count, failures_,
                   is_terminal && done_ != options_.count ? "" : "\n");
    }

    std::string repeat(const std::string& contract) const {
        return fmt::format("repeat: {} --seed {:#x} --first {} --count 1 --optimisation {} --keep "
                           "torture-again",
                           options_.command, options_.seed, contract.substr(contract.find('_') + 1),
                           options_.optimisation);
    }

    std::string difference(const std::vector<Generated>& batch,
                           const std::vector<std::string>& columns, bool with_header) const {
        const auto found = std::ranges::find_if(batch, [&](const Generated& generated) {
            return generated.contract.name == columns[2];
        });
        std::string declaration;
        std::string header;
        if (found != batch.end()) {
            header = with_header ? header_of(found->contract) : "";
            for (const Function& function : found->contract.functions) {
                if (function.name == columns[3]) {
                    declaration = "  " + declaration_of(found->contract, function) + "\n";
                }
            }
        }
        if (columns[1] == "layout") {
            return fmt::format("layout of {} in {}: size, alignment, then offset and size of each "
                               "field\n  manifest {}\n  {:<8} {}\n{}\n{}",
                               columns[3], columns[5], columns[6], columns[5], columns[7],
                               repeat(columns[2]), header);
        }
        return fmt::format("{}: {} calls {}, {} of {}\n{}  left    {}\n  arrived {}\n{}\n{}",
                           columns[1], columns[4], columns[5], columns[3], columns[2], declaration,
                           columns[6], columns[7], repeat(columns[2]), header);
    }

    void report(const std::string& text) {
        const std::scoped_lock lock(mutex_);
        ++failures_;
        fmt::print("failure: {}\n", text);
        std::fflush(stdout);
    }

    const Options& options_;
    fs::path folder_;
    std::mutex mutex_;
    std::uint64_t done_ = 0;
    std::uint64_t failures_ = 0;
    std::uint64_t calls_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t layouts_ = 0;
};

} // namespace

bool run_campaign(const Options& options) {
    return Campaign(options).run();
}

} // namespace seam::torture
