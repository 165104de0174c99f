// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/image/table_writer.hpp"

#include "tools/image/function_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <numeric>
#include <unordered_map>

namespace bimetal::image {

namespace {

namespace format = debug::table_format;

class Bytes {
  public:
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            byte(static_cast<std::uint8_t>(value | 0x80));
            value >>= 7;
        }
        byte(static_cast<std::uint8_t>(value));
    }

    void byte(std::uint8_t value) { bytes_.push_back(std::byte{value}); }

    template <typename T>
    void plain(const T& value) {
        const auto* from = reinterpret_cast<const std::byte*>(&value);
        bytes_.insert(bytes_.end(), from, from + sizeof(T));
    }

    void append(const std::vector<std::byte>& other) {
        bytes_.insert(bytes_.end(), other.begin(), other.end());
    }

    std::size_t size() const { return bytes_.size(); }

    const std::vector<std::byte>& get() const { return bytes_; }

  private:
    std::vector<std::byte> bytes_;
};

std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

/// Compresses names by replacing the most frequent pair of tokens with a byte that no name uses,
/// until no byte is free or no pair pays.
class NameCompressor {
  public:
    explicit NameCompressor(std::vector<std::string> names) : names_(std::move(names)) {
        std::array<bool, format::token_count> used{};
        for (const std::string& name : names_) {
            for (const char c : name) {
                used[static_cast<std::uint8_t>(c)] = true;
                tokens_[static_cast<std::uint8_t>(c)] = c;
            }
        }
        for (std::size_t code = 0; code < format::token_count; ++code) {
            if (!used[code] && !replace_pair(static_cast<std::uint8_t>(code))) {
                break;
            }
        }
    }

    const std::vector<std::string>& names() const { return names_; }

    const std::array<std::string, format::token_count>& tokens() const { return tokens_; }

  private:
    bool replace_pair(std::uint8_t code) {
        std::vector<std::uint32_t> counts(std::size_t{format::token_count} * format::token_count,
                                          0);
        const auto pair = [](char left, char right) {
            return static_cast<std::size_t>(static_cast<std::uint8_t>(left)) * format::token_count +
                   static_cast<std::uint8_t>(right);
        };
        for (const std::string& name : names_) {
            for (std::size_t i = 1; i < name.size(); ++i) {
                ++counts[pair(name[i - 1], name[i])];
            }
        }
        const auto best = std::ranges::max_element(counts);
        const auto left = static_cast<std::uint8_t>((best - counts.begin()) / format::token_count);
        const auto right = static_cast<std::uint8_t>((best - counts.begin()) % format::token_count);
        const std::string text = tokens_[left] + tokens_[right];
        if (*best <= text.size() + 2) {
            return false;
        }
        for (std::string& name : names_) {
            std::string replaced;
            for (std::size_t i = 0; i < name.size(); ++i) {
                if (i + 1 < name.size() && static_cast<std::uint8_t>(name[i]) == left &&
                    static_cast<std::uint8_t>(name[i + 1]) == right) {
                    replaced += static_cast<char>(code);
                    ++i;
                } else {
                    replaced += name[i];
                }
            }
            name = std::move(replaced);
        }
        tokens_[code] = text;
        return true;
    }

    std::vector<std::string> names_;
    std::array<std::string, format::token_count> tokens_;
};

/// What the table calls a symbol: a name with what its functions have in common.
struct SymbolKey {
    std::string name;
    format::Origin origin;

    auto tie() const {
        return std::tuple(name, origin.language, origin.twin,
                          std::string_view(origin.component, origin.component_length));
    }

    bool operator<(const SymbolKey& other) const { return tie() < other.tie(); }
};

class Writer {
  public:
    explicit Writer(const FunctionMap& map) : map_(map) {}

    Result<Table> write() {
        for (const Function& function : map_.functions) {
            const auto key = static_cast<std::uint32_t>(function.begin);
            if (format::address_of(key) != function.begin) {
                return std::unexpected(fmt::format(
                    "{} at {:#x} lies outside the lowest and highest 2 GiB, which is all that the "
                    "backtrace table can express: link it there.",
                    function.linkage_name, function.begin));
            }
        }
        if (auto counted = count_symbols(); !counted) {
            return std::unexpected(counted.error());
        }
        number_symbols();
        write_functions();
        write_symbols();
        return assemble();
    }

