// SPDX-License-Identifier: Apache-2.0
//
// The slow, obvious queue: every armed slot in one sorted list of (key, root case, case, slot).
#pragma once

#include "caseclock/timer/deadlines.hpp"

#include <set>
#include <tuple>
#include <vector>

namespace caseclock::timer_test {

class sorted_list {
public:
    explicit sorted_list(std::size_t slots) : armed_(slots, list_.end()) {}

    void arm(std::uint32_t slot, due_key key, case_order order) {
        disarm(slot);
        armed_[slot] = list_.emplace(key, order.root, order.id, slot).first;
    }
    void disarm(std::uint32_t slot) {
        if (is_armed(slot)) list_.erase(armed_[slot]);
        armed_[slot] = list_.end();
    }
    [[nodiscard]] bool is_armed(std::uint32_t slot) const { return armed_[slot] != list_.end(); }
    [[nodiscard]] std::size_t size() const { return list_.size(); }

    [[nodiscard]] due_key next() const { return list_.empty() ? never_due : std::get<0>(*list_.begin()); }
    bool take_due(due_key limit, due_case& out) {
        if (list_.empty() || next() > limit) return false;
        out = {next(), std::get<3>(*list_.begin())};
        disarm(out.slot);
        return true;
    }

private:
    using entry = std::tuple<due_key, std::uint64_t, std::uint64_t, std::uint32_t>;
    std::set<entry> list_;
    std::vector<std::set<entry>::const_iterator> armed_;
};

}  // namespace caseclock::timer_test
