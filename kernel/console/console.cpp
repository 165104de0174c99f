// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/console/console.hpp"

#include "kernel/services/serial.hpp"

namespace bimetal::console {

constinit ConsoleSink the_sink;

void ConsoleSink::write(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        services::serial_write(text.substr(0, end));
        if (end == std::string_view::npos) {
            return;
        }
        services::serial_write("\r\n");
        text.remove_prefix(end + 1);
    }
}

text::Sink& sink() {
    return the_sink;
}

} // namespace bimetal::console
