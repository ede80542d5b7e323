// SPDX-License-Identifier: Apache-2.0
//
// Conditions: as masks of facts where that is enough, as tests otherwise, and as text.
#pragma once

#include "caseclock/machine/build/draft.hpp"
#include "caseclock/machine/fact_test.hpp"

namespace caseclock::detail {

using kind_of_condition = condition_description::kind;

[[nodiscard]] inline std::string text_of(const condition_description& c);
[[nodiscard]] inline std::string list_of_texts(std::string_view head, const std::vector<condition_description>& parts) {
    std::string out(head);
    out += "(";
    for (std::size_t i = 0; i < parts.size(); ++i) out += (i == 0 ? "" : ", ") + text_of(parts[i]);
    return out + ")";
}
[[nodiscard]] inline std::string text_of(const condition_description& c) {
    static constexpr std::string_view sign[] = {" = ", " at most ", " at least ", " above ", " below ", " is set", " is unset"};
    switch (c.is) {
        case kind_of_condition::all_of: return c.of.size() == 1 ? text_of(c.of[0]) : list_of_texts("all", c.of);
        case kind_of_condition::any_of: return list_of_texts("any", c.of);
        case kind_of_condition::none_of: return list_of_texts("none", c.of);
        case kind_of_condition::fact:
        case kind_of_condition::guard: return c.name;
        default: break;
    }
    std::string out = c.name + std::string(sign[static_cast<std::size_t>(c.how)]);
    for (std::size_t i = 0; i < c.values.size(); ++i)
        out += (i == 0 ? "" : " | ") + (c.values[i].number ? std::to_string(*c.values[i].number) : c.values[i].text);
    return out;
}

/// Tests with labels for where they lead; `resolve` makes the labels distances.
class test_writer {
public:
    using label = std::size_t;
    test_writer(draft& to, const event_info* event) : to_(to), event_(event) {}

