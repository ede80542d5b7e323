// SPDX-License-Identifier: Apache-2.0
//
// What events of a rulebook may say, in a few bytes for each machine: asked of every event, so it lies close together.
#pragma once

#include "caseclock/desk/event.hpp"
#include "caseclock/rulebook/rulebook.hpp"

namespace caseclock::detail {

class event_limits {
public:
    explicit event_limits(const rulebook& book) {
        for (const auto& plan : book.machines()) {
            const auto& d = plan.machine;
            machine_limits m;
            m.facts = static_cast<std::uint16_t>(d.facts().size());
            for (const auto& e : d.events()) {
                const bool sent = !e.raised_only && e.child.empty();
                const bool carries = std::any_of(e.fields.begin(), e.fields.end(), [](const field_info& f) { return f.offset != not_in_payload; });
                m.events.push_back(!sent ? kind::not_sent : carries ? kind::with_payload : kind::plain);
            }
            if (!m.events.empty()) m.events.front() = kind::not_sent;  // the completion event
            for (const auto& a : d.attributes()) m.largest.push_back(largest(a));
            machines_.push_back(std::move(m));
        }
    }

    [[nodiscard]] bool has_machine(unsigned machine) const noexcept { return machine < machines_.size(); }
    /// May the host send it?
    [[nodiscard]] bool is_sent(unsigned machine, unsigned event) const noexcept {
        const auto& events = machines_[machine].events;
        return event < events.size() && events[event] != kind::not_sent;
    }
    /// Has it a field in its payload?
    [[nodiscard]] bool has_payload(unsigned machine, unsigned event) const noexcept { return machines_[machine].events[event] == kind::with_payload; }
    [[nodiscard]] bool is_sound(unsigned machine, const event_value& v) const noexcept {
        const auto& m = machines_[machine];
        if (v.is_fact()) return v.number() < m.facts;
        return v.number() < m.largest.size() && (v.value == no_value || (v.value >= 0 && v.value <= m.largest[v.number()]));
    }

private:
    enum class kind : std::uint8_t { not_sent, plain, with_payload };
    struct machine_limits {
        std::vector<kind> events;
        std::vector<std::int64_t> largest;  ///< by attribute
        std::uint16_t facts = 0;
    };
    [[nodiscard]] static std::int64_t largest(const attribute_info& a) {
        if (a.kind == attribute_kind::one_of) return static_cast<std::int64_t>(a.enumerators.size()) - 1;
        if (a.kind == attribute_kind::instant) return (horizon - duration{1}).time_since_epoch().count();
        return largest_value(a.slot.width);
    }
    std::vector<machine_limits> machines_;
};

}  // namespace caseclock::detail
