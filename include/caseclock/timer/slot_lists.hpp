// SPDX-License-Identifier: Apache-2.0
//
// Very many append-only lists of slots, four bytes each and a word per list.
//
//   list = position of its next entry     chunk (256 bytes) = | chunk before it | 63 slots |
//   0: empty. A position at the end of a chunk: full, the next entry starts a chunk.
//
// Chunks come from slabs and go back to one free chain, so a list that was read costs nothing any more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace caseclock::detail {

class slot_lists {
public:
    /// A list; its owner keeps it, `slot_lists` keeps what is in it.
    using list = std::uint32_t;
    static constexpr list empty = 0;
    /// Never the position of an entry: free for the owner's use.
    static constexpr list reserved = 0xffffffffU;

    void append(list& to, std::uint32_t slot) {
        if (to % chunk_words == 0) [[unlikely]] to = start_chunk(to);
        word(to) = slot;
        ++to;
        ++size_;
    }

    /// Appends the entries of `from` to `out` in the order in which they came, and empties the list.
    void take(list& from, std::vector<std::uint32_t>& out) {
        chain_.clear();
        for (list at = from; at != empty;) {
            const std::uint32_t chunk = (at - 1) / chunk_words;
            chain_.push_back(at);
            for (std::uint32_t line = 16; line < chunk_words; line += 16) __builtin_prefetch(&word(chunk * chunk_words + line));
            const std::uint32_t before = word(chunk * chunk_words);
            at = before == none ? empty : (before + 1) * chunk_words;
        }
        for (auto at = chain_.rbegin(); at != chain_.rend(); ++at) {
            const std::uint32_t chunk = (*at - 1) / chunk_words;
            const std::uint32_t* const first = &word(chunk * chunk_words + 1);
            out.insert(out.end(), first, first + (*at - chunk * chunk_words - 1));
            size_ -= *at - chunk * chunk_words - 1;
            word(chunk * chunk_words) = free_;
            free_ = chunk;
        }
        from = empty;
    }

    /// Entries in all lists.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t memory_bytes() const noexcept { return slabs_.size() * slab_words * sizeof(std::uint32_t); }

private:
    static constexpr std::uint32_t chunk_words = 64;
    static constexpr std::uint32_t slab_words = 1U << 16;
    static constexpr std::uint32_t none = 0xffffffffU;
    using slab = std::array<std::uint32_t, slab_words>;

    [[nodiscard]] std::uint32_t& word(std::uint32_t at) noexcept { return (*slabs_[at / slab_words])[at % slab_words]; }

    /// The first position of a chunk that follows the list's last one.
    [[gnu::noinline]] list start_chunk(list full) {
        std::uint32_t chunk = free_;
        if (chunk != none) free_ = word(chunk * chunk_words);
        else chunk = new_chunk();
        word(chunk * chunk_words) = full == empty ? none : full / chunk_words - 1;
        return chunk * chunk_words + 1;
    }
    std::uint32_t new_chunk() {
        if (chunks_ == slabs_.size() * (slab_words / chunk_words)) slabs_.push_back(std::make_unique_for_overwrite<slab>());
        return chunks_++;
    }

    std::vector<std::unique_ptr<slab>> slabs_;
    std::vector<list> chain_;
    std::uint32_t free_ = none;  ///< chunks that were read, chained
    std::uint32_t chunks_ = 0;   ///< chunks ever used
    std::size_t size_ = 0;
};

}  // namespace caseclock::detail
