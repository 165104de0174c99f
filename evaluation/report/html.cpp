// SPDX-License-Identifier: MIT OR Apache-2.0
#include "evaluation/report/html.hpp"

#include <fmt/format.h>

namespace bimetal::evaluation::report {
namespace {

std::string class_attribute(std::string_view classes) {
    return classes.empty() ? "" : fmt::format(" class=\"{}\"", classes);
}

} // namespace

Html text(std::string_view foreign) {
    return {escape(foreign)};
}

Html element(std::string_view name, const Html& inner, std::string_view classes) {
    return {fmt::format("<{0}{1}>{2}</{0}>", name, class_attribute(classes), inner.code)};
}

Html paragraph(std::string_view foreign, std::string_view classes) {
    return {element("p", text(foreign), classes).code + "\n"};
}

Html command(std::string_view line) {
    return element("code", text(line), "command");
}

Html section(std::string_view anchor, std::string_view heading, const Html& inner) {
    return {fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-heading\">\n"
                        "<h2 id=\"{0}-heading\">{1}</h2>\n{2}</section>\n",
                        anchor, escape(heading), inner.code)};
}

void Table::row(const std::vector<Html>& cells, std::string_view classes) {
    body_ += fmt::format("<tr{}>", class_attribute(classes));
    for (std::size_t index = 0; index < cells.size(); ++index) {
        const Column column = index < columns_.size() ? columns_[index] : Column();
        const std::string_view name = index == 0 ? "th scope=\"row\"" : "td";
        body_ += fmt::format("<{}{}>{}</{}>", name,
                             class_attribute(column.is_number ? "n" : column.classes),
                             cells[index].code, index == 0 ? "th" : "td");
    }
    body_ += "</tr>\n";
}

void Table::row(const std::vector<std::string>& cells, std::string_view classes) {
    std::vector<Html> escaped;
    escaped.reserve(cells.size());
    for (const std::string& cell : cells) {
        escaped.push_back(text(cell));
    }
    row(escaped, classes);
}

Html Table::html() const {
    std::string head;
    for (const Column& column : columns_) {
        head += fmt::format("<th scope=\"col\"{}>{}</th>", column.is_number ? " class=\"n\"" : "",
                            escape(column.title));
    }
    return {fmt::format("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">"
                        "<table><caption>{0}</caption><thead><tr>{1}</tr></thead>\n"
                        "<tbody>{2}</tbody></table></div>\n",
                        escape(caption_), head, body_)};
}

} // namespace bimetal::evaluation::report
