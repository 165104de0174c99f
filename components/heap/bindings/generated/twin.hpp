// SPDX-License-Identifier: MIT OR Apache-2.0
//
// generated from heap.seam.h; do not edit
//
// What a C++ twin of component `heap` is, and what it is given.
#pragma once

#include "components/heap/bindings/generated/layout.hpp"
#include "components/heap/heap.seam.h"

#include <concepts>
#include <cstdint>
#include <expected>
#include <span>
#include <type_traits>

namespace bimetal::heap {

/// What the twin is given. Every call takes effect in program order.
template <class Type>
concept Services = std::default_initializable<Type> && requires(Type services) {
    // Takes 2^order pages, the first of which is a multiple of 2^order, and answers
    // its number, or HEAP_NO_PAGE.
    {
        services.allocate_pages(std::uint64_t{}, std::uint32_t{}, std::uint32_t{})
    } -> std::same_as<std::uint64_t>;
    // Gives back 2^order pages.
    {
        services.free_pages(std::uint64_t{}, std::uint32_t{}, std::uint64_t{}, std::uint32_t{})
    } -> std::same_as<void>;
};

/// The memory of one instance, which every twin lays out alike. A twin leaves `mark` and
/// `page_capacity` alone. Several calls use it at once: what may change meanwhile is reached
/// through std::atomic_ref.
struct Shared {
    HeapState& state;
    std::span<HeapPage> table; ///< As many as `page_capacity` says.
};

/// A twin: static functions over the memory of an instance; the bindings have filled `state` with
/// zeros before `initialize`, and the entries of the table hold anything. They get what was judged
/// already; where a function cannot fail but by that, it answers the value itself.
template <class Type>
concept Twin = requires(Shared shared) {
    {
        Type::initialize(shared, std::uint64_t{}, std::uint32_t{}, std::uint64_t{})
    } -> std::same_as<std::expected<void, HeapStatus>>;
    { Type::shutdown(shared) } -> std::same_as<void>;
    {
        Type::allocate(shared, std::uint32_t{}, std::uint64_t{}, std::uint64_t{}, std::uint32_t{})
    } -> std::same_as<std::expected<std::uint64_t, HeapStatus>>;
    {
        Type::free(shared, std::uint32_t{}, std::uint64_t{}, std::uint32_t{})
    } -> std::same_as<std::expected<void, HeapStatus>>;
    {
        Type::free_sized(shared, std::uint32_t{}, std::uint64_t{}, std::uint64_t{}, std::uint64_t{},
                         std::uint32_t{})
    } -> std::same_as<std::expected<void, HeapStatus>>;
    {
        Type::resize(shared, std::uint64_t{}, std::uint64_t{})
    } -> std::same_as<std::expected<void, HeapStatus>>;
    {
        Type::size_of(shared, std::uint64_t{})
    } -> std::same_as<std::expected<std::uint64_t, HeapStatus>>;
    { Type::drain(shared, std::uint32_t{}) } -> std::same_as<std::expected<void, HeapStatus>>;
    { Type::statistics(shared) } -> std::convertible_to<HeapStatistics>;
    {
        Type::class_statistics(shared, std::uint32_t{})
    } -> std::same_as<std::expected<HeapClassStatistics, HeapStatus>>;
    { Type::check(shared) } -> std::same_as<std::expected<void, HeapStatus>>;
    {
        Type::digest(shared, HeapDigest{})
    } -> std::same_as<std::expected<std::uint64_t, HeapStatus>>;
};

} // namespace bimetal::heap

/// Defines `Services`, whose functions are PREFIX_NAME, bound when the image is linked.
#define HEAP_SERVICES(Services, prefix)                                                            \
    extern "C" {                                                                                   \
    extern decltype(heap_service_allocate_pages) prefix##_allocate_pages;                          \
    extern decltype(heap_service_free_pages) prefix##_free_pages;                                  \
    }                                                                                              \
    namespace bimetal::heap {                                                                      \
    class Services {                                                                               \
      public:                                                                                      \
        std::uint64_t allocate_pages(std::uint64_t source, std::uint32_t cpu,                      \
                                     std::uint32_t order) {                                        \
            return prefix##_allocate_pages(source, cpu, order);                                    \
        }                                                                                          \
        void free_pages(std::uint64_t source, std::uint32_t cpu, std::uint64_t page,               \
                        std::uint32_t order) {                                                     \
            prefix##_free_pages(source, cpu, page, order);                                         \
        }                                                                                          \
    };                                                                                             \
    }

HEAP_SERVICES(LinkedServices, heap_service)
