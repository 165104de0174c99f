// SPDX-License-Identifier: MIT OR Apache-2.0
//
// The contract of component `heap`: memory in blocks of any size up to 4 MiB, for several CPUs at
// once and without a lock: magazines (Bonwick and Adams, USENIX ATC 2001) before slabs whose blocks
// a bitmap beside the table's entry counts. Valid C17 and C++23.
//
// A page is 4096 bytes, and its number is its address divided by 4096. Addresses are numbers: the
// heap never touches the memory that it hands out, so nothing that is written there, within a block
// or beyond its end, reaches what the heap knows. Who turns an address into a pointer adds what
// lies between the two; who wants zeros writes them.
//
// Sizes up to 8 KiB are rounded up to one of 32 classes: multiples of 16 up to 64, then four to
// each doubling. Larger ones are whole pages, a power of two of them. A block is at a multiple of
// the largest power of two that its class is a multiple of, so alignment is a matter of the class.
//
// The layout is part of the contract: both twins read and write the same HeapState and the same
// table behind it, so either goes on where the other stopped. Every number that is read out of the
// layout is checked before it leads anywhere; one that cannot be is answered with `corrupt`.
//
// For every function: it never blocks. A call is for a CPU, which the caller names and stays on.
// The magazines of a CPU belong to one call at a time: for allocate(), free(), free_sized() and
// drain() the caller keeps interrupts off where a handler may call for the same CPU. Everything
// else may happen at once on all CPUs, but that no call overlaps initialize() or shutdown();
// check() and digest() answer for an instance that nobody changes meanwhile.
#ifndef HEAP_SEAM_H
#define HEAP_SEAM_H

#include "seam/annotations.h"

SEAM_COMPONENT(heap, 1);

#define HEAP_PAGE_SIZE 4096
#define HEAP_GRANULE 16
#define HEAP_CLASS_COUNT 32
#define HEAP_LARGEST_CLASS 8192
#define HEAP_MAX_ORDER 10
#define HEAP_MAX_SLAB_ORDER 4
#define HEAP_LARGEST_BLOCK 0x400000
#define HEAP_PAGE_WORDS 3
#define HEAP_SLAB_CAPACITY 192
#define HEAP_CPU_CAPACITY 64
#define HEAP_MAGAZINE_CAPACITY 31
#define HEAP_OWNER_COUNT 16
#define HEAP_EMPTY_KEPT 4
#define HEAP_EMPTY_PAGES 16
#define HEAP_PAGE_LIMIT 0xfffffff0
#define HEAP_PAGE_NUMBER_LIMIT 0x8000000000000
#define HEAP_NO_PAGE 0xffffffffffffffff
#define HEAP_COUNT_MASK 0xff
#define HEAP_HELD 0x100
#define HEAP_CLASS_SHIFT 16
#define HEAP_ORDER_SHIFT 24
#define HEAP_KIND_SHIFT 28
#define HEAP_LINK_SHIFT 32
#define HEAP_KIND_NONE 0
#define HEAP_KIND_SLAB 1
#define HEAP_KIND_INSIDE 2
#define HEAP_KIND_LARGE 3
#define HEAP_HASH_START 0x6865617000000001
#define HEAP_HASH_FACTOR 0x5851f42d4c957f2d

/// How a call ended.
SEAM_ENUM(HeapStatus, uint32_t) {
    SEAM_VALUE(HeapStatus, ok) = 0,
    SEAM_VALUE(HeapStatus, null_argument) = 1, ///< A pointer that must not be null is.
    SEAM_VALUE(HeapStatus, misaligned) = 2, ///< A pointer is not aligned for its type.
    SEAM_VALUE(HeapStatus, out_of_range) = 3, ///< A number is outside its range.
    SEAM_VALUE(HeapStatus, length_overflow) = 4, ///< The table would pass the end of memory.
    SEAM_VALUE(HeapStatus, invalid_enum) = 5, ///< An enumeration holds none of its values.
    SEAM_VALUE(HeapStatus, overlap) = 6, ///< A structure overlaps the instance.
    SEAM_VALUE(HeapStatus, not_initialised) = 7, ///< Not an instance that was initialised.
    SEAM_VALUE(HeapStatus, exhausted) = 8, ///< There is no memory for the block.
    SEAM_VALUE(HeapStatus, foreign) = 9, ///< The address is in no page that the heap may have.
    SEAM_VALUE(HeapStatus, not_a_block) = 10, ///< No block begins at the address, or none any more.
    SEAM_VALUE(HeapStatus, double_free) = 11, ///< The block is free.
    SEAM_VALUE(HeapStatus, wrong_size) = 12, ///< No block of that size begins at the address.
    SEAM_VALUE(HeapStatus, must_move) = 13, ///< The new size wants another block.
    SEAM_VALUE(HeapStatus,
               corrupt) = 14, ///< The shared layout contradicts itself.
                  /// A magazine held a block that was free already and was given back twice, some
                  /// time ago. It was dropped; what this call was for is done.
    SEAM_VALUE(HeapStatus, earlier_double_free) = 15,
};

