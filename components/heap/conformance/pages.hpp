// SPDX-License-Identifier: MIT OR Apache-2.0
//
// Where the suite's instances get their pages, and who owns which bytes of them: both kept apart
// from any heap, and safe for any number of threads. No memory stands behind the pages.
#pragma once

#include "components/heap/bindings/generated/heap.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace bimetal::heap::conformance {

inline constexpr std::uint64_t suite_pages = 2'048;
inline constexpr std::uint64_t suite_first_page = 0x80000;
inline constexpr std::uint64_t suite_bytes = suite_pages * HEAP_PAGE_SIZE;
inline constexpr std::uint64_t suite_address = suite_first_page * HEAP_PAGE_SIZE;

/// Hands out pages from the lowest on that will do, and judges what comes back.
class PageSupply {
  public:
    /// So many pages are there, and none is used.
    void reset(std::uint64_t pages = suite_pages) {
        const Guard guard(lock_);
        orders_.fill(unused);
        pages_ = pages;
        used_ = 0;
        wrongs_ = 0;
        left_ = ~std::uint64_t{0};
    }

    /// From now on so many calls are answered, and those after them are not.
    void fail_after(std::uint64_t calls) {
        const Guard guard(lock_);
        left_ = calls;
    }

    std::uint64_t allocate(std::uint32_t order) {
        const Guard guard(lock_);
        const std::uint64_t count = std::uint64_t{1} << order;
        if (left_ == 0) {
            return HEAP_NO_PAGE;
        }
        --left_;
        for (std::uint64_t first = 0; first + count <= pages_; first += count) {
            std::uint64_t free = 0;
            while (free < count && orders_[first + free] == unused) {
                ++free;
            }
            if (free == count) {
                for (std::uint64_t index = 0; index < count; ++index) {
                    orders_[first + index] = inside;
                }
                orders_[first] = static_cast<std::uint8_t>(order);
                used_ += count;
                return suite_first_page + first;
            }
        }
        return HEAP_NO_PAGE;
    }

    void free(std::uint64_t page, std::uint32_t order) {
        const Guard guard(lock_);
        const std::uint64_t first = page - suite_first_page;
        if (first >= pages_ || orders_[first] != order) {
            ++wrongs_;
            return;
        }
        const std::uint64_t count = std::uint64_t{1} << order;
        for (std::uint64_t index = 0; index < count; ++index) {
            orders_[first + index] = unused;
        }
        used_ -= count;
    }

    /// How many pages are out.
    [[nodiscard]] std::uint64_t used() {
        const Guard guard(lock_);
        return used_;
    }

    /// How often something came back that was not out.
    [[nodiscard]] std::uint64_t wrongs() {
        const Guard guard(lock_);
        return wrongs_;
    }

  private:
    class Guard {
      public:
        explicit Guard(std::atomic<bool>& lock) : lock_(lock) {
            while (lock_.exchange(true, std::memory_order_acquire)) {
            }
        }

        ~Guard() { lock_.store(false, std::memory_order_release); }

        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;

      private:
        std::atomic<bool>& lock_;
    };

    static constexpr std::uint8_t unused = 255;
    static constexpr std::uint8_t inside = 254;

    std::atomic<bool> lock_ = false;
    std::uint64_t pages_ = suite_pages;
    std::uint64_t used_ = 0;
    std::uint64_t wrongs_ = 0;
    std::uint64_t left_ = ~std::uint64_t{0};
    std::array<std::uint8_t, suite_pages> orders_{};
};

/// By the number that an instance gives its services.
inline constinit std::array<PageSupply, 2> supplies{};

/// Whose each 16 bytes are.
class Ownership {
  public:
    void reset() { owners_.fill(nobody); }

    /// Whether nobody has any of those bytes. From now on they are `owner`'s, 1 to 255.
    [[nodiscard]] bool take(std::uint64_t address, std::uint64_t size, std::uint32_t owner) {
        return change(address, size, nobody, static_cast<std::uint8_t>(owner));
    }

    /// Whether all of those bytes were still `owner`'s. From now on they are nobody's.
    [[nodiscard]] bool give(std::uint64_t address, std::uint64_t size, std::uint32_t owner) {
        return change(address, size, static_cast<std::uint8_t>(owner), nobody);
    }

  private:
    static constexpr std::uint8_t nobody = 0;

    bool change(std::uint64_t address, std::uint64_t size, std::uint8_t from, std::uint8_t to) {
        if (address % HEAP_GRANULE != 0 || size % HEAP_GRANULE != 0 || size == 0 ||
            address - suite_address >= suite_bytes ||
            size > suite_bytes - (address - suite_address)) {
            return false;
        }
        bool held = true;
        const std::uint64_t first = (address - suite_address) / HEAP_GRANULE;
        for (std::uint64_t index = first; index < first + size / HEAP_GRANULE; ++index) {
            held =
                std::atomic_ref(owners_[index]).exchange(to, std::memory_order_relaxed) == from &&
                held;
        }
        return held;
    }

    std::array<std::uint8_t, suite_bytes / HEAP_GRANULE> owners_{};
};

inline constinit Ownership ownership{};

} // namespace bimetal::heap::conformance
