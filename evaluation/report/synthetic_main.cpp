// SPDX-License-Identifier: MIT OR Apache-2.0
// synthetic-results everything|nothing FOLDER: writes results that nobody measured.

#include "evaluation/report/synthetic.hpp"

#include <cstdio>
#include <string_view>

int main(int count, char** arguments) {
    using namespace bimetal::evaluation::report;
    const std::string_view what = count == 3 ? arguments[1] : "";
    if (what != "everything" && what != "nothing") {
        std::fputs("usage: synthetic-results everything|nothing FOLDER\n", stderr);
        return 2;
    }
    write(what == "everything" ? everything() : nothing(), arguments[2]);
    return 0;
}
