// SPDX-License-Identifier: Apache-2.0
//
// Finding things in a definition by name, tag or rule id; what may happen to a case; what changed.
#pragma once

#include "caseclock/machine/carry.hpp"
#include "caseclock/machine/definition.hpp"

#include <algorithm>
#include <bit>

namespace caseclock {

namespace detail {
template <class List>
[[nodiscard]] std::optional<std::uint8_t> number_of_name(const List& list, std::string_view name, std::size_t from = 0) noexcept {
    for (std::size_t i = from; i < list.size(); ++i)
        if (list[i].name == name) return static_cast<std::uint8_t>(i);
    return std::nullopt;
}
template <class List> [[nodiscard]] std::optional<std::uint8_t> number_of_tag(const List& list, std::uint32_t tag) noexcept {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i].tag == tag) return static_cast<std::uint8_t>(i);
    return std::nullopt;
}
}  // namespace detail

inline std::optional<std::uint8_t> definition::state(std::string_view name) const noexcept { return detail::number_of_name(data_->states, name); }
inline std::optional<std::uint8_t> definition::event(std::string_view name) const noexcept { return detail::number_of_name(data_->events, name, 1); }
inline std::optional<std::uint8_t> definition::fact(std::string_view name) const noexcept { return detail::number_of_name(data_->facts, name); }
inline std::optional<std::uint8_t> definition::attribute(std::string_view name) const noexcept {
    return detail::number_of_name(data_->attributes, name);
}
inline std::optional<std::uint8_t> definition::state_of_tag(std::uint32_t tag) const noexcept { return detail::number_of_tag(data_->states, tag); }
inline std::optional<std::uint8_t> definition::fact_of_tag(std::uint32_t tag) const noexcept { return detail::number_of_tag(data_->facts, tag); }
inline std::optional<std::uint8_t> definition::attribute_of_tag(std::uint32_t tag) const noexcept {
    return detail::number_of_tag(data_->attributes, tag);
}
inline std::optional<std::uint8_t> definition::event_of_tag(std::uint32_t tag) const noexcept {
    const auto& tags = data_->event_tags;
    for (std::size_t i = 1; i < tags.size(); ++i)
        if (tags[i] == tag) return static_cast<std::uint8_t>(i);
    return std::nullopt;
}
inline std::optional<std::uint8_t> definition::event_of_child(std::uint32_t relation, std::uint32_t state) const noexcept {
    for (std::size_t i = 1; i < data_->events.size(); ++i) {
        const auto& e = data_->events[i];
        if (!e.child.empty() && tag_of_name(e.child) == relation && tag_of_name(e.child_state) == state) return static_cast<std::uint8_t>(i);
    }
    return std::nullopt;
}

inline std::vector<std::uint8_t> definition::allowed(const case_record& record) const {
    std::vector<std::uint8_t> out;
    for (unsigned event = 1; event < data_->events.size(); ++event) {
        if (blocked(record, event)) continue;
        for (unsigned region = 0; region < regions(); ++region)
            if (data_->engine.cell(event, record.state[region]) != 0) {
                out.push_back(static_cast<std::uint8_t>(event));
                break;
            }
    }
    return out;
}

inline bool definition::is_final(const case_record& record) const noexcept {
    bool all_done = true;
    for (unsigned region = 0; region < regions(); ++region) {
        const auto flags = data_->engine.state_flags[record.state[region]];
        if ((flags & detail::state_ends_case) != 0) return true;
        all_done = all_done && (flags & detail::state_final) != 0;
    }
    return all_done;
}

inline bool definition::blocked(const case_record& record, unsigned event) const noexcept {
    if (!data_->engine.can_block) return false;
    for (unsigned region = 0; region < regions(); ++region)
        if (data_->engine.blocks(record.state[region], event)) return true;
    return false;
}

inline bool definition::has_flag(const case_record& record, std::string_view flag) const noexcept {
    for (std::size_t i = 0; i < data_->flags.size(); ++i) {
        if (data_->flags[i] != flag) continue;
        for (unsigned region = 0; region < regions(); ++region)
            if ((data_->states[record.state[region]].flags >> i & 1U) != 0) return true;
    }
    return false;
}

inline std::uint32_t definition::changed_attributes(const case_record& before, const case_record& after, std::uint32_t among) const noexcept {
    if (same_values(before, after)) return 0;
    if (const auto count = data_->attributes.size(); count < attribute_limit) among &= (std::uint32_t{1} << count) - 1;
    std::uint32_t mask = 0;
    for (; among != 0; among &= among - 1) {
        const auto i = static_cast<unsigned>(std::countr_zero(among));
        if (const auto slot = data_->engine.slots.slot[i]; read(before, slot) != read(after, slot)) mask |= std::uint32_t{1} << i;
    }
    return mask;
}

inline std::optional<std::uint8_t> definition::malformed(unsigned event, const payload& data) const noexcept {
    const auto& fields = data_->events[event].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& f = fields[i];
        if (f.offset == not_in_payload) continue;
        const auto value = detail::read_field(data, f.offset, f.width, f.is_signed, f.type == field_type::name);
        bool good = f.attribute == no_attribute || fits(data_->engine.slots.slot[f.attribute], value);
        if (f.type == field_type::boolean) good = value == 0 || value == 1;
        if (f.type == field_type::enumeration) {
            const auto all = std::int64_t(detail::ones(f.width));
            const bool unset = f.attribute != no_attribute && (value == no_value || (!f.is_signed && value == all));
            good = unset || (value >= 0 && static_cast<std::size_t>(value) < f.enumerators.size());
        }
        if (f.type == field_type::instant)
            good = value == no_value || (value >= 0 && value < std::int64_t{7'258'118'400'000});  // 2200-01-01
        if (!good) return static_cast<std::uint8_t>(i);
    }
    return std::nullopt;
}

inline std::vector<std::string> definition::rule_ids() const {
    std::vector<std::string> out = data_->rules;
    const auto add = [&](const auto& list) {
        for (const auto& x : list) out.insert(out.end(), x.rules.begin(), x.rules.end());
    };
    add(data_->states);
    add(data_->events);
    add(data_->facts);
    add(data_->attributes);
    add(data_->rows);
    for (const auto& row : data_->rows) add(row.asks);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace caseclock
