// SPDX-License-Identifier: Apache-2.0
//
// Working days in both ways of counting. 2026-10-05 is a Monday.
#include "support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseclock {
namespace {

using test::at, test::office, test::spec_of, test::text;

std::string day_after(const calendar& cal, const char* date, int n, working_day_rule rule) {
    return format_date(cal.add_working_days(parse_date(date), n, rule));
}

TEST(working_days, are_counted_strictly_after_the_date_or_from_a_working_date_on) {
    const auto cal = office();
    const struct {
        const char* date;
        int n;
        const char *count, *roll_first;
    } table[] = {
        {"2026-10-09", 1, "2026-10-12", "2026-10-12"},  // from a Friday
        {"2026-10-10", 1, "2026-10-12", "2026-10-13"},  // from a Saturday
        {"2026-10-10", 5, "2026-10-16", "2026-10-19"},  {"2026-10-09", -1, "2026-10-08", "2026-10-08"},
        {"2026-10-10", -1, "2026-10-09", "2026-10-08"},  // the mirror image
        {"2026-10-11", -5, "2026-10-05", "2026-10-02"},
    };
    for (const auto& row : table) {
        EXPECT_EQ(day_after(cal, row.date, row.n, working_day_rule::count), row.count) << row.date << ' ' << row.n;
        EXPECT_EQ(day_after(cal, row.date, row.n, working_day_rule::roll_first), row.roll_first) << row.date << ' ' << row.n;
    }
}

TEST(working_days, none_rolls_forward_or_is_refused) {
    EXPECT_EQ(day_after(office(), "2026-10-10", 0, working_day_rule::roll_first), "2026-10-12");
    EXPECT_EQ(day_after(office(), "2026-10-09", 0, working_day_rule::roll_first), "2026-10-09");
    try {
        static_cast<void>(office().add_working_days(parse_date("2026-10-09"), 0));
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(),
                     "calendar in UTC: 0 working days cannot be counted from 2026-10-09 (allowed: 1, -1 and beyond, or roll_first)");
    }
    EXPECT_THROW(static_cast<void>(office().add_working_days(at("2026-10-09 10:00"), 0)), std::invalid_argument);
}

TEST(working_days, follow_holidays_and_dated_hours_but_not_breaks) {
    auto spec = spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}});
    spec.holidays.push_back({parse_date("2026-10-01"), parse_date("2026-10-07"), {}});
    spec.hours.push_back({parse_date("2026-10-10"), test::shifts_of({"09:00-18:00"})});
    spec.hours.push_back({parse_date("2026-10-09"), {}});
    spec.breaks.push_back({parse_date("2026-10-12"), test::shifts_of({"00:00-24:00"})});
    const calendar cal{spec};
    EXPECT_FALSE(cal.is_working_date(parse_date("2026-10-05")));
    EXPECT_TRUE(cal.is_working_date(parse_date("2026-10-08")));
    EXPECT_FALSE(cal.is_working_date(parse_date("2026-10-09")));
    EXPECT_TRUE(cal.is_working_date(parse_date("2026-10-10")));
    EXPECT_TRUE(cal.is_working_date(parse_date("2026-10-12")));
    EXPECT_EQ(day_after(cal, "2026-09-30", 4, working_day_rule::count), "2026-10-13");
}

TEST(working_days, of_an_instant_keep_the_time_on_the_wall) {
    const calendar york{spec_of("America/New_York", {{"mon-fri", {"09:00-17:00"}}})};
    EXPECT_EQ(text(york.add_working_days(at("2026-03-06 15:00"), 1)), "2026-03-09 14:00");  // 10:00 EST, 10:00 EDT
    EXPECT_EQ(text(york.add_working_days(at("2026-03-07 03:30"), 1)), "2026-03-10 02:30");  // Friday 22:30 on the wall
    EXPECT_EQ(text(york.add_working_days(at("2026-03-09 14:00:00.001"), -1)), "2026-03-06 15:00:00.001");
}

TEST(working_days, may_be_counted_from_the_next_opening) {
    const working_day_options from_opening{.start = working_day_start::next_opening};
    const auto cal = office();
    EXPECT_EQ(text(cal.add_working_days(at("2026-10-09 18:00"), 3)), "2026-10-14 18:00");
    EXPECT_EQ(text(cal.add_working_days(at("2026-10-09 18:00"), 3, from_opening)), "2026-10-15 09:00");  // Monday 09:00 and three
    EXPECT_EQ(text(cal.add_working_days(at("2026-10-09 17:00"), 3, from_opening)), "2026-10-15 09:00");  // a closing is outside hours
    EXPECT_EQ(text(cal.add_working_days(at("2026-10-09 16:59"), 3, from_opening)), "2026-10-14 16:59");
    EXPECT_EQ(text(cal.add_working_days(at("2026-10-09 07:00"), 3, from_opening)), "2026-10-14 09:00");
}

TEST(working_days, may_snap_a_due_instant_to_the_next_opening) {
    const working_day_options snapping{.snap = true};
    EXPECT_EQ(text(office().add_working_days(at("2026-10-05 18:00"), 1, snapping)), "2026-10-07 09:00");
    EXPECT_EQ(text(office().add_working_days(at("2026-10-05 17:00"), 1, snapping)), "2026-10-07 09:00");
    EXPECT_EQ(text(office().add_working_days(at("2026-10-05 07:00"), 1, snapping)), "2026-10-06 09:00");
    EXPECT_EQ(text(office().add_working_days(at("2026-10-05 10:00"), 1, snapping)), "2026-10-06 10:00");
}

TEST(working_days, of_calendars_round_the_clock_are_all_dates) {
    EXPECT_EQ(day_after(calendar::always("UTC"), "2026-10-09", 3, working_day_rule::count), "2026-10-12");
    EXPECT_EQ(day_after(calendar::always("Pacific/Apia"), "2011-12-29", 1, working_day_rule::count), "2011-12-31");
}

TEST(working_days, agree_with_counting_over_many_years) {
    const auto cal = office();
    EXPECT_EQ(day_after(cal, "2000-01-03", 5 * 5200, working_day_rule::count), "2099-08-31");
    EXPECT_EQ(day_after(cal, "2099-08-31", -5 * 5200, working_day_rule::count), "2000-01-03");
}

}  // namespace
}  // namespace caseclock
