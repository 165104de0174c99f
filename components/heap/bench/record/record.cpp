// SPDX-License-Identifier: MIT OR Apache-2.0
//
// record-job ARCHIVE TRACE: see the README.
#include "components/heap/bench/job.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

using bimetal::heap::bench::Job;
using bimetal::heap::bench::JobNumbers;
using bimetal::heap::bench::JobStep;

// What is recorded, in memory of its own: nothing here may come out of operator new.
constexpr std::size_t trace_capacity = std::size_t{16} << 20;
std::array<std::uint8_t, trace_capacity> trace;
std::size_t trace_size = 0;
std::uint32_t steps = 0;
bool recording = false;
bool overflowed = false;
JobNumbers<Job::block_capacity> block_numbers;
JobNumbers<Job::frame_capacity> frame_numbers;
std::uint32_t live_blocks = 0;
std::uint32_t most_blocks = 0;
std::uint32_t most_frames = 0;

void record(JobStep step, std::uint64_t operand) {
    std::uint64_t value = operand << 2 | static_cast<std::uint64_t>(step);
    ++steps;
    do {
        if (trace_size == trace.size()) {
            overflowed = true;
            return;
        }
        const bool more = value >= 0x80;
        trace[trace_size++] = static_cast<std::uint8_t>((value & 0x7f) | (more ? 0x80 : 0));
        value >>= 7;
    } while (value != 0);
}

/// Before each block stands its number, or that it has none.
struct alignas(16) Prefix {
    std::uint32_t number;
    bool is_recorded;
};

void* allocate(std::size_t size) {
    void* const memory = std::malloc(sizeof(Prefix) + size);
    if (memory == nullptr) {
        std::abort();
    }
    auto* const prefix = new (memory) Prefix{0, recording};
    if (recording) {
        prefix->number = block_numbers.take();
        overflowed = overflowed || prefix->number >= Job::block_capacity;
        most_blocks = std::max(most_blocks, ++live_blocks);
        record(JobStep::allocate, size);
    }
    return prefix + 1;
}

void release(void* pointer) {
    if (pointer == nullptr) {
        return;
    }
    Prefix* const prefix = static_cast<Prefix*>(pointer) - 1;
    if (prefix->is_recorded) {
        record(JobStep::free, prefix->number);
        block_numbers.give(prefix->number);
        --live_blocks;
    }
    std::free(prefix);
}

} // namespace

void* operator new(std::size_t size) {
    return allocate(size);
}

void operator delete(void* pointer) noexcept {
    release(pointer);
}

void operator delete(void* pointer, std::size_t /*size*/) noexcept {
    release(pointer);
}

namespace {

/// The contents of a file, in whole pages.
class Pages {
  public:
    explicit Pages(std::string_view contents) : text_(contents), number_(frame_numbers.take()) {
        const std::size_t pages = (contents.size() + 4095) / 4096;
        most_frames = std::max(most_frames, number_ + 1);
        overflowed = overflowed || number_ >= Job::frame_capacity;
        record(JobStep::take,
               static_cast<std::uint64_t>(std::bit_width(std::max<std::size_t>(pages, 1) - 1)));
    }

    ~Pages() {
        record(JobStep::give, number_);
        frame_numbers.give(number_);
    }

    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;

    [[nodiscard]] std::string_view text() const { return text_; }

  private:
    std::string_view text_; ///< of the archive, which stands for the pages here
    std::uint32_t number_;
};

/// FNV-1a, 64 bits.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char character : text) {
        hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3;
    }
    return hash;
}

/// Where each word stands: by file, how often.
using Index = std::map<std::string, std::map<std::uint32_t, std::uint32_t>>;

void add_words(Index& index, std::string_view text, std::uint32_t file) {
    std::string word;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (std::isalnum(byte) != 0) {
            word.push_back(static_cast<char>(std::tolower(byte)));
            continue;
        }
        if (word.size() > 2) {
            ++index[word][file];
        }
        word.clear();
    }
}

std::optional<std::uint64_t> octal(std::string_view field) {
    std::uint64_t value = 0;
    const auto end = field.find_first_of(std::string_view("\0 ", 2));
    field = field.substr(0, end);
    const auto [last, error] = std::from_chars(field.data(), field.data() + field.size(), value, 8);
    if (error != std::errc() || last != field.data() + field.size()) {
        return std::nullopt;
    }
    return value;
}

/// Unpacks a tar archive and does the job; false if it is none.
bool work(std::string_view archive, std::string& log) {
    Index index;
    std::map<std::string, std::uint64_t> hashes;
    std::vector<std::string> names;
    std::vector<std::unique_ptr<Pages>> files;
    constexpr std::size_t record_bytes = 512;
    while (archive.size() >= record_bytes && archive.front() != '\0') {
        const std::string_view header = archive.substr(0, record_bytes);
        const auto size = octal(header.substr(124, 12));
        const std::size_t padded =
            size ? (*size + record_bytes - 1) / record_bytes * record_bytes : archive.size();
        if (!size || padded > archive.size() - record_bytes) {
            return false;
        }
        if (header[156] == '0') {
            names.emplace_back(header.substr(0, header.find('\0')));
            files.push_back(std::make_unique<Pages>(archive.substr(record_bytes, *size)));
        }
        archive.remove_prefix(record_bytes + padded);
    }
    for (std::uint32_t file = 0; file < files.size(); ++file) {
        const std::string_view text = files[file]->text();
        const std::uint64_t hash = hash_of(text);
        hashes.emplace(names[file], hash);
        add_words(index, text, file);
        const std::string line = names[file] + ": " + std::to_string(text.size()) +
                                 " bytes, hash " + std::to_string(hash) + "\n";
        log += line;
    }
    files.clear();
    // Who asks for a word gets its files, those first that have it most often.
    for (const auto& [word, places] : index) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> ranked;
        for (const auto& [file, count] : places) {
            ranked.emplace_back(count, file);
        }
        std::ranges::sort(ranked, std::greater());
        if (ranked.size() > 20) {
            log += word + " " + names[ranked.front().second] + "\n";
        }
    }
    return !names.empty();
}

void put(std::ofstream& file, std::uint32_t number) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
        file.put(static_cast<char>(number >> shift));
    }
}

} // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fprintf(stderr, "usage: record-job ARCHIVE TRACE\n");
        return 2;
    }
    std::ifstream input(arguments[1], std::ios::binary);
    const std::string archive{std::istreambuf_iterator<char>(input), {}};
    if (!input) {
        std::fprintf(stderr, "%s cannot be read.\n", arguments[1]);
        return 2;
    }
    block_numbers.reset();
    frame_numbers.reset();
    std::string log;
    log.reserve(1 << 20);
    recording = true;
    const bool done = work(archive, log);
    recording = false;
    if (!done || overflowed) {
        std::fprintf(stderr,
                     done ? "%s asks for more than a trace has room for.\n"
                          : "%s is no tar archive with files in it.\n",
                     arguments[1]);
        return 1;
    }
    std::ofstream output(arguments[2], std::ios::binary);
    put(output, steps);
    put(output, most_blocks);
    put(output, most_frames);
    output.write(reinterpret_cast<const char*>(trace.data()),
                 static_cast<std::streamsize>(trace_size));
    std::printf("%u steps, %u blocks and %u files at once at most, %zu bytes\n", steps, most_blocks,
                most_frames, trace_size);
    return output.flush() ? 0 : 1;
}
