// SPDX-License-Identifier: Apache-2.0
//
// One switch over the behaviours of a front-end, each with its guard, exit, action and entry inlined; above 128 of them, a table of
// functions.
#pragma once

#include "caseclock/machine/engine.hpp"
#include "caseclock/machine/lower/numbering.hpp"

namespace caseclock::detail {

template <class Row, bool Lives>
[[gnu::always_inline]] inline verdict behave(const definition_data& d, const row_data& row, step& now, const payload& data) {
    using P = parts<Row>;
    using E = std::conditional_t<std::is_same_v<typename P::reads, no_event>, none, typename P::event>;
    [[maybe_unused]] const E e = unpack<E>(data);
    if constexpr (!std::is_same_v<typename P::rest, none>)
        if (!call<typename P::rest>(e, now)) return verdict::pass;
    if constexpr (P::asks) {
        if (ask(d, row, now, data) == verdict::refused) return verdict::refused;
    } else if constexpr (P::may_lapse) {
        if (const auto missing = row.ought & ~now.facts()) [[unlikely]] now.lapse(missing);
    }
    if constexpr (Lives) now.assign_facts(0, row.ends);
    P::exit::run(now);
    if constexpr (!std::is_same_v<typename P::action, none>) call<typename P::action>(e, now);
    P::entry::run(now);
    return verdict::taken;
}

template <class Row, bool Lives> verdict behave_out_of_line(const definition_data& d, const row_data& row, step& now, const payload& data) {
    return behave<Row, Lives>(d, row, now, data);
}
inline verdict refuse(const definition_data&, const row_data&, step&, const payload&) { return verdict::pass; }

template <class Front, bool Lives> struct behaviours {
    using N = numbered<Front>;
    static constexpr std::size_t count = N::behaviour_count;
    const definition_data& d;

    [[gnu::always_inline]] verdict operator()(bool open, const row_data& row, step& now, const payload& data) const {
        const unsigned b = open ? row.behaviour : 0U;
#define CASECLOCK_CASE(n)                                                                                                            \
    case (n) + 1:                                                                                                                    \
        if constexpr ((n) < count) return behave<typename N::template behaviour_row<((n) < count ? (n) : 0)>, Lives>(d, row, now, data); \
        else __builtin_unreachable();
#define CASECLOCK_CASES(n)                                                                                      \
    CASECLOCK_CASE(n) CASECLOCK_CASE((n) + 1) CASECLOCK_CASE((n) + 2) CASECLOCK_CASE((n) + 3) CASECLOCK_CASE((n) + 4) \
        CASECLOCK_CASE((n) + 5) CASECLOCK_CASE((n) + 6) CASECLOCK_CASE((n) + 7)
        if constexpr (count <= 32) {
            switch (b) {
                case 0: return verdict::pass;
                    CASECLOCK_CASES(0) CASECLOCK_CASES(8) CASECLOCK_CASES(16) CASECLOCK_CASES(24)
                default: __builtin_unreachable();
            }
        } else if constexpr (count <= 128) {
            switch (b) {
                case 0: return verdict::pass;
                    CASECLOCK_CASES(0) CASECLOCK_CASES(8) CASECLOCK_CASES(16) CASECLOCK_CASES(24)
                    CASECLOCK_CASES(32) CASECLOCK_CASES(40) CASECLOCK_CASES(48) CASECLOCK_CASES(56)
                    CASECLOCK_CASES(64) CASECLOCK_CASES(72) CASECLOCK_CASES(80) CASECLOCK_CASES(88)
                    CASECLOCK_CASES(96) CASECLOCK_CASES(104) CASECLOCK_CASES(112) CASECLOCK_CASES(120)
                default: __builtin_unreachable();
            }
        } else {
            return functions<>[b](d, row, now, data);
        }
#undef CASECLOCK_CASES
#undef CASECLOCK_CASE
    }

    using function = verdict (*)(const definition_data&, const row_data&, step&, const payload&);
    template <std::size_t... B> static constexpr auto list(std::index_sequence<B...>) {
        return std::array<function, sizeof...(B) + 1>{&refuse, &behave_out_of_line<typename N::template behaviour_row<B>, Lives>...};
    }
    template <class X = void> static constexpr auto functions = list(std::make_index_sequence<count>{});
};

}  // namespace caseclock::detail
