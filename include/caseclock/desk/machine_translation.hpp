// SPDX-License-Identifier: Apache-2.0
//
// What one machine calls by numbers in the numbers of another: states, events with their fields, attributes with their words, and facts are
// found again by their names.
//
//   const machine_translation to_new{old_ticket, new_ticket};
//   to_new.state(3), to_new.kind(7)                         -> numbers, or `none`
//   to_new.payload_of(7, data, code_of, no_word)            -> the same said with the other's fields
//   to_new.value_of({attribute or fact}, code_of)           -> likewise; says what the other does not know
//
// `code_of(code)` is the other's code of a text.
#pragma once

#include "caseclock/desk/event.hpp"

namespace caseclock {

/// Something that another rulebook does not know, and how often it was left out.
struct lacking_name {
    std::string what;        ///< "machine ticket", "event ticket.pause", "attribute ticket.site", "word ticket.priority low"
    std::size_t count = 0;
    bool is_event = false;   ///< events were left out, not only values
};

class machine_translation {
public:
    static constexpr std::uint16_t none = 0xfffd;  ///< no kind of event either

    machine_translation(definition from, definition to) : from_{std::move(from)}, to_{std::move(to)} {
        for (const auto& each : from_.events()) events_.push_back(map_of(each));
        for (const auto& each : from_.attributes()) attributes_.push_back(map_of(each));
        const auto number_in = [](const auto& found) { return found ? std::uint16_t{*found} : none; };
        for (const auto& each : from_.facts()) facts_.push_back(number_in(to_.fact(each.name)));
        for (const auto& each : from_.states()) states_.push_back(number_in(to_.state(each.name)));
    }

    [[nodiscard]] const definition& from() const noexcept { return from_; }
    [[nodiscard]] const definition& to() const noexcept { return to_; }

    /// The other's number of a state, or `none`.
    [[nodiscard]] std::uint16_t state(std::uint8_t state) const noexcept { return states_[state]; }
    /// Of an event of the machine, or `none`. Other kinds, and numbers that are none, stay as they are.
    [[nodiscard]] std::uint16_t kind(std::uint16_t kind) const noexcept { return kind != 0 && kind < events_.size() ? events_[kind].kind : kind; }
    /// Of a fact, or `none`.
    [[nodiscard]] std::uint16_t fact(unsigned fact) const noexcept { return facts_[fact]; }

    /// The payload of an event that the other knows. A field that the other lacks is left out; `no_word(field, word)` hears of each word that
    /// it lacks, which becomes unset.
    template <class Code, class NoWord> [[nodiscard]] payload payload_of(std::uint16_t kind, const payload& data, Code code_of, NoWord no_word) const {
        if (kind == 0 || kind >= events_.size() || events_[kind].same_payload) return data;
        payload made;
        for (const auto& field : events_[kind].fields) {
            auto value = field.from == nullptr ? nothing_in(*field.to)
                                               : detail::read_field(data, field.from->offset, field.from->width, field.from->is_signed, field.from->type == field_type::name);
            if (field.from != nullptr && field.to->type == field_type::name) value = value == no_value ? -1 : code_of(value);
            else if (!field.words.empty() && value >= 0 && static_cast<std::size_t>(value) < field.words.size()) {
                const auto word = field.words[static_cast<std::size_t>(value)];
                if (word == no_value) no_word(*field.from, value);
                value = word == no_value ? -1 : word;
            }
            std::memcpy(made.data.data() + field.to->offset, &value, field.to->width);
        }
        return made;
    }

    /// A value in the other's numbers.
    struct told_value {
        event_value value{};
        bool is_known = true;   ///< the other has the attribute or fact
        bool lacks_word = false;  ///< it has the attribute, but not this word of it: unset
    };
    template <class Code> [[nodiscard]] told_value value_of(event_value v, Code code_of) const {
        const auto place = v.number();
        if (v.is_fact()) {
            if (place >= facts_.size()) return {v};
            if (facts_[place] == none) return {v, false};
            v.what = static_cast<std::uint16_t>((v.what & ~0x3fffU) | facts_[place]);
            return {v};
        }
        if (place >= attributes_.size()) return {v};
        const auto& attribute = attributes_[place];
        if (attribute.number == none) return {v, false};
        bool lacks_word = false;
        if (attribute.is_name && v.value != no_value) v.value = code_of(v.value);
        else if (!attribute.words.empty() && v.value >= 0 && static_cast<std::size_t>(v.value) < attribute.words.size()) {
            v.value = attribute.words[static_cast<std::size_t>(v.value)];
            lacks_word = v.value == no_value;
        }
        v.what = attribute.number;
        return {v, true, lacks_word};
    }

