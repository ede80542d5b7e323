// SPDX-License-Identifier: Apache-2.0
//
// What a calendar refuses: every fault of its data in one report, and every search past the ends of time.
#include "caseclock/calendar/period.hpp"
#include "support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseclock {
namespace {

using namespace std::chrono_literals;
using test::at, test::office, test::spec_of;
using testing::HasSubstr;

std::string report_of(const calendar_spec& spec) {
    try {
        static_cast<void>(calendar{spec});
    } catch (const calendar_error& error) {
        return error.what();
    }
    return "it was accepted";
}

template <class Function> std::string horizon_of(Function function) {
    try {
        static_cast<void>(function());
    } catch (const horizon_error& error) {
        return error.what();
    }
    return "it was accepted";
}

template <class Function> std::string refused_text(Function function) {
    try {
        static_cast<void>(function());
    } catch (const text_error& error) {
        return error.what();
    }
    return "it was accepted";
}

calendar_spec office_spec() { return spec_of("UTC", {{"mon-fri", {"09:00-17:00"}}}); }

TEST(calendar_faults, hours_that_overlap) {
    EXPECT_EQ(report_of(spec_of("UTC", {{"mon", {"09:00-12:00", "11:00-13:00"}}})),
              "the calendar has 1 fault:\n  week mon: 09:00-12:00 and 11:00-13:00 overlap");
}

TEST(calendar_faults, hours_that_overlap_over_midnight) {
    EXPECT_THAT(report_of(spec_of("UTC", {{"mon", {"22:00-06:00"}}, {"tue", {"05:00-09:00"}}})),
                HasSubstr("week mon 22:00-06:00 and tue 05:00-09:00 overlap after midnight"));
    EXPECT_THAT(report_of(spec_of("UTC", {{"sun", {"22:00-06:00"}}, {"mon", {"05:59-09:00"}}})),
                HasSubstr("week sun 22:00-06:00 and mon 05:59-09:00 overlap after midnight"));
    EXPECT_EQ(report_of(spec_of("UTC", {{"mon-sun", {"06:00-14:00", "22:00-06:00"}}})), "it was accepted");
}

TEST(calendar_faults, dated_hours_that_overlap_their_neighbours) {
    auto spec = spec_of("UTC", {{"fri", {"22:00-06:00"}}, {"sun", {"05:00-09:00"}}});
    spec.hours.push_back({parse_date("2026-10-10"), test::shifts_of({"05:00-08:00", "23:00-06:00"})});
    const auto report = report_of(spec);
    EXPECT_THAT(report, HasSubstr("fri 22:00-06:00 and hours of 2026-10-10 05:00-08:00 overlap after midnight"));
    EXPECT_THAT(report, HasSubstr("hours of 2026-10-10 23:00-06:00 and sun 05:00-09:00 overlap after midnight"));
    spec.holidays.push_back({parse_date("2026-10-09"), parse_date("2026-10-11"), {}});  // the neighbours do not open
    EXPECT_EQ(report_of(spec), "it was accepted");
    spec.hours.push_back({parse_date("2026-10-11"), test::shifts_of({"05:30-06:30"})});
    EXPECT_THAT(report_of(spec), HasSubstr("hours of 2026-10-10 23:00-06:00 and hours of 2026-10-11 05:30-06:30 overlap"));
}

TEST(calendar_faults, an_end_before_the_start) {
    auto spec = office_spec();
    spec.week[5].push_back({18h, 9h});
    spec.week[6].push_back({9h, 9h});
    spec.holidays.push_back({parse_date("2026-10-07"), parse_date("2026-10-01"), {}});
    const auto report = report_of(spec);
    EXPECT_THAT(report, HasSubstr("the calendar has 3 faults:"));
    EXPECT_THAT(report, HasSubstr("week sat: hours end before they start: 18:00-09:00"));
    EXPECT_THAT(report, HasSubstr("week sun: hours end before they start: 09:00-09:00"));
    EXPECT_THAT(report, HasSubstr("holiday 2026-10-07..2026-10-01: the end lies before the start"));
}

TEST(calendar_faults, hours_that_are_no_hours_of_a_day) {
    auto spec = office_spec();
    spec.week[5] = {{-1s, 9h}, {24h, 25h}, {1h, 25h + 1s}};
    const auto report = report_of(spec);
    EXPECT_THAT(report, HasSubstr("week sat: hours open at -1 s of the day (allowed: 0 .. 86399)"));
    EXPECT_THAT(report, HasSubstr("week sat: hours open at 86400 s of the day (allowed: 0 .. 86399)"));
    EXPECT_THAT(report, HasSubstr("week sat: hours are longer than 24 h"));
}

TEST(calendar_faults, an_unknown_zone) {
    auto spec = office_spec();
    spec.zone = "Shanghai";
    EXPECT_THAT(report_of(spec), HasSubstr("zone \"Shanghai\": no such zone; did you mean \"Asia/Shanghai\"?"));
    EXPECT_THROW(static_cast<void>(calendar::always("Mars")), calendar_error);
}

TEST(calendar_faults, a_calendar_that_never_opens) {
    EXPECT_THAT(report_of(calendar_spec{}), HasSubstr("the calendar never opens"));
    auto closed = office_spec();
    closed.holidays.push_back({first_date, last_date, {}});
    EXPECT_THAT(report_of(closed), HasSubstr("the calendar never opens"));
    calendar_spec cut;
    cut.hours.push_back({parse_date("2026-10-10"), test::shifts_of({"09:00-18:00"})});
    EXPECT_EQ(report_of(cut), "it was accepted");
    cut.breaks.push_back({parse_date("2026-10-10"), test::shifts_of({"08:00-19:00"})});
    EXPECT_THAT(report_of(cut), HasSubstr("the calendar never opens"));
    calendar_spec skipped;  // the only date with hours is one that never was
    skipped.zone = "Pacific/Apia";
    skipped.hours.push_back({parse_date("2011-12-30"), test::shifts_of({"09:00-18:00"})});
    EXPECT_THAT(report_of(skipped), HasSubstr("the calendar never opens"));
}

TEST(calendar_faults, a_date_out_of_range) {
    auto spec = office_spec();
    spec.holidays.push_back({parse_date("1969-12-31"), parse_date("1970-01-02"), {}});
    spec.hours.push_back({parse_date("2200-01-01"), {}});
    spec.breaks.push_back({parse_date("9999-12-31"), test::shifts_of({"09:00-10:00"})});
    spec.breaks.push_back({local_date{std::chrono::days{-5'000'000}}, {}});
    const auto report = report_of(spec);
    EXPECT_THAT(report, HasSubstr("the calendar has 4 faults:"));
    EXPECT_THAT(report, HasSubstr("holiday 1969-12-31..1970-01-02: the date lies outside 1970-01-01 .. 2199-12-31"));
    EXPECT_THAT(report, HasSubstr("hours of 2200-01-01: the date lies outside"));
    EXPECT_THAT(report, HasSubstr("breaks of 9999-12-31: the date lies outside"));
    EXPECT_THAT(report, HasSubstr("breaks of day -5000000 since 1970: the date lies outside"));
}

TEST(calendar_faults, a_date_given_twice) {
    auto spec = office_spec();
    for (int i = 0; i < 2; ++i) spec.hours.push_back({parse_date("2026-10-10"), {}});
    EXPECT_THAT(report_of(spec), HasSubstr("hours of 2026-10-10: the date is given twice"));
}

TEST(calendar_faults, are_reported_all_at_once_with_their_places) {
    auto spec = spec_of("Mars", {{"mon", {"09:00-12:00", "11:00-13:00"}}});
    spec.holidays.push_back({parse_date("2026-10-07"), parse_date("2026-10-07"), {}});
    spec.holidays.push_back({parse_date("2026-10-07"), parse_date("2026-10-01"), {}});
    spec.breaks.push_back({parse_date("2026-10-07"), test::shifts_of({"09:00-12:00", "11:00-13:00"})});
    using part = calendar_fault::part;
    const auto faults = faults_of(spec);
    ASSERT_EQ(faults.size(), 4U);
    EXPECT_EQ(faults[0].where, part::zone);
    EXPECT_EQ(faults[1].where, part::week);
    EXPECT_EQ(faults[2].where, part::holidays);
    EXPECT_EQ(faults[2].item, 1U);
    EXPECT_EQ(faults[3].where, part::breaks);
    EXPECT_THROW(static_cast<void>(period{spec}), calendar_error);
}

TEST(calendar_texts, say_what_is_wrong) {
    const struct {
        const char *text, *reason;
    } table[] = {
        {"9:00-17:00", "HH:MM-HH:MM"},
        {"09:00", "HH:MM-HH:MM"},
        {"09:00-25:00", "outside 00:00 .. 24:00"},
        {"09:60-10:00", "outside 00:00 .. 24:00"},
        {"24:00-06:00", "open before 24:00"},
        {"09:00-09:00", "the whole day is 00:00-24:00"},
        {"09:00-17:00 ", "something follows"},
        {"09:00-24:00:01", "outside 00:00 .. 24:00"},
    };
    for (const auto& row : table) EXPECT_THAT(refused_text([&] { return parse_shift(row.text); }), HasSubstr(row.reason)) << row.text;
    EXPECT_THAT(refused_text([] { return parse_weekdays("mo"); }), HasSubstr("there is no \"mo\"; did you mean \"mon\"?"));
    EXPECT_THAT(refused_text([] { return parse_weekdays("mon-"); }), HasSubstr("weekday \"mon-\": there is no \"\""));
    EXPECT_THAT(refused_text([] { return parse_holiday("2026-10-01..x"); }), HasSubstr("date \"x\""));
}

TEST(calendar_texts, mean_what_people_write) {
    EXPECT_EQ(parse_shift("09:00-12:00"), (shift{9h, 12h}));
    EXPECT_EQ(parse_shift("22:00-06:00"), (shift{22h, 30h}));
    EXPECT_EQ(parse_shift("18:00-00:00"), (shift{18h, 24h}));
    EXPECT_EQ(parse_shift("00:00-24:00"), (shift{0h, 24h}));
    EXPECT_EQ(parse_shift("09:00:30-12:00"), (shift{9h + 30s, 12h}));
    for (const char* text : {"09:00-12:00", "22:00-06:00", "00:00-24:00", "09:00:30-12:00"})
        EXPECT_EQ(format_shift(parse_shift(text)), text);
    EXPECT_EQ(parse_weekdays("sat-mon"), (std::vector<std::size_t>{5, 6, 0}));
    EXPECT_EQ(parse_weekdays("wed"), (std::vector<std::size_t>{2}));
    EXPECT_EQ(parse_holiday("2026-10-01..2026-10-07").last, parse_date("2026-10-07"));
}

TEST(horizon, instants_outside_it_are_refused) {
    const auto cal = office();
    const auto outside = "instant 2200-01-01T00:00:00.000Z lies outside [1970, 2200)";
    EXPECT_EQ(horizon_of([&] { return cal.is_open(horizon); }), outside);
    EXPECT_EQ(horizon_of([&] { return cal.add(horizon, 1h); }), outside);
    EXPECT_EQ(horizon_of([&] { return cal.between(first_instant, horizon); }), outside);
    EXPECT_EQ(horizon_of([&] { return cal.add_days(horizon, -1); }), outside);
    EXPECT_EQ(horizon_of([] { return calendar::always("UTC").is_open(horizon); }), outside);
    EXPECT_THAT(horizon_of([&] { return cal.next_open(first_instant - 1ms); }), HasSubstr("1969-12-31T23:59:59.999Z"));
    EXPECT_THAT(horizon_of([&] { return cal.is_open(instant::min()); }), HasSubstr("-9223372036854775808 ms since 1970"));
    EXPECT_THAT(horizon_of([&] { return cal.add_working_days(last_date + std::chrono::days{1}, 1); }), HasSubstr("lies outside"));
}

TEST(horizon, a_search_past_it_is_an_error_and_never_a_loop) {
    const auto cal = office();
    EXPECT_EQ(horizon_of([&] { return cal.add(at("2026-10-05 09:00"), std::chrono::hours{24 * 365 * 100}); }),
              "calendar in UTC: so much open time from 2026-10-05T09:00:00.000Z lies outside [1970, 2200)");
    for (const auto& any : {cal, calendar::always("UTC")})
        for (const auto length : {duration::max(), duration::min(), duration::max() - 1ms, -duration::max()}) {
            EXPECT_THAT(horizon_of([&] { return any.add(at("2026-10-05 09:00"), length); }), HasSubstr("lies outside [1970, 2200)"));
            EXPECT_THAT(horizon_of([&] { return any.subtract(at("2026-10-05 09:00"), length); }), HasSubstr("lies outside [1970, 2200)"));
        }
    EXPECT_THAT(horizon_of([&] { return cal.next_open(at("2199-12-31 17:00")); }), HasSubstr("the next opening"));
    EXPECT_THAT(horizon_of([&] { return cal.next_close(at("2199-12-31 17:00")); }), HasSubstr("the next closing"));
    EXPECT_THAT(horizon_of([&] { return cal.previous_close(at("1970-01-01 16:59")); }), HasSubstr("the previous closing"));
    EXPECT_THAT(horizon_of([&] { return cal.close_of_day(at("2199-12-31 17:00")); }), HasSubstr("the close of the day"));
    EXPECT_THAT(horizon_of([&] { return cal.add_working_days(at("2026-10-05 09:00"), 1'000'000); }), HasSubstr("so many working days"));
    EXPECT_THAT(horizon_of([&] { return cal.add_working_days(at("2026-10-05 09:00"), INT64_MIN); }), HasSubstr("so many working days"));
    EXPECT_THAT(horizon_of([&] { return cal.add_working_days(parse_date("2199-12-31"), 1); }), HasSubstr("so many working days"));
    EXPECT_THAT(horizon_of([&] { return cal.add_days(at("2026-10-05 09:00"), INT64_MAX); }), HasSubstr("so many days"));
    EXPECT_THAT(horizon_of([&] { return cal.end_of_day(at("2199-12-31 09:00")); }), HasSubstr("the end of the day"));
    EXPECT_EQ(test::text(cal.add(at("2199-12-31 09:00"), 8h)), "2199-12-31 17:00");
    EXPECT_EQ(test::text(cal.subtract(at("1970-01-01 10:00"), 1h)), "1970-01-01 09:00");
}

TEST(horizon, a_calendar_that_never_closes_says_so) {
    const auto always = calendar::always("UTC");
    EXPECT_THAT(horizon_of([&] { return always.next_close(at("2026-10-05 09:00")); }), HasSubstr("the next closing"));
    EXPECT_THAT(horizon_of([&] { return always.previous_close(at("2026-10-05 09:00")); }), HasSubstr("the previous closing"));
    EXPECT_THAT(horizon_of([&] { return always.close_of_day(at("2026-10-05 09:00")); }), HasSubstr("the close of the day"));
    auto spec = always_open("UTC");
    spec.breaks.push_back({parse_date("2026-10-05"), test::shifts_of({"12:00-13:00"})});
    const calendar once{spec};
    EXPECT_EQ(test::text(once.next_close(at("1990-01-01 00:00"))), "2026-10-05 12:00");
    EXPECT_THAT(horizon_of([&] { return once.next_close(at("2026-10-05 12:00")); }), HasSubstr("the next closing"));
}

TEST(horizon, one_opening_is_found_from_any_distance) {
    calendar_spec spec;
    spec.hours.push_back({parse_date("2100-10-10"), test::shifts_of({"09:00-18:00"})});
    const calendar once{spec};
    EXPECT_EQ(test::text(once.next_open(at("1970-01-01 00:00"))), "2100-10-10 09:00");
    EXPECT_EQ(test::text(once.add(at("1970-01-01 00:00"), 9h)), "2100-10-10 18:00");
    EXPECT_EQ(test::text(once.previous_close(at("2199-01-01 00:00"))), "2100-10-10 18:00");
    EXPECT_EQ(test::text(once.subtract(at("2199-01-01 00:00"), 9h)), "2100-10-10 09:00");
    EXPECT_THAT(horizon_of([&] { return once.add(at("1970-01-01 00:00"), 9h + 1ms); }), HasSubstr("so much open time"));
    EXPECT_THAT(horizon_of([&] { return once.next_open(at("2100-10-10 18:00")); }), HasSubstr("the next opening"));
    EXPECT_EQ(format_date(once.add_working_days(parse_date("1970-01-01"), 1)), "2100-10-10");
}

}  // namespace
}  // namespace caseclock
