// SPDX-License-Identifier: Apache-2.0
//
// Which case is due next, for millions of them: four bytes per deadline beside the eight in the case's own record.
//
//   time --->   | sorted runs, late heap | ring of buckets of 16.4 s, 6 days | far buckets of 4.7 h |
//   holding     | slots, in order        | slots, appended                   | slots, appended      |
//
//   arm earlier (or for the first time)     append the slot to its bucket
//   arm later, disarm                       one store in the record: the entry finds out when its bucket comes due
//   a bucket comes due                      each entry is held against its record; those due are sorted, those later are filed anew
//   armed for a bucket that is sorted       into the heap, merged by (key, root case, case)
//
// The rule that surprises: nothing is ever taken out of a bucket. When entries exceed twice the slots, all buckets are swept.
#pragma once

#include "caseclock/timer/bucket_set.hpp"
#include "caseclock/timer/deadlines.hpp"
#include "caseclock/timer/late_heap.hpp"
#include "caseclock/timer/slot_lists.hpp"
#include "caseclock/timer/sorted_runs.hpp"

#include <map>
#include <stdexcept>
#include <string>

namespace caseclock {

/// The sizes of a queue. Tests take small ones; what comes out does not depend on them.
struct queue_shape {
    unsigned bucket_bits = 15;         ///< a bucket spans 2^15 keys: 2^14 ms
    unsigned ring_bits = 15;           ///< buckets in the ring; at most 15
    unsigned far_bits = 10;            ///< buckets in a far bucket; at most ring_bits, and bucket_bits + far_bits at most 32
    std::size_t piece_size = 1 << 16;  ///< entries that are sorted at once
};

/// A queue and the cells that it wrote into belong together: another queue needs fresh cells.
template <deadline_store Store, queue_shape Shape = queue_shape{}> class deadline_queue {
    static_assert(Shape.ring_bits <= 15 && Shape.far_bits <= Shape.ring_bits && Shape.bucket_bits + Shape.far_bits <= 32);

public:
    /// The slot is due at `key`, whatever it was due at before. Throws `std::out_of_range` unless 0 <= key < due_key_end.
    void arm(Store& store, std::uint32_t slot, due_key key) {
        if (key < 0 || key >= due_key_end) [[unlikely]] refuse(slot, key);
        deadline_cell& cell = store.cell(slot);
        const due_key before = cell.key();
        cell.set_key(key);
        if (key < quiet_until_) quiet_until_ = key;
        if (is_found_in_time(cell, before, key)) return;
        file(store, slot);
        if (lists_.size() > entry_limit()) [[unlikely]] sweep(store);
    }

    /// The slot is due no more. One store: the same as `store.cell(slot).disarm()`.
    static void disarm(Store& store, std::uint32_t slot) { store.cell(slot).disarm(); }

    /// Takes the earliest armed slot by (key, root case, case) if it is due at or before `limit`, and disarms it. False: nothing is.
    bool take_due(Store& store, due_key limit, due_case& out) {
        limit = std::min(limit, due_key_end - 1);
        if (limit < quiet_until_) return false;
        front_entry first;
        const bool found = settle(store, limit, true, first);
        if (!found || first.due.key > limit) {
            fall_quiet(store, found ? first.due.key : never_due, limit);
            return false;
        }
        out = first.due;
        if (first.is_late) late_.pop();
        else runs_.pop(store);
        store.cell(out.slot).disarm();
        advance(store, bucket_of(out.key));
        return true;
    }

    /// The earliest key of all armed slots, exactly; `never_due` when none is. Sorts ahead what it has to look at, once.
    [[nodiscard]] due_key next(Store& store) {
        front_entry first;
        return settle(store, due_key_end - 1, false, first) ? first.due.key : never_due;
    }

    /// What the queue holds, cells not counted.
    [[nodiscard]] std::size_t memory_bytes() const noexcept {
        return lists_.memory_bytes() + runs_.memory_bytes() + late_.memory_bytes() + ring_.capacity() * sizeof(list) +
               (ids_.capacity() + kept_.capacity()) * sizeof(std::uint32_t) + loading_.capacity() * sizeof(detail::sorted_runs::entry) +
               far_.size() * (sizeof(*far_.begin()) + 4 * sizeof(void*));
    }

    /// Entries of every kind, those that count no more included: at most about twice the slots of each.
    [[nodiscard]] std::size_t entries() const noexcept { return lists_.size() + runs_.size() + late_.size(); }

private:
    using list = detail::slot_lists::list;
    using place = detail::place;
    using bucket = std::uint64_t;      ///< key >> bucket_bits
    using far_bucket = std::uint64_t;  ///< bucket >> far_bits

    static constexpr bucket ring_size = bucket{1} << Shape.ring_bits;
    static constexpr bucket far_size = bucket{1} << Shape.far_bits;
    static constexpr far_bucket near_fars = ring_size / far_size;  ///< far buckets that the ring covers, the current one included
    static constexpr list sorted = detail::slot_lists::reserved;   ///< the bucket was loaded: its slots are in a run
    static constexpr std::size_t few = 4096;                       ///< so many entries are never swept

    struct front_entry {
        due_case due;
        bool is_late = false;
    };
    struct loaded {
        bucket first;
        bucket count;
        bool in_ring;  ///< marked as sorted in the ring; else in `far_`
    };

    [[nodiscard]] static constexpr bucket bucket_of(due_key key) noexcept { return static_cast<bucket>(key) >> Shape.bucket_bits; }
    [[nodiscard]] static constexpr far_bucket far_of(due_key key) noexcept { return bucket_of(key) >> Shape.far_bits; }
    [[nodiscard]] static constexpr due_key start_of(bucket b) noexcept { return static_cast<due_key>(b << Shape.bucket_bits); }
    [[nodiscard]] static constexpr due_key start_of_far(far_bucket f) noexcept { return start_of(f << Shape.far_bits); }
    [[nodiscard]] static constexpr std::uint32_t in_ring(bucket b) noexcept { return static_cast<std::uint32_t>(b % ring_size); }
    [[nodiscard]] static constexpr std::uint16_t place_in_ring(bucket b) noexcept {
        return static_cast<std::uint16_t>(code(place::ring) | in_ring(b));
    }
    /// The bucket at or after `base_` that has this number in the ring.
    [[nodiscard]] bucket from_ring(std::uint32_t number) const noexcept { return base_ + in_ring(number - base_); }
    [[nodiscard]] far_bucket first_far() const noexcept { return (base_ >> Shape.far_bits) + near_fars; }
    [[nodiscard]] std::size_t entry_limit() const noexcept { return 2 * std::size_t{slots_} + few; }

    [[noreturn, gnu::cold, gnu::noinline]] static void refuse(std::uint32_t slot, due_key key) {
        throw std::out_of_range("slot " + std::to_string(slot) + ": cannot be due at key " + std::to_string(key) + " (allowed: 0 to " +
                                std::to_string(due_key_end - 1) + ")");
    }

    // ---- filing -----------------------------------------------------------------------------------------------------

    /// Will an entry that is there already come up no later than the cell's new key?
    [[nodiscard]] bool is_found_in_time(const deadline_cell& cell, due_key before, due_key key) const noexcept {
        const std::uint16_t where = cell.place();
        if (where & code(place::ring)) return from_ring(where & ~code(place::ring)) <= bucket_of(key);
        if (before == never_due || where == code(place::none)) return false;
        return where == code(place::far) ? far_of(before) == far_of(key) : before == key;
    }

    /// Where the cell's key belongs.
    void file(Store& store, std::uint32_t slot) {
        deadline_cell& cell = store.cell(slot);
        const bucket b = bucket_of(cell.key());
        if (slot >= slots_) slots_ = std::uint64_t{slot} + 1;
        if (b < base_) return late_.push(store, slot);
        if (b >> Shape.far_bits >= first_far()) return file_far(store, slot);
        list& to = ring_[in_ring(b)];
        if (to == sorted) return late_.push(store, slot);
        if (to == detail::slot_lists::empty) {
            occupied_.insert(in_ring(b));
            opens_ = std::min(opens_, start_of(b));
        }
        lists_.append(to, slot);
        cell.move_to(place_in_ring(b));
    }
    [[gnu::noinline]] void file_far(Store& store, std::uint32_t slot) {
        deadline_cell& cell = store.cell(slot);
        list& to = far_[far_of(cell.key())];
        if (to == sorted) return late_.push(store, slot);
        opens_ = std::min(opens_, start_of_far(far_of(cell.key())));
        lists_.append(to, slot);
        cell.move_to(code(place::far));
    }

    /// Calls `use(slot, cell)` for each slot of the list that is armed and filed as `where`, each once; the list is empty then.
    template <class Use> void drain(Store& store, list& from, std::uint16_t where, Use&& use) {
        ids_.clear();
        lists_.take(from, ids_);
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            if (i + detail::prefetch_distance < ids_.size()) detail::prefetch_cell(store, ids_[i + detail::prefetch_distance]);
            deadline_cell& cell = store.cell(ids_[i]);
            if (cell.place() != where) continue;
            cell.move_to(code(place::none));
            if (cell.is_armed()) use(ids_[i], cell);
        }
    }

