// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the C++ half of a batch is written with. A batch is a generated program: callers and twins
// of random contracts, in C++ and in Rust, which say what they pass and what arrives. Who passes a
// value records it twice by its fields; whoever gets it records its fields, then its bytes as they
// lie in memory. So a field in another place is seen even if both languages agree on the bytes.
// Nothing here is inlined: only the crossing is to be compiled again and again.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

extern "C" {
/// A number of the sequence that the seed of the call gives.
std::uint64_t torture_draw() noexcept;
/// Appends bytes to what is recorded under a channel.
void torture_record(std::uint32_t channel, const std::uint8_t* bytes,
                    std::uint64_t length) noexcept;
/// Appends the `width` lowest bytes of a number, the least significant first.
void torture_record_number(std::uint32_t channel, std::uint64_t number,
                           std::uint64_t width) noexcept;
/// Whether the twin that is called is to answer a failure.
std::uint32_t torture_fails() noexcept;
}

namespace seam::torture {

/// Pairs: what one side says that it passed, what the other says that arrived.
enum class Channel : std::uint32_t {
    sent,
    received,
    answered,
    got,
    asked,
    heard,
    replied,
    returned,
};

template <class Number>
concept Integer = std::integral<Number> && !std::same_as<Number, bool>;

/// 0 to `limit` - 1.
inline std::uint64_t below(std::uint64_t limit) {
    return torture_draw() % limit;
}

template <Integer Number>
void draw(Number& number) {
    number = static_cast<Number>(torture_draw());
}

template <class Item, std::size_t count>
void draw(Item (&items)[count]) {
    for (Item& item : items) {
        draw(item);
    }
}

inline void record_memory(Channel channel, const void* memory, std::size_t length) {
    torture_record(static_cast<std::uint32_t>(channel), static_cast<const std::uint8_t*>(memory),
                   length);
}

template <Integer Number>
void record_fields(Channel channel, Number number) {
    torture_record_number(static_cast<std::uint32_t>(channel), static_cast<std::uint64_t>(number),
                          sizeof number);
}

template <class Item, std::size_t count>
void record_fields(Channel channel, const Item (&items)[count]) {
    for (const Item& item : items) {
        record_fields(channel, item);
    }
}

/// Records a value that leaves.
template <class Value>
[[gnu::noinline]] void leaves(Channel channel, const Value& value) {
    record_fields(channel, value);
    record_fields(channel, value);
}

/// Records a value that arrived.
template <class Value>
[[gnu::noinline]] void arrives(Channel channel, const Value& value) {
    record_fields(channel, value);
    record_memory(channel, &value, sizeof value);
}

/// Records how many bytes there are, and the bytes.
[[gnu::noinline]] inline void record_bytes(Channel channel, std::span<const std::uint8_t> bytes) {
    record_fields(channel, std::uint64_t{bytes.size()});
    record_memory(channel, bytes.data(), bytes.size());
}

[[gnu::noinline]] inline void draw_bytes(std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) {
        draw(byte);
    }
}

/// A slice to pass: of any length up to that of the memory, often empty.
[[gnu::noinline]] inline std::span<std::uint8_t> draw_slice(std::span<std::uint8_t> memory) {
    const auto bytes = memory.first(below(4) == 0 ? 0 : below(memory.size() + 1));
    draw_bytes(bytes);
    return bytes;
}

/// What the generator's manifest says of a type, and what one language makes of it: size,
/// alignment, then offset and size of each field.
struct Layout {
    const char* contract;
    const char* type;
    const char* language;
    std::span<const std::uint64_t> expected;
    std::span<const std::uint64_t> found;
};

using Caller = void (*)(void* state);

/// A function of a contract with its callers, [C++ or Rust calls][C++ or Rust].
struct Function {
    const char* name;
    Caller callers[2][2];
};

struct Contract {
    const char* name;
    std::uint64_t seed;
    std::size_t state_size;
    std::span<const Function> functions; ///< `initialize` first.
};

/// Makes all calls and compares; prints one line for each difference, tabs between: what, contract,
/// function, callers' and twins' language, bytes that left, bytes that arrived. Returns how many
/// layouts differ, and how many pairs of languages in a contract.
std::size_t run(std::span<const Contract> contracts, std::span<const Layout> layouts);

} // namespace seam::torture
