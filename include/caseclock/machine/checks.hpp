// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with a machine although it can be built: found in its table, without running it.
//
//   for (const auto& f : check(d)) ...        "state held: nothing leads here"
//
//   unreachable_state   no row leads there from an initial state
//   dead_end            no row leads on, and it is not final: a case would stay there for ever
//   row_never_reached   an earlier row of its state and event always takes the event or stops it; or its state is not reached, or lets
//                       the event not through (final and interrupt states)
//   event_nobody_takes  no row that can be reached is for it
//   completion_loop     completion rows without a condition lead in a circle: every event there ends in `overrun`
#pragma once

#include "caseclock/machine/definition.hpp"

namespace caseclock {

enum class finding_kind : std::uint8_t { unreachable_state, dead_end, row_never_reached, event_nobody_takes, completion_loop };
[[nodiscard]] constexpr std::string_view to_string(finding_kind kind) noexcept {
    constexpr std::string_view text[] = {"unreachable_state", "dead_end", "row_never_reached", "event_nobody_takes", "completion_loop"};
    return text[static_cast<std::size_t>(kind)];
}

struct finding {
    finding_kind kind{};
    std::uint16_t number = 0;  ///< of the state, row or event
    std::string text;          ///< subject and sentence
};

namespace detail {

/// Whenever the facts of `b` are right, so are those of `a`.
[[nodiscard]] constexpr bool covers(const row_choice& a, const row_choice& b) noexcept {
    return (a.care & ~b.care) == 0 && ((a.want ^ b.want) & a.care) == 0;
}
[[nodiscard]] inline std::string row_subject(const definition& d, std::size_t i) {
    const auto& row = d.rows()[i];
    const auto& event = d.events()[row.event].name;
    return "row " + std::to_string(row.written + 1) + " (" + d.states()[row.from].name + ", " + (event.empty() ? "completion" : event) + ")";
}

inline void check_states(const definition& d, std::vector<finding>& out) {
    for (std::size_t s = 0; s < d.states().size(); ++s) {
        const auto& state = d.states()[s];
        const auto number = static_cast<std::uint16_t>(s);
        bool leaves = false;
        for (const auto& row : d.rows()) leaves = leaves || (row.from == s && !row.internal && row.to != s);
        if (state.region == no_region) out.push_back({finding_kind::unreachable_state, number, "state " + state.name + ": nothing leads here"});
        else if (!leaves && !state.final)
            out.push_back({finding_kind::dead_end, number, "state " + state.name + ": no row leads on, and it is not final"});
    }
}

/// Why no row of this state and event can be reached; empty when one may be.
[[nodiscard]] inline std::string why_shut(const definition& d, unsigned event, unsigned state) {
    const auto& s = d.states()[state];
    if (s.region == no_region) return "its state is never reached";
    if (s.ends_case) return "its state is final and takes no event";
    if (s.interrupted_until != 0 && s.interrupted_until != event)
        return "its state is an interrupt state and lets only " + d.events()[s.interrupted_until].name + " through";
    return {};
}

/// The row tried before row `i` (as in the engine) that is chosen whenever `i` could be; 0 when there is none.
[[nodiscard]] inline unsigned row_in_front(const table& t, unsigned first, unsigned i) {
    for (unsigned k = first; k != i; k = t.rows[k].alternative) {
        const auto &earlier = t.choices[k], &mine = t.choices[i];
        if (covers(earlier, mine) && (earlier.guard == 0 || earlier.guard == mine.guard)) return k;
    }
    return 0;
}

inline void check_rows(const definition& d, std::vector<finding>& out) {
    const auto& t = d.data().engine;
    for (unsigned event = 0; event < d.events().size(); ++event)
        for (unsigned state = 0; state < d.states().size(); ++state) {
            const auto shut = why_shut(d, event, state);
            const unsigned first = t.cell(event, state);
            for (unsigned i = first; i != 0; i = t.rows[i].alternative) {
                auto why = shut;
                if (const unsigned k = row_in_front(t, first, i); why.empty() && k != 0)
                    why = row_subject(d, k - 1) + " is tried first, and is chosen whenever this one could be";
                if (!why.empty())
                    out.push_back({finding_kind::row_never_reached, static_cast<std::uint16_t>(i - 1), row_subject(d, i - 1) + ": " + why});
            }
        }
}

inline void check_events(const definition& d, std::vector<finding>& out) {
    for (std::size_t e = 1; e < d.events().size(); ++e) {
        bool taken = false;
        for (const auto& row : d.rows()) taken = taken || (row.event == e && why_shut(d, row.event, row.from).empty());
        if (!taken)
            out.push_back(
                {finding_kind::event_nobody_takes, static_cast<std::uint16_t>(e), "event " + d.events()[e].name + ": no row takes it"});
    }
}

inline void check_completions(const definition& d, std::vector<finding>& out) {
    const auto& t = d.data().engine;
    const auto always = [&](unsigned s) -> int {  // where an unconditional completion row leads
        const unsigned i = t.cell(0, s);
        if (i == 0 || t.choices[i].care != 0 || t.choices[i].guard != 0 || t.rows[i].care != 0 || (t.rows[i].flags & row_asks) != 0) return -1;
        return t.rows[i].next;
    };
    for (unsigned s = 0; s < d.states().size(); ++s) {
        int at = always(s);
        for (std::size_t n = 0; at >= 0 && at != static_cast<int>(s) && n < d.states().size(); ++n) at = always(static_cast<unsigned>(at));
        if (at == static_cast<int>(s))
            out.push_back({finding_kind::completion_loop, static_cast<std::uint16_t>(s),
                           "state " + d.states()[s].name + ": its completion rows lead back to it without a condition"});
    }
}

}  // namespace detail

/// Everything found, in the order states, rows, events, completions; empty when nothing is wrong.
[[nodiscard]] inline std::vector<finding> check(const definition& d) {
    std::vector<finding> out;
    detail::check_states(d, out);
    detail::check_rows(d, out);
    detail::check_events(d, out);
    detail::check_completions(d, out);
    return out;
}

}  // namespace caseclock