    // ---- sorting ahead ----------------------------------------------------------------------------------------------

    /// Sorts buckets until the earliest armed slot is known (false: there is none), or none is due at or before `limit`.
    [[nodiscard, gnu::always_inline]] bool settle(Store& store, due_key limit, bool may_advance, front_entry& first) {
        for (;;) {
            const bool found = front(store, first);
            const due_key until = found ? std::min(first.due.key, limit) : limit;
            if (opens_ > until) [[likely]] return found;
            sort_ahead(store, until, may_advance);
        }
    }
    /// The next bucket, if it begins at or before `until`.
    [[gnu::noinline]] void sort_ahead(Store& store, due_key until, bool may_advance) {
        opens_ = next_bucket();
        if (opens_ > until) return;
        if (const auto b = bucket_of(opens_); b >> Shape.far_bits < first_far()) load(store, b);
        else if (may_advance) advance(store, b);
        else load_far(store, b >> Shape.far_bits);
    }

    /// The earliest entry that is sorted; false when there is none. Buckets of which no entry is left may be appended to again.
    [[nodiscard, gnu::always_inline]] bool front(Store& store, front_entry& first) {
        const bool has_run = runs_.front(store, first.due);
        while (!loaded_.empty() && start_of(loaded_.back().first) != runs_.start()) forget_loaded();
        first.is_late = false;
        const auto* const late = late_.front(store);
        if (late == nullptr) [[likely]] return has_run;
        if (has_run && (first.due.key < late->key || (first.due.key == late->key && store.order(first.due.slot) < late->order))) return true;
        first = {{late->key, late->slot}, true};
        return true;
    }

