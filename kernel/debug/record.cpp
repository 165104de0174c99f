// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/debug/record.hpp"

#include "kernel/text/format.hpp"

#include <array>

namespace bimetal::debug {

namespace {

std::expected<BacktraceTable, TableError> table_of(const ImageInformation& image) {
    if (image.magic != image_information_magic || image.backtrace_size == 0) {
        return std::unexpected(TableError::truncated);
    }
    return BacktraceTable::open({reinterpret_cast<const std::byte*>(image.backtrace_address),
                                 static_cast<std::size_t>(image.backtrace_size)});
}

void print_registers(text::Sink& sink, std::span<const Register> registers) {
    constexpr std::size_t in_line = 3;
    for (std::size_t i = 0; i < registers.size(); ++i) {
        const bool ends_line = i % in_line == in_line - 1 || i + 1 == registers.size();
        text::print(sink, "  {:<3} {:#018x}{}", registers[i].name, registers[i].value,
                    ends_line ? "\n" : "");
    }
}

/// Prints the calls of one backtrace, and a row of equal ones as one.
class BacktracePrinter {
  public:
    BacktracePrinter(text::Sink& sink, const BacktraceTable* table) : sink_(sink), table_(table) {}

    void call(const Call& call) {
        if (number_ != 0 && call.address == last_) {
            ++repeats_;
            return;
        }
        finish_row();
        last_ = call.address;
        if (number_ < longest_backtrace) {
            lines(call);
        }
        ++number_;
    }

    void finish() {
        finish_row();
        if (number_ > longest_backtrace) {
            text::print(sink_, "  ({} more)\n", number_ - longest_backtrace);
        }
    }

  private:
    void finish_row() {
        if (repeats_ != 0 && number_ <= longest_backtrace) {
            text::print(sink_, "  (#{} repeats {} times)\n", number_ - 1, repeats_);
        }
        repeats_ = 0;
    }

    void lines(const Call& call) {
        std::array<Frame, deepest_inlining> frames;
        const std::size_t count =
            table_ == nullptr ? 0 : table_->lookup(call.lookup_address(), frames);
        if (count == 0) {
            text::print(sink_, "  #{:<2} {:#018x}  ?  [unknown{}]\n", number_, call.address,
                        call.exact ? ", interrupted" : "");
            return;
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (i == 0) {
                text::print(sink_, "  #{:<2} {:#018x}  ", number_, call.address);
            } else {
                text::print(sink_, "  #{:<2} {:<18}  ", number_, "in");
            }
            line(frames[i], call);
        }
    }

    void line(const Frame& frame, const Call& call) {
        std::array<char, longest_name> storage;
        const std::string_view name = table_->name(frame, storage);
        sink_.write(name.empty() ? "?" : name);
        if (!frame.inlined) {
            // As people count it: how far behind the function's start the return address is.
            text::print(sink_, "+{:#x}", frame.offset + (call.exact ? 0U : 1U));
        }
        text::print(sink_, "  [{}", frame.language);
        if (!frame.component.empty()) {
            text::print(sink_, ", {}{}{}", frame.component, frame.twin == Twin::none ? "" : "/",
                        frame.twin);
        }
        sink_.write(frame.inlined ? ", inlined" : "");
        sink_.write(call.exact ? ", interrupted" : "");
        sink_.write("]\n");
    }

    text::Sink& sink_;
    const BacktraceTable* table_;
    std::size_t number_ = 0;
    std::uint64_t last_ = 0;
    std::size_t repeats_ = 0;
};

} // namespace

Place find_place(const ImageInformation& image, const UnwindStart& start, IsReadable is_readable) {
    Place place;
    const auto table = table_of(image);
    if (!table) {
        return place;
    }
    unwind(start, longest_backtrace, is_readable, [&](const Call& call) {
        std::array<Frame, deepest_inlining> frames;
        const std::size_t count = table->lookup(call.lookup_address(), frames);
        for (std::size_t i = 0; i < count && place.component.empty(); ++i) {
            place = {.component = frames[i].component, .twin = frames[i].twin};
        }
    });
    return place;
}

void print_record(text::Sink& sink, const Record& record, const ImageInformation& image,
                  IsReadable is_readable) {
    const auto table = table_of(image);
    text::print(sink, "{}: {}\n  cpu {}", record.kind, record.message, record.cpu);
    if (!record.thread_name.empty()) {
        text::print(sink, ", thread {} \"{}\"", record.thread, record.thread_name);
    }
    const Place place = find_place(image, record.start, is_readable);
    if (!place.component.empty()) {
        text::print(sink, ", component {}", place.component);
        if (place.twin != Twin::none) {
            text::print(sink, " ({})", place.twin);
        }
    }
    sink.write("\n  build ");
    for (const std::uint8_t byte : image.build_id) {
        text::print(sink, "{:02x}", byte);
    }
    sink.write(table ? "\n" : ", without a backtrace table\n");
    print_registers(sink, record.registers);
    BacktracePrinter printer(sink, table ? &*table : nullptr);
    unwind(record.start, longest_walk, is_readable, [&](const Call& call) { printer.call(call); });
    printer.finish();
}

} // namespace bimetal::debug
