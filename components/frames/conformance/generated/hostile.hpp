// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from frames.seam.h; do not edit
//
// Hostile callers: each function with one wrong argument at a time, for every wrong argument that
// its contract promises to answer. FRAMES_HOSTILE(label, Caller, Fixture) registers a test for each
// function. A Caller is FromCpp<Binding>, or what FRAMES_HOSTILE_FROM_RUST defines. A Fixture has
//
//     static std::span<std::uint8_t> instance();  // the memory of an instance, initialised anew
//     static std::uint64_t world();               // a digest of what else a call could change
//     static void prepare(Arguments&);            // for each kind of arguments: makes them good
//
// and for each promise that only a test by hand can judge, such as range, a static function of
// `seam::harness::Test&`, FUNCTION_answers_PROMISE: without it this does not compile.
#pragma once

#include "components/frames/bindings/generated/frames.hpp"
#include "seam/harness/hostile.hpp"

#include <cstdint>
#include <cstring>
#include <span>

namespace bimetal::frames::hostile {

using seam::harness::address_as;
using seam::harness::address_of;
using seam::harness::bytes_of;
using seam::harness::for_each_unnamed;
using seam::harness::Place;
using seam::harness::Snapshot;
using seam::harness::Test;

struct InitializeArguments {
    FramesState* state;
    std::uint64_t area_capacity;
    std::uint64_t first_frame;
    std::uint32_t cpu_count;
};

struct ShutdownArguments {
    FramesState* state;
};

struct AddArguments {
    FramesState* state;
    std::uint64_t first_frame;
    std::uint64_t frame_count;
};

struct AllocateArguments {
    FramesState* state;
    std::uint32_t cpu;
    std::uint32_t order;
    FramesZone zone;
};

struct FreeArguments {
    FramesState* state;
    std::uint32_t cpu;
    std::uint64_t frame;
    std::uint32_t order;
};

struct AllocateAtArguments {
    FramesState* state;
    std::uint32_t cpu;
    std::uint64_t frame;
    std::uint32_t order;
};

struct AdoptArguments {
    FramesState* state;
    std::uint32_t cpu;
    std::uint64_t frame;
    std::uint32_t order;
};

struct AllocateBatchArguments {
    FramesState* state;
    std::uint32_t cpu;
    std::uint32_t order;
    FramesZone zone;
    std::uint64_t count;
    FramesBatch* batch;
};

struct FreeBatchArguments {
    FramesState* state;
    std::uint32_t cpu;
    std::uint32_t order;
    const FramesBatch* batch;
};

struct DrainArguments {
    FramesState* state;
    std::uint32_t cpu;
};

struct StatisticsArguments {
    FramesState* state;
    FramesCount kind;
    FramesStatistics* statistics;
};

struct CheckArguments {
    FramesState* state;
};

struct DigestArguments {
    FramesState* state;
    FramesDigest kind;
};

/// Calls in C++.
template <class Binding>
struct FromCpp {
    static FramesStatus initialize(const InitializeArguments& arguments) {
        return Binding::initialize(arguments.state, arguments.area_capacity, arguments.first_frame,
                                   arguments.cpu_count);
    }

    static FramesStatus shutdown(const ShutdownArguments& arguments) {
        return Binding::shutdown(arguments.state);
    }

    static FramesStatus add(const AddArguments& arguments) {
        return Binding::add(arguments.state, arguments.first_frame, arguments.frame_count);
    }

    static FramesFrameResult allocate(const AllocateArguments& arguments) {
        return Binding::allocate(arguments.state, arguments.cpu, arguments.order, arguments.zone);
    }

    static FramesStatus free(const FreeArguments& arguments) {
        return Binding::free(arguments.state, arguments.cpu, arguments.frame, arguments.order);
    }

    static FramesStatus allocate_at(const AllocateAtArguments& arguments) {
        return Binding::allocate_at(arguments.state, arguments.cpu, arguments.frame,
                                    arguments.order);
    }