/// What digest() hashes. A step takes a 64-bit word into a hash: the hash is xor-ed with the word,
/// multiplied by HEAP_HASH_FACTOR (modulo 2^64) and xor-ed with itself shifted right by 32.
SEAM_ENUM(HeapDigest, uint32_t) {
    /// The set of blocks in use: the sum (modulo 2^64) over all of them of two steps from
    /// HEAP_HASH_START, with the block's address and with its size. No failed call changes it.
    SEAM_VALUE(HeapDigest, logical) = 0,
    /// All words of the shared layout but `mark`, in the order of memory: steps that begin with
    /// HEAP_HASH_START. The same in both twins after the same calls, one after the other.
    SEAM_VALUE(HeapDigest, exact) = 1,
};

/// One entry of the table, for a page: 0.8 % of the memory between the first page and the last.
typedef struct HeapPage {
    /// From the lowest bit: how many blocks are free and promised to nobody (8 bits; of the first
    /// page of a slab); HEAP_HELD if the slab is in its class's list, or in the hands of a call
    /// that puts it there; at HEAP_CLASS_SHIFT the class; at HEAP_ORDER_SHIFT the order of the slab
    /// or the large block, or how many pages an inner page lies behind the first (4 bits); at
    /// HEAP_KIND_SHIFT what the page is (4 bits); at HEAP_LINK_SHIFT the next slab of the list, its
    /// page's index plus 1, or 0.
    uint64_t head;
    /// A bit a block of the slab that begins here, set for one that is not free: allocated, in a
    /// magazine, or none that there is. Zeros in all other pages.
    uint64_t taken[HEAP_PAGE_WORDS];
} HeapPage;

/// Slabs of one class.
typedef struct HeapClass {
    /// The list of slabs with free blocks: the first one's index plus 1, or 0, and from bit 32 on a
    /// number that every change raises.
    uint64_t partial;
    uint64_t slabs; ///< How many there are.
    uint64_t empty; ///< How many of them have free blocks only.
    uint64_t taken; ///< How many blocks were taken out of them: in use, or in magazines.
    uint64_t reserved[4];
} HeapClass;

/// Free blocks of one class that one CPU keeps.
typedef struct HeapMagazine {
    uint64_t count;                          ///< Blocks in `blocks`.
    uint64_t blocks[HEAP_MAGAZINE_CAPACITY]; ///< Addresses.
} HeapMagazine;

/// What an owner has, as far as one CPU knows: what was allocated there less what was freed there,
/// modulo 2^64.
typedef struct HeapOwner {
    uint64_t blocks;
    uint64_t bytes;
} HeapOwner;

/// What belongs to one CPU.
typedef struct HeapCpu {
    HeapMagazine magazines[HEAP_CLASS_COUNT];
    HeapOwner owners[HEAP_OWNER_COUNT];
} HeapCpu;

/// Memory of one instance, zeros before it is initialised; the table follows directly. Aligned to
/// 64 bytes, no two CPUs share a cache line.
typedef struct SEAM_CONCURRENT_STATE HeapState {
    uint64_t mark; ///< The bindings'.
    uint64_t page_capacity SEAM_TABLE(HeapPage);
    uint64_t first_page; ///< Of the first entry.
    uint64_t cpu_count;  ///< How many of `cpus` are in use.
    uint64_t source;     ///< What the services are given.
    uint64_t reserved[3];
    uint64_t large_blocks; ///< How many large blocks there are.
    uint64_t large_pages;  ///< How many pages they have.
    uint64_t slab_pages;   ///< How many pages slabs have.
    /// Blocks that a magazine held a second time, and their bytes: an owner counted them twice.
    uint64_t dropped_blocks;
    uint64_t dropped_bytes;
    uint64_t unused[3];
    HeapClass classes[HEAP_CLASS_COUNT];
    HeapCpu cpus[HEAP_CPU_CAPACITY];
} HeapState;

