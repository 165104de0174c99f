// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The contract of component `buddy`: physical memory in blocks of 2^order frames, by a binary
// buddy allocator (Knuth, The Art of Computer Programming, volume 1, section 2.5). Valid C17 and
// C++23.
//
// A frame is 4096 bytes of physical memory, and its number is its address divided by 4096. The
// frames themselves are never touched. A block of order n is 2^n frames, the first of which is a
// multiple of 2^n; it lies in one range and in one zone.
//
// The layout is part of the contract: both twins read and write the same BuddyState and the same
// table behind it, so either goes on where the other stopped. Every number that is read out of the
// layout is checked before it leads anywhere; one that cannot be is answered with `corrupt`, and
// what was changed before it was found stays changed.
//
// For every function: it never blocks and never allocates; calls on one instance never overlap. But
// for add(), check() and digest(), which take time linear in the frames they visit, a call takes
// time logarithmic in the number of ranges and one step an order.
#ifndef BUDDY_SEAM_H
#define BUDDY_SEAM_H

#include "seam/annotations.h"

SEAM_COMPONENT(buddy, 1);

#define BUDDY_MAX_ORDER 10
#define BUDDY_ORDER_COUNT 11
#define BUDDY_LIST_COUNT 22
#define BUDDY_RANGE_CAPACITY 512
#define BUDDY_FIRST_ABOVE_4G 0x100000
#define BUDDY_FRAME_LIMIT 0x10000000000000
#define BUDDY_NONE 0xffffffff
#define BUDDY_FREE 0x100
#define BUDDY_ALLOCATED 0x200
#define BUDDY_HASH_START 0x6672616d65730001
#define BUDDY_HASH_FACTOR 0x5851f42d4c957f2d

