// SPDX-License-Identifier: Apache-2.0
//
// Faults of a description: each is found, names its subject, what was tried and what is allowed, and all come in one report.
#include "call_description.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using machine_test::written::act;
using machine_test::written::has;
using machine_test::written::row;
using kind = action_description::kind;
using condition = condition_description;

/// here --go--> there, with nothing wrong.
machine_description sound() {
    machine_description m;
    m.name = "m";
    m.attributes = {{.name = "rank", .kind = attribute_kind::one_of, .one_of = {"low", "high"}},
                    {.name = "count", .kind = attribute_kind::count},
                    {.name = "owner", .kind = attribute_kind::name},
                    {.name = "due", .kind = attribute_kind::instant}};
    m.facts = {{.name = "told"}, {.name = "heard"}};
    m.events = {
        {.name = "go", .fields = {{.name = "n", .type = field_type::integer, .width = 2}, {.name = "yes", .type = field_type::boolean}}},
        {.name = "carry", .carries = {"rank"}}};
    m.states = {{.name = "here", .initial = true}, {.name = "there"}};
    m.rows = {row("here", "go", "there", {})};
    return m;
}
/// The report, one line for each fault; empty when there is none.
template <class Change> std::string faults(Change change) {
    auto m = sound();
    change(m);
    try {
        (void)build(m);
    } catch (const description_error& e) {
        return e.what();
    }
    return "";
}
template <class Change> std::string row_faults(Change change) {
    return faults([&](auto& m) { change(m.rows[0]); });
}
std::string condition_faults(condition c) {
    return row_faults([&](auto& r) { r.condition = std::move(c); });
}
std::string action_faults(action_description a) {
    return row_faults([&](auto& r) { r.actions = {std::move(a)}; });
}
const std::string in_row = "m: row 1 (here, go): ";

TEST(faults, a_sound_description_has_none) {
    EXPECT_EQ(faults([](auto&) {}), "");
}

// ---- names ---------------------------------------------------------------------------------------------------------------
TEST(faults, an_unknown_name_is_answered_with_the_nearest_and_all_that_are_allowed) {
    EXPECT_EQ(row_faults([](auto& r) { r.to = "ther"; }), in_row + "unknown state 'ther', did you mean 'there'? (allowed: here, there)");
    EXPECT_EQ(row_faults([](auto& r) { r.to = "elsewhere"; }), in_row + "unknown state 'elsewhere' (allowed: here, there)");
    EXPECT_EQ(row_faults([](auto& r) { r.in = {"her"}; }), "m: row 1 (her, go): unknown state 'her', did you mean 'here'? (allowed: here, there)");
    EXPECT_EQ(row_faults([](auto& r) { r.events = {"gone"}; }),
              "m: row 1 (here, gone): unknown event 'gone', did you mean 'go'? (allowed: go, carry)");
    EXPECT_EQ(condition_faults(has("tld")), in_row + "unknown fact 'tld', did you mean 'told'? (allowed: told, heard)");
    EXPECT_EQ(row_faults([](auto& r) { r.needs = {{.fact = "herd"}}; }),
              in_row + "unknown fact 'herd', did you mean 'heard'? (allowed: told, heard)");
    EXPECT_EQ(row_faults([](auto& r) { r.needs = {{.fact = "told", .where = {"hard"}}}; }),
              in_row + "unknown fact 'hard', did you mean 'heard'? (allowed: told, heard)");
    EXPECT_EQ(condition_faults(condition::of_attribute("coun", comparison::is_set)),
              in_row + "unknown attribute 'coun', did you mean 'count'? (allowed: rank, count, owner, due)");
    EXPECT_EQ(condition_faults(condition::of_field("m", comparison::is_set)), in_row + "unknown field of this event 'm' (allowed: n, yes)");
    EXPECT_EQ(condition_faults(condition::of_guard("busy")), in_row + "unknown guard 'busy' (allowed: none)");
    EXPECT_EQ(action_faults(act(kind::call, "ring")), in_row + "unknown action 'ring' (allowed: none)");
    EXPECT_EQ(action_faults(act(kind::set, "toll")), in_row + "unknown fact 'toll', did you mean 'told'? (allowed: told, heard)");
    EXPECT_EQ(action_faults(act(kind::raise, "goo")), in_row + "unknown event 'goo', did you mean 'go'? (allowed: go, carry)");
    EXPECT_EQ(faults([](auto& m) { m.facts[0].until = {.events = {"og"}, .left = {"hre"}, .entered = {"three"}}; }),
              "m: fact told: unknown event 'og' (allowed: go, carry)\n"
              "m: fact told: unknown state 'hre', did you mean 'here'? (allowed: here, there)\n"
              "m: fact told: unknown state 'three', did you mean 'there'? (allowed: here, there)");
    EXPECT_EQ(faults([](auto& m) { m.states[1].interrupted_until = "carri"; }),
              "m: state there: unknown event 'carri', did you mean 'carry'? (allowed: go, carry)");
    EXPECT_EQ(faults([](auto& m) { m.groups = {{.name = "all_of_them", .states = {"here", "thre"}}}; }),
              "m: group all_of_them: unknown state 'thre', did you mean 'there'? (allowed: here, there)");
    EXPECT_EQ(faults([](auto& m) { m.events[1].carries = {"rnk"}; }),
              "m: event carry: unknown attribute 'rnk', did you mean 'rank'? (allowed: rank, count, owner, due)");
    EXPECT_EQ(faults([](auto& m) { m.events[1].sets = {"tod"}; }), "m: event carry: unknown fact 'tod', did you mean 'told'? (allowed: told, heard)");
}
TEST(faults, names_are_there_and_differ) {
    EXPECT_EQ(faults([](auto& m) { m.name.clear(); }), ": the machine has no name");
    EXPECT_EQ(faults([](auto& m) { m.facts[0].name.clear(); }), "m: fact : has no name");
    EXPECT_EQ(faults([](auto& m) { m.states.push_back({.name = "here"}); }), "m: state here: is defined twice");
    EXPECT_EQ(faults([](auto& m) { m.events.push_back({.name = "go"}); }), "m: event go: is defined twice");
    EXPECT_EQ(faults([](auto& m) {
                  m.facts = {{.name = "n157538"}, {.name = "n296006"}};
              }),
              "m: fact n296006: has the same tag as n157538: rename one of them");
    EXPECT_EQ(faults([](auto& m) { m.groups = {{.name = "here", .states = {"here"}}}; }), "m: group here: is also a state");
    EXPECT_EQ(faults([](auto& m) { m.groups = {{.name = "any", .states = {"here"}}}; }),
              "m: group any: 'any' means every state and cannot be a group");
}

