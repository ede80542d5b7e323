// SPDX-License-Identifier: Apache-2.0
#include "sla/support.hpp"

#include <gtest/gtest.h>

namespace caseclock::sla_test {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;

[[nodiscard]] duration_value real(std::int64_t hours) { return {duration_unit::real, hours * hour_ms}; }
[[nodiscard]] duration_value business(std::int64_t hours) { return {duration_unit::business, hours * hour_ms}; }
[[nodiscard]] duration_value days(std::int64_t n) { return {duration_unit::days, n}; }
[[nodiscard]] duration_value working_days(std::int64_t n) { return {duration_unit::working_days, n}; }

[[nodiscard]] limits of(const target& t, instant start, const calendar& hours = office(), const plain_case& one = {}) {
    const std::vector<calendar> closings{office(), week_of({{9h, 12h}, {13h, 15h}})};
    return limits_of(t, start, hours, closings, [&](unsigned a) { return one.value(a); });
}
[[nodiscard]] plain_case with(instant value) { return plain_case{.values = {{2, value.time_since_epoch().count()}}}; }
[[nodiscard]] plain_case with(duration value) { return plain_case{.values = {{2, value.count()}}}; }

TEST(within, counts_as_its_unit_says) {
    const auto due = [](duration_value length, const char* start) {
        return of({.kind = target_kind::within, .length = length}, at(start)).due;
    };
    EXPECT_EQ(due(real(8), "mon 16:00"), at("tue 00:00"));
    EXPECT_EQ(due(business(8), "mon 09:00"), at("mon 17:00"));
    EXPECT_EQ(due(business(8), "fri 16:00"), at("fri 17:00") + 3 * 24h - 1h) << "on Monday at 16:00";
    EXPECT_EQ(due(days(3), "mon 16:00"), at("thu 16:00"));
    EXPECT_EQ(due(working_days(2), "thu 16:00"), at("fri 16:00") + 3 * 24h);
    EXPECT_EQ(due(working_days(1), "sat 10:00"), at("sat 10:00") + 2 * 24h) << "the time of day is kept";
}

TEST(within, keeps_the_wall_clock_for_days_and_real_time_for_hours_over_a_change_of_the_clocks) {
    const auto new_york = week_of({{9h, 17h}}, "America/New_York");
    const auto start = parse_instant("2026-03-07T20:00:00Z");  // 15:00 there; the clocks go forward on the 8th
    EXPECT_EQ(of({.kind = target_kind::within, .length = days(1)}, start, new_york).due, parse_instant("2026-03-08T19:00:00Z"));
    EXPECT_EQ(of({.kind = target_kind::within, .length = real(24)}, start, new_york).due, parse_instant("2026-03-08T20:00:00Z"));
}

TEST(within, counts_working_days_as_its_options_say) {
    const auto due = [](working_day_options options, std::int64_t n, const char* start) {
        return of({.kind = target_kind::within, .length = working_days(n), .days = options}, at(start)).due;
    };
    EXPECT_EQ(due({}, 1, "fri 20:00"), at("fri 20:00") + 3 * 24h);
    EXPECT_EQ(due({.rule = working_day_rule::roll_first}, 1, "sat 10:00"), at("sat 10:00") + 3 * 24h);
    EXPECT_EQ(due({.start = working_day_start::next_opening}, 1, "mon 07:00"), at("tue 09:00"));
    EXPECT_EQ(due({.snap = true}, 1, "mon 20:00"), at("wed 09:00"));
}

TEST(within_an_attribute, counts_in_the_unit_declared_with_it) {
    const auto due = [](duration_unit unit, duration value) {
        return of({.kind = target_kind::within_attribute, .attribute = 2, .attribute_unit = unit}, at("mon 16:00"), office(), with(value));
    };
    EXPECT_EQ(due(duration_unit::real, 2h).due, at("mon 18:00"));
    EXPECT_EQ(due(duration_unit::business, 2h).due, at("tue 10:00"));
    EXPECT_EQ(due(duration_unit::working_days, 48h).due, at("wed 16:00"));
    EXPECT_EQ(due(duration_unit::working_days, 25h).due, at("wed 16:00")) << "a part of a day counts as one";
    EXPECT_TRUE(due(duration_unit::real, 0h).unset);
    EXPECT_TRUE(of({.kind = target_kind::within_attribute, .attribute = 2}, at("mon 16:00")).unset);
}

TEST(a_batch, counts_whole_or_by_the_unit) {
    struct row {
        std::int64_t units, ceil, linear;
    };
    for (const auto& [units, ceil, linear] : {row{1, 2, 2}, {9, 2, 2}, {10, 2, 2}, {11, 4, 3}, {15, 4, 3}, {16, 4, 4}, {20, 4, 4}, {21, 6, 5}}) {
        EXPECT_EQ(batch_length(working_days(2), units, 10, batch_rounding::ceil), working_days(ceil)) << units;
        EXPECT_EQ(batch_length(working_days(2), units, 10, batch_rounding::linear), working_days(linear)) << units;
    }
    EXPECT_EQ(batch_length({duration_unit::real, 1000}, 4, 3, batch_rounding::linear).amount, 1334) << "rounded up to the millisecond";
    EXPECT_EQ(batch_length(days(80'000), 4'000'000'000, 1, batch_rounding::ceil).amount, horizon.time_since_epoch().count()) << "no overflow";
}

TEST(within_a_batch, reads_a_number_of_the_case) {
    const target t{.kind = target_kind::within_per, .length = working_days(2), .attribute = 2, .per = 10};
    const auto due = [&](std::int64_t units) { return of(t, at("mon 09:00"), office(), plain_case{.values = {{2, units}}}); };
    EXPECT_EQ(due(10).due, at("wed 09:00"));
    EXPECT_EQ(due(11).due, at("fri 09:00"));
    EXPECT_TRUE(due(0).unset) << "not positive";
    EXPECT_TRUE(of(t, at("mon 09:00")).unset);
    EXPECT_TRUE(t.counts_open_time());
    EXPECT_TRUE(t.moves());
    EXPECT_FALSE((target{.kind = target_kind::within_per, .length = days(2)}.counts_open_time()));
}

TEST(by_and_before, follow_an_instant_of_the_case) {
    const auto one = with(at("wed 10:00"));
    EXPECT_EQ(of({.kind = target_kind::by, .attribute = 2}, at("mon 09:00"), office(), one).due, at("wed 10:00"));
    const auto before = [&](duration_value length) {
        return of({.kind = target_kind::before, .length = length, .attribute = 2}, at("mon 09:00"), office(), one).due;
    };
    EXPECT_EQ(before(real(1)), at("wed 09:00"));
    EXPECT_EQ(before(business(2)), at("tue 16:00"));
    EXPECT_EQ(before(days(1)), at("tue 10:00"));
    EXPECT_EQ(before(working_days(1)), at("tue 10:00"));
    EXPECT_TRUE(of({.kind = target_kind::by, .attribute = 2}, at("mon 09:00")).unset);
}

TEST(between, is_a_window_after_the_start) {
    const auto window = of({.kind = target_kind::between, .length = real(24), .upper = real(72)}, at("mon 09:00"));
    EXPECT_EQ(window.opens, at("tue 09:00"));
    EXPECT_EQ(window.due, at("thu 09:00"));
    const auto open_time = of({.kind = target_kind::between, .length = business(1), .upper = business(9)}, at("mon 16:30"));
    EXPECT_EQ(open_time.opens, at("tue 09:30"));
    EXPECT_EQ(open_time.due, at("wed 09:30"));
}

TEST(by_close, is_the_last_closing_of_a_date) {
    const auto of_two_shifts = [](const char* start) { return of({.kind = target_kind::close_of, .closing = 1}, at(start)).due; };
    EXPECT_EQ(of_two_shifts("mon 10:00"), at("mon 15:00"));
    EXPECT_EQ(of_two_shifts("mon 15:00"), at("tue 15:00")) << "the next closing is after the start";
    EXPECT_EQ(of_two_shifts("fri 16:00"), at("fri 15:00") + 3 * 24h);
    const auto nights = week_of({{22h, 30h}});
    EXPECT_EQ(of({.kind = target_kind::close_of_working_day, .length = working_days(1)}, at("mon 10:00"), nights).due, at("wed 06:00"))
        << "the closing of the hours that open on Tuesday";
    EXPECT_EQ(of({.kind = target_kind::close_of_working_day, .length = working_days(2)}, at("thu 18:00")).due, at("fri 17:00") + 3 * 24h);
}

TEST(by_end_of_a_day, is_its_midnight_in_the_zone_of_the_calendar) {
    const auto shanghai = week_of({{9h, 17h}}, "Asia/Shanghai");
    EXPECT_EQ(of({.kind = target_kind::end_of_day, .length = days(0)}, at("mon 20:00"), shanghai).due, at("tue 16:00"));
    EXPECT_EQ(of({.kind = target_kind::end_of_day, .length = days(1)}, at("mon 20:00"), shanghai).due, at("wed 16:00"));
    EXPECT_EQ(of({.kind = target_kind::end_of_attribute_day, .attribute = 2}, at("mon 09:00"), shanghai, with(at("thu 03:00"))).due,
              at("thu 16:00"));
    const auto day = of({.kind = target_kind::day_before, .attribute = 2}, at("mon 09:00"), shanghai, with(at("thu 03:00")));
    EXPECT_EQ(day.opens, at("tue 16:00"));
    EXPECT_EQ(day.due, at("wed 16:00"));
}

TEST(a_target, none_has_no_deadline_and_is_not_unset) { EXPECT_EQ(of({}, at("mon 09:00")), limits{}); }

TEST(a_target, that_says_nothing_is_stood_in_for) {
    const std::vector<target> targets{{.kind = target_kind::within_attribute, .attribute = 2, .otherwise = 1},
                                      {.kind = target_kind::by, .attribute = 3, .otherwise = no_target}};
    const auto number = [&](const plain_case& one) { return standing_in(targets, 0, [&](unsigned a) { return one.value(a); }); };
    EXPECT_EQ(number(plain_case{}), 1);
    EXPECT_EQ(number(with(0h)), 1) << "not positive";
    EXPECT_EQ(number(with(1h)), 0);
}

TEST(a_target, knows_whether_it_moves_and_how_it_counts) {
    EXPECT_TRUE((target{.kind = target_kind::within}.moves()));
    EXPECT_TRUE((target{.kind = target_kind::between}.moves()));
    for (const auto kind : {target_kind::by, target_kind::before, target_kind::close_of, target_kind::close_of_working_day,
                            target_kind::end_of_day, target_kind::end_of_attribute_day, target_kind::day_before, target_kind::none})
        EXPECT_FALSE((target{.kind = kind}.moves()));
    EXPECT_TRUE((target{.kind = target_kind::within, .length = business(1)}.counts_open_time()));
    EXPECT_TRUE((target{.kind = target_kind::within, .length = working_days(1)}.counts_open_time()));
    EXPECT_FALSE((target{.kind = target_kind::within, .length = days(1)}.counts_open_time()));
    EXPECT_FALSE((target{.kind = target_kind::before, .length = business(1)}.counts_open_time())) << "it does not count from the start";
}

TEST(a_target, past_the_year_2200_is_an_error) {
    EXPECT_THROW((void)of({.kind = target_kind::within, .length = days(70'000)}, at("mon 09:00")), horizon_error);
    EXPECT_THROW((void)of({.kind = target_kind::within, .length = real(24 * 70'000)}, at("mon 09:00")), horizon_error);
    EXPECT_EQ(day_ms, 86'400'000);
}

}  // namespace
}  // namespace caseclock::sla_test
