// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The few elements that the page is made of. Text is escaped on its way in; what is HTML already
// says so in its type.
#pragma once

#include "evaluation/report/text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bimetal::evaluation::report {

/// A piece of a page. Only `text` makes one out of foreign text.
struct Html {
    std::string code;

    Html& operator+=(const Html& more) {
        code += more.code;
        return *this;
    }

    friend Html operator+(Html left, const Html& right) { return left += right; }
};

Html text(std::string_view foreign);

/// <NAME class="CLASSES">INNER</NAME>
Html element(std::string_view name, const Html& inner, std::string_view classes = "");

Html paragraph(std::string_view foreign, std::string_view classes = "");

/// A command line, to be copied.
Html command(std::string_view line);

/// A section with an anchor and a heading.
Html section(std::string_view anchor, std::string_view heading, const Html& inner);

struct Column {
    std::string title;
    bool is_number = false;
    std::string classes{}; ///< of its cells
};

/// A table that scrolls when it is wider than the page.
class Table {
  public:
    explicit Table(std::string caption, std::vector<Column> columns)
        : caption_(std::move(caption)), columns_(std::move(columns)) {}

    /// One cell a column; `classes` for the row.
    void row(const std::vector<Html>& cells, std::string_view classes = "");
    /// The same of plain text.
    void row(const std::vector<std::string>& cells, std::string_view classes = "");

    bool is_empty() const { return body_.empty(); }

    Html html() const;

  private:
    std::string caption_;
    std::vector<Column> columns_;
    std::string body_;
};

} // namespace bimetal::evaluation::report
