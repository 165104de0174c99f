// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace bimetal::text {

// Where text goes: a console, a log record, a buffer. Callable in any context the implementation
// allows; a sink has no way to report failure, it drops what it cannot take.
class Sink {
  public:
    virtual void write(std::string_view text) noexcept = 0;

  protected:
    constexpr Sink() = default;
    // Sinks are never destroyed through the base, so no deleting destructor enters the image.
    ~Sink() = default;
    Sink(const Sink&) = default;
    Sink& operator=(const Sink&) = default;
};

// Collects text in caller-provided memory. When the memory is full the text ends with "..." and
// truncated() answers true. No terminating zero is added.
class BufferSink final : public Sink {
  public:
    static constexpr std::string_view mark = "...";

    constexpr explicit BufferSink(std::span<char> buffer) noexcept : buffer_(buffer) {}

    void write(std::string_view text) noexcept override;

    // What was written so far; valid until the next write or clear.
    [[nodiscard]] std::string_view view() const noexcept { return {buffer_.data(), used_}; }

    [[nodiscard]] bool truncated() const noexcept { return truncated_; }

    void clear() noexcept {
        used_ = 0;
        truncated_ = false;
    }

  private:
    std::span<char> buffer_;
    std::size_t used_ = 0;
    bool truncated_ = false;
};

// Counts the bytes that would be written.
class CountingSink final : public Sink {
  public:
    void write(std::string_view text) noexcept override { count_ += text.size(); }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }

  private:
    std::size_t count_ = 0;
};

} // namespace bimetal::text
