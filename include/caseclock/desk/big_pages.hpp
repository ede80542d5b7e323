// SPDX-License-Identifier: Apache-2.0
//
// Memory for millions of cases, in the machine's big pages where it has them: looking up pages costs more than the cases do.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace caseclock::detail {

inline constexpr std::size_t big_page_bytes = std::size_t{2} << 20;

/// Uninitialised bytes, a multiple of big_page_bytes, aligned to it. Free them with std::free. Throws std::bad_alloc.
[[nodiscard]] inline void* allocate_pages(std::size_t bytes, bool big) {
    void* const at = std::aligned_alloc(big_page_bytes, bytes);
    if (at == nullptr) throw std::bad_alloc{};
#if defined(__linux__)
    if (big) madvise(at, bytes, MADV_HUGEPAGE);  // advice: without it everything works, slower
#else
    static_cast<void>(big);
#endif
    return at;
}

/// For containers: what is large comes in big pages.
template <class T> struct big_page_allocator {
    using value_type = T;
    big_page_allocator() = default;
    template <class U> big_page_allocator(const big_page_allocator<U>&) noexcept {}  // NOLINT: allocators convert

    [[nodiscard]] T* allocate(std::size_t count) {
        const auto bytes = count * sizeof(T);
        if (bytes < 2 * big_page_bytes) return static_cast<T*>(::operator new(bytes, std::align_val_t{alignof(T)}));
        return static_cast<T*>(allocate_pages((bytes + big_page_bytes - 1) / big_page_bytes * big_page_bytes, true));
    }
    void deallocate(T* at, std::size_t count) noexcept {
        if (count * sizeof(T) < 2 * big_page_bytes) ::operator delete(at, std::align_val_t{alignof(T)});
        else std::free(at);
    }
    template <class U> friend bool operator==(const big_page_allocator&, const big_page_allocator<U>&) noexcept { return true; }
};

}  // namespace caseclock::detail
