// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from heap.seam.h; do not edit
//
// Hostile callers: each function with one wrong argument at a time, for every wrong argument that
// its contract promises to answer. HEAP_HOSTILE(label, Caller, Fixture) registers a test for each
// function. A Caller is FromCpp<Binding>, or what HEAP_HOSTILE_FROM_RUST defines. A Fixture has
//
//     static std::span<std::uint8_t> instance();  // the memory of an instance, initialised anew
//     static std::uint64_t world();               // a digest of what else a call could change
//     static void prepare(Arguments&);            // for each kind of arguments: makes them good
//
// and for each promise that only a test by hand can judge, such as range, a static function of
// `seam::harness::Test&`, FUNCTION_answers_PROMISE: without it this does not compile.
#pragma once

#include "components/heap/bindings/generated/heap.hpp"
#include "seam/harness/hostile.hpp"

#include <cstdint>
#include <cstring>
#include <span>

namespace bimetal::heap::hostile {

using seam::harness::address_as;
using seam::harness::address_of;
using seam::harness::bytes_of;
using seam::harness::for_each_unnamed;
using seam::harness::Place;
using seam::harness::Snapshot;
using seam::harness::Test;

struct InitializeArguments {
    HeapState* state;
    std::uint64_t page_capacity;
    std::uint64_t first_page;
    std::uint32_t cpu_count;
    std::uint64_t source;
};

struct ShutdownArguments {
    HeapState* state;
};

struct AllocateArguments {
    HeapState* state;
    std::uint32_t cpu;
    std::uint64_t size;
    std::uint64_t alignment;
    std::uint32_t owner;
};

struct FreeArguments {
    HeapState* state;
    std::uint32_t cpu;
    std::uint64_t address;
    std::uint32_t owner;
};

struct FreeSizedArguments {
    HeapState* state;
    std::uint32_t cpu;
    std::uint64_t address;
    std::uint64_t size;
    std::uint64_t alignment;
    std::uint32_t owner;
};

struct ResizeArguments {
    HeapState* state;
    std::uint64_t address;
    std::uint64_t size;
};

struct SizeOfArguments {
    HeapState* state;
    std::uint64_t address;
};

struct DrainArguments {
    HeapState* state;
    std::uint32_t cpu;
};

struct StatisticsArguments {
    HeapState* state;
    HeapStatistics* statistics;
};

struct ClassStatisticsArguments {
    HeapState* state;
    std::uint32_t size_class;
    HeapClassStatistics* statistics;
};

struct CheckArguments {
    HeapState* state;
};

struct DigestArguments {
    HeapState* state;
    HeapDigest kind;
};

/// Calls in C++.
template <class Binding>
struct FromCpp {
    static HeapStatus initialize(const InitializeArguments& arguments) {
        return Binding::initialize(arguments.state, arguments.page_capacity, arguments.first_page,
                                   arguments.cpu_count, arguments.source);
    }

    static HeapStatus shutdown(const ShutdownArguments& arguments) {
        return Binding::shutdown(arguments.state);
    }

    static HeapBlockResult allocate(const AllocateArguments& arguments) {
        return Binding::allocate(arguments.state, arguments.cpu, arguments.size,
                                 arguments.alignment, arguments.owner);
    }

    static HeapStatus free(const FreeArguments& arguments) {
        return Binding::free(arguments.state, arguments.cpu, arguments.address, arguments.owner);
    }

    static HeapStatus free_sized(const FreeSizedArguments& arguments) {
        return Binding::free_sized(arguments.state, arguments.cpu, arguments.address,
                                   arguments.size, arguments.alignment, arguments.owner);
    }

    static HeapStatus resize(const ResizeArguments& arguments) {
        return Binding::resize(arguments.state, arguments.address, arguments.size);
    }

    static HeapSizeResult size_of(const SizeOfArguments& arguments) {
        return Binding::size_of(arguments.state, arguments.address);
    }

    static HeapStatus drain(const DrainArguments& arguments) {
        return Binding::drain(arguments.state, arguments.cpu);
    }

