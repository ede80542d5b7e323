// SPDX-License-Identifier: Apache-2.0
//
// A compiled condition in words, and which part of it does not hold for a case, with what the case says instead.
//
//   condition                                 | a case                 | asked                   found
//   all: [identified, {priority: [urgent]}]   | identified, no prio    | priority urgent         priority is unset
//   any: [vip, {state: on_hold}]              | talking                | vip or on_hold          vip does not hold, state is talking
//   none: [vip]                               | vip                    | not vip                 vip holds
#pragma once

#include "caseclock/rulebook/rulebook.hpp"
#include "caseclock/time/duration_text.hpp"
#include "caseclock/time/iso8601.hpp"

#include <bit>
#include <functional>

namespace caseclock {

/// A part of a condition that does not hold.
struct unmet_part {
    std::string asked, found;
    friend bool operator==(const unmet_part&, const unmet_part&) = default;
};

class condition_words {
public:
    /// `text_of_code`: the host's texts; without it those of the rulebook, and "#17".
    condition_words(const rulebook& book, const definition& machine, std::function<std::string(std::int64_t)> text_of_code = {})
        : book_{book}, machine_{machine}, text_of_code_{std::move(text_of_code)} {}

    [[nodiscard]] std::string text_of(const condition& of) const { return of.always() ? "always" : text(of, 0); }

    /// The parts that do not hold for a case; empty when it holds.
    template <class Case> [[nodiscard]] std::vector<unmet_part> unmet(const condition& of, const Case& about) const {
        std::vector<unmet_part> found;
        if (!of.always() && !of.part_holds(0, about)) gather(of, 0, about, found);
        return found;
    }

    /// "urgent", "90s", "2026-10-01T09:00:00.000Z", "unset".
    [[nodiscard]] std::string value_text(unsigned attribute, std::int64_t value) const {
        if (value == no_value) return "unset";
        const auto& info = machine_.attributes()[attribute];
        switch (info.kind) {
            case attribute_kind::one_of:
                return static_cast<std::size_t>(value) < info.enumerators.size() ? info.enumerators[static_cast<std::size_t>(value)] : '#' + std::to_string(value);
            case attribute_kind::name: return code_text(value);
            case attribute_kind::count: return std::to_string(value);
            case attribute_kind::instant: return format_instant(instant{duration{value}});
            case attribute_kind::duration: return format_duration(duration{value});
        }
        return std::to_string(value);
    }
    /// "identified and vip".
    [[nodiscard]] std::string facts_text(std::uint64_t mask, std::string_view between = " and ") const {
        std::string out;
        for (; mask != 0; mask &= mask - 1) out += (out.empty() ? "" : std::string{between}) + machine_.facts()[static_cast<std::size_t>(__builtin_ctzll(mask))].name;
        return out;
    }

private:
    using node = condition::node;
    using test = condition::test;

    [[nodiscard]] std::string code_text(std::int64_t code) const {
        if (text_of_code_) return text_of_code_(code);
        const auto known = code >= 0 && code < rulebook::first_free_code ? book_.text_of(static_cast<std::uint32_t>(code)) : std::string_view{};
        return known.empty() ? '#' + std::to_string(code) : std::string{known};
    }
    template <class Visit> static void each_part(const condition& of, std::size_t at, Visit visit) {
        const auto nodes = of.nodes();
        for (auto part = at + 1; part < at + nodes[at].span; part += nodes[part].span) visit(part);
    }
    [[nodiscard]] std::string joined(const condition& of, std::size_t at, std::string_view between) const {
        std::string out;
        each_part(of, at, [&](std::size_t part) {
            auto inner = text(of, part);
            const auto is = of.nodes()[part].is;
            if ((is == test::all || is == test::any) && of.nodes()[part].span > 2) inner = '(' + inner + ')';
            out += (out.empty() ? "" : std::string{between}) + inner;
        });
        return out;
    }

