// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from buddy.seam.h; do not edit
//
// Hostile callers: each function with one wrong argument at a time, for every wrong argument that
// its contract promises to answer. BUDDY_HOSTILE(label, Caller, Fixture) registers a test for each
// function. A Caller is FromCpp<Binding>, or what BUDDY_HOSTILE_FROM_RUST defines. A Fixture has
//
//     static std::span<std::uint8_t> instance();  // the memory of an instance, initialised anew
//     static std::uint64_t world();               // a digest of what else a call could change
//     static void prepare(Arguments&);            // for each kind of arguments: makes them good
//
// and for each promise that only a test by hand can judge, such as range, a static function of
// `seam::harness::Test&`, FUNCTION_answers_PROMISE: without it this does not compile.
#pragma once

#include "components/buddy/bindings/generated/buddy.hpp"
#include "seam/harness/hostile.hpp"

#include <cstdint>
#include <cstring>
#include <span>

namespace bimetal::buddy::hostile {

using seam::harness::address_as;
using seam::harness::address_of;
using seam::harness::bytes_of;
using seam::harness::for_each_unnamed;
using seam::harness::Place;
using seam::harness::Snapshot;
using seam::harness::Test;

struct InitializeArguments {
    BuddyState* state;
    std::uint64_t frame_capacity;
};

struct ShutdownArguments {
    BuddyState* state;
};

struct AddArguments {
    BuddyState* state;
    std::uint64_t first_frame;
    std::uint64_t frame_count;
};

struct AllocateArguments {
    BuddyState* state;
    std::uint32_t order;
    BuddyZone zone;
};

struct FreeArguments {
    BuddyState* state;
    std::uint64_t frame;
    std::uint32_t order;
};

struct StatisticsArguments {
    BuddyState* state;
    BuddyStatistics* statistics;
};

struct CheckArguments {
    BuddyState* state;
};

struct DigestArguments {
    BuddyState* state;
    BuddyDigest kind;
};

/// Calls in C++.
template <class Binding>
struct FromCpp {
    static BuddyStatus initialize(const InitializeArguments& arguments) {
        return Binding::initialize(arguments.state, arguments.frame_capacity);
    }

    static BuddyStatus shutdown(const ShutdownArguments& arguments) {
        return Binding::shutdown(arguments.state);
    }

    static BuddyStatus add(const AddArguments& arguments) {
        return Binding::add(arguments.state, arguments.first_frame, arguments.frame_count);
    }

    static BuddyFrameResult allocate(const AllocateArguments& arguments) {
        return Binding::allocate(arguments.state, arguments.order, arguments.zone);
    }

    static BuddyStatus free(const FreeArguments& arguments) {
        return Binding::free(arguments.state, arguments.frame, arguments.order);
    }

    static BuddyStatus statistics(const StatisticsArguments& arguments) {
        return Binding::statistics(arguments.state, arguments.statistics);
    }

    static BuddyStatus check(const CheckArguments& arguments) {
        return Binding::check(arguments.state);
    }

    static BuddyDigestResult digest(const DigestArguments& arguments) {
        return Binding::digest(arguments.state, arguments.kind);
    }
};

template <class Caller, class Fixture>
class Suite {
  public:
    static void initialize(Test& test) {
        std::span<std::uint8_t> instance;
        InitializeArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<BuddyState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::initialize(arguments);
            seam::harness::judge_answer(test, "buddy_initialize", wrong, promised, answer);
            const bool is_good = address_of(arguments.state) == address_of(instance.data());
            seam::harness::judge_unchanged(test, "buddy_initialize", wrong, "the instance",
                                           is_good || instance_before.unchanged());
            if (is_good) {
                seam::harness::judge_answer(
                    test, "buddy_shutdown", "after a wrong initialize", Status::not_initialised,
                    Caller::shutdown({address_as<BuddyState*>(address_of(instance.data()))}));
            }
            seam::harness::judge_unchanged(test, "buddy_initialize", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(BuddyState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<BuddyState*>(address_of(arguments.state) + offset);
            });
        }
        Fixture::initialize_answers_range(test);
        call("the table passes the end of memory", Status::length_overflow,
             [&] { arguments.frame_capacity = UINT64_MAX; });
        call("the table passes the end of memory", Status::length_overflow,
             [&] { arguments.frame_capacity = UINT64_MAX / sizeof(BuddyFrame); });
    }

