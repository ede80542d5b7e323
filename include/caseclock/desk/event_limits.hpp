// SPDX-License-Identifier: Apache-2.0
//
// What events of a rulebook may say, in a few bytes for each machine: asked of every event, so it lies close together.
#pragma once

#include "caseclock/desk/event.hpp"
#include "caseclock/rulebook/rulebook.hpp"

namespace caseclock::detail {

/// Of one machine.
class machine_limits {
public:
    explicit machine_limits(const definition& d) : facts_{static_cast<std::uint16_t>(d.facts().size())} {
        for (const auto& e : d.events()) {
            const bool sent = !e.raised_only && e.child.empty();
            const bool carries = std::any_of(e.fields.begin(), e.fields.end(), [](const field_info& f) { return f.offset != not_in_payload; });
            events_.push_back(!sent ? kind::not_sent : carries ? kind::with_payload : kind::plain);
        }
        if (!events_.empty()) events_.front() = kind::not_sent;  // the completion event
        for (const auto& a : d.attributes()) end_[attributes_++] = end_of(a);
    }

    /// May the host send it?
    [[nodiscard]] bool is_sent(unsigned event) const noexcept { return event < events_.size() && events_[event] != kind::not_sent; }
    /// Has it a field in its payload?
    [[nodiscard]] bool has_payload(unsigned event) const noexcept { return events_[event] == kind::with_payload; }
    [[nodiscard]] bool is_sound(const event_value& v) const noexcept {
        if (v.is_fact()) return v.number() < facts_;
        if (v.number() >= attributes_) return false;
        return static_cast<std::uint64_t>(v.value) < end_[v.number()] || v.value == no_value;  // below zero is larger than all
    }

private:
    enum class kind : std::uint8_t { not_sent, plain, with_payload };
    [[nodiscard]] static std::uint64_t end_of(const attribute_info& a) {
        if (a.kind == attribute_kind::one_of) return a.enumerators.size();
        if (a.kind == attribute_kind::instant) return static_cast<std::uint64_t>(horizon.time_since_epoch().count());
        return static_cast<std::uint64_t>(largest_value(a.slot.width)) + 1;
    }

    std::vector<kind> events_;
    std::uint16_t facts_, attributes_ = 0;
    std::array<std::uint64_t, attribute_limit> end_{};  ///< by attribute: one past its largest value
};

class event_limits {
public:
    explicit event_limits(const rulebook& book) {
        for (const auto& plan : book.machines()) machines_.emplace_back(plan.machine);
    }
    /// nullptr when the rulebook has no such machine.
    [[nodiscard]] const machine_limits* of(unsigned machine) const noexcept { return machine < machines_.size() ? &machines_[machine] : nullptr; }

private:
    std::vector<machine_limits> machines_;
};

}  // namespace caseclock::detail
