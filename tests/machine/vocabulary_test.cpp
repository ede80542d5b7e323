// SPDX-License-Identifier: Apache-2.0
//
// Each word of a workflow's table does what it says: has, lacks, when, is, any, not_, all, needs, needs_when, ought, ought_when; does,
// sets, clears; enter, leave, flags; what an event carries.
#include "running.hpp"

#include "caseclock/machine/lower.hpp"

#include <gtest/gtest.h>

namespace words {
using namespace caseclock;

enum class fact { a, b, c, d };
BOOST_DESCRIBE_ENUM(fact, a, b, c, d)
enum class level { low, high };
BOOST_DESCRIBE_ENUM(level, low, high)
enum class attribute { rank, count, who, due, span_ };
BOOST_DESCRIBE_ENUM(attribute, rank, count, who, due, span_)
enum class cue { hello, bye };
BOOST_DESCRIBE_ENUM(cue, hello, bye)
enum class role { boss };
BOOST_DESCRIBE_ENUM(role, boss)
enum class request { ring_back };
BOOST_DESCRIBE_ENUM(request, ring_back)
enum class note { first, second };
BOOST_DESCRIBE_ENUM(note, first, second)
using enum fact;
using enum attribute;

namespace event {
struct choose { std::uint32_t n; };                  BOOST_DESCRIBE_STRUCT(choose, (), (n))
struct ask { std::uint32_t n; };                     BOOST_DESCRIBE_STRUCT(ask, (), (n))
struct carry { caseclock::name who; level rank; bool a; }; BOOST_DESCRIBE_STRUCT(carry, (), (who, rank, a))
struct dates { instant due; std::chrono::milliseconds span_; }; BOOST_DESCRIBE_STRUCT(dates, (), (due, span_))
struct act { };                                      BOOST_DESCRIBE_STRUCT(act, (), ())
struct go { };                                       BOOST_DESCRIBE_STRUCT(go, (), ())
struct told { std::uint32_t n; };                    BOOST_DESCRIBE_STRUCT(told, (), (n))
}  // namespace event

struct part { };  // a machine it opens

inline bool odd(const event::choose& e, step&)  { return e.n % 2 == 1; }
inline bool large(const event::ask& e, step&)   { return e.n > 9; }
inline bool counted_up(step& now)               { return now[count] > 2; }
inline void first(step& now)                    { now.note(note::first); }
inline void second(step& now)                   { now.note(note::second, static_cast<std::int64_t>(now.facts())); }
inline void take(const event::choose& e, step& now) { now[count] = static_cast<std::int64_t>(e.n); }
inline void speak(step& now) {
    now.cue(cue::hello);
    now.tell(role::boss, 2);
    now.remind(role::boss);
    now.order(request::ring_back);
    now.cue(cue::bye, 5);
}
inline void send(step& now)                     { now.raise(event::told{1}); now.tell_parent(event::told{2}); now.tell_children(event::told{3}); }
inline void spawn(step& now) {
    now.open<part>(event::told{4}, with<who, rank>);
    now.open<part>(event::told{5}, with<>, as<"spare">);
    now.open<part>(event::told{6}, with<who>, as<"spare">, given<rank>(level::high), given<due>(instant{std::chrono::milliseconds{8}}));
    now.open<part>(event::told{7});
}
inline void music(step& now)                    { now.cue(cue::hello, 1); }
inline void silence(step& now)                  { now.cue(cue::bye, 1); }

struct waiting { };
struct lively { static constexpr std::string_view name = "lively indeed"; };

struct has_ab      : state<> {};
struct lacks_ab    : state<> {};
struct when_odd    : state<> {};
struct is_high     : state<> {};
struct any_of_them : state<> {};
struct not_any     : state<> {};
struct everything  : state<> {};
struct needing     : state<> {};
struct doing       : state<> {};
struct elsewhere   : state<enter<music, sets<c>>, leave<silence, clears<c>>, flags<waiting, lively>> {};

struct machine : workflow<machine> {
    static constexpr std::string_view name = "words";
    using facts = facts_of<fact>;
    using attributes = attributes_of<attribute, enumerated<rank, level>, counted<count>, named<who>, dated<due>, timed<span_>>;
    using cues = words::cue;
    using roles = words::role;
    using orders = words::request;
    using notes = words::note;
    using initial_state = doing;
    using transition_table = table<
        //   from         event          to         does                                   if, needs, ought
        Row< has_ab,      event::choose, none,      none,                                  has<a, b>                                              >,
        Row< lacks_ab,    event::choose, none,      none,                                  lacks<a, b>                                            >,
        Row< when_odd,    event::choose, none,      none,                                  when<odd>                                              >,
        Row< is_high,     event::choose, none,      none,                                  is<rank, level::high>                                  >,
        Row< any_of_them, event::choose, none,      none,                                  any<has<a>, lacks<b>, when<odd>, all<has<c>, is<rank, level::low>>> >,
        Row< not_any,     event::choose, none,      none,                                  not_<any<has<a>, when<odd>>>                           >,
        Row< everything,  event::choose, none,      none,                                  all<has<a>, lacks<b>, when<odd>, needs<c>, ought<d>>   >,
        Row< needing,     event::ask,    none,      does<first>,                           all<needs<a, large>, needs_when<b, c, counted_up>, ought<d, counted_up>, ought_when<c, a, large>> >,
        Row< doing,       event::choose, none,      does<first, take, sets<a, b>, second, clears<a>, second>, none                                >,
        Row< doing,       event::act,    none,      does<speak, send, spawn>,              none                                                   >,
        Row< doing,       event::carry,  none,      none,                                  has<a>                                                 >,
        Row< doing,       event::dates,  none,      none,                                  lacks<b>                                               >,
        Row< doing,       event::go,     elsewhere, does<first>,                           none                                                   >,
        Row< elsewhere,   event::go,     doing,     does<second>,                          none                                                   >>;
};
}  // namespace words

