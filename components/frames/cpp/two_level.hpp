// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The C++ twin. The algorithm is described in components/frames/README.md.
#pragma once

#include "components/frames/cpp/areas.hpp"
#include "components/frames/cpp/atomics.hpp"
#include "components/frames/cpp/layout.hpp"
#include "components/frames/cpp/magazines.hpp"
#include "components/frames/cpp/survey.hpp"
#include "components/frames/cpp/trees.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace bimetal::frames {

/// The allocator in the shared layout. The contract of the functions is in frames.seam.h.
template <class Atomics>
class TwoLevel {
  public:
    static Result<void> initialize(Shared shared, std::uint64_t first_frame,
                                   std::uint32_t cpu_count) {
        const std::uint64_t areas = shared.table.size();
        if (areas == 0 || areas > FRAMES_AREA_LIMIT || first_frame % FRAMES_TREE_FRAMES != 0 ||
            first_frame > FRAMES_FRAME_LIMIT ||
            areas > (FRAMES_FRAME_LIMIT - first_frame) / FRAMES_AREA_FRAMES || cpu_count == 0 ||
            cpu_count > FRAMES_CPU_CAPACITY) {
            return failure(FramesStatus::out_of_range);
        }
        shared.state.first_frame = first_frame;
        shared.state.cpu_count = cpu_count;
        shared.state.ranges_digest = Layout<Atomics>(shared).digest_of_ranges();
        for (FramesArea& area : shared.table) {
            area = {};
            std::ranges::fill(area.rows, ~std::uint64_t{0});
        }
        return {};
    }

    static void shutdown(Shared /*shared*/) {}

    static Result<void> add(Shared shared, std::uint64_t first_frame, std::uint64_t frame_count) {
        const Layout<Atomics> layout(shared);
        FramesState& state = shared.state;
        const std::uint64_t end = state.first_frame + layout.areas() * FRAMES_AREA_FRAMES;
        if (frame_count == 0 || first_frame < state.first_frame || first_frame >= end ||
            frame_count > end - first_frame) {
            return failure(FramesStatus::out_of_range);
        }
        if (state.range_count > FRAMES_RANGE_CAPACITY) [[unlikely]] {
            return failure(FramesStatus::corrupt);
        }
        const auto before = layout.ranges();
        const std::uint64_t last = before.empty() ? 0
                                                  : before.data()[before.size() - 1].frame +
                                                        before.data()[before.size() - 1].count;
        if (!before.empty() && first_frame < last) {
            return failure(FramesStatus::out_of_order);
        }
        // A block may lie across what touches, so that is one range.
        const bool touches = !before.empty() && first_frame == last;
        if (!touches && before.size() == FRAMES_RANGE_CAPACITY) {
            return failure(FramesStatus::exhausted);
        }
        FramesRange& range = state.ranges[touches ? before.size() - 1 : before.size()];
        if (!touches) {
            range.frame = first_frame;
            ++state.range_count;
        }
        range.count += frame_count;
        state.total_frames += frame_count;
        state.widest = layout.widest();
        state.ranges_digest = layout.digest_of_ranges();
        open(layout, first_frame - state.first_frame, frame_count);
        return {};
    }

    // Inlined into the entry: an instance handed on in memory is stored by halves and loaded whole,
    // and the processor waits for that.
    [[gnu::always_inline]] static Result<std::uint64_t>
    allocate(Shared shared, std::uint32_t cpu, std::uint32_t order, FramesZone zone) {
        const Layout<Atomics> layout(shared);
        FramesCpu* const own = layout.cpu(cpu);
        if (order > max_order || own == nullptr) {
            return failure(FramesStatus::out_of_range);
        }
        if (zone == FramesZone::any && order == 0) [[likely]] {
            return Magazines<Atomics>(layout, *own).allocate_frame();
        }
        if (zone == FramesZone::any && order == large_order) {
            return Magazines<Atomics>(layout, *own).allocate_large();
        }
        const auto frame = Trees<Atomics>(layout, *own).take(order, zone);
        return frame ? Result<std::uint64_t>(*frame) : failure(FramesStatus::exhausted);
    }