/// How a call ended.
SEAM_ENUM(BuddyStatus, uint32_t) {
    SEAM_VALUE(BuddyStatus, ok) = 0,
    SEAM_VALUE(BuddyStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(BuddyStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(BuddyStatus, out_of_range) = 3, ///< An order, a capacity or a range is impossible.
    SEAM_VALUE(BuddyStatus, length_overflow) = 4, ///< The table would pass the end of memory.
    SEAM_VALUE(BuddyStatus, invalid_enum) = 5, ///< An enumeration holds none of its values.
    SEAM_VALUE(BuddyStatus, overlap) = 6, ///< A structure overlaps the instance.
    SEAM_VALUE(BuddyStatus, not_initialised) = 7, ///< Not an instance that was initialised.
    SEAM_VALUE(BuddyStatus, exhausted) = 8, ///< No free block, or no room for the range.
    SEAM_VALUE(BuddyStatus, out_of_order) = 9, ///< A range is not above all that were added.
    SEAM_VALUE(BuddyStatus, unmanaged) = 10, ///< The frame is in no range that was added.
    SEAM_VALUE(BuddyStatus, misaligned_block) = 11, ///< No block of that order begins there.
    SEAM_VALUE(BuddyStatus, double_free) = 12, ///< The block is free.
    SEAM_VALUE(BuddyStatus, wrong_order) = 13, ///< A block of another order, or inside of one.
    SEAM_VALUE(BuddyStatus, corrupt) = 14, ///< The shared layout contradicts itself.
};

/// Which frames will do.
SEAM_ENUM(BuddyZone, uint32_t) {
    SEAM_VALUE(BuddyZone, any) = 0, ///< From above 4 GiB as long as there are, to spare the rest.
    SEAM_VALUE(BuddyZone, below_4g) = 1, ///< For devices and code that take 32 bits.
};

/// What digest() hashes, with one function: it begins with BUDDY_HASH_START, and for each 64-bit
/// word in turn the hash is xor-ed with the word, multiplied by BUDDY_HASH_FACTOR (modulo 2^64)
/// and xor-ed with itself shifted right by 32. Each step is a bijection of the hash and of the
/// word, so two sequences that differ in one word never agree.
SEAM_ENUM(BuddyDigest, uint32_t) {
    /// The set of free frames: for each maximal run of them, in ascending order, its first frame
    /// and its length. The same whatever the twin, the order of the lists and the division into
    /// ranges; no failed call changes it.
    SEAM_VALUE(BuddyDigest, logical) = 0,
    /// All of the shared layout but `mark`: the words of BuddyState from `frame_capacity` on (of
    /// two fields of 32 bits the first is the low half), then for each frame that was added the
    /// word next + 2^32 previous and the word state. The same in both twins after the same calls.
    SEAM_VALUE(BuddyDigest, exact) = 1,
};

/// One entry of the table: a frame that was added. Frames are numbered without holes across the
/// ranges, in the order in which they were added; such a number is an index. 12 bytes a frame are
/// 0.29 % of the memory that is managed.
typedef struct BuddyFrame {
    uint32_t next;     ///< Index of the next block in the free list; else BUDDY_NONE.
    uint32_t previous; ///< Index of the block before it; else BUDDY_NONE.
    /// BUDDY_FREE or BUDDY_ALLOCATED plus the order for the first frame of a block, else 0.
    uint32_t state;
} BuddyFrame;

/// Frames from `frame` on have the indices from `first` on.
typedef struct BuddyRange {
    uint64_t frame;
    uint32_t first;
    uint32_t count;
} BuddyRange;

/// The free blocks of one order in one zone.
typedef struct BuddyList {
    uint32_t head;   ///< Index of the block that was freed last; BUDDY_NONE if there is none.
    uint32_t blocks; ///< How many there are.
} BuddyList;

/// Memory of one instance, zeros before it is initialised; the table follows directly. Entries from
/// `total_frames` on hold anything.
typedef struct SEAM_SHARED_STATE BuddyState {
    uint64_t mark; ///< The bindings'.
    uint64_t frame_capacity SEAM_TABLE(BuddyFrame);
    uint64_t total_frames;  ///< Frames that were added.
    uint64_t free_frames;   ///< Those that are free.
    uint64_t range_count;   ///< How many of `ranges` are in use; the others are zero.
    uint64_t ranges_digest; ///< The hash over frame_capacity, range_count and the words in use.
    /// By order, those below 4 GiB first.
    BuddyList lists[BUDDY_LIST_COUNT];
    BuddyRange ranges[BUDDY_RANGE_CAPACITY];
} BuddyState;

/// How much there is.
typedef struct BuddyStatistics {
    uint64_t total_frames;
    uint64_t free_frames;
    uint64_t free_blocks[BUDDY_ORDER_COUNT];          ///< By order.
    uint64_t free_blocks_below_4g[BUDDY_ORDER_COUNT]; ///< Those of them below 4 GiB.
} BuddyStatistics;

typedef struct SEAM_RESULT BuddyFrameResult {
    BuddyStatus status;
    uint32_t reserved;
    uint64_t value; ///< A frame's number.
} BuddyFrameResult;

typedef struct SEAM_RESULT BuddyDigestResult {
    BuddyStatus status;
    uint32_t reserved;
    uint64_t value; ///< A hash.
} BuddyDigestResult;

SEAM_ASSERT(sizeof(BuddyStatus) == 4, "BuddyStatus");
SEAM_ASSERT(sizeof(BuddyZone) == 4, "BuddyZone");
SEAM_ASSERT(sizeof(BuddyDigest) == 4, "BuddyDigest");
SEAM_ASSERT(sizeof(BuddyFrame) == 12, "BuddyFrame");
SEAM_ASSERT(sizeof(BuddyRange) == 16, "BuddyRange");
SEAM_ASSERT(sizeof(BuddyList) == 8, "BuddyList");
SEAM_ASSERT(sizeof(BuddyState) == 8416, "BuddyState");
SEAM_ASSERT(sizeof(BuddyStatistics) == 192, "BuddyStatistics");
SEAM_ASSERT(sizeof(BuddyFrameResult) == 16, "BuddyFrameResult");
SEAM_ASSERT(sizeof(BuddyDigestResult) == 16, "BuddyDigestResult");

#if defined(SEAM_BUDDY_SELECTION) && !defined(__cplusplus)
#define BUDDY_PASTE_(selection, function) buddy_##selection##_##function
#define BUDDY_PASTE(selection, function) BUDDY_PASTE_(selection, function)
#define BUDDY_FUNCTION(function) BUDDY_PASTE(SEAM_BUDDY_SELECTION, function)
#else
#define BUDDY_FUNCTION(function) buddy_##function
#endif

SEAM_DECLARATIONS_BEGIN

/// Makes an instance without frames, with a table for `frame_capacity` of them: 1 to BUDDY_NONE.
/// What the memory held is dropped.
SEAM_ERRORS(null_argument, misaligned, out_of_range, length_overflow)
SEAM_ANSWERS(null, alignment, range, length)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BuddyStatus BUDDY_FUNCTION(initialize)(BuddyState* state, uint64_t frame_capacity) SEAM_NOEXCEPT;

/// Ends the instance. Its frames and its memory are the caller's again.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BuddyStatus BUDDY_FUNCTION(shutdown)(BuddyState* state) SEAM_NOEXCEPT;

/// Adds the free frames from `first_frame` on, `frame_count` of them, above all that were added
/// before and below BUDDY_FRAME_LIMIT. Nothing is added when it fails, `corrupt` apart.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, out_of_order, exhausted,
            corrupt)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BuddyStatus BUDDY_FUNCTION(add)(BuddyState* state, uint64_t first_frame,
                                uint64_t frame_count) SEAM_NOEXCEPT;

/// Takes a block of 2^order frames, order at most BUDDY_MAX_ORDER. The value is its first frame.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, invalid_enum, exhausted,
            corrupt)
