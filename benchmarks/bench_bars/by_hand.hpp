// SPDX-License-Identifier: Apache-2.0
//
// The example call as one would write it by hand: two nested switches, the same actions, the same record of what happened.
#pragma once

#include "../../tests/machine/example_call.hpp"
#include "caseclock/machine/lower.hpp"

namespace bench::by_hand {

using namespace example;
namespace event = example::event;
using L = lowered<call>;

/// The case leaves its state for another.
inline void go(step& now, std::uint8_t to) {
    auto& state = now.record().state[0];
    now.out().changes.record(0, state, to);
    state = to;
}

[[gnu::always_inline]] inline outcome process(step& now, unsigned number, const payload& data) {
    constexpr auto ok = outcome::accepted, no = outcome::refused;
    // numbers of the rows, which lapses and children name
    constexpr std::uint16_t row_of_hold = 5, row_of_hang_up = 9;
    now.out().changes.clear();
    switch (now.record().state[0]) {
        case L::state_id<ringing>:
            switch (number) {
                case L::event_id<event::rang>:
                    if (!few_rings(now)) return no;
                    count_ring(now);
                    return ok;
                case L::event_id<event::answered>:
                    now[agent] = unpack<event::answered>(data).agent;
                    welcome(now);
                    now.set(recorded);
                    go(now, L::state_id<talking>);
                    return ok;
                case L::event_id<event::hung_up>:
                    now.clear(apologised);
                    go(now, L::state_id<abandoned>);
                    return ok;
                case L::event_id<event::expired>:
                    if (now.has(overdue)) return no;
                    now.set(overdue);
                    alarm(now);
                    go(now, L::state_id<ringing>);
                    return ok;
                default: return outcome::not_taken;
            }
        case L::state_id<talking>:
            switch (number) {
                case L::event_id<event::said>: {
                    const auto e = unpack<event::said>(data);
                    if (e.identified) now.set(identified);
                    if (e.consented) now.set(consented);
                    if (e.greeted) now.set(greeted);
                    if (e.announced) now.set(announced);
                    if (e.apologised) now.set(apologised);
                    return ok;
                }
                case L::event_id<event::hold>:
                    if (short_hold(unpack<event::hold>(data), now) && !now.has(announced)) {
                        now.clear(apologised);
                        return ok;
                    }
                    if (!now.has(announced) || !now.has(apologised)) return no;
                    if (!now.has(greeted)) {
                        now.acts_in_row(row_of_hold + 1);
                        now.lapse(mask_of<greeted>);
                    }
                    start_music(now);
                    go(now, L::state_id<held>);
                    return ok;
                case L::event_id<event::consulted>:
                    if (!now.has(identified)) return no;
                    go(now, L::state_id<consulting>);
                    return ok;
                case L::event_id<event::handed>:
                    if (!now.has(identified) || !now.has(consented)) return no;
                    now[agent] = unpack<event::handed>(data).agent;
                    go(now, L::state_id<transferring>);
                    return ok;
                case L::event_id<event::hung_up>:
                    if (!by_customer(unpack<event::hung_up>(data), now)) {
                        now.acts_in_row(row_of_hang_up + 1);
                        if (const auto missing = mask_of<greeted, identified> & ~now.facts()) now.lapse(missing);
                        open_ticket(now);
                    }
                    now.clear(apologised);
                    go(now, L::state_id<wrap_up>);
                    return ok;
                case L::event_id<event::drop>:
                    alarm(now);
                    go(now, L::state_id<dropped>);
                    return ok;
                default: return outcome::not_taken;
            }
        case L::state_id<held>:
            switch (number) {
                case L::event_id<event::resumed>:
                    now.clear(announced);
                    stop_music(now);
                    go(now, L::state_id<talking>);
                    return ok;
                case L::event_id<event::expired>:
                    if (now.has(overdue)) return no;
                    now.set(overdue);
                    alarm(now);
                    return ok;
                case L::event_id<event::hung_up>:
                    now.assign_facts(0, mask_of<announced, apologised>);
                    stop_music(now);
                    go(now, L::state_id<abandoned>);
                    return ok;
                case L::event_id<event::drop>:
                    now.clear(announced);
                    stop_music(now);
                    alarm(now);
                    go(now, L::state_id<dropped>);
                    return ok;
                default: return outcome::not_taken;
            }
        case L::state_id<consulting>:
            switch (number) {
                case L::event_id<event::resumed>: go(now, L::state_id<talking>); return ok;
                case L::event_id<event::handed>:
                    if (!now.has(consented) && !may_try_again(now)) return no;
                    now[agent] = unpack<event::handed>(data).agent;
                    go(now, L::state_id<transferring>);
                    return ok;
                case L::event_id<event::hung_up>:
                    now.clear(apologised);
                    go(now, L::state_id<abandoned>);
                    return ok;
                default: return outcome::not_taken;
            }
        case L::state_id<transferring>:
            switch (number) {
                case L::event_id<event::answered>:
                    now[agent] = unpack<event::answered>(data).agent;
                    welcome(now);
                    go(now, L::state_id<talking>);
                    return ok;
                case L::event_id<event::expired>:
                    alarm(now);
                    go(now, L::state_id<talking>);
                    return ok;
                default: return outcome::not_taken;
            }
        case L::state_id<wrap_up>:
            switch (number) {
                case L::event_id<event::record>:
                    now[score] = std::int64_t{unpack<event::record>(data).score};
                    go(now, now.has(promised) ? L::state_id<example::follow_up> : L::state_id<closed>);
                    return ok;
                case L::event_id<event::expired>:
                    if (now.has(overdue)) return no;
                    now.set(overdue);
                    return ok;
                default: return outcome::not_taken;
            }
        case L::state_id<abandoned>:
            if (number != L::event_id<event::dialled>) return outcome::not_taken;
            if (!may_try_again(now)) return no;
            go(now, L::state_id<calling_back>);
            return ok;
        case L::state_id<dropped>:
            if (number != L::event_id<event::expired>) return outcome::not_taken;
            arrange_callback(now);
            go(now, L::state_id<callback>);
            return ok;
        case L::state_id<callback>:
            switch (number) {
                case L::event_id<event::dialled>: go(now, L::state_id<calling_back>); return ok;
                case L::event_id<event::expired>:
                    alarm(now);
                    go(now, L::state_id<closed>);
                    return ok;
                default: return outcome::not_taken;
            }
        case L::state_id<calling_back>:
            switch (number) {
                case L::event_id<event::answered>:
                    now[agent] = unpack<event::answered>(data).agent;
                    welcome(now);
                    go(now, L::state_id<talking>);
                    return ok;
                case L::event_id<event::expired>:
                    if (!may_try_again(now)) return no;
                    arrange_callback(now);
                    go(now, L::state_id<callback>);
                    return ok;
                default: return outcome::not_taken;
            }
        case L::state_id<example::follow_up>:
            if (number != L::event_id<event::record>) return outcome::not_taken;
            now[score] = std::int64_t{unpack<event::record>(data).score};
            now.clear(promised);
            go(now, L::state_id<closed>);
            return ok;
        case L::state_id<closed>:
            if (number != L::event_id<event::reopened>) return outcome::not_taken;
            now.set(promised);
            go(now, L::state_id<example::follow_up>);
            return ok;
        default: __builtin_unreachable();
    }
}

}  // namespace bench::by_hand