    [[nodiscard]] label new_label() {
        at_.push_back(0);
        return at_.size() - 1;
    }
    void place(label l) { at_[l] = code_.size(); }
    void write(const condition_description& c, label yes, label no) {
        switch (c.is) {
            case kind_of_condition::all_of: write_all(c.of, yes, no); break;
            case kind_of_condition::any_of: write_any(c.of, yes, no); break;
            case kind_of_condition::none_of: write_any(c.of, no, yes); break;
            case kind_of_condition::fact: {
                instruction i{op::facts_all};
                i.value = static_cast<std::int64_t>(to_.fact_bit(c.name, c.mark));
                put(i, yes, no);
                break;
            }
            case kind_of_condition::guard: {
                instruction i{op::registered_guard};
                i.what = to_.registered(to_.options.guards, c.name, "guard", c.mark);
                put(i, yes, no);
                break;
            }
            default: write_number(c, yes, no);
        }
    }
    [[nodiscard]] std::vector<instruction>& code() { return code_; }
    void resolve() {
        for (const auto& j : jumps_) {
            code_[j.at].then = static_cast<std::uint16_t>(at_[j.yes] - j.at);
            code_[j.at].otherwise = static_cast<std::uint16_t>(at_[j.no] - j.at);
        }
    }

private:
    struct jump {
        std::size_t at;
        label yes, no;
    };
    void put(instruction i, label yes, label no) {
        jumps_.push_back({code_.size(), yes, no});
        code_.push_back(i);
    }
    void write_all(const std::vector<condition_description>& parts, label yes, label no) {
        if (parts.empty()) put(instruction{op::facts_all}, yes, no);  // of no facts: holds
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const bool last = i + 1 == parts.size();
            const label next = last ? yes : new_label();
            write(parts[i], next, no);
            if (!last) place(next);
        }
    }
    void write_any(const std::vector<condition_description>& parts, label yes, label no) {
        if (parts.empty()) put(instruction{op::facts_all}, no, yes);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const bool last = i + 1 == parts.size();
            const label next = last ? no : new_label();
            write(parts[i], yes, next);
            if (!last) place(next);
        }
    }
    template <class Subject> void write_compared(const Subject& subject, const condition_description& c, label yes, label no) {
        instruction i;
        i.from = draft::source_of(subject);
        if (c.how == comparison::is_set || c.how == comparison::is_unset) {
            i.code = op::value_is_set;
            const bool positive = c.how == comparison::is_set;
            if (!c.values.empty()) to_.faults.add(c.name + " 'is set' takes no value", c.mark);
            return put(i, positive ? yes : no, positive ? no : yes);
        }
        if (c.values.empty() || (c.how != comparison::one_of && c.values.size() != 1)) {
            to_.faults.add(c.name + ": a comparison takes one value, a choice at least one", c.mark);
            return;
        }
        if (c.how == comparison::one_of) return write_among(subject, c, i, yes, no);
        i.value = to_.value_of(subject, c.values[0], c.mark);
        if (c.how == comparison::above && i.value == std::numeric_limits<std::int64_t>::max())
            return to_.faults.add("nothing is above that value of " + c.name, c.mark);
        const bool upward = c.how == comparison::at_least || c.how == comparison::above;
        i.code = upward ? op::value_at_least : op::value_at_most;
        if (c.how == comparison::above) ++i.value;
        if (c.how == comparison::below && i.value != no_value) --i.value;
        put(i, yes, no);
    }
    template <class Subject> void write_among(const Subject& subject, const condition_description& c, instruction i, label yes, label no) {
        std::vector<std::int64_t> numbers;
        std::uint64_t mask = 0;
        bool small = true;
        for (const auto& v : c.values) {
            numbers.push_back(to_.value_of(subject, v, c.mark));
            small = small && numbers.back() >= 0 && numbers.back() < 64;
            if (small) mask |= std::uint64_t{1} << numbers.back();
        }
        if (small && numbers.size() > 1) {
            i.code = op::value_among;
            i.value = static_cast<std::int64_t>(mask);
            return put(i, yes, no);
        }
        i.code = op::value_equals;
        for (std::size_t k = 0; k < numbers.size(); ++k) {
            const bool last = k + 1 == numbers.size();
            const label next = last ? no : new_label();
            i.value = numbers[k];
            put(i, yes, next);
            if (!last) place(next);
        }
    }
    void write_number(const condition_description& c, label yes, label no) {
        if (c.is == kind_of_condition::attribute) {
            if (const auto a = find_name(to_.d.attributes, c.name, "attribute", to_.faults, c.mark)) write_compared(to_.d.attributes[*a], c, yes, no);
            return;
        }
        static const std::vector<field_info> no_fields;
        const auto& fields = event_ != nullptr ? event_->fields : no_fields;
        const auto f = find_name(fields, c.name, "field of this event", to_.faults, c.mark);
        if (!f) return;
        if (fields[*f].offset == not_in_payload)
            to_.faults.add("field " + c.name + " travels beside the payload: ask for the attribute instead", c.mark);
        else write_compared(fields[*f], c, yes, no);
    }

    draft& to_;
    const event_info* event_;
    std::vector<instruction> code_;
    std::vector<jump> jumps_;
    std::vector<std::size_t> at_;
};

/// Takes plain facts out of a condition: what holds of them is a mask, the rest stays.
inline void take_facts(draft& to, const condition_description& c, fact_test& masks, std::vector<condition_description>& rest) {
    const auto put = [&](const condition_description& fact, bool wanted) {
        const auto bit = to.fact_bit(fact.name, fact.mark);
        const auto want = wanted ? bit : 0;
        if ((masks.care & bit) != 0 && (masks.want & bit) != want) to.faults.add("asks for fact '" + fact.name + "' and for its absence", fact.mark);
        masks.care |= bit;
        masks.want |= want;
    };
    if (c.is == kind_of_condition::fact) return put(c, true);
    if (c.is == kind_of_condition::all_of) {
        for (const auto& part : c.of) take_facts(to, part, masks, rest);
        return;
    }
    const bool only_facts = std::all_of(c.of.begin(), c.of.end(), [](const auto& p) { return p.is == kind_of_condition::fact; });
    if (c.is == kind_of_condition::none_of && only_facts && !c.of.empty()) {
        for (const auto& part : c.of) put(part, false);
        return;
    }
    rest.push_back(c);
}

}  // namespace caseclock::detail