SEAM_ANSWERS(null, alignment, state, range, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BuddyFrameResult BUDDY_FUNCTION(allocate)(BuddyState* state, uint32_t order,
                                          BuddyZone zone) SEAM_NOEXCEPT;

/// Gives back the block that allocate() answered, whole, with its order. It merges with its buddy
/// as long as that is free. Nothing changes when it fails, `corrupt` apart.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, misaligned_block, unmanaged,
            double_free, wrong_order, corrupt)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
BuddyStatus BUDDY_FUNCTION(free)(BuddyState* state, uint64_t frame, uint32_t order) SEAM_NOEXCEPT;

/// Copies the counters; takes constant time.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
BuddyStatus BUDDY_FUNCTION(statistics)(BuddyState* state,
                                       BuddyStatistics* statistics) SEAM_NOEXCEPT;

/// Says whether the whole layout is consistent. Every entry of the table in use and every word of
/// the state, but `mark` and `frame_capacity`, follows from the others or is tied to them: no
/// single one can change unnoticed.
SEAM_ERRORS(null_argument, misaligned, not_initialised, corrupt)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
BuddyStatus BUDDY_FUNCTION(check)(BuddyState* state) SEAM_NOEXCEPT;

/// A hash of the instance.
SEAM_ERRORS(null_argument, misaligned, not_initialised, invalid_enum, corrupt)
SEAM_ANSWERS(null, alignment, state, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
BuddyDigestResult BUDDY_FUNCTION(digest)(BuddyState* state, BuddyDigest kind) SEAM_NOEXCEPT;

/// How many bytes a BuddyState has, without its table.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t BUDDY_FUNCTION(state_size)(void) SEAM_NOEXCEPT;

/// The alignment that the twin needs.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t BUDDY_FUNCTION(state_alignment)(void) SEAM_NOEXCEPT;

/// The hash of the contract that the twin was built from.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t BUDDY_FUNCTION(contract)(void) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