    static void shutdown(Test& test) {
        std::span<std::uint8_t> instance;
        ShutdownArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<BuddyState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::shutdown(arguments);
            seam::harness::judge_answer(test, "buddy_shutdown", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "buddy_shutdown", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "buddy_shutdown", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(BuddyState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<BuddyState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
    }

    static void add(Test& test) {
        std::span<std::uint8_t> instance;
        AddArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<BuddyState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::add(arguments);
            seam::harness::judge_answer(test, "buddy_add", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "buddy_add", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "buddy_add", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(BuddyState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<BuddyState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        Fixture::add_answers_range(test);
    }

    static void allocate(Test& test) {
        std::span<std::uint8_t> instance;
        AllocateArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<BuddyState*>(address_of(instance.data()));
            arguments.zone = BuddyZone::any;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::allocate(arguments);
            seam::harness::judge_answer(test, "buddy_allocate", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "buddy_allocate", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "buddy_allocate", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(BuddyState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<BuddyState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        Fixture::allocate_answers_range(test);
        for_each_unnamed<BuddyZone>([&](auto value) {
            call("zone holds none of its values", Status::invalid_enum,
                 [&] { arguments.zone = value; });
        });
    }

    static void free(Test& test) {
        std::span<std::uint8_t> instance;
        FreeArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<BuddyState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::free(arguments);
            seam::harness::judge_answer(test, "buddy_free", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "buddy_free", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "buddy_free", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(BuddyState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<BuddyState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        Fixture::free_answers_range(test);
    }

    static void statistics(Test& test) {
        std::span<std::uint8_t> instance;
        StatisticsArguments arguments;

        struct {
            Place<BuddyStatistics> statistics;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<BuddyState*>(address_of(instance.data()));
            arguments.statistics = &places.statistics.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::statistics(arguments);
            seam::harness::judge_answer(test, "buddy_statistics", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "buddy_statistics", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "buddy_statistics", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "buddy_statistics", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("statistics is null", Status::null_argument, [&] { arguments.statistics = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(BuddyState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<BuddyState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(BuddyStatistics); ++offset) {
            call("statistics is misaligned", Status::misaligned, [&] {
                arguments.statistics =
                    address_as<BuddyStatistics*>(address_of(arguments.statistics) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<BuddyStatistics*>(address_of(instance.data()));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics =
                address_as<BuddyStatistics*>((address_of(instance.data()) + instance.size() - 1) /
                                             alignof(BuddyStatistics) * alignof(BuddyStatistics));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<BuddyStatistics*>(
                (address_of(instance.data()) - sizeof(BuddyStatistics) + alignof(BuddyStatistics)) /
                alignof(BuddyStatistics) * alignof(BuddyStatistics));
        });
    }

    static void check(Test& test) {
        std::span<std::uint8_t> instance;
        CheckArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<BuddyState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::check(arguments);
            seam::harness::judge_answer(test, "buddy_check", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "buddy_check", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "buddy_check", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(BuddyState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<BuddyState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
    }

    static void digest(Test& test) {
        std::span<std::uint8_t> instance;
        DigestArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<BuddyState*>(address_of(instance.data()));
            arguments.kind = BuddyDigest::logical;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::digest(arguments);
            seam::harness::judge_answer(test, "buddy_digest", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "buddy_digest", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "buddy_digest", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(BuddyState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<BuddyState*>(address_of(arguments.state) + offset);
            });
        }
        call("the instance is zeros", Status::not_initialised,
             [&] { std::memset(instance.data(), 0, instance.size()); });
        call("the instance is no instance", Status::not_initialised,
             [&] { std::memset(instance.data(), 0xff, instance.size()); });
        for (unsigned bit = 0; bit < 64; ++bit) {
            call("the mark of the instance is another", Status::not_initialised,
                 [&] { instance[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); });
        }
        for_each_unnamed<BuddyDigest>([&](auto value) {
            call("kind holds none of its values", Status::invalid_enum,
                 [&] { arguments.kind = value; });
        });
    }
};

} // namespace bimetal::buddy::hostile

/// Defines a Caller in Rust for a twin, for which hostile.rs exports `callers!`.
#define BUDDY_HOSTILE_FROM_RUST(Caller, twin)                                                      \
    extern "C" {                                                                                   \
    BuddyStatus buddy_hostile_##twin##_initialize(                                                 \
        const bimetal::buddy::hostile::InitializeArguments*) noexcept;                             \
    BuddyStatus                                                                                    \
    buddy_hostile_##twin##_shutdown(const bimetal::buddy::hostile::ShutdownArguments*) noexcept;   \
    BuddyStatus buddy_hostile_##twin##_add(const bimetal::buddy::hostile::AddArguments*) noexcept; \
    BuddyFrameResult                                                                               \
    buddy_hostile_##twin##_allocate(const bimetal::buddy::hostile::AllocateArguments*) noexcept;   \
    BuddyStatus                                                                                    \
    buddy_hostile_##twin##_free(const bimetal::buddy::hostile::FreeArguments*) noexcept;           \
    BuddyStatus buddy_hostile_##twin##_statistics(                                                 \
        const bimetal::buddy::hostile::StatisticsArguments*) noexcept;                             \
    BuddyStatus                                                                                    \
    buddy_hostile_##twin##_check(const bimetal::buddy::hostile::CheckArguments*) noexcept;         \
    BuddyDigestResult                                                                              \
    buddy_hostile_##twin##_digest(const bimetal::buddy::hostile::DigestArguments*) noexcept;       \
    }                                                                                              \
    namespace bimetal::buddy::hostile {                                                            \
    struct Caller {                                                                                \
        static BuddyStatus initialize(const InitializeArguments& arguments) {                      \
            return buddy_hostile_##twin##_initialize(&arguments);                                  \
        }                                                                                          \
        static BuddyStatus shutdown(const ShutdownArguments& arguments) {                          \
            return buddy_hostile_##twin##_shutdown(&arguments);                                    \
        }                                                                                          \
        static BuddyStatus add(const AddArguments& arguments) {                                    \
            return buddy_hostile_##twin##_add(&arguments);                                         \
        }                                                                                          \
        static BuddyFrameResult allocate(const AllocateArguments& arguments) {                     \
            return buddy_hostile_##twin##_allocate(&arguments);                                    \
        }                                                                                          \
        static BuddyStatus free(const FreeArguments& arguments) {                                  \
            return buddy_hostile_##twin##_free(&arguments);                                        \
        }                                                                                          \
        static BuddyStatus statistics(const StatisticsArguments& arguments) {                      \
            return buddy_hostile_##twin##_statistics(&arguments);                                  \
        }                                                                                          \
        static BuddyStatus check(const CheckArguments& arguments) {                                \
            return buddy_hostile_##twin##_check(&arguments);                                       \
        }                                                                                          \
        static BuddyDigestResult digest(const DigestArguments& arguments) {                        \
            return buddy_hostile_##twin##_digest(&arguments);                                      \
        }                                                                                          \
    };                                                                                             \
    }

/// Registers the tests of one caller and twin as `buddy.hostile.LABEL`.
#define BUDDY_HOSTILE(label, Caller, Fixture)                                                      \
    SEAM_REGISTER_TEST(Caller##_initialize, "buddy.hostile." label, "initialize",                  \
                       bimetal::buddy::hostile::Suite<Caller, Fixture>::initialize);               \
    SEAM_REGISTER_TEST(Caller##_shutdown, "buddy.hostile." label, "shutdown",                      \
                       bimetal::buddy::hostile::Suite<Caller, Fixture>::shutdown);                 \
    SEAM_REGISTER_TEST(Caller##_add, "buddy.hostile." label, "add",                                \
                       bimetal::buddy::hostile::Suite<Caller, Fixture>::add);                      \
    SEAM_REGISTER_TEST(Caller##_allocate, "buddy.hostile." label, "allocate",                      \
                       bimetal::buddy::hostile::Suite<Caller, Fixture>::allocate);                 \
    SEAM_REGISTER_TEST(Caller##_free, "buddy.hostile." label, "free",                              \
                       bimetal::buddy::hostile::Suite<Caller, Fixture>::free);                     \
    SEAM_REGISTER_TEST(Caller##_statistics, "buddy.hostile." label, "statistics",                  \
                       bimetal::buddy::hostile::Suite<Caller, Fixture>::statistics);               \
    SEAM_REGISTER_TEST(Caller##_check, "buddy.hostile." label, "check",                            \
                       bimetal::buddy::hostile::Suite<Caller, Fixture>::check);                    \
    SEAM_REGISTER_TEST(Caller##_digest, "buddy.hostile." label, "digest",                          \
                       bimetal::buddy::hostile::Suite<Caller, Fixture>::digest);
