// SPDX-License-Identifier: Apache-2.0
//
// The cases of a desk: records side by side, found by the host's id, with their place in a family.
//
//   id -> slot -> record (64 bytes), deadline cell (8 bytes)
//
// Records never move. Only cases with a parent or children are in `families`.
#pragma once

#include "caseclock/desk/case_index.hpp"
#include "caseclock/desk/paged_array.hpp"
#include "caseclock/machine/case_record.hpp"
#include "caseclock/timer/deadlines.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <vector>

namespace caseclock {

/// Bits of case_record::marks.
enum case_mark : std::uint8_t {
    case_ended = 1,    ///< every region is final
    case_is_child = 2  ///< the desk opened it
};

/// Where a case stands among its relatives.
struct family {
    std::uint32_t parent = no_slot;
    std::uint32_t relation = 0;  ///< tag of what its parent calls it
    std::vector<std::uint32_t> children;
};

class case_store {
public:
    [[nodiscard]] std::uint32_t find(std::uint64_t id) const {
        return index_.find(id, [&](std::uint32_t slot) { return record(slot).id == id; });
    }
    /// Where the case of that id lies if it is there, without a look at its record: the slot may be another case's.
    [[nodiscard]] std::uint32_t find_likely(std::uint64_t id) const {
        return index_.find(id, [](std::uint32_t) { return true; });
    }
    /// The case of that id, after `find_likely` said `slot`. Between the two cases may be opened, but none may be closed.
    [[nodiscard]] std::uint32_t find_surely(std::uint64_t id, std::uint32_t slot) const {
        return slot != no_slot && record(slot).id == id ? slot : find(id);
    }
    /// Brings in what `find` and `find_likely` look at first.
    [[gnu::always_inline]] void prefetch_index(std::uint64_t id) const noexcept { index_.prefetch(id); }
    [[nodiscard]] std::size_t size() const noexcept { return index_.size(); }
    void reserve(std::size_t cases) { index_.reserve(cases); }

    [[nodiscard]] case_record& record(std::uint32_t slot) noexcept { return *records_.at(slot); }
    [[nodiscard]] const case_record& record(std::uint32_t slot) const noexcept { return *records_.at(slot); }

    /// A fresh record under an id that is not there yet.
    std::uint32_t open(std::uint64_t id) {
        std::uint32_t slot = records_.size();
        if (free_.empty()) {
            records_.grow();
            cells_.grow();
        } else {
            slot = free_.back();
            free_.pop_back();
        }
        record(slot) = case_record{};
        record(slot).id = id;
        index_.insert(id, slot);
        return slot;
    }
    /// Forgets the case. Its cell stays in the slot, disarmed; its clocks are the caller's to release.
    void close(std::uint32_t slot) {
        index_.erase(record(slot).id, slot);
        if (const auto own = families_.find(slot); own != families_.end()) {
            if (const auto parent = families_.find(own->second.parent); parent != families_.end()) std::erase(parent->second.children, slot);
            families_.erase(slot);
        }
        cell(slot).disarm();
        free_.push_back(slot);
    }

    // ---- families ---------------------------------------------------------------------------------------------------------------
    void adopt(std::uint32_t parent, std::uint32_t child, std::uint32_t relation) {
        families_[parent].children.push_back(child);
        auto& own = families_[child];
        own.parent = parent;
        own.relation = relation;
        record(child).marks |= case_is_child;
    }
    [[nodiscard]] const family* family_of(std::uint32_t slot) const {
        const auto found = families_.find(slot);
        return found == families_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] std::uint32_t root_of(std::uint32_t slot) const { return (record(slot).marks & case_is_child) == 0 ? slot : root_of_child(slot); }

    /// The slots of the cases without a parent.
    [[nodiscard]] std::vector<std::uint32_t> roots() const {
        std::vector<std::uint32_t> all;
        for (std::uint32_t slot = 0; slot < records_.size(); ++slot)
            if ((record(slot).marks & case_is_child) == 0 && find(record(slot).id) == slot) all.push_back(slot);
        return all;
    }

    // ---- for the deadline queue -------------------------------------------------------------------------------------------------
    [[nodiscard]] deadline_cell& cell(std::uint32_t slot) noexcept { return *cells_.at(slot); }
    [[nodiscard]] case_order order(std::uint32_t slot) const { return {record(root_of(slot)).id, record(slot).id}; }
    [[gnu::always_inline]] void prefetch_cell(std::uint32_t slot) const noexcept { __builtin_prefetch(cells_.at(slot), 1); }
    [[gnu::always_inline]] void prefetch(std::uint32_t slot) const noexcept {
        __builtin_prefetch(records_.at(slot), 1);
        prefetch_cell(slot);
    }

    /// Records, cells and index.
    [[nodiscard]] std::size_t memory_bytes() const noexcept {
        return records_.memory_bytes() + cells_.memory_bytes() + free_.capacity() * sizeof(std::uint32_t) + index_.memory_bytes();
    }

private:
    [[nodiscard]] std::uint32_t root_of_child(std::uint32_t slot) const {
        while ((record(slot).marks & case_is_child) != 0) slot = families_.find(slot)->second.parent;
        return slot;
    }

    case_index index_;
    boost::unordered_flat_map<std::uint32_t, family> families_;
    detail::paged_array<case_record> records_;
    detail::paged_array<deadline_cell> cells_;
    std::vector<std::uint32_t> free_;
};

}  // namespace caseclock
