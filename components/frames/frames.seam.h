// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The contract of component `frames`: physical memory in blocks of 2^order frames, by a binary
// buddy allocator (Knuth, The Art of Computer Programming, volume 1, section 2.5). Valid C17 and
// C++23.
//
// A frame is 4096 bytes of physical memory, and its number is its address divided by 4096. The
// frames themselves are never touched. A block of order n is 2^n frames, the first of which is a
// multiple of 2^n; it lies in one range and in one zone.
//
// The layout is part of the contract: both twins read and write the same FramesState and the same
// table behind it, so either goes on where the other stopped. Every number that is read out of the
// layout is checked before it leads anywhere; one that cannot be is answered with `corrupt`, and
// what was changed before it was found stays changed.
//
// For every function: it never blocks and never allocates; calls on one instance never overlap. But
// for add(), check() and digest(), which take time linear in the frames they visit, a call takes
// time logarithmic in the number of ranges and one step an order.
#ifndef FRAMES_SEAM_H
#define FRAMES_SEAM_H

#include "seam/annotations.h"

SEAM_COMPONENT(frames, 1);

#define FRAMES_MAX_ORDER 10
#define FRAMES_ORDER_COUNT 11
#define FRAMES_LIST_COUNT 22
#define FRAMES_RANGE_CAPACITY 512
#define FRAMES_FIRST_ABOVE_4G 0x100000
#define FRAMES_FRAME_LIMIT 0x10000000000000
#define FRAMES_NONE 0xffffffff
#define FRAMES_FREE 0x100
#define FRAMES_ALLOCATED 0x200
#define FRAMES_HASH_START 0x6672616d65730001
#define FRAMES_HASH_FACTOR 0x5851f42d4c957f2d

/// How a call ended.
SEAM_ENUM(FramesStatus, uint32_t) {
    SEAM_VALUE(FramesStatus, ok) = 0,
    SEAM_VALUE(FramesStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(FramesStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(FramesStatus, out_of_range) = 3, ///< An order, a capacity or a range is impossible.
    SEAM_VALUE(FramesStatus, length_overflow) = 4, ///< The table would pass the end of memory.
    SEAM_VALUE(FramesStatus, invalid_enum) = 5, ///< An enumeration holds none of its values.
    SEAM_VALUE(FramesStatus, overlap) = 6, ///< A structure overlaps the instance.
    SEAM_VALUE(FramesStatus, not_initialised) = 7, ///< Not an instance that was initialised.
    SEAM_VALUE(FramesStatus, exhausted) = 8, ///< No free block, or no room for the range.
    SEAM_VALUE(FramesStatus, out_of_order) = 9, ///< A range is not above all that were added.
    SEAM_VALUE(FramesStatus, unmanaged) = 10, ///< The frame is in no range that was added.
    SEAM_VALUE(FramesStatus, misaligned_block) = 11, ///< No block of that order begins there.
    SEAM_VALUE(FramesStatus, double_free) = 12, ///< The block is free.
    SEAM_VALUE(FramesStatus, wrong_order) = 13, ///< A block of another order, or inside of one.
    SEAM_VALUE(FramesStatus, corrupt) = 14, ///< The shared layout contradicts itself.
};

/// Which frames will do.
SEAM_ENUM(FramesZone, uint32_t) {
    SEAM_VALUE(FramesZone, any) = 0, ///< From above 4 GiB as long as there are, to spare the rest.
    SEAM_VALUE(FramesZone, below_4g) = 1, ///< For devices and code that take 32 bits.
};

/// What digest() hashes, with one function: it begins with FRAMES_HASH_START, and for each 64-bit
/// word in turn the hash is xor-ed with the word, multiplied by FRAMES_HASH_FACTOR (modulo 2^64)
/// and xor-ed with itself shifted right by 32. Each step is a bijection of the hash and of the
/// word, so two sequences that differ in one word never agree.
SEAM_ENUM(FramesDigest, uint32_t) {
    /// The set of free frames: for each maximal run of them, in ascending order, its first frame
    /// and its length. The same whatever the twin, the order of the lists and the division into
    /// ranges; no failed call changes it.
    SEAM_VALUE(FramesDigest, logical) = 0,
    /// All of the shared layout but `mark`: the words of FramesState from `frame_capacity` on (of
    /// two fields of 32 bits the first is the low half), then for each frame that was added the
    /// word next + 2^32 previous and the word state. The same in both twins after the same calls.
    SEAM_VALUE(FramesDigest, exact) = 1,
};

/// One entry of the table: a frame that was added. Frames are numbered without holes across the
/// ranges, in the order in which they were added; such a number is an index. 12 bytes a frame are
/// 0.29 % of the memory that is managed.
typedef struct FramesFrame {
    uint32_t next;     ///< Index of the next block in the free list; else FRAMES_NONE.
    uint32_t previous; ///< Index of the block before it; else FRAMES_NONE.
    /// FRAMES_FREE or FRAMES_ALLOCATED plus the order for the first frame of a block, else 0.
    uint32_t state;
} FramesFrame;

/// Frames from `frame` on have the indices from `first` on.
typedef struct FramesRange {
    uint64_t frame;
    uint32_t first;
    uint32_t count;
} FramesRange;

/// The free blocks of one order in one zone.
typedef struct FramesList {
    uint32_t head;   ///< Index of the block that was freed last; FRAMES_NONE if there is none.
    uint32_t blocks; ///< How many there are.
} FramesList;

/// Memory of one instance, zeros before it is initialised; the table follows directly. Entries from
/// `total_frames` on hold anything.
typedef struct SEAM_SHARED_STATE FramesState {
    uint64_t mark; ///< The bindings'.
    uint64_t frame_capacity SEAM_TABLE(FramesFrame);
    uint64_t total_frames;  ///< Frames that were added.
    uint64_t free_frames;   ///< Those that are free.
    uint64_t range_count;   ///< How many of `ranges` are in use; the others are zero.
    uint64_t ranges_digest; ///< The hash over frame_capacity, range_count and the words in use.
    /// By order, those below 4 GiB first.
    FramesList lists[FRAMES_LIST_COUNT];
    FramesRange ranges[FRAMES_RANGE_CAPACITY];
} FramesState;

/// How much there is.
typedef struct FramesStatistics {
    uint64_t total_frames;
    uint64_t free_frames;
    uint64_t free_blocks[FRAMES_ORDER_COUNT];          ///< By order.
    uint64_t free_blocks_below_4g[FRAMES_ORDER_COUNT]; ///< Those of them below 4 GiB.
} FramesStatistics;

typedef struct SEAM_RESULT FramesFrameResult {
    FramesStatus status;
    uint32_t reserved;
    uint64_t value; ///< A frame's number.
} FramesFrameResult;

typedef struct SEAM_RESULT FramesDigestResult {
    FramesStatus status;
    uint32_t reserved;
    uint64_t value; ///< A hash.
} FramesDigestResult;

SEAM_ASSERT(sizeof(FramesStatus) == 4, "FramesStatus");
SEAM_ASSERT(sizeof(FramesZone) == 4, "FramesZone");
SEAM_ASSERT(sizeof(FramesDigest) == 4, "FramesDigest");
SEAM_ASSERT(sizeof(FramesFrame) == 12, "FramesFrame");
SEAM_ASSERT(sizeof(FramesRange) == 16, "FramesRange");
SEAM_ASSERT(sizeof(FramesList) == 8, "FramesList");
SEAM_ASSERT(sizeof(FramesState) == 8416, "FramesState");
SEAM_ASSERT(sizeof(FramesStatistics) == 192, "FramesStatistics");
SEAM_ASSERT(sizeof(FramesFrameResult) == 16, "FramesFrameResult");
SEAM_ASSERT(sizeof(FramesDigestResult) == 16, "FramesDigestResult");

#if defined(SEAM_FRAMES_SELECTION) && !defined(__cplusplus)
#define FRAMES_PASTE_(selection, function) frames_##selection##_##function
#define FRAMES_PASTE(selection, function) FRAMES_PASTE_(selection, function)
#define FRAMES_FUNCTION(function) FRAMES_PASTE(SEAM_FRAMES_SELECTION, function)
#else
#define FRAMES_FUNCTION(function) frames_##function
#endif

SEAM_DECLARATIONS_BEGIN

/// Makes an instance without frames, with a table for `frame_capacity` of them: 1 to FRAMES_NONE.
/// What the memory held is dropped.
SEAM_ERRORS(null_argument, misaligned, out_of_range, length_overflow)
SEAM_ANSWERS(null, alignment, range, length)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(initialize)(FramesState* state, uint64_t frame_capacity) SEAM_NOEXCEPT;

/// Ends the instance. Its frames and its memory are the caller's again.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(shutdown)(FramesState* state) SEAM_NOEXCEPT;

/// Adds the free frames from `first_frame` on, `frame_count` of them, above all that were added
/// before and below FRAMES_FRAME_LIMIT. Nothing is added when it fails, `corrupt` apart.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, out_of_order, exhausted,
            corrupt)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(add)(FramesState* state, uint64_t first_frame,
                                  uint64_t frame_count) SEAM_NOEXCEPT;

/// Takes a block of 2^order frames, order at most FRAMES_MAX_ORDER. The value is its first frame.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, invalid_enum, exhausted,
            corrupt)