/// What an owner has in use.
typedef struct HeapOwned {
    uint64_t blocks;
    uint64_t bytes;
} HeapOwned;

/// How much there is. Bytes are those of whole blocks, not what was asked for.
typedef struct HeapStatistics {
    uint64_t live_blocks;     ///< Blocks in use, large ones included.
    uint64_t live_bytes;      ///< Their sizes.
    uint64_t magazine_blocks; ///< Free blocks in magazines.
    uint64_t slab_pages;      ///< Pages of slabs.
    uint64_t large_blocks;    ///< Large blocks in use.
    uint64_t large_pages;     ///< Their pages.
    HeapOwned owners[HEAP_OWNER_COUNT];
} HeapStatistics;

/// How much of one class there is.
typedef struct HeapClassStatistics {
    uint64_t size;            ///< Of a block.
    uint64_t slabs;           ///< Slabs of this class.
    uint64_t empty_slabs;     ///< Those with free blocks only.
    uint64_t live_blocks;     ///< Blocks in use.
    uint64_t magazine_blocks; ///< Free blocks in magazines.
} HeapClassStatistics;

typedef struct SEAM_RESULT HeapBlockResult {
    HeapStatus status;
    uint32_t reserved;
    uint64_t value; ///< A block's address.
} HeapBlockResult;

typedef struct SEAM_RESULT HeapSizeResult {
    HeapStatus status;
    uint32_t reserved;
    uint64_t value; ///< A number of bytes.
} HeapSizeResult;

typedef struct SEAM_RESULT HeapDigestResult {
    HeapStatus status;
    uint32_t reserved;
    uint64_t value; ///< A hash.
} HeapDigestResult;

SEAM_ASSERT(sizeof(HeapPage) == 32, "HeapPage");
SEAM_ASSERT(sizeof(HeapClass) == 64, "HeapClass");
SEAM_ASSERT(sizeof(HeapMagazine) == 256, "HeapMagazine");
SEAM_ASSERT(sizeof(HeapCpu) % 64 == 0, "HeapCpu");
SEAM_ASSERT(sizeof(HeapState) % 64 == 0, "HeapState");

#if defined(SEAM_HEAP_SELECTION) && !defined(__cplusplus)
#define HEAP_PASTE_(selection, function) heap_##selection##_##function
#define HEAP_PASTE(selection, function) HEAP_PASTE_(selection, function)
#define HEAP_FUNCTION(function) HEAP_PASTE(SEAM_HEAP_SELECTION, function)
#else
#define HEAP_FUNCTION(function) heap_##function
#endif

SEAM_DECLARATIONS_BEGIN

/// Makes an instance without pages, with a table for `page_capacity` of them from `first_page` on,
/// for CPUs 0 to `cpu_count` - 1. `source` is passed to the services as it is. What the memory held
/// is dropped.
SEAM_ERRORS(null_argument, misaligned, out_of_range, length_overflow)
SEAM_ANSWERS(null, alignment, range, length)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
HeapStatus HEAP_FUNCTION(initialize)(HeapState* state, uint64_t page_capacity, uint64_t first_page,
                                     uint32_t cpu_count, uint64_t source) SEAM_NOEXCEPT;

/// Gives all pages back, as CPU 0, also those with blocks in use, and ends the instance. Its memory
/// is the caller's again.
SEAM_ERRORS(null_argument, misaligned, not_initialised)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
HeapStatus HEAP_FUNCTION(shutdown)(HeapState* state) SEAM_NOEXCEPT;

/// Takes a block of at least `size` bytes (0 counts as 1, at most HEAP_LARGEST_BLOCK) at a multiple
/// of `alignment`, a power of two up to HEAP_LARGEST_BLOCK. The owner is a number below
/// HEAP_OWNER_COUNT that the statistics count under. `exhausted`: the services had no page, after
/// this CPU's magazines were emptied and all empty slabs given back; drain() empties the magazines
/// of others. While other calls run, blocks that they are about to give up may be missed.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, exhausted, corrupt)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
HeapBlockResult HEAP_FUNCTION(allocate)(HeapState* state, uint32_t cpu, uint64_t size,
                                        uint64_t alignment, uint32_t owner) SEAM_NOEXCEPT;

