// SPDX-License-Identifier: Apache-2.0
//
// What a machine tells of itself: while it is compiled, at run time, and both the same.
#include "example_call.hpp"
#include "nasty.hpp"
#include "running.hpp"

#include "caseclock/machine/contents.hpp"
#include "caseclock/machine/lower.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using machine_test::joined;

// ---- while it is compiled ------------------------------------------------------------------------------------------------
using call = contents<example::call>;
static_assert(call::name == "call" && call::regions == 1);
static_assert(call::states.size() == 12 && call::states[0] == "ringing" && call::states[call::initial[0]] == "ringing");
static_assert(call::events[0].empty() && call::events[1] == "rang");
static_assert(call::facts.size() == 8 && call::facts[3] == "announced");
static_assert(call::attributes.size() == 5 && call::attributes[2] == "agent");
static_assert(call::rows.size() == 32);
static_assert(call::states[call::rows[1].from] == "ringing" && call::events[call::rows[1].event] == "answered" &&
              call::states[call::rows[1].to] == "talking");
static_assert(call::rows[1].action == "welcome, set(recorded)" && !call::rows[1].internal && call::rows[1].guard.empty());
static_assert(call::rows[0].internal && call::rows[0].to == call::rows[0].from && call::rows[0].guard == "few_rings");
static_assert(call::rows[5].asked_count == 3 && call::facts[call::rows[5].asked[0].fact] == "announced" && call::rows[5].asked[0].hard);
static_assert(call::facts[call::rows[5].asked[2].fact] == "greeted" && !call::rows[5].asked[2].hard);
static_assert(call::rows[6].choice.care == 1U << 3 && call::rows[6].choice.want == 0);

using twisted = contents<nasty::machine>;
static_assert(twisted::regions == 2 && twisted::states[twisted::initial[1]] == "b0");
static_assert(twisted::rows[12].asked[3].guard == "spare_left" && twisted::rows[12].asked[3].where == 1U << 1);

static_assert(lowered<example::call>::event_id<example::event::hold> == 6);
static_assert(call::events[lowered<example::call>::event_id<example::event::hold>] == "hold");
static_assert(call::states[lowered<example::call>::state_id<example::held>] == "held");
static_assert(tag_of<example::event::hold> == tag_of_name("hold"));

// ---- at run time ---------------------------------------------------------------------------------------------------------
template <class Front> void is_told_alike() {
    using c = contents<Front>;
    const auto& d = define<Front>();
    EXPECT_EQ(d.name(), c::name);
    EXPECT_EQ(d.regions(), c::regions);
    const auto same = [](const auto& compiled, auto list) {
        ASSERT_EQ(compiled.size(), list.size());
        for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(compiled[i], list[i].name);
    };
    same(c::states, d.states());
    same(c::events, d.events());
    same(c::facts, d.facts());
    same(c::attributes, d.attributes());
    ASSERT_EQ(c::rows.size(), d.rows().size());
    for (std::size_t i = 0; i < c::rows.size(); ++i) {
        const auto& row = c::rows[i];
        const auto& info = d.rows()[i];
        EXPECT_EQ(row.from, info.from);
        EXPECT_EQ(row.event, info.event);
        EXPECT_EQ(row.to, info.to);
        EXPECT_EQ(row.internal, info.internal);
        EXPECT_EQ(row.choice.care, info.care);
        EXPECT_EQ(row.choice.want, info.want);
        EXPECT_EQ(row.guard, info.guard_text);
        EXPECT_EQ(row.action, info.action_text);
        ASSERT_EQ(row.asked_count, info.asks.size());
        for (std::size_t k = 0; k < row.asked_count; ++k) {
            EXPECT_EQ(row.asked[k].fact, info.asks[k].fact);
            EXPECT_EQ(row.asked[k].where, info.asks[k].where);
            EXPECT_EQ(row.asked[k].hard, info.asks[k].how == hardness::hard);
            if (row.asked[k].fact == no_fact) {
                EXPECT_EQ(row.asked[k].guard, info.asks[k].name);
            }
        }
    }
}
TEST(contents, are_the_same_while_compiled_and_at_run_time) {
    is_told_alike<example::call>();
    is_told_alike<nasty::machine>();
}