SEAM_ANSWERS(null, alignment, state, range, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesFrameResult FRAMES_FUNCTION(allocate)(FramesState* state, uint32_t order,
                                            FramesZone zone) SEAM_NOEXCEPT;

/// Gives back the block that allocate() answered, whole, with its order. It merges with its buddy
/// as long as that is free. Nothing changes when it fails, `corrupt` apart.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, misaligned_block, unmanaged,
            double_free, wrong_order, corrupt)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(free)(FramesState* state, uint64_t frame,
                                   uint32_t order) SEAM_NOEXCEPT;

/// Copies the counters; takes constant time.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
FramesStatus FRAMES_FUNCTION(statistics)(FramesState* state,
                                         FramesStatistics* statistics) SEAM_NOEXCEPT;

/// Says whether the whole layout is consistent. Every entry of the table in use and every word of
/// the state, but `mark` and `frame_capacity`, follows from the others or is tied to them: no
/// single one can change unnoticed.
SEAM_ERRORS(null_argument, misaligned, not_initialised, corrupt)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
FramesStatus FRAMES_FUNCTION(check)(FramesState* state) SEAM_NOEXCEPT;

/// A hash of the instance.
SEAM_ERRORS(null_argument, misaligned, not_initialised, invalid_enum, corrupt)
SEAM_ANSWERS(null, alignment, state, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
FramesDigestResult FRAMES_FUNCTION(digest)(FramesState* state, FramesDigest kind) SEAM_NOEXCEPT;

/// How many bytes a FramesState has, without its table.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t FRAMES_FUNCTION(state_size)(void) SEAM_NOEXCEPT;

/// The alignment that the twin needs.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t FRAMES_FUNCTION(state_alignment)(void) SEAM_NOEXCEPT;

/// The hash of the contract that the twin was built from.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t FRAMES_FUNCTION(contract)(void) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
