// SPDX-License-Identifier: Apache-2.0
//
// Every rule of business time, one by one. 2026-10-05 is a Monday.
#include "caseclock/calendar/period.hpp"
#include "support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseclock {
namespace {

using namespace std::chrono_literals;
using test::at, test::office, test::spec_of, test::text;

calendar with(calendar_spec spec, boundary at_boundary) {
    spec.at_boundary = at_boundary;
    return calendar{std::move(spec)};
}

TEST(calendar, hours_are_half_open) {
    const auto cal = office();
    EXPECT_FALSE(cal.is_open(at("2026-10-05 08:59:59.999")));
    EXPECT_TRUE(cal.is_open(at("2026-10-05 09:00")));
    EXPECT_TRUE(cal.is_open(at("2026-10-05 16:59:59.999")));
    EXPECT_FALSE(cal.is_open(at("2026-10-05 17:00")));
}

TEST(calendar, between_counts_open_time_and_is_signed) {
    const auto cal = office();
    EXPECT_EQ(cal.between(at("2026-10-02 16:00"), at("2026-10-05 10:00")), 2h);
    EXPECT_EQ(cal.between(at("2026-10-05 10:00"), at("2026-10-02 16:00")), -2h);
    EXPECT_EQ(cal.between(at("2026-10-03 10:00"), at("2026-10-04 10:00")), 0h);
    EXPECT_EQ(cal.between(at("2026-10-05 12:00:00.001"), at("2026-10-05 12:00:01.003")), 1002ms);
    EXPECT_EQ(cal.between(at("2016-10-03 00:00"), at("2026-10-05 00:00")), 522 * 40h);  // weeks
}

TEST(calendar, round_the_clock_counts_real_time_in_any_zone) {
    for (const char* zone_name : {"UTC", "America/New_York", "Pacific/Apia"})
        for (const auto& cal : {calendar::always(zone_name), calendar{spec_of(zone_name, {{"mon-sun", {"00:00-12:00", "12:00-24:00"}}})}}) {
            EXPECT_TRUE(cal.is_always());
            EXPECT_EQ(cal.between(at("2011-12-01 00:00"), at("2026-12-01 12:34")), at("2026-12-01 12:34") - at("2011-12-01 00:00"));
            EXPECT_EQ(text(cal.add(at("2026-03-08 05:00"), 24h)), "2026-03-09 05:00");
            EXPECT_EQ(text(cal.subtract(at("2026-03-08 05:00"), 24h)), "2026-03-07 05:00");
            EXPECT_EQ(text(cal.next_open(at("2026-03-08 05:00"))), "2026-03-08 05:00");
        }
    EXPECT_FALSE(calendar{spec_of("UTC", {{"mon-sun", {"00:00-12:00", "12:01-24:00"}}})}.is_always());
}

TEST(calendar, an_hour_that_the_wall_shows_twice_is_two_hours) {
    const calendar york{spec_of("America/New_York", {{"mon-sun", {"00:00-12:00"}}})};
    EXPECT_EQ(york.between(at("2026-11-01 04:00"), at("2026-11-02 04:00")), 13h);
    EXPECT_EQ(york.between(at("2026-03-08 05:00"), at("2026-03-09 04:00")), 11h);
}

TEST(calendar, add_gives_the_earliest_instant_at_which_the_time_has_elapsed) {
    EXPECT_EQ(text(office().add(at("2026-10-05 09:00"), 8h)), "2026-10-05 17:00");
    EXPECT_EQ(text(office().add(at("2026-10-05 09:00"), 8h + 1ms)), "2026-10-06 09:00:00.001");
    EXPECT_EQ(text(office().add(at("2026-10-02 20:00"), 8h)), "2026-10-05 17:00");
    EXPECT_EQ(text(office().add(at("2026-10-02 17:00"), 1h)), "2026-10-05 10:00");
}

TEST(calendar, at_the_boundary_the_next_opening_may_be_chosen) {
    const auto cal = with(spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}}), boundary::next_opening);
    EXPECT_EQ(text(cal.add(at("2026-10-05 09:00"), 8h)), "2026-10-06 09:00");
    EXPECT_EQ(text(cal.add(at("2026-10-05 09:00"), 8h - 1ms)), "2026-10-05 16:59:59.999");
    EXPECT_EQ(text(cal.add(at("2026-10-05 09:00"), 40h)), "2026-10-12 09:00");
}

