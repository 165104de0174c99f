// SPDX-License-Identifier: MIT OR Apache-2.0
// Commands that show the kernel itself: components, log, version.
#include "kernel/boot/image.hpp"
#include "kernel/services/components.hpp"
#include "kernel/services/frames.hpp"
#include "kernel/services/heap.hpp"
#include "kernel/services/log.hpp"
#include "kernel/services/serial.hpp"
#include "kernel/shell/command.hpp"
#include "kernel/text/format.hpp"

#include <array>

namespace bimetal::shell {
namespace {

// As each component's wrapper, or the component itself, counts them.
std::uint64_t calls_of(const seam::Component& component) {
    const std::string_view name = component.name;
    return name == "serial"                             ? services::serial_state().calls
           : name == "heap"                             ? services::heap_state().calls
           : name == services::frames_state().allocator ? services::frames_state().calls
                                                        : 0;
}

} // namespace

Status command_components(Arguments arguments, text::Sink& out) {
    if (!arguments.empty()) {
        text::print(out, "components: takes no arguments\n");
        return Status::usage;
    }
    text::print(out,
                "  seam      contract          selection  serves  twins      state bytes  calls\n");
    for (const seam::Component* component : seam::components()) {
        std::array<char, 16> storage;
        text::BufferSink twins(storage);
        for (const seam::Twin twin : seam::twins) {
            if (seam::has_twin(*component, twin)) {
                text::print(twins, "{}{}", twins.view().empty() ? "" : " ", seam::describe(twin));
            }
        }
        const auto serving = seam::serving_twin(*component);
        const std::uint64_t state_bytes =
            serving ? component->twins[static_cast<std::size_t>(*serving)].state_size() : 0;
        text::print(out, "  {:<8}  {:016x}  {:<9}  {:<6}  {:<9}  {:>11}  {}\n", component->name,
                    component->contract, component->fixed ? "fixed" : "live",
                    serving ? seam::describe(*serving) : "none", twins.view(), state_bytes,
                    calls_of(*component));
    }
    const services::SerialState serial = services::serial_state();
    text::print(out, "serial: {} bytes sent, {} received, {} interrupts\n",
                serial.bytes_transmitted, serial.bytes_received, serial.interrupts);
    return Status::ok;
}

Status command_frames(Arguments arguments, text::Sink& out) {
    if (!arguments.empty()) {
        text::print(out, "frames: takes no arguments\n");
        return Status::usage;
    }
    const memory::MemoryStatistics frames = services::frame_statistics();
    const services::FramesState state = services::frames_state();
    const std::uint64_t frames_a_mebibyte = (std::uint64_t{1} << 20) / memory::frame_size;
    text::print(out, "{}: {} of {} frames free, {} bytes of metadata ({} a MiB)\n", state.allocator,
                frames.free_frames, frames.total_frames, state.metadata_bytes,
                frames.total_frames == 0
                    ? 0
                    : state.metadata_bytes * frames_a_mebibyte / frames.total_frames);
    if (!services::frames_consistent()) {
        text::print(out, "  check           corrupt\n");
        return Status::failed;
    }
    text::print(out, "  check           consistent\n");
    const auto digests = services::frame_digests();
    if (!digests) {
        return Status::failed;
    }
    text::print(out, "  logical digest  {:016x}\n  exact digest    {:016x}\n", digests->logical,
                digests->exact);
    return Status::ok;
}

Status command_heap(Arguments arguments, text::Sink& out) {
    if (!arguments.empty()) {
        text::print(out, "heap: takes no arguments\n");
        return Status::usage;
    }
    const services::HeapStatistics heap = services::heap_statistics();
    text::print(out,
                "heap: {} blocks of {} bytes in use, {} more in magazines, {} requests failed\n",
                heap.live.blocks, heap.live.bytes, heap.magazine_blocks, heap.failures);
    text::print(out, "  {} pages of slabs, {} of {} large blocks, {} bytes of metadata\n",
                heap.slab_pages, heap.large_pages, heap.large_blocks,
                services::heap_state().metadata_bytes);
    text::print(out, "  owner        blocks        bytes\n");
    for (const services::HeapOwner owner : services::heap_owners) {
        const services::HeapCount& count = heap.owners[static_cast<std::size_t>(owner)];
        text::print(out, "  {:<8}  {:>9}  {:>11}\n", describe(owner), count.blocks, count.bytes);
    }
    text::print(out, "   size     blocks  in magazines    slabs    empty\n");
    for (std::uint32_t number = 0;; ++number) {
        const auto of_class = services::heap_class(number);
        if (!of_class) {
            break;
        }
        if (of_class->slabs != 0) {
            text::print(out, "  {:>5}  {:>9}  {:>12}  {:>7}  {:>7}\n", of_class->size,
                        of_class->live_blocks, of_class->magazine_blocks, of_class->slabs,
                        of_class->empty_slabs);
        }
    }
    if (!services::heap_consistent()) {
        text::print(out, "  check           corrupt\n");
        return Status::failed;
    }
    text::print(out, "  check           consistent\n");
    const auto digests = services::heap_digests();
    if (!digests) {
        return Status::failed;
    }
    text::print(out, "  logical digest  {:016x}\n  exact digest    {:016x}\n", digests->logical,
                digests->exact);
    return Status::ok;
}

Status command_log(Arguments arguments, text::Sink& out) {
    log::Level lowest = log::Level::debug;
    if (!arguments.empty()) {
        const auto level = log::level_of(arguments[0]);
        if (!level || arguments.size() > 1) {
            text::print(out, "usage: log [debug|info|warning|error]\n");
            return Status::usage;
        }
        lowest = *level;
    }
    log::Cursor cursor;
    std::array<char, log::longest_message> buffer;
    while (const auto record = log::read(cursor, buffer)) {
        if (record->missed != 0) {
            text::print(out, "({} records were overwritten)\n", record->missed);
        }
        if (record->level >= lowest) {
            text::print(out, "{}\n", *record);
        }
    }
    return Status::ok;
}

Status command_version(Arguments arguments, text::Sink& out) {
    if (!arguments.empty()) {
        text::print(out, "version: takes no arguments\n");
        return Status::usage;
    }
    const boot::ImageDescription image = boot::image_description();
    text::print(out, "Bimetal {}, image {}\n", image.version,
                image_has_tests ? "with tests" : "without tests");
    text::print(out, "  C++    {}\n  Rust   {}\n  calls across the languages: {}\n",
                image.cpp_compiler, image.rust_compiler,
                image.link_time_optimised ? "optimised at link time" : "plain calls");
    text::print(out, "  build  ");
    for (const std::uint8_t byte : image.build_id) {
        text::print(out, "{:02x}", byte);
    }
    text::print(out, "\n  loaded from {:#x} to {:#x}\n", image.physical_start, image.physical_end);
    return Status::ok;
}

} // namespace bimetal::shell
