// SPDX-License-Identifier: Apache-2.0
//
// Each check has a faulty machine in which it finds what was planted, nothing else, and a sound one in which it finds nothing.
#include "call_description.hpp"
#include "example_call.hpp"
#include "running.hpp"

#include "caseclock/machine/checks.hpp"
#include "caseclock/machine/lower.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using machine_test::joined;
using machine_test::written::has;
using machine_test::written::lacks;
using machine_test::written::row;

/// "unreachable_state: state lost: nothing leads here"
std::string found(const definition& d) {
    std::vector<std::string> all;
    for (const auto& f : check(d)) all.push_back(std::string(to_string(f.kind)) + ": " + f.text);
    return joined(all);
}

/// begun --go--> middle --go--> done, on which the faults are planted.
machine_description sound() {
    machine_description m;
    m.name = "line";
    m.facts = {{.name = "f"}, {.name = "g"}};
    m.attributes = {{.name = "n", .kind = attribute_kind::count}};
    m.events = {{.name = "go"}, {.name = "stay"}};
    m.states = {{.name = "begun", .initial = true}, {.name = "middle"}, {.name = "done", .final = true}};
    m.rows = {row("begun", "go", "middle", {}), row("middle", "go", "done", {}), row("middle", "stay", "", {})};
    return m;
}
template <class Change> std::string found_with(Change change) {
    auto m = sound();
    change(m);
    return found(build(m));
}

TEST(checks, a_sound_machine_has_no_findings) {
    EXPECT_EQ(found_with([](auto&) {}), "");
    EXPECT_EQ(found(define<example::call>()), "");
    EXPECT_EQ(found(build(machine_test::call_description())), "");
}

// ---- states --------------------------------------------------------------------------------------------------------------
TEST(checks, a_state_that_nothing_leads_to_is_unreachable) {
    EXPECT_EQ(found_with([](auto& m) { m.states.push_back({.name = "lost", .final = true}); }), "unreachable_state: state lost: nothing leads here");
    EXPECT_EQ(found_with([](auto& m) {
                  m.states.push_back({.name = "lost"});
                  m.rows.push_back(row("lost", "go", "done", {}));
              }),
              "unreachable_state: state lost: nothing leads here, row_never_reached: row 4 (lost, go): its state is never reached");
    EXPECT_EQ(found_with([](auto& m) {
                  m.states.push_back({.name = "lost", .final = true});
                  m.rows.push_back(row("begun", "stay", "lost", {}));
              }),
              "");
}
TEST(checks, a_state_without_exit_that_is_not_final_is_a_dead_end) {
    EXPECT_EQ(found_with([](auto& m) { m.states[2].final = false; }), "dead_end: state done: no row leads on, and it is not final");
    EXPECT_EQ(found_with([](auto& m) {
                  m.states[2].final = false;
                  m.rows.push_back(row("done", "stay", "", {}));
                  m.rows.push_back(row("done", "go", "done", {}));
              }),
              "dead_end: state done: no row leads on, and it is not final")
        << "neither an internal row nor a self transition leads on";
    EXPECT_EQ(found_with([](auto& m) {
                  m.states[2].final = false;
                  m.rows.push_back(row("done", "go", "begun", {}));
              }),
              "");
}

// ---- rows ----------------------------------------------------------------------------------------------------------------
TEST(checks, a_row_behind_one_that_always_takes_the_event_is_never_reached) {
    const std::string behind = "row_never_reached: row 4 (begun, go): row 1 (begun, go) is tried first, and is chosen whenever this one could be";
    EXPECT_EQ(found_with([](auto& m) { m.rows.push_back(row("begun", "go", "done", {})); }), behind);
    EXPECT_EQ(found_with([](auto& m) { m.rows.push_back(row("begun", "go", "done", has("f"))); }), behind);
    EXPECT_EQ(found_with([](auto& m) {
                  m.rows[0].condition = has("f");
                  m.rows.push_back(row("begun", "go", "done", condition_description::of_all({has("f"), has("g")})));
              }),
              behind);
    EXPECT_EQ(found_with([](auto& m) {
                  m.rows[0].condition = has("f");
                  m.rows.push_back(row("begun", "go", "done", {}));
              }),
              "");
    EXPECT_EQ(found_with([](auto& m) {
                  m.rows[0].condition = has("f");
                  m.rows.push_back(row("begun", "go", "done", lacks("f")));
              }),
              "");
}
TEST(checks, a_row_with_needs_stops_what_is_behind_it) {
    const auto needing = [](auto& m) {
        requirement_description need;
        need.fact = "f";
        m.rows[0].needs = {need};
        m.rows.push_back(row("begun", "go", "done", {}));
    };
    EXPECT_EQ(found_with(needing),
              "row_never_reached: row 4 (begun, go): row 1 (begun, go) is tried first, and is chosen whenever this one could be");
}
TEST(checks, a_row_behind_another_choice_may_be_reached_one_behind_the_same_not) {
    using machine_test::written::fewer;
    EXPECT_EQ(found_with([](auto& m) {
                  m.rows[0].condition = fewer("n", 3);
                  m.rows.push_back(row("begun", "go", "done", fewer("n", 5)));
              }),
              "");
    EXPECT_NE(found_with([](auto& m) {
                  machine_description& d = m;
                  d.rows[0].condition = has("f");
                  d.rows.push_back(row("begun", "go", "done", has("f")));
              }),
              "");
}
TEST(checks, a_row_whose_interrupt_state_does_not_let_its_event_through_is_never_reached) {
    const auto frozen = [](auto& m, const char* event) {
        m.states.push_back({.name = "frozen", .interrupted_until = "stay"});
        m.rows.push_back(row("begun", "stay", "frozen", {}));
        m.rows.push_back(row("frozen", "stay", "middle", {}));
        if (*event != 0) m.rows.push_back(row("frozen", event, "done", {}));
    };
    EXPECT_EQ(found_with([&](auto& m) { frozen(m, "go"); }),
              "row_never_reached: row 6 (frozen, go): its state is an interrupt state and lets only stay through");
    EXPECT_EQ(found_with([&](auto& m) { frozen(m, ""); }), "");
}