TEST(calendar, subtracting_is_the_mirror_image) {
    EXPECT_EQ(text(office().subtract(at("2026-10-05 17:00"), 8h)), "2026-10-05 09:00");
    EXPECT_EQ(text(office().add(at("2026-10-05 17:00"), -8h)), "2026-10-05 09:00");
    EXPECT_EQ(text(office().add(at("2026-10-05 17:00"), -8h - 1ms)), "2026-10-02 16:59:59.999");
    EXPECT_EQ(text(office().subtract(at("2026-10-05 10:00"), -8h)), "2026-10-06 10:00");
    const auto cal = with(spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}}), boundary::next_opening);
    EXPECT_EQ(text(cal.subtract(at("2026-10-05 17:00"), 8h)), "2026-10-02 17:00");
}

TEST(calendar, zero_changes_nothing_when_open) {
    for (const char* t : {"2026-10-05 09:00", "2026-10-05 12:00", "2026-10-05 16:59:59.999"}) {
        EXPECT_EQ(office().add(at(t), 0ms), at(t));
        EXPECT_EQ(office().subtract(at(t), 0ms), at(t));
    }
}

TEST(calendar, zero_when_closed_is_the_next_opening_or_the_previous_closing) {
    EXPECT_EQ(text(office().add(at("2026-10-03 12:00"), 0ms)), "2026-10-05 09:00");
    EXPECT_EQ(text(office().subtract(at("2026-10-03 12:00"), 0ms)), "2026-10-02 17:00");
}

TEST(calendar, zero_at_a_closing_is_the_next_opening_or_the_closing_itself) {
    EXPECT_EQ(text(office().add(at("2026-10-02 17:00"), 0ms)), "2026-10-05 09:00");
    EXPECT_EQ(text(office().subtract(at("2026-10-02 17:00"), 0ms)), "2026-10-02 17:00");
}

TEST(calendar, next_open_is_now_when_open_and_next_close_is_always_later) {
    EXPECT_EQ(text(office().next_open(at("2026-10-05 09:00"))), "2026-10-05 09:00");
    EXPECT_EQ(text(office().next_open(at("2026-10-05 17:00"))), "2026-10-06 09:00");
    EXPECT_EQ(text(office().next_close(at("2026-10-05 09:00"))), "2026-10-05 17:00");
    EXPECT_EQ(text(office().next_close(at("2026-10-05 17:00"))), "2026-10-06 17:00");
    EXPECT_EQ(text(office().previous_close(at("2026-10-05 09:00"))), "2026-10-02 17:00");
    EXPECT_EQ(text(office().previous_close(at("2026-10-05 17:00"))), "2026-10-05 17:00");
}

TEST(calendar, an_end_in_a_gap_moves_forward_by_the_length_of_the_gap) {
    const calendar york{spec_of("America/New_York", {{"sun", {"01:00-02:30"}}})};
    EXPECT_EQ(text(york.next_close(at("2026-03-08 06:00"))), "2026-03-08 07:30");
    const calendar howe{spec_of("Australia/Lord_Howe", {{"sun", {"02:10-03:00"}}})};
    EXPECT_EQ(text(howe.next_open(at("2026-10-03 12:00"))), "2026-10-03 15:40");  // 02:40 +11
}

TEST(calendar, an_end_in_an_overlap_is_the_first_of_the_two) {
    const calendar york{spec_of("America/New_York", {{"sun", {"00:30-01:30"}}})};
    EXPECT_EQ(text(york.next_close(at("2026-11-01 04:30"))), "2026-11-01 05:30");
    EXPECT_FALSE(york.is_open(at("2026-11-01 06:15")));  // 01:15 for the second time
}

TEST(calendar, a_piece_that_maps_to_nothing_is_empty) {
    const calendar york{spec_of("America/New_York", {{"sun", {"02:30-03:00"}}})};  // to [03:30, 03:00) on 8 March
    EXPECT_EQ(text(york.next_open(at("2026-03-02 00:00"))), "2026-03-15 06:30");
    EXPECT_FALSE(york.is_working_date(parse_date("2026-03-08")));
}

TEST(calendar, pieces_that_touch_or_overlap_after_mapping_merge) {
    const calendar york{spec_of("America/New_York", {{"sun", {"01:00-02:30", "03:00-04:00"}}})};
    EXPECT_EQ(text(york.next_close(at("2026-03-08 06:00"))), "2026-03-08 08:00");
    EXPECT_EQ(york.between(at("2026-03-08 00:00"), at("2026-03-09 00:00")), 2h);
    const calendar days{spec_of("Asia/Shanghai", {{"mon-fri", {"00:00-24:00"}}})};
    EXPECT_EQ(text(days.next_close(at("2026-10-05 00:00"))), "2026-10-09 16:00");
}

