// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

namespace bimetal::evaluation {
namespace {

constexpr int schema = 1;

/// What all entries of a row have.
json common_fields(const Row& row, const std::string& run_type) {
    return {{"name", row.name()},
            {"run_name", row.name()},
            {"run_type", run_type},
            {"repetitions", row.repetitions.size()},
            {"threads", row.threads},
            {"time_unit", "ns"},
            {"component", row.component},
            {"workload", row.workload},
            {"caller", row.caller},
            {"twin", row.twin},
            {"way", row.way},
            {"place", row.place},
            {"unit", row.unit},
            {"string_instructions", row.string_instructions}};
}

json repetition_entry(const Row& row, const Repetition& repetition) {
    json entry = common_fields(row, "iteration");
    entry["repetition_index"] = repetition.index;
    entry["iterations"] = row.operations;
    entry["real_time"] = repetition.value;
    entry["cpu_time"] = repetition.value;
    entry["seed"] = repetition.seed;
    return entry;
}

double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values) {
    if (values.size() < 2) {
        return 0;
    }
    const double mean = mean_of(values);
    double sum = 0;
    for (const double value : values) {
        sum += (value - mean) * (value - mean);
    }
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

void add_aggregates(json& entries, const Row& row) {
    const std::vector<double> values = row.values();
    const std::pair<const char*, double> aggregates[] = {{"mean", mean_of(values)},
                                                         {"median", spread_of(values).median},
                                                         {"stddev", deviation_of(values)}};
    for (const auto& [aggregate, value] : aggregates) {
        json entry = common_fields(row, "aggregate");
        entry["name"] = row.name() + "_" + aggregate;
        entry["aggregate_name"] = aggregate;
        entry["aggregate_unit"] = "time";
        entry["iterations"] = row.repetitions.size();
        entry["real_time"] = value;
        entry["cpu_time"] = value;
        entries.push_back(std::move(entry));
    }
}

/// Reads the members of one entry and remembers the first that is missing or of another type.
class EntryReader {
  public:
    explicit EntryReader(const json& entry) : entry_(entry) {}

    std::string text(const char* key) {
        const auto found = entry_.find(key);
        return found != entry_.end() && found->is_string() ? found->get<std::string>()
                                                           : (miss(key), std::string());
    }

    std::uint64_t number(const char* key) {
        const auto found = entry_.find(key);
        return found != entry_.end() && found->is_number_unsigned() ? found->get<std::uint64_t>()
                                                                    : (miss(key), std::uint64_t{0});
    }

    double real(const char* key) {
        const auto found = entry_.find(key);
        return found != entry_.end() && found->is_number() ? found->get<double>()
                                                           : (miss(key), 0.0);
    }

    bool truth(const char* key) {
        const auto found = entry_.find(key);
        return found != entry_.end() && found->is_boolean() ? found->get<bool>()
                                                            : (miss(key), false);
    }

    const std::string& missing() const { return missing_; }

  private:
    void miss(const char* key) {
        if (missing_.empty()) {
            missing_ = key;
        }
    }

    const json& entry_;
    std::string missing_;
};

/// A row with the one repetition of this entry.
Row row_of(EntryReader& reader) {
    Row row{.component = reader.text("component"),
            .workload = reader.text("workload"),
            .caller = reader.text("caller"),
            .twin = reader.text("twin"),
            .way = reader.text("way"),
            .place = reader.text("place"),
            .unit = reader.text("unit"),
            .threads = static_cast<std::uint32_t>(reader.number("threads")),
            .string_instructions = reader.truth("string_instructions"),
            .operations = reader.number("iterations")};
    row.repetitions.push_back(
        {.index = static_cast<std::uint32_t>(reader.number("repetition_index")),
         .seed = reader.number("seed"),
         .value = reader.real("real_time")});
    return row;
}

} // namespace

std::string Row::name() const {
    return fmt::format("{}/{}/{}-calls-{}/{}/{}{}", component, workload, caller, twin, way, place,
                       threads > 1 ? fmt::format("/threads:{}", threads) : "");
}

std::string Row::pair_name() const {
    return fmt::format("{}/{}/{}/{}/{}/{}", component, workload, caller, way, place, threads);
}

std::vector<double> Row::values() const {
    std::vector<double> values;
    values.reserve(repetitions.size());
    for (const Repetition& repetition : repetitions) {
        values.push_back(repetition.value);
    }
    return values;
}

const Row* ResultSet::find(std::string_view name) const {
    const auto found = std::ranges::find(rows, name, &Row::name);
    return found == rows.end() ? nullptr : &*found;
}

bool repeats_exactly(const Row& row) {
    return row.unit == "instructions";
}

std::optional<Comparison> compare_rows(const Row& first, const Row& second) {
    std::map<std::uint32_t, double> of_first;
    for (const Repetition& repetition : first.repetitions) {
        of_first[repetition.index] = repetition.value;
    }
    std::vector<double> left;
    std::vector<double> right;
    for (const Repetition& repetition : second.repetitions) {
        const auto found = of_first.find(repetition.index);
        if (found == of_first.end()) {
            continue;
        }
        if (found->second <= 0 || repetition.value <= 0) {
            return std::nullopt;
        }
        left.push_back(found->second);
        right.push_back(repetition.value);
    }
    if (left.empty()) {
        return std::nullopt;
    }
    return compare_pairs(left, right, repeats_exactly(first) && repeats_exactly(second));
}

std::vector<Pair> pairs_of(const ResultSet& set) {
    std::map<std::string, const Row*> rust;
    for (const Row& row : set.rows) {
        if (row.twin == "rust") {
            rust.emplace(row.pair_name(), &row);
        }
    }
    std::vector<Pair> pairs;
    for (const Row& row : set.rows) {
        const auto other = row.twin == "cpp" ? rust.find(row.pair_name()) : rust.end();
        if (other == rust.end()) {
            continue;
        }
        if (const auto comparison = compare_rows(row, *other->second)) {
            pairs.push_back({.cpp = &row, .rust = other->second, .comparison = *comparison});
        }
    }
    return pairs;
}

json to_json(const ResultSet& set) {
    json context = set.context;
    context["schema"] = schema;
    json entries = json::array();
    for (const Row& row : set.rows) {
        for (const Repetition& repetition : row.repetitions) {
            entries.push_back(repetition_entry(row, repetition));
        }
        if (!row.repetitions.empty()) {
            add_aggregates(entries, row);
        }
    }
    return {{"context", std::move(context)}, {"benchmarks", std::move(entries)}};
}

Result<ResultSet> from_json(const json& value, const std::string& source) {
    const auto context = value.is_object() ? value.find("context") : value.end();
    if (!value.is_object() || context == value.end() || !context->is_object() ||
        !value.contains("benchmarks") || !value.at("benchmarks").is_array()) {
        return fail(
            fmt::format("{} holds no results: it has no context, or no list benchmarks", source));
    }
    if (const auto found = context->find("schema"); found == context->end() || *found != schema) {
        return fail(fmt::format("{} is of another version of this format: measure again", source));
    }
    ResultSet set{.context = *context};
    std::map<std::string, std::size_t> index_of;
    for (const json& entry : value.at("benchmarks")) {
        EntryReader reader(entry);
        if (entry.is_object() && reader.text("run_type") == "aggregate") {
            continue;
        }
        Row row = entry.is_object() ? row_of(reader) : Row{};
        if (!entry.is_object() || !reader.missing().empty()) {
            return fail(fmt::format("{}: an entry of benchmarks has no {} of the right type",
                                    source, reader.missing()));
        }
        const auto [found, is_new] = index_of.try_emplace(row.name(), set.rows.size());
        if (is_new) {
            set.rows.push_back(std::move(row));
        } else {
            set.rows[found->second].repetitions.push_back(row.repetitions.front());
        }
    }
    return set;
}

Result<ResultSet> read_results(const std::filesystem::path& file) {
    std::ifstream stream(file);
    if (!stream) {
        return fail(fmt::format("{} cannot be read", file.string()));
    }
    const json value = json::parse(stream, nullptr, false);
    if (value.is_discarded()) {
        return fail(fmt::format("{} is not JSON", file.string()));
    }
    return from_json(value, file.string());
}

Result<void> write_results(const std::filesystem::path& file, const ResultSet& set) {
    std::ofstream stream(file, std::ios::trunc);
    // An entry a line: differences of two files can be read.
    const json value = to_json(set);
    stream << "{\"context\": " << value.at("context").dump(1) << ",\n\"benchmarks\": [";
    const char* separator = "\n";
    for (const json& entry : value.at("benchmarks")) {
        stream << separator << entry.dump();
        separator = ",\n";
    }
    stream << "\n]}\n";
    stream.close();
    if (!stream) {
        return fail(fmt::format("{} cannot be written", file.string()));
    }
    return {};
}

} // namespace bimetal::evaluation