    static FramesStatus adopt(const AdoptArguments& arguments) {
        return Binding::adopt(arguments.state, arguments.cpu, arguments.frame, arguments.order);
    }

    static FramesStatus allocate_batch(const AllocateBatchArguments& arguments) {
        return Binding::allocate_batch(arguments.state, arguments.cpu, arguments.order,
                                       arguments.zone, arguments.count, arguments.batch);
    }

    static FramesStatus free_batch(const FreeBatchArguments& arguments) {
        return Binding::free_batch(arguments.state, arguments.cpu, arguments.order,
                                   arguments.batch);
    }

    static FramesStatus drain(const DrainArguments& arguments) {
        return Binding::drain(arguments.state, arguments.cpu);
    }

    static FramesStatus statistics(const StatisticsArguments& arguments) {
        return Binding::statistics(arguments.state, arguments.kind, arguments.statistics);
    }

    static FramesStatus check(const CheckArguments& arguments) {
        return Binding::check(arguments.state);
    }

    static FramesDigestResult digest(const DigestArguments& arguments) {
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
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::initialize(arguments);
            seam::harness::judge_answer(test, "frames_initialize", wrong, promised, answer);
            const bool is_good = address_of(arguments.state) == address_of(instance.data());
            seam::harness::judge_unchanged(test, "frames_initialize", wrong, "the instance",
                                           is_good || instance_before.unchanged());
            if (is_good) {
                seam::harness::judge_answer(
                    test, "frames_shutdown", "after a wrong initialize", Status::not_initialised,
                    Caller::shutdown({address_as<FramesState*>(address_of(instance.data()))}));
            }
            seam::harness::judge_unchanged(test, "frames_initialize", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
            });
        }
        Fixture::initialize_answers_range(test);
        call("the table passes the end of memory", Status::length_overflow,
             [&] { arguments.area_capacity = UINT64_MAX; });
        call("the table passes the end of memory", Status::length_overflow,
             [&] { arguments.area_capacity = UINT64_MAX / sizeof(FramesArea); });
    }

    static void shutdown(Test& test) {
        std::span<std::uint8_t> instance;
        ShutdownArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::shutdown(arguments);
            seam::harness::judge_answer(test, "frames_shutdown", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_shutdown", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_shutdown", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::add(arguments);
            seam::harness::judge_answer(test, "frames_add", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_add", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_add", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            arguments.zone = FramesZone::any;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::allocate(arguments);
            seam::harness::judge_answer(test, "frames_allocate", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_allocate", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_allocate", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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
        for_each_unnamed<FramesZone>([&](auto value) {
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
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::free(arguments);
            seam::harness::judge_answer(test, "frames_free", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_free", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_free", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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

    static void allocate_at(Test& test) {
        std::span<std::uint8_t> instance;
        AllocateAtArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::allocate_at(arguments);
            seam::harness::judge_answer(test, "frames_allocate_at", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_allocate_at", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_allocate_at", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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
        Fixture::allocate_at_answers_range(test);
    }

    static void adopt(Test& test) {
        std::span<std::uint8_t> instance;
        AdoptArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::adopt(arguments);
            seam::harness::judge_answer(test, "frames_adopt", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_adopt", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_adopt", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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
        Fixture::adopt_answers_range(test);
    }

    static void allocate_batch(Test& test) {
        std::span<std::uint8_t> instance;
        AllocateBatchArguments arguments;

        struct {
            Place<FramesBatch> batch;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            arguments.zone = FramesZone::any;
            arguments.batch = &places.batch.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::allocate_batch(arguments);
            seam::harness::judge_answer(test, "frames_allocate_batch", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_allocate_batch", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_allocate_batch", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_allocate_batch", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("batch is null", Status::null_argument, [&] { arguments.batch = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(FramesBatch); ++offset) {
            call("batch is misaligned", Status::misaligned, [&] {
                arguments.batch = address_as<FramesBatch*>(address_of(arguments.batch) + offset);
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
        Fixture::allocate_batch_answers_range(test);
        for_each_unnamed<FramesZone>([&](auto value) {
            call("zone holds none of its values", Status::invalid_enum,
                 [&] { arguments.zone = value; });
        });
        call("batch overlaps the instance", Status::overlap,
             [&] { arguments.batch = address_as<FramesBatch*>(address_of(instance.data())); });
        call("batch overlaps the instance", Status::overlap, [&] {
            arguments.batch =
                address_as<FramesBatch*>((address_of(instance.data()) + instance.size() - 1) /
                                         alignof(FramesBatch) * alignof(FramesBatch));
        });
        call("batch overlaps the instance", Status::overlap, [&] {
            arguments.batch = address_as<FramesBatch*>(
                (address_of(instance.data()) - sizeof(FramesBatch) + alignof(FramesBatch)) /
                alignof(FramesBatch) * alignof(FramesBatch));
        });
    }

    static void free_batch(Test& test) {
        std::span<std::uint8_t> instance;
        FreeBatchArguments arguments;

        struct {
            Place<FramesBatch> batch;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            arguments.batch = &places.batch.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::free_batch(arguments);
            seam::harness::judge_answer(test, "frames_free_batch", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_free_batch", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_free_batch", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_free_batch", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("batch is null", Status::null_argument, [&] { arguments.batch = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(FramesBatch); ++offset) {
            call("batch is misaligned", Status::misaligned, [&] {
                arguments.batch =
                    address_as<const FramesBatch*>(address_of(arguments.batch) + offset);
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
        Fixture::free_batch_answers_range(test);
        call("batch overlaps the instance", Status::overlap, [&] {
            arguments.batch = address_as<const FramesBatch*>(address_of(instance.data()));
        });
        call("batch overlaps the instance", Status::overlap, [&] {
            arguments.batch =
                address_as<const FramesBatch*>((address_of(instance.data()) + instance.size() - 1) /
                                               alignof(FramesBatch) * alignof(FramesBatch));
        });
        call("batch overlaps the instance", Status::overlap, [&] {
            arguments.batch = address_as<const FramesBatch*>(
                (address_of(instance.data()) - sizeof(FramesBatch) + alignof(FramesBatch)) /
                alignof(FramesBatch) * alignof(FramesBatch));
        });
    }

    static void drain(Test& test) {
        std::span<std::uint8_t> instance;
        DrainArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::drain(arguments);
            seam::harness::judge_answer(test, "frames_drain", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_drain", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_drain", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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
            Place<FramesStatistics> statistics;
        } places;

        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            std::memset(&places, 0xa5, sizeof places);
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            arguments.kind = FramesCount::fast;
            arguments.statistics = &places.statistics.passed;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot places_before(bytes_of(places));
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::statistics(arguments);
            seam::harness::judge_answer(test, "frames_statistics", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_statistics", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_statistics", wrong, "what was passed",
                                           places_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_statistics", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        call("statistics is null", Status::null_argument, [&] { arguments.statistics = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
            });
        }
        for (std::uintptr_t offset = 1; offset < alignof(FramesStatistics); ++offset) {
            call("statistics is misaligned", Status::misaligned, [&] {
                arguments.statistics =
                    address_as<FramesStatistics*>(address_of(arguments.statistics) + offset);
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
        for_each_unnamed<FramesCount>([&](auto value) {
            call("kind holds none of its values", Status::invalid_enum,
                 [&] { arguments.kind = value; });
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<FramesStatistics*>(address_of(instance.data()));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<FramesStatistics*>(
                (address_of(instance.data()) + instance.size() - 1) / alignof(FramesStatistics) *
                alignof(FramesStatistics));
        });
        call("statistics overlaps the instance", Status::overlap, [&] {
            arguments.statistics = address_as<FramesStatistics*>(
                (address_of(instance.data()) - sizeof(FramesStatistics) +
                 alignof(FramesStatistics)) /
                alignof(FramesStatistics) * alignof(FramesStatistics));
        });
    }

    static void check(Test& test) {
        std::span<std::uint8_t> instance;
        CheckArguments arguments;
        const auto call = [&](const char* wrong, Status promised, auto spoil) {
            instance = Fixture::instance();
            std::memset(&arguments, 0, sizeof arguments);
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::check(arguments);
            seam::harness::judge_answer(test, "frames_check", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_check", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_check", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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
            arguments.state = address_as<FramesState*>(address_of(instance.data()));
            arguments.kind = FramesDigest::logical;
            Fixture::prepare(arguments);
            spoil();
            const Snapshot instance_before(instance);
            const std::uint64_t world = Fixture::world();
            const auto answer = Caller::digest(arguments);
            seam::harness::judge_answer(test, "frames_digest", wrong, promised, answer);
            seam::harness::judge_unchanged(test, "frames_digest", wrong, "the instance",
                                           instance_before.unchanged());
            seam::harness::judge_unchanged(test, "frames_digest", wrong, "the world",
                                           world == Fixture::world());
        };
        call("state is null", Status::null_argument, [&] { arguments.state = nullptr; });
        for (std::uintptr_t offset = 1; offset < alignof(FramesState); ++offset) {
            call("state is misaligned", Status::misaligned, [&] {
                arguments.state = address_as<FramesState*>(address_of(arguments.state) + offset);
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
        for_each_unnamed<FramesDigest>([&](auto value) {
            call("kind holds none of its values", Status::invalid_enum,
                 [&] { arguments.kind = value; });
        });
    }
};

} // namespace bimetal::frames::hostile

/// Defines a Caller in Rust for a twin, for which hostile.rs exports `callers!`.
#define FRAMES_HOSTILE_FROM_RUST(Caller, twin)                                                     \
    extern "C" {                                                                                   \
    FramesStatus frames_hostile_##twin##_initialize(                                               \
        const bimetal::frames::hostile::InitializeArguments*) noexcept;                            \
    FramesStatus                                                                                   \
    frames_hostile_##twin##_shutdown(const bimetal::frames::hostile::ShutdownArguments*) noexcept; \
    FramesStatus                                                                                   \
    frames_hostile_##twin##_add(const bimetal::frames::hostile::AddArguments*) noexcept;           \
    FramesFrameResult                                                                              \
    frames_hostile_##twin##_allocate(const bimetal::frames::hostile::AllocateArguments*) noexcept; \
    FramesStatus                                                                                   \
    frames_hostile_##twin##_free(const bimetal::frames::hostile::FreeArguments*) noexcept;         \
    FramesStatus frames_hostile_##twin##_allocate_at(                                              \
        const bimetal::frames::hostile::AllocateAtArguments*) noexcept;                            \
    FramesStatus                                                                                   \
    frames_hostile_##twin##_adopt(const bimetal::frames::hostile::AdoptArguments*) noexcept;       \
    FramesStatus frames_hostile_##twin##_allocate_batch(                                           \
        const bimetal::frames::hostile::AllocateBatchArguments*) noexcept;                         \
    FramesStatus frames_hostile_##twin##_free_batch(                                               \
        const bimetal::frames::hostile::FreeBatchArguments*) noexcept;                             \
    FramesStatus                                                                                   \
    frames_hostile_##twin##_drain(const bimetal::frames::hostile::DrainArguments*) noexcept;       \
    FramesStatus frames_hostile_##twin##_statistics(                                               \
        const bimetal::frames::hostile::StatisticsArguments*) noexcept;                            \
    FramesStatus                                                                                   \
    frames_hostile_##twin##_check(const bimetal::frames::hostile::CheckArguments*) noexcept;       \
    FramesDigestResult                                                                             \
    frames_hostile_##twin##_digest(const bimetal::frames::hostile::DigestArguments*) noexcept;     \
    }                                                                                              \
    namespace bimetal::frames::hostile {                                                           \
    struct Caller {                                                                                \
        static FramesStatus initialize(const InitializeArguments& arguments) {                     \
            return frames_hostile_##twin##_initialize(&arguments);                                 \
        }                                                                                          \
        static FramesStatus shutdown(const ShutdownArguments& arguments) {                         \
            return frames_hostile_##twin##_shutdown(&arguments);                                   \
        }                                                                                          \
        static FramesStatus add(const AddArguments& arguments) {                                   \
            return frames_hostile_##twin##_add(&arguments);                                        \
        }                                                                                          \
        static FramesFrameResult allocate(const AllocateArguments& arguments) {                    \
            return frames_hostile_##twin##_allocate(&arguments);                                   \
        }                                                                                          \
        static FramesStatus free(const FreeArguments& arguments) {                                 \
            return frames_hostile_##twin##_free(&arguments);                                       \
        }                                                                                          \
        static FramesStatus allocate_at(const AllocateAtArguments& arguments) {                    \
            return frames_hostile_##twin##_allocate_at(&arguments);                                \
        }                                                                                          \
        static FramesStatus adopt(const AdoptArguments& arguments) {                               \
            return frames_hostile_##twin##_adopt(&arguments);                                      \
        }                                                                                          \
        static FramesStatus allocate_batch(const AllocateBatchArguments& arguments) {              \
            return frames_hostile_##twin##_allocate_batch(&arguments);                             \
        }                                                                                          \
        static FramesStatus free_batch(const FreeBatchArguments& arguments) {                      \
            return frames_hostile_##twin##_free_batch(&arguments);                                 \
        }                                                                                          \
        static FramesStatus drain(const DrainArguments& arguments) {                               \
            return frames_hostile_##twin##_drain(&arguments);                                      \
        }                                                                                          \
        static FramesStatus statistics(const StatisticsArguments& arguments) {                     \
            return frames_hostile_##twin##_statistics(&arguments);                                 \
        }                                                                                          \
        static FramesStatus check(const CheckArguments& arguments) {                               \
            return frames_hostile_##twin##_check(&arguments);                                      \
        }                                                                                          \
        static FramesDigestResult digest(const DigestArguments& arguments) {                       \
            return frames_hostile_##twin##_digest(&arguments);                                     \
        }                                                                                          \
    };                                                                                             \
    }

/// Registers the tests of one caller and twin as `frames.hostile.LABEL`.
#define FRAMES_HOSTILE(label, Caller, Fixture)                                                     \
    SEAM_REGISTER_TEST(Caller##_initialize, "frames.hostile." label, "initialize",                 \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::initialize);              \
    SEAM_REGISTER_TEST(Caller##_shutdown, "frames.hostile." label, "shutdown",                     \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::shutdown);                \
    SEAM_REGISTER_TEST(Caller##_add, "frames.hostile." label, "add",                               \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::add);                     \
    SEAM_REGISTER_TEST(Caller##_allocate, "frames.hostile." label, "allocate",                     \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::allocate);                \
    SEAM_REGISTER_TEST(Caller##_free, "frames.hostile." label, "free",                             \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::free);                    \
    SEAM_REGISTER_TEST(Caller##_allocate_at, "frames.hostile." label, "allocate_at",               \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::allocate_at);             \
    SEAM_REGISTER_TEST(Caller##_adopt, "frames.hostile." label, "adopt",                           \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::adopt);                   \
    SEAM_REGISTER_TEST(Caller##_allocate_batch, "frames.hostile." label, "allocate_batch",         \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::allocate_batch);          \
    SEAM_REGISTER_TEST(Caller##_free_batch, "frames.hostile." label, "free_batch",                 \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::free_batch);              \
    SEAM_REGISTER_TEST(Caller##_drain, "frames.hostile." label, "drain",                           \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::drain);                   \
    SEAM_REGISTER_TEST(Caller##_statistics, "frames.hostile." label, "statistics",                 \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::statistics);              \
    SEAM_REGISTER_TEST(Caller##_check, "frames.hostile." label, "check",                           \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::check);                   \
    SEAM_REGISTER_TEST(Caller##_digest, "frames.hostile." label, "digest",                         \
                       bimetal::frames::hostile::Suite<Caller, Fixture>::digest);
