// SPDX-License-Identifier: Apache-2.0
//
// Every bar there is, in the order of its number. A new one: a function here, in a file of its group, and its line in the table.
#pragma once

#include "harness.hpp"

#include <array>

namespace bench {

readings lowered_against_hand(const settings&);       // machine_bars.cpp
readings dispatch_of_five_million(const settings&);   //
readings dispatch_and_rearm(const settings&);         //
readings defined_at_run_time(const settings&);        //
readings against_objects(const settings&);            // object_bars.cpp
readings whole_desk(const settings&);                 // desk_bars.cpp
readings bytes_of_a_ticket(const settings&);          //
readings many_against_few(const settings&);           //
readings many_policies(const settings&);              //
readings cost_of_a_ledger(const settings&);           // ledger_bars.cpp
readings explaining_a_case(const settings&);          //
readings late_event(const settings&);                 //
readings two_rulebooks(const settings&);              // what_if_bars.cpp
readings ten_million_timers(const settings&);         // timer_bars.cpp
readings calendar_steps(const settings&);             // calendar_bars.cpp
readings compile_time(const settings&);               // compile_bars.cpp

inline constexpr bar bars[] = {
    {1, "1 M cases: lowered table / hand-written switch", lowered_against_hand},
    {2, "5 M cases: dispatch with effects and receipts / R", dispatch_of_five_million},
    {3, "the same, re-arming one deadline per accepted event / R", dispatch_and_rearm},
    {4, "the same, against an msm::back object per case and std::multimap", against_objects},
    {5, "5 M open tickets: the whole desk under hotline.yaml / R", whole_desk},
    {6, "5 M cases: machine defined at run time / compiled", defined_at_run_time},
    {7, "10 M timers", ten_million_timers},
    {8, "calendar: add and between, spans up to 10 years", calendar_steps},
    {9, "memory of an open ticket", bytes_of_a_ticket},
    {10, "cost of an event: many open tickets / few", many_against_few},
    {11, "compile time of a machine", compile_time},
    {14, "a desk with a ledger / without, and what it keeps", cost_of_a_ledger},
    {15, "explaining one case of a million from the ledger", explaining_a_case},
    {16, "an event that comes late, with its corrections", late_event},
    {17, "1 M cases under two rulebooks / one plain replay", two_rulebooks},
    {18, "1 M tickets: 12 policies on each, 2 of them running / 2", many_policies},
};

}  // namespace bench
