// SPDX-License-Identifier: Apache-2.0
//
// Proofs of caps, of pauses that end by themselves, of cycles that follow each other, of clocks that were reopened.
#include "caseclock/desk/explain.hpp"
#include "caseclock/desk/proof_text.hpp"
#include "desk/story.hpp"

#include <gtest/gtest.h>

namespace caseclock::desk_test {
namespace {

using namespace std::chrono_literals;

struct told_event {
    const char *at, *name, *brings = "";
};

/// The proofs of case 1 under one policy, started by `begin`.
std::vector<proof> proofs_of(const std::string& more, const std::vector<told_event>& history, const char* until = "23:00") {
    story told{"  p: {machine: thing, start: {event: begin}, " + more + "}\n"};
    std::vector<event> events;
    std::vector<event_value> values;
    for (const auto& each : history) {
        told.at(each.at);
        events.push_back(told.make(1, each.name, each.brings, 0, values));
        told.send(each.name, each.brings);
    }
    auto list = explain(told.book(), events, values, {.case_id = 1, .until = story::time(until)});
    for (const auto& p : list) EXPECT_EQ(p.running_time(), p.times.used) << text_of(p);
    return list;
}
/// "09:00 started by begin: 10:00": each deadline, and what set it.
std::vector<std::string> deadlines(const proof& p) {
    std::vector<std::string> lines;
    for (const auto& each : p.deadlines) lines.push_back(story::show(each.at) + ' ' + each.why + ": " + (each.due == never ? "none" : story::show(each.due)));
    return lines;
}
/// "09:00-09:30 running"
std::vector<std::string> intervals(const proof& p) {
    std::vector<std::string> lines;
    for (const auto& each : p.intervals)
        lines.push_back(story::show(each.when.begin) + '-' + story::show(each.when.end) + ' ' + std::string{to_string(each.kind)} +
                        (each.cause.empty() ? "" : ": " + each.cause));
    return lines;
}
using lines = std::vector<std::string>;

TEST(a_proof, names_the_cap_and_where_it_is_the_deadline) {
    const auto list = proofs_of("stop: {event: finish}, due: within 2h, not_later_than: by agreed_at, pause_while: {state: held}",
                                {{"09:00", "begin", "agreed_at=12:00"},
                                 {"09:30", "hold"},
                                 {"11:30", "resume"},
                                 {"11:40", "change", "agreed_at=15:00"},
                                 {"12:00", "finish"}});
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].target, "within 2h, not later than by agreed_at");
    EXPECT_EQ(deadlines(list[0]), (lines{"09:00 started by begin: 11:00", "11:30 resumed by resume, not later than by agreed_at: 12:00",
                                         "11:40 retargeted by a change of attributes: 13:00"}));
}

TEST(a_proof, names_each_reason_and_the_end_of_a_max_pause) {
    const auto list = proofs_of("stop: {event: finish}, due: within 2h, pause_while: [{state: held, max_pause: 1h}, known]",
                                {{"09:00", "begin"}, {"09:10", "hold"}, {"09:20", "change", "known"}, {"10:30", "change", "-known"}, {"10:40", "finish"}});
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(intervals(list[0]), (lines{"09:00-09:10 running", "09:10-09:20 paused: held", "09:20-10:10 paused: held, known", "10:10-10:30 paused: known",
                                         "10:30-10:40 running"}));
    EXPECT_EQ(deadlines(list[0]), (lines{"09:00 started by begin: 11:00", "10:30 resumed by a change of attributes: 12:20"}));
    const auto alone = proofs_of("stop: {event: finish}, due: within 2h, pause_while: [{state: held, max_pause: 1h}]",
                                 {{"09:00", "begin"}, {"09:10", "hold"}, {"10:40", "finish"}});
    EXPECT_EQ(deadlines(alone[0]).back(), "10:10 resumed, since max_pause of held has passed: 12:00");
    EXPECT_EQ(intervals(alone[0]).back(), "10:10-10:40 running");
}

TEST(a_proof, has_every_cycle_between_completions) {
    const auto list = proofs_of("stop: {event: finish}, done_by: {event: ping}, every: 1h",
                                {{"09:00", "begin"}, {"09:30", "ping"}, {"10:45", "ping"}, {"11:00", "finish"}});
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].target, "every 1h");
    EXPECT_EQ(list[0].ended_by.name, "ping");
    EXPECT_EQ(deadlines(list[1]), (lines{"09:30 started by ping: 10:30"}));
    EXPECT_EQ(list[1].verdict, verdict_kind::ended_late);
    EXPECT_EQ(list[2].verdict, verdict_kind::met);
    EXPECT_EQ(list[2].times.used, 15min);
}

TEST(a_proof, shows_the_time_until_a_reopening_as_a_pause_of_the_cycle) {
    const auto reopened = "stop: {event: pong}, due: within 1h, reopened: {event: ping}, when_reopened: continue";
    const std::vector<told_event> history{{"09:00", "begin"}, {"09:30", "pong"}, {"10:00", "ping"}, {"10:10", "pong"}, {"11:00", "ping"}};
    const auto list = proofs_of(reopened, history, "11:10");
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(intervals(list[0]), (lines{"09:00-09:30 running", "09:30-10:00 paused: ended by pong, reopened by ping", "10:00-10:10 running",
                                         "10:10-11:00 paused: ended by pong, reopened by ping", "11:00-11:10 running"}));
    EXPECT_EQ(deadlines(list[0]), (lines{"09:00 started by begin: 10:00", "10:00 reopened by ping: 10:30", "11:00 reopened by ping: 11:20"}));
    EXPECT_TRUE(list[0].running);
    EXPECT_EQ(list[0].verdict, std::nullopt) << "what was said before may still become another";
    EXPECT_EQ(proofs_of(reopened, history)[0].verdict, verdict_kind::missed);
    auto ended = history;
    ended.pop_back();
    EXPECT_EQ(proofs_of(reopened, ended)[0].verdict, verdict_kind::met);
    EXPECT_EQ(proofs_of(reopened, ended)[0].times.used, 40min);
}

TEST(a_proof, of_a_pause_that_a_stop_ended_goes_over_into_the_time_until_the_reopening) {
    const auto list = proofs_of("stop: {event: pong}, due: within 1h, pause_while: known, reopened: {event: ping}, when_reopened: continue",
                                {{"09:00", "begin"},
                                 {"09:20", "change", "known"},
                                 {"09:30", "pong"},
                                 {"10:00", "ping"},
                                 {"10:20", "change", "-known"},
                                 {"10:30", "pong"}});
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(intervals(list[0]), (lines{"09:00-09:20 running", "09:20-09:30 paused: known", "09:30-10:00 paused: ended by pong, reopened by ping",
                                         "10:00-10:20 paused: known", "10:20-10:30 running"}));
    EXPECT_EQ(list[0].times.due, story::time("11:00"));
}

}  // namespace
}  // namespace caseclock::desk_test
