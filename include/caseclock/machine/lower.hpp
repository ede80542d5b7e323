// SPDX-License-Identifier: Apache-2.0
//
// A Boost.MSM front-end, lowered at compile time: the same states, actions and effects as on msm::back, with one byte of state per
// region and one shared table.
//
//   const definition& call = define<lifecycle>();
//   lowered<lifecycle>::event_id<event::hold>                 numbers at compile time, for tests and hand-written loops
//
// Deferred events, submachines, internal tables, rows for any event, states with data and events that derive from each other do not
// compile; each says what to write instead.
#pragma once

#include "caseclock/machine/lower/describe.hpp"
#include "caseclock/machine/lower/dispatch.hpp"

namespace caseclock {

template <class Front> struct lowered : detail::numbered<Front> {
    using numbers = detail::numbered<Front>;
    using typename numbers::events;
    using typename numbers::starts;
    using typename numbers::states;
    static constexpr bool has_lives = boost::mp11::mp_size<typename detail::facts_declared<Front>::lives>::value != 0;
    static constexpr const layout& slots = detail::attributes_declared<Front>::slots;

    /// What the front-end has.
    static constexpr bool completes = [] {
        for (const auto e : numbers::number.on)
            if (e == 0) return true;
        return false;
    }();
    template <class... S> static constexpr bool any_blocks(boost::mp11::mp_list<S...>) { return ((detail::is_ending<S> || detail::is_interrupt<S>) || ...); }
    using what = detail::shape<(numbers::regions > 1), completes, any_blocks(states{})>;

    template <class S> static constexpr std::uint8_t state_id = [] {
        static_assert(boost::mp11::mp_contains<states, S>::value, "this state is in no row of the machine");
        return static_cast<std::uint8_t>(boost::mp11::mp_find<states, S>::value);
    }();
    template <class E> static constexpr std::uint8_t event_id = [] {
        static_assert(boost::mp11::mp_contains<events, E>::value, "no row of this machine takes this event");
        return static_cast<std::uint8_t>(boost::mp11::mp_find<events, E>::value);
    }();

    /// Is a region in a state with this flag?
    template <class Flag> [[nodiscard]] static bool has_flag(const case_record& record) noexcept {
        for (std::size_t r = 0; r < numbers::regions; ++r)
            if (flag_table<Flag>[record.state[r]]) return true;
        return false;
    }

    static outcome process(const detail::definition_data& d, case_record& record, outbox& out, instant at, unsigned event, const payload& data) {
        step here(record, out, at, slots);  // the compiler knows these slots
        return detail::run<what>(d, here, event, data, detail::behaviours<Front, has_lives>{d});
    }
    static outcome start(const detail::definition_data& d, step& now) {
        step here(now.record(), now.out(), now.at(), slots);
        return detail::begin<what>(d, here, [](step& s) { enter_all(s, starts{}); }, detail::behaviours<Front, has_lives>{d});
    }
    static bool ask(const detail::definition_data& d, unsigned guard, step& now, const payload& data) {
        return (*static_cast<const std::vector<detail::guard_function>*>(d.program.get()))[guard](now, data);
    }

    /// Were two different types taken for one? (A test asks; see lower/identity.hpp.)
    [[nodiscard]] static bool merged_wrongly() { return numbers::merged_wrongly(typename numbers::rows{}); }

    [[nodiscard]] static definition make() {
        auto d = std::make_shared<detail::definition_data>();
        d->name = name_of<Front>();
        d->engine.regions = numbers::regions;
        d->engine.initial = numbers::number.initial;
        detail::describe_facts<numbers, Front>(*d);
        detail::describe_attributes<Front>(*d);
        detail::describe_words<Front>(*d);
        describe(*d, states{}, events{});
        detail::describe_rows<numbers>(*d, typename numbers::rows{});
        std::vector<detail::row_code> code;
        for (const auto b : numbers::number.does) code.push_back({static_cast<std::uint16_t>(b + 1), 0, 0});
        detail::assemble(*d, code, detail::tried::last_first);
        d->process = &process;
        d->start = &start;
        d->ask = &ask;
        return definition(std::move(d));
    }

private:
    template <class Flag> static constexpr auto flag_table = []<class... S>(boost::mp11::mp_list<S...>) {
        return std::array<bool, sizeof...(S)>{boost::mp11::mp_contains<typename S::flag_list, Flag>::value...};
    }(states{});
    template <class... S> static void enter_all(step& now, boost::mp11::mp_list<S...>) { (S::entry::run(now), ...); }
    template <class... S, class... E> static void describe(detail::definition_data& d, boost::mp11::mp_list<S...>, boost::mp11::mp_list<E...>) {
        (detail::describe_state<numbers, Front, S>(d), ...);
        (detail::describe_event<Front, E>(d), ...);
    }
};

/// The machine of a front-end; made once.
template <class Front> [[nodiscard]] const definition& define() {
    static const definition made = lowered<Front>::make();
    return made;
}

}  // namespace caseclock
