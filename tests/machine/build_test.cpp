// SPDX-License-Identifier: Apache-2.0
//
// Machines described at run time: every kind of condition, action and field, groups, children, regions.
#include "call_description.hpp"
#include "running.hpp"

#include <gtest/gtest.h>

namespace {

using namespace caseclock;
using machine_test::running;
using machine_test::to_text;
using machine_test::written::act;
using machine_test::written::row;
using kind = action_description::kind;
using condition = condition_description;

/// Nouns enough for every condition and action; one state, one event each test fills in.
machine_description bench() {
    machine_description m;
    m.name = "bench";
    m.attributes = {{.name = "rank", .kind = attribute_kind::one_of, .one_of = {"low", "middle", "high"}},
                    {.name = "count", .kind = attribute_kind::count},
                    {.name = "owner", .kind = attribute_kind::name},
                    {.name = "due", .kind = attribute_kind::instant},
                    {.name = "promised", .kind = attribute_kind::duration, .unit = attribute_unit::working_days}};
    m.facts = {{.name = "a"}, {.name = "b"}, {.name = "c"}};
    m.events = {{.name = "go",
                 .fields = {{.name = "rank", .type = field_type::enumeration, .enumerators = {"low", "middle", "high"}},
                            {.name = "n", .type = field_type::integer, .width = 2, .is_signed = true},
                            {.name = "owner", .type = field_type::name},
                            {.name = "yes", .type = field_type::boolean}}},
                {.name = "other"}};
    m.states = {{.name = "here", .initial = true}, {.name = "there"}};
    return m;
}
/// What an event `go` says.
struct go {
    std::uint8_t rank = 0xff;
    std::int16_t n = 0;
    std::uint32_t owner = 0xffffffff;
    bool yes = false;
    [[nodiscard]] payload packed() const {
        payload p;
        std::memcpy(p.data.data(), &rank, 1);
        std::memcpy(p.data.data() + 1, &n, 2);
        std::memcpy(p.data.data() + 3, &owner, 4);
        std::memcpy(p.data.data() + 7, &yes, 1);
        return p;
    }
};
build_options options() {
    build_options o;
    o.guards = {{"many", [](step& now, const payload&) { return read(now.record(), now.slots().slot[1]) > 5; }},
                {"first_byte", [](step&, const payload& data) { return data.data[0] == std::byte{2}; }}};
    o.actions = {{"look", [](step& now, const payload& data) {
                      now.say(intent_kind::note, 0, static_cast<std::int64_t>(now.facts() * 100) + std::to_integer<int>(data.data[1]));
                  }}};
    o.code_of_name = [](std::string_view text) -> std::optional<std::int64_t> {
        if (text == "anna") return 7;
        return std::nullopt;
    };
    o.value_of_child = [](std::string_view machine, std::string_view attribute, std::string_view text) -> std::optional<std::int64_t> {
        if (machine == "part" && attribute == "source" && text == "stock") return 3;
        return std::nullopt;
    };
    return o;
}

// ---- conditions ----------------------------------------------------------------------------------------------------------
running asking(condition c) {
    auto m = bench();
    m.rows = {row("here", "go", "there", std::move(c))};
    return running(build(m, options()));
}
bool holds(condition c, std::initializer_list<std::string_view> facts = {}, go what = {}, std::int64_t count = no_value) {
    auto one = asking(std::move(c));
    one.with(facts).put("count", count);
    return accepted(one.send("go", what.packed()));
}
condition fact(std::string name) { return condition::of_fact(std::move(name)); }
condition of_count(comparison how, std::vector<value_description> values = {}) { return condition::of_attribute("count", how, std::move(values)); }
condition of_n(comparison how, std::vector<value_description> values = {}) { return condition::of_field("n", how, std::move(values)); }
value_description number(std::int64_t n) { return {{}, n}; }

TEST(condition, nothing_asked_holds) { EXPECT_TRUE(holds({})); }
TEST(condition, facts_are_joined_by_all_any_and_none) {
    EXPECT_TRUE(holds(condition::of_all({fact("a"), fact("b")}), {"a", "b"}));
    EXPECT_FALSE(holds(condition::of_all({fact("a"), fact("b")}), {"a"}));
    EXPECT_TRUE(holds(condition::of_any({fact("a"), fact("b")}), {"b"}));
    EXPECT_FALSE(holds(condition::of_any({fact("a"), fact("b")}), {"c"}));
    EXPECT_TRUE(holds(condition::of_none({fact("a"), fact("b")}), {"c"}));
    EXPECT_FALSE(holds(condition::of_none({fact("a"), fact("b")}), {"b", "c"}));
    EXPECT_TRUE(holds(condition::of_none({})));
    EXPECT_FALSE(holds(condition::of_any({})));
}
TEST(condition, parts_may_stand_in_parts) {
    const auto nested = condition::of_any({condition::of_all({fact("a"), of_count(comparison::at_least, {number(3)})}),
                                           condition::of_none({condition::of_any({fact("b"), fact("c")}), of_count(comparison::is_set)})});
    EXPECT_TRUE(holds(nested, {"a", "b"}, {}, 3));
    EXPECT_FALSE(holds(nested, {"a", "b"}, {}, 2));
    EXPECT_TRUE(holds(nested, {"a"}));
    EXPECT_FALSE(holds(nested, {"c"}));
}
TEST(condition, an_attribute_is_compared) {
    const std::pair<comparison, std::vector<std::int64_t>> of_seven[] = {
        {comparison::one_of, {7}},         {comparison::at_most, {0, 6, 7}}, {comparison::at_least, {7, 8, 99}},
        {comparison::above, {8, 99}},      {comparison::below, {0, 6}},      {comparison::is_set, {0, 6, 7, 8, 99}},
        {comparison::is_unset, {no_value}}};
    for (const auto& [how, right] : of_seven)
        for (const std::int64_t v : {no_value, std::int64_t{0}, std::int64_t{6}, std::int64_t{7}, std::int64_t{8}, std::int64_t{99}}) {
            const bool takes_none = how == comparison::is_set || how == comparison::is_unset;
            const auto c = of_count(how, takes_none ? std::vector<value_description>{} : std::vector<value_description>{number(7)});
            EXPECT_EQ(holds(c, {}, {}, v), std::find(right.begin(), right.end(), v) != right.end()) << static_cast<int>(how) << ' ' << v;
        }
}
TEST(condition, one_of_several_values_small_or_large) {
    EXPECT_TRUE(holds(of_count(comparison::one_of, {number(1), number(63)}), {}, {}, 63));
    EXPECT_FALSE(holds(of_count(comparison::one_of, {number(1), number(63)}), {}, {}, 2));
    EXPECT_TRUE(holds(of_count(comparison::one_of, {number(1), number(64)}), {}, {}, 64));
    EXPECT_TRUE(holds(of_count(comparison::one_of, {number(1), number(64)}), {}, {}, 1));
    EXPECT_FALSE(holds(of_count(comparison::one_of, {number(1), number(64)}), {}, {}, no_value));
}
TEST(condition, enumerators_and_names_are_given_as_texts) {
    const auto high = condition::of_attribute("rank", comparison::one_of, {{"high", {}}, {"middle", {}}});
    EXPECT_TRUE(holds(high, {}, {.rank = 2}));
    EXPECT_FALSE(holds(high, {}, {.rank = 0}));
    EXPECT_FALSE(holds(high, {}, {}));
    const auto anna = condition::of_field("owner", comparison::one_of, {{"anna", {}}});
    EXPECT_TRUE(holds(anna, {}, {.owner = 7}));
    EXPECT_FALSE(holds(anna, {}, {.owner = 8}));
}
TEST(condition, a_field_of_the_event_is_compared_with_its_sign) {
    EXPECT_TRUE(holds(of_n(comparison::below, {number(0)}), {}, {.n = -1}));
    EXPECT_FALSE(holds(of_n(comparison::below, {number(0)}), {}, {.n = 0}));
    EXPECT_TRUE(holds(of_n(comparison::above, {number(-5)}), {}, {.n = -4}));
    EXPECT_TRUE(holds(of_n(comparison::one_of, {number(-32'768)}), {}, {.n = -32'768}));
    EXPECT_TRUE(holds(condition::of_field("yes", comparison::one_of, {{"yes", {}}}), {}, {.yes = true}));
    EXPECT_FALSE(holds(condition::of_field("yes", comparison::one_of, {{"no", {}}}), {}, {.yes = true}));
    EXPECT_TRUE(holds(condition::of_field("owner", comparison::is_unset), {}, {}));
}
TEST(condition, a_registered_guard_sees_case_and_event) {
    EXPECT_TRUE(holds(condition::of_guard("many"), {}, {}, 6));
    EXPECT_FALSE(holds(condition::of_guard("many"), {}, {}, 5));
    EXPECT_TRUE(holds(condition::of_none({condition::of_guard("many")}), {}, {}, 5));
    EXPECT_TRUE(holds(condition::of_guard("first_byte"), {}, {.rank = 2}));
    EXPECT_FALSE(holds(condition::of_guard("first_byte"), {}, {.rank = 1}));
}
TEST(condition, the_first_row_whose_condition_holds_is_the_row) {
    auto m = bench();
    m.rows = {row("here", "go", "there", fact("a")), row("here", "go", "here", fact("b")), row("here", "go", "", {})};
    running one(build(m, options()));
    one.with({"a", "b"}).send("go");
    EXPECT_EQ(one.moves(), "here>there");
    one.in("here").with({"b"}).send("go");
    EXPECT_EQ(one.moves(), "here>here");
    one.with({}).send("go");
    EXPECT_EQ(one.moves(), "");
    EXPECT_EQ(one.where(), "here");
}

// ---- needs and oughts ----------------------------------------------------------------------------------------------------
TEST(need, is_a_fact_a_guard_or_a_condition_asked_always_or_only_where_facts_hold) {
    auto m = bench();
    auto r = row("here", "go", "there", fact("c"));
    r.needs = {{.fact = "a"},
               {.guard = "many", .name = "many calls"},
               {.condition = of_n(comparison::at_least, {number(10)}), .name = "ten at least"},
               {.fact = "b", .where = {"a", "c"}}};
    m.rows = {r, row("here", "go", "here", {})};
    running one(build(m, options()));
    EXPECT_EQ(one.with({"c"}).reason("go"), "here: needs a, many calls, ten at least");
    EXPECT_EQ(one.with({"a", "c"}).put("count", 6).reason("go", go{.n = 9}.packed()), "here: needs ten at least, b");
    EXPECT_EQ(one.reason("go", go{.n = 10}.packed()), "here: needs b");
    EXPECT_EQ(one.send("go", go{.n = 10}.packed()), outcome::refused) << "no other row is tried";
    EXPECT_TRUE(accepted(one.with({"a", "b", "c"}).send("go", go{.n = 10}.packed())));
    EXPECT_TRUE(accepted(one.in("here").with({}).send("go"))) << "not chosen: the next row";
    EXPECT_EQ(one.moves(), "here>here");
}
TEST(need, an_ought_lets_pass_and_lapses) {
    auto m = bench();
    auto r = row("here", "go", "", {});
    r.ought = {{.fact = "a"}, {.guard = "many"}, {.fact = "b", .where = {"c"}}};
    m.rows = {r};
    running one(build(m, options()));
    EXPECT_TRUE(accepted(one.with({"c"}).send("go")));
    EXPECT_EQ(one.said(), "lapse a+b, lapse_of many");
    EXPECT_TRUE(accepted(one.with({"a"}).put("count", 9).send("go")));
    EXPECT_EQ(one.said(), "");
}
TEST(need, is_edited_by_the_rule_of_its_row_its_fact_or_its_own) {
    auto m = bench();
    m.facts[0].rules = {"G-01"};
    auto r = row("here", "go", "", {});
    r.rules = {"T-01"};
    r.needs = {{.fact = "a"}, {.fact = "b", .rules = {"G-02"}}};
    m.rows = {r};
    const auto d = build(m, options());
    EXPECT_EQ(running(d.with_guards({{"G-01", hardness::off}})).reason("go"), "here: needs b");
    EXPECT_EQ(running(d.with_guards({{"G-02", hardness::off}})).reason("go"), "here: needs a");
    running soft(d.with_guards({{"T-01", hardness::soft}}));
    EXPECT_TRUE(accepted(soft.send("go")));
    EXPECT_EQ(soft.said(), "lapse a+b");
}

// ---- actions -------------------------------------------------------------------------------------------------------------
running doing(std::vector<action_description> actions) {
    auto m = bench();
    m.rows = {row("here", "go", "", {}, std::move(actions))};
    return running(build(m, options()));
}
action_description put(std::string attribute, value_description value) {
    auto a = act(kind::put, std::move(attribute));
    a.value = std::move(value);
    return a;
}
TEST(action, says_tells_reminds_orders_and_notes_with_a_number_or_without) {
    auto counted = act(kind::order, "ring_back");
    counted.value = {{}, 4};
    auto one = doing({act(kind::say, "hello"), act(kind::tell, "boss"), act(kind::remind, "boss"), counted, act(kind::note, "seen", "n"),
                      act(kind::say, "bye", "count")});
    one.send("go", go{.n = -3}.packed());
    EXPECT_EQ(one.said(), "cue hello, tell boss, remind boss, order ring_back 4, note seen -3, cue bye");
    EXPECT_EQ(machine_test::joined(one.machine().cues()), "hello, bye");
    one.put("count", 12).send("go");
    EXPECT_EQ(one.said(), "cue hello, tell boss, remind boss, order ring_back 4, note seen, cue bye 12");
}
TEST(action, sets_and_clears_in_order) {
    auto one = doing({act(kind::set, "a"), act(kind::clear, "b"), act(kind::clear, "a"), act(kind::set, "b"), act(kind::set, "c")});
    one.with({"b"}).send("go");
    EXPECT_EQ(one.facts(), "b, c");
}
TEST(action, a_registered_one_sees_what_was_set_before_it) {
    auto one = doing({act(kind::set, "a"), act(kind::call, "look"), act(kind::clear, "a"), act(kind::set, "b"), act(kind::call, "look")});
    one.send("go", go{.n = 9}.packed());
    EXPECT_EQ(one.said(), "note 0 109, note 0 209");
    EXPECT_EQ(one.facts(), "b");
}
TEST(action, puts_adds_and_unsets_attributes) {
    auto more = act(kind::add, "count");
    more.value = {{}, 5};
    auto one = doing({put("rank", {"high", {}}), act(kind::add, "count"), more, put("owner", {"anna", {}}), put("due", {{}, 1000}),
                      put("promised", {{}, 2000})});
    one.send("go");
    EXPECT_EQ(one.value("rank"), 2);
    EXPECT_EQ(one.value("count"), 6) << "counting starts at zero";
    EXPECT_EQ(one.value("owner"), 7);
    EXPECT_EQ(one.value("due"), 1000);
    EXPECT_EQ(one.value("promised"), 2000);
    auto unset = doing({act(kind::unset, "count"), act(kind::unset, "rank")});
    unset.put("count", 3).send("go", go{.rank = 1}.packed());
    EXPECT_EQ(unset.value("count"), no_value);
    EXPECT_EQ(unset.value("rank"), no_value);
}
TEST(action, puts_what_a_field_or_another_attribute_holds) {
    auto m = bench();
    m.attributes.push_back({.name = "copy", .kind = attribute_kind::count});
    m.rows = {row("here", "go", "", {}, {act(kind::put, "count", "n"), act(kind::put, "copy", "count")})};
    running one(build(m, options()));
    one.send("go", go{.n = 31}.packed());
    EXPECT_EQ(one.value("count"), 31);
    EXPECT_EQ(one.value("copy"), 31);
}
TEST(action, raises_and_tells_parent_and_children) {
    auto one = doing({act(kind::raise, "other"), act(kind::tell_parent, "done_here"), act(kind::tell_children, "cancel")});
    one.send("go");
    ASSERT_EQ(one.out.raised.size(), 3U);
    EXPECT_EQ(one.out.raised[0], (follow_up{tag_of_name("other"), recipient::self, {}}));
    EXPECT_EQ(one.out.raised[1], (follow_up{tag_of_name("done_here"), recipient::parent, {}}));
    EXPECT_EQ(one.out.raised[2], (follow_up{tag_of_name("cancel"), recipient::children, {}}));
}
TEST(action, opens_a_child_with_values_attributes_and_texts) {
    auto open = act(kind::open, "part");
    open.as = "spare";
    open.event = "ordered";
    open.with = {{.attribute = "source", .value = {"stock", {}}}, {.attribute = "who", .from = "owner"}, {.attribute = "n", .value = {{}, 9}}};
    auto one = doing({open, act(kind::open, "part")});
    one.send("go", go{.owner = 5}.packed());
    ASSERT_EQ(one.out.children.size(), 2U);
    const auto& first = one.out.children[0];
    EXPECT_EQ(first.machine, tag_of_name("part"));
    EXPECT_EQ(first.relation, tag_of_name("spare"));
    EXPECT_EQ(first.event, tag_of_name("ordered"));
    EXPECT_EQ(first.passed_count, 3);
    EXPECT_EQ(one.out.passed[0], (passed_value{tag_of_name("source"), 3}));
    EXPECT_EQ(one.out.passed[1], (passed_value{tag_of_name("who"), 5}));
    EXPECT_EQ(one.out.passed[2], (passed_value{tag_of_name("n"), 9}));
    EXPECT_EQ(one.out.children[1].relation, tag_of_name("part"));
    EXPECT_EQ(one.out.children[1].event, 0U);
    EXPECT_EQ(one.out.children[1].number, 1);
}
TEST(action, of_states_run_when_they_are_left_and_entered) {
    auto m = bench();
    m.states[0].enter = {act(kind::say, "in_here"), act(kind::set, "a")};
    m.states[0].leave = {act(kind::say, "out_of_here"), act(kind::clear, "a")};
    m.states[1].enter = {act(kind::add, "count"), act(kind::say, "in_there", "count")};
    m.rows = {row("here", "go", "there", {}, {act(kind::say, "between")}), row("here", "other", "here", {})};
    running one(build(m, options()));
    EXPECT_EQ(one.said(), "cue in_here");
    EXPECT_EQ(one.facts(), "a");
    one.send("other");
    EXPECT_EQ(one.said(), "cue out_of_here, cue in_here");
    EXPECT_EQ(one.facts(), "a");
    one.send("go");
    EXPECT_EQ(one.said(), "cue out_of_here, cue between, cue in_there 1");
    EXPECT_EQ(one.facts(), "");
}

// ---- rows, groups, children ----------------------------------------------------------------------------------------------
TEST(build, a_row_stands_for_all_its_states_and_events_groups_and_any_included) {
    auto m = bench();
    m.states.push_back({.name = "over", .final = true});
    m.groups = {{.name = "open", .states = {"here", "there"}}};
    auto both = row("open", "go", "over", {});
    both.in = {"open", "here"};
    both.events = {"go", "other"};
    auto anywhere = row("any", "", "there", fact("a"));
    anywhere.events.clear();
    m.rows = {both, anywhere};
    const auto d = build(m, options());
    std::vector<std::string> rows;
    for (const auto& r : d.rows()) rows.push_back(d.states()[r.from].name + "-" + d.events()[r.event].name + " " + std::to_string(r.written));
    EXPECT_EQ(machine_test::joined(rows), "here-go 0, there-go 0, here-other 0, there-other 0, here- 1, there- 1");
    running one(d);
    EXPECT_TRUE(accepted(one.send("go")));
    EXPECT_TRUE(d.is_final(one.record));
    EXPECT_EQ(to_text(one.send("go")), "ended");
}
TEST(build, the_event_of_a_child_is_made_from_relation_and_state) {
    auto m = bench();
    auto r = row("here", "", "there", {});
    r.events.clear();
    r.child = "part";
    r.child_state = "returned";
    m.facts[0].until.events = {"part_returned"};
    m.rows = {r, r};
    m.rows[1].in = {"there"};
    m.rows[1].to = "here";
    running one(build(m, options()));
    const auto& d = one.machine();
    ASSERT_EQ(d.events().size(), 4U);
    const auto& e = d.events()[3];
    EXPECT_EQ(e.name, "part_returned");
    EXPECT_TRUE(e.raised_only);
    EXPECT_EQ(d.event_of_child(tag_of_name("part"), tag_of_name("returned")), 3);
    one.with({"a"});
    EXPECT_TRUE(accepted(one.send("part_returned")));
    EXPECT_EQ(one.where(), "there");
    EXPECT_EQ(one.facts(), "");
}
TEST(build, an_event_carries_attributes_and_sets_facts_and_what_does_not_fit_travels_beside_it) {
    auto m = bench();
    m.events.push_back({.name = "told", .carries = {"due", "promised", "rank", "count"}, .sets = {"b"}});
    m.rows = {row("here", "told", "", fact("b"))};
    running one(build(m, options()));
    const auto& fields = one.machine().events()[3].fields;
    ASSERT_EQ(fields.size(), 4U);
    EXPECT_EQ(fields[0].offset, 0);
    EXPECT_EQ(fields[1].offset, 8);
    EXPECT_EQ(fields[2].offset, not_in_payload);
    EXPECT_EQ(fields[3].offset, not_in_payload);
    payload p;
    const std::int64_t due = 5000, promised = 60;
    std::memcpy(p.data.data(), &due, 8);
    std::memcpy(p.data.data() + 8, &promised, 8);
    one.put("count", 4);
    EXPECT_TRUE(accepted(one.send("told", p)));
    EXPECT_EQ(one.value("due"), 5000);
    EXPECT_EQ(one.value("promised"), 60);
    EXPECT_EQ(one.value("count"), 4);
    EXPECT_EQ(one.facts(), "b");
}

// ---- regions -------------------------------------------------------------------------------------------------------------
machine_description two_regions() {
    auto m = bench();
    m.states = {{.name = "x0", .initial = true, .enter = {act(kind::say, "x")}},
                {.name = "x1", .final = true},
                {.name = "y0", .initial = true, .enter = {act(kind::say, "y")}},
                {.name = "y1", .final = true},
                {.name = "over", .ends_case = true},
                {.name = "still", .interrupted_until = "other"}};
    m.rows = {row("x0", "go", "x1", condition::of_none({fact("a")})), row("y0", "go", "y1", condition::of_none({fact("b")})),
              row("x0", "other", "over", fact("c")), row("y0", "other", "still", fact("b")), row("still", "other", "y0", {})};
    return m;
}
TEST(build, regions_begin_at_the_initial_states_in_order) {
    running one(build(two_regions(), options()));
    EXPECT_EQ(one.machine().regions(), 2U);
    EXPECT_EQ(one.where(), "x0, y0");
    EXPECT_EQ(one.said(), "cue x, cue y");
    EXPECT_EQ(one.machine().states()[4].region, 0);
    EXPECT_EQ(one.machine().states()[5].region, 1);
}
TEST(build, a_final_state_ends_its_region_and_the_case_when_all_are_done) {
    running one(build(two_regions(), options()));
    one.with({"b"}).send("go");
    EXPECT_EQ(one.where(), "x1, y0");
    EXPECT_FALSE(one.machine().is_final(one.record));
    EXPECT_EQ(to_text(one.send("go")), "refused");
    EXPECT_EQ(one.reason("go"), "x1: no row, y0: not chosen");
    one.with({}).send("go");
    EXPECT_TRUE(one.machine().is_final(one.record));
}
TEST(build, states_that_end_or_interrupt_the_case_shut_every_region) {
    running one(build(two_regions(), options()));
    one.with({"b"}).send("other");
    EXPECT_EQ(one.where(), "x0, still");
    EXPECT_EQ(to_text(one.send("go")), "ended");
    EXPECT_TRUE(accepted(one.send("other")));
    EXPECT_EQ(one.where(), "x0, y0");
    one.with({"c"}).send("other");
    EXPECT_EQ(one.where(), "over, y0");
    EXPECT_TRUE(one.machine().is_final(one.record));
    EXPECT_EQ(to_text(one.send("go")), "ended");
}
TEST(build, completion_rows_find_rest_or_overrun) {
    auto m = bench();
    auto on = row("there", "", "there", of_count(comparison::below, {number(3)}), {act(kind::add, "count")});
    on.events.clear();
    m.rows = {row("here", "go", "there", {}), on};
    running one(build(m, options()));
    one.put("count", 0);
    EXPECT_EQ(to_text(one.send("go")), "accepted");
    EXPECT_EQ(one.value("count"), 3);
    one.in("here").put("count", 0);
    m.rows[1].condition = {};
    running endless(build(m, options()));
    EXPECT_EQ(to_text(endless.send("go")), "accepted+overrun");
    EXPECT_EQ(endless.value("count"), completion_limit);
}
TEST(build, what_is_described_is_told) {
    auto m = bench();
    m.rules = {"SYS-01"};
    m.attributes[0].rules = {"C-01"};
    m.states[0].rules = {"S-01"};
    m.events[0].rules = {"E-01"};
    auto r = row("here", "go", "there", condition::of_all({fact("a"), of_count(comparison::at_most, {number(3)})}),
                 {act(kind::say, "hello"), act(kind::set, "b")}, {"b"}, {"c"});
    r.rules = {"T-01"};
    m.rows = {r};
    const auto d = build(m, options());
    EXPECT_EQ(d.rows()[0].guard_text, "all(a, count at most 3), needs b, ought c");
    EXPECT_EQ(d.rows()[0].action_text, "say(hello), set(b)");
    EXPECT_EQ(d.guards()[d.rows()[0].guard], "count at most 3");
    EXPECT_EQ(d.rows()[0].care, 1U);
    EXPECT_EQ(machine_test::joined(d.rule_ids()), "C-01, E-01, S-01, SYS-01, T-01");
    EXPECT_EQ(d.attributes()[4].unit, attribute_unit::working_days);
}

}  // namespace
