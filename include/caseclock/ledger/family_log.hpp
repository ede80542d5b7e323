// SPDX-License-Identifier: Apache-2.0
//
// The events of every family in the order of their arrival, about twenty bytes each (event_code.hpp) and 28 for each family.
//
//   root -> head (16 bytes) -> its last event -> the one before -> ...      all families in one run of bytes that grows at its end
//
// Writing an event touches the end of the bytes and the family's head. What a family leaves behind that is forgotten is swept when it makes
// up half of the bytes; then the events of a family come to lie side by side.
#pragma once

#include "caseclock/desk/case_index.hpp"
#include "caseclock/desk/paged_array.hpp"
#include "caseclock/ledger/event_code.hpp"

#include <algorithm>
#include <memory>

namespace caseclock {

/// What was read of a family.
struct family_events {
    std::vector<kept_event> events;  ///< in the order of their arrival
    std::vector<event_value> values;

    [[nodiscard]] std::span<const event_value> values_of(const kept_event& k) const noexcept { return std::span{values}.subspan(k.e.first_value, k.e.value_count); }
    void clear() noexcept {
        events.clear();
        values.clear();
    }
};

class family_log {
public:
    /// The next event of a family. Its values are `values`, whatever it says of their place.
    void add(std::uint64_t root, const kept_event& k, std::span<const event_value> values) {
        auto slot = find(root);
        if (slot == no_slot) slot = open(root);
        if (events_ == 0) beginning_ = k.e.at;
        append(*heads_.at(slot), k, values);
        ++events_;
    }
    /// All of a family; nothing when there is none.
    void read(std::uint64_t root, family_events& into) const {
        into.clear();
        const auto slot = find(root);
        if (slot == no_slot) return;
        read(blocks_, *heads_.at(slot), into);
    }
    [[nodiscard]] bool has(std::uint64_t root) const { return find(root) != no_slot; }

    void forget(std::uint64_t root) {
        const auto slot = find(root);
        if (slot == no_slot) return;
        family_events gone;
        unused_bytes_ += read(blocks_, *heads_.at(slot), gone);
        events_ -= gone.events.size();
        index_.erase(root, slot);
        *heads_.at(slot) = {};
        free_.push_back(slot);
        if (unused_bytes_ > block_bytes && unused_bytes_ > end_ / 2) sweep();
    }

    [[nodiscard]] std::size_t families() const noexcept { return index_.size(); }
    [[nodiscard]] std::size_t events() const noexcept { return events_; }
    void reserve(std::size_t families) { index_.reserve(families); }
    /// Blocks, heads and index.
    [[nodiscard]] std::size_t memory_bytes() const noexcept {
        return blocks_.size() * (block_bytes + sizeof(block)) + heads_.memory_bytes() + free_.capacity() * sizeof(std::uint32_t) + index_.memory_bytes();
    }

    // ---- looking ahead: two short loops before `add` ------------------------------------------------------------------------------
    [[gnu::always_inline]] void prefetch_index(std::uint64_t root) const noexcept { index_.prefetch(root); }
    [[gnu::always_inline]] void prefetch_head(std::uint64_t root) const noexcept {
        const auto likely = index_.find(root, [](std::uint32_t) { return true; });
        if (likely != no_slot) __builtin_prefetch(heads_.at(likely), 1);
    }

private:
    using event_code = detail::event_code;
    struct head {
        std::uint64_t root = 0;
        std::uint64_t last = 0;  ///< place of its last event; 0: the slot is free
    };
    using block = std::unique_ptr<std::byte[]>;
    static constexpr std::size_t block_bytes = std::size_t{1} << 20;
    static constexpr std::size_t link_bytes = 5;  ///< of a place before an event: the one before it; events lie within 2^40 bytes
    static_assert(link_bytes + event_code::longest(255) < block_bytes);

    [[nodiscard]] std::uint32_t find(std::uint64_t root) const {
        return index_.find(root, [&](std::uint32_t slot) { return heads_.at(slot)->root == root; });
    }
    std::uint32_t open(std::uint64_t root) {
        std::uint32_t slot = heads_.size();
        if (free_.empty()) heads_.grow();
        else {
            slot = free_.back();
            free_.pop_back();
        }
        heads_.at(slot)->root = root;
        index_.insert(root, slot);
        return slot;
    }

    /// An event lies in one block.
    void append(head& family, const kept_event& k, std::span<const event_value> values) {
        const auto most = link_bytes + event_code::longest(values.size());
        if (end_ / block_bytes == blocks_.size() || end_ % block_bytes + most > block_bytes) {
            end_ = blocks_.empty() ? 1 : blocks_.size() * block_bytes;  // no event lies at 0
            blocks_.push_back(block{new std::byte[block_bytes]});
        }
        auto* const place = at(blocks_, end_);
        for (std::size_t i = 0; i < link_bytes; ++i) place[i] = static_cast<std::byte>(family.last >> 8 * i);
        family.last = end_;
        end_ += static_cast<std::uint64_t>(event_code::write(place + link_bytes, k, values, family.root, beginning_) - place);
    }
    [[nodiscard]] static std::byte* at(const std::vector<block>& blocks, std::uint64_t place) noexcept {
        return blocks[place / block_bytes].get() + place % block_bytes;
    }
    /// Reads what such blocks hold of a family; the bytes that it takes.
    std::size_t read(const std::vector<block>& blocks, const head& family, family_events& into) const {
        std::size_t bytes = 0;
        for (auto place = family.last; place != 0;) {
            const auto* const from = at(blocks, place);
            bytes += static_cast<std::size_t>(event_code::read(from + link_bytes, into.events.emplace_back(), into.values, family.root, beginning_) - from);
            place = 0;
            for (std::size_t i = 0; i < link_bytes; ++i) place |= static_cast<std::uint64_t>(from[i]) << 8 * i;
        }
        std::reverse(into.events.begin(), into.events.end());
        return bytes;
    }

    [[gnu::noinline]] void sweep() {
        const auto before = std::move(blocks_);
        blocks_.clear();
        end_ = unused_bytes_ = 0;
        family_events family;
        for (std::uint32_t slot = 0; slot < heads_.size(); ++slot) {
            auto& each = *heads_.at(slot);
            if (each.last == 0) continue;
            family.clear();
            read(before, each, family);
            each.last = 0;
            for (const auto& k : family.events) append(each, k, family.values_of(k));
        }
    }

    case_index index_;
    detail::paged_array<head> heads_;
    std::vector<std::uint32_t> free_;
    std::vector<block> blocks_;
    std::uint64_t end_ = 0;          ///< where the next event goes
    std::size_t unused_bytes_ = 0;   ///< of families that were forgotten
    std::size_t events_ = 0;
    instant beginning_{};            ///< instants are counted from here
};

}  // namespace caseclock
