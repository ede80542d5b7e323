// SPDX-License-Identifier: Apache-2.0
//
// Events by name, for hosts that read them from texts, for examples and for tests. A host that sends millions fills `event` itself.
//
//   event_maker make{hotline.book()};
//   make.add(41, at, "ticket", "record", {{"type", "business"}, {"priority", "urgent"}});
//   make.add(41, later, "ticket", "reply", {{"agent_identified", "yes"}});
//   hotline.apply(make.events(), make.values(), out);
//
//   value of             | is written
//   a fact               | yes, no
//   one_of               | its name
//   name                 | any text; it gets a code
//   count                | 12
//   instant              | 2026-10-01T09:00:00Z
//   duration             | 90s
//   any attribute        | "" unsets it
//
// The event "change" changes attributes and facts, and asks no row of the machine. The event "acknowledge" acknowledges what ladders told; its
// value "policy" names one policy: make.add(41, later, "ticket", "acknowledge", {{"policy", "first_response"}}).
#pragma once

#include "caseclock/desk/event.hpp"
#include "caseclock/desk/host_names.hpp"
#include "caseclock/time/duration_text.hpp"
#include "caseclock/time/iso8601.hpp"

#include <charconv>

namespace caseclock {

class event_maker {
public:
    using named_value = std::pair<std::string_view, std::string_view>;

    explicit event_maker(rulebook book) : names_{std::move(book)} {}

    /// Appends an event. Throws text_error when the rulebook has no such machine, event, attribute or fact, or a value is not readable; then
    /// nothing was appended.
    void add(std::uint64_t case_id, instant at, std::string_view machine, std::string_view kind, std::span<const named_value> values = {}, std::uint64_t id = 0) {
        const auto number = names_.book().machine(machine);
        if (!number) detail::refuse_text("machine", machine, "there is none in rulebook " + names_.book().name() + did_you_mean(machine, machine_names()));
        const auto& d = names_.book().plan(*number).machine;
        event e{.case_id = case_id, .at = at, .id = id, .first_value = static_cast<std::uint32_t>(values_.size()), .kind = kind_of(d, kind), .machine = *number};
        if (values.size() > 0xff) detail::refuse_text("event", kind, "it has more than 255 values");
        std::vector<event_value> read;
        for (const auto& [name, text] : values) {
            if (e.kind == acknowledge_event && name == "policy") e.data = pack(acknowledging::only(policy_named(text)));
            else read.push_back(value_of(d, name, text));
        }
        e.value_count = static_cast<std::uint8_t>(read.size());
        values_.insert(values_.end(), read.begin(), read.end());
        events_.push_back(e);
    }
    void add(std::uint64_t case_id, instant at, std::string_view machine, std::string_view kind, std::initializer_list<named_value> values, std::uint64_t id = 0) {
        add(case_id, at, machine, kind, std::span<const named_value>{values.begin(), values.size()}, id);
    }

    [[nodiscard]] std::span<const event> events() const noexcept { return events_; }
    [[nodiscard]] std::span<const event_value> values() const noexcept { return values_; }
    /// The texts of attributes of kind `name`.
    [[nodiscard]] host_names& names() noexcept { return names_; }
    /// Forgets the events; texts keep their codes.
    void clear() noexcept {
        events_.clear();
        values_.clear();
    }

private:
    [[nodiscard]] std::vector<std::string> machine_names() const {
        std::vector<std::string> names;
        for (const auto& each : names_.book().current_machines()) names.push_back(each.machine.name());
        return names;
    }
    template <class List> [[nodiscard]] static std::vector<std::string_view> names_of(const List& list) {
        std::vector<std::string_view> names;
        for (const auto& each : list)
            if (!each.name.empty()) names.push_back(each.name);
        return names;
    }

    [[nodiscard]] static std::uint16_t kind_of(const definition& d, std::string_view kind) {
        const auto number = d.event(kind);
        if (!number && kind == "change") return change_event;
        if (!number && kind == "acknowledge") return acknowledge_event;
        if (!number) detail::refuse_text("event", kind, "machine " + d.name() + " has none of that name" + did_you_mean(kind, names_of(d.events())));
        return *number;
    }

    [[nodiscard]] std::uint16_t policy_named(std::string_view name) const {
        const auto policies = names_.book().policies();
        for (std::size_t p = 0; p < policies.size(); ++p)
            if (policies[p].name == name) return static_cast<std::uint16_t>(p);
        detail::refuse_text("policy", name, "there is none in rulebook " + names_.book().name() + did_you_mean(name, names_of(policies)));
    }

    [[nodiscard]] event_value value_of(const definition& d, std::string_view name, std::string_view text) {
        if (const auto fact = d.fact(name)) {
            if (text != "yes" && text != "no") detail::refuse_text(name, text, "a fact is yes or no");
            return event_value::of_fact(*fact, text == "yes");
        }
        const auto number = d.attribute(name);
        if (!number) {
            auto known = names_of(d.attributes());
            const auto facts = names_of(d.facts());
            known.insert(known.end(), facts.begin(), facts.end());
            detail::refuse_text("value", name, "machine " + d.name() + " has no attribute and no fact of that name" + did_you_mean(name, known));
        }
        const auto& attribute = d.attributes()[*number];
        return event_value::of_attribute(*number, text.empty() ? no_value : number_of(attribute, text));
    }

    [[nodiscard]] std::int64_t number_of(const attribute_info& attribute, std::string_view text) {
        switch (attribute.kind) {
            case attribute_kind::one_of: {
                const auto found = std::find(attribute.enumerators.begin(), attribute.enumerators.end(), text);
                if (found == attribute.enumerators.end()) detail::refuse_text(attribute.name, text, "it is none of its values" + did_you_mean(text, attribute.enumerators));
                return found - attribute.enumerators.begin();
            }
            case attribute_kind::name: return names_.code(text);
            case attribute_kind::count: {
                std::int64_t count = 0;
                const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
                if (fault != std::errc{} || end != text.data() + text.size() || !fits(attribute.slot, count)) detail::refuse_text(attribute.name, text, "it is no count");
                return count;
            }
            case attribute_kind::instant: return parse_instant(text).time_since_epoch().count();
            case attribute_kind::duration: {
                const auto length = parse_duration(text);
                return length.timed() ? length.amount : length.amount * 86'400'000;
            }
        }
        return no_value;
    }

    host_names names_;
    std::vector<event> events_;
    std::vector<event_value> values_;
};

}  // namespace caseclock