  private:
    Result<void> count(const std::string& linkage_name, const Origin& from) {
        format::Origin origin{};
        origin.language = from.language;
        origin.twin = from.twin;
        if (from.component.size() > format::longest_component) {
            return std::unexpected(
                fmt::format("component {} has a name of more than {} bytes: shorten it.",
                            from.component, format::longest_component));
        }
        origin.component_length = static_cast<std::uint8_t>(from.component.size());
        std::ranges::copy(from.component, origin.component);
        auto& name = short_names_[linkage_name];
        if (name.empty()) {
            name = short_function_name(linkage_name, debug::longest_name);
        }
        ++uses_[{name, origin}];
        return {};
    }

    SymbolKey key(const std::string& linkage_name, const Origin& from) {
        format::Origin origin{};
        origin.language = from.language;
        origin.twin = from.twin;
        origin.component_length = static_cast<std::uint8_t>(from.component.size());
        std::ranges::copy(from.component, origin.component);
        return {short_names_[linkage_name], origin};
    }

    Result<void> count_symbols() {
        for (const Function& function : map_.functions) {
            if (auto counted = count(function.linkage_name, function.origin); !counted) {
                return counted;
            }
            for (const InlinedCall& call : function.calls) {
                if (auto counted = count(call.linkage_name, call.origin); !counted) {
                    return counted;
                }
            }
        }
        return {};
    }

    /// The more a symbol is used, the smaller its number, and so its size in the streams.
    void number_symbols() {
        for (const auto& [symbol, uses] : uses_) {
            order_.emplace_back(symbol, uses);
        }
        std::ranges::sort(order_, [](const auto& left, const auto& right) {
            return left.second != right.second ? left.second > right.second
                                               : left.first < right.first;
        });
        for (std::uint32_t number = 0; const auto& [symbol, uses] : order_) {
            numbers_[symbol] = number++;
        }
    }

    /// What the table tells about an inlined call: its function and what it was inlined into.
    struct Node {
        std::uint32_t symbol;
        std::uint32_t parent;
        auto operator<=>(const Node&) const = default;
    };

    /// The function's calls and runs, without what the table cannot tell apart: calls of one
    /// function from different lines of the same caller are one node.
    std::pair<std::vector<Node>, std::vector<Run>> nodes_of(const Function& function) {
        std::vector<Node> nodes;
        std::map<Node, std::uint32_t> known;
        std::vector<std::uint32_t> node_of{0};
        for (const InlinedCall& call : function.calls) {
            const Node node{numbers_[key(call.linkage_name, call.origin)], node_of[call.parent]};
            const auto [entry, is_new] =
                known.try_emplace(node, static_cast<std::uint32_t>(nodes.size() + 1));
            if (is_new) {
                nodes.push_back(node);
            }
            node_of.push_back(entry->second);
        }
        std::vector<Run> runs;
        for (const Run& run : function.runs) {
            const std::uint32_t node = node_of[run.call];
            if (!runs.empty() && runs.back().call == node) {
                runs.back().end = run.end;
            } else {
                runs.push_back({.end = run.end, .call = node});
            }
        }
        return {std::move(nodes), std::move(runs)};
    }

    std::vector<std::byte> inlining_of(const Function& function) {
        if (function.calls.empty()) {
            return {};
        }
        const auto [nodes, runs] = nodes_of(function);
        // Nodes that neither have code nor lead to some are left out. The others are numbered as
        // they first appear in a run; what only leads to code comes last.
        std::vector<std::uint32_t> numbers(nodes.size() + 1, 0);
        std::vector<std::uint32_t> order;
        const auto assign = [&](std::uint32_t node) {
            if (node != 0 && numbers[node] == 0) {
                order.push_back(node);
                numbers[node] = static_cast<std::uint32_t>(order.size());
            }
        };
        for (const Run& run : runs) {
            assign(run.call);
        }
        std::size_t with_parent = 0;
        while (with_parent < order.size()) {
            assign(nodes[order[with_parent++] - 1].parent);
        }
        Bytes bytes;
        bytes.number(order.size());
        for (const std::uint32_t number : order) {
            const Node& node = nodes[number - 1];
            bytes.number(node.parent == 0
                             ? 0
                             : zigzag(static_cast<std::int64_t>(numbers[number]) -
                                      static_cast<std::int64_t>(numbers[node.parent])));
            bytes.number(node.symbol);
        }
        std::uint32_t current = 0;
        std::uint32_t previous = 0;
        std::uint32_t seen = 0;
        std::uint64_t position = function.begin;
        for (const Run& run : runs) {
            if (&run == &runs.back() && run.call == 0) {
                break;
            }
            const std::uint32_t node = numbers[run.call];
            const auto write = [&](format::Step step) {
                bytes.number((run.end - position) << 2 | static_cast<std::uint64_t>(step));
            };
            if (node == 0) {
                write(format::Step::function);
            } else if (node == seen + 1) {
                write(format::Step::next);
                seen = node;
            } else if (node == previous) {
                write(format::Step::back);
            } else {
                write(format::Step::named);
                bytes.number(seen - node);
            }
            previous = current;
            current = node;
            position = run.end;
        }
        return bytes.get();
    }