// ---- limits --------------------------------------------------------------------------------------------------------------
template <class List> void fill(List& list, std::size_t count) {
    while (list.size() < count) {
        list.emplace_back();
        list.back().name = "one_of_many_" + std::to_string(list.size());
    }
}
TEST(faults, limits_are_told) {
    EXPECT_EQ(faults([](auto& m) { fill(m.facts, 65); }), "m: 65 facts (allowed: at most 64)");
    EXPECT_EQ(faults([](auto& m) { fill(m.events, 256); }), "m: 256 events (allowed: at most 255)");
    EXPECT_EQ(faults([](auto& m) { fill(m.states, 256); }), "m: 256 states (allowed: at most 255)");
    EXPECT_EQ(faults([](auto& m) { fill(m.facts, 64), fill(m.events, 255), fill(m.states, 255); }), "");
    EXPECT_EQ(faults([](auto& m) {
                  fill(m.events, 255);
                  auto r = row("here", "", "there", {});
                  r.events.clear();
                  r.child = "part";
                  r.child_state = "done";
                  m.rows.push_back(r);
              }),
              "m: row for child part: the machine has more than 255 events, those of its children included");
    EXPECT_EQ(faults([](auto& m) {
                  for (const char* name : {"a1", "a2", "a3"}) m.attributes.push_back({.name = name, .kind = attribute_kind::duration});
              }),
              "m: attribute a3: does not fit: the attributes of a machine take at most 32 bytes; keep only what policies and guards read");
    EXPECT_EQ(faults([](auto& m) {
                  for (int i = 0; i < 33; ++i) m.states[0].flags.push_back("flag" + std::to_string(i));
              }),
              "m: state here: a machine has at most 32 flags");
    EXPECT_EQ(faults([](auto& m) {
                  for (const char* name : {"r1", "r2", "r3", "r4"}) m.states.push_back({.name = name, .initial = true});
              }),
              "m: more than four initial states: a machine has one to four regions");
    auto open = act(kind::open, "part");
    open.with.resize(33);
    EXPECT_EQ(action_faults(open), in_row + "open passes more than 32 attributes");
}