namespace {

using namespace caseclock;
using machine_test::running;
namespace event = words::event;

running fresh() { return running(define<words::machine>()); }
bool chooses(const char* state, std::initializer_list<std::string_view> facts, std::uint32_t n = 0, std::int64_t rank = no_value) {
    auto one = fresh();
    one.in(state).with(facts).put("rank", rank);
    return accepted(one.send("choose", event::choose{n}));
}

// ---- what chooses a row --------------------------------------------------------------------------------------------------
TEST(vocabulary, has_asks_for_all_of_its_facts) {
    EXPECT_TRUE(chooses("has_ab", {"a", "b"}));
    EXPECT_FALSE(chooses("has_ab", {"a"}));
    EXPECT_FALSE(chooses("has_ab", {"b", "c", "d"}));
}
TEST(vocabulary, lacks_asks_for_none_of_its_facts) {
    EXPECT_TRUE(chooses("lacks_ab", {"c"}));
    EXPECT_FALSE(chooses("lacks_ab", {"a"}));
    EXPECT_FALSE(chooses("lacks_ab", {"b"}));
}
TEST(vocabulary, when_asks_a_function_of_the_event) {
    EXPECT_TRUE(chooses("when_odd", {}, 3));
    EXPECT_FALSE(chooses("when_odd", {"a", "b"}, 4));
}
TEST(vocabulary, is_compares_an_attribute) {
    EXPECT_TRUE(chooses("is_high", {}, 0, 1));
    EXPECT_FALSE(chooses("is_high", {}, 0, 0));
    EXPECT_FALSE(chooses("is_high", {}, 0, no_value));
}
TEST(vocabulary, any_is_content_with_one) {
    EXPECT_TRUE(chooses("any_of_them", {"a", "b"}));
    EXPECT_TRUE(chooses("any_of_them", {}));
    EXPECT_TRUE(chooses("any_of_them", {"b"}, 1));
    EXPECT_TRUE(chooses("any_of_them", {"b", "c"}, 0, 0));
    EXPECT_FALSE(chooses("any_of_them", {"b", "c"}, 0, 1));
    EXPECT_FALSE(chooses("any_of_them", {"b"}));
}
TEST(vocabulary, not_is_the_opposite) {
    EXPECT_TRUE(chooses("not_any", {"b"}));
    EXPECT_FALSE(chooses("not_any", {"a"}));
    EXPECT_FALSE(chooses("not_any", {}, 1));
}
TEST(vocabulary, all_joins_what_chooses_what_is_needed_and_what_ought_to_be) {
    EXPECT_TRUE(chooses("everything", {"a", "c", "d"}, 1));
    auto one = fresh();
    one.in("everything").with({"a", "c"});
    EXPECT_TRUE(accepted(one.send("choose", event::choose{1})));
    EXPECT_EQ(one.said(), "lapse d");
    one.with({"a"});
    EXPECT_EQ(one.send("choose", event::choose{1}), outcome::refused);
    EXPECT_EQ(one.reason("choose", event::choose{1}), "everything: needs c");
    EXPECT_EQ(one.reason("choose", event::choose{2}), "everything: not chosen");
    one.with({"a", "b", "c"});
    EXPECT_EQ(one.reason("choose", event::choose{1}), "everything: not chosen");
}

// ---- what refuses, and what lapses ---------------------------------------------------------------------------------------
TEST(vocabulary, needs_refuses_and_names_all_that_is_missing) {
    auto one = fresh();
    one.in("needing");
    EXPECT_EQ(one.send("ask", event::ask{1}), outcome::refused);
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.reason("ask", event::ask{1}), "needing: needs a, large");
    EXPECT_EQ(one.reason("ask", event::ask{10}), "needing: needs a");
    one.with({"a"});
    EXPECT_EQ(one.reason("ask", event::ask{1}), "needing: needs large");
    EXPECT_TRUE(accepted(one.send("ask", event::ask{10})));
    EXPECT_EQ(one.reason("ask", event::ask{10}), "");
}
TEST(vocabulary, needs_when_asks_only_where_its_fact_holds) {
    auto one = fresh();
    one.in("needing").with({"a", "b"});
    EXPECT_EQ(one.reason("ask", event::ask{10}), "needing: needs c, counted_up");
    one.put("count", 3);
    EXPECT_EQ(one.reason("ask", event::ask{10}), "needing: needs c");
    one.with({"a", "b", "c"});
    EXPECT_TRUE(accepted(one.send("ask", event::ask{10})));
}
TEST(vocabulary, ought_lets_pass_and_notes_a_lapse_for_facts_and_one_for_each_function) {
    auto one = fresh();
    one.in("needing").with({"a"});
    EXPECT_TRUE(accepted(one.send("ask", event::ask{10})));
    EXPECT_EQ(one.said(), "lapse d, lapse_of counted_up, note first");
    one.with({"a", "d"}).put("count", 3);
    EXPECT_TRUE(accepted(one.send("ask", event::ask{10})));
    EXPECT_EQ(one.said(), "note first");
}
TEST(vocabulary, ought_when_asks_only_where_its_fact_holds) {
    const auto soft = define<words::machine>();
    running one(soft);
    one.in("needing").with({"a", "c", "d"}).put("count", 3);
    EXPECT_TRUE(accepted(one.send("ask", event::ask{10})));
    EXPECT_EQ(one.said(), "note first");
    const auto* row = &soft.rows()[7];
    ASSERT_EQ(row->asks.size(), 8U);
    EXPECT_EQ(row->asks[6].name, "a");
    EXPECT_EQ(row->asks[6].where, std::uint64_t{1} << 2);
    EXPECT_EQ(row->asks[6].how, hardness::soft);
}

