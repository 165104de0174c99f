// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/debug/backtrace_table.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace bimetal::debug {

namespace {

using namespace table_format;

/// Reads `T` at `offset`, or nothing when it would end outside `bytes`.
template <typename T>
std::optional<T> read_at(std::span<const std::byte> bytes, std::size_t offset) {
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) {
        return std::nullopt;
    }
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

/// Reads a stream of numbers and bytes. Behind the end, or after a number that is too long, it has
/// failed and yields zeros; a loop over it therefore ends when it asks `more`.
class Cursor {
  public:
    explicit Cursor(std::span<const std::byte> bytes) : rest_(bytes) {}

    bool failed() const { return failed_; }

    bool more() const { return !failed_ && !rest_.empty(); }

    std::span<const std::byte> rest() const { return rest_; }

    std::uint32_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 35; shift += 7) {
            if (rest_.empty()) {
                break;
            }
            const auto byte = std::to_integer<std::uint64_t>(rest_.front());
            rest_ = rest_.subspan(1);
            value |= (byte & 0x7f) << shift;
            if ((byte & 0x80) == 0) {
                if (value > UINT32_MAX) {
                    break;
                }
                return static_cast<std::uint32_t>(value);
            }
        }
        failed_ = true;
        return 0;
    }

    std::span<const std::byte> bytes(std::size_t count) {
        if (failed_ || count > rest_.size()) {
            failed_ = true;
            return {};
        }
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }

  private:
    std::span<const std::byte> rest_;
    bool failed_ = false;
};

struct Block {
    std::uint32_t key;
    std::uint32_t offset;
};

/// The key of an address, if the table can hold it.
std::optional<std::uint32_t> key_of(std::uint64_t address) {
    const auto key = static_cast<std::uint32_t>(address);
    return address_of(key) == address ? std::optional(key) : std::nullopt;
}

} // namespace

std::expected<BacktraceTable, TableError> BacktraceTable::open(std::span<const std::byte> bytes) {
    const auto header = read_at<Header>(bytes, 0);
    if (!header) {
        return std::unexpected(TableError::truncated);
    }
    if (header->magic != table_format::magic) {
        return std::unexpected(TableError::not_a_table);
    }
    if (header->size > bytes.size()) {
        return std::unexpected(TableError::truncated);
    }
    const auto whole = bytes.first(header->size);
    bool consistent = true;
    const auto part = [&](Part extent) -> std::span<const std::byte> {
        if (extent.offset > whole.size() || extent.size > whole.size() - extent.offset) {
            consistent = false;
            return {};
        }
        return whole.subspan(extent.offset, extent.size);
    };
    BacktraceTable table;
    table.function_count_ = header->function_count;
    table.blocks_ = part(header->blocks);
    table.functions_ = part(header->functions);
    table.symbol_index_ = part(header->symbol_index);
    table.symbols_ = part(header->symbols);
    table.token_index_ = part(header->token_index);
    table.tokens_ = part(header->tokens);
    table.origins_ = part(header->origins);
    if (!consistent) {
        return std::unexpected(TableError::inconsistent);
    }
    return table;
}

std::size_t BacktraceTable::lookup(std::uint64_t address, std::span<Frame> frames) const {
    const auto key = key_of(address);
    if (!key || frames.empty()) {
        return 0;
    }
    // The last block whose key is not above the address.
    std::size_t low = 0;
    std::size_t high = blocks_.size() / sizeof(Block);
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        const auto block = read_at<Block>(blocks_, middle * sizeof(Block));
        if (block && block->key <= *key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == 0) {
        return 0;
    }
    const auto block = read_at<Block>(blocks_, (low - 1) * sizeof(Block));
    if (!block || block->offset > functions_.size()) {
        return 0;
    }
    Cursor cursor(functions_.subspan(block->offset));
    std::uint32_t position = block->key;
    for (std::uint32_t i = 0; i < functions_in_block && cursor.more(); ++i) {
        const std::uint32_t start = position + cursor.number();
        const std::uint32_t size = cursor.number();
        const std::uint32_t symbol = cursor.number();
        const auto inlining = cursor.bytes(cursor.number());
        if (cursor.failed() || *key < start) {
            return 0;
        }
        const std::uint32_t offset = *key - start;
        if (offset < size) {
            const std::size_t count =
                inlined_frames(inlining, offset, frames.first(frames.size() - 1));
            frames[count] = frame_of(symbol);
            frames[count].offset = offset;
            return count + 1;
        }
        position = start + size;
    }
    return 0;
}

