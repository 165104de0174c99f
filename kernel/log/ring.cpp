// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/log/ring.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>

namespace bimetal::log {

std::string_view describe(Level level) noexcept {
    switch (level) {
    case Level::debug:
        return "debug";
    case Level::info:
        return "info";
    case Level::warning:
        return "warning";
    case Level::error:
        return "error";
    }
    return "unknown";
}

std::optional<Level> level_of(std::string_view name) noexcept {
    for (const Level level : {Level::debug, Level::info, Level::warning, Level::error}) {
        if (name == describe(level)) {
            return level;
        }
    }
    return std::nullopt;
}

void format_value(text::Sink& sink, const Record& record) {
    const std::uint64_t microseconds = record.nanoseconds / 1000;
    text::print(sink, "[{:4}.{:06}] {:<7} {}", microseconds / 1'000'000, microseconds % 1'000'000,
                record.level, record.message);
}

void Ring::copy_in(std::uint64_t position, std::span<const std::byte> bytes) noexcept {
    const auto at = static_cast<std::size_t>(position % storage_.size());
    const std::size_t first = std::min(bytes.size(), storage_.size() - at);
    std::ranges::copy(bytes.first(first), storage_.subspan(at).begin());
    std::ranges::copy(bytes.subspan(first), storage_.begin());
}

void Ring::copy_out(std::uint64_t position, std::span<std::byte> bytes) const noexcept {
    const auto at = static_cast<std::size_t>(position % storage_.size());
    const std::size_t first = std::min(bytes.size(), storage_.size() - at);
    std::ranges::copy(storage_.subspan(at, first), bytes.begin());
    std::ranges::copy(storage_.first(bytes.size() - first), bytes.subspan(first).begin());
}

// A header that a torn write left behind is not believed.
std::optional<Ring::Header> Ring::header_at(std::uint64_t position) const noexcept {
    if (position < begin_ || position > end_ || end_ - position < header_size) {
        return std::nullopt;
    }
    std::array<std::byte, header_size> bytes;
    copy_out(position, bytes);
    static_assert(sizeof(Header) == header_size);
    const auto header = std::bit_cast<Header>(bytes);
    if (header.length > longest_message || header.length > end_ - position - header_size ||
        header.level > Level::error) {
        return std::nullopt;
    }
    return header;
}

void Ring::drop_oldest() noexcept {
    if (const auto oldest = header_at(begin_)) {
        begin_ += header_size + oldest->length;
        first_sequence_ = oldest->sequence + 1;
    } else {
        begin_ = end_;
        first_sequence_ = next_sequence_;
    }
}

void Ring::write(Level level, std::uint64_t nanoseconds, std::string_view message) noexcept {
    if (storage_.size() < minimum_storage) {
        ++next_sequence_;
        first_sequence_ = next_sequence_;
        return;
    }
    const std::string_view taken = message.substr(0, longest_message);
    const std::size_t size = header_size + taken.size();
    while (storage_.size() - (end_ - begin_) < size) {
        drop_oldest();
    }
    const Header header{
        next_sequence_, nanoseconds, static_cast<std::uint16_t>(taken.size()), level, {}};
    copy_in(end_, std::as_bytes(std::span(&header, 1)));
    copy_in(end_ + header_size, std::as_bytes(std::span(taken)));
    // Against an exception of this CPU only the compiler must keep the order.
    std::atomic_signal_fence(std::memory_order_release);
    ++next_sequence_;
    end_ += size;
}

std::optional<Record> Ring::read(Cursor& cursor, std::span<char> buffer) const noexcept {
    Record record;
    if (cursor.position < begin_ || cursor.position > end_) {
        record.missed = first_sequence_ - std::min(cursor.sequence, first_sequence_);
        cursor = {first_sequence_, begin_};
    }
    const auto header = header_at(cursor.position);
    if (!header) {
        return std::nullopt;
    }
    const std::size_t length = std::min<std::size_t>(header->length, buffer.size());
    copy_out(cursor.position + header_size, std::as_writable_bytes(buffer.first(length)));
    record.sequence = header->sequence;
    record.nanoseconds = header->nanoseconds;
    record.level = header->level;
    record.message = {buffer.data(), length};
    cursor = {header->sequence + 1, cursor.position + header_size + header->length};
    return record;
}

} // namespace bimetal::log