    [[gnu::always_inline]] static Result<void> free(Shared shared, std::uint32_t cpu,
                                                    std::uint64_t frame, std::uint32_t order) {
        const Layout<Atomics> layout(shared);
        FramesCpu* const own = layout.cpu(cpu);
        if (const auto wrong = judge(layout, own, frame, order); wrong != FramesStatus::ok) {
            return failure(wrong);
        }
        // Frames that devices need are not kept back, unless there are no others.
        const bool keeps =
            frame >= FRAMES_FIRST_ABOVE_4G || layout.first_tree_above_4g() == layout.trees();
        if (order == 0 && keeps) [[likely]] {
            return Magazines<Atomics>(layout, *own).free_frame(frame);
        }
        const Trees<Atomics> trees(layout, *own);
        if (order == large_order && keeps) {
            FramesArea* const area =
                layout.area((frame - layout.state().first_frame) / FRAMES_AREA_FRAMES);
            if (area != nullptr && AreaOf<Atomics>(*area).counter() == FRAMES_LARGE) {
                return Magazines<Atomics>(layout, *own).free_large(frame);
            }
        }
        const FramesStatus status = trees.give(frame, order);
        return status == FramesStatus::ok ? Result<void>() : failure(status);
    }

    static Result<void> allocate_at(Shared shared, std::uint32_t cpu, std::uint64_t frame,
                                    std::uint32_t order) {
        const Layout<Atomics> layout(shared);
        FramesCpu* const own = layout.cpu(cpu);
        if (const auto wrong = judge(layout, own, frame, order); wrong != FramesStatus::ok) {
            return failure(wrong);
        }
        const FramesStatus status = Trees<Atomics>(layout, *own).take_at(frame, order);
        return status == FramesStatus::ok ? Result<void>() : failure(status);
    }

    static Result<void> adopt(Shared shared, std::uint32_t cpu, std::uint64_t frame,
                              std::uint32_t order) {
        const auto taken = allocate_at(shared, cpu, frame, order);
        if (taken || taken.error() != FramesStatus::taken) {
            return taken;
        }
        const Layout<Atomics> layout(shared);
        for (FramesCpu& each : layout.cpus()) {
            if ((order == 0 || order == large_order) &&
                Magazines<Atomics>(layout, each).take_at(frame, order)) {
                return {};
            }
        }
        // Parts of it may be kept.
        for (FramesCpu& each : layout.cpus()) {
            if (const auto drained = Magazines<Atomics>(layout, each).drain(); !drained) {
                return drained;
            }
        }
        return allocate_at(shared, cpu, frame, order);
    }

    static Result<FramesBatch> allocate_batch(Shared shared, std::uint32_t cpu, std::uint32_t order,
                                              FramesZone zone, std::uint64_t count) {
        const Layout<Atomics> layout(shared);
        FramesCpu* const own = layout.cpu(cpu);
        if (order > max_order || own == nullptr || count > FRAMES_BATCH_CAPACITY) {
            return failure(FramesStatus::out_of_range);
        }
        const Trees<Atomics> trees(layout, *own);
        FramesBatch batch{};
        const auto keep = [&batch](std::uint64_t frame) {
            if (batch.count < FRAMES_BATCH_CAPACITY) {
                batch.frames[batch.count] = frame;
                ++batch.count;
            }
        };
        while (batch.count < count) {
            if (order == 0 && zone == FramesZone::any) {
                if (trees.take_some(count - batch.count, keep) == 0) {
                    break;
                }
            } else if (const auto frame = trees.take(order, zone)) {
                keep(*frame);
            } else {
                break;
            }
        }
        if (batch.count == count) {
            return batch;
        }
        for (std::uint64_t index = 0; index < batch.count; ++index) {
            if (trees.give(batch.frames[index], order) != FramesStatus::ok) [[unlikely]] {
                return failure(FramesStatus::corrupt);
            }
        }
        return failure(FramesStatus::exhausted);
    }