// ---- what a row does -----------------------------------------------------------------------------------------------------
TEST(vocabulary, does_runs_from_left_to_right_and_sets_and_clears_on_the_way) {
    auto one = fresh();
    EXPECT_TRUE(accepted(one.send("choose", event::choose{8})));
    EXPECT_EQ(one.said(), "note first, note second 3, note second 2");
    EXPECT_EQ(one.facts(), "b");
    EXPECT_EQ(one.value("count"), 8);
    EXPECT_EQ(one.moves(), "");
}
TEST(vocabulary, enter_and_leave_run_around_the_action_and_may_set_and_clear) {
    auto one = fresh();
    one.send("go");
    EXPECT_EQ(one.said(), "note first, cue hello 1");
    EXPECT_EQ(one.moves(), "doing>elsewhere");
    EXPECT_EQ(one.facts(), "c");
    one.send("go");
    EXPECT_EQ(one.said(), "cue bye 1, note second");
    EXPECT_EQ(one.facts(), "");
}
TEST(vocabulary, flags_are_true_while_the_case_is_in_the_state) {
    auto one = fresh();
    const auto& d = one.machine();
    EXPECT_FALSE(d.has_flag(one.record, "waiting"));
    one.send("go");
    EXPECT_TRUE(d.has_flag(one.record, "waiting"));
    EXPECT_TRUE(d.has_flag(one.record, "lively indeed"));
    EXPECT_TRUE(lowered<words::machine>::has_flag<words::lively>(one.record));
    EXPECT_FALSE(d.has_flag(one.record, "no such flag"));
}
TEST(vocabulary, an_action_speaks_to_roles_and_hosts) {
    auto one = fresh();
    one.put("who", 77);
    one.send("act");
    EXPECT_EQ(one.said(), "cue hello, tell boss 2, remind boss, order ring_back, cue bye 5");
}
TEST(vocabulary, an_action_raises_events_for_the_case_its_parent_and_its_children) {
    auto one = fresh();
    one.send("act");
    const auto told = tag_of_name("told");
    ASSERT_EQ(one.out.raised.size(), 3U);
    EXPECT_EQ(one.out.raised[0], (follow_up{told, recipient::self, pack(event::told{1})}));
    EXPECT_EQ(one.out.raised[1], (follow_up{told, recipient::parent, pack(event::told{2})}));
    EXPECT_EQ(one.out.raised[2], (follow_up{told, recipient::children, pack(event::told{3})}));
}
TEST(vocabulary, an_action_opens_children_and_passes_them_attributes) {
    auto one = fresh();
    one.put("who", 77).put("rank", 0);
    one.send("act");
    ASSERT_EQ(one.out.children.size(), 4U);
    const auto &first = one.out.children[0], &second = one.out.children[1], &third = one.out.children[2], &fourth = one.out.children[3];
    EXPECT_EQ(first.machine, tag_of_name("part"));
    EXPECT_EQ(first.relation, tag_of_name("part"));
    EXPECT_EQ(first.data, pack(event::told{4}));
    EXPECT_EQ(first.number, 0);
    EXPECT_EQ(first.passed_count, 2);
    EXPECT_EQ(one.out.passed[0], (passed_value{tag_of_name("who"), 77}));
    EXPECT_EQ(one.out.passed[1], (passed_value{tag_of_name("rank"), 0}));
    EXPECT_EQ(second.relation, tag_of_name("spare"));
    EXPECT_EQ(second.number, 1);
    EXPECT_EQ(second.first_passed, 2);
    EXPECT_EQ(second.passed_count, 0);
    EXPECT_EQ(third.relation, tag_of_name("spare"));
    ASSERT_EQ(third.first_passed, 2);
    ASSERT_EQ(third.passed_count, 3);
    EXPECT_EQ(one.out.passed[2], (passed_value{tag_of_name("who"), 77}));
    EXPECT_EQ(one.out.passed[3], (passed_value{tag_of_name("rank"), 1})) << "its own, not the case's";
    EXPECT_EQ(one.out.passed[4], (passed_value{tag_of_name("due"), 8}));
    EXPECT_EQ(fourth.relation, tag_of_name("part"));
    EXPECT_EQ(fourth.passed_count, 0);
    EXPECT_EQ(one.machine().rows()[first.row].action_text, "speak, send, spawn");
    EXPECT_EQ(one.record.children, 4);
}