/// Gives back the block that allocate() answered, for the same owner. Nothing changes when it
/// fails, `corrupt` and `earlier_double_free` apart. A block that is free already, but in a
/// magazine, may go into a magazine once more: that is found when the magazine gives it back.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, foreign, not_a_block,
            double_free, corrupt, earlier_double_free)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
HeapStatus HEAP_FUNCTION(free)(HeapState* state, uint32_t cpu, uint64_t address,
                               uint32_t owner) SEAM_NOEXCEPT;

/// As free(), with the size and alignment that the block was asked for, or a size that resize() let
/// it have; one that wants another class, which resize() would not, is answered with `wrong_size`.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, foreign, not_a_block,
            double_free, wrong_size, corrupt, earlier_double_free)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
HeapStatus HEAP_FUNCTION(free_sized)(HeapState* state, uint32_t cpu, uint64_t address,
                                     uint64_t size, uint64_t alignment,
                                     uint32_t owner) SEAM_NOEXCEPT;

/// Says whether a block may hold `size` bytes from now on, at the alignment that it was asked for:
/// `must_move` if it is too small, or if less than half of it would be used. It changes nothing.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, foreign, not_a_block,
            double_free, must_move, corrupt)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
HeapStatus HEAP_FUNCTION(resize)(HeapState* state, uint64_t address, uint64_t size) SEAM_NOEXCEPT;

/// How many bytes a block has, all of which may be used.
SEAM_ERRORS(null_argument, misaligned, not_initialised, foreign, not_a_block, double_free, corrupt)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
HeapSizeResult HEAP_FUNCTION(size_of)(HeapState* state, uint64_t address) SEAM_NOEXCEPT;

/// Empties the magazines of a CPU and gives all empty slabs back.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, corrupt, earlier_double_free)
SEAM_ANSWERS(null, alignment, state, range)
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
HeapStatus HEAP_FUNCTION(drain)(HeapState* state, uint32_t cpu) SEAM_NOEXCEPT;

/// Counts what there is, by the counters: while others allocate perhaps some blocks off.
SEAM_ERRORS(null_argument, misaligned, not_initialised, overlap)
SEAM_ANSWERS(null, alignment, state, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
HeapStatus HEAP_FUNCTION(statistics)(HeapState* state, HeapStatistics* statistics) SEAM_NOEXCEPT;

/// Counts what there is of one class, a number below HEAP_CLASS_COUNT.
SEAM_ERRORS(null_argument, misaligned, not_initialised, out_of_range, overlap)
SEAM_ANSWERS(null, alignment, state, range, overlap)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
HeapStatus HEAP_FUNCTION(class_statistics)(HeapState* state, uint32_t size_class,
                                           HeapClassStatistics* statistics) SEAM_NOEXCEPT;

/// Says whether the whole layout is consistent.
SEAM_ERRORS(null_argument, misaligned, not_initialised, corrupt)
SEAM_ANSWERS(null, alignment, state)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
HeapStatus HEAP_FUNCTION(check)(HeapState* state) SEAM_NOEXCEPT;

/// A hash of the instance.
SEAM_ERRORS(null_argument, misaligned, not_initialised, invalid_enum, corrupt)
SEAM_ANSWERS(null, alignment, state, enum)
SEAM_CONTEXT(any)
SEAM_EFFECT(reads)
HeapDigestResult HEAP_FUNCTION(digest)(HeapState* state, HeapDigest kind) SEAM_NOEXCEPT;

/// How many bytes a HeapState has, without its table.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t HEAP_FUNCTION(state_size)(void) SEAM_NOEXCEPT;

/// The alignment that the twin needs.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t HEAP_FUNCTION(state_alignment)(void) SEAM_NOEXCEPT;

/// The hash of the contract that the twin was built from.
SEAM_CONTEXT(any)
SEAM_EFFECT(pure)
uint64_t HEAP_FUNCTION(contract)(void) SEAM_NOEXCEPT;

/// Takes 2^order pages, the first of which is a multiple of 2^order, and answers its number, or
/// HEAP_NO_PAGE.
SEAM_SERVICE
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
uint64_t heap_service_allocate_pages(uint64_t source, uint32_t cpu, uint32_t order) SEAM_NOEXCEPT;

/// Gives back 2^order pages.
SEAM_SERVICE
SEAM_CONTEXT(any)
SEAM_EFFECT(changes)
void heap_service_free_pages(uint64_t source, uint32_t cpu, uint64_t page,
                             uint32_t order) SEAM_NOEXCEPT;

SEAM_DECLARATIONS_END

#endif
