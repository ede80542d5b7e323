// SPDX-License-Identifier: Apache-2.0
#include "sla/support.hpp"

#include <gtest/gtest.h>

namespace caseclock::sla_test {
namespace {

using namespace std::chrono_literals;

TEST(a_pause, moves_a_limit_as_the_table_says) {
    const auto moved = [](const char* limit, const char* from, const char* to, bool open_time) {
        return moved_by_pause(at(limit), {at(from), at(to)}, open_time, office());
    };
    EXPECT_EQ(moved("mon 12:00", "mon 10:00", "mon 11:00", false), at("mon 13:00"));
    EXPECT_EQ(moved("mon 12:00", "mon 13:00", "mon 14:00", false), at("mon 13:00")) << "a real limit moves by the length wherever it lies";
    EXPECT_EQ(moved("tue 10:00", "mon 16:00", "tue 11:00", true), at("tue 13:00"));
    EXPECT_EQ(moved("mon 17:00", "mon 17:00", "tue 08:00", true), at("tue 08:00")) << "not before the resume";
    EXPECT_EQ(moved("mon 17:00", "mon 17:00", "tue 10:00", true), at("tue 10:00"));
    EXPECT_EQ(moved("mon 10:00", "mon 11:00", "mon 12:00", true), at("mon 11:00")) << "was due before: by its open time alone";
    EXPECT_EQ(moved("mon 17:00", "mon 18:00", "mon 20:00", true), at("mon 17:00")) << "add(due, 0) is the due itself";
    EXPECT_EQ(moved_by_pause(never, {at("mon 10:00"), at("mon 11:00")}, true, office()), never);
}

TEST(a_pause, leaves_the_bounds_of_a_window_that_had_passed) {
    const auto moved = [](const char* opens, const char* due) {
        return window_moved_by_pause({.opens = at(opens), .due = at(due)}, {at("mon 11:00"), at("mon 12:00")}, false, office());
    };
    EXPECT_EQ(moved("mon 12:00", "mon 14:00"), (limits{at("mon 13:00"), at("mon 15:00")}));
    EXPECT_EQ(moved("mon 10:00", "mon 14:00"), (limits{at("mon 10:00"), at("mon 15:00")}));
    EXPECT_EQ(moved("mon 09:00", "mon 10:00"), (limits{at("mon 09:00"), at("mon 10:00")}));
    EXPECT_EQ(moved("mon 11:00", "mon 14:00"), (limits{at("mon 11:00"), at("mon 15:00")}))
        << "openings come before the events of their instant";
    EXPECT_EQ(moved("mon 10:00", "mon 11:00"), (limits{at("mon 10:00"), at("mon 12:00")})) << "and limits after them";
}

TEST(pauses, that_touch_are_one_pause) {
    clock_history h;
    h.begin_pause(at("mon 10:00"));
    EXPECT_TRUE(h.pausing());
    h.end_pause(at("mon 11:00"));
    h.begin_pause(at("mon 11:00"));
    h.end_pause(at("mon 12:00"));
    ASSERT_EQ(h.pauses.size(), 1U);
    EXPECT_EQ(h.pauses[0], (span{at("mon 10:00"), at("mon 12:00")}));
    h.begin_pause(at("mon 12:00") + 1ms);
    EXPECT_EQ(h.pauses.size(), 2U);
    h.end_pause(at("mon 12:00") + 1ms);
    EXPECT_EQ(h.pauses.size(), 1U) << "one without length is none";
    EXPECT_FALSE(h.pausing());
}

TEST(pauses, move_limits_one_after_the_other) {
    const std::vector<span> pauses{{at("mon 10:00"), at("mon 11:00")}, {at("mon 12:00"), never}};
    const target real{.kind = target_kind::within};
    EXPECT_EQ(moved_by_pauses({.due = at("mon 12:00")}, pauses, real, office(), at("mon 12:30")).due, at("mon 13:30"))
        << "the one that goes on ends now";
    EXPECT_EQ(moved_by_pauses({.due = at("mon 12:00")}, pauses, real, office(), at("mon 11:30")).due, at("mon 13:00"))
        << "one that has not begun counts nothing";
    const target business{.kind = target_kind::within, .length = {duration_unit::business, 1}};
    const std::vector<span> night{{at("mon 16:00"), at("mon 20:00")}, {at("mon 22:00"), at("tue 10:00")}};
    EXPECT_EQ(moved_by_pauses({.due = at("mon 16:30")}, night, business, office(), never).due, at("tue 10:30"))
        << "16:30 to 09:30 to 10:30";
}

TEST(paused_time, is_what_lies_within_in_real_or_open_time) {
    const std::vector<span> pauses{{at("mon 16:00"), at("tue 10:00")}, {at("tue 12:00"), never}};
    EXPECT_EQ(paused_time(pauses, {at("mon 09:00"), at("tue 13:00")}, false, office()), 19h);
    EXPECT_EQ(paused_time(pauses, {at("mon 09:00"), at("tue 13:00")}, true, office()), 3h);
    EXPECT_EQ(paused_time(pauses, {at("tue 09:00"), at("tue 11:00")}, false, office()), 1h);
    EXPECT_EQ(paused_time(pauses, {at("mon 09:00"), at("mon 09:00")}, false, office()), 0h);
}

}  // namespace
}  // namespace caseclock::sla_test
