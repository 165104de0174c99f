// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The contract of component `frames`: physical memory in blocks of 2^order frames, for several CPUs
// at once and without a lock, in two levels in the manner of LLFree (Wrenger and others, USENIX ATC
// 2023) behind magazines (Bonwick and Adams, USENIX ATC 2001). Valid C17 and C++23.
//
// A frame is 4096 bytes of physical memory, and its number is its address divided by 4096. The
// frames themselves are never touched. A block of order n is 2^n frames, the first of which is a
// multiple of 2^n; it lies in one range, and no block crosses 4 GiB.
//
// The layout is part of the contract: both twins read and write the same FramesState and the same
// table behind it, so either goes on where the other stopped. Every number that is read out of the
// layout is checked before it leads anywhere; one that cannot be is answered with `corrupt`.
//
// For every function: it never blocks and never allocates. A call is for a CPU, which the caller
// names and stays on. The magazines of a CPU belong to one call at a time: for allocate(), free(),
// adopt() and drain() the caller keeps interrupts off where a handler may call for the same CPU, if
// the order is 0 or 9; the other orders and the batches use no magazine. Everything else may happen
// at once on all CPUs, but that no call overlaps initialize(), shutdown(), add() or adopt();
// check() and digest() answer for an instance that nobody changes meanwhile.
#ifndef FRAMES_SEAM_H
#define FRAMES_SEAM_H

#include "seam/annotations.h"

SEAM_COMPONENT(frames, 2);

#define FRAMES_MAX_ORDER 10
#define FRAMES_ORDER_COUNT 11
#define FRAMES_LARGE_ORDER 9
#define FRAMES_ROW_FRAMES 64
#define FRAMES_AREA_ROWS 8
#define FRAMES_AREA_FRAMES 512
#define FRAMES_TREE_AREAS 8
#define FRAMES_TREE_FRAMES 4096
#define FRAMES_CPU_CAPACITY 64
#define FRAMES_MAGAZINE_CAPACITY 128
#define FRAMES_LARGE_CAPACITY 4
#define FRAMES_BATCH_CAPACITY 64
#define FRAMES_RANGE_CAPACITY 512
#define FRAMES_AREA_LIMIT 0x7fffffff
#define FRAMES_FIRST_ABOVE_4G 0x100000
#define FRAMES_FRAME_LIMIT 0x10000000000000
#define FRAMES_LARGE 0x10000
#define FRAMES_PAIR_FIRST 0x20000
#define FRAMES_PAIR_SECOND 0x40000
#define FRAMES_RESERVED 0x8000000000000000
#define FRAMES_HASH_START 0x6672616d65730002
#define FRAMES_HASH_FACTOR 0x5851f42d4c957f2d

