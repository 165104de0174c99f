// SPDX-License-Identifier: MIT OR Apache-2.0
// Compiled once for each CASE; all but 0 must be refused.
#include "kernel/text/format.hpp"

using bimetal::text::print;

enum class Silent { one };

void refused(bimetal::text::Sink& sink);

void refused(bimetal::text::Sink& sink) {
#if CASE == 0
    print(sink, "{} {:>8} {{}}", 1, "two");
#elif CASE == 1
    print(sink, "{} {}", 1);
#elif CASE == 2
    print(sink, "{}", 1, 2);
#elif CASE == 3
    print(sink, "{:x}", "text");
#elif CASE == 4
    print(sink, "}", 1);
#elif CASE == 5
    print(sink, "{:08x", 1);
#elif CASE == 6
    print(sink, "{}", Silent::one);
#elif CASE == 7
    print(sink, "{:s}", 5);
#elif CASE == 8
    print(sink, "{:256}", 5);
#endif
}