    static Result<void> free_batch(Shared shared, std::uint32_t cpu, std::uint32_t order,
                                   const FramesBatch& batch) {
        const Layout<Atomics> layout(shared);
        FramesCpu* const own = layout.cpu(cpu);
        if (order > max_order || own == nullptr || batch.count > FRAMES_BATCH_CAPACITY) {
            return failure(FramesStatus::out_of_range);
        }
        const Trees<Atomics> trees(layout, *own);
        FramesStatus first = FramesStatus::ok;
        Singles singles{};
        std::uint64_t* single = singles.data();
        for (std::uint64_t index = 0; index < batch.count; ++index) {
            const std::uint64_t frame = batch.frames[index];
            FramesStatus status = judge(layout, own, frame, order);
            if (status == FramesStatus::ok && order == 0) {
                *single++ = frame;
            } else if (status == FramesStatus::ok) {
                status = trees.give(frame, order);
            }
            first = first == FramesStatus::ok ? status : first;
        }
        const bool all = give_frames(trees, std::span(singles.data(), single));
        if (first == FramesStatus::ok && !all) {
            first = FramesStatus::double_free;
        }
        return first == FramesStatus::ok ? Result<void>() : failure(first);
    }

    static Result<void> drain(Shared shared, std::uint32_t cpu) {
        const Layout<Atomics> layout(shared);
        FramesCpu* const own = layout.cpu(cpu);
        if (own == nullptr) {
            return failure(FramesStatus::out_of_range);
        }
        const auto drained = Magazines<Atomics>(layout, *own).drain();
        Trees<Atomics>(layout, *own).release_own();
        Atomics::store(own->area, 0);
        return drained;
    }

    static Result<FramesStatistics> statistics(Shared shared, FramesCount kind) {
        return Survey<Atomics>(shared).count(kind);
    }

    static Result<void> check(Shared shared) {
        return Survey<Atomics>(shared).is_consistent() ? Result<void>()
                                                       : failure(FramesStatus::corrupt);
    }

    static Result<std::uint64_t> digest(Shared shared, FramesDigest kind) {
        const Survey<Atomics> survey(shared);
        return kind == FramesDigest::logical ? survey.logical_digest() : survey.exact_digest();
    }

  private:
    /// What is wrong with a block that is to be given back or taken, whatever its state.
    static FramesStatus judge(const Layout<Atomics>& layout, const FramesCpu* cpu,
                              std::uint64_t frame, std::uint32_t order) {
        if (order > max_order || cpu == nullptr) {
            return FramesStatus::out_of_range;
        }
        if ((frame & (frames_of(order) - 1)) != 0) {
            return FramesStatus::misaligned_block;
        }
        return layout.is_managed(frame, frames_of(order)) ? FramesStatus::ok
                                                          : FramesStatus::unmanaged;
    }

    /// Makes frames free that are in no block yet; the offset counts from the first area.
    static void open(const Layout<Atomics>& layout, std::uint64_t offset, std::uint64_t count) {
        while (count != 0) {
            const std::uint64_t within = offset % FRAMES_ROW_FRAMES;
            const std::uint64_t part = std::min(count, FRAMES_ROW_FRAMES - within);
            const std::uint64_t index = offset / FRAMES_AREA_FRAMES;
            FramesArea* const area = layout.area(index);
            std::uint64_t* const tree = layout.tree(index / FRAMES_TREE_AREAS);
            if (area == nullptr || tree == nullptr) {
                return;
            }
            area->rows[offset / FRAMES_ROW_FRAMES % FRAMES_AREA_ROWS] &= ~(ones(part) << within);
            area->free += part;
            *tree += part;
            offset += part;
            count -= part;
        }
    }
};

} // namespace bimetal::frames