    /// Where the first bucket begins that is not sorted yet; `never_due` when there is none.
    [[nodiscard]] due_key next_bucket() const noexcept {
        const auto number = occupied_.first_from(in_ring(base_));
        if (number != decltype(occupied_)::none) return start_of(from_ring(number));
        for (const auto& [f, slots] : far_)
            if (slots != sorted) return start_of_far(f);
        return never_due;
    }

    void load(Store& store, bucket b) {
        list& from = ring_[in_ring(b)];
        loading_.clear();
        occupied_.erase(in_ring(b));
        drain(store, from, place_in_ring(b), [&](std::uint32_t slot, deadline_cell& cell) {
            if (bucket_of(cell.key()) == b) take_up(cell, start_of(b), slot);
            else file(store, slot);
        });
        if (loading_.empty()) return;
        from = sorted;
        loaded_.push_back({b, 1, true});
        load_run(store, start_of(b), Shape.bucket_bits);
    }

    /// Only to look ahead where the ring is empty; whoever moves on in time parts a far bucket into the ring instead.
    [[gnu::noinline]] void load_far(Store& store, far_bucket f) {
        list& from = far_[f];
        loading_.clear();
        drain(store, from, code(place::far), [&](std::uint32_t slot, deadline_cell& cell) {
            if (far_of(cell.key()) == f) take_up(cell, start_of_far(f), slot);
            else cell.move_to(code(place::far));
        });
        if (loading_.empty()) return static_cast<void>(far_.erase(f));
        from = sorted;
        loaded_.push_back({f << Shape.far_bits, far_size, false});
        load_run(store, start_of_far(f), Shape.bucket_bits + Shape.far_bits);
    }

