// SPDX-License-Identifier: Apache-2.0
//
// A growing array whose elements never move: chunks of whole big pages.
//
// The first chunk is in ordinary pages, which the machine hands out as they are touched: a small desk stays small.
#pragma once

#include "caseclock/desk/big_pages.hpp"

#include <bit>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace caseclock::detail {

template <class T> class paged_array {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
    [[nodiscard, gnu::always_inline]] T* at(std::uint32_t number) const noexcept { return chunks_[number >> chunk_bits].get() + (number & chunk_mask); }
    /// So many fresh elements more, side by side: a power of two. The first has the old size as its number.
    void grow(std::uint32_t count = 1) {
        if ((size_ & chunk_mask) == 0) chunks_.emplace_back(static_cast<T*>(allocate_pages(sizeof(T) << chunk_bits, size_ != 0)));
        for (auto* each = at(size_); each != at(size_) + count; ++each) new (each) T{};
        size_ += count;
    }
    /// Of what is in use; the rest of the last chunk is not counted.
    [[nodiscard]] std::size_t memory_bytes() const noexcept { return std::size_t{size_} * sizeof(T) + chunks_.capacity() * sizeof(chunk); }

private:
    struct freed {
        void operator()(T* at) const noexcept { std::free(at); }
    };
    using chunk = std::unique_ptr<T, freed>;
    static constexpr unsigned chunk_bits = std::countr_zero(big_page_bytes) - std::countr_zero(sizeof(T));  // a whole number of pages
    static constexpr std::uint32_t chunk_mask = (1U << chunk_bits) - 1;

    std::uint32_t size_ = 0;
    std::vector<chunk> chunks_;
};

}  // namespace caseclock::detail
