// SPDX-License-Identifier: MIT OR Apache-2.0
// Human text. Thread context, or boot.
#pragma once

#include "kernel/text/format.hpp"

namespace bimetal::console {

/// Turns \n into \r\n and waits for room.
class ConsoleSink final : public text::Sink {
  public:
    void write(std::string_view text) noexcept override;
};

/// One sink for everybody.
extern ConsoleSink the_sink;

template <typename... Arguments>
void print(text::FormatString<Arguments...> format, const Arguments&... arguments) {
    text::print(the_sink, format, arguments...);
}

} // namespace bimetal::console
