// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The selection on a component of three functions, whose code is patched through mprotect.
#include "seam/harness/harness.hpp"
#include "seam/harness/host_text.hpp"
#include "seam/runtime/selection.hpp"

namespace {

constexpr std::uint64_t toy_contract = 0x70f;
std::uint64_t rust_contract = toy_contract;

// Of the writes that come, the one that fails and the one from which on all fail.
constexpr unsigned never = ~0U;
unsigned writes = 0;
unsigned failing_write = never;
unsigned broken_from = never;
bool half_write = false;

} // namespace

extern "C" {
int toy_cpp_number() noexcept;
int toy_cpp_twice(int value) noexcept;
std::uint64_t toy_cpp_contract() noexcept;
int toy_rust_number() noexcept;
int toy_rust_twice(int value) noexcept;
std::uint64_t toy_rust_contract() noexcept;
int toy_live_number() noexcept;
int toy_live_twice(int value) noexcept;
extern const seam::Stub toy_stubs[3];

int toy_cpp_number() noexcept {
    return 1;
}

int toy_cpp_twice(int value) noexcept {
    return value + value;
}

std::uint64_t toy_cpp_contract() noexcept {
    return toy_contract;
}

int toy_rust_number() noexcept {
    return 2;
}

int toy_rust_twice(int value) noexcept {
    return value * 2 + 1000;
}

std::uint64_t toy_rust_contract() noexcept {
    return rust_contract;
}

bool seam_service_write_text(void* address, const std::uint8_t* bytes,
                             std::size_t length) noexcept {
    const unsigned write = writes++;
    const bool fails = write == failing_write || write >= broken_from;
    if (fails && !half_write) {
        return false;
    }
    return seam::harness::overwrite_text(address, bytes, fails ? length / 2 : length) && !fails;
}
}

namespace {

constexpr seam::Component toy{
    .name = "toy",
    .contract = toy_contract,
    .twins = {{{toy_cpp_contract, nullptr}, {toy_rust_contract, nullptr}}},
    .stubs = {toy_stubs, 3},
    .fixed = std::nullopt};
constexpr seam::Component fixed_toy{.name = "fixed_toy",
                                    .contract = toy_contract,
                                    .twins = {{{nullptr, nullptr}, {toy_rust_contract, nullptr}}},
                                    .stubs = {},
                                    .fixed = seam::Twin::rust};

SEAM_REGISTER_COMPONENT(toy, toy);
SEAM_REGISTER_COMPONENT(fixed_toy, fixed_toy);

/// Gives each test the first twin and a service that works.
class Fresh {
  public:
    Fresh() { restore(); }

    ~Fresh() { restore(); }

    Fresh(const Fresh&) = delete;
    Fresh& operator=(const Fresh&) = delete;

  private:
    static void restore() {
        rust_contract = toy_contract;
        failing_write = never;
        broken_from = never;
        half_write = false;
        (void)seam::select(toy, seam::Twin::cpp);
        writes = 0;
    }
};

/// What the stubs themselves answer. The pointers are volatile: the compiler must not know.
seam::Twin answering() {
    int (*volatile number)() noexcept = toy_live_number;
    return number() == 1 ? seam::Twin::cpp : seam::Twin::rust;
}

int twice(int value) {
    int (*volatile function)(int) noexcept = toy_live_twice;
    return function(value);
}

using seam::SelectionError;
using seam::Twin;

} // namespace

SEAM_TEST(selection, lists_components) {
    EXPECT_EQUAL(seam::components().size(), std::size_t{2});
    EXPECT(seam::find_component("toy") == &toy);
    EXPECT(seam::find_component("fixed_toy") == &fixed_toy);
    EXPECT(seam::find_component("serial") == nullptr);
    EXPECT(seam::find_component("to") == nullptr);
}

