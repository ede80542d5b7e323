// SPDX-License-Identifier: Apache-2.0
//
// The buckets that have come due (or were looked at), sorted: eight bytes per slot, the earliest at the back.
//
//   entry = | key - start of its bucket, 32 bits | slot, 32 bits |
//   runs:     later bucket ........ earlier bucket .... back
//   pieces:   [ unsorted ][ unsorted ][ sorted, descending ]
//
// A bucket that is loaded is earlier than all that were loaded before, so it goes on top. A big one is parted into pieces by time, and a
// piece is sorted when it is reached. Ties, found while sorting, are put in the order (root case, case).
#pragma once

#include "caseclock/timer/deadlines.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>
#include <vector>

namespace caseclock::detail {

class sorted_runs {
public:
    using entry = std::uint64_t;
    [[nodiscard]] static constexpr entry make(due_key offset, std::uint32_t slot) noexcept { return static_cast<entry>(offset) << 32 | slot; }

    explicit sorted_runs(std::size_t piece_size) : piece_size_(piece_size) {}

    /// Puts the entries of an earlier bucket on top. Their cells say `place::run`; `offset_bits` is how many bits their offsets may have.
    void load(due_key start, unsigned offset_bits, const std::vector<entry>& entries) {
        if (entries.empty()) return;
        if (entries.size() <= piece_size_) {
            pieces_.push_back({entries_.size(), start, false});
            entries_.insert(entries_.end(), entries.begin(), entries.end());
        } else {
            part(start, offset_bits, entries);
        }
    }

    /// The earliest entry that counts; false when there is none. The slot is still armed for it.
    template <deadline_store Store> [[nodiscard, gnu::always_inline]] bool front(Store& store, due_case& out) {
        while (!entries_.empty()) {
            auto& top = pieces_.back();
            if (entries_.size() == top.begin) {
                pieces_.pop_back();
                continue;
            }
            if (!top.sorted) {
                sort(store, top.begin);
                top.sorted = true;
            }
            out = due(top, entries_.back());
            if (counts(store, out)) return true;
            entries_.pop_back();
        }
        pieces_.clear();
        return false;
    }

    /// Where the bucket of the earliest entry begins; `never_due` when there is none. Asked after `front`.
    [[nodiscard]] due_key start() const noexcept { return pieces_.empty() ? never_due : pieces_.back().start; }

    /// Drops the earliest entry and brings in the record of one that follows soon, and what the record of a nearer one leads to.
    template <deadline_store Store> void pop(const Store& store) noexcept {
        entries_.pop_back();
        if (entries_.size() >= prefetch_distance) store.prefetch(slot_of(entries_[entries_.size() - prefetch_distance]));
        if constexpr (requires { store.prefetch_further(0U); })
            if (entries_.size() >= prefetch_distance / 2) store.prefetch_further(slot_of(entries_[entries_.size() - prefetch_distance / 2]));
    }

    /// Drops every entry that does not count.
    template <deadline_store Store> void compact(Store& store) {
        std::size_t kept = 0;
        for (std::size_t p = 0; p < pieces_.size(); ++p) {
            const std::size_t end = p + 1 < pieces_.size() ? pieces_[p + 1].begin : entries_.size();
            const std::size_t begin = std::exchange(pieces_[p].begin, kept);
            for (std::size_t i = begin; i < end; ++i)
                if (counts(store, due(pieces_[p], entries_[i]))) entries_[kept++] = entries_[i];
        }
        entries_.resize(kept);
    }

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] std::size_t memory_bytes() const noexcept {
        return (entries_.capacity() + from_.capacity() + to_.capacity()) * sizeof(entry) + ties_.capacity() * sizeof(tie) +
               pieces_.capacity() * sizeof(piece);
    }

private:
    struct piece {
        std::size_t begin;
        due_key start;
        bool sorted;
    };
    struct tie {
        case_order order;
        entry value;
        friend auto operator<=>(const tie&, const tie&) = default;
    };
    static constexpr unsigned digit_bits = 8;
    static constexpr std::size_t digits = std::size_t{1} << digit_bits;
    static constexpr unsigned wide_digit_bits = 11;
    static constexpr std::size_t few = 64;     ///< fewer are sorted by comparing
    static constexpr std::size_t many = 8192;  ///< so many are sorted by wide digits

