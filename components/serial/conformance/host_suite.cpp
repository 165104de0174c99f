// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The suite on the exports that ship, and through the stubs.
#include "components/serial/conformance/differential.hpp"
#include "seam/harness/host_text.hpp"
#include "seam/runtime/selection.hpp"

bool seam_service_write_text(void* address, const std::uint8_t* bytes,
                             std::size_t length) noexcept {
    return seam::harness::overwrite_text(address, bytes, length);
}

SERIAL_CONFORMANCE("linked-cpp", Cpp)
SERIAL_CONFORMANCE("linked-rust", Rust)
SERIAL_DIFFERENTIAL("linked-twins", Cpp, Rust)

namespace {

using bimetal::serial::Client;
using bimetal::serial::Live;
using bimetal::serial::conformance::benches;
using bimetal::serial::conformance::handle_of;
using bimetal::serial::conformance::Suite;

/// The suite through the stubs while `twin` serves.
void pass_while_serving(seam::harness::Test& test, std::string_view twin) {
    REQUIRE(seam::select("serial", twin).has_value());
    const seam::Component* component = seam::find_component("serial");
    REQUIRE(component != nullptr);
    EXPECT(seam::serving_twin(*component) == seam::find_twin(*component, twin));
    Suite<Live>::sends_in_order(test);
    Suite<Live>::receives_in_order(test);
    Suite<Live>::tests_itself(test);
    Suite<Live>::answers_wrong_instances(test);
    Suite<Live>::answers_wrong_slices(test);
    Suite<Live>::keeps_its_promises_under_random_use(test);
}

} // namespace

SEAM_TEST(serial_live, works_with_either_twin) {
    pass_while_serving(test, "cpp");
    pass_while_serving(test, "rust");
    pass_while_serving(test, "cpp");
}

SEAM_TEST(serial_live, an_instance_belongs_to_the_twin_that_made_it) {
    benches[0].reset();
    REQUIRE(seam::select("serial", "cpp").has_value());
    Client<Live> client(benches[0].state);
    REQUIRE(client.initialize(handle_of(benches[0].simulator), bimetal::serial::default_settings)
                .has_value());
    REQUIRE(seam::select("serial", "rust").has_value());
    EXPECT(client.check().error() == SerialStatus::not_initialised);
    REQUIRE(seam::select("serial", "cpp").has_value());
    EXPECT(client.check().has_value());
}
