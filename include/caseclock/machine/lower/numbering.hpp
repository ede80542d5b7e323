// SPDX-License-Identifier: Apache-2.0
//
// Numbers of a front-end's states, events and behaviours, in order of first appearance: initial states first, then sources and
// targets row by row. Event 0 is completion. A behaviour is a distinct (rest of the guard, exit, action, entry).
#pragma once

#include "caseclock/machine/lower/follow.hpp"

namespace caseclock::detail {

template <class Front> struct numbered {
    using rows = mp::mp_rename<typename Front::transition_table, mp::mp_list>;
    using starts = typename as_list<typename Front::initial_state>::type;
    static constexpr std::size_t row_count = mp::mp_size<rows>::value;
    static constexpr std::size_t regions = mp::mp_size<starts>::value;
    static_assert(regions >= 1 && regions <= region_limit, "a machine has one to four regions");
    static_assert(row_count > 0 && row_count < 0xffff, "a machine has 1 to 65,534 rows");
    static_assert(boost::mpl::empty<typename Front::internal_transition_table>::value,
                  "internal_transition_table is not lowered: write Row<State, Event, none, ...> in the machine's table");

    struct numbers {
        interner<2 * row_count + region_limit, 1> state;
        interner<row_count + 1, 1> event;
        interner<row_count, 7> behaviour;
        std::array<std::uint8_t, region_limit> initial{};
        std::array<std::uint16_t, row_count> from{}, to{}, on{}, does{};
    };
    template <class... S, class... R> static constexpr numbers count(mp::mp_list<S...>, mp::mp_list<R...>) {
        numbers n{};
        const std::uint64_t start[] = {identity_of<S>...};
        const std::uint64_t from[] = {identity_of<typename R::Source>...}, to[] = {identity_of<typename R::Target>...};
        const std::uint64_t on[] = {identity_of<typename R::Evt>...};
        const std::array<std::uint64_t, 7> code[] = {{identity_of<typename parts<R>::rest>, identity_of<typename parts<R>::exit>,
                                                      identity_of<typename parts<R>::action>, identity_of<typename parts<R>::entry>,
                                                      identity_of<typename parts<R>::reads>, parts<R>::asks, parts<R>::may_lapse}...};
        n.event.put({identity_of<none>}, row_count);
        for (std::size_t r = 0; r < regions; ++r) n.initial[r] = static_cast<std::uint8_t>(n.state.put({start[r]}, 2 * row_count + r));
        for (std::size_t i = 0; i < row_count; ++i) {
            n.from[i] = n.state.put({from[i]}, 2 * i);
            n.to[i] = n.state.put({to[i]}, 2 * i + 1);
            n.on[i] = n.event.put({on[i]}, i);
            n.does[i] = n.behaviour.put(code[i], i);
        }
        return n;
    }
    static constexpr numbers number = count(starts{}, rows{});
    static constexpr std::size_t state_count = number.state.size, event_count = number.event.size, behaviour_count = number.behaviour.size;
    static_assert(state_count <= 255, "a machine has at most 255 states");
    static_assert(event_count <= 256, "a machine has at most 255 events");

    template <std::size_t I> using row_at = mp::mp_at_c<rows, I>;
    template <std::size_t B> using behaviour_row = row_at<number.behaviour.first[B]>;

    template <std::size_t P> static auto state_at() {
        if constexpr (P >= 2 * row_count) return mp::mp_identity<mp::mp_at_c<starts, P - 2 * row_count>>{};
        else if constexpr (P % 2 == 0) return mp::mp_identity<typename row_at<P / 2>::Source>{};
        else return mp::mp_identity<typename row_at<P / 2>::Target>{};
    }
    template <std::size_t P> static auto event_at() {
        if constexpr (P == row_count) return mp::mp_identity<none>{};
        else return mp::mp_identity<typename row_at<P>::Evt>{};
    }
    template <std::size_t... I>
    static auto list_states(std::index_sequence<I...>) -> mp::mp_list<typename decltype(state_at<number.state.first[I]>())::type...>;
    template <std::size_t... I>
    static auto list_events(std::index_sequence<I...>) -> mp::mp_list<typename decltype(event_at<number.event.first[I]>())::type...>;
    using states = decltype(list_states(std::make_index_sequence<state_count>{}));
    using events = decltype(list_events(std::make_index_sequence<event_count>{}));

    template <class... S, class... E> static constexpr bool checked(mp::mp_list<S...>, mp::mp_list<E...>) {
        return (check_state<S>() && ...) && (check_event<E>() && ...);
    }
    static_assert(checked(states{}, events{}));
    template <class E, class... All> static constexpr bool derives_from_none = (... && (std::is_same_v<E, All> || !__is_base_of(All, E)));
    template <class... E> static constexpr bool unrelated(mp::mp_list<E...>) { return (derives_from_none<E, E...> && ...); }
    static_assert(unrelated(events{}), "an event of the table derives from another: msm::back would also take the base's rows; keep events apart");

    /// Is a state reached from two initial states?
    static constexpr bool regions_share_a_state() {
        std::array<std::uint8_t, state_count> reached{};
        for (std::size_t r = 0; r < regions; ++r) {
            const auto bit = static_cast<std::uint8_t>(1U << r);
            reached[number.initial[r]] |= bit;
            for (bool more = true; more;) {
                more = false;
                for (std::size_t i = 0; i < row_count; ++i)
                    if ((reached[number.from[i]] & bit) != 0 && (reached[number.to[i]] & bit) == 0) {
                        reached[number.to[i]] |= bit;
                        more = true;
                    }
            }
        }
        for (const unsigned r : reached)
            if ((r & (r - 1)) != 0) return true;
        return false;
    }
    static constexpr bool regions_apart = [] {
        if constexpr (regions == 1) return true;
        else return !regions_share_a_state();
    }();
    static_assert(regions_apart, "a state can be reached from two initial states: a state belongs to one region");

    // ---- rows that may not follow one with needs -------------------------------------------------------------------
    struct row_masks {
        fact_test choice;
        std::uint64_t needs = 0;  ///< hard and unconditional
        bool only_facts = true;   ///< whatever is hard is in `needs`
        bool hard = false;
    };
    template <class R> static constexpr row_masks masks_of() {
        row_masks m{guard_traits<typename R::Guard>::choice};
        for (const auto& a : guard_traits<typename R::Guard>::asked) {
            if (!a.hard) continue;
            m.hard = true;
            if (a.fact != 0 && a.where == 0) m.needs |= a.fact;
            else m.only_facts = false;
        }
        return m;
    }
    template <class... R> static constexpr open_pairs<row_count> find_open_pairs(mp::mp_list<R...>) {
        open_pairs<row_count> out{};
        const row_masks mask[] = {masks_of<R>()...};
        for (const auto& m : mask)
            if ((m.choice.care & ~m.choice.want & m.needs) != 0) throw "a row needs a fact that its own choice lacks: it could never be taken";
        std::array<std::uint16_t, row_count> earlier{};  // the row before in the same cell, 1-based
        std::array<std::array<std::uint16_t, state_count>, event_count> last{};
        for (std::size_t i = 0; i < row_count; ++i) {
            auto& cell = last[number.on[i]][number.from[i]];
            earlier[i] = cell;
            cell = static_cast<std::uint16_t>(i + 1);
        }
        for (std::size_t i = 0; i < row_count; ++i) {
            if (!mask[i].hard) continue;
            for (std::size_t k = earlier[i]; k != 0; k = earlier[k - 1]) {
                const auto &a = mask[i], &b = mask[k - 1];
                const bool apart = (a.choice.care & b.choice.care & (a.choice.want ^ b.choice.want)) != 0;
                const bool included = a.only_facts && (a.needs & ~(b.needs | (b.choice.care & b.choice.want))) == 0;
                if (apart || included) continue;
                if (out.size == out.pair.size()) throw "too many rows with needs<...> in one cell";
                out.pair[out.size++] = {static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(k - 1)};
            }
        }
        return out;
    }
    static constexpr open_pairs<row_count> undecided = find_open_pairs(rows{});
    template <std::size_t... P> static constexpr bool all_may_follow(std::index_sequence<P...>) {
        return (true && ... && may_follow<row_at<undecided.pair[P][0]>, row_at<undecided.pair[P][1]>>::value);
    }
    static_assert(all_may_follow(std::make_index_sequence<undecided.size>{}));

    /// Did a collision of hashes merge two different types? Compared by address, at run time, by the machine's test.
    template <class... R> static bool merged_wrongly(mp::mp_list<R...>) {
        const std::array<const void*, 6> part[] = {{&address_of_type<typename R::Source>, &address_of_type<typename R::Evt>,
                                                    &address_of_type<typename parts<R>::rest>, &address_of_type<typename parts<R>::exit>,
                                                    &address_of_type<typename parts<R>::action>, &address_of_type<typename parts<R>::entry>}...};
        const void* target[] = {&address_of_type<typename R::Target>...};
        for (std::size_t i = 0; i < row_count; ++i)
            for (std::size_t k = 0; k < i; ++k) {
                if ((number.from[i] == number.from[k]) != (part[i][0] == part[k][0])) return true;
                if ((number.on[i] == number.on[k]) != (part[i][1] == part[k][1])) return true;
                if ((number.to[i] == number.to[k]) != (target[i] == target[k])) return true;
                if (number.does[i] != number.does[k]) continue;
                for (std::size_t w = 2; w < 6; ++w)
                    if (part[i][w] != part[k][w]) return true;
            }
        return false;
    }
};

}  // namespace caseclock::detail
