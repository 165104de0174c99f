// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace bimetal::evaluation {
namespace {

/// Gathers rows as their samples come, in the order of the first ones.
class Reader {
  public:
    explicit Reader(const SamplesSource& source) : source_(source) {}

    Result<void> take(const json& event) {
        const std::string kind = event.value("event", "");
        if (kind == "sample") {
            return take_sample(event);
        }
        if (kind == "overhead") {
            const Result<double> count = count_of(event);
            if (!count) {
                return std::unexpected(count.error());
            }
            overheads_.push_back(*count);
        } else if (kind == "failed-sample") {
            ++samples_.failed;
        } else if (kind == "measured") {
            unit_ = event.value("unit", "");
            counter_ = event.value("counter", "");
            ++ends_;
        }
        return {};
    }

    Result<Samples> finish(std::size_t runs) {
        if (ends_ < runs) {
            return fail(fmt::format("{} ended before it had measured all", source_.program), 1);
        }
        if (counter_ == "tsc") {
            return fail(fmt::format("{} did not count instructions: the emulator was run without "
                                    "-icount",
                                    source_.program),
                        1);
        }
        if (overheads_.empty()) {
            return fail(fmt::format("{} did not say what measuring costs", source_.program), 1);
        }
        const Spread spread = spread_of(overheads_);
        samples_.overhead = {.place = source_.place,
                             .unit = unit_,
                             .n = spread.n,
                             .least = spread.least,
                             .median = spread.median,
                             .greatest = spread.greatest};
        for (Row& row : samples_.rows) {
            row.unit = unit_;
            const double overhead = row.threads == 1 ? spread.median : 0;
            for (Repetition& repetition : row.repetitions) {
                repetition.value = std::max(0.0, repetition.value - overhead) /
                                   static_cast<double>(row.operations);
            }
        }
        return std::move(samples_);
    }

  private:
    Result<double> count_of(const json& event) const {
        if (const auto part = event.find("part"); part != event.end() && source_.count_of_part) {
            const Result<std::uint64_t> count =
                source_.count_of_part(part->is_number_unsigned() ? part->get<std::uint64_t>() : 0);
            if (!count) {
                return std::unexpected(count.error());
            }
            return static_cast<double>(*count);
        }
        const auto count = event.find("count");
        if (count == event.end() || !count->is_number_unsigned()) {
            return fail(fmt::format("{} wrote a sample without a count", source_.program), 1);
        }
        return static_cast<double>(count->get<std::uint64_t>());
    }

    Result<void> take_sample(const json& event) {
        Row row{.component = event.value("component", ""),
                .workload = event.value("workload", ""),
                .caller = event.value("caller", ""),
                .twin = event.value("twin", ""),
                .way = event.value("way", ""),
                .place = source_.place,
                .unit = {},
                .threads = event.value("threads", 1U),
                .string_instructions = event.value("string_instructions", false),
                .operations =
                    std::max(event.value("operations", std::uint64_t{1}), std::uint64_t{1})};
        if (source_.only_by_name && row.way != "fixed") {
            return {};
        }
        if (source_.is_plain && row.way == "fixed") {
            row.way = "plain";
        }
        const Result<double> count = count_of(event);
        if (!count) {
            return std::unexpected(count.error());
        }
        const auto [found, is_new] = index_of_.try_emplace(row.name(), samples_.rows.size());
        if (is_new) {
            samples_.rows.push_back(std::move(row));
        }
        samples_.rows[found->second].repetitions.push_back(
            {.index = event.value("repetition", 0U),
             .seed = event.value("seed", std::uint64_t{0}),
             .value = *count});
        return {};
    }

    const SamplesSource& source_;
    Samples samples_;
    std::map<std::string, std::size_t> index_of_;
    std::vector<double> overheads_;
    std::string unit_, counter_;
    std::size_t ends_ = 0;
};

} // namespace

Result<Samples> read_samples(const std::string& lines, const SamplesSource& source,
                             std::size_t runs) {
    Reader reader(source);
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);) {
        const json event = json::parse(line, nullptr, false);
        if (!event.is_object()) {
            continue;
        }
        try {
            if (const auto taken = reader.take(event); !taken) {
                return std::unexpected(taken.error());
            }
        } catch (const json::exception&) {
            return fail(fmt::format("{} wrote a sample with a field of the wrong type: {}",
                                    source.program, line),
                        1);
        }
    }
    return reader.finish(runs);
}

} // namespace bimetal::evaluation
