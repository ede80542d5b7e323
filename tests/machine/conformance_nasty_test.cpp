// SPDX-License-Identifier: Apache-2.0
//
// The nasty machine, and faults planted in copies of it: each must be found.
#include "conformance.hpp"
#include "nasty.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using machine_test::conformance;
using machine_test::conformance_options;
namespace det = caseclock::detail;

TEST(conformance, the_nasty_machine_behaves_as_msm_says) {
    const auto report = conformance<nasty::machine>({.random_events = 200'000}).check();
    EXPECT_EQ(report.text(), "");
    EXPECT_GT(report.exhaustive, 100'000U);
}

const definition& sound() { return define<nasty::machine>(); }

/// A copy of the lowered machine with something changed.
template <class Change> definition lowered_with(Change change) {
    auto copy = std::make_shared<det::definition_data>(sound().data());
    change(*copy);
    return definition(std::move(copy));
}
/// The run-time twin with something changed in its description.
template <class Change> definition described_with(Change change) {
    auto twin = machine_test::mirror_of<nasty::machine>();
    change(twin.description);
    return build(twin.description, twin.options);
}
bool is_found(const definition& faulty) {
    conformance<nasty::machine> test({.random_events = 20'000, .exhaustive_most = 200'000, .differences_most = 1, .coverage = false});
    return !test.check({faulty}).passed();
}
/// Row number (one-based, as in the engine) of the n-th row of a state and event, in the order of trying.
unsigned row_of(const char* state, const char* event, unsigned nth = 0) {
    const auto& t = sound().data().engine;
    const unsigned e = *event == 0 ? 0U : *sound().event(event);
    unsigned i = t.cell(e, *sound().state(state));
    while (nth-- > 0) i = t.rows[i].alternative;
    return i;
}
row_description& written(machine_description& m, const char* state, const char* event) {
    for (auto& r : m.rows)
        if (r.in[0] == state && !r.events.empty() && r.events[0] == event) return r;
    throw std::logic_error("no such row");
}
state_description& state_written(machine_description& m, const char* name) {
    for (auto& s : m.states)
        if (s.name == name) return s;
    throw std::logic_error("no such state");
}

TEST(planted_fault, nothing_planted_nothing_found) {
    EXPECT_FALSE(is_found(lowered_with([](auto&) {})));
    EXPECT_FALSE(is_found(described_with([](auto&) {})));
}

// ---- in the table ------------------------------------------------------------------------------------------------------
TEST(planted_fault, two_rows_of_a_cell_swapped) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) {
        const unsigned a = row_of("a0", "e1", 1), b = row_of("a0", "e1", 2), first = row_of("a0", "e1");
        auto& rows = d.engine.rows;
        rows[first].alternative = static_cast<std::uint16_t>(b);
        rows[a].alternative = rows[b].alternative;
        rows[b].alternative = static_cast<std::uint16_t>(a);
    })));
}
TEST(planted_fault, a_row_lost_from_its_chain) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.rows[row_of("a0", "e1", 2)].alternative = 0; })));
}
TEST(planted_fault, a_wrong_next_state) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.rows[row_of("a2", "again")].next = *sound().state("a1"); })));
}
TEST(planted_fault, anothers_behaviour) {
    EXPECT_TRUE(is_found(
        lowered_with([](auto& d) { d.engine.rows[row_of("a2", "again")].behaviour = d.engine.rows[row_of("a3", "e1", 1)].behaviour; })));
}
TEST(planted_fault, an_internal_row_reported_as_a_transition) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.rows[row_of("a3", "again")].flags &= static_cast<std::uint8_t>(~det::row_internal); })));
}
TEST(planted_fault, needs_ignored) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.rows[row_of("b1", "again")].care = 0; })));
}
TEST(planted_fault, named_and_conditional_needs_ignored) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.choices[row_of("a1", "finish")].asked_count = 0; })));
}
TEST(planted_fault, a_condition_of_a_need_ignored) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) {
        for (auto& a : d.engine.asks) a.where = 0;
    })));
}
TEST(planted_fault, an_ought_forgotten) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.rows[row_of("a0", "e1", 1)].ought = 0; })));
}
TEST(planted_fault, an_ought_that_refuses) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) {
        for (auto& a : d.engine.asks) a.how = hardness::hard;
    })));
}
TEST(planted_fault, lacks_read_as_has) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.rows[row_of("b0", "freeze")].want = d.engine.rows[row_of("b0", "freeze")].care; })));
}
TEST(planted_fault, a_life_that_does_not_end) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) {
        for (auto& r : d.engine.rows) r.ends = 0;
    })));
}
TEST(planted_fault, a_life_that_ends_too_often) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.rows[row_of("a0", "e3")].ends |= 1U << 5; })));
}
TEST(planted_fault, completion_rows_never_tried) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.can_complete = false; })));
}
TEST(planted_fault, a_final_state_that_takes_events) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.state_flags[*sound().state("end")] = 0; })));
}
TEST(planted_fault, an_interrupt_that_lets_everything_through) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.state_flags[*sound().state("frozen")] = 0; })));
}
TEST(planted_fault, an_interrupt_that_nothing_ends) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.ends_on[*sound().state("frozen")] = 0; })));
}
TEST(planted_fault, the_second_region_forgotten) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.regions = 1; })));
}
TEST(planted_fault, a_field_not_carried) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.carriages[*sound().event("e3")].count = 0; })));
}
TEST(planted_fault, a_field_carried_from_the_wrong_place) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.engine.fields[d.engine.carriages[*sound().event("e2")].first].offset = 0; })));
}

