// SPDX-License-Identifier: Apache-2.0
//
// Why closed time is closed. 2026-10-05 is a Monday.
#include "support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace caseclock {
namespace {

using test::at, test::spec_of;
using testing::ElementsAre;

std::vector<std::string> told(const calendar& cal, const char* from, const char* to) {
    std::vector<std::string> lines;
    for (const auto& each : cal.stretches({at(from), at(to)})) {
        auto line =
            test::text(each.when.begin).substr(5) + " - " + test::text(each.when.end).substr(5) + ' ' + std::string{to_string(each.kind)};
        if (each.kind != stretch_kind::open && each.kind != stretch_kind::off_hours) line += ' ' + format_date(each.date);
        lines.push_back(each.name.empty() ? line : line + ' ' + std::string{each.name});
    }
    return lines;
}

calendar_spec week_with_everything() {
    auto spec = spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}});
    spec.holidays.push_back({parse_date("2026-10-06"), parse_date("2026-10-06"), "Founding Day"});
    spec.hours.push_back({parse_date("2026-10-07"), test::shifts_of({"09:00-12:00"})});
    spec.breaks.push_back({parse_date("2026-10-08"), test::shifts_of({"08:00-10:00"})});
    return spec;
}

TEST(stretches, name_the_reason_of_closed_time) {
    const calendar cal{week_with_everything()};
    EXPECT_THAT(told(cal, "2026-10-05 16:00", "2026-10-08 18:00"),
                ElementsAre("10-05 16:00 - 10-05 17:00 open", "10-05 17:00 - 10-06 09:00 off_hours",
                            "10-06 09:00 - 10-06 17:00 holiday 2026-10-06 Founding Day", "10-06 17:00 - 10-07 09:00 off_hours",
                            "10-07 09:00 - 10-07 12:00 open", "10-07 12:00 - 10-07 17:00 dated_hours 2026-10-07",
                            "10-07 17:00 - 10-08 09:00 off_hours", "10-08 09:00 - 10-08 10:00 break 2026-10-08",
                            "10-08 10:00 - 10-08 17:00 open", "10-08 17:00 - 10-08 18:00 off_hours"));
}

TEST(stretches, are_cut_to_the_span) {
    const calendar cal{week_with_everything()};
    EXPECT_THAT(told(cal, "2026-10-06 10:00", "2026-10-06 11:00"),
                ElementsAre("10-06 10:00 - 10-06 11:00 holiday 2026-10-06 Founding Day"));
    EXPECT_THAT(told(cal, "2026-10-05 10:00", "2026-10-05 11:00"), ElementsAre("10-05 10:00 - 10-05 11:00 open"));
    EXPECT_THAT(told(cal, "2026-10-05 10:00", "2026-10-05 10:00"), ElementsAre());
    EXPECT_THAT(told(calendar::always("UTC"), "2026-10-05 10:00", "2026-10-06 10:00"), ElementsAre("10-05 10:00 - 10-06 10:00 open"));
}

TEST(stretches, of_a_cut_night_shift_name_the_break) {
    auto spec = spec_of("UTC", {{"mon-sun", {"22:00-06:00"}}});
    spec.breaks.push_back({parse_date("2026-10-06"), test::shifts_of({"01:00-02:00"})});
    EXPECT_THAT(told(calendar{spec}, "2026-10-06 00:00", "2026-10-06 07:00"),
                ElementsAre("10-06 00:00 - 10-06 01:00 open", "10-06 01:00 - 10-06 02:00 break 2026-10-06",
                            "10-06 02:00 - 10-06 06:00 open", "10-06 06:00 - 10-06 07:00 off_hours"));
}

TEST(stretches, reach_to_the_horizon) {
    EXPECT_THAT(told(test::office(), "2199-12-31 16:00", "2199-12-31 18:00"),
                ElementsAre("12-31 16:00 - 12-31 17:00 open", "12-31 17:00 - 12-31 18:00 off_hours"));
    EXPECT_EQ(test::office().stretches({at("2199-12-31 16:00"), horizon}).back().when.end, horizon);
    EXPECT_EQ(calendar::always("UTC").stretches({at("2199-12-31 16:00"), horizon}).back().when.end, horizon);
}

TEST(stretches, touch_and_add_up_to_the_span) {
    auto spec = week_with_everything();
    spec.zone = "America/New_York";
    const calendar cal{spec};
    std::mt19937_64 random{20261005};
    for (int i = 0; i < 300; ++i) {
        const auto from = at("2026-09-20 00:00") + duration{random() % 4'000'000'000}, to = from + duration{random() % 4'000'000'000 + 1};
        auto reached = from;
        duration open{};
        for (const auto& each : cal.stretches({from, to})) {
            ASSERT_EQ(each.when.begin, reached);
            ASSERT_FALSE(each.when.empty());
            ASSERT_EQ(each.kind == stretch_kind::open, cal.is_open(each.when.begin));
            if (each.kind == stretch_kind::open) open += each.when.length();
            reached = each.when.end;
        }
        ASSERT_EQ(reached, to);
        ASSERT_EQ(open, cal.between(from, to));
    }
}

}  // namespace
}  // namespace caseclock
