// SPDX-License-Identifier: MIT OR Apache-2.0
#include "seam/torture/support/torture.hpp"

#include "seam/harness/harness.hpp"

#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

using seam::torture::Channel;

constexpr int rounds = 12;
constexpr const char* languages[] = {"C++", "Rust"};

struct Call {
    seam::harness::Random random{0};
    std::array<std::vector<std::uint8_t>, 8> records;
    bool may_fail = false;
    std::uint64_t bytes = 0;
    std::uint64_t calls = 0;
};

Call call;

std::string digits(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        std::array<char, 3> pair{};
        std::snprintf(pair.data(), pair.size(), "%02x", byte);
        text += pair.data();
    }
    return text.empty() ? "(none)" : text;
}

struct Crossing {
    const char* what;
    Channel left;
    Channel arrived;
};

constexpr Crossing crossings[] = {
    {"arguments", Channel::sent, Channel::received},
    {"answer", Channel::answered, Channel::got},
    {"arguments of a service", Channel::asked, Channel::heard},
    {"answer of a service", Channel::replied, Channel::returned},
};

std::vector<std::uint8_t>& record_of(Channel channel) {
    return call.records[static_cast<std::size_t>(channel)];
}

/// One call; false if anything arrived otherwise than it left.
bool makes_no_difference(const seam::torture::Contract& contract,
                         const seam::torture::Function& function, std::size_t from, std::size_t to,
                         std::uint64_t seed, bool may_fail, std::span<std::uint8_t> memory) {
    call.random = seam::harness::Random(seed);
    call.may_fail = may_fail;
    for (auto& record : call.records) {
        record.clear();
    }
    function.callers[from][to](memory.data());
    ++call.calls;
    bool same = true;
    for (const Crossing& crossing : crossings) {
        const auto& left = record_of(crossing.left);
        const auto& arrived = record_of(crossing.arrived);
        call.bytes += left.size();
        if (left != arrived) {
            std::printf("difference\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", crossing.what, contract.name,
                        function.name, languages[from], languages[to], digits(left).c_str(),
                        digits(arrived).c_str());
            same = false;
            break;
        }
    }
    // The instance's memory ends where the contract says.
    for (const std::uint8_t byte : memory.subspan(contract.state_size)) {
        if (byte != 0xa5) {
            std::printf("difference\tmemory behind the instance\t%s\t%s\t%s\t%s\ta5\t%02x\n",
                        contract.name, function.name, languages[from], languages[to], byte);
            return false;
        }
    }
    return same;
}

std::size_t differences_of(const seam::torture::Contract& contract, std::size_t from,
                           std::size_t to) {
    alignas(64) static std::array<std::uint8_t, 4096> memory;
    seam::harness::Random random(contract.seed ^ (1 + 2 * from + to));
    bool differs = false;
    for (int round = 0; round < rounds; ++round) {
        memory.fill(0xa5);
        std::memset(memory.data(), 0, contract.state_size);
        for (std::size_t index = 0; index < contract.functions.size(); ++index) {
            const seam::torture::Function& function = contract.functions[index];
            // The first makes the instance, so it is called once more and succeeds.
            std::printf("calls\t%s\t%s\t%s\t%s\n", contract.name, function.name, languages[from],
                        languages[to]);
            std::fflush(stdout);
            const auto calls = [&](bool may_fail) {
                return makes_no_difference(contract, function, from, to, random.next(), may_fail,
                                           memory);
            };
            differs = !calls(true) || differs;
            if (index == 0) {
                differs = !calls(false) || differs;
            }
        }
        if (differs) {
            return 1;
        }
    }
    return 0;
}

} // namespace

std::uint64_t torture_draw() noexcept {
    return call.random.next();
}

void torture_record(std::uint32_t channel, const std::uint8_t* bytes,
                    std::uint64_t length) noexcept {
    auto& record = call.records[channel];
    record.insert(record.end(), bytes, bytes + length);
}

void torture_record_number(std::uint32_t channel, std::uint64_t number,
                           std::uint64_t width) noexcept {
    auto& record = call.records[channel];
    for (std::uint64_t index = 0; index < width; ++index) {
        record.push_back(static_cast<std::uint8_t>(number >> (8 * index)));
    }
}

std::uint32_t torture_fails() noexcept {
    return call.may_fail && call.random.once_in(4) ? 1 : 0;
}

std::size_t seam::torture::run(std::span<const Contract> contracts,
                               std::span<const Layout> layouts) {
    std::size_t differences = 0;
    for (const Layout& layout : layouts) {
        const bool same = layout.expected.size() == layout.found.size() &&
                          std::memcmp(layout.expected.data(), layout.found.data(),
                                      layout.expected.size_bytes()) == 0;
        if (!same) {
            const auto text = [](std::span<const std::uint64_t> numbers) {
                std::string line;
                for (const std::uint64_t number : numbers) {
                    line += (line.empty() ? "" : " ") + std::to_string(number);
                }
                return line;
            };
            std::printf("difference\tlayout\t%s\t%s\tmanifest\t%s\t%s\t%s\n", layout.contract,
                        layout.type, layout.language, text(layout.expected).c_str(),
                        text(layout.found).c_str());
            ++differences;
        }
    }
    for (const Contract& contract : contracts) {
        for (const std::size_t from : {0U, 1U}) {
            for (const std::size_t to : {0U, 1U}) {
                differences += differences_of(contract, from, to);
            }
        }
    }
    std::printf("total\t%llu\t%llu\t%llu\n", static_cast<unsigned long long>(call.calls),
                static_cast<unsigned long long>(call.bytes),
                static_cast<unsigned long long>(layouts.size()));
    return differences;
}
