// SPDX-License-Identifier: Apache-2.0
#include "lint/possible.hpp"

#include <map>
#include <optional>

namespace caseclock::detail {
namespace {

enum class truth : std::uint8_t { no, yes, open };
using test = condition::test;

/// Tries values for what is open, one part at a time, until all demands are decided.
class trial {
public:
    trial(const case_space& space, std::span<const demand> demands) : space_{space}, demands_{demands} {
        at_.fill(unplaced);
        for (const auto& each : demands)
            for (const auto& n : each.on->nodes())
                if (n.is == test::state)
                    for (const auto state : each.on->values_of(n)) mentioned_.set(static_cast<std::size_t>(state));
    }

    bool succeeds() {
        bool open = false;
        for (const auto& each : demands_) {
            const auto said = each.on->always() ? truth::yes : value_of(*each.on, 0);
            if (said == truth::open) open = true;
            else if ((said == truth::yes) != each.holds) return false;
        }
        if (!open || parts_left_ <= 0) return true;
        return branch();
    }

private:
    static constexpr int most_parts = 1'000'000;  // of conditions, asked in all trials together
    static constexpr std::int16_t unplaced = -1;
    struct open_part {
        enum class kind : std::uint8_t { fact, number, region } is = kind::fact;
        std::uint64_t which = 0;  ///< the fact's bit, the number's or the region's number
    };

    // ---- what is known so far -----------------------------------------------------------------------------------------------------

    truth value_of(const condition& c, std::size_t at) {
        const auto& n = c.nodes()[at];
        --parts_left_;
        switch (n.is) {
            case test::constant: return n.mask != 0 ? truth::yes : truth::no;
            case test::facts: return facts_are(n.mask, true);
            case test::lacks: return facts_are(n.mask, false);
            case test::state: return in_states(c.values_of(n));
            case test::one_of:
            case test::between:
            case test::is_set: return compared(c, n);
            default: break;
        }
        const auto looked_for = n.is == test::all ? truth::no : truth::yes;
        bool open = false;
        for (auto part = at + 1; part < at + n.span; part += c.nodes()[part].span) {
            const auto said = value_of(c, part);
            if (said == looked_for) return n.is == test::any ? truth::yes : truth::no;
            open = open || said == truth::open;
        }
        if (open) return truth::open;
        return n.is == test::any ? truth::no : truth::yes;
    }

    truth facts_are(std::uint64_t mask, bool holding) {
        const auto wrong = holding ? known_facts_ & ~facts_ : facts_;
        if ((wrong & mask) != 0) return truth::no;
        const auto left = mask & ~known_facts_;
        if (left == 0) return truth::yes;
        open_ = {open_part::kind::fact, left & (~left + 1)};
        return truth::open;
    }

    truth in_states(std::span<const std::int64_t> states) {
        std::array<std::size_t, region_limit> here{};
        for (const auto state : states) {
            const auto region = region_of(static_cast<std::size_t>(state));
            if (region == no_region || !space_.states[static_cast<std::size_t>(state)]) continue;
            if (at_[region] == state) return truth::yes;
            if (at_[region] == unplaced) ++here[region];
        }
        auto said = truth::no;
        for (std::size_t region = 0; region < region_limit; ++region) {
            if (here[region] == 0) continue;
            if (here[region] == states_in(region)) return truth::yes;
            open_ = {open_part::kind::region, region};
            said = truth::open;
        }
        return said;
    }

    truth compared(const condition& c, const condition::node& n) {
        const auto known = numbers_.find(n.attribute);
        if (known == numbers_.end()) {
            open_ = {open_part::kind::number, n.attribute};
            return truth::open;
        }
        const auto value = known->second;
        bool is = n.when_unset;
        if (n.is == test::is_set) is = value != no_number;
        else if (value != no_number && n.is == test::between) is = value >= n.low && value <= n.high;
        else if (value != no_number) is = std::ranges::find(c.values_of(n), value) != c.values_of(n).end();
        return is ? truth::yes : truth::no;
    }

    [[nodiscard]] std::uint8_t region_of(std::size_t state) const { return space_.machine->states()[state].region; }
    [[nodiscard]] std::size_t states_in(std::size_t region) const {
        std::size_t count = 0;
        for (std::size_t s = 0; s < space_.machine->states().size(); ++s) count += space_.states[s] && region_of(s) == region;
        return count;
    }

    // ---- what is tried ------------------------------------------------------------------------------------------------------------

    bool branch() {
        const auto part = open_;
        switch (part.is) {
            case open_part::kind::fact: return branch_fact(part.which);
            case open_part::kind::number: return branch_number(static_cast<std::uint8_t>(part.which));
            default: return branch_region(part.which);
        }
    }
    bool branch_fact(std::uint64_t bit) {
        known_facts_ |= bit;
        facts_ |= bit;
        bool found = succeeds();
        facts_ &= ~bit;
        found = found || succeeds();
        known_facts_ &= ~bit;
        return found;
    }
    bool branch_number(std::uint8_t number) {
        for (const auto value : values_worth_trying(number)) {
            numbers_[number] = value;
            if (succeeds()) return true;
        }
        numbers_.erase(number);
        return false;
    }
    /// Every state that a condition names, and one of the others.
    bool branch_region(std::size_t region) {
        bool one_of_the_others = false;
        for (std::size_t s = 0; s < space_.machine->states().size(); ++s) {
            if (!space_.states[s] || region_of(s) != region || (!mentioned_[s] && one_of_the_others)) continue;
            one_of_the_others = one_of_the_others || !mentioned_[s];
            at_[region] = static_cast<std::int16_t>(s);
            if (succeeds()) return true;
        }
        at_[region] = unplaced;
        return false;
    }

    /// Unset, and the least value of each stretch that the conditions do not tell apart.
    const std::vector<std::int64_t>& values_worth_trying(std::uint8_t number) {
        const auto [found, is_new] = worth_trying_.try_emplace(number);
        auto& values = found->second;
        if (!is_new) return values;
        const auto range = number < space_.numbers.size() ? space_.numbers[number] : number_range{no_number + 1, greatest_number};
        if (range.may_be_unset) values.push_back(no_number);
        values.push_back(range.least);
        const auto begins = [&](std::int64_t value) {
            if (value > range.least && value <= range.greatest) values.push_back(value);
        };
        const auto begins_after = [&](std::int64_t value) {
            if (value < greatest_number) begins(value + 1);
        };
        for (const auto& each : demands_)
            for (const auto& n : each.on->nodes()) {
                if (n.attribute != number) continue;
                if (n.is == test::between) {
                    begins(n.low);
                    begins_after(n.high);
                } else if (n.is == test::one_of) {
                    for (const auto value : each.on->values_of(n)) {
                        begins(value);
                        begins_after(value);
                    }
                }
            }
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        return values;
    }

    static constexpr std::int64_t greatest_number = std::numeric_limits<std::int64_t>::max();

    const case_space& space_;
    std::span<const demand> demands_;
    state_set mentioned_;
    std::uint64_t known_facts_ = 0, facts_ = 0;
    std::map<std::uint8_t, std::int64_t> numbers_;
    std::map<std::uint8_t, std::vector<std::int64_t>> worth_trying_;
    std::array<std::int16_t, region_limit> at_{};
    open_part open_;
    int parts_left_ = most_parts;
};

}  // namespace

bool possible(const case_space& space, std::span<const demand> demands) { return trial{space, demands}.succeeds(); }

}  // namespace caseclock::detail