/// How a call ended.
SEAM_ENUM(FramesStatus, uint32_t) {
    SEAM_VALUE(FramesStatus, ok) = 0,
    SEAM_VALUE(FramesStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(FramesStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(FramesStatus, out_of_range) = 3, ///< A number is outside its range.
    SEAM_VALUE(FramesStatus, length_overflow) = 4, ///< The table would pass the end of memory.
    SEAM_VALUE(FramesStatus, invalid_enum) = 5, ///< An enumeration holds none of its values.
    SEAM_VALUE(FramesStatus, overlap) = 6, ///< A structure overlaps the instance.
    SEAM_VALUE(FramesStatus, not_initialised) = 7, ///< Not an instance that was initialised.
    SEAM_VALUE(FramesStatus, exhausted) = 8, ///< No free block, or no room for the range.
    SEAM_VALUE(FramesStatus, out_of_order) = 9, ///< A range is not above all that were added.
    SEAM_VALUE(FramesStatus, unmanaged) = 10, ///< The block is in no range that was added.
    SEAM_VALUE(FramesStatus, misaligned_block) = 11, ///< No block of that order begins there.
    SEAM_VALUE(FramesStatus, double_free) = 12, ///< A frame of the block is free.
    SEAM_VALUE(FramesStatus,
               wrong_order) = 13, ///< Order 9 or 10 freed as another, or another as one.
    SEAM_VALUE(FramesStatus, corrupt) = 14, ///< The shared layout contradicts itself.
    SEAM_VALUE(FramesStatus,
               taken) = 15, ///< A frame of the block is not free.
                /// A magazine held a frame that was free already and was given back twice, some
                /// time ago. It was dropped; what this call was for is done.
    SEAM_VALUE(FramesStatus, earlier_double_free) = 16,
};

/// Which frames will do.
SEAM_ENUM(FramesZone, uint32_t) {
    /// From above 4 GiB as long as there are some that no other CPU has reserved, to spare the
    /// rest.
    SEAM_VALUE(FramesZone, any) = 0,
    SEAM_VALUE(FramesZone, below_4g) = 1, ///< For devices and code that take 32 bits.
};

/// What statistics() counts.
SEAM_ENUM(FramesCount, uint32_t) {
    /// By the counters: quick, and while others allocate perhaps some frames off. `free_blocks` is
    /// zero.
    SEAM_VALUE(FramesCount, fast) = 0,
    /// By the bits, in time linear in the memory.
    SEAM_VALUE(FramesCount, exact) = 1,
};

/// What digest() hashes. A step takes a 64-bit word into a hash: the hash is xor-ed with the word,
/// multiplied by FRAMES_HASH_FACTOR (modulo 2^64) and xor-ed with itself shifted right by 32.
SEAM_ENUM(FramesDigest, uint32_t) {
    /// The set of free frames: the sum (modulo 2^64) over all of them of a step from
    /// FRAMES_HASH_START with the frame's number. The same whatever the twin, and wherever a free
    /// frame is kept; no failed call changes it.
    SEAM_VALUE(FramesDigest, logical) = 0,
    /// All words of the shared layout but `mark`, in the order of memory: steps that begin with
    /// FRAMES_HASH_START. The same in both twins after the same calls, one after the other.
    SEAM_VALUE(FramesDigest, exact) = 1,
};

/// One entry of the table: an area of 512 frames, 2 MiB. 128 bytes an area are 0.006 % of the
/// memory between the first frame and the last.
typedef struct FramesArea {
    /// A bit a frame, set for a frame that is not free: allocated, in a magazine, or in no range.
    /// Zeros in an area that was allocated whole.
    uint64_t rows[FRAMES_AREA_ROWS];
    /// How many bits are clear and promised to nobody; or FRAMES_LARGE for one block of order 9,
    /// FRAMES_PAIR_FIRST or FRAMES_PAIR_SECOND for the halves of one of order 10.
    uint64_t free;
    /// Of the first area of a tree, FRAMES_TREE_AREAS in a row: how many frames of the tree are
    /// free and promised to nobody and to no CPU, and FRAMES_RESERVED if a CPU has reserved it.
    uint64_t tree;
    uint64_t reserved[6];
} FramesArea;

/// What belongs to one CPU.
typedef struct FramesCpu {
    /// The tree that it has reserved: FRAMES_RESERVED, the tree's index shifted left by 32, and how
    /// many of its frames are promised to this CPU. 0 without one. Other CPUs take from it, too,
    /// when there is nothing else.
    uint64_t local;
    uint64_t area;                             ///< Where it found frames last.
    uint64_t frame_count;                      ///< Frames in `frames`.
    uint64_t large_count;                      ///< Blocks in `large`.
    uint64_t large[FRAMES_LARGE_CAPACITY];     ///< Blocks of order 9.
    uint64_t frames[FRAMES_MAGAZINE_CAPACITY]; ///< Of order 0.
} FramesCpu;

/// Frames that were added.
typedef struct FramesRange {
    uint64_t frame;
    uint64_t count;
} FramesRange;

/// Memory of one instance, zeros before it is initialised; the table follows directly. Aligned to
/// 64 bytes, no two CPUs share a cache line.
typedef struct SEAM_CONCURRENT_STATE FramesState {
    uint64_t mark; ///< The bindings'.
    uint64_t area_capacity SEAM_TABLE(FramesArea);
    uint64_t first_frame;   ///< Of the first area.
    uint64_t cpu_count;     ///< How many of `cpus` are in use.
    uint64_t total_frames;  ///< Frames that were added.
    uint64_t range_count;   ///< How many of `ranges` are in use; the others are zero.
    uint64_t widest;        ///< The range with most frames, the first of them.
    uint64_t ranges_digest; ///< Steps from FRAMES_HASH_START over the words above and `ranges`.
    FramesCpu cpus[FRAMES_CPU_CAPACITY];
    FramesRange ranges[FRAMES_RANGE_CAPACITY];
} FramesState;

/// How much there is.
typedef struct FramesStatistics {
    uint64_t total_frames;
    uint64_t free_frames;          ///< Magazines included.
    uint64_t free_frames_below_4g; ///< Those of them below 4 GiB, magazines left out.
    uint64_t magazine_frames;      ///< Those in magazines.
    /// By order: how many blocks the free frames make, each as large as can be, magazines left out.
    uint64_t free_blocks[FRAMES_ORDER_COUNT];
} FramesStatistics;

/// Several blocks of one order.
typedef struct FramesBatch {
    uint64_t count; ///< How many of `frames` are meant.
    uint64_t frames[FRAMES_BATCH_CAPACITY];
} FramesBatch;

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

SEAM_ASSERT(sizeof(FramesArea) == 128, "FramesArea");
SEAM_ASSERT(sizeof(FramesCpu) == 1088, "FramesCpu");
SEAM_ASSERT(sizeof(FramesCpu) % 64 == 0, "FramesCpu");
SEAM_ASSERT(sizeof(FramesState) == 77888, "FramesState");

#if defined(SEAM_FRAMES_SELECTION) && !defined(__cplusplus)
#define FRAMES_PASTE_(selection, function) frames_##selection##_##function
#define FRAMES_PASTE(selection, function) FRAMES_PASTE_(selection, function)
#define FRAMES_FUNCTION(function) FRAMES_PASTE(SEAM_FRAMES_SELECTION, function)
#else
#define FRAMES_FUNCTION(function) frames_##function
#endif

SEAM_DECLARATIONS_BEGIN

/// Makes an instance without frames, with a table for `area_capacity` areas from `first_frame` on,
/// a multiple of FRAMES_TREE_FRAMES, for CPUs 0 to `cpu_count` - 1. What the memory held is
/// dropped.
SEAM_ERRORS(null_argument, misaligned, out_of_range, length_overflow)
SEAM_ANSWERS(null, alignment, range, length)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(initialize)(FramesState* state, uint64_t area_capacity,
                                         uint64_t first_frame, uint32_t cpu_count) SEAM_NOEXCEPT;

/// Ends the instance. Its frames and its memory are the caller's again.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(shutdown)(FramesState* state) SEAM_NOEXCEPT;

/// Adds the free frames from `first_frame` on, `frame_count` of them, above all that were added
/// before and within the areas. Nothing is added when it fails, `corrupt` apart.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, out_of_order, exhausted,
            corrupt)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(add)(FramesState* state, uint64_t first_frame,
                                  uint64_t frame_count) SEAM_NOEXCEPT;

/// Takes a block of 2^order frames, order at most FRAMES_MAX_ORDER. The value is its first frame.
/// `exhausted`: there was none outside of magazines; this CPU's own were emptied before if the
/// order is 0 or 9, and drain() empties those of others. While other calls run, frames that they
/// are about to give up may be missed.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, invalid_enum, exhausted,
            corrupt)