    void write_functions() {
        std::uint32_t position = 0;
        for (std::size_t i = 0; i < map_.functions.size(); ++i) {
            const Function& function = map_.functions[i];
            const auto begin = static_cast<std::uint32_t>(function.begin);
            if (i % format::functions_in_block == 0) {
                blocks_.plain(begin);
                blocks_.plain(static_cast<std::uint32_t>(functions_.size()));
                position = begin;
            }
            functions_.number(begin - position);
            functions_.number(function.end - function.begin);
            functions_.number(numbers_[key(function.linkage_name, function.origin)]);
            const auto inlining = inlining_of(function);
            functions_.number(inlining.size());
            functions_.append(inlining);
            inlining_bytes_ += inlining.size();
            inlined_calls_ += function.calls.size();
            position = static_cast<std::uint32_t>(function.end);
        }
    }

    void write_symbols() {
        std::vector<std::string> names;
        for (const auto& [symbol, uses] : order_) {
            names.push_back(symbol.name);
        }
        const NameCompressor compressor(std::move(names));
        std::map<SymbolKey, std::uint8_t> origins;
        for (std::size_t i = 0; i < order_.size(); ++i) {
            if (i % format::symbols_in_block == 0) {
                symbol_index_.plain(static_cast<std::uint32_t>(symbols_.size()));
            }
            const SymbolKey origin{"", order_[i].first.origin};
            const auto [entry, is_new] =
                origins.try_emplace(origin, static_cast<std::uint8_t>(origins.size()));
            if (is_new) {
                origins_.plain(origin.origin);
            }
            const std::string& name = compressor.names()[i];
            symbols_.byte(entry->second);
            symbols_.byte(static_cast<std::uint8_t>(name.size()));
            for (const char c : name) {
                symbols_.byte(static_cast<std::uint8_t>(c));
            }
        }
        for (const std::string& token : compressor.tokens()) {
            token_index_.plain(static_cast<std::uint16_t>(tokens_.size()));
            for (const char c : token) {
                tokens_.byte(static_cast<std::uint8_t>(c));
            }
        }
        token_index_.plain(static_cast<std::uint16_t>(tokens_.size()));
    }

    Table assemble() {
        Table table{.bytes = {},
                    .functions = map_.functions.size(),
                    .symbols = order_.size(),
                    .inlined_calls = inlined_calls_,
                    .name_bytes = symbols_.size() + symbol_index_.size() + tokens_.size() +
                                  token_index_.size() + origins_.size(),
                    .range_bytes = blocks_.size() + functions_.size() - inlining_bytes_,
                    .inlining_bytes = inlining_bytes_};
        format::Header header{};
        header.magic = format::magic;
        header.function_count = static_cast<std::uint32_t>(map_.functions.size());
        table.bytes.resize(sizeof(header));
        const auto part = [&](const Bytes& bytes) {
            const auto offset = static_cast<std::uint32_t>(table.bytes.size());
            table.bytes.insert(table.bytes.end(), bytes.get().begin(), bytes.get().end());
            return format::Part{offset, static_cast<std::uint32_t>(bytes.size())};
        };
        header.blocks = part(blocks_);
        header.functions = part(functions_);
        header.symbol_index = part(symbol_index_);
        header.symbols = part(symbols_);
        header.token_index = part(token_index_);
        header.tokens = part(tokens_);
        header.origins = part(origins_);
        header.size = static_cast<std::uint32_t>(table.bytes.size());
        std::memcpy(table.bytes.data(), &header, sizeof(header));
        return table;
    }

    const FunctionMap& map_;
    std::unordered_map<std::string, std::string> short_names_;
    std::map<SymbolKey, std::uint32_t> uses_;
    std::vector<std::pair<SymbolKey, std::uint32_t>> order_;
    std::map<SymbolKey, std::uint32_t> numbers_;
    Bytes blocks_;
    Bytes functions_;
    Bytes symbol_index_;
    Bytes symbols_;
    Bytes token_index_;
    Bytes tokens_;
    Bytes origins_;
    std::size_t inlining_bytes_ = 0;
    std::size_t inlined_calls_ = 0;
};

} // namespace

Result<Table> write_table(const FunctionMap& map) {
    return Writer(map).write();
}

} // namespace bimetal::image
