// SPDX-License-Identifier: Apache-2.0
//
// A workflow is a Boost.MSM front-end: a table of rows and a few declarations. Include this one header to write one.
//
//   struct lifecycle : workflow<lifecycle> {
//       static constexpr std::string_view name = "call";
//       using facts      = facts_of<fact>;                      // declare.hpp
//       using attributes = attributes_of<attribute, ...>;       // optional, as are: roles, cues, orders, notes (described enums)
//       using rules      = rule<"SYS-11">;                      // optional
//       using initial_state = ringing;                          // table<a, b>: two regions
//       using transition_table = table<
//           //   from      event           to       does                     if, needs, ought
//           Row< ringing,  event::answered, talking, does<take_call>,         none >,
//           Row< talking,  event::hold,     held,    none,                    all<needs<announced>, ought<greeted>> >>;
//   };
//   const definition call = define<lifecycle>();                // lower.hpp
//
// Of the rows of one state and event the one declared last is tried first: that is Boost.MSM's order.
// `none` as target is an internal row (no exit, no entry); the state itself as target is a self transition; `none` as event is a
// completion row, tried after every event that was taken.
#pragma once

#include "caseclock/machine/actions.hpp"
#include "caseclock/machine/declare.hpp"
#include "caseclock/machine/each.hpp"
#include "caseclock/machine/guards.hpp"
#include "caseclock/machine/states.hpp"

#include <boost/mp11/mpl_list.hpp>  // without it msm::back takes no transition, silently
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>

namespace caseclock {

/// Rows, and the rows of Each<...>; as initial_state: the first state of each region.
template <class... R> using table = boost::mp11::mp_flatten<boost::mp11::mp_list<R...>>;
using boost::msm::front::Row;  // not `row`: state_machine_def has a member of that name, which would hide ours

/// An event the host cannot send, only a step or a clock raises it: `using origin = raised_only;` inside the event.
struct raised_only {};
/// An event that says: the child called `Relation` entered its state `State`: `using origin = child_entered<"part", "returned">;`
template <fixed_string Relation, fixed_string State> struct child_entered {};

/// Base of a workflow. The step travels in one pointer which msm::back's driver sets before each event.
template <class Derived> struct workflow : boost::msm::front::state_machine_def<Derived> {
    using no_exception_thrown = int;
    using no_message_queue = int;  // follow-ups are steps of their own, in both engines
    step* now = nullptr;
    template <class Fsm, class E> void no_transition(const E&, Fsm&, int) {}
};

}  // namespace caseclock
