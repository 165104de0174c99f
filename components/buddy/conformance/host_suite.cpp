// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What the suite needs of a host, and the suite through the stubs while either twin serves.
#include "components/buddy/conformance/differential.hpp"
#include "components/buddy/conformance/suite.hpp"
#include "seam/harness/host_text.hpp"
#include "seam/runtime/selection.hpp"

#include <string_view>

bool seam_service_write_text(void* address, const std::uint8_t* bytes,
                             std::size_t length) noexcept {
    return seam::harness::overwrite_text(address, bytes, length);
}

namespace {

using namespace bimetal::buddy;
using namespace bimetal::buddy::conformance;

void pass_while_serving(Test& test, std::string_view twin) {
    REQUIRE(seam::select("buddy", twin).has_value());
    for (const auto& suite_case : suite_cases<Live>) {
        suite_case.body(test);
    }
}

} // namespace

SEAM_TEST(buddy_live, works_with_either_twin) {
    pass_while_serving(test, "cpp");
    pass_while_serving(test, "rust");
    pass_while_serving(test, "cpp");
}

/// What the kernel does at boot: frames are in use before the choice is known.
SEAM_TEST(buddy_live, an_instance_is_whichever_twins_that_serves) {
    REQUIRE(seam::select("buddy", "cpp").has_value());
    auto client = make<Live>(test, odd_memory);
    ownership.reset(odd_memory);
    const auto first = client.allocate(0, Zone::any);
    const auto second = client.allocate(7, Zone::below_4g);
    REQUIRE(first.has_value() && second.has_value());
    EXPECT(ownership.take(*first, 0, 1) && ownership.take(*second, 7, 1));
    const std::uint64_t before = exact(client);
    REQUIRE(seam::select("buddy", "rust").has_value());
    EXPECT_EQUAL(exact(client), before);
    EXPECT(client.check().has_value());
    const auto third = client.allocate(3, Zone::any);
    EXPECT(third.has_value() && ownership.take(*third, 3, 1));
    EXPECT(client.free(*first, 0).has_value() && ownership.give(*first, 0, 1));
    REQUIRE(seam::select("buddy", "cpp").has_value());
    EXPECT(client.free(*third, 3).has_value() && ownership.give(*third, 3, 1));
    EXPECT(client.free(*second, 7).has_value() && ownership.give(*second, 7, 1));
    EXPECT(client.check().has_value());
    EXPECT_EQUAL(logical(client), ownership.logical_digest());
}
