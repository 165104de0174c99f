// SPDX-License-Identifier: MIT OR Apache-2.0
// The core's wrapper around component `heap`, over the frames that serve: which CPU calls, who may
// look at the whole, and pointers in place of addresses. The twin behind it is chosen by the image
// (fixed) or at boot (live).
#pragma once

#include "kernel/memory/boot_map.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace bimetal::services {

/// For whom a block is: what the statistics count under. Whoever frees names the same.
enum class HeapOwner : std::uint8_t { core, threads, tests, rust };

inline constexpr std::array heap_owners{HeapOwner::core, HeapOwner::threads, HeapOwner::tests,
                                        HeapOwner::rust};

constexpr std::string_view describe(HeapOwner owner) {
    switch (owner) {
    case HeapOwner::core:
        return "core";
    case HeapOwner::threads:
        return "threads";
    case HeapOwner::tests:
        return "tests";
    case HeapOwner::rust:
        return "rust";
    }
    return "?";
}

/// How many bytes the heap needs for itself to use all that is usable in the map.
std::uint64_t heap_metadata_size(const memory::BootMap& map);

/// Makes the heap, which takes its pages from the frames that serve. `metadata`, aligned to 4096,
/// stays the heap's for good. False if it is too little. Boot, once, after the twin was selected.
bool start_heap(const memory::BootMap& map, std::span<std::byte> metadata);

/// At least `size` bytes at a multiple of `alignment`, contents undefined; null when there is no
/// memory, even with what all CPUs keep, or no such block (over 4 MiB, or an alignment that is no
/// power of two). Size 0 counts as 1. Any context.
void* kernel_allocate(std::size_t size, std::size_t alignment, HeapOwner owner);
/// The same, filled with zeros.
void* kernel_allocate_zeroed(std::size_t size, std::size_t alignment, HeapOwner owner);
/// Null is allowed; a pointer that is not a live block of the heap is a panic. Any context.
void kernel_free(void* pointer, HeapOwner owner);
/// The same where the size and alignment are known, as they were asked for or as kernel_resize()
/// last had them: those of another block are a panic.
void kernel_free_sized(void* pointer, std::size_t size, std::size_t alignment, HeapOwner owner);
/// A block of that size with what the old one held, as far as it fits: the same one if it will do.
/// Null if there is none; then the old one is as it was. Any context.
void* kernel_resize(void* pointer, std::size_t size, std::size_t alignment, HeapOwner owner);

/// Destroys an object that kernel_new() made, and frees it.
template <class Type>
struct HeapDelete {
    HeapOwner owner = HeapOwner::core;

    void operator()(Type* object) const {
        std::destroy_at(object);
        kernel_free_sized(object, sizeof(Type), alignof(Type), owner);
    }
};

template <class Type>
using HeapPointer = std::unique_ptr<Type, HeapDelete<Type>>;

/// An object on the heap, or null when there is no memory.
template <class Type, class... Arguments>
HeapPointer<Type> kernel_new(HeapOwner owner, Arguments&&... arguments) {
    void* const memory = kernel_allocate(sizeof(Type), alignof(Type), owner);
    if (memory == nullptr) {
        return HeapPointer<Type>(nullptr, HeapDelete<Type>{owner});
    }
    return HeapPointer<Type>(
        std::construct_at(static_cast<Type*>(memory), std::forward<Arguments>(arguments)...),
        HeapDelete<Type>{owner});
}

struct HeapCount {
    std::uint64_t blocks = 0;
    std::uint64_t bytes = 0; ///< of whole blocks
};

struct HeapStatistics {
    HeapCount live;
    std::array<HeapCount, heap_owners.size()> owners{};
    std::uint64_t magazine_blocks = 0; ///< free ones that CPUs keep
    std::uint64_t slab_pages = 0;
    std::uint64_t large_blocks = 0;
    std::uint64_t large_pages = 0;
    std::uint64_t failures = 0; ///< requests that were answered with null
};

/// While others allocate, perhaps some blocks off.
HeapStatistics heap_statistics();

struct HeapClassCount {
    std::uint64_t size = 0;
    std::uint64_t slabs = 0;
    std::uint64_t empty_slabs = 0;
    std::uint64_t live_blocks = 0;
    std::uint64_t magazine_blocks = 0;
};

/// Of the class with that number, if there is one.
std::optional<HeapClassCount> heap_class(std::uint32_t number);

/// Empties what CPUs keep, and gives all empty slabs back.
void drain_heap();

/// Visits the whole table while nobody else is served: for tests and the shell.
bool heap_consistent();

/// What the shell and tests show of the heap's state: heap.seam.h says what is hashed.
struct HeapDigests {
    std::uint64_t logical;
    std::uint64_t exact;
};

/// Both of one moment. Visits the whole table while nobody else is served.
std::optional<HeapDigests> heap_digests();

struct HeapState {
    std::string_view selection; ///< "live" or "fixed"
    std::uint64_t metadata_bytes;
    std::uint64_t calls; ///< that allocated or freed
};

HeapState heap_state();

} // namespace bimetal::services