SEAM_ANSWERS(null, alignment, state, range, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesFrameResult FRAMES_FUNCTION(allocate)(FramesState* state, uint32_t cpu, uint32_t order,
                                            FramesZone zone) SEAM_NOEXCEPT;

/// Gives back the block that allocate() answered, with its order; one of order 1 to 8 may come back
/// in smaller blocks. Nothing changes when it fails, `corrupt` and `earlier_double_free` apart. A
/// frame of order 0 that is free already, or a block of order 9, may go into a magazine: that is
/// found when the magazine gives it back.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, misaligned_block, unmanaged,
            double_free, wrong_order, corrupt, earlier_double_free)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(free)(FramesState* state, uint32_t cpu, uint64_t frame,
                                   uint32_t order) SEAM_NOEXCEPT;

/// Takes that very block, outside of magazines. Nothing changes when it fails.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, misaligned_block, unmanaged,
            taken, corrupt)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(allocate_at)(FramesState* state, uint32_t cpu, uint64_t frame,
                                          uint32_t order) SEAM_NOEXCEPT;

/// Takes that very block, which another instance has handed out: out of the magazines of all CPUs,
/// too, which are drained if that helps. No other call runs meanwhile.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, misaligned_block, unmanaged,
            taken, corrupt, earlier_double_free)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(adopt)(FramesState* state, uint32_t cpu, uint64_t frame,
                                    uint32_t order) SEAM_NOEXCEPT;

/// Takes `count` blocks, at most FRAMES_BATCH_CAPACITY, all or none. Uses no magazine.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, invalid_enum, overlap,
            exhausted, corrupt)
SEAM_ANSWERS(null, alignment, state, range, enum, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(allocate_batch)(FramesState* state, uint32_t cpu, uint32_t order,
                                             FramesZone zone, uint64_t count,
                                             FramesBatch* batch) SEAM_NOEXCEPT;

/// Gives back blocks of one order, in any sequence. Those that cannot be are left out, and why the
/// first of them is answered. Uses no magazine.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, misaligned_block, unmanaged,
            overlap, double_free, wrong_order, corrupt)
SEAM_ANSWERS(null, alignment, state, range, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(free_batch)(FramesState* state, uint32_t cpu, uint32_t order,
                                         const FramesBatch* batch) SEAM_NOEXCEPT;

/// Empties the magazines of a CPU and gives up its tree.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, corrupt, earlier_double_free)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
FramesStatus FRAMES_FUNCTION(drain)(FramesState* state, uint32_t cpu) SEAM_NOEXCEPT;

/// Counts what there is.
SEAM_ERRORS(null_argument, misaligned, not_initialised, invalid_enum, overlap, corrupt)
SEAM_ANSWERS(null, alignment, state, enum, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
FramesStatus FRAMES_FUNCTION(statistics)(FramesState* state, FramesCount kind,
                                         FramesStatistics* statistics) SEAM_NOEXCEPT;

/// Says whether the whole layout is consistent.
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
