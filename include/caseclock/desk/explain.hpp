// SPDX-License-Identifier: Apache-2.0
//
// Proofs: events are replayed on a desk of their own, and the course of every clock is written down.
//
//   for (const proof& p : explain(hotline, events, values, {.case_id = 41, .until = now})) std::cout << text_of(p);
//   for (const proof& p : explain_all(hotline, events, values, {.until = now})) ...       // every case, in one replay
//
// The events may be all that a desk was given: those of other families than the ones asked for are passed over, and move no time. An event
// that came late to that desk because of another family is taken at its own instant by `explain`. A desk with a ledger explains by itself:
// ledger/ledger_desk.hpp.
#pragma once

#include "caseclock/desk/counterfactuals.hpp"
#include "caseclock/desk/proof_builder.hpp"

namespace caseclock {

struct explain_options {
    std::uint64_t case_id = 0;
    std::optional<std::uint64_t> root{};  ///< of a case that the desk opened: its root case
    instant until{};                      ///< where the replay ends, unless an event comes later
    bool counterfactuals = true;          ///< of missed cycles; each takes some replays of the family
    std::span<const adoption> adoptions{};  ///< of the desk that was given the events
};
struct explain_all_options {
    instant until{};                                  ///< where the replay ends, unless an event comes later
    std::optional<std::vector<std::uint64_t>> roots{};  ///< root cases; without it every one
    bool counterfactuals = false;                     ///< of missed cycles; each takes some replays of the family
    std::span<const adoption> adoptions{};            ///< of the desk that was given the events
};

/// Calls `visit(std::vector<proof>)` for each case that ran a clock, in the order of their ids: its cycles in the order of their starts.
template <class Visit>
void explain_each(const rulebook& book, std::span<const event> events, std::span<const event_value> values, const explain_all_options& asked, Visit visit) {
    const detail::written_replay replayed{book, events, values, asked.adoptions, asked.roots, asked.until};
    std::optional<detail::counterfactual_finder> finder;
    if (asked.counterfactuals) finder.emplace(replayed, events, values);
    replayed.each_case([&](const case_record& record, const detail::case_notes& notes) {
        auto proofs = detail::proof_builder{book, record, notes, replayed.until()}.build();
        if (finder) finder->find(proofs);
        if (!proofs.empty()) visit(std::move(proofs));
    });
}

/// The cycles of every clock of every case: by case, then in the order of their starts.
[[nodiscard]] inline std::vector<proof> explain_all(const rulebook& book, std::span<const event> events, std::span<const event_value> values,
                                                    const explain_all_options& asked) {
    std::vector<proof> all;
    explain_each(book, events, values, asked, [&](std::vector<proof> of_case) { std::move(of_case.begin(), of_case.end(), std::back_inserter(all)); });
    return all;
}

/// The cycles of every clock of a case, in the order of their starts. Throws std::out_of_range when its events open no such case.
[[nodiscard]] inline std::vector<proof> explain(const rulebook& book, std::span<const event> events, std::span<const event_value> values,
                                                const explain_options& asked) {
    const detail::written_replay replayed{book, events, values, asked.adoptions, std::vector{asked.root.value_or(asked.case_id)}, asked.until};
    const auto notes = replayed.notes_of(asked.case_id);
    auto proofs = detail::proof_builder{book, replayed.record(asked.case_id), notes, replayed.until()}.build();
    if (asked.counterfactuals) detail::counterfactual_finder{replayed, events, values}.find(proofs);
    return proofs;
}

}  // namespace caseclock
