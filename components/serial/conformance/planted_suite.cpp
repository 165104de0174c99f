// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Twins with mistakes planted, made from the C++ twin over a device that falsifies what it is told.
// The suite and the comparison must fail for each.
#include "components/serial/bindings/generated/export.hpp"
#include "components/serial/conformance/differential.hpp"
#include "components/serial/cpp/serial.hpp"

namespace {

using bimetal::serial::SimulatedCpp;
using bimetal::serial::conformance::Differential;
using bimetal::serial::conformance::Suite;
using seam::harness::Case;
using seam::harness::Outcome;

/// Every mistake is one register access that a twin does not make, or makes wrongly.
enum class Mistake { none, loses_bytes, swaps_bits, forgets_interrupts, skips_lines, rereads };

Mistake mistake = Mistake::none;

class FalsifyingServices {
  public:
    std::uint8_t read(std::uint64_t device, std::uint32_t offset) {
        if (mistake == Mistake::rereads && offset == 5) {
            serial_simulator_read(device, offset);
        }
        return serial_simulator_read(device, offset);
    }

    void write(std::uint64_t device, std::uint32_t offset, std::uint8_t value) {
        if (mistake == Mistake::loses_bytes && offset == 0 && ++written_ % 64 == 0) {
            return;
        }
        if (mistake == Mistake::forgets_interrupts && offset == 1) {
            value &= static_cast<std::uint8_t>(~0x02);
        }
        if (mistake == Mistake::skips_lines && offset == 4) {
            value |= 0x02;
        }
        if (mistake == Mistake::swaps_bits && offset == 0 && value == 0x80) {
            value = 0x40;
        }
        serial_simulator_write(device, offset, value);
    }

  private:
    std::uint64_t written_ = 0;
};

} // namespace

SERIAL_BINDING(Planted, planted)
SERIAL_EXPORT(planted, bimetal::serial::Serial<FalsifyingServices>)

namespace {

using bimetal::serial::Planted;

Outcome outcome_with(Mistake planted, void (*body)(seam::harness::Test&), std::uint64_t seed) {
    mistake = planted;
    const Outcome outcome = seam::harness::run_silently(Case{"planted", "twin", body}, seed);
    mistake = Mistake::none;
    return outcome;
}

} // namespace

SEAM_TEST(serial_planted, is_right_without_a_mistake) {
    EXPECT(outcome_with(Mistake::none, Suite<Planted>::sends_in_order, 1) == Outcome::passed);
    EXPECT(outcome_with(Mistake::none, Suite<Planted>::stops_the_sender_when_full, 1) ==
           Outcome::passed);
    EXPECT(outcome_with(Mistake::none, Suite<Planted>::keeps_its_promises_under_random_use,
                        test.seed()) == Outcome::passed);
    EXPECT(outcome_with(Mistake::none, Differential<SimulatedCpp, Planted>::agree_under_random_use,
                        test.seed()) == Outcome::passed);
}

SEAM_TEST(serial_planted, the_suite_sees_lost_bytes) {
    EXPECT(outcome_with(Mistake::loses_bytes, Suite<Planted>::sends_in_order, 1) ==
           Outcome::failed);
    EXPECT(outcome_with(Mistake::loses_bytes, Suite<Planted>::keeps_its_promises_under_random_use,
                        test.seed()) == Outcome::failed);
}

SEAM_TEST(serial_planted, the_suite_sees_changed_bytes) {
    EXPECT(outcome_with(Mistake::swaps_bits, Suite<Planted>::sends_in_order, 1) == Outcome::failed);
}

SEAM_TEST(serial_planted, the_suite_sees_forgotten_interrupts) {
    EXPECT(outcome_with(Mistake::forgets_interrupts, Suite<Planted>::sends_in_order, 1) ==
           Outcome::failed);
}

SEAM_TEST(serial_planted, the_suite_sees_a_sender_that_is_not_stopped) {
    EXPECT(outcome_with(Mistake::skips_lines, Suite<Planted>::stops_the_sender_when_full, 1) ==
           Outcome::failed);
}

SEAM_TEST(serial_planted, the_comparison_sees_one_access_more) {
    EXPECT(outcome_with(Mistake::rereads,
                        Differential<SimulatedCpp, Planted>::agree_under_random_use,
                        test.seed()) == Outcome::failed);
}
