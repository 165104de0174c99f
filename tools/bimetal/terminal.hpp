// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace bimetal::tool {

/// The terminal in raw mode while this object lives. It is restored when the object goes, at exit,
/// and before a signal ends the program. At most one object at a time.
class RawTerminal {
  public:
    explicit RawTerminal(int descriptor);
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;
    ~RawTerminal();
};

/// QEMU's escape key: Ctrl-A X quits, Ctrl-A Ctrl-A types one Ctrl-A.
class EscapeKey {
  public:
    struct Typed {
        std::string bytes; ///< what goes to the guest
        bool quit = false;
    };

    Typed filter(std::string_view bytes);

  private:
    bool pending_ = false;
};

} // namespace bimetal::tool
