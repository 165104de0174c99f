// SPDX-License-Identifier: MIT OR Apache-2.0
#include "kernel/options/options.hpp"

namespace bimetal::options {
namespace {

constexpr bool may_be_escaped(char c) noexcept {
    return c == '\\' || c == '"' || c == '\'';
}

// The characters of a value, escapes resolved. Escapes were checked by the parser.
class Unescaped {
  public:
    constexpr explicit Unescaped(std::string_view raw) noexcept : raw_(raw) {}

    [[nodiscard]] constexpr std::optional<char> next() noexcept {
        if (raw_.empty()) {
            return std::nullopt;
        }
        if (raw_.front() == '\\' && raw_.size() > 1) {
            raw_.remove_prefix(1);
        }
        const char c = raw_.front();
        raw_.remove_prefix(1);
        return c;
    }

  private:
    std::string_view raw_;
};

std::optional<std::size_t> choice_of(const Description& description, const Word& word) noexcept {
    for (std::size_t i = 0; i < description.choices.size(); ++i) {
        if (word.value_is(description.choices[i])) {
            return i;
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> number_of(const Description& description, const Word& word) noexcept {
    const auto number = description.kind == Kind::size ? text::parse_size(word.raw)
                                                       : text::parse_unsigned(word.raw);
    return number ? std::optional(*number) : std::nullopt;
}

// What is wrong with a word whose key has this description, if anything.
std::optional<Complaint::Reason> judge(const Description& description, const Word& word) noexcept {
    using enum Complaint::Reason;
    if (description.kind == Kind::flag) {
        return word.has_value ? std::optional(wants_no_value) : std::nullopt;
    }
    if (!word.has_value) {
        return wants_value;
    }
    if (description.kind == Kind::choice && !choice_of(description, word)) {
        return bad_value;
    }
    const bool is_number = description.kind == Kind::number || description.kind == Kind::size;
    if (is_number && !number_of(description, word)) {
        return bad_value;
    }
    return std::nullopt;
}

void print_escaped(text::Sink& sink, std::string_view raw) {
    // The line comes from outside: what does not print is shown as a dot.
    for (const char c : raw) {
        const char shown = c < ' ' || c > '~' ? '.' : c;
        sink.write({&shown, 1});
    }
}

} // namespace

std::string_view describe(Malformed malformed) noexcept {
    switch (malformed) {
    case Malformed::no_key:
        return "there is no key before \"=\"";
    case Malformed::unterminated_quote:
        return "a quote is not closed";
    case Malformed::stray_quote:
        return "a quote stands inside a word";
    case Malformed::bad_escape:
        return "a backslash stands before neither a quote nor a backslash";
    }
    return "unknown mistake";
}

std::optional<std::string_view> Word::value(std::span<char> buffer) const noexcept {
    if (!raw.contains('\\')) {
        return raw;
    }
    std::size_t used = 0;
    Unescaped characters(raw);
    while (const auto c = characters.next()) {
        if (used == buffer.size()) {
            return std::nullopt;
        }
        buffer[used++] = *c;
    }
    return std::string_view(buffer.data(), used);
}

bool Word::value_is(std::string_view text) const noexcept {
    Unescaped characters(raw);
    for (const char expected : text) {
        if (characters.next() != expected) {
            return false;
        }
    }
    return !characters.next();
}

std::unexpected<MalformedWord> Parser::malformed(Malformed what, std::size_t position) noexcept {
    at_ = position;
    while (at_ < line_.size() && !text::is_blank(line_[at_])) {
        ++at_;
    }
    return std::unexpected(MalformedWord{what, position});
}

std::optional<std::expected<Word, MalformedWord>> Parser::next() noexcept {
    while (at_ < line_.size() && text::is_blank(line_[at_])) {
        ++at_;
    }
    if (at_ == line_.size()) {
        return std::nullopt;
    }
    Word word;
    word.position = at_;
    const auto ends = [this](bool quoted) {
        return at_ == line_.size() || (quoted ? line_[at_] == '"' : text::is_blank(line_[at_]));
    };

    std::size_t opening = at_;
    bool quoted = line_[at_] == '"';
    at_ += quoted ? 1 : 0;
    const std::size_t key = at_;
    while (!ends(quoted) && line_[at_] != '=') {
        if (line_[at_] == '"' || line_[at_] == '\\') {
            return malformed(Malformed::stray_quote, at_);
        }
        ++at_;
    }
    word.key = line_.substr(key, at_ - key);
    if (word.key.empty()) {
        return malformed(Malformed::no_key, key);
    }
    if (!ends(quoted)) {
        word.has_value = true;
        ++at_;
        if (!quoted && at_ < line_.size() && line_[at_] == '"') {
            opening = at_++;
            quoted = true;
        }
        const std::size_t value = at_;
        while (!ends(quoted)) {
            if (line_[at_] == '"') {
                return malformed(Malformed::stray_quote, at_);
            }
            if (line_[at_] == '\\') {
                if (at_ + 1 == line_.size() || !may_be_escaped(line_[at_ + 1])) {
                    return malformed(Malformed::bad_escape, at_);
                }
                ++at_;
            }
            ++at_;
        }
        word.raw = line_.substr(value, at_ - value);
    }
    if (quoted) {
        if (at_ == line_.size()) {
            // Nothing that follows can be told from the quoted text.
            return std::unexpected(MalformedWord{Malformed::unterminated_quote, opening});
        }
        ++at_;
        if (!ends(false)) {
            return malformed(Malformed::stray_quote, at_);
        }
    }
    return word;
}

void format_value(text::Sink& sink, const Complaint& complaint) {
    using enum Complaint::Reason;
    if (complaint.reason == malformed) {
        text::print(sink, "command line, character {}: {}", complaint.position + 1,
                    complaint.malformed);
        return;
    }
    sink.write("option \"");
    print_escaped(sink, complaint.word.key);
    if (complaint.reason == unknown_key) {
        sink.write("\" is not known; valid are");
        std::string_view separator = " ";
        for (const Description& description : complaint.descriptions) {
            text::print(sink, "{}{}", separator, description.key);
            separator = ", ";
        }
        return;
    }
    if (complaint.reason == wants_no_value) {
        sink.write("\" takes no value");
        return;
    }
    if (complaint.reason == bad_value) {
        sink.write("\" cannot be \"");
        print_escaped(sink, complaint.word.raw);
        sink.write("\"");
    } else {
        sink.write("\" needs a value");
    }
    if (complaint.description == nullptr) {
        return;
    }
    switch (complaint.description->kind) {
    case Kind::choice: {
        std::string_view separator = "; valid are ";
        for (const std::string_view choice : complaint.description->choices) {
            text::print(sink, "{}{}", separator, choice);
            separator = ", ";
        }
        break;
    }
    case Kind::number:
        sink.write("; it is a number");
        break;
    case Kind::size:
        sink.write("; it is a size such as 64M");
        break;
    case Kind::flag:
    case Kind::text:
        break;
    }
}

const Description* Options::describe_key(std::string_view key) const noexcept {
    for (const Description& description : descriptions_) {
        if (description.key == key) {
            return &description;
        }
    }
    return nullptr;
}

std::optional<Word> Options::last_valid(std::string_view key) const noexcept {
    const Description* const description = describe_key(key);
    std::optional<Word> found;
    Parser parser(line_);
    while (const auto word = parser.next()) {
        if (description != nullptr && *word && (*word)->key == key &&
            !judge(*description, **word)) {
            found = **word;
        }
    }
    return found;
}

bool Options::flag(std::string_view key) const noexcept {
    return last_valid(key).has_value();
}

std::optional<std::string_view> Options::text(std::string_view key,
                                              std::span<char> buffer) const noexcept {
    const auto word = last_valid(key);
    return word ? word->value(buffer) : std::nullopt;
}

std::optional<std::uint64_t> Options::number(std::string_view key) const noexcept {
    const auto word = last_valid(key);
    return word ? number_of(*describe_key(key), *word) : std::nullopt;
}

std::optional<std::size_t> Options::choice(std::string_view key) const noexcept {
    const auto word = last_valid(key);
    return word ? choice_of(*describe_key(key), *word) : std::nullopt;
}

std::optional<Complaint> Complaints::next() noexcept {
    while (const auto word = parser_.next()) {
        Complaint complaint;
        complaint.descriptions = options_.descriptions_;
        if (!*word) {
            complaint.malformed = word->error().malformed;
            complaint.position = word->error().position;
            return complaint;
        }
        complaint.word = **word;
        complaint.position = complaint.word.position;
        complaint.description = options_.describe_key(complaint.word.key);
        if (complaint.description == nullptr) {
            complaint.reason = Complaint::Reason::unknown_key;
            return complaint;
        }
        if (const auto reason = judge(*complaint.description, complaint.word)) {
            complaint.reason = *reason;
            return complaint;
        }
    }
    return std::nullopt;
}

} // namespace bimetal::options
