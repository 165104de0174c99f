// SPDX-License-Identifier: MIT OR Apache-2.0
// The channel for tools: one JSON object a line on the emulator's debug console, so that nothing
// has to read human text.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bimetal::results {

/// Finds out whether anybody listens. Boot, once.
void initialise();
bool available();

/// Reports that this processor told its state in a non-maskable interrupt. Takes no lock, which the
/// interrupted code may hold, and ends the line that it may have cut in two.
void report_state_told(std::uint32_t cpu);

/// One object, written as a whole when it goes out of scope. Fields that do not fit are dropped and
/// the object gets `"truncated":true`. Any context.
class Event {
  public:
    explicit Event(std::string_view event);
    ~Event();
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    Event& text(std::string_view key, std::string_view value);
    Event& number(std::string_view key, std::uint64_t value);
    Event& boolean(std::string_view key, bool value);

  private:
    static constexpr std::size_t reserve = 24; ///< for the truncation mark and the end

    bool append(std::string_view part);
    void append_escaped(std::string_view part);
    void begin_field(std::string_view key);
    void end_field(std::size_t start);

    std::array<char, 640> buffer_{};
    std::size_t used_ = 0;
    bool overflow_ = false;
    bool truncated_ = false;
};

} // namespace bimetal::results