    [[nodiscard]] std::string text(const condition& of, std::size_t at) const {
        const node& n = of.nodes()[at];
        switch (n.is) {
            case test::all: return joined(of, at, " and ");
            case test::any: return joined(of, at, " or ");
            case test::none: return (n.span > 2 && of.nodes()[at + 1].span + 1 != n.span ? "none of " : "not ") + joined(of, at, ", ");
            case test::facts: return facts_text(n.mask);
            case test::lacks: return "not " + facts_text(n.mask, ", not ");
            case test::state: return states_text(of.values_of(n));
            case test::is_set: return name_of(n) + " is set";
            case test::one_of: return name_of(n) + ' ' + values_text(n.attribute, of.values_of(n));
            case test::between: return name_of(n) + range_text(n);
            case test::constant: return n.mask != 0 ? "always" : "never (an option or a machine chose otherwise)";
        }
        return {};
    }
    [[nodiscard]] const std::string& name_of(const node& n) const { return machine_.attributes()[n.attribute].name; }
    [[nodiscard]] std::string values_text(unsigned attribute, std::span<const std::int64_t> values) const {
        std::string out;
        for (const auto value : values) out += (out.empty() ? "" : " or ") + value_text(attribute, value);
        return out;
    }
    [[nodiscard]] std::string range_text(const node& n) const {
        const bool open_above = n.high == std::numeric_limits<std::int64_t>::max();
        if (n.low <= 0 && !open_above) return " at most " + value_text(n.attribute, n.high);
        return open_above ? " at least " + value_text(n.attribute, n.low) : " between " + value_text(n.attribute, n.low) + " and " + value_text(n.attribute, n.high);
    }
    [[nodiscard]] std::string states_text(std::span<const std::int64_t> states) const {
        std::string out;
        for (const auto state : states) out += (out.empty() ? "" : " or ") + machine_.states()[static_cast<std::size_t>(state)].name;
        return out;
    }

    template <class Case> void gather(const condition& of, std::size_t at, const Case& about, std::vector<unmet_part>& out) const {
        const node& n = of.nodes()[at];
        const auto failing_parts = [&](bool that) {
            each_part(of, at, [&](std::size_t part) {
                if (of.part_holds(part, about) != that) return;
                if (that) out.push_back({"not " + text(of, part), found(of, part, about)});
                else gather(of, part, about, out);
            });
        };
        if (n.is == test::all) return failing_parts(false);
        if (n.is == test::none) return failing_parts(true);
        out.push_back({text(of, at), found(of, at, about)});
    }
    /// What the case says about a part.
    template <class Case> [[nodiscard]] std::string found(const condition& of, std::size_t at, const Case& about) const {
        const node& n = of.nodes()[at];
        switch (n.is) {
            case test::facts: {
                const auto missing = n.mask & ~about.facts();
                return missing == 0 ? facts_text(n.mask) + " holds" : facts_text(missing, ", ") + (std::has_single_bit(missing) ? " does not hold" : " do not hold");
            }
            case test::lacks: {
                const auto held = n.mask & about.facts();
                return held == 0 ? "none of them holds" : facts_text(held, ", ") + (std::has_single_bit(held) ? " holds" : " hold");
            }
            case test::state: return "state is " + state_of(about);
            case test::is_set:
            case test::one_of:
            case test::between: return name_of(n) + " is " + value_text(n.attribute, about.value(n.attribute));
            case test::constant: return "as the rulebook was built";
            default: break;
        }
        std::string out;
        each_part(of, at, [&](std::size_t part) {
            const auto each = found(of, part, about);
            if (out.find(each) == std::string::npos) out += (out.empty() ? "" : ", ") + each;
        });
        return out;
    }
    template <class Case> [[nodiscard]] std::string state_of(const Case& about) const {
        std::string out;
        for (std::size_t state = 0; state < machine_.states().size(); ++state)
            if (about.in_state(static_cast<unsigned>(state))) out += (out.empty() ? "" : ", ") + machine_.states()[state].name;
        return out;
    }

    const rulebook& book_;
    const definition& machine_;
    std::function<std::string(std::int64_t)> text_of_code_;
};

}  // namespace caseclock
