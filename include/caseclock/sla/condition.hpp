// SPDX-License-Identifier: Apache-2.0
//
// A yes or no about a case, compiled to numbers: which facts hold, which state it is in, what its attributes say.
//
//   priority: [urgent, critical]            value of attribute 0 in {1, 2}
//   all: [identified, {state: on_hold}]     all of: fact bit 3, state 7
//
// What is asked is whatever has
//
//   std::uint64_t facts() const;  bool in_state(unsigned state) const;  std::int64_t value(unsigned attribute) const;  // no_number: unset
//
// The rule that surprises: an empty condition always holds.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace caseclock {

/// What an unset attribute reads as.
inline constexpr std::int64_t no_number = std::numeric_limits<std::int64_t>::min();

/// A compiled condition: nodes in prefix order, each with the number of nodes it spans.
class condition {
public:
    enum class test : std::uint8_t {
        all,          ///< of the nodes below
        any,          ///< of the nodes below
        none,         ///< of the nodes below
        facts,        ///< all facts of the mask hold
        lacks,        ///< no fact of the mask holds
        state,        ///< a region is in one of the values
        one_of,       ///< the attribute is one of the values
        between,      ///< the attribute lies in [low, high]
        is_set,       ///< the attribute has a value
        constant      ///< `mask` is not 0
    };
    struct node {
        test is = test::constant;
        std::uint8_t attribute = 0;
        bool when_unset = false;      ///< what one_of and between say of an attribute without a value
        std::uint32_t span = 1;       ///< nodes of this part, itself included
        std::uint64_t mask = 0;       ///< facts; of a constant: its value
        std::int64_t low = 0, high = 0;
        std::uint32_t first = 0, count = 0;  ///< values[first .. first + count)
    };

    /// Holds always.
    condition() = default;

    [[nodiscard]] bool always() const noexcept { return nodes_.empty(); }

    template <class Case> [[nodiscard]] bool holds(const Case& of) const { return nodes_.empty() || node_holds(0, of); }

    // ---- what it reads: whoever watches a case asks again only when one of these changes ----------------------------------------
    [[nodiscard]] std::uint64_t facts_read() const noexcept {
        std::uint64_t mask = 0;
        for (const auto& n : nodes_)
            if (n.is == test::facts || n.is == test::lacks) mask |= n.mask;
        return mask;
    }
    [[nodiscard]] std::uint32_t attributes_read() const noexcept {
        std::uint32_t mask = 0;
        for (const auto& n : nodes_)
            if (n.is == test::one_of || n.is == test::between || n.is == test::is_set) mask |= std::uint32_t{1} << n.attribute;
        return mask;
    }
    [[nodiscard]] bool reads_states() const noexcept {
        return std::any_of(nodes_.begin(), nodes_.end(), [](const node& n) { return n.is == test::state; });
    }

    // ---- for readers ------------------------------------------------------------------------------------------------------------
    /// The nodes, in prefix order; part `at` spans nodes()[at .. at + nodes()[at].span).
    [[nodiscard]] std::span<const node> nodes() const noexcept { return nodes_; }
    [[nodiscard]] std::span<const std::int64_t> values_of(const node& n) const noexcept { return std::span{values_}.subspan(n.first, n.count); }
    /// Whether the part that begins at that node holds.
    template <class Case> [[nodiscard]] bool part_holds(std::size_t at, const Case& of) const { return node_holds(at, of); }

    // ---- making one -------------------------------------------------------------------------------------------------------------
    [[nodiscard]] static condition of_constant(bool value) { return leaf({.is = test::constant, .mask = value ? 1U : 0U}); }
    [[nodiscard]] static condition of_facts(std::uint64_t mask) { return leaf({.is = test::facts, .mask = mask}); }
    [[nodiscard]] static condition of_lacking(std::uint64_t mask) { return leaf({.is = test::lacks, .mask = mask}); }
    [[nodiscard]] static condition of_states(const std::vector<std::uint8_t>& states) {
        return leaf({.is = test::state}, {states.begin(), states.end()});
    }
    [[nodiscard]] static condition of_values(std::uint8_t attribute, std::vector<std::int64_t> values, bool when_unset = false) {
        return leaf({.is = test::one_of, .attribute = attribute, .when_unset = when_unset}, std::move(values));
    }
    [[nodiscard]] static condition of_range(std::uint8_t attribute, std::int64_t low, std::int64_t high, bool when_unset = false) {
        return leaf({.is = test::between, .attribute = attribute, .when_unset = when_unset, .low = low, .high = high});
    }
    [[nodiscard]] static condition of_set(std::uint8_t attribute) { return leaf({.is = test::is_set, .attribute = attribute}); }
    [[nodiscard]] static condition of_all(const std::vector<condition>& parts) { return branch(test::all, parts); }
    [[nodiscard]] static condition of_any(const std::vector<condition>& parts) { return branch(test::any, parts); }
    [[nodiscard]] static condition of_none(const std::vector<condition>& parts) { return branch(test::none, parts); }

private:
    [[nodiscard]] static condition leaf(node n, std::vector<std::int64_t> values = {}) {
        condition made;
        n.count = static_cast<std::uint32_t>(values.size());
        made.nodes_ = {n};
        made.values_ = std::move(values);
        return made;
    }
    [[nodiscard]] static condition branch(test is, const std::vector<condition>& parts) {
        condition made;
        made.nodes_.push_back({.is = is});
        for (const auto& part : parts) {
            if (part.always()) {
                made.nodes_.push_back({.is = test::constant, .mask = 1});
                continue;
            }
            for (node n : part.nodes_) {
                n.first += static_cast<std::uint32_t>(made.values_.size());
                made.nodes_.push_back(n);
            }
            made.values_.insert(made.values_.end(), part.values_.begin(), part.values_.end());
        }
        made.nodes_.front().span = static_cast<std::uint32_t>(made.nodes_.size());
        return made;
    }

    [[nodiscard]] bool among(const node& n, std::int64_t value) const {
        const auto first = values_.begin() + n.first;
        return std::find(first, first + n.count, value) != first + n.count;
    }

    template <class Case> [[nodiscard]] bool node_holds(std::size_t at, const Case& of) const {
        const node& n = nodes_[at];
        switch (n.is) {
            case test::constant: return n.mask != 0;
            case test::facts: return (of.facts() & n.mask) == n.mask;
            case test::lacks: return (of.facts() & n.mask) == 0;
            case test::is_set: return of.value(n.attribute) != no_number;
            case test::one_of: {
                const auto value = of.value(n.attribute);
                return value == no_number ? n.when_unset : among(n, value);
            }
            case test::between: {
                const auto value = of.value(n.attribute);
                return value == no_number ? n.when_unset : value >= n.low && value <= n.high;
            }
            case test::state:
                return std::any_of(values_.begin() + n.first, values_.begin() + n.first + n.count,
                                   [&](std::int64_t state) { return of.in_state(static_cast<unsigned>(state)); });
            default: break;
        }
        const bool looked_for = n.is != test::all;  // any and none end at the first that holds, all at the first that does not
        for (auto part = at + 1; part < at + n.span; part += nodes_[part].span)
            if (node_holds(part, of) == looked_for) return n.is == test::any;
        return n.is != test::any;
    }

    std::vector<node> nodes_;
    std::vector<std::int64_t> values_;
};

}  // namespace caseclock
