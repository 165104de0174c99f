// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Runs the linked tests on the host: `PROGRAM [PATTERN]`. BIMETAL_SEED repeats random choices.
#include "seam/harness/harness.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace {

class StandardOutput final : public seam::harness::Report {
  public:
    void line(std::string_view text) override {
        std::printf("%.*s\n", static_cast<int>(text.size()), text.data());
        std::fflush(stdout);
    }
};

} // namespace

int main(int count, char** arguments) {
    std::uint64_t seed = 0;
    if (const char* given = std::getenv("BIMETAL_SEED"); given != nullptr) {
        char* end = nullptr;
        errno = 0;
        seed = std::strtoull(given, &end, 0);
        if (errno != 0 || end == given || *end != '\0') {
            std::fprintf(stderr, "BIMETAL_SEED is not a number: %s\n", given);
            return 2;
        }
    } else {
        std::random_device device;
        seed = (std::uint64_t{device()} << 32) | device();
    }
    StandardOutput output;
    const auto totals = seam::harness::run(count > 1 ? arguments[1] : "", output, seed);
    if (totals.passed + totals.failed + totals.skipped == 0) {
        std::fprintf(stderr, "no test matches\n");
        return 2;
    }
    return totals.failed == 0 ? 0 : 1;
}