// ---- what an event carries -----------------------------------------------------------------------------------------------
TEST(vocabulary, a_field_named_as_an_attribute_or_a_fact_counts_for_its_own_guards_and_stays) {
    auto one = fresh();
    EXPECT_TRUE(accepted(one.send("carry", event::carry{caseclock::name{9}, words::level::high, true})));
    EXPECT_EQ(one.value("who"), 9);
    EXPECT_EQ(one.value("rank"), 1);
    EXPECT_EQ(one.facts(), "a");
}
TEST(vocabulary, what_a_refused_event_carried_is_undone) {
    auto one = fresh();
    one.put("who", 5).with({"d"});
    EXPECT_EQ(one.send("carry", event::carry{caseclock::name{9}, words::level::high, false}), outcome::refused);
    EXPECT_EQ(one.value("who"), 5);
    EXPECT_EQ(one.value("rank"), no_value);
    EXPECT_EQ(one.facts(), "d");
}
TEST(vocabulary, a_false_field_leaves_its_fact_alone_and_an_empty_one_unsets_its_attribute) {
    auto one = fresh();
    one.with({"a"}).put("due", 7).put("who", 5);
    EXPECT_TRUE(accepted(one.send("carry", event::carry{caseclock::name::unset, words::level::low, false})));
    EXPECT_EQ(one.facts(), "a");
    EXPECT_EQ(one.value("who"), no_value);
    EXPECT_TRUE(accepted(one.send("dates", event::dates{instant(std::chrono::milliseconds(no_value)), std::chrono::milliseconds(1500)})));
    EXPECT_EQ(one.value("due"), no_value);
    EXPECT_EQ(one.value("span_"), 1500);
}
TEST(vocabulary, changed_attributes_are_told_by_their_bits) {
    auto one = fresh();
    const auto before = one.record;
    one.send("dates", event::dates{instant(std::chrono::milliseconds(8)), std::chrono::milliseconds(3)});
    EXPECT_EQ(one.machine().changed_attributes(before, one.record), 1U << 3 | 1U << 4);
    EXPECT_EQ(one.machine().changed_attributes(one.record, one.record), 0U);
}
TEST(vocabulary, a_payload_that_holds_what_it_may_not_is_malformed_in_that_field) {
    const auto& d = define<words::machine>();
    const auto e = *d.event("carry"), dates = *d.event("dates");
    EXPECT_EQ(d.malformed(e, pack(event::carry{caseclock::name{9}, words::level::high, true})), std::nullopt);
    EXPECT_EQ(d.malformed(e, pack(event::carry{caseclock::name{9}, words::level{2}, true})), 1);
    payload two = pack(event::carry{caseclock::name{9}, words::level::low, true});
    two.data[d.events()[e].fields[2].offset] = std::byte{2};
    EXPECT_EQ(d.malformed(e, two), 2);
    using std::chrono::milliseconds;
    EXPECT_EQ(d.malformed(dates, pack(event::dates{instant(milliseconds(no_value)), milliseconds(0)})), std::nullopt);
    EXPECT_EQ(d.malformed(dates, pack(event::dates{instant(milliseconds(-1)), milliseconds(0)})), 0);
    EXPECT_EQ(d.malformed(dates, pack(event::dates{instant(milliseconds(7'258'118'400'000)), milliseconds(0)})), 0);
    EXPECT_EQ(d.malformed(dates, pack(event::dates{instant(milliseconds(1)), milliseconds(-5)})), 1);
}

}  // namespace
