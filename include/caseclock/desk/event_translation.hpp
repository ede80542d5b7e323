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

#include "caseclock/desk/event.hpp"
#include "caseclock/desk/host_names.hpp"

#include <map>

namespace caseclock {

/// Something that the other rulebook does not know, and how often it was left out.
struct lacking_name {
    std::string what;        ///< "machine ticket", "event ticket.pause", "attribute ticket.site", "word ticket.priority low"
    std::size_t count = 0;
    bool is_event = false;   ///< events were left out, not only values
};

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
        for (std::size_t m = 0; m < from.machines().size(); ++m) machines_.push_back(machine_map_of(m));
        for (const auto& each : from.policies()) {
            const auto same = [&](const policy_info& other) { return other.name == each.name; };
            const auto found = std::find_if(to.policies().begin(), to.policies().end(), same);
            policies_.push_back(found == to.policies().end() ? nobody : static_cast<std::uint16_t>(found - to.policies().begin()));
        }
        find_identity();
    }

    /// Whether every event is the same for both.
    [[nodiscard]] bool is_identity() const noexcept { return identity_; }
    /// Whether they have a machine in common.
    [[nodiscard]] bool has_common_machine() const noexcept {
        return std::any_of(machines_.begin(), machines_.end(), [](const machine_map& each) { return each.number != nobody; });
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
    static constexpr std::uint16_t nobody = 0xfffe;

    struct value_map {
        std::uint16_t number = nobody;
        bool is_name = false;
        std::vector<std::int64_t> words{};  ///< of a one_of: the other's number, no_value where it has no such word
    };
    struct field_map {
        const field_info* from = nullptr;  ///< nullptr: the field says nothing
        const field_info* to = nullptr;
        std::vector<std::int64_t> words{};
    };
    struct event_map {
        std::uint16_t kind = nobody;
        bool same_payload = false;
        std::vector<field_map> fields{};
    };
    struct machine_map {
        std::uint16_t number = nobody;
        std::vector<event_map> events{};
        std::vector<value_map> attributes{};
        std::vector<std::uint16_t> facts{};
    };

    [[nodiscard]] const definition& machine(std::size_t number) const { return from_.plan(static_cast<unsigned>(number)).machine; }

    template <class List> [[nodiscard]] static std::vector<std::int64_t> words_of(const List& from, const List& to) {
        std::vector<std::int64_t> all;
        for (const auto& word : from) {
            const auto found = std::find(to.begin(), to.end(), word);
            all.push_back(found == to.end() ? no_value : found - to.begin());
        }
        return all;
    }
    [[nodiscard]] machine_map machine_map_of(std::size_t number) const {
        machine_map made;
        const auto& from = machine(number);
        const auto other = to_.machine(from.name());
        if (!other) return made;
        made.number = *other;
        const auto& to = to_.plan(*other).machine;
        for (const auto& each : from.events()) made.events.push_back(event_map_of(each, to));
        for (const auto& each : from.attributes()) {
            auto& value = made.attributes.emplace_back();
            const auto found = to.attribute(each.name);
            if (!found || to.attributes()[*found].kind != each.kind) continue;
            value.number = *found;
            value.is_name = each.kind == attribute_kind::name;
            if (each.kind == attribute_kind::one_of) value.words = words_of(each.enumerators, to.attributes()[*found].enumerators);
        }
        for (const auto& each : from.facts()) {
            const auto found = to.fact(each.name);
            made.facts.push_back(found ? *found : nobody);
        }
        return made;
    }
    [[nodiscard]] static event_map event_map_of(const event_info& from, const definition& to) {
        event_map made;
        const auto kind = from.name.empty() ? std::nullopt : to.event(from.name);
        if (!kind) return made;
        made.kind = *kind;
        made.same_payload = true;
        const auto& fields = to.events()[*kind].fields;
        for (const auto& each : fields) {
            if (each.offset == not_in_payload) continue;
            const auto found = std::find_if(from.fields.begin(), from.fields.end(), [&](const field_info& f) { return f.name == each.name && f.offset != not_in_payload; });
            field_map field{.to = &each};
            if (found != from.fields.end() && found->type == each.type) {
                field.from = &*found;
                if (each.type == field_type::enumeration) field.words = words_of(found->enumerators, each.enumerators);
            }
            made.same_payload = made.same_payload && field.from != nullptr && field.from->offset == each.offset && field.from->width == each.width &&
                                field.from->enumerators == each.enumerators && each.type != field_type::name;
            made.fields.push_back(std::move(field));
        }
        return made;
    }

    void find_identity() {
        identity_ = true;
        for (std::size_t i = 0; i < rulebook_codes_.size(); ++i) identity_ = identity_ && rulebook_codes_[i] == i;
        for (std::size_t i = 0; i < own_codes_.size(); ++i) identity_ = identity_ && own_codes_[i] == rulebook::first_free_code + i;
        for (std::size_t i = 0; i < policies_.size(); ++i) identity_ = identity_ && policies_[i] == i;  // an acknowledgement may name one
        for (std::size_t m = 0; m < machines_.size() && identity_; ++m) {
            const auto& each = machines_[m];
            identity_ = each.number == m;
            for (std::size_t k = 1; k < each.events.size(); ++k)
                identity_ = identity_ && each.events[k].kind == k &&
                            std::all_of(each.events[k].fields.begin(), each.events[k].fields.end(), [&](const field_map& f) {
                                return f.from != nullptr && f.from->offset == f.to->offset && f.from->width == f.to->width && f.from->enumerators == f.to->enumerators;
                            });
            for (std::size_t a = 0; a < each.attributes.size(); ++a) {
                identity_ = identity_ && each.attributes[a].number == a;
                for (std::size_t w = 0; w < each.attributes[a].words.size(); ++w) identity_ = identity_ && each.attributes[a].words[w] == static_cast<std::int64_t>(w);
            }
            for (std::size_t f = 0; f < each.facts.size(); ++f) identity_ = identity_ && each.facts[f] == f;
        }
    }

    [[nodiscard]] std::int64_t code_of(std::int64_t code) {
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
        if (map.number == nobody) {
            lack("machine " + machine(e.machine).name(), true);
            return std::nullopt;
        }
        made.machine = static_cast<std::uint8_t>(map.number);
        if (e.kind == change_event) return made;
        if (e.kind == acknowledge_event) return acknowledged(std::move(made));
        if (e.kind == 0 || e.kind >= map.events.size()) return made;
        const auto& kind = map.events[e.kind];
        if (kind.kind == nobody) {
            lack("event " + machine(e.machine).name() + '.' + machine(e.machine).events()[e.kind].name, true);
            return std::nullopt;
        }
        made.kind = kind.kind;
        if (!kind.same_payload) made.data = translated(kind, e);
        return made;
    }
    /// It may name a policy.
    [[nodiscard]] std::optional<event> acknowledged(event made) {
        const auto named = unpack<acknowledging>(made.data).policy;
        if (named == acknowledging::every || named > policies_.size()) return made;
        const auto other = policies_[named - 1U];
        if (other == nobody) {
            lack("policy " + from_.policies()[named - 1U].name, true);
            return std::nullopt;
        }
        made.data = pack(acknowledging::only(other));
        return made;
    }
    [[nodiscard]] payload translated(const event_map& kind, const event& e) {
        payload made;
        for (const auto& field : kind.fields) {
            auto value = field.from == nullptr ? nothing_in(*field.to)
                                               : detail::read_field(e.data, field.from->offset, field.from->width, field.from->is_signed, field.from->type == field_type::name);
            if (field.from != nullptr && field.to->type == field_type::name) value = value == no_value ? -1 : code_of(value);
            else if (!field.words.empty() && value >= 0 && static_cast<std::size_t>(value) < field.words.size()) {
                const auto word = field.words[static_cast<std::size_t>(value)];
                if (word == no_value) lack("word " + machine(e.machine).events()[e.kind].name + '.' + field.to->name + ' ' + field.from->enumerators[static_cast<std::size_t>(value)], false);
                value = word == no_value ? -1 : word;
            }
            std::memcpy(made.data.data() + field.to->offset, &value, field.to->width);
        }
        return made;
    }
    /// What a field holds that says nothing.
    [[nodiscard]] static std::int64_t nothing_in(const field_info& field) noexcept {
        switch (field.type) {
            case field_type::name:
            case field_type::enumeration: return -1;
            case field_type::duration:
            case field_type::instant: return field.width == 8 ? no_value : 0;
            default: return 0;
        }
    }

    void take_values(const event& e, std::span<const event_value> values, event& made, translated_events& out) {
        made.first_value = static_cast<std::uint32_t>(out.values.size());
        if (e.value_count == 0) return;
        if (std::size_t{e.first_value} + e.value_count > values.size() || e.machine >= machines_.size()) {
            made.first_value = static_cast<std::uint32_t>(-1);  // malformed for both
            return;
        }
        const auto& map = machines_[e.machine];
        for (const auto& v : values.subspan(e.first_value, e.value_count)) take_value(map, e.machine, v, out.values);
        made.value_count = static_cast<std::uint8_t>(out.values.size() - made.first_value);
    }
    void take_value(const machine_map& map, std::size_t number, event_value v, std::vector<event_value>& out) {
        const auto& from = machine(number);
        const auto place = v.number();
        if (v.is_fact()) {
            if (place >= map.facts.size()) return out.push_back(v);
            if (map.facts[place] == nobody) return lack("fact " + from.name() + '.' + from.facts()[place].name, false);
            v.what = static_cast<std::uint16_t>((v.what & ~0x3fffU) | map.facts[place]);
            return out.push_back(v);
        }
        if (place >= map.attributes.size()) return out.push_back(v);
        const auto& attribute = map.attributes[place];
        if (attribute.number == nobody) return lack("attribute " + from.name() + '.' + from.attributes()[place].name, false);
        if (attribute.is_name && v.value != no_value) v.value = code_of(v.value);
        else if (!attribute.words.empty() && v.value >= 0 && static_cast<std::size_t>(v.value) < attribute.words.size()) {
            const auto word = attribute.words[static_cast<std::size_t>(v.value)];
            if (word == no_value) lack("word " + from.name() + '.' + from.attributes()[place].name + ' ' + from.attributes()[place].enumerators[static_cast<std::size_t>(v.value)], false);
            v.value = word;
        }
        v.what = attribute.number;
        out.push_back(v);
    }

    rulebook from_, to_;
    host_names names_;
    std::vector<std::uint32_t> rulebook_codes_, own_codes_;
    std::vector<machine_map> machines_;
    std::vector<std::uint16_t> policies_;
    std::map<std::pair<std::string, bool>, std::size_t> lacking_;
    bool identity_ = false;
};

}  // namespace caseclock
