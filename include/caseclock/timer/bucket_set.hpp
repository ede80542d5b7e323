// SPDX-License-Identifier: Apache-2.0
//
// Which buckets of the ring hold anything: one bit each, one bit more per 64, so that "the next one from here" is two or three words.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace caseclock::detail {

template <std::uint32_t Size> class bucket_set {
    static_assert(std::has_single_bit(Size), "the ring is a power of two");

public:
    static constexpr std::uint32_t none = Size;

    void insert(std::uint32_t at) noexcept {
        words_[at / 64] |= std::uint64_t{1} << at % 64;
        summary_[at / 4096] |= std::uint64_t{1} << at / 64 % 64;
    }
    void erase(std::uint32_t at) noexcept {
        words_[at / 64] &= ~(std::uint64_t{1} << at % 64);
        if (words_[at / 64] == 0) summary_[at / 4096] &= ~(std::uint64_t{1} << at / 64 % 64);
    }
    /// The first member at or after `from`, going round once; `none` when the set is empty.
    [[nodiscard]] std::uint32_t first_from(std::uint32_t from) const noexcept {
        const auto found = at_or_after(from);
        return found != none ? found : at_or_after(0);
    }

private:
    static constexpr std::size_t words = Size < 64 ? 1 : Size / 64;
    static constexpr std::size_t summaries = Size < 4096 ? 1 : Size / 4096;

    [[nodiscard]] std::uint32_t at_or_after(std::uint32_t from) const noexcept {
        std::size_t w = from / 64;
        if (const auto rest = words_[w] >> from % 64; rest != 0) return from + static_cast<std::uint32_t>(std::countr_zero(rest));
        if (++w == words) return none;
        std::size_t s = w / 64;
        auto rest = summary_[s] >> w % 64 << w % 64;
        while (rest == 0) {
            if (++s == summaries) return none;
            rest = summary_[s];
        }
        w = s * 64 + static_cast<std::size_t>(std::countr_zero(rest));
        return static_cast<std::uint32_t>(w * 64) + static_cast<std::uint32_t>(std::countr_zero(words_[w]));
    }

    std::array<std::uint64_t, words> words_{};
    std::array<std::uint64_t, summaries> summary_{};
};

}  // namespace caseclock::detail
