// SPDX-License-Identifier: Apache-2.0
//
// Zones: gaps, overlaps, skipped dates, the years after 2037.
#include "caseclock/time/zone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseclock {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

/// "2026-03-08T02:30" as a wall-clock time.
local_instant wall(std::string_view text) { return local_instant{parse_instant(std::string{text} + "Z").time_since_epoch()}; }
std::string instant_of(const char* zone_name, std::string_view text) { return format_instant(zone{zone_name}.to_instant(wall(text))); }
std::string wall_of(const char* zone_name, std::string_view text) {
    return format_instant(instant{zone{zone_name}.to_local(parse_instant(text)).time_since_epoch()});
}
std::string refusal_of(std::string_view name) {
    try {
        static_cast<void>(zone{name});
    } catch (const text_error& error) {
        return error.what();
    }
    return "it was accepted";
}

TEST(zone, a_time_in_a_gap_moves_forward_by_the_length_of_the_gap) {
    EXPECT_EQ(instant_of("America/New_York", "2026-03-08T02:30"), "2026-03-08T07:30:00.000Z");     // 03:30 EDT
    EXPECT_EQ(instant_of("America/New_York", "2026-03-08T03:00"), "2026-03-08T07:00:00.000Z");     // the first that exists again
    EXPECT_EQ(instant_of("Australia/Lord_Howe", "2026-10-04T02:15"), "2026-10-03T15:45:00.000Z");  // half an hour
    EXPECT_EQ(instant_of("Antarctica/Troll", "2026-03-29T02:30"), "2026-03-29T02:30:00.000Z");     // two hours: 04:30 +02
    EXPECT_EQ(instant_of("Pacific/Apia", "2011-12-30T12:00"), "2011-12-30T22:00:00.000Z");         // a whole day: 31st 12:00 +14
}

TEST(zone, a_time_in_an_overlap_is_the_first_of_the_two) {
    EXPECT_EQ(instant_of("America/New_York", "2026-11-01T01:30"), "2026-11-01T05:30:00.000Z");  // EDT
    EXPECT_EQ(instant_of("America/New_York", "2026-11-01T02:00"), "2026-11-01T07:00:00.000Z");  // EST
    EXPECT_EQ(instant_of("Europe/Dublin", "2026-10-25T01:30"), "2026-10-25T00:30:00.000Z");
    EXPECT_EQ(instant_of("America/Sao_Paulo", "2019-02-16T23:30"), "2019-02-17T01:30:00.000Z");  // midnight comes twice
    EXPECT_EQ(instant_of("America/Sao_Paulo", "2019-02-17T00:00"), "2019-02-17T03:00:00.000Z");
}

TEST(zone, local_time_is_read_from_instants) {
    EXPECT_EQ(wall_of("Asia/Kathmandu", "2026-01-01T00:00Z"), "2026-01-01T05:45:00.000Z");
    EXPECT_EQ(wall_of("Asia/Kathmandu", "1985-12-31T18:29:59.999Z"), "1985-12-31T23:59:59.999Z");
    EXPECT_EQ(wall_of("Asia/Kathmandu", "1985-12-31T18:30Z"), "1986-01-01T00:15:00.000Z");
    EXPECT_EQ(zone{"Africa/Monrovia"}.offset(first_instant), -(44min + 30s));
}