// ---- states --------------------------------------------------------------------------------------------------------------
TEST(faults, a_machine_begins_somewhere_and_its_regions_share_no_state) {
    EXPECT_EQ(faults([](auto& m) { m.states.clear(); }), "m: the machine has no states");
    EXPECT_EQ(faults([](auto& m) { m.states[0].initial = false; }), "m: no state is initial");
    EXPECT_EQ(faults([](auto& m) {
                  m.states.push_back({.name = "other", .initial = true});
                  m.rows.push_back(row("other", "go", "there", {}));
              }),
              "m: state there: can be reached from two initial states: a state belongs to one region");
}
TEST(faults, a_final_state_takes_no_event) {
    EXPECT_EQ(faults([](auto& m) {
                  m.states[1].final = true;
                  m.rows.push_back(row("there", "go", "here", {}));
              }),
              "m: row 2 (there, go): state there is final: it takes no event");
}

// ---- attributes and fields -----------------------------------------------------------------------------------------------
TEST(faults, attributes_list_values_where_they_have_some) {
    EXPECT_EQ(faults([](auto& m) { m.attributes.push_back({.name = "x", .kind = attribute_kind::one_of}); }),
              "m: attribute x: is one of nothing: list its values");
    EXPECT_EQ(faults([](auto& m) { m.attributes[1].one_of = {"a"}; }), "m: attribute count: lists values although it is a count");
}
TEST(faults, fields_fit_differ_and_are_of_the_kind_of_their_attribute) {
    const auto with = [](std::vector<field_description> fields) {
        return faults([&](auto& m) { m.events.push_back({.name = "e", .fields = std::move(fields)}); });
    };
    EXPECT_EQ(with({{.name = "count", .type = field_type::name}}), "m: event e: field count is a name, the attribute of that name is a count");
    EXPECT_EQ(with({{.name = "rank", .type = field_type::enumeration, .enumerators = {"high", "low"}}}),
              "m: event e: field rank is a enumeration, the attribute of that name is a one_of");
    EXPECT_EQ(with({{.name = "x", .type = field_type::instant},
                    {.name = "y", .type = field_type::instant},
                    {.name = "z", .type = field_type::boolean}}),
              "m: event e: field z does not fit into 16 bytes and is no attribute");
    EXPECT_EQ(with({{.name = "x", .width = 9}}), "m: event e: field x is wider than 8 bytes");
    EXPECT_EQ(with({{.name = "x"}, {.name = "x"}}), "m: event e: field x is there twice");
    EXPECT_EQ(with({{.name = "x"}, {.name = "y", .offset = 3}}), "m: event e: field y lies over field x");
    EXPECT_EQ(with({{.name = ""}}), "m: event e: has a field without a name");
    EXPECT_EQ(with({{.name = "x", .type = field_type::enumeration}}), "m: event e: field x is one of nothing: list its values");
    EXPECT_EQ(faults([](auto& m) {
                  m.events[0].carries = {"count", "due"};
                  m.events[0].fields.push_back({.name = "x", .type = field_type::instant});
                  m.rows[0].condition = condition::of_field("due", comparison::is_set);
              }),
              in_row + "field due travels beside the payload: ask for the attribute instead");
}

