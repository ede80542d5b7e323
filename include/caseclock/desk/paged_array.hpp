// SPDX-License-Identifier: Apache-2.0
//
// A growing array whose elements never move: chunks of whole big pages. An element may be a group of `width` values side by side.
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
    explicit paged_array(std::size_t width = 1) noexcept
        : width_{width}, chunk_bits_{static_cast<unsigned>(std::countr_zero(big_page_bytes) - std::countr_zero(sizeof(T) * width))} {}

    [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
    /// The first value of an element.
    [[nodiscard, gnu::always_inline]] T* at(std::uint32_t number) const noexcept {
        return chunks_[number >> chunk_bits_].get() + std::size_t{number & ((1U << chunk_bits_) - 1)} * width_;
    }
    /// One element more, its values fresh. Its number is the old size.
    void grow() {
        if ((size_ & ((1U << chunk_bits_) - 1)) == 0) chunks_.emplace_back(static_cast<T*>(allocate_pages(chunk_bytes(), size_ != 0)));
        for (std::size_t i = 0; i < width_; ++i) new (at(size_) + i) T{};
        ++size_;
    }
    /// Of what is in use; the rest of the last chunk is not counted.
    [[nodiscard]] std::size_t memory_bytes() const noexcept { return std::size_t{size_} * width_ * sizeof(T) + chunks_.capacity() * sizeof(chunk); }

private:
    struct freed {
        void operator()(T* at) const noexcept { std::free(at); }
    };
    using chunk = std::unique_ptr<T, freed>;
    [[nodiscard]] std::size_t chunk_bytes() const noexcept { return (sizeof(T) * width_) << chunk_bits_; }

    std::size_t width_;
    unsigned chunk_bits_;
    std::uint32_t size_ = 0;
    std::vector<chunk> chunks_;
};

}  // namespace caseclock::detail
