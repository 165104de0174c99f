// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "kernel/debug/record.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bimetal::image {

/// The record that the kernel would print with this table and a stack of these calls.
inline std::string record_text(std::span<const std::byte> table,
                               std::span<const std::uint8_t> build_id,
                               const std::vector<std::uint64_t>& calls, bool is_fault) {
    class StringSink final : public text::Sink {
      public:
        void write(std::string_view text) noexcept override { text_ += text; }

        const std::string& text() const { return text_; }

      private:
        std::string text_;
    };

    debug::ImageInformation information{};
    information.magic = debug::image_information_magic;
    information.backtrace_address = reinterpret_cast<std::uint64_t>(table.data());
    information.backtrace_size = table.size();
    for (std::size_t i = 0; i < build_id.size() && i < sizeof(information.build_id); ++i) {
        information.build_id[i] = build_id[i];
    }
    std::vector<std::uint64_t> stack;
    stack.reserve(calls.size() * 2);
    for (std::size_t i = 1; i < calls.size(); ++i) {
        const bool is_last = i + 1 == calls.size();
        stack.push_back(is_last ? 0 : reinterpret_cast<std::uint64_t>(stack.data() + 2 * i));
        stack.push_back(calls[i]);
    }
    StringSink sink;
    debug::print_record(sink,
                        {.kind = is_fault ? "fault" : "panic",
                         .message = "planted",
                         .thread = 1,
                         .thread_name = "main",
                         .start = {.instruction_pointer = calls.at(0),
                                   .frame_pointer = reinterpret_cast<std::uint64_t>(stack.data()),
                                   .is_fault = is_fault}},
                        information, [](std::uint64_t address) { return address != 0; });
    return sink.text();
}

} // namespace bimetal::image
