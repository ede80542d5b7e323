// SPDX-License-Identifier: Apache-2.0
//
// One line of a table for several states: what may happen anywhere in a conversation is written once.
//
//   using talking = group<greeting, listening, answering>;
//   using transition_table = table<
//       Row < idle,    event::arrive,    ringing, none, none >,
//       Each< talking, event::line_lost, dropped, none, none >>;       // three rows
#pragma once

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/msm/front/functor_row.hpp>

namespace caseclock {

/// States that rows have in common.
template <class... State> struct group {};

namespace detail {
template <class Group, class Event, class Target, class Action, class Guard> struct row_each;
template <class... State, class Event, class Target, class Action, class Guard> struct row_each<group<State...>, Event, Target, Action, Guard> {
    using type = boost::mp11::mp_list<boost::msm::front::Row<State, Event, Target, Action, Guard>...>;
};
template <class... Group> struct joined_groups;
template <class... State> struct joined_groups<group<State...>> {
    using type = group<State...>;
};
template <class... A, class... B, class... More>
struct joined_groups<group<A...>, group<B...>, More...> : joined_groups<group<A..., B...>, More...> {};
}  // namespace detail

/// The same row for every state of a group.
template <class Group, class Event, class Target, class Action, class Guard>
using Each = typename detail::row_each<Group, Event, Target, Action, Guard>::type;
/// The states of several groups.
template <class... Group> using groups = typename detail::joined_groups<Group...>::type;

}  // namespace caseclock
