// SPDX-License-Identifier: Apache-2.0
//
// What of Boost.MSM is kept, one case each: chains of guards, internal rows and self transitions, entries and exits, regions, completion
// rows and their limit, final and interrupt states; and the lives of facts. (That all of it is what Boost.MSM does, the conformance
// tests say.)
#include "running.hpp"

#include "caseclock/machine/lower.hpp"

#include <gtest/gtest.h>

namespace kept {
using namespace caseclock;

enum class fact { eager, brief, stays, until_back, until_gone, until_home };
BOOST_DESCRIBE_ENUM(fact, eager, brief, stays, until_back, until_gone, until_home)
enum class attribute { laps };
BOOST_DESCRIBE_ENUM(attribute, laps)
enum class note { out_, in_, home_in, home_out, act, lap, x_in, frozen_in, frozen_out };
BOOST_DESCRIBE_ENUM(note, out_, in_, home_in, home_out, act, lap, x_in, frozen_in, frozen_out)
using enum fact;
using enum attribute;

template <note N> struct say_ {
    static constexpr std::string_view name = name_of<N>();
    void operator()(step& now) const { now.note(N); }
};
template <note N> inline constexpr say_<N> say{};

namespace event {
struct go { };      BOOST_DESCRIBE_STRUCT(go, (), ())
struct back { };    BOOST_DESCRIBE_STRUCT(back, (), ())
struct pick { };    BOOST_DESCRIBE_STRUCT(pick, (), ())
struct again { };   BOOST_DESCRIBE_STRUCT(again, (), ())
struct inside { };  BOOST_DESCRIBE_STRUCT(inside, (), ())
struct spin { };    BOOST_DESCRIBE_STRUCT(spin, (), ())
struct both { };    BOOST_DESCRIBE_STRUCT(both, (), ())
struct freeze { };  BOOST_DESCRIBE_STRUCT(freeze, (), ())
struct thaw { };    BOOST_DESCRIBE_STRUCT(thaw, (), ())
struct stop { };    BOOST_DESCRIBE_STRUCT(stop, (), ())
struct finish { };  BOOST_DESCRIBE_STRUCT(finish, (), ())
}  // namespace event

inline bool three_laps(step& now)  { return now[laps].value_or(0) < 3; }
inline void lap(step& now)         { ++now[laps]; now.note(note::lap); }
inline void lives(step& now)       { now.set(brief); now.set(stays); now.set(until_back); now.set(until_gone); now.set(until_home); }

struct home   : state<enter<say<note::home_in>>, leave<say<note::home_out>>> {};
struct out    : state<enter<say<note::in_>>, leave<say<note::out_>>> {};
struct track  : state<> {};
struct mill   : state<> {};   // its completion row leads back to it: it never comes to rest
struct x      : state<enter<say<note::x_in>>> {};
struct y      : state<> {};
struct frozen : interrupt_state<event::thaw, enter<say<note::frozen_in>>, leave<say<note::frozen_out>>> {};
struct over   : final_state<> {};
struct filed  : last_state<> {};
struct filed2 : last_state<> {};

struct machine : workflow<machine> {
    static constexpr std::string_view name = "kept";
    using facts = facts_of<fact, lasts<brief, until<event::inside>>, lasts<until_back, until<event::back, event::again>>,
                           lasts<until_gone, until_left<out>>, lasts<until_home, until_entered<home>, rule<"G-01">>>;
    using attributes = attributes_of<attribute, counted<laps>>;
    using notes = kept::note;
    using initial_state = table<home, x>;
    using transition_table = table<
        //   from    event          to      does                       if
        Row< home,   event::go,     out,    does<say<note::act>>,      none             >,
        Row< home,   event::spin,   track,  none,                      none             >,
        Row< home,   event::pick,   out,    none,                      none             >,
        Row< home,   event::pick,   none,   does<lap>,                 has<stays>       >,
        Row< home,   event::pick,   track,  none,                      has<eager>       >,   // declared last, tried first
        Row< home,   event::both,   out,    none,                      lacks<stays>     >,
        Row< out,    event::back,   home,   does<say<note::act>>,      none             >,
        Row< out,    event::again,  out,    does<lives>,               none             >,
        Row< out,    event::inside, none,   does<say<note::act>>,      none             >,
        Row< out,    event::pick,   none,   does<lives>,               none             >,
        Row< out,    event::go,     mill,   none,                      none             >,
        Row< out,    event::stop,   over,   none,                      none             >,
        Row< out,    event::finish, filed,  none,                      none             >,
        Row< track,  none,          track,  does<lap>,                 when<three_laps> >,
        Row< track,  event::back,   home,   none,                      none             >,
        Row< mill,   none,          mill,   does<lap>,                 none             >,
        Row< mill,   event::back,   home,   none,                      none             >,
        Row< x,      event::both,   y,      none,                      lacks<eager>     >,
        Row< x,      event::freeze, frozen, none,                      none             >,
        Row< x,      event::finish, filed2, none,                      none             >,
        Row< y,      event::both,   x,      none,                      none             >,
        Row< frozen, event::thaw,   x,      none,                      none             >>;
};
}  // namespace kept