TEST(contents, are_found_by_name_and_by_tag) {
    const auto& d = define<example::call>();
    for (std::size_t i = 0; i < d.states().size(); ++i) {
        EXPECT_EQ(d.state(d.states()[i].name), i);
        EXPECT_EQ(d.state_of_tag(d.states()[i].tag), i);
    }
    for (std::size_t i = 1; i < d.events().size(); ++i) {
        EXPECT_EQ(d.event(d.events()[i].name), i);
        EXPECT_EQ(d.event_of_tag(d.events()[i].tag), i);
    }
    for (std::size_t i = 0; i < d.facts().size(); ++i) {
        EXPECT_EQ(d.fact(d.facts()[i].name), i);
        EXPECT_EQ(d.fact_of_tag(d.facts()[i].tag), i);
    }
    for (std::size_t i = 0; i < d.attributes().size(); ++i) {
        EXPECT_EQ(d.attribute(d.attributes()[i].name), i);
        EXPECT_EQ(d.attribute_of_tag(d.attributes()[i].tag), i);
    }
    for (const auto* name : {"", "Held", "nobody"}) {
        EXPECT_EQ(d.state(name), std::nullopt);
        EXPECT_EQ(d.event(name), std::nullopt);
        EXPECT_EQ(d.fact(name), std::nullopt);
        EXPECT_EQ(d.attribute(name), std::nullopt);
    }
    EXPECT_EQ(d.event_of_tag(tag_of_name("")), std::nullopt) << "completion is no event of the host";
}

TEST(contents, fields_of_events_are_described_with_offset_type_and_where_they_go) {
    const auto& d = define<nasty::machine>();
    const auto& e2 = d.events()[*d.event("e2")];
    ASSERT_EQ(e2.fields.size(), 2U);
    EXPECT_EQ(e2.fields[0].name, "v");
    EXPECT_EQ(e2.fields[0].type, field_type::integer);
    EXPECT_EQ(e2.fields[0].attribute, no_attribute);
    EXPECT_EQ(e2.fields[1].offset, 4);
    EXPECT_EQ(e2.fields[1].type, field_type::enumeration);
    EXPECT_EQ(e2.fields[1].attribute, *d.attribute("rank"));
    EXPECT_EQ(joined(e2.fields[1].enumerators), "low, middle, high");
    const auto& only1 = d.events()[*d.event("only1")];
    EXPECT_EQ(only1.fields[0].type, field_type::name);
    EXPECT_EQ(only1.fields[1].fact, *d.fact("f5"));
    EXPECT_EQ(d.events()[*d.event("e3")].fields[0].type, field_type::instant);
    EXPECT_EQ(d.events()[*d.event("e4")].fields[0].type, field_type::duration);
}

TEST(contents, an_event_of_a_child_is_found_by_relation_and_state) {
    const auto& d = define<nasty::machine>();
    EXPECT_EQ(d.event_of_child(tag_of_name("part"), tag_of_name("done")), d.event("part_done"));
    EXPECT_EQ(d.event_of_child(tag_of_name("part"), tag_of_name("lost")), std::nullopt);
    EXPECT_TRUE(d.events()[*d.event("part_done")].raised_only);
    EXPECT_FALSE(d.events()[*d.event("e1")].raised_only);
}

TEST(contents, attributes_tell_kind_unit_and_values_and_lie_side_by_side) {
    const auto& d = define<nasty::machine>();
    const auto attributes = d.attributes();
    EXPECT_EQ(attributes[*d.attribute("span_")].unit, attribute_unit::business);
    EXPECT_EQ(joined(attributes[*d.attribute("rank")].enumerators), "low, middle, high");
    unsigned used = 0;
    for (const auto& a : attributes) {
        EXPECT_EQ(a.slot.offset, used) << a.name;
        EXPECT_EQ(a.slot.width, width_of(a.kind, a.enumerators.size())) << a.name;
        used += a.slot.width;
    }
    EXPECT_LE(used, value_bytes);
}

TEST(contents, guards_are_told_by_name_once_each) {
    const auto& d = define<nasty::machine>();
    const std::vector<std::string> guards(d.guards().begin() + 1, d.guards().end());
    EXPECT_EQ(std::count(guards.begin(), guards.end(), "odd"), 1);
    EXPECT_EQ(std::count(guards.begin(), guards.end(), "any(has(f1), odd)"), 1);
    EXPECT_EQ(std::count(guards.begin(), guards.end(), "And_(foreign_guard, Not_(has(f2)))"), 1);
    EXPECT_EQ(d.guards()[d.rows()[2].guard], "big") << "facts and what is asked are no part of it";
    EXPECT_EQ(d.guards()[d.rows()[13].guard], "all(big, odd)");
    EXPECT_EQ(d.rows()[0].guard, 0);
}

TEST(contents, rule_ids_of_machine_rows_facts_and_needs_are_listed_once_sorted) {
    EXPECT_EQ(joined(define<example::call>().rule_ids()), "G-03, G-07, G-11, SYS-11");
    EXPECT_EQ(joined(define<nasty::machine>().rule_ids()), "G-90, G-91");
}

}  // namespace