// ---- in the engine -----------------------------------------------------------------------------------------------------
outcome keeps_what_a_refused_event_carried(const det::definition_data& d, case_record& record, outbox& out, instant at, unsigned event,
                                           const payload& data) {
    const auto o = sound().data().process(d, record, out, at, event, data);
    if (!accepted(o)) det::carry(d.engine, d.engine.carriages[event], record, data);
    return o;
}
TEST(planted_fault, carriage_not_undone) {
    EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.process = &keeps_what_a_refused_event_carried; })));
}
outcome completes_once(const det::definition_data& d, case_record& record, outbox& out, instant at, unsigned event, const payload& data) {
    auto once = d;
    once.engine.can_complete = false;
    auto o = sound().data().process(once, record, out, at, event, data);
    const auto changes = out.changes;
    if (accepted(o) && !det::is_blocked(d.engine, record, 0)) {
        sound().data().process(once, record, out, at, 0, {});
        auto joined = changes;
        for (const auto& c : out.changes) joined.record(c.region, c.left, c.entered);
        out.changes = joined;
    }
    return o;
}
TEST(planted_fault, completion_rows_not_retried) { EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.process = &completes_once; }))); }
outcome loses_raised_events(const det::definition_data& d, case_record& record, outbox& out, instant at, unsigned event, const payload& data) {
    const auto o = sound().data().process(d, record, out, at, event, data);
    for (auto& r : out.raised) r.data = {};
    return o;
}
TEST(planted_fault, a_raised_event_without_its_payload) { EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.process = &loses_raised_events; }))); }
outcome passes_nothing(const det::definition_data& d, case_record& record, outbox& out, instant at, unsigned event, const payload& data) {
    const auto o = sound().data().process(d, record, out, at, event, data);
    for (auto& p : out.passed) p.value = no_value;
    return o;
}
TEST(planted_fault, a_child_without_its_attributes) { EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.process = &passes_nothing; }))); }
outcome mistakes_ended_for_refused(const det::definition_data& d, case_record& record, outbox& out, instant at, unsigned event, const payload& data) {
    const auto o = sound().data().process(d, record, out, at, event, data);
    return o == outcome::ended ? outcome::refused : o;
}
TEST(planted_fault, a_wrong_outcome) { EXPECT_TRUE(is_found(lowered_with([](auto& d) { d.process = &mistakes_ended_for_refused; }))); }

// ---- in the description ------------------------------------------------------------------------------------------------
TEST(planted_fault, an_exit_dropped) {
    EXPECT_TRUE(is_found(described_with([](auto& m) { state_written(m, "b0").leave.clear(); })));
}
TEST(planted_fault, an_entry_dropped) {
    EXPECT_TRUE(is_found(described_with([](auto& m) { state_written(m, "a3").enter.clear(); })));
}
TEST(planted_fault, exit_and_entry_swapped) {
    EXPECT_TRUE(is_found(described_with([](auto& m) { std::swap(state_written(m, "b0").leave, state_written(m, "b0").enter); })));
}
TEST(planted_fault, an_internal_row_treated_as_a_self_transition) {
    EXPECT_TRUE(is_found(described_with([](auto& m) { written(m, "a0", "e3").to = "a0"; })));
}
TEST(planted_fault, a_self_transition_treated_as_an_internal_row) {
    EXPECT_TRUE(is_found(described_with([](auto& m) { written(m, "a2", "e3").to.clear(); })));
}
TEST(planted_fault, an_action_dropped) {
    EXPECT_TRUE(is_found(described_with([](auto& m) { written(m, "a1", "e3").actions.clear(); })));
}
TEST(planted_fault, rows_tried_the_other_way_round) {
    EXPECT_TRUE(is_found(described_with([](auto& m) { std::reverse(m.rows.begin(), m.rows.end()); })));
}
TEST(planted_fault, another_initial_state) {
    EXPECT_TRUE(is_found(described_with([](auto& m) {
        state_written(m, "b0").initial = false;
        state_written(m, "b1").initial = true;
    })));
}
TEST(planted_fault, a_flag_forgotten) {
    EXPECT_TRUE(is_found(described_with([](auto& m) { state_written(m, "b1").flags.clear(); })));
}

}  // namespace