// ---- conditions ----------------------------------------------------------------------------------------------------------
value_description number(std::int64_t n) { return {{}, n}; }
TEST(faults, comparisons_have_the_values_they_need) {
    EXPECT_EQ(condition_faults(condition::of_attribute("count", comparison::is_set, {number(1)})), in_row + "count 'is set' takes no value");
    EXPECT_EQ(condition_faults(condition::of_attribute("count", comparison::below)),
              in_row + "count: a comparison takes one value, a choice at least one");
    EXPECT_EQ(condition_faults(condition::of_attribute("count", comparison::below, {number(1), number(2)})),
              in_row + "count: a comparison takes one value, a choice at least one");
    EXPECT_EQ(condition_faults(condition::of_attribute("count", comparison::one_of)),
              in_row + "count: a comparison takes one value, a choice at least one");
}
TEST(faults, values_are_of_their_attribute_or_field) {
    const auto is = [](const char* attribute, value_description v) {
        return condition_faults(condition::of_attribute(attribute, comparison::one_of, {std::move(v)}));
    };
    EXPECT_EQ(is("rank", {"hihg", {}}), in_row + "unknown value of rank 'hihg', did you mean 'high'? (allowed: low, high)");
    EXPECT_EQ(is("rank", number(2)), in_row + "value 2 is out of range for rank");
    EXPECT_EQ(is("count", number(-1)), in_row + "value -1 is out of range for count");
    EXPECT_EQ(is("count", number(no_value)), in_row + "value -9223372036854775808 is out of range for count");
    EXPECT_EQ(is("count", {"many", {}}), in_row + "'many' is no value of count (a count)");
    EXPECT_EQ(is("owner", {"anna", {}}), in_row + "'anna' is no value of owner (a name)") << "no code_of_name was given";
    const auto field_is = [](const char* field, value_description v) {
        return condition_faults(condition::of_field(field, comparison::one_of, {std::move(v)}));
    };
    EXPECT_EQ(field_is("n", number(65'536)), in_row + "value 65536 is out of range for field n");
    EXPECT_EQ(field_is("n", number(-1)), in_row + "value -1 is out of range for field n");
    EXPECT_EQ(field_is("n", number(65'535)), "");
    EXPECT_EQ(field_is("yes", number(2)), in_row + "value 2 is out of range for field yes");
    EXPECT_EQ(field_is("yes", {"perhaps", {}}), in_row + "'perhaps' is no value of field yes (a boolean)");
    EXPECT_EQ(faults([](auto& m) {
                  m.events[0].fields = {{.name = "n", .width = 8, .is_signed = true}};
                  m.rows[0].condition = condition::of_field("n", comparison::above, {number(std::numeric_limits<std::int64_t>::max())});
              }),
              in_row + "nothing is above that value of n");
}
TEST(faults, what_contradicts_itself_is_told) {
    EXPECT_EQ(condition_faults(condition::of_all({has("told"), condition::of_none({has("told")})})),
              in_row + "asks for fact 'told' and for its absence");
    EXPECT_EQ(row_faults([](auto& r) {
                  r.condition = condition::of_none({has("told")});
                  r.needs = {{.fact = "told"}};
              }),
              in_row + "needs 'told', which its own condition excludes");
}
TEST(faults, a_need_is_one_thing) {
    const std::string one_of_them = in_row + "a need is a fact, a guard or a condition: one of them";
    EXPECT_EQ(row_faults([](auto& r) { r.needs = {{.name = "nothing"}}; }), one_of_them);
    EXPECT_EQ(row_faults([](auto& r) { r.ought = {{.fact = "told", .guard = "busy"}}; }), one_of_them);
}

// ---- rows and actions ----------------------------------------------------------------------------------------------------
TEST(faults, a_row_stands_somewhere_and_waits_for_one_thing) {
    EXPECT_EQ(row_faults([](auto& r) { r.in.clear(); }), "m: row 1 (-, go): stands in no state");
    EXPECT_EQ(row_faults([](auto& r) {
                  r.child = "part";
                  r.child_state = "done";
              }),
              "m: row 1 (here, child part): names an event and a child: one of them");
    EXPECT_EQ(row_faults([](auto& r) {
                  r.events.clear();
                  r.child = "part";
              }),
              "m: row for child part: names no state of the child");
    EXPECT_EQ(faults([](auto& m) {
                  m.events.push_back({.name = "part_done"});
                  m.rows[0].events.clear();
                  m.rows[0].child = "part";
                  m.rows[0].child_state = "done";
              }),
              "m: row for child part: the event of child part would be called part_done, which is taken");
}
TEST(faults, actions_name_what_they_act_on) {
    EXPECT_EQ(action_faults(act(kind::say, "")), in_row + "say() names nothing");
    EXPECT_EQ(action_faults(act(kind::tell_parent, "")), in_row + "tell_parent() names no event");
    EXPECT_EQ(action_faults(act(kind::open, "")), in_row + "open names no machine");
    EXPECT_EQ(action_faults(act(kind::say, "hello", "nobody")), in_row + "'nobody' is neither an attribute of the machine nor a field of the event");
    EXPECT_EQ(action_faults(act(kind::put, "cont")), in_row + "unknown attribute 'cont', did you mean 'count'? (allowed: rank, count, owner, due)");
}
TEST(faults, actions_put_and_count_what_fits) {
    EXPECT_EQ(action_faults(act(kind::add, "rank")), in_row + "add counts, but rank is a one_of");
    EXPECT_EQ(action_faults(act(kind::add, "owner")), in_row + "add counts, but owner is a name");
    EXPECT_EQ(action_faults(act(kind::put, "owner", "n")), in_row + "'n' is of another kind than owner (a name)");
    EXPECT_EQ(action_faults(act(kind::put, "rank", "count")), in_row + "'count' is of another kind than rank (a one_of)");
    EXPECT_EQ(action_faults(act(kind::put, "count", "n")), "");
    auto put = act(kind::put, "rank");
    put.value = {"middle", {}};
    EXPECT_EQ(action_faults(put), in_row + "unknown value of rank 'middle' (allowed: low, high)");
}
TEST(faults, a_raised_event_carries_nothing) {
    EXPECT_EQ(action_faults(act(kind::raise, "carry")), in_row + "raises carry, which carries rank: a raised event carries nothing");
    EXPECT_EQ(action_faults(act(kind::raise, "go")), "");
}
TEST(faults, a_child_is_passed_values_of_its_own) {
    auto open = act(kind::open, "part");
    open.with = {{.attribute = "source", .value = {"stock", {}}}};
    EXPECT_EQ(action_faults(open), in_row + "'stock' is no value of part's attribute source");
    open.with = {{.attribute = "source", .from = "ownr"}};
    EXPECT_EQ(action_faults(open), in_row + "unknown attribute 'ownr', did you mean 'owner'? (allowed: rank, count, owner, due)");
}
TEST(faults, actions_of_states_are_looked_at_too) {
    EXPECT_EQ(faults([](auto& m) { m.states[0].enter = {act(kind::set, "tol")}; }),
              "m: state here: unknown fact 'tol', did you mean 'told'? (allowed: told, heard)");
    EXPECT_EQ(faults([](auto& m) { m.states[0].enter = {act(kind::say, "hello", "n")}; }),
              "m: state here: 'n' is neither an attribute of the machine nor a field of the event");
}

// ---- the report ----------------------------------------------------------------------------------------------------------
TEST(faults, all_come_in_one_report_with_the_marks_of_their_places) {
    auto m = sound();
    m.mark = 1;
    m.attributes.push_back({.name = "x", .kind = attribute_kind::one_of, .mark = 10});
    m.facts.push_back({.name = "told", .mark = 20});
    m.facts[0].until.left = {"nowhere"};
    m.facts[0].mark = 21;
    m.events.push_back({.name = "e", .sets = {"nothing"}, .mark = 30});
    m.states.push_back({.name = "other", .initial = true, .mark = 40});
    m.rows.push_back(row("other", "go", "there", {}));
    m.rows[1].mark = 50;
    m.rows[1].needs = {{.fact = "hurd", .mark = 51}};
    m.rows[1].actions = {act(kind::clear, "tolled")};
    m.rows[1].actions[0].mark = 52;
    m.rows[1].condition = has("wanted");
    m.rows[1].condition.mark = 53;
    m.states[1].mark = 41;
    try {
        (void)build(m);
        FAIL() << "nothing was found";
    } catch (const description_error& e) {
        std::vector<std::uint32_t> marks;
        for (const auto& f : e.faults()) marks.push_back(f.mark);
        EXPECT_EQ(marks, (std::vector<std::uint32_t>{20, 10, 30, 21, 53, 51, 52, 41})) << e.what();
        EXPECT_EQ(e.faults()[0].subject, "m: fact told");
        EXPECT_EQ(e.faults()[0].what, "is defined twice");
    }
}
TEST(faults, a_row_of_many_states_and_events_says_a_fault_once) {
    EXPECT_EQ(row_faults([](auto& r) {
                  r.in = {"here", "there"};
                  r.events = {"go", "carry"};
                  r.condition = has("tld");
                  r.actions = {act(kind::set, "hear")};
              }),
              "m: row 1 (here ..., go ...): unknown fact 'tld', did you mean 'told'? (allowed: told, heard)\n"
              "m: row 1 (here ..., go ...): unknown fact 'hear', did you mean 'heard'? (allowed: told, heard)");
}
TEST(faults, long_lists_of_what_is_allowed_are_cut) {
    const auto text = faults([](auto& m) {
        fill(m.facts, 60);
        m.rows[0].condition = has("xyz");
    });
    EXPECT_NE(text.find("(allowed: told, heard, one_of_many_3"), std::string::npos) << text;
    EXPECT_NE(text.find(", ...)"), std::string::npos) << text;
    EXPECT_LT(text.size(), 300U);
}

}  // namespace
