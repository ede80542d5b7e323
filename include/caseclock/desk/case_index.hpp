// SPDX-License-Identifier: Apache-2.0
//
// From the host's id to the slot of its case: eight bytes an entry, and a place that can be brought in before it is asked.
//
//   entry = | tag: 32 bits of the id's hash | slot 32 |        place = the tag's upper bits, then the next free one
//
// The ids themselves lie in the records, which whoever asks needs anyway: a tag that is the same is only likely to be the same id, and
// `find` asks the caller. A table grows without looking at a record.
#pragma once

#include "caseclock/desk/big_pages.hpp"

#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace caseclock {

inline constexpr std::uint32_t no_slot = 0xffffffffU;

class case_index {
public:
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t memory_bytes() const noexcept { return entries_.capacity() * sizeof(entry); }
    void reserve(std::size_t cases) {
        if (const auto wanted = std::bit_ceil(cases + cases / 3 + 1); wanted > entries_.size()) grow(wanted);
    }

    /// Always inlined: g++ takes a call that only prefetches for one that does nothing.
    [[gnu::always_inline]] void prefetch(std::uint64_t id) const noexcept { __builtin_prefetch(entries_.data() + place_of(tag_of(id))); }

    /// The slot for which `is_it(slot)` says that it is the case of this id; `no_slot` when there is none.
    template <class IsIt> [[nodiscard]] std::uint32_t find(std::uint64_t id, const IsIt& is_it) const {
        const auto tag = tag_of(id);
        for (auto at = place_of(tag);; at = after(at)) {
            const auto e = entries_[at];
            if (e.slot == no_slot || (e.tag == tag && is_it(e.slot))) return e.slot;
        }
    }
    /// An id that is not there yet.
    void insert(std::uint64_t id, std::uint32_t slot) {
        if (++size_ > entries_.size() / 4 * 3) grow(2 * entries_.size());
        put({slot, tag_of(id)});
    }
    /// An id that is there, under that slot.
    void erase(std::uint64_t id, std::uint32_t slot) noexcept {
        auto hole = place_of(tag_of(id));
        while (entries_[hole].slot != slot) hole = after(hole);
        // what follows moves up, unless it would come to lie before its own place
        for (auto at = after(hole); entries_[at].slot != no_slot; at = after(at)) {
            if (distance(place_of(entries_[at].tag), at) < distance(hole, at)) continue;
            entries_[hole] = entries_[at];
            hole = at;
        }
        entries_[hole] = {};
        --size_;
    }

private:
    struct entry {
        std::uint32_t slot = no_slot;
        std::uint32_t tag = 0;
    };
    static constexpr std::size_t smallest = 64;

    [[nodiscard]] static std::uint32_t tag_of(std::uint64_t id) noexcept {
        __extension__ using wide = unsigned __int128;
        const auto product = static_cast<wide>(id ^ 0x243f6a8885a308d3U) * 0x9e3779b97f4a7c15U;
        return static_cast<std::uint32_t>((static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64)) >> 32);
    }
    [[nodiscard]] std::size_t place_of(std::uint32_t tag) const noexcept { return tag >> shift_; }
    [[nodiscard]] std::size_t after(std::size_t at) const noexcept { return (at + 1) & (entries_.size() - 1); }
    /// Steps from one place on to another.
    [[nodiscard]] std::size_t distance(std::size_t from, std::size_t to) const noexcept { return (to - from) & (entries_.size() - 1); }

    void put(entry e) noexcept {
        auto at = place_of(e.tag);
        while (entries_[at].slot != no_slot) at = after(at);
        entries_[at] = e;
    }
    [[gnu::noinline]] void grow(std::size_t places) {
        std::vector<entry, detail::big_page_allocator<entry>> wider(places);
        std::swap(entries_, wider);
        shift_ = 32U - static_cast<unsigned>(std::countr_zero(places));
        for (const auto& e : wider)
            if (e.slot != no_slot) put(e);
    }

    std::vector<entry, detail::big_page_allocator<entry>> entries_ = std::vector<entry, detail::big_page_allocator<entry>>(smallest);
    unsigned shift_ = 32U - static_cast<unsigned>(std::countr_zero(smallest));
    std::size_t size_ = 0;
};

}  // namespace caseclock