// ---- events --------------------------------------------------------------------------------------------------------------
TEST(checks, an_event_without_a_row_that_can_be_reached_is_taken_by_nobody) {
    EXPECT_EQ(found_with([](auto& m) { m.events.push_back({.name = "sing"}); }), "event_nobody_takes: event sing: no row takes it");
    EXPECT_EQ(found_with([](auto& m) {
                  m.events.push_back({.name = "sing"});
                  m.states.push_back({.name = "lost"});
                  m.rows.push_back(row("lost", "sing", "done", {}));
              }),
              "unreachable_state: state lost: nothing leads here, row_never_reached: row 4 (lost, sing): its state is never reached, "
              "event_nobody_takes: event sing: no row "
              "takes it");
    EXPECT_EQ(found_with([](auto& m) {
                  m.events.push_back({.name = "sing"});
                  m.rows.push_back(row("middle", "sing", "", {}));
              }),
              "");
}

// ---- completion rows -----------------------------------------------------------------------------------------------------
TEST(checks, completion_rows_in_a_circle_without_a_condition_are_found) {
    const auto circle = [](auto& m, condition_description c) {
        auto there = row("middle", "", "begun", std::move(c)), back = row("begun", "", "middle", {});
        there.events.clear();
        back.events.clear();
        m.rows.push_back(there);
        m.rows.push_back(back);
    };
    EXPECT_EQ(found_with([&](auto& m) { circle(m, {}); }),
              "completion_loop: state begun: its completion rows lead back to it without a condition, "
              "completion_loop: state middle: its completion rows lead back to it without a condition");
    EXPECT_EQ(found_with([&](auto& m) { circle(m, has("f")); }), "");
}

}  // namespace

// ---- a front-end with one of each ----------------------------------------------------------------------------------------
namespace faulty {
using namespace caseclock;
enum class fact { f };
BOOST_DESCRIBE_ENUM(fact, f)
namespace event {
struct go { };   BOOST_DESCRIBE_STRUCT(go, (), ())
struct sing { }; BOOST_DESCRIBE_STRUCT(sing, (), ())
}  // namespace event
struct begun  : state<> {};
struct stuck  : state<> {};
struct lost   : state<> {};
struct closed : final_state<> {};
struct machine : workflow<machine> {
    static constexpr std::string_view name = "faulty";
    using facts = facts_of<fact>;
    using initial_state = begun;
    using transition_table = table<
        Row< begun,  event::go,   closed, none, caseclock::has<fact::f> >,   // declared before it: tried after it, never reached
        Row< begun,  event::go,   stuck,  none, none         >,
        Row< lost,   event::go,   begun,  none, none         >,
        Row< closed, event::sing, begun,  none, none         >>;
};
}  // namespace faulty

namespace {
TEST(checks, a_front_end_is_checked_alike) {
    EXPECT_EQ(found(define<faulty::machine>()),
              "dead_end: state stuck: no row leads on, and it is not final, unreachable_state: state lost: nothing leads here, "
              "row_never_reached: row 1 (begun, go): row 2 (begun, go) is tried first, and is chosen whenever this one could be, "
              "row_never_reached: row 3 (lost, go): its state is never reached, row_never_reached: row 4 (closed, sing): its state is "
              "final and takes no event, "
              "event_nobody_takes: event sing: no row takes it");
}
}  // namespace
