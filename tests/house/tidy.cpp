// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/house/tidy.hpp"

#include "tests/house/layers.hpp"
#include "tests/house/rooms.hpp"
#include "tests/house/tree.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace bimetal::house {

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

// Of several commands for one file the kernel's is taken, then one without a sanitizer: sanitizers
// change nothing that clang-tidy looks at.
int preference(const std::string& command) {
    if (command.contains("BIMETAL_KERNEL=1")) {
        return 2;
    }
    return command.contains("-fsanitize=") ? 0 : 1;
}

// FNV-1a, 64 bits (Fowler, Noll, Vo): enough to tell versions of one file apart.
class Digest {
  public:
    void add(const std::string& text) {
        for (const char c : text) {
            value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100'0000'01b3U;
        }
        value_ = (value_ ^ 0xffU) * 0x100'0000'01b3U;
    }

    [[nodiscard]] std::string text() const {
        std::ostringstream stream;
        stream << std::hex << std::setw(16) << std::setfill('0') << value_;
        return stream.str();
    }

  private:
    std::uint64_t value_ = 0xcbf2'9ce4'8422'2325U;
};

// Adds `file` and every header of the tree below it.
void add_closure(const Tree& tree, const std::string& file, std::set<std::string>& seen,
                 Digest& digest) {
    const std::string* text = tree.find(file);
    if (text == nullptr || !seen.insert(file).second) {
        return;
    }
    digest.add(file);
    digest.add(*text);
    for (const std::string& included : included_files(tree, file)) {
        add_closure(tree, included, seen, digest);
    }
}

class Run {
  public:
    Run(const fs::path& root, const fs::path& build, fs::path config)
        : root_(fs::canonical(root)), work_(fs::canonical(build) / "tidy"),
          config_(std::move(config)), tree_(Tree::load(root_.string())) {
        fs::create_directories(work_ / "passed");
        select_commands(build / "compile_commands.json");
    }

    bool run() {
        const auto start = std::chrono::steady_clock::now();
        for (const auto& [file, command] : commands_) {
            if (!fs::exists(stamp(file))) {
                waiting_.push_back(file);
            }
        }
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            threads.emplace_back([this] { work(); });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::steady_clock::now() - start);
        std::cout << commands_.size() << " files, " << waiting_.size() << " of them checked now in "
                  << seconds.count() << " s, " << refused_ << " refused\n";
        return refused_ == 0;
    }

  private:
    void select_commands(const fs::path& database) {
        nlohmann::json selected = nlohmann::json::array();
        std::map<std::string, nlohmann::json> best;
        for (const nlohmann::json& entry : nlohmann::json::parse(read_file(database))) {
            const std::string file = fs::relative(entry["file"].get<std::string>(), root_).string();
            if (!file.ends_with(".cpp") || tree_.find(file) == nullptr ||
                !entry.contains("command")) {
                continue;
            }
            const auto found = best.find(file);
            if (found == best.end() || preference(entry["command"].get<std::string>()) >
                                           preference(found->second["command"])) {
                best[file] = entry;
            }
        }
        for (const auto& [file, entry] : best) {
            selected.push_back(entry);
            commands_[file] = entry["command"].get<std::string>();
        }
        std::ofstream(work_ / "compile_commands.json") << selected.dump(1);
    }

    // The file whose presence says that `file` passed as it is.
    [[nodiscard]] fs::path stamp(const std::string& file) const {
        Digest digest;
        digest.add(commands_.at(file));
        digest.add(read_file(config_));
        std::set<std::string> seen;
        add_closure(tree_, file, seen, digest);
        return work_ / "passed" / digest.text();
    }

    void work() {
        for (std::size_t i = next_++; i < waiting_.size(); i = next_++) {
            check(waiting_[i], work_ / ("output-" + std::to_string(i)));
        }
    }

    void check(const std::string& file, const fs::path& output) {
        std::string command = "clang-tidy-22 --quiet '--config-file=" + config_.string() +
                              "' -p '" + work_.string() + "' ";
        // A test that dereferences an empty optional fails, which is its purpose. The analyzer
        // takes two thirds of the time: it looks at what an image holds and at the bridge, since
        // tests run anyway and a host program that fails takes nothing along.
        const Place place = place_of(file);
        if (place.is_test || place.room == Room::conformance || place.room == Room::harness) {
            command += "'--checks=-bugprone-unchecked-optional-access,-clang-analyzer-*' ";
        } else if (place.room == Room::tools || place.room == Room::evaluation ||
                   place.room == Room::tests) {
            command += "'--checks=-clang-analyzer-*' ";
        }
        command += "'" + (root_ / file).string() + "' > '" + output.string() + "' 2>&1";
        const bool passed = std::system(command.c_str()) == 0;
        const std::string text = read_file(output);
        fs::remove(output);
        if (passed) {
            std::ofstream(stamp(file)).flush();
            return;
        }
        ++refused_;
        const std::scoped_lock lock(print_);
        std::cout << text << "\n";
    }

    fs::path root_;
    fs::path work_;
    fs::path config_;
    Tree tree_;
    std::map<std::string, std::string> commands_;
    std::vector<std::string> waiting_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<std::size_t> refused_ = 0;
    std::mutex print_;
};

} // namespace

bool tidy(const std::string& root, const std::string& build, const std::string& config) {
    return Run(root, build, config).run();
}

} // namespace bimetal::house