    static HeapStatus statistics(const StatisticsArguments& arguments) {
        return Binding::statistics(arguments.state, arguments.statistics);
    }

    static HeapStatus class_statistics(const ClassStatisticsArguments& arguments) {
        return Binding::class_statistics(arguments.state, arguments.size_class,
                                         arguments.statistics);
    }

    static HeapStatus check(const CheckArguments& arguments) {
        return Binding::check(arguments.state);
    }

    static HeapDigestResult digest(const DigestArguments& arguments) {
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
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::initialize(arguments);
            seam::harness::judge_answer(test, "heap_initialize", wrong, promised, answer);
            const bool is_good = address_of(arguments.state) == address_of(instance.data());
            seam::harness::judge_unchanged(test, "heap_initialize", wrong, "the instance",
                                           is_good || instance_before.unchanged());
            if (is_good) {
                seam::harness::judge_answer(
                    test, "heap_shutdown", "after a wrong initialize", Status::not_initialised,
                    Caller::shutdown({address_as<HeapState*>(address_of(instance.data()))}));
            }
            seam::harness::judge_unchanged(test, "heap_initialize", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
            });
        }
        Fixture::initialize_answers_range(test);
        call("the table passes the end of memory", Status::length_overflow,
             [&] { arguments.page_capacity = UINT64_MAX; });
        call("the table passes the end of memory", Status::length_overflow,
             [&] { arguments.page_capacity = UINT64_MAX / sizeof(HeapPage); });
    }

    static void shutdown(Test& test) {
        std::span<std::uint8_t> instance;
        ShutdownArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::shutdown(arguments);
            seam::harness::judge_answer(test, "heap_shutdown", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_shutdown", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_shutdown", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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

    static void allocate(Test& test) {
        std::span<std::uint8_t> instance;
        AllocateArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::allocate(arguments);
            seam::harness::judge_answer(test, "heap_allocate", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_allocate", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_allocate", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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
    }

    static void free(Test& test) {
        std::span<std::uint8_t> instance;
        FreeArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::free(arguments);
            seam::harness::judge_answer(test, "heap_free", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_free", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_free", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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

    static void free_sized(Test& test) {
        std::span<std::uint8_t> instance;
        FreeSizedArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::free_sized(arguments);
            seam::harness::judge_answer(test, "heap_free_sized", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_free_sized", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_free_sized", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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
        Fixture::free_sized_answers_range(test);
    }

    static void resize(Test& test) {
        std::span<std::uint8_t> instance;
        ResizeArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::resize(arguments);
            seam::harness::judge_answer(test, "heap_resize", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_resize", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_resize", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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
        Fixture::resize_answers_range(test);
    }

    static void size_of(Test& test) {
        std::span<std::uint8_t> instance;
        SizeOfArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::size_of(arguments);
            seam::harness::judge_answer(test, "heap_size_of", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_size_of", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_size_of", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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

    static void drain(Test& test) {
        std::span<std::uint8_t> instance;
        DrainArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::drain(arguments);
            seam::harness::judge_answer(test, "heap_drain", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_drain", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_drain", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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
        Fixture::drain_answers_range(test);
    }

    static void statistics(Test& test) {
        std::span<std::uint8_t> instance;
        StatisticsArguments arguments;

        struct {
            Place<HeapStatistics> statistics;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            arguments.statistics = &places.statistics.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::statistics(arguments);
            seam::harness::judge_answer(test, "heap_statistics", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_statistics", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_statistics", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_statistics", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("statistics is null", Status::null_argument, [&] { arguments.statistics = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(HeapStatistics); ++offset) {
            call("statistics is misaligned", Status::misaligned, [&] {
                arguments.statistics =
                    address_as<HeapStatistics*>(address_of(arguments.statistics) + offset);
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
            arguments.statistics = address_as<HeapStatistics*>(address_of(instance.data()));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics =
                address_as<HeapStatistics*>((address_of(instance.data()) + instance.size() - 1) /
                                            alignof(HeapStatistics) * alignof(HeapStatistics));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<HeapStatistics*>(
                (address_of(instance.data()) - sizeof(HeapStatistics) + alignof(HeapStatistics)) /
                alignof(HeapStatistics) * alignof(HeapStatistics));
        });
    }

    static void class_statistics(Test& test) {
        std::span<std::uint8_t> instance;
        ClassStatisticsArguments arguments;

        struct {
            Place<HeapClassStatistics> statistics;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            arguments.statistics = &places.statistics.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::class_statistics(arguments);
            seam::harness::judge_answer(test, "heap_class_statistics", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_class_statistics", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_class_statistics", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_class_statistics", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("statistics is null", Status::null_argument, [&] { arguments.statistics = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(HeapClassStatistics); ++offset) {
            call("statistics is misaligned", Status::misaligned, [&] {
                arguments.statistics =
                    address_as<HeapClassStatistics*>(address_of(arguments.statistics) + offset);
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
        Fixture::class_statistics_answers_range(test);
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<HeapClassStatistics*>(address_of(instance.data()));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<HeapClassStatistics*>(
                (address_of(instance.data()) + instance.size() - 1) / alignof(HeapClassStatistics) *
                alignof(HeapClassStatistics));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<HeapClassStatistics*>(
                (address_of(instance.data()) - sizeof(HeapClassStatistics) +
                 alignof(HeapClassStatistics)) /
                alignof(HeapClassStatistics) * alignof(HeapClassStatistics));
        });
    }

    static void check(Test& test) {
        std::span<std::uint8_t> instance;
        CheckArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::check(arguments);
            seam::harness::judge_answer(test, "heap_check", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_check", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_check", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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
            arguments.state = address_as<HeapState*>(address_of(instance.data()));
            arguments.kind = HeapDigest::logical;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::digest(arguments);
            seam::harness::judge_answer(test, "heap_digest", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "heap_digest", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "heap_digest", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(HeapState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<HeapState*>(address_of(arguments.state) + offset);
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
        for_each_unnamed<HeapDigest>([&](auto value) {
            call("kind holds none of its values", Status::invalid_enum,
                 [&] { arguments.kind = value; });
        });
    }
};

} // namespace bimetal::heap::hostile

/// Defines a Caller in Rust for a twin, for which hostile.rs exports `callers!`.
#define HEAP_HOSTILE_FROM_RUST(Caller, twin)                                                       \
    extern "C" {                                                                                   \
    HeapStatus                                                                                     \
    heap_hostile_##twin##_initialize(const bimetal::heap::hostile::InitializeArguments*) noexcept; \
    HeapStatus                                                                                     \
    heap_hostile_##twin##_shutdown(const bimetal::heap::hostile::ShutdownArguments*) noexcept;     \
    HeapBlockResult                                                                                \
    heap_hostile_##twin##_allocate(const bimetal::heap::hostile::AllocateArguments*) noexcept;     \
    HeapStatus heap_hostile_##twin##_free(const bimetal::heap::hostile::FreeArguments*) noexcept;  \
    HeapStatus                                                                                     \
    heap_hostile_##twin##_free_sized(const bimetal::heap::hostile::FreeSizedArguments*) noexcept;  \
    HeapStatus                                                                                     \
    heap_hostile_##twin##_resize(const bimetal::heap::hostile::ResizeArguments*) noexcept;         \
    HeapSizeResult                                                                                 \
    heap_hostile_##twin##_size_of(const bimetal::heap::hostile::SizeOfArguments*) noexcept;        \
    HeapStatus                                                                                     \
    heap_hostile_##twin##_drain(const bimetal::heap::hostile::DrainArguments*) noexcept;           \
    HeapStatus                                                                                     \
    heap_hostile_##twin##_statistics(const bimetal::heap::hostile::StatisticsArguments*) noexcept; \
    HeapStatus heap_hostile_##twin##_class_statistics(                                             \
        const bimetal::heap::hostile::ClassStatisticsArguments*) noexcept;                         \
    HeapStatus                                                                                     \
    heap_hostile_##twin##_check(const bimetal::heap::hostile::CheckArguments*) noexcept;           \
    HeapDigestResult                                                                               \
    heap_hostile_##twin##_digest(const bimetal::heap::hostile::DigestArguments*) noexcept;         \
    }                                                                                              \
    namespace bimetal::heap::hostile {                                                             \
    struct Caller {                                                                                \
        static HeapStatus initialize(const InitializeArguments& arguments) {                       \
            return heap_hostile_##twin##_initialize(&arguments);                                   \
        }                                                                                          \
        static HeapStatus shutdown(const ShutdownArguments& arguments) {                           \
            return heap_hostile_##twin##_shutdown(&arguments);                                     \
        }                                                                                          \
        static HeapBlockResult allocate(const AllocateArguments& arguments) {                      \
            return heap_hostile_##twin##_allocate(&arguments);                                     \
        }                                                                                          \
        static HeapStatus free(const FreeArguments& arguments) {                                   \
            return heap_hostile_##twin##_free(&arguments);                                         \
        }                                                                                          \
        static HeapStatus free_sized(const FreeSizedArguments& arguments) {                        \
            return heap_hostile_##twin##_free_sized(&arguments);                                   \
        }                                                                                          \
        static HeapStatus resize(const ResizeArguments& arguments) {                               \
            return heap_hostile_##twin##_resize(&arguments);                                       \
        }                                                                                          \
        static HeapSizeResult size_of(const SizeOfArguments& arguments) {                          \
            return heap_hostile_##twin##_size_of(&arguments);                                      \
        }                                                                                          \
        static HeapStatus drain(const DrainArguments& arguments) {                                 \
            return heap_hostile_##twin##_drain(&arguments);                                        \
        }                                                                                          \
        static HeapStatus statistics(const StatisticsArguments& arguments) {                       \
            return heap_hostile_##twin##_statistics(&arguments);                                   \
        }                                                                                          \
        static HeapStatus class_statistics(const ClassStatisticsArguments& arguments) {            \
            return heap_hostile_##twin##_class_statistics(&arguments);                             \
        }                                                                                          \
        static HeapStatus check(const CheckArguments& arguments) {                                 \
            return heap_hostile_##twin##_check(&arguments);                                        \
        }                                                                                          \
        static HeapDigestResult digest(const DigestArguments& arguments) {                         \
            return heap_hostile_##twin##_digest(&arguments);                                       \
        }                                                                                          \
    };                                                                                             \
    }

/// Registers the tests of one caller and twin as `heap.hostile.LABEL`.
#define HEAP_HOSTILE(label, Caller, Fixture)                                                       \
    SEAM_REGISTER_TEST(Caller##_initialize, "heap.hostile." label, "initialize",                   \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::initialize);                \
    SEAM_REGISTER_TEST(Caller##_shutdown, "heap.hostile." label, "shutdown",                       \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::shutdown);                  \
    SEAM_REGISTER_TEST(Caller##_allocate, "heap.hostile." label, "allocate",                       \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::allocate);                  \
    SEAM_REGISTER_TEST(Caller##_free, "heap.hostile." label, "free",                               \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::free);                      \
    SEAM_REGISTER_TEST(Caller##_free_sized, "heap.hostile." label, "free_sized",                   \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::free_sized);                \
    SEAM_REGISTER_TEST(Caller##_resize, "heap.hostile." label, "resize",                           \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::resize);                    \
    SEAM_REGISTER_TEST(Caller##_size_of, "heap.hostile." label, "size_of",                         \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::size_of);                   \
    SEAM_REGISTER_TEST(Caller##_drain, "heap.hostile." label, "drain",                             \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::drain);                     \
    SEAM_REGISTER_TEST(Caller##_statistics, "heap.hostile." label, "statistics",                   \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::statistics);                \
    SEAM_REGISTER_TEST(Caller##_class_statistics, "heap.hostile." label, "class_statistics",       \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::class_statistics);          \
    SEAM_REGISTER_TEST(Caller##_check, "heap.hostile." label, "check",                             \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::check);                     \
    SEAM_REGISTER_TEST(Caller##_digest, "heap.hostile." label, "digest",                           \
                       bimetal::heap::hostile::Suite<Caller, Fixture>::digest);