TEST(calendar, a_skipped_date_has_no_hours) {
    const calendar apia{spec_of("Pacific/Apia", {{"mon-sun", {"09:00-17:00"}}})};
    EXPECT_EQ(apia.between(at("2011-12-28 00:00"), at("2012-01-02 00:00")), 3h + 8h + 8h + 8h + 8h + 5h);  // 27th to 29th, 31st to 2nd
    EXPECT_EQ(text(apia.add(at("2011-12-29 19:00"), 8h)), "2011-12-30 03:00");  // Thursday 29th 09:00 to 17:00 -10
    EXPECT_EQ(text(apia.add(at("2011-12-29 19:00"), 9h)), "2011-12-30 20:00");  // Saturday 31st 10:00 +14
    EXPECT_FALSE(apia.is_working_date(parse_date("2011-12-30")));
    EXPECT_EQ(format_date(apia.add_working_days(parse_date("2011-12-29"), 1)), "2011-12-31");
    const calendar night{spec_of("Pacific/Apia", {{"thu", {"22:00-06:00"}}})};  // its end moves over the missing day
    EXPECT_EQ(night.between(at("2011-12-30 00:00"), at("2012-01-01 00:00")), 8h);
}

TEST(calendar, holidays_beat_weekly_hours_and_dated_hours_beat_holidays) {
    auto spec = spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}});
    spec.holidays.push_back({parse_date("2026-10-05"), parse_date("2026-10-07"), "Autumn"});
    spec.hours.push_back({parse_date("2026-10-06"), test::shifts_of({"10:00-12:00"})});
    spec.hours.push_back({parse_date("2026-10-08"), {}});
    spec.hours.push_back({parse_date("2026-10-10"), test::shifts_of({"09:00-13:00"})});
    const calendar cal{spec};
    EXPECT_EQ(cal.between(at("2026-10-05 00:00"), at("2026-10-06 00:00")), 0h);
    EXPECT_EQ(cal.between(at("2026-10-06 00:00"), at("2026-10-07 00:00")), 2h);
    EXPECT_EQ(cal.between(at("2026-10-07 00:00"), at("2026-10-09 00:00")), 0h);
    EXPECT_EQ(cal.between(at("2026-10-10 00:00"), at("2026-10-11 00:00")), 4h);
}

TEST(calendar, a_holiday_leaves_the_shift_of_the_evening_before) {
    auto spec = spec_of("UTC", {{"mon-sun", {"22:00-06:00"}}});
    spec.holidays.push_back({parse_date("2026-10-06"), parse_date("2026-10-06"), {}});
    const calendar cal{spec};
    EXPECT_TRUE(cal.is_open(at("2026-10-06 05:00")));
    EXPECT_FALSE(cal.is_open(at("2026-10-06 23:00")));
    EXPECT_FALSE(cal.is_open(at("2026-10-07 05:00")));
    EXPECT_TRUE(cal.is_open(at("2026-10-07 23:00")));
}

TEST(calendar, breaks_cut_whatever_is_open_also_the_shift_of_the_evening_before) {
    auto spec = spec_of("UTC", {{"mon-sun", {"22:00-06:00"}}});
    spec.breaks.push_back({parse_date("2026-10-06"), test::shifts_of({"01:00-02:00", "21:00-22:30"})});
    spec.hours.push_back({parse_date("2026-10-07"), test::shifts_of({"12:00-14:00"})});
    spec.breaks.push_back({parse_date("2026-10-07"), test::shifts_of({"13:00-13:30"})});
    const calendar cal{spec};
    EXPECT_FALSE(cal.is_open(at("2026-10-06 01:30")));
    EXPECT_FALSE(cal.is_open(at("2026-10-06 22:15")));
    EXPECT_TRUE(cal.is_open(at("2026-10-06 22:30")));
    EXPECT_FALSE(cal.is_open(at("2026-10-07 13:15")));  // dated hours too
    EXPECT_EQ(cal.between(at("2026-10-05 22:00"), at("2026-10-06 06:00")), 7h);
}

