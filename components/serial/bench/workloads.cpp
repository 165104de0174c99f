// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Workloads of `serial`, over a device that costs next to nothing.
#include "components/serial/bench/device.hpp"
#include "seam/harness/harness.hpp"
#include "seam/harness/lock.hpp"
#include "seam/harness/workload.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <span>

SERIAL_BINDING(MeasuredCpp, measured_cpp)
SERIAL_BINDING(MeasuredRust, measured_rust)
SERIAL_BINDING(StubCpp, stub_cpp)
SERIAL_BINDING(StubRust, stub_rust)

namespace bimetal::serial::bench {
namespace {

using seam::harness::Random;
using seam::harness::Workload;

constexpr std::uint32_t short_calls = 500;
constexpr std::uint32_t line_count = 40;
constexpr std::uint32_t longest_line = 120;
constexpr std::uint32_t block_size = 512;
constexpr std::uint32_t block_count = 8;
constexpr std::uint32_t set_ups = 50;
constexpr std::uint32_t thread_count = 2;

struct Arena {
    State state;
    QuickDevice device;
    std::array<std::uint8_t, block_size> bytes;
    std::array<std::uint32_t, line_count> lengths;
    seam::harness::Lock lock;
};

constinit Arena arena{};

template <class Binding>
bool prepare(std::uint64_t seed) {
    Random random(seed);
    std::memset(&arena.state, 0, sizeof arena.state);
    arena.device = {};
    for (std::uint8_t& byte : arena.bytes) {
        byte = static_cast<std::uint8_t>(random.next());
    }
    for (std::uint32_t& length : arena.lengths) {
        length = static_cast<std::uint32_t>(1 + random.below(longest_line));
    }
    Client<Binding> client(arena.state);
    return client.initialize(reinterpret_cast<std::uintptr_t>(&arena.device), default_settings)
        .has_value();
}

/// One byte at a time, as a console that echoes; the device takes each at once.
template <class Binding>
struct TransmitByte {
    static constexpr std::uint32_t operations = short_calls;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t taken = 0;
        for (std::uint32_t round = 0; round < short_calls; ++round) {
            taken +=
                client.transmit(std::span(arena.bytes).subspan(round % block_size, 1)).value_or(0);
        }
        return taken == short_calls;
    }
};

/// A line, and the interrupts until it is sent.
template <class Binding>
struct TransmitLine {
    static constexpr std::uint32_t operations = line_count;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        const std::uint32_t before = arena.device.sent;
        std::uint32_t expected = 0;
        bool succeeded = true;
        for (const std::uint32_t length : arena.lengths) {
            const auto taken = client.transmit(std::span(arena.bytes).first(length));
            succeeded = succeeded && taken && *taken == length && client.interrupt();
            expected += length;
        }
        return succeeded && arena.device.sent - before == expected;
    }
};

/// Half a kibibyte, which is copied by string instructions.
template <class Binding>
struct TransmitBlock {
    static constexpr std::uint32_t operations = block_count;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < block_count; ++round) {
            const auto taken = client.transmit(arena.bytes);
            succeeded = succeeded && taken && *taken == block_size && client.interrupt();
        }
        return succeeded;
    }
};

/// A line that came, and its reader.
template <class Binding>
struct ReceiveLine {
    static constexpr std::uint32_t operations = line_count;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (const std::uint32_t length : arena.lengths) {
            arena.device.to_receive = length;
            succeeded = succeeded && client.interrupt();
            const auto read = client.receive(std::span(arena.bytes).first(longest_line));
            succeeded = succeeded && read && *read == length;
        }
        return succeeded;
    }
};

/// An interrupt that another device on the line raised.
template <class Binding>
struct SpuriousInterrupt {
    static constexpr std::uint32_t operations = short_calls;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < short_calls; ++round) {
            succeeded = client.interrupt().has_value() && succeeded;
        }
        return succeeded;
    }
};

template <class Binding>
struct IdlePoll {
    static constexpr std::uint32_t operations = short_calls;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < short_calls; ++round) {
            succeeded = client.poll().has_value() && succeeded;
        }
        return succeeded;
    }
};

template <class Binding>
struct Statistic {
    static constexpr std::uint32_t operations = short_calls;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t calls = 0;
        for (std::uint32_t round = 0; round < short_calls; ++round) {
            const auto statistics = client.statistics();
            calls += statistics ? statistics->calls : 0;
        }
        return calls != 0;
    }
};

template <class Binding>
struct Initialize {
    static constexpr std::uint32_t operations = set_ups;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        const auto device = reinterpret_cast<std::uintptr_t>(&arena.device);
        bool succeeded = true;
        for (std::uint32_t round = 0; round < set_ups; ++round) {
            succeeded = client.initialize(device, default_settings).has_value() && succeeded;
        }
        return succeeded;
    }
};

/// Two writers of one port, each call under a lock that they share, as in the kernel.
template <class Binding>
struct SharedTransmit {
    static constexpr std::uint32_t operations = short_calls;

    static bool run(std::uint32_t) {
        Client<Binding> client(arena.state);
        std::uint64_t taken = 0;
        for (std::uint32_t round = 0; round < short_calls; ++round) {
            const auto bytes = std::span(arena.bytes).subspan(round % block_size, 1);
            taken += arena.lock.with([&] { return client.transmit(bytes).value_or(0); });
        }
        return taken == short_calls;
    }
};

template <class Binding, template <class> class Kind>
constexpr Workload workload(const char* name, const char* twin, const char* way,
                            std::uint32_t threads = 1, bool copies_blocks = false) {
    return {.component = "serial",
            .name = name,
            .caller = "cpp",
            .twin = twin,
            .way = way,
            .operations = Kind<Binding>::operations,
            .threads = threads,
            .copies_blocks = copies_blocks,
            .prepare = prepare<Binding>,
            .run = Kind<Binding>::run};
}

template <class Binding>
constexpr std::array<Workload, 9> all(const char* twin, const char* way) {
    // What copies or clears bytes runs string instructions: the kernel's memcpy and memset are made
    // of them.
    return {workload<Binding, TransmitByte>("transmit_byte", twin, way, 1, true),
            workload<Binding, TransmitLine>("transmit_line", twin, way, 1, true),
            workload<Binding, TransmitBlock>("transmit_block", twin, way, 1, true),
            workload<Binding, ReceiveLine>("receive_line", twin, way, 1, true),
            workload<Binding, SpuriousInterrupt>("spurious_interrupt", twin, way),
            workload<Binding, IdlePoll>("idle_poll", twin, way),
            workload<Binding, Statistic>("statistics", twin, way, 1, true),
            workload<Binding, Initialize>("initialize", twin, way, 1, true),
            workload<Binding, SharedTransmit>("shared_transmit", twin, way, thread_count)};
}

constexpr auto cpp_fixed = all<MeasuredCpp>("cpp", "fixed");
constexpr auto rust_fixed = all<MeasuredRust>("rust", "fixed");
constexpr auto cpp_stub = all<StubCpp>("cpp", "stub");
constexpr auto rust_stub = all<StubRust>("rust", "stub");

} // namespace

SEAM_REGISTER_WORKLOADS(cpp_fixed);
SEAM_REGISTER_WORKLOADS(rust_fixed);
SEAM_REGISTER_WORKLOADS(cpp_stub);
SEAM_REGISTER_WORKLOADS(rust_stub);

} // namespace bimetal::serial::bench
