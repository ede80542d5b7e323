// SPDX-License-Identifier: Apache-2.0
//
// Events that were made for one rulebook, told to a desk of another: machines, events, attributes, facts, fields and words are found again by
// their names, texts by what they say.
//
//   event_translation to_new{old_book, new_book, texts};
//   if (!to_new.is_identity()) to_new.translate(events, values, out);
//   for (const auto& each : to_new.lacking()) ...         // "event ticket.pause": 17 events were left out
//
// What the other rulebook does not know is left out and counted: an event with its machine or kind, a value with its attribute or fact.
#pragma once

#include "caseclock/desk/host_names.hpp"
#include "caseclock/desk/machine_translation.hpp"

#include <map>

namespace caseclock {

/// Translated events, each with the place of the one it was.
struct translated_events {
    std::vector<event> events;
    std::vector<event_value> values;
    std::vector<std::uint32_t> places;

    void clear() noexcept {
        events.clear();
        values.clear();
        places.clear();
    }
};

class event_translation {
public:
    /// `texts`: the host's, which have the codes from rulebook::first_free_code on in the events that are given.
    event_translation(const rulebook& from, const rulebook& to, const std::vector<std::string>& texts = {})
        : from_{from}, to_{to}, names_{to, texts} {
        for (std::size_t code = 0; code < rulebook::first_free_code && !from.text_of(static_cast<std::uint32_t>(code)).empty(); ++code)
            rulebook_codes_.push_back(names_.code(from.text_of(static_cast<std::uint32_t>(code))));
        for (const auto& each : texts) own_codes_.push_back(names_.code(each));
        for (const auto& each : from.machines()) {
            auto& made = machines_.emplace_back();
            const auto other = to.machine(each.machine.name());
            if (other) made.emplace(machine_pair{*other, machine_translation{each.machine, to.plan(*other).machine}});
        }
        for (const auto& each : from.policies()) {
            const auto same = [&](const policy_info& other) { return other.name == each.name; };
            const auto found = std::find_if(to.policies().begin(), to.policies().end(), same);
            policies_.push_back(found == to.policies().end() ? machine_translation::none : static_cast<std::uint16_t>(found - to.policies().begin()));
        }
        find_identity();
    }

    /// Whether every event is the same for both.
    [[nodiscard]] bool is_identity() const noexcept { return identity_; }
    /// Whether they have a machine in common.
    [[nodiscard]] bool has_common_machine() const noexcept {
        return std::any_of(machines_.begin(), machines_.end(), [](const auto& each) { return each.has_value(); });
    }
    /// What was left out so far, by name.
    [[nodiscard]] std::vector<lacking_name> lacking() const {
        std::vector<lacking_name> all;
        for (const auto& [what, count] : lacking_) all.push_back({what.first, count, what.second});
        return all;
    }
    /// The host's texts as the other rulebook's desk knows them.
    [[nodiscard]] const host_names& names() const noexcept { return names_; }

    /// Appends the events that the other rulebook knows. `first` is the place of the first among all.
    void translate(std::span<const event> events, std::span<const event_value> values, std::size_t first, translated_events& out) {
        for (std::size_t i = 0; i < events.size(); ++i) {
            const auto& e = events[i];
            if (auto made = translated(e)) {
                take_values(e, values, *made, out);
                out.events.push_back(*made);
                out.places.push_back(static_cast<std::uint32_t>(first + i));
            }
        }
    }

private:
    struct machine_pair {
        std::uint8_t number = 0;  ///< the other's
        machine_translation words;
    };

    [[nodiscard]] const definition& machine(std::size_t number) const { return from_.plan(static_cast<unsigned>(number)).machine; }

    void find_identity() {
        identity_ = true;
        for (std::size_t i = 0; i < rulebook_codes_.size(); ++i) identity_ = identity_ && rulebook_codes_[i] == i;
        for (std::size_t i = 0; i < own_codes_.size(); ++i) identity_ = identity_ && own_codes_[i] == rulebook::first_free_code + i;
        for (std::size_t i = 0; i < policies_.size(); ++i) identity_ = identity_ && policies_[i] == i;  // an acknowledgement may name one
        for (std::size_t m = 0; m < machines_.size() && identity_; ++m)
            identity_ = machines_[m] && machines_[m]->number == m && machines_[m]->words.is_identity();
    }

    [[nodiscard]] std::int64_t code_of(std::int64_t code) const {
        if (code < 0) return code;
        const auto number = static_cast<std::uint64_t>(code);
        if (number < rulebook_codes_.size()) return rulebook_codes_[number];
        if (number >= rulebook::first_free_code && number - rulebook::first_free_code < own_codes_.size()) return own_codes_[number - rulebook::first_free_code];
        return code;  // a text that was not told: the host's own number
    }
    void lack(std::string what, bool is_event) { ++lacking_[{std::move(what), is_event}]; }

    /// The event without its values; none when it is left out.
    [[nodiscard]] std::optional<event> translated(const event& e) {
        event made = e;
        if (e.machine >= machines_.size()) return made;  // malformed for both
        const auto& map = machines_[e.machine];
        if (!map) {
            lack("machine " + machine(e.machine).name(), true);
            return std::nullopt;
        }
        made.machine = map->number;
        if (e.kind == acknowledge_event) return acknowledged(std::move(made));
        made.kind = map->words.kind(e.kind);
        if (made.kind == machine_translation::none) {
            lack("event " + machine(e.machine).name() + '.' + machine(e.machine).events()[e.kind].name, true);
            return std::nullopt;
        }
        made.data = map->words.payload_of(
            e.kind, e.data, [&](std::int64_t code) { return code_of(code); },
            [&](const field_info& field, std::int64_t word) {
                lack("word " + machine(e.machine).events()[e.kind].name + '.' + field.name + ' ' + field.enumerators[static_cast<std::size_t>(word)], false);
            });
        return made;
    }
    /// It may name a policy.
    [[nodiscard]] std::optional<event> acknowledged(event made) {
        const auto named = unpack<acknowledging>(made.data).policy;
        if (named == acknowledging::every || named > policies_.size()) return made;
        const auto other = policies_[named - 1U];
        if (other == machine_translation::none) {
            lack("policy " + from_.policies()[named - 1U].name, true);
            return std::nullopt;
        }
        made.data = pack(acknowledging::only(other));
        return made;
    }

    void take_values(const event& e, std::span<const event_value> values, event& made, translated_events& out) {
        made.first_value = static_cast<std::uint32_t>(out.values.size());
        if (e.value_count == 0) return;
        if (std::size_t{e.first_value} + e.value_count > values.size() || e.machine >= machines_.size()) {
            made.first_value = static_cast<std::uint32_t>(-1);  // malformed for both
            return;
        }
        const auto& words = machines_[e.machine]->words;
        for (const auto& v : values.subspan(e.first_value, e.value_count)) {
            const auto told = words.value_of(v, [&](std::int64_t code) { return code_of(code); });
            if (told.lacks_word) lack(words.word_of(v), false);
            if (told.is_known) out.values.push_back(told.value);
            else lack(words.name_of(v), false);
        }
        made.value_count = static_cast<std::uint8_t>(out.values.size() - made.first_value);
    }

    rulebook from_, to_;
    host_names names_;
    std::vector<std::uint32_t> rulebook_codes_, own_codes_;
    std::vector<std::optional<machine_pair>> machines_;
    std::vector<std::uint16_t> policies_;
    std::map<std::pair<std::string, bool>, std::size_t> lacking_;
    bool identity_ = false;
};

}  // namespace caseclock
