// SPDX-License-Identifier: Apache-2.0
//
// Saved by name: tags and schema hashes are the same under every compiler and producer, and change only when what is saved changes.
// The golden values below were written down once: a change of one of them makes saved cases unreadable.
#include "call_description.hpp"
#include "example_call.hpp"
#include "mirror.hpp"
#include "nasty.hpp"
#include "running.hpp"

#include <gtest/gtest.h>

#include <set>

namespace {

using namespace caseclock;

const definition& call() { return define<example::call>(); }
const definition& twisted() { return define<nasty::machine>(); }
/// All tags of the rows, in order, as one number.
std::uint64_t of_rows(const definition& d) {
    std::uint64_t sum = 0;
    for (const auto& r : d.rows()) sum = sum * 31 + r.tag;
    return sum;
}

static_assert(tag_of_name("held") == 0x5fa248beU);
static_assert(tag_of<example::held> == tag_of_name("held") && tag_of<example::open_> == tag_of_name("open"));
static_assert(fnv("") == 0xcbf29ce484222325U && fnv("a") == 0xaf63dc4c8601ec8cU, "FNV-1a, as published");

TEST(stable, tags_and_schema_of_the_example_call) {
    EXPECT_EQ(call().tag(), 3896222889U);
    EXPECT_EQ(call().schema(), 12704184577413831390U);
    EXPECT_EQ(call().rows()[5].tag, 775441693U);
    EXPECT_EQ(of_rows(call()), 12214936622569071368U);
}
TEST(stable, tags_and_schema_of_the_nasty_machine) {
    EXPECT_EQ(twisted().tag(), 1901161034U);
    EXPECT_EQ(twisted().schema(), 14958236862128499289U);
    EXPECT_EQ(twisted().rows()[3].tag, 1313763529U);
    EXPECT_EQ(of_rows(twisted()), 11592948435447692800U);
}
TEST(stable, a_machine_described_at_run_time_has_the_tags_and_the_schema_of_its_front_end) {
    const auto twin = machine_test::mirror_of<nasty::machine>();
    const auto described = build(twin.description, twin.options);
    EXPECT_EQ(described.schema(), twisted().schema());
    for (std::size_t i = 0; i < twisted().states().size(); ++i) EXPECT_EQ(described.states()[i].tag, twisted().states()[i].tag);
    const auto written = build(machine_test::call_description());
    EXPECT_EQ(written.schema(), call().schema());
    std::multiset<std::uint32_t> a, b;
    for (const auto& r : call().rows()) a.insert(r.tag);
    for (const auto& r : written.rows()) b.insert(r.tag);
    EXPECT_EQ(a, b);
}
TEST(stable, tags_differ_within_a_machine) {
    for (const auto* d : {&call(), &twisted()}) {
        const auto differ = [](auto list) {
            std::set<std::uint32_t> tags;
            for (const auto& x : list) EXPECT_TRUE(tags.insert(x.tag).second);
        };
        differ(d->states());
        differ(d->events());
        differ(d->facts());
        differ(d->attributes());
        differ(d->rows());
    }
}

// ---- what changes the schema ---------------------------------------------------------------------------------------------
template <class Change> std::uint64_t schema_with(Change change) {
    auto m = machine_test::call_description();
    change(m);
    return build(m).schema();
}
TEST(stable, the_order_of_states_events_facts_and_attributes_is_not_saved) {
    EXPECT_EQ(schema_with([](auto& m) { std::reverse(m.states.begin(), m.states.end()); }), call().schema());
    EXPECT_EQ(schema_with([](auto& m) { std::reverse(m.events.begin(), m.events.end()); }), call().schema());
    EXPECT_EQ(schema_with([](auto& m) { std::reverse(m.facts.begin(), m.facts.end()); }), call().schema());
    EXPECT_EQ(schema_with([](auto& m) { std::reverse(m.attributes.begin(), m.attributes.end()); }), call().schema());
}
TEST(stable, rows_guards_and_actions_are_not_saved) {
    EXPECT_EQ(schema_with([](auto& m) { m.rows.pop_back(); }), call().schema());
    EXPECT_EQ(schema_with([](auto& m) { m.rows[6].needs.clear(); }), call().schema());
    EXPECT_EQ(schema_with([](auto& m) { m.cues.push_back("another"); }), call().schema());
}
TEST(stable, names_fields_and_kinds_are_saved) {
    const auto& same = call().schema();
    EXPECT_NE(schema_with([](auto& m) { m.name = "other"; }), same);
    EXPECT_NE(schema_with([](auto& m) { m.states.push_back({.name = "one_more"}); }), same);
    EXPECT_NE(schema_with([](auto& m) { m.facts.push_back({.name = "one_more"}); }), same);
    EXPECT_NE(schema_with([](auto& m) { m.events.push_back({.name = "one_more"}); }), same);
    EXPECT_NE(schema_with([](auto& m) { m.attributes[0].kind = attribute_kind::instant; }), same);
    EXPECT_NE(schema_with([](auto& m) { m.attributes.push_back({.name = "more", .kind = attribute_kind::one_of, .one_of = {"x", "y"}}); }), same);
    EXPECT_NE(schema_with([](auto& m) { m.events[10].fields[0].width = 2; }), same);
    EXPECT_NE(schema_with([](auto& m) { m.events[6].fields[0].name = "for_whom"; }), same);
    const auto with_values = [](std::vector<std::string> values) {
        return schema_with([&](auto& m) { m.attributes.push_back({.name = "more", .kind = attribute_kind::one_of, .one_of = values}); });
    };
    EXPECT_NE(with_values({"x", "y"}), with_values({"y", "x"}));
    EXPECT_NE(with_values({"x", "y"}), with_values({"x", "y", "z"}));
}
TEST(stable, a_row_added_changes_no_other_rows_tag) {
    auto m = machine_test::call_description();
    const auto before = build(m);
    m.rows.insert(m.rows.begin(), machine_test::written::row("ringing", "reopened", "closed", {}));
    const auto after = build(m);
    for (std::size_t i = 0; i < before.rows().size(); ++i) EXPECT_EQ(before.rows()[i].tag, after.rows()[i + 1].tag);
}

}  // namespace