TEST(zone, the_rule_goes_on_after_2037) {
    EXPECT_EQ(instant_of("America/New_York", "2037-07-01T12:00"), "2037-07-01T16:00:00.000Z");
    EXPECT_EQ(instant_of("America/New_York", "2038-07-01T12:00"), "2038-07-01T16:00:00.000Z");
    EXPECT_EQ(instant_of("America/New_York", "2199-07-01T12:00"), "2199-07-01T16:00:00.000Z");
    EXPECT_EQ(instant_of("America/New_York", "2199-12-01T12:00"), "2199-12-01T17:00:00.000Z");
    EXPECT_EQ(instant_of("Australia/Lord_Howe", "2150-01-01T12:00"), "2150-01-01T01:00:00.000Z");
    EXPECT_EQ(instant_of("Europe/Dublin", "2150-01-01T12:00"), "2150-01-01T12:00:00.000Z");  // winter is the exception there
    EXPECT_EQ(instant_of("Europe/Dublin", "2150-07-01T12:00"), "2150-07-01T11:00:00.000Z");
    EXPECT_EQ(instant_of("Asia/Shanghai", "2150-07-01T12:00"), "2150-07-01T04:00:00.000Z");
    EXPECT_EQ(instant_of("Asia/Gaza", "2199-07-01T12:00"), "2199-07-01T09:00:00.000Z");  // listed to 2086
}

TEST(zone, a_rule_may_change_before_midnight_or_two_days_after_its_date) {
    EXPECT_EQ(wall_of("America/Nuuk", "2100-03-28T00:59:59.999Z"), "2100-03-27T22:59:59.999Z");  // M3.5.0/-1: Saturday 23:00
    EXPECT_EQ(wall_of("America/Nuuk", "2100-03-28T01:00Z"), "2100-03-28T00:00:00.000Z");
    EXPECT_EQ(wall_of("Asia/Gaza", "2100-03-26T23:59:59.999Z"), "2100-03-27T01:59:59.999Z");  // M3.4.4/50: the 4th Thursday and 50 h
    EXPECT_EQ(wall_of("Asia/Gaza", "2100-03-27T00:00Z"), "2100-03-27T03:00:00.000Z");
}

TEST(zone, some_dates_were_skipped) {
    const zone apia{"Pacific/Apia"};
    EXPECT_FALSE(apia.skipped(parse_date("2011-12-29")));
    EXPECT_TRUE(apia.skipped(parse_date("2011-12-30")));
    EXPECT_FALSE(apia.skipped(parse_date("2011-12-31")));
    EXPECT_TRUE(apia.day(parse_date("2011-12-30")).empty());
    EXPECT_EQ(apia.day(parse_date("2011-12-29")).end, apia.day(parse_date("2011-12-31")).begin);
    EXPECT_TRUE(zone{"Pacific/Kwajalein"}.skipped(parse_date("1993-08-21")));
    EXPECT_TRUE(zone{"Pacific/Kiritimati"}.skipped(parse_date("1994-12-31")));
    EXPECT_FALSE(zone{"America/New_York"}.skipped(parse_date("2026-03-08")));
}

TEST(zone, a_day_is_as_long_as_its_clock_changes_make_it) {
    const zone york{"America/New_York"};
    EXPECT_EQ(york.day(parse_date("2026-03-08")).length(), 23h);
    EXPECT_EQ(york.day(parse_date("2026-11-01")).length(), 25h);
    EXPECT_EQ(york.day(parse_date("2026-11-02")).length(), 24h);
    EXPECT_EQ(zone{"Australia/Lord_Howe"}.day(parse_date("2026-10-04")).length(), 23h + 30min);
    EXPECT_EQ(zone{"America/Sao_Paulo"}.day(parse_date("2018-11-04")).length(), 23h);  // has no midnight
}

TEST(zone, an_unknown_name_is_an_error_with_a_suggestion) {
    EXPECT_EQ(refusal_of("Shanghai"), "zone \"Shanghai\": no such zone; did you mean \"Asia/Shanghai\"?");
    EXPECT_EQ(refusal_of("america/newyork"), "zone \"america/newyork\": no such zone; did you mean \"America/New_York\"?");
    EXPECT_EQ(refusal_of("../../etc/passwd"), "zone \"../../etc/passwd\": no such zone");
    EXPECT_EQ(refusal_of(""), "zone \"\": no such zone");
}

TEST(zone, the_zone_of_this_machine_is_none) { EXPECT_THAT(refusal_of("localtime"), HasSubstr("no such zone")); }