TEST(calendar, a_break_may_run_over_midnight) {
    auto spec = spec_of("UTC", {{"mon-sun", {"22:00-06:00"}}});
    spec.breaks.push_back({parse_date("2026-10-06"), test::shifts_of({"23:00-01:00"})});
    EXPECT_EQ(calendar{spec}.between(at("2026-10-06 22:00"), at("2026-10-07 06:00")), 6h);
}

TEST(calendar, overnight_hours_belong_to_the_date_on_which_they_open) {
    const calendar cal{spec_of("UTC", {{"mon", {"22:00-06:00"}}})};
    EXPECT_TRUE(cal.is_open(at("2026-10-06 05:59")));
    EXPECT_FALSE(cal.is_open(at("2026-10-05 05:59")));
    EXPECT_TRUE(cal.is_working_date(parse_date("2026-10-05")));
    EXPECT_FALSE(cal.is_working_date(parse_date("2026-10-06")));
}

TEST(calendar, twenty_four_hours_is_the_end_of_a_day_and_seconds_are_kept) {
    const calendar cal{spec_of("UTC", {{"mon", {"23:59:58-24:00"}}, {"wed", {"10:00:01-10:00:03"}}})};
    EXPECT_EQ(text(cal.next_close(at("2026-10-05 00:00"))), "2026-10-06 00:00");
    EXPECT_EQ(cal.between(at("2026-10-05 00:00"), at("2026-10-12 00:00")), 4s);
    EXPECT_EQ(text(cal.next_open(at("2026-10-06 00:00"))), "2026-10-07 10:00:01");
}

TEST(calendar, zones_do_not_end_in_2037) {
    const calendar york{spec_of("America/New_York", {{"mon-fri", {"09:00-17:00"}}})};
    EXPECT_EQ(text(york.next_open(at("2050-07-01 00:00"))), "2050-07-01 13:00");
    EXPECT_EQ(text(york.next_open(at("2190-01-01 12:00"))), "2190-01-01 14:00");
    EXPECT_EQ(text(york.next_open(at("2190-07-01 12:00"))), "2190-07-01 13:00");
}

TEST(calendar, fifteen_years_cost_what_an_hour_costs_and_agree_with_it) {
    const auto cal = office();
    auto t = at("2026-10-05 09:30");
    for (int i = 0; i < 15 * 52 * 5; ++i) t = cal.add(t, 8h);
    EXPECT_EQ(cal.add(at("2026-10-05 09:30"), 15 * 52 * 5 * 8h), t);
    EXPECT_EQ(cal.between(at("2026-10-05 09:30"), t), 15 * 52 * 5 * 8h);
}

TEST(calendar, days_keep_the_time_on_the_wall) {
    const calendar york{spec_of("America/New_York", {{"mon-fri", {"09:00-17:00"}}})};
    EXPECT_EQ(text(york.add_days(at("2026-03-07 15:00"), 1)), "2026-03-08 14:00");
    EXPECT_EQ(text(york.add_days(at("2026-03-07 07:30"), 1)), "2026-03-08 07:30");  // 02:30 lies in the gap: 03:30
    EXPECT_EQ(text(york.add_days(at("2026-10-31 05:30"), 1)), "2026-11-01 05:30");  // 01:30 the first time
    EXPECT_EQ(text(york.add_days(at("2026-10-05 15:00"), -5)), "2026-09-30 15:00");
    EXPECT_EQ(text(calendar::always("Pacific/Apia").add_days(at("2011-12-29 22:00"), 1)),
              "2011-12-30 22:00");  // the 30th never was: the 31st
}

TEST(calendar, a_day_ends_at_its_twenty_four_hours_in_the_zone) {
    const calendar york{spec_of("America/New_York", {{"mon-fri", {"09:00-17:00"}}})};
    EXPECT_EQ(text(york.end_of_day(at("2026-10-05 03:59:59.999"))), "2026-10-05 04:00");
    EXPECT_EQ(text(york.end_of_day(at("2026-10-05 04:00"))), "2026-10-06 04:00");
    EXPECT_EQ(text(york.end_of_day(at("2026-10-05 04:00"), 1)), "2026-10-07 04:00");
    EXPECT_EQ(text(york.end_of_day(at("2026-11-01 04:00"))), "2026-11-02 05:00");
    EXPECT_EQ(text(calendar::always("America/Sao_Paulo").end_of_day(at("2018-11-03 12:00"))), "2018-11-04 03:00");  // its 24:00 is 01:00
}

