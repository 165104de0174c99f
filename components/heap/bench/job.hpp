// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What a real job asked of its allocators, to be asked again: an archive was unpacked, its files
// hashed, their words indexed, a line written for each (record/record.cpp). The data stands in
// job.trace: three numbers of 32 bits (how many steps, how many blocks at most at once, how many
// frame blocks), then the steps. A step is a number in seven bits a byte, the lowest first, the
// eighth set if more follow; its two lowest bits say what it is, the rest how much or which.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

extern "C" const std::uint8_t heap_job_begin[];
extern "C" const std::uint8_t heap_job_end[];

namespace bimetal::heap::bench {

/// What a step is.
enum class JobStep : std::uint8_t {
    allocate = 0, ///< a block of so many bytes
    free = 1,     ///< the block with that number
    take = 2,     ///< 2 to the power of that many frames, for a file
    give = 3,     ///< the frames with that number
};

/// Numbers for blocks as the recorder gave them: the one that came back last goes out first.
template <std::size_t capacity>
class JobNumbers {
  public:
    void reset() {
        for (std::uint32_t number = 0; number < capacity; ++number) {
            free_[number] = static_cast<std::uint32_t>(capacity) - 1 - number;
        }
        count_ = capacity;
    }

    /// `capacity` if there is none.
    std::uint32_t take() {
        return count_ == 0 ? static_cast<std::uint32_t>(capacity) : free_[--count_];
    }

    void give(std::uint32_t number) {
        if (count_ < capacity) {
            free_[count_++] = number;
        }
    }

  private:
    std::array<std::uint32_t, capacity> free_{};
    std::size_t count_ = 0;
};

class Job {
  public:
    static constexpr std::size_t block_capacity = 16'384;
    static constexpr std::size_t frame_capacity = 128;

    /// The one that was recorded.
    static std::span<const std::uint8_t> recorded() {
        return {&heap_job_begin[0],
                static_cast<std::size_t>(&heap_job_end[0] - &heap_job_begin[0])};
    }

    /// Begins anew.
    void begin() {
        at_ = recorded().subspan(header_bytes);
        blocks_.reset();
        frames_.reset();
    }

    /// Makes the next step with `target`, which has allocate(number, bytes), free(number),
    /// take(number, order) and give(number), each false if it failed. False at the end, or where a
    /// step failed or is none; `failed` says which.
    template <class Target>
    bool step(Target& target, bool& failed) {
        std::uint64_t value = 0;
        if (at_.empty()) {
            failed = false;
            return false;
        }
        failed = true;
        for (unsigned shift = 0;; shift += 7) {
            if (at_.empty() || shift > 56) {
                return false;
            }
            const std::uint8_t byte = at_.front();
            at_ = at_.subspan(1);
            value |= std::uint64_t{byte & 0x7fU} << shift;
            if ((byte & 0x80) == 0) {
                break;
            }
        }
        const std::uint64_t operand = value >> 2;
        failed = !make(target, static_cast<JobStep>(value & 3), operand);
        return !failed;
    }

  private:
    static constexpr std::size_t header_bytes = 12;

    template <class Target>
    bool make(Target& target, JobStep step, std::uint64_t operand) {
        switch (step) {
        case JobStep::allocate: {
            const std::uint32_t number = blocks_.take();
            return number < block_capacity && target.allocate(number, operand);
        }
        case JobStep::free:
            blocks_.give(static_cast<std::uint32_t>(operand % block_capacity));
            return operand < block_capacity && target.free(static_cast<std::uint32_t>(operand));
        case JobStep::take: {
            const std::uint32_t number = frames_.take();
            return number < frame_capacity &&
                   target.take(number, static_cast<std::uint32_t>(operand));
        }
        case JobStep::give:
            frames_.give(static_cast<std::uint32_t>(operand % frame_capacity));
            return operand < frame_capacity && target.give(static_cast<std::uint32_t>(operand));
        }
        return false;
    }

    std::span<const std::uint8_t> at_;
    JobNumbers<block_capacity> blocks_;
    JobNumbers<frame_capacity> frames_;
};

} // namespace bimetal::heap::bench