    void take_up(deadline_cell& cell, due_key start, std::uint32_t slot) {
        cell.move_to(code(place::run));
        loading_.push_back(detail::sorted_runs::make(cell.key() - start, slot));
    }
    void load_run(Store& store, due_key start, unsigned offset_bits) {
        runs_.load(start, offset_bits, loading_);
        if (runs_.size() > entry_limit()) [[unlikely]] runs_.compact(store);
    }

    // ---- moving on --------------------------------------------------------------------------------------------------

    /// Nothing is due until the first entry or the next bucket; but the ring keeps up with time.
    void fall_quiet(Store& store, due_key first, due_key limit) {
        advance(store, bucket_of(limit));
        quiet_until_ = std::min({first, next_bucket(), start_of_far(far_of(limit) + 1)});
    }

    /// The ring begins at bucket b from now on: nothing armed is filed before it.
    void advance(Store& store, bucket b) {
        if (b <= base_) return;
        const bool same_far = b >> Shape.far_bits == base_ >> Shape.far_bits;
        base_ = b;
        if (!same_far) draw_near(store);
    }
    void forget_loaded() {
        const loaded gone = loaded_.back();
        loaded_.pop_back();
        if (!gone.in_ring) far_.erase(gone.first >> Shape.far_bits);
        else mark(gone, detail::slot_lists::empty);
    }
    void mark(const loaded& l, list as) {
        for (bucket b = l.first; b < l.first + l.count; ++b) ring_[in_ring(b)] = as;
    }

    /// Far buckets that the ring covers now go into it.
    void draw_near(Store& store) {
        while (!far_.empty() && far_.begin()->first < first_far()) {
            auto node = far_.extract(far_.begin());
            if (node.mapped() != sorted) {
                drain(store, node.mapped(), code(place::far), [&](std::uint32_t slot, deadline_cell& cell) {
                    if (far_of(cell.key()) == node.key()) file(store, slot);
                    else cell.move_to(code(place::far));
                });
                continue;
            }
            const auto found = std::find_if(loaded_.begin(), loaded_.end(), [&](const loaded& l) { return l.first >> Shape.far_bits == node.key(); });
            found->in_ring = true;
            mark(*found, sorted);
        }
    }

    // ---- sweeping ---------------------------------------------------------------------------------------------------

    /// Drops every entry of the buckets that does not count: at most one per slot is left.
    [[gnu::noinline]] void sweep(Store& store) {
        for (std::uint32_t number = 0; number < ring_size; ++number) {
            if (ring_[number] == detail::slot_lists::empty || ring_[number] == sorted) continue;
            sweep(store, ring_[number], place_in_ring(number), [](due_key) { return true; });
            if (ring_[number] == detail::slot_lists::empty) occupied_.erase(number);
        }
        for (auto f = far_.begin(); f != far_.end();) {
            if (f->second != sorted) sweep(store, f->second, code(place::far), [&](due_key key) { return far_of(key) == f->first; });
            f = f->second == detail::slot_lists::empty ? far_.erase(f) : std::next(f);
        }
    }
    template <class Belongs> void sweep(Store& store, list& slots, std::uint16_t where, Belongs&& belongs) {
        kept_.clear();
        drain(store, slots, where, [&](std::uint32_t slot, deadline_cell& cell) {
            if (belongs(cell.key())) kept_.push_back(slot);
            else cell.move_to(where);
        });
        for (const auto slot : kept_) {
            lists_.append(slots, slot);
            store.cell(slot).move_to(where);
        }
    }

    detail::slot_lists lists_;
    std::vector<list> ring_ = std::vector<list>(ring_size, detail::slot_lists::empty);
    detail::bucket_set<std::uint32_t{ring_size}> occupied_;
    std::map<far_bucket, list> far_;

    detail::sorted_runs runs_{Shape.piece_size};
    detail::late_heap late_;
    std::vector<loaded> loaded_;  ///< buckets with entries in `runs_`, the latest first

    bucket base_ = 0;          ///< where the ring begins; what is armed before it is late
    due_key quiet_until_ = 0;  ///< no armed slot has an earlier key
    due_key opens_ = 0;        ///< no bucket that is not sorted begins before
    std::uint64_t slots_ = 0;  ///< one past the highest slot ever filed

    std::vector<std::uint32_t> ids_, kept_;
    std::vector<detail::sorted_runs::entry> loading_;
};

}  // namespace caseclock