SEAM_TEST(selection, starts_with_cpp_and_switches) {
    const Fresh fresh;
    EXPECT(seam::serving_twin(toy) == Twin::cpp);
    EXPECT(answering() == Twin::cpp);
    for (int round = 0; round < 3; ++round) {
        REQUIRE(seam::select("toy", "rust").has_value());
        EXPECT(seam::serving_twin(toy) == Twin::rust);
        EXPECT(answering() == Twin::rust);
        EXPECT_EQUAL(twice(4), 1008);
        REQUIRE(seam::select("toy", "cpp").has_value());
        EXPECT(seam::serving_twin(toy) == Twin::cpp);
        EXPECT(answering() == Twin::cpp);
        EXPECT_EQUAL(twice(4), 8);
    }
}

SEAM_TEST(selection, stubs_are_alone_in_sixteen_bytes) {
    for (const seam::Stub& stub : toy.stubs) {
        EXPECT_EQUAL(reinterpret_cast<std::uintptr_t>(stub.address) % 16, std::uintptr_t{0});
    }
    EXPECT_EQUAL(std::string_view(toy.stubs[1].name), std::string_view("twice"));
}

SEAM_TEST(selection, refuses_unknown_names) {
    const Fresh fresh;
    EXPECT(seam::select("tea", "cpp").error() == SelectionError::unknown_component);
    EXPECT(seam::select("toy", "ada").error() == SelectionError::unknown_twin);
    EXPECT(seam::select("toy", "").error() == SelectionError::unknown_twin);
    EXPECT(seam::select("fixed_toy", "cpp").error() == SelectionError::unknown_twin);
    EXPECT_EQUAL(writes, 0U);
}

SEAM_TEST(selection, fixed_keeps_its_twin) {
    EXPECT(seam::serving_twin(fixed_toy) == Twin::rust);
    EXPECT(seam::select(fixed_toy, Twin::rust).has_value());
    EXPECT(seam::select(fixed_toy, Twin::cpp).error() == SelectionError::fixed);
}

SEAM_TEST(selection, refuses_another_contract_before_writing) {
    const Fresh fresh;
    rust_contract = 1;
    EXPECT(seam::mismatched_twin(toy) == Twin::rust);
    EXPECT(seam::select(toy, Twin::rust).error() == SelectionError::contract_mismatch);
    EXPECT(seam::select(toy, Twin::cpp).error() == SelectionError::contract_mismatch);
    EXPECT_EQUAL(writes, 0U);
    rust_contract = toy_contract;
    EXPECT(!seam::mismatched_twin(toy).has_value());
}

SEAM_TEST(selection, rolls_back_when_any_write_fails) {
    for (const bool half : {false, true}) {
        for (unsigned failing = 0; failing < 3; ++failing) {
            const Fresh fresh;
            failing_write = failing;
            half_write = half;
            EXPECT(seam::select(toy, Twin::rust).error() == SelectionError::write_failed);
            EXPECT(seam::serving_twin(toy) == Twin::cpp);
            EXPECT(answering() == Twin::cpp);
            EXPECT_EQUAL(twice(3), 6);
        }
    }
}

SEAM_TEST(selection, says_when_it_is_torn) {
    const Fresh fresh;
    broken_from = 1;
    EXPECT(seam::select(toy, Twin::rust).error() == SelectionError::torn);
    EXPECT(!seam::serving_twin(toy).has_value());
    broken_from = never;
    EXPECT(seam::select(toy, Twin::cpp).has_value());
    EXPECT(seam::serving_twin(toy) == Twin::cpp);
}

SEAM_TEST(selection, refuses_a_twin_out_of_reach) {
    const Fresh fresh;
    seam::Stub far = toy.stubs[0];
    far.targets[1] =
        reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(far.address) ^ (1ULL << 40));
    seam::Component distant = toy;
    distant.stubs = {&far, 1};
    EXPECT(seam::select(distant, Twin::rust).error() == SelectionError::unreachable);
    EXPECT_EQUAL(writes, 0U);
}
