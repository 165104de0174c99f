// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tools/bimetal/terminal.hpp"

#include <signal.h>
#include <termios.h>

#include <cstdlib>

namespace bimetal::tool {
namespace {

constexpr char control_a = '\x01';
constexpr int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV};

// Read by the signal handler, so plain objects that are written before it is installed.
volatile sig_atomic_t terminal_is_raw = 0;
int terminal_descriptor = -1;
termios saved_settings;

void restore() {
    if (terminal_is_raw != 0) {
        terminal_is_raw = 0;
        ::tcsetattr(terminal_descriptor, TCSAFLUSH, &saved_settings);
    }
}

void restore_and_end(int number) {
    restore();
    ::signal(number, SIG_DFL);
    ::raise(number);
}

} // namespace

RawTerminal::RawTerminal(int descriptor) {
    if (::tcgetattr(descriptor, &saved_settings) != 0) {
        return;
    }
    terminal_descriptor = descriptor;
    [[maybe_unused]] static const int registered = std::atexit(restore);
    for (const int number : ending_signals) {
        ::signal(number, restore_and_end);
    }
    termios raw = saved_settings;
    ::cfmakeraw(&raw);
    raw.c_oflag |= OPOST; // our own messages still end lines with '\n' alone
    terminal_is_raw = 1;
    ::tcsetattr(descriptor, TCSAFLUSH, &raw);
}

RawTerminal::~RawTerminal() {
    restore();
    for (const int number : ending_signals) {
        ::signal(number, SIG_DFL);
    }
}

EscapeKey::Typed EscapeKey::filter(std::string_view bytes) {
    Typed typed;
    for (const char byte : bytes) {
        if (pending_) {
            pending_ = false;
            if (byte == 'x' || byte == 'X') {
                typed.quit = true;
                return typed;
            }
            if (byte == control_a) {
                typed.bytes += byte;
            }
        } else if (byte == control_a) {
            pending_ = true;
        } else {
            typed.bytes += byte;
        }
    }
    return typed;
}

} // namespace bimetal::tool
