// SPDX-License-Identifier: MIT OR Apache-2.0
//
// What a contract, NAME.seam.h, is written with. Valid C17 and C++23. For a compiler the
// annotations are nothing; a generator defines SEAM_GENERATOR and reads them as clang `annotate`
// attributes.
#ifndef SEAM_ANNOTATIONS_H
#define SEAM_ANNOTATIONS_H

#include <stdint.h>

#if defined(SEAM_GENERATOR)
#define SEAM_ANNOTATE(text) __attribute__((annotate("seam:" text)))
#else
#define SEAM_ANNOTATE(text)
#endif

#if defined(__cplusplus)
#define SEAM_NOEXCEPT noexcept
#define SEAM_ASSERT(condition, message) static_assert(condition, message)
#define SEAM_DECLARATIONS_BEGIN extern "C" {
#define SEAM_DECLARATIONS_END }
#else
#define SEAM_NOEXCEPT
#define SEAM_ASSERT(condition, message) _Static_assert(condition, message)
#define SEAM_DECLARATIONS_BEGIN
#define SEAM_DECLARATIONS_END
#endif

/// An enumeration of fixed width: in C++ an enum class, in C a typedef with constants named
/// TYPE_value, since C17 has no enumeration of fixed width. Whoever receives one checks it.
///
///     SEAM_ENUM(SerialParity, uint8_t) {
///         SEAM_VALUE(SerialParity, none) = 0,
///         SEAM_VALUE(SerialParity, odd) = 1,
///     };
#if defined(__cplusplus)
#define SEAM_ENUM(type, representation) enum class SEAM_ANNOTATE("enum") type : representation
#define SEAM_VALUE(type, value) value
#else
#define SEAM_ENUM(type, representation)                                                            \
    typedef representation type;                                                                   \
    enum SEAM_ANNOTATE("enum:" #type)
#define SEAM_VALUE(type, value) type##_##value
#endif

/// Names the component and the version of its contract; once a header, at file scope.
#if defined(SEAM_GENERATOR)
#define SEAM_COMPONENT(name, version)                                                              \
    extern const uint32_t seam_component_##name SEAM_ANNOTATE("component:" #name ":" #version)
#else
#define SEAM_COMPONENT(name, version)                                                              \
    SEAM_ASSERT((version) > 0, "the version of contract " #name " starts at 1")
#endif

// On a type.
#define SEAM_STATE SEAM_ANNOTATE("state") ///< Memory of one instance, opaque to the caller.
/// The same, laid out alike for every twin, so that another can go on in place. It begins with
/// `uint64_t mark`, which belongs to the bindings, and names the length of the table behind it.
#define SEAM_SHARED_STATE SEAM_ANNOTATE("shared_state")
/// A shared state that several calls use at once: whatever happens to it and to its table happens
/// by atomic operations, but in `initialize` and `shutdown`, which no other call overlaps. Rust
/// sees atomic integers in place of integers.
#define SEAM_CONCURRENT_STATE SEAM_ANNOTATE("concurrent_state")
#define SEAM_RESULT SEAM_ANNOTATE("result") ///< A status and a value, returned in registers.

// On a field, after its name.
#define SEAM_BITS(type) SEAM_ANNOTATE("bits:" #type) ///< It holds values of an enumeration, or-ed.
/// In a shared state: how many structures of that type follow the state in memory. `initialize`
/// has a parameter of the same name.
#define SEAM_TABLE(type) SEAM_ANNOTATE("table:" #type)

// On a function, before its declaration.
#define SEAM_SERVICE SEAM_ANNOTATE("service") ///< Given to the twin, not implemented by it.
#define SEAM_ERRORS(...) SEAM_ANNOTATE("errors:" #__VA_ARGS__)   ///< Statuses it may answer.
#define SEAM_ANSWERS(...) SEAM_ANNOTATE("answers:" #__VA_ARGS__) ///< Wrong arguments it answers.
#define SEAM_CONTEXT(context) SEAM_ANNOTATE("context:" #context) ///< any, interrupts_off, thread
#define SEAM_EFFECT(effect) SEAM_ANNOTATE("effect:" #effect)     ///< pure, reads, changes, io
#define SEAM_MAY_ALLOCATE SEAM_ANNOTATE("may_allocate") ///< Without it a function never allocates.

// On a function or a parameter.
#define SEAM_OWNER(owner) SEAM_ANNOTATE("owner:" #owner) ///< Who owns what is passed, afterwards.

#endif