TEST(zone, the_digest_tells_rules_apart) {
    EXPECT_EQ(zone{"Asia/Shanghai"}.digest(), zone{"Asia/Shanghai"}.digest());
    EXPECT_NE(zone{"Asia/Shanghai"}.digest(), zone{"Asia/Taipei"}.digest());
    EXPECT_EQ(zone{"Asia/Shanghai"}, zone{"Asia/Shanghai"});
    const auto table = [](std::int64_t at) { return detail::make_zone_rules("x", {{0, 0}, {at, 3'600'000}}).digest; };
    EXPECT_EQ(table(1000), table(1000));
    EXPECT_NE(table(1000), table(2000));
}

TEST(zone, every_zone_of_the_system_can_be_read) {
    std::size_t read = 0;
    for (const auto& each : date::get_tzdb().zones) {
        if (each.name() == "localtime") continue;
        const zone one{each.name()};
        const auto changes = one.changes();
        ASSERT_TRUE(std::is_sorted(changes.begin(), changes.end())) << each.name();
        for (const auto t : changes) ASSERT_NE(one.offset(t), one.offset(t - 1ms)) << each.name() << ' ' << format_instant(t);
        ++read;
    }
    EXPECT_GT(read, 400U);
}

TEST(zone_rule, is_read_from_a_footer) {
    using detail::parse_posix_rule;
    EXPECT_EQ(parse_posix_rule("CST-8").standard, 8h);
    EXPECT_FALSE(parse_posix_rule("CST-8").to_summer.has_value());
    const auto dublin = parse_posix_rule("IST-1GMT0,M10.5.0,M3.5.0/1");
    EXPECT_EQ(dublin.standard, 1h);
    EXPECT_EQ(dublin.summer, 0h);
    const auto at = [](const detail::yearly_change& change, int year) {
        return change.in(std::chrono::year{year}) - local_date{std::chrono::year{year} / 1 / 1};
    };
    EXPECT_EQ(at(*parse_posix_rule("AAA3BBB,J60,J365/25").to_summer, 2028), 24h * 60 + 2h);  // 1 March, leap year or not
    EXPECT_EQ(at(*parse_posix_rule("AAA3BBB,J60,J365/25").to_summer, 2027), 24h * 59 + 2h);
    EXPECT_EQ(at(*parse_posix_rule("AAA3BBB,59/-1:30,J365/25").to_summer, 2028), 24h * 59 - 90min);
    EXPECT_EQ(at(*parse_posix_rule("AAA3BBB,J60,J365/25").to_standard, 2027), 24h * 364 + 25h);
}

TEST(zone_rule, summer_time_all_year_is_one_offset) {
    std::vector<detail::zone_change> changes{{0, -3 * 3'600'000}};
    detail::append_by_rule(changes, 0, detail::parse_posix_rule("XXX3EDT4,0/0,J365/23"));
    const auto rules = detail::make_zone_rules("all year", changes);
    ASSERT_EQ(rules.offset_ms.size(), 2U);
    EXPECT_EQ(rules.offset_ms[1], -4 * 3'600'000);
}

TEST(zone_rule, says_what_is_wrong) {
    for (const char* text :
         {"", "C-8", "<+08-8", "CST", "CST-25", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
          "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J365", "EST5EDT,366,J365", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0,M11.1.0x"})
        EXPECT_THROW(static_cast<void>(detail::parse_posix_rule(text)), text_error) << text;
}

TEST(nearest_word, finds_slips_and_ends) {
    const std::vector<std::string_view> words{"real", "business", "days", "Asia/Shanghai"};
    EXPECT_EQ(nearest_word("busines", words), "business");
    EXPECT_EQ(nearest_word("bsuiness", words), "business");
    EXPECT_EQ(nearest_word("DAYS", words), "days");
    EXPECT_EQ(nearest_word("shanghai", words), "Asia/Shanghai");
    EXPECT_EQ(nearest_word("weeks", words), "");
    EXPECT_EQ(edit_distance("hold", "hodl"), 1U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
}

}  // namespace
}  // namespace caseclock