    [[nodiscard]] static constexpr std::uint32_t slot_of(entry e) noexcept { return static_cast<std::uint32_t>(e); }
    [[nodiscard]] static due_case due(const piece& p, entry e) noexcept { return {p.start + static_cast<due_key>(e >> 32), slot_of(e)}; }
    template <deadline_store Store> [[nodiscard]] static bool counts(Store& store, const due_case& d) {
        const deadline_cell& cell = store.cell(d.slot);
        return cell.place() == code(place::run) && cell.key() == d.key;
    }

    /// By the uppermost digit of the offset, the latest piece first.
    void part(due_key start, unsigned offset_bits, const std::vector<entry>& entries) {
        const unsigned shift = 32 + (offset_bits > digit_bits ? offset_bits - digit_bits : 0);
        std::array<std::size_t, digits + 1> place{};
        for (const entry e : entries) ++place[(e >> shift) % digits];
        const std::size_t base = entries_.size();
        std::size_t at = base;
        for (std::size_t digit = digits; digit-- > 0;) {
            const std::size_t count = std::exchange(place[digit], at);
            if (count != 0) pieces_.push_back({at, start, false});
            at += count;
        }
        entries_.resize(at);
        for (const entry e : entries) entries_[place[(e >> shift) % digits]++] = e;
    }

    /// Descending by key, root case, case.
    template <deadline_store Store> [[gnu::noinline]] void sort(Store& store, std::size_t begin) {
        from_.assign(entries_.begin() + static_cast<std::ptrdiff_t>(begin), entries_.end());
        if (from_.size() < few) std::sort(from_.begin(), from_.end());
        else if (from_.size() < many) sort_by_digits<digit_bits>();
        else sort_by_digits<wide_digit_bits>();
        for (std::size_t i = 0; i + 1 < from_.size();) {
            std::size_t end = i + 1;
            while (end < from_.size() && from_[end] >> 32 == from_[i] >> 32) ++end;
            if (end - i > 1) order_ties(store, i, end);
            i = end;
        }
        std::copy(from_.rbegin(), from_.rend(), entries_.begin() + static_cast<std::ptrdiff_t>(begin));
    }

    /// Least digit first, stable; bits in which all agree cost nothing. Where many share a key, the slot counts too: slots mostly follow the
    /// order of their cases, and then no ties are left to sort.
    template <unsigned Bits> void sort_by_digits() {
        entry ones = 0, zeros = 0;
        for (const entry e : from_) {
            ones |= e;
            zeros |= ~e;
        }
        entry differing = ones & zeros;
        if (from_.size() / 4 < differing >> 32) differing &= ~entry{0xffffffff};
        to_.resize(from_.size());
        while (differing != 0) {
            const auto shift = static_cast<unsigned>(std::countr_zero(differing));
            constexpr entry digit = (entry{1} << Bits) - 1;
            differing &= ~(digit << shift);
            std::array<std::uint32_t, std::size_t{1} << Bits> place{};
            for (const entry e : from_) ++place[e >> shift & digit];
            std::uint32_t at = 0;
            for (auto& p : place) at += std::exchange(p, at);
            for (const entry e : from_) to_[place[e >> shift & digit]++] = e;
            from_.swap(to_);
        }
    }

    template <deadline_store Store> [[nodiscard]] bool are_in_order(Store& store, std::size_t begin, std::size_t end) {
        case_order before{};
        for (std::size_t i = begin; i < end; ++i) {
            if (i + prefetch_distance < from_.size()) store.prefetch(slot_of(from_[i + prefetch_distance]));
            const case_order order = store.order(slot_of(from_[i]));
            if (i != begin && order < before) return false;
            before = order;
        }
        return true;
    }
    template <deadline_store Store> void order_ties(Store& store, std::size_t begin, std::size_t end) {
        if (are_in_order(store, begin, end)) return;
        ties_.clear();
        for (std::size_t i = begin; i < end; ++i) {
            if (i + prefetch_distance < end) store.prefetch(slot_of(from_[i + prefetch_distance]));
            ties_.push_back({store.order(slot_of(from_[i])), from_[i]});
        }
        std::sort(ties_.begin(), ties_.end());
        std::transform(ties_.begin(), ties_.end(), from_.begin() + static_cast<std::ptrdiff_t>(begin), [](const tie& t) { return t.value; });
    }

    std::vector<entry> entries_;
    std::vector<piece> pieces_;
    std::vector<entry> from_, to_;
    std::vector<tie> ties_;
    std::size_t piece_size_;
};

}  // namespace caseclock::detail
