// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "tools/bimetal/failure.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace bimetal::tool {

/// A file descriptor that this object closes.
class Descriptor {
  public:
    Descriptor() = default;

    explicit Descriptor(int number) : number_(number) {}

    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

    Descriptor& operator=(Descriptor&& other) noexcept;

    ~Descriptor() { close(); }

    int number() const { return number_; }

    bool is_open() const { return number_ >= 0; }

    void close();

  private:
    int number_ = -1;
};

/// Two connected stream sockets, both closed on exec unless a Process is told to inherit them.
Result<std::pair<Descriptor, Descriptor>> socket_pair();

/// A pipe: first the end to read from, then the end to write to.
Result<std::pair<Descriptor, Descriptor>> pipe_pair();

/// Makes reads and writes on `number` return at once.
void set_nonblocking(int number);

/// Writes all of `bytes`, waiting as long as it takes. False when the other side is gone.
bool write_all(int number, std::string_view bytes);

/// What is there to read now, at most 64 KiB. Empty at the end of the stream; nothing when a
/// non-blocking descriptor has no bytes yet.
std::optional<std::string> read_some(int number);

} // namespace bimetal::tool
