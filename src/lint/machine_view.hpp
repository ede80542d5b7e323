// SPDX-License-Identifier: Apache-2.0
//
// A machine as the linter sees it: which events may occur, which rows may be taken, which states a case may reach.
//
// Facts and attributes are free: a host may send any with any event. So a row is never taken only if its state is not reached, its event
// never occurs, its conditions contradict each other, or an earlier row is chosen whenever it could be.
#pragma once

#include "lint/row_conditions.hpp"

namespace caseclock::detail {

/// Why a row of a state and event is never taken.
enum class row_fate : std::uint8_t {
    taken,        ///< it may be
    not_reached,  ///< its state is not reached, or lets no event through
    no_event,     ///< its event never occurs
    contradicts,  ///< its own condition cannot hold
    covered,      ///< an earlier row is chosen whenever it could be
    refused       ///< it is chosen, but what it needs cannot hold
};

class machine_view {
public:
    machine_view(rulebook_draft& d, std::size_t number);

    [[nodiscard]] const definition& machine() const noexcept { return machine_; }
    /// How it was described; nullptr: it was given.
    [[nodiscard]] const machine_description* own() const noexcept { return own_; }
    [[nodiscard]] std::size_t number() const noexcept { return number_; }
    [[nodiscard]] const machine_conditions& conditions() const noexcept { return conditions_; }

    /// States that a case may reach.
    [[nodiscard]] const state_set& reached() const noexcept { return reached_; }
    [[nodiscard]] row_fate fate(std::size_t row) const noexcept { return fates_[row]; }
    [[nodiscard]] bool occurs(std::size_t event) const noexcept { return occurs_[event]; }
    /// Whether the row may be taken by a case that stands in one of the states.
    [[nodiscard]] bool may_be_taken(std::size_t row, const state_set& from) const noexcept {
        return fates_[row] == row_fate::taken && from[machine_.rows()[row].from];
    }
    /// The place among `asks` that cannot be met although the row is chosen; -1 when there is none.
    [[nodiscard]] int never_met(std::size_t row) const noexcept { return never_met_[row]; }

    /// Where completion rows may lead from a state, itself included.
    [[nodiscard]] state_set settled(std::uint8_t state) const;
    /// Cases in these states.
    [[nodiscard]] case_space space(const state_set& states) const { return {&machine_, conditions_.numbers(), states}; }
    [[nodiscard]] case_space space() const { return space(reached_); }
    /// Cases whose region of that state stands in one of `here`; other regions are anywhere.
    [[nodiscard]] case_space space_at(const state_set& here, std::uint8_t state) const;
    /// Whether a case can rest in the state: no completion row takes it on at once.
    [[nodiscard]] bool may_rest(std::uint8_t state) const;

private:
    void find_events(const rulebook_draft& d);
    void find_fates();
    void judge_rows(unsigned event, unsigned state);
    void find_reached();

    std::size_t number_;
    const definition& machine_;
    const machine_description* own_;
    machine_conditions conditions_;
    std::vector<bool> occurs_;
    std::vector<row_fate> fates_;
    std::vector<int> never_met_;
    state_set reached_;
};

}  // namespace caseclock::detail