TEST(calendar, the_day_before_is_a_whole_local_day) {
    const calendar york{spec_of("America/New_York", {{"mon-fri", {"09:00-17:00"}}})};
    const auto before = york.day_span(at("2026-11-02 15:00"), -1);
    EXPECT_EQ(text(before.begin), "2026-11-01 04:00");
    EXPECT_EQ(text(before.end), "2026-11-02 05:00");
    EXPECT_EQ(york.day_span(at("2026-11-02 15:00")).begin, before.end);
    const auto apia = calendar::always("Pacific/Apia").day_span(at("2011-12-30 12:00"), -1);  // the 31st; the 30th never was
    EXPECT_EQ(text(apia.begin), "2011-12-29 10:00");
    EXPECT_EQ(text(apia.end), "2011-12-30 10:00");
}

TEST(calendar, the_close_of_the_day_is_the_last_closing_of_its_date) {
    const calendar lunch{spec_of("UTC", {{"mon-fri", {"09:00-12:00", "13:00-17:00"}}})};
    EXPECT_EQ(text(lunch.close_of_day(at("2026-10-05 08:00"))), "2026-10-05 17:00");
    EXPECT_EQ(text(lunch.close_of_day(at("2026-10-05 12:30"))), "2026-10-05 17:00");
    EXPECT_EQ(text(lunch.close_of_day(at("2026-10-05 17:00"))), "2026-10-06 17:00");
    EXPECT_EQ(text(lunch.close_of_day(at("2026-10-09 18:00"))), "2026-10-12 17:00");
    const calendar night{spec_of("UTC", {{"mon-fri", {"09:00-12:00", "22:00-06:00"}}})};
    EXPECT_EQ(text(night.close_of_day(at("2026-10-06 03:00"))), "2026-10-06 06:00");  // Monday's
    EXPECT_EQ(text(night.close_of_day(at("2026-10-06 06:00"))), "2026-10-07 06:00");  // Tuesday's
}

TEST(calendar, the_close_of_a_working_day_is_the_last_closing_of_the_hours_that_open_on_it) {
    const calendar lunch{spec_of("UTC", {{"mon-fri", {"09:00-12:00", "13:00-17:00"}}})};
    EXPECT_EQ(text(lunch.close_of_working_day(at("2026-10-05 08:00"), 2)), "2026-10-07 17:00");
    EXPECT_EQ(text(lunch.close_of_working_day(at("2026-10-09 08:00"), 1)), "2026-10-12 17:00");
    EXPECT_EQ(text(lunch.close_of_working_day(at("2026-10-10 08:00"), 0, {working_day_rule::roll_first})), "2026-10-12 17:00");
    EXPECT_EQ(text(lunch.close_of_working_day(at("2026-10-09 18:00"), 1, {.start = working_day_start::next_opening})), "2026-10-13 17:00");
    const calendar night{spec_of("UTC", {{"mon-fri", {"22:00-06:00"}}})};
    EXPECT_EQ(text(night.close_of_working_day(at("2026-10-05 08:00"), 1)), "2026-10-07 06:00");
    const calendar whole_days{spec_of("UTC", {{"mon-fri", {"00:00-24:00"}}})};
    EXPECT_EQ(text(whole_days.close_of_working_day(at("2026-10-05 08:00"), 1)), "2026-10-07 00:00");
    auto spec = spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}});
    spec.breaks.push_back({parse_date("2026-10-06"), test::shifts_of({"15:00-18:00"})});
    spec.breaks.push_back({parse_date("2026-10-07"), test::shifts_of({"09:00-17:00"})});
    EXPECT_EQ(text(calendar{spec}.close_of_working_day(at("2026-10-05 08:00"), 1)), "2026-10-06 15:00");
    EXPECT_EQ(text(calendar{spec}.close_of_working_day(at("2026-10-05 08:00"), 2)), "2026-10-07 17:00");
}

TEST(period, is_asked_only_whether_it_is_open_and_may_be_empty) {
    const period meal{spec_of("Asia/Shanghai", {{"mon-sun", {"11:00-13:00", "17:00-18:30"}}})};
    EXPECT_TRUE(meal.is_open(at("2026-10-05 03:00")));
    EXPECT_FALSE(meal.is_open(at("2026-10-05 05:00")));
    EXPECT_FALSE(period{calendar_spec{}}.is_open(at("2026-10-05 03:00")));
    EXPECT_TRUE(period{always_open("UTC")}.is_open(at("2026-10-05 03:00")));
}

}  // namespace
}  // namespace caseclock