    /// "attribute ticket.site", "fact ticket.vip".
    [[nodiscard]] std::string name_of(const event_value& v) const {
        if (v.is_fact()) return "fact " + from_.name() + '.' + from_.facts()[v.number()].name;
        return "attribute " + from_.name() + '.' + from_.attributes()[v.number()].name;
    }
    /// "word ticket.priority low".
    [[nodiscard]] std::string word_of(const event_value& v) const {
        const auto& attribute = from_.attributes()[v.number()];
        return "word " + from_.name() + '.' + attribute.name + ' ' + attribute.enumerators[static_cast<std::size_t>(v.value)];
    }

    /// Whether every number stays as it is: events say the same in both.
    [[nodiscard]] bool is_identity() const {
        const auto same = [](const auto& numbers, std::size_t first, auto number_of) {
            for (auto i = first; i < numbers.size(); ++i)
                if (number_of(numbers[i]) != i) return false;
            return true;
        };
        const auto itself = [](std::uint16_t number) { return number; };
        if (!same(facts_, 0, itself) || !same(events_, 1, [](const event_map& each) { return each.kind; })) return false;
        if (!same(attributes_, 0, [](const attribute_map& each) { return each.number; })) return false;
        const auto same_words = [](const auto& words) {
            for (std::size_t i = 0; i < words.size(); ++i)
                if (words[i] != static_cast<std::int64_t>(i)) return false;
            return true;
        };
        for (const auto& each : attributes_)
            if (!same_words(each.words)) return false;
        return std::all_of(events_.begin() + (events_.empty() ? 0 : 1), events_.end(), [](const event_map& each) {
            return std::all_of(each.fields.begin(), each.fields.end(), [](const field_map& f) { return f.lies_the_same(); });
        });
    }

private:
    struct attribute_map {
        std::uint16_t number = none;
        bool is_name = false;
        std::vector<std::int64_t> words{};  ///< of a one_of: the other's number, no_value where it has no such word
    };
    struct field_map {
        const field_info* from = nullptr;  ///< nullptr: the field says nothing
        const field_info* to = nullptr;
        std::vector<std::int64_t> words{};
        [[nodiscard]] bool lies_the_same() const {
            return from != nullptr && from->offset == to->offset && from->width == to->width && from->enumerators == to->enumerators;
        }
    };
    struct event_map {
        std::uint16_t kind = none;
        bool same_payload = false;
        std::vector<field_map> fields{};
    };

    template <class List> [[nodiscard]] static std::vector<std::int64_t> words_of(const List& from, const List& to) {
        std::vector<std::int64_t> all;
        for (const auto& word : from) {
            const auto found = std::find(to.begin(), to.end(), word);
            all.push_back(found == to.end() ? no_value : found - to.begin());
        }
        return all;
    }
    [[nodiscard]] attribute_map map_of(const attribute_info& from) const {
        attribute_map made;
        const auto found = to_.attribute(from.name);
        if (!found || to_.attributes()[*found].kind != from.kind) return made;
        made.number = *found;
        made.is_name = from.kind == attribute_kind::name;
        if (from.kind == attribute_kind::one_of) made.words = words_of(from.enumerators, to_.attributes()[*found].enumerators);
        return made;
    }
    [[nodiscard]] event_map map_of(const event_info& from) const {
        event_map made;
        const auto kind = from.name.empty() ? std::nullopt : to_.event(from.name);
        if (!kind) return made;
        made.kind = *kind;
        made.same_payload = true;
        for (const auto& each : to_.events()[*kind].fields) {
            if (each.offset == not_in_payload) continue;
            const auto found = std::find_if(from.fields.begin(), from.fields.end(), [&](const field_info& f) { return f.name == each.name && f.offset != not_in_payload; });
            field_map field{.to = &each};
            if (found != from.fields.end() && found->type == each.type) {
                field.from = &*found;
                if (each.type == field_type::enumeration) field.words = words_of(found->enumerators, each.enumerators);
            }
            made.same_payload = made.same_payload && field.lies_the_same() && each.type != field_type::name;
            made.fields.push_back(std::move(field));
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

    definition from_, to_;
    std::vector<event_map> events_;
    std::vector<attribute_map> attributes_;
    std::vector<std::uint16_t> facts_, states_;
};

}  // namespace caseclock