std::size_t BacktraceTable::inlined_frames(std::span<const std::byte> data, std::uint32_t offset,
                                           std::span<Frame> frames) const {
    Cursor cursor(data);
    if (!cursor.more()) {
        return 0;
    }
    const std::uint32_t nodes = cursor.number();
    const auto node_data = cursor.rest();
    for (std::uint32_t i = 0; i < nodes && cursor.more(); ++i) {
        cursor.number();
        cursor.number();
    }

    std::uint32_t node = 0;
    std::uint32_t previous = 0;
    std::uint32_t seen = 0;
    std::uint64_t position = 0;
    bool found = false;
    while (!found && cursor.more()) {
        const std::uint32_t run = cursor.number();
        std::uint32_t next = 0;
        switch (static_cast<Step>(run & 3)) {
        case Step::next:
            next = ++seen;
            break;
        case Step::back:
            next = previous;
            break;
        case Step::named:
            next = seen - cursor.number();
            break;
        case Step::function:
            break;
        }
        previous = node;
        node = next;
        position += run >> 2;
        found = offset < position;
    }
    if (!found || cursor.failed()) {
        return 0;
    }

    // Outward, node by node. A damaged table may lead round in circles; `frames` bounds that too.
    std::size_t count = 0;
    while (node != 0 && node <= nodes && count < frames.size()) {
        Cursor reader(node_data);
        std::uint32_t parent = 0;
        std::uint32_t symbol = 0;
        for (std::uint32_t i = 0; i < node && !reader.failed(); ++i) {
            parent = reader.number();
            symbol = reader.number();
        }
        if (reader.failed()) {
            break;
        }
        frames[count] = frame_of(symbol);
        frames[count].inlined = true;
        ++count;
        const std::uint32_t distance = (parent >> 1) ^ (0 - (parent & 1));
        node = parent == 0 ? 0 : node - distance;
    }
    return count;
}

std::span<const std::byte> BacktraceTable::symbol_record(std::uint32_t symbol) const {
    const auto offset = read_at<std::uint32_t>(
        symbol_index_, std::size_t{symbol / symbols_in_block} * sizeof(std::uint32_t));
    if (!offset || *offset > symbols_.size()) {
        return {};
    }
    auto rest = symbols_.subspan(*offset);
    for (std::uint32_t skip = symbol % symbols_in_block;; --skip) {
        const auto length = read_at<std::uint8_t>(rest, 1);
        const std::size_t size = 2 + std::size_t{length.value_or(0)};
        if (!length || size > rest.size()) {
            return {};
        }
        if (skip == 0) {
            return rest.first(size);
        }
        rest = rest.subspan(size);
    }
}

Frame BacktraceTable::frame_of(std::uint32_t symbol) const {
    Frame frame{.symbol = symbol};
    const auto record = symbol_record(symbol);
    if (record.empty()) {
        return frame;
    }
    const std::size_t offset = std::to_integer<std::size_t>(record[0]) * sizeof(Origin);
    const auto origin = read_at<Origin>(origins_, offset);
    if (!origin) {
        return frame;
    }
    if (origin->language <= Language::c) {
        frame.language = origin->language;
    }
    if (origin->twin <= Twin::rust) {
        frame.twin = origin->twin;
    }
    const auto component =
        origins_.subspan(offset + offsetof(Origin, component),
                         std::min<std::size_t>(origin->component_length, longest_component));
    frame.component = {reinterpret_cast<const char*>(component.data()), component.size()};
    return frame;
}

std::string_view BacktraceTable::name(const Frame& frame, std::span<char> buffer) const {
    const auto record = symbol_record(frame.symbol);
    if (record.empty()) {
        return {};
    }
    std::size_t length = 0;
    for (const std::byte code : record.subspan(2)) {
        const std::size_t entry = std::to_integer<std::size_t>(code) * sizeof(std::uint16_t);
        const auto begin = read_at<std::uint16_t>(token_index_, entry);
        const auto end = read_at<std::uint16_t>(token_index_, entry + sizeof(std::uint16_t));
        if (!begin || !end || *begin > *end || *end > tokens_.size()) {
            return {};
        }
        for (const std::byte byte : tokens_.subspan(*begin, std::size_t{*end} - *begin)) {
            if (length == buffer.size()) {
                return {buffer.data(), length};
            }
            // What a damaged table holds must not reach a terminal as a control sequence.
            const auto character = std::to_integer<char>(byte);
            buffer[length++] = character >= ' ' && character <= '~' ? character : '?';
        }
    }
    return {buffer.data(), length};
}

} // namespace bimetal::debug