namespace {

using namespace caseclock;
using machine_test::running;
using machine_test::to_text;

running fresh() { return running(define<kept::machine>()); }

// ---- rows ----------------------------------------------------------------------------------------------------------------
TEST(kept, a_start_enters_the_initial_states_in_the_order_of_the_regions) {
    const auto one = fresh();
    EXPECT_EQ(one.where(), "home, x");
    EXPECT_EQ(one.moves(), ">home, >x");
    EXPECT_EQ(one.said(), "note home_in, note x_in");
    EXPECT_EQ(one.began, outcome::accepted);
}
TEST(kept, exit_action_and_entry_run_in_that_order) {
    auto one = fresh();
    EXPECT_TRUE(accepted(one.send("go")));
    EXPECT_EQ(one.said(), "note home_out, note act, note in_");
    EXPECT_EQ(one.moves(), "home>out");
}
TEST(kept, of_a_chain_the_row_declared_last_is_tried_first) {
    auto one = fresh();
    one.with({"eager", "stays"});
    one.send("pick");
    EXPECT_EQ(one.where(), "track, x");
    one.in("home").with({"stays"});
    one.send("pick");
    EXPECT_EQ(one.where(), "home, x");
    EXPECT_EQ(one.said(), "note lap");
    one.with({});
    one.send("pick");
    EXPECT_EQ(one.where(), "out, x");
}
TEST(kept, an_internal_row_leaves_nothing_a_self_transition_leaves_and_enters) {
    auto one = fresh();
    one.in("out");
    one.send("inside");
    EXPECT_EQ(one.said(), "note act");
    EXPECT_EQ(one.moves(), "");
    one.send("again");
    EXPECT_EQ(one.said(), "note out_, note in_");
    EXPECT_EQ(one.moves(), "out>out");
}
TEST(kept, an_event_without_a_row_is_not_taken_and_one_whose_guards_all_say_no_is_refused) {
    auto one = fresh();
    EXPECT_EQ(one.send("back"), outcome::not_taken);
    EXPECT_EQ(one.reason("back"), "home: no row, x: no row");
    one.with({"stays", "eager"});
    EXPECT_EQ(one.send("both"), outcome::refused);
    EXPECT_EQ(one.reason("both"), "home: not chosen, x: not chosen");
    EXPECT_EQ(one.said(), "");
}
TEST(kept, allowed_events_are_those_with_a_row_where_the_case_stands) {
    const auto one = fresh();
    std::vector<std::string> names;
    for (const auto e : one.machine().allowed(one.record)) names.push_back(one.machine().events()[e].name);
    EXPECT_EQ(machine_test::joined(names), "go, spin, pick, both, finish, freeze");
}

// ---- regions -------------------------------------------------------------------------------------------------------------
TEST(kept, every_region_sees_the_event_and_one_is_enough_to_accept_it) {
    auto one = fresh();
    EXPECT_EQ(to_text(one.send("both")), "accepted");
    EXPECT_EQ(one.where(), "out, y");
    EXPECT_EQ(one.moves(), "home>out, x>y");
    one.in("home").with({"stays"});
    EXPECT_TRUE(accepted(one.send("both")));
    EXPECT_EQ(one.where(), "home, x");
}
TEST(kept, regions_that_do_not_take_an_event_have_a_reason_each) {
    auto one = fresh();
    one.in("out").with({"eager"});
    EXPECT_EQ(one.send("both"), outcome::refused);
    EXPECT_EQ(one.reason("both"), "out: no row, x: not chosen");
}

// ---- completion rows -----------------------------------------------------------------------------------------------------
TEST(kept, completion_rows_are_tried_again_until_none_is_taken) {
    auto one = fresh();
    EXPECT_EQ(to_text(one.send("spin")), "accepted");
    EXPECT_EQ(one.said(), "note home_out, note lap, note lap, note lap");
    EXPECT_EQ(one.moves(), "home>track, track>track, track>track, track>track");
}
TEST(kept, completion_rows_follow_events_of_other_regions_too) {
    auto one = fresh();
    one.in("track");
    EXPECT_TRUE(accepted(one.send("both")));
    EXPECT_EQ(one.moves(), "x>y, track>track, track>track, track>track");
}
TEST(kept, completion_rows_that_find_no_rest_stop_after_sixteen_and_say_so) {
    auto one = fresh();
    one.in("out");
    EXPECT_EQ(to_text(one.send("go")), "accepted+overrun");
    EXPECT_EQ(one.value("laps"), completion_limit);
    EXPECT_EQ(one.out.changes.size(), completion_limit + 1U);
    EXPECT_EQ(one.where(), "mill, x");
}

// ---- states that end or interrupt ----------------------------------------------------------------------------------------
TEST(kept, a_final_state_ends_the_case_in_every_region) {
    auto one = fresh();
    one.in("out");
    EXPECT_TRUE(accepted(one.send("stop")));
    EXPECT_TRUE(one.machine().is_final(one.record));
    EXPECT_EQ(to_text(one.send("both")), "ended");
    EXPECT_EQ(one.reason("both"), "over: ended, x: ended");
    EXPECT_TRUE(one.machine().allowed(one.record).empty());
    EXPECT_EQ(one.said(), "");
    EXPECT_EQ(one.where(), "over, x");
}
TEST(kept, a_last_state_ends_its_region_and_the_case_when_all_are_there) {
    auto one = fresh();
    one.in("out");
    one.record.state[1] = *one.machine().state("y");
    EXPECT_TRUE(accepted(one.send("finish")));
    EXPECT_EQ(one.where(), "filed, y");
    EXPECT_FALSE(one.machine().is_final(one.record));
    EXPECT_TRUE(accepted(one.send("both")));
    EXPECT_TRUE(accepted(one.send("finish")));
    EXPECT_EQ(one.where(), "filed, filed2");
    EXPECT_TRUE(one.machine().is_final(one.record));
    EXPECT_EQ(to_text(one.send("finish")), "not_taken");
}
TEST(kept, an_interrupt_state_lets_only_its_event_through_in_any_region) {
    auto one = fresh();
    one.send("freeze");
    EXPECT_EQ(one.said(), "note frozen_in");
    EXPECT_EQ(to_text(one.send("go")), "ended");
    EXPECT_EQ(one.where(), "home, frozen");
    EXPECT_TRUE(one.machine().blocked(one.record, *one.machine().event("go")));
    EXPECT_FALSE(one.machine().blocked(one.record, *one.machine().event("thaw")));
    EXPECT_EQ(to_text(one.send("thaw")), "accepted");
    EXPECT_EQ(one.said(), "note frozen_out, note x_in");
    EXPECT_TRUE(accepted(one.send("go")));
}
TEST(kept, an_interrupt_holds_completion_rows_back) {
    auto one = fresh();
    one.in("track");
    EXPECT_EQ(to_text(one.send("freeze")), "accepted");
    EXPECT_EQ(one.moves(), "x>frozen");
    EXPECT_EQ(to_text(one.send("thaw")), "accepted");
    EXPECT_EQ(one.moves(), "frozen>x, track>track, track>track, track>track");
}

// ---- facts with a life ---------------------------------------------------------------------------------------------------
running living() {
    auto one = fresh();
    one.in("out");
    one.send("pick");
    return one;
}
TEST(lives, a_fact_without_a_line_lives_as_long_as_its_case) {
    auto one = living();
    EXPECT_EQ(one.facts(), "brief, stays, until_back, until_gone, until_home");
    one.send("inside");
    one.send("back");
    EXPECT_EQ(one.facts(), "stays");
}
TEST(lives, a_fact_until_an_event_ends_when_that_is_taken) {
    auto one = living();
    one.send("inside");
    EXPECT_EQ(one.facts(), "stays, until_back, until_gone, until_home");
    EXPECT_EQ(one.send("thaw"), outcome::not_taken);
    EXPECT_EQ(one.facts(), "stays, until_back, until_gone, until_home");
}
TEST(lives, an_event_that_is_not_accepted_ends_nothing) {
    auto one = living();
    one.in("home");
    EXPECT_EQ(one.send("inside"), outcome::not_taken);
    EXPECT_EQ(one.facts(), "brief, stays, until_back, until_gone, until_home");
}
TEST(lives, a_fact_until_a_state_is_left_survives_internal_rows) {
    auto one = living();
    one.send("inside");
    EXPECT_EQ(one.facts().find("until_gone") != std::string::npos, true);
    one.send("finish");
    EXPECT_EQ(one.facts(), "stays, until_back, until_home");
}
TEST(lives, a_fact_until_a_state_is_entered_ends_there) {
    auto one = living();
    one.send("go");  // to mill
    EXPECT_EQ(one.facts(), "brief, stays, until_back, until_home");
    one.send("back");
    EXPECT_EQ(one.facts(), "brief, stays");
}
TEST(lives, a_life_ends_before_the_row_acts_so_what_the_row_sets_stays_set) {
    auto one = living();
    one.send("again");  // ends until_back and, by leaving, until_gone; its action sets both anew
    EXPECT_EQ(one.facts(), "brief, stays, until_back, until_gone, until_home");
}
TEST(lives, the_machine_tells_them) {
    const auto& d = define<kept::machine>();
    const auto& f = d.facts()[*d.fact("until_back")];
    ASSERT_EQ(f.until_events.size(), 2U);
    EXPECT_EQ(d.events()[f.until_events[0]].name, "back");
    EXPECT_EQ(d.events()[f.until_events[1]].name, "again");
    EXPECT_EQ(d.facts()[*d.fact("until_gone")].until_left, std::vector<std::uint8_t>{*d.state("out")});
    EXPECT_EQ(d.facts()[*d.fact("until_home")].until_entered, std::vector<std::uint8_t>{*d.state("home")});
    EXPECT_EQ(d.facts()[*d.fact("until_home")].rules, std::vector<std::string>{"G-01"});
    EXPECT_TRUE(d.facts()[*d.fact("stays")].until_events.empty());
    EXPECT_EQ(d.events()[*d.event("inside")].ends, std::uint64_t{1} << *d.fact("brief"));
}

}  // namespace
