// SPDX-License-Identifier: Apache-2.0
//
// Instants, dates and durations as text.
#include "caseclock/time/duration_text.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/span.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace caseclock {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

template <class Function> std::string refusal_of(Function function) {
    try {
        function();
    } catch (const text_error& error) {
        return error.what();
    }
    return "it was accepted";
}
std::string refused_instant(std::string_view text) {
    return refusal_of([text] { static_cast<void>(parse_instant(text)); });
}
std::string refused_duration(std::string_view text) {
    return refusal_of([text] { static_cast<void>(parse_duration(text)); });
}

TEST(text_error, quotes_the_beginning_of_a_long_text_and_cuts_no_character) {
    EXPECT_EQ(detail::beginning_of("abc", 3), "abc");
    EXPECT_EQ(detail::beginning_of("abc", 2), "ab");
    EXPECT_EQ(detail::beginning_of("\xE4\xB8\x8A\xE6\xB5\xB7", 5), "\xE4\xB8\x8A");
    EXPECT_EQ(detail::beginning_of("\xE4\xB8\x8A", 2), "");
    EXPECT_EQ(detail::text_message("zone", std::string(81, 'a'), "no such zone"), "zone \"" + std::string(80, 'a') + "...\": no such zone");
}

TEST(instant, lies_from_1970_to_2199) {
    EXPECT_TRUE(in_range(first_instant));
    EXPECT_FALSE(in_range(first_instant - 1ms));
    EXPECT_TRUE(in_range(horizon - 1ms));
    EXPECT_FALSE(in_range(horizon));
    EXPECT_EQ(format_instant(horizon - 1ms), "2199-12-31T23:59:59.999Z");
}

TEST(instant, finer_than_a_millisecond_is_floored) {
    EXPECT_EQ(floor_to_instant(std::chrono::sys_time<std::chrono::nanoseconds>{1'999'999ns}), first_instant + 1ms);
    EXPECT_EQ(floor_to_instant(std::chrono::sys_time<std::chrono::nanoseconds>{-1ns}), first_instant - 1ms);
}

TEST(span, is_half_open) {
    const span hour{first_instant, first_instant + 1h};
    EXPECT_TRUE(hour.contains(hour.begin));
    EXPECT_FALSE(hour.contains(hour.end));
    EXPECT_EQ(hour.length(), 1h);
    EXPECT_TRUE(intersection(hour, {hour.end, hour.end + 1h}).empty());
    EXPECT_EQ(intersection(hour, {hour.begin + 30min, hour.end + 1h}).length(), 30min);
    EXPECT_EQ((span{hour.end, hour.begin}).length(), 0ms);
}

TEST(iso8601, reads_instants_with_any_offset) {
    const struct {
        const char *read, *written;
    } table[] = {
        {"2026-10-01T09:00:00.000Z", "2026-10-01T09:00:00.000Z"},       {"2026-10-01T09:00Z", "2026-10-01T09:00:00.000Z"},
        {"2026-10-01T17:00:00.1239+08:00", "2026-10-01T09:00:00.123Z"}, {"2026-10-01T05:30:00.1-03:30", "2026-10-01T09:00:00.100Z"},
        {"2024-02-29T23:59:59.999999999Z", "2024-02-29T23:59:59.999Z"}, {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"},
        {"1970-01-01T05:00:00+05:00", "1970-01-01T00:00:00.000Z"},      {"2199-12-31T23:59:59.999Z", "2199-12-31T23:59:59.999Z"},
    };
    for (const auto& row : table) EXPECT_EQ(format_instant(parse_instant(row.read)), row.written) << row.read;
}

TEST(iso8601, says_what_is_wrong_with_an_instant) {
    const struct {
        const char *text, *reason;
    } table[] = {
        {"2026-10-01T09:00:00", "no offset from UTC"},
        {"2026-10-01 09:00:00Z", "stands a T"},
        {"2026-02-29T09:00:00Z", "no such date"},
        {"2026-10-01T24:00:00Z", "outside 00:00:00 .. 23:59:59"},
        {"2026-10-01T09:00:60Z", "outside 00:00:00 .. 23:59:59"},
        {"2026-10-01T09:00:00.Z", "HH:MM:SS.mmm"},
        {"2026-10-01T09:00:00Z ", "something follows"},
        {"2026-10-01T09:00:00+8:00", "no offset from UTC"},
        {"2026-10-01T09:00:00+24:00", "outside -23:59 .. +23:59"},
        {"1970-01-01T00:00:00+00:01", "from 1970 to 2199"},
        {"2200-01-01T00:00:00Z", "from 1970 to 2199"},
        {"26-10-01T09:00Z", "YYYY-MM-DD"},
        {"", "YYYY-MM-DD"},
    };
    for (const auto& row : table) {
        EXPECT_THAT(refused_instant(row.text), HasSubstr(row.reason)) << row.text;
        EXPECT_THAT(refused_instant(row.text), HasSubstr("instant \"" + std::string{row.text} + "\"")) << row.text;
    }
    EXPECT_THAT(refused_instant(std::string(200, 'x')), HasSubstr("xxx...\": "));
}

TEST(iso8601, every_instant_is_read_back_as_it_was_written) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    std::mt19937_64 random{seed};
    for (int i = 0; i < 20'000; ++i) {
        const auto t =
            first_instant + duration{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>((horizon - first_instant).count()))};
        ASSERT_EQ(parse_instant(format_instant(t)), t);
    }
}

TEST(iso8601, reads_and_writes_dates) {
    EXPECT_EQ(format_date(parse_date("2026-10-01")), "2026-10-01");
    EXPECT_EQ(parse_date("1970-01-02"), first_date + std::chrono::days{1});
    EXPECT_THAT(refusal_of([] { static_cast<void>(parse_date("2026-10-1")); }), HasSubstr("YYYY-MM-DD"));
    EXPECT_THAT(refusal_of([] { static_cast<void>(parse_date("2026-13-01")); }), HasSubstr("no such date"));
    EXPECT_THAT(refusal_of([] { static_cast<void>(parse_date("2026-10-01T")); }), HasSubstr("something follows"));
}

TEST(duration_text, the_unit_decides_how_time_is_counted) {
    using enum duration_unit;
    const struct {
        const char* text;
        duration_unit unit;
        std::int64_t amount;
        const char* written;
    } table[] = {
        {"90s", real, 90'000, "1m 30s"},
        {"5m", real, 300'000, "5m"},
        {"2h", real, 7'200'000, "2h"},
        {"24h", real, 86'400'000, "24h"},
        {"1h 30m", real, 5'400'000, "1h 30m"},
        {"1h30m", real, 5'400'000, "1h 30m"},
        {" 20 seconds ", real, 20'000, "20s"},
        {"1.5 minutes", real, 90'000, "1m 30s"},
        {"0.001s", real, 1, "1ms"},
        {"250ms", real, 250, "250ms"},
        {"0s", real, 0, "0s"},
        {"8 business hours", business, 28'800'000, "8 business hours"},
        {"1 business hour", business, 3'600'000, "1 business hour"},
        {"15 business minutes", business, 900'000, "15 business minutes"},
        {"153 business hours 24 business minutes", business, 552'240'000, "153 business hours 24 business minutes"},
        {"0.5 business hours", business, 1'800'000, "30 business minutes"},
        {"3 days", days, 3, "3 days"},
        {"1 day", days, 1, "1 day"},
        {"2 working days", working_days, 2, "2 working days"},
        {"1 working day", working_days, 1, "1 working day"},
        {"0 working days", working_days, 0, "0 working days"},
    };
    for (const auto& row : table) {
        const auto value = parse_duration(row.text);
        EXPECT_EQ(value, (duration_value{row.unit, row.amount})) << row.text;
        EXPECT_EQ(format_duration(value), row.written);
        EXPECT_EQ(parse_duration(row.written), value);
    }
}

TEST(duration_text, says_what_is_wrong) {
    const struct {
        const char *text, *reason;
    } table[] = {
        {"90", "a bare number has no unit"},
        {"1h 30", "a bare number has no unit"},
        {"", "it is empty"},
        {"h", "a number is missing before \"h\""},
        {"-5m", "not negative"},
        {"0.0001s", "no whole number of milliseconds"},
        {"1.0000000001h", "no whole number of milliseconds"},
        {"0.5ms", "no whole number of milliseconds"},
        {"1.h", "digits are missing"},
        {"1.5 days", "days are whole"},
        {"1.5 working days", "days are whole"},
        {"1h 3 days", "it mixes ways of counting"},
        {"1h 30 business minutes", "it mixes ways of counting"},
        {"8 business hours 30m", "it mixes ways of counting"},
        {"3 days 2 working days", "it mixes ways of counting"},
        {"1 day 1 day", "days are given once"},
        {"1h 1h", "the larger before the smaller"},
        {"30m 1h", "the larger before the smaller"},
        {"2 bussiness hours", "did you mean \"business\"?"},
        {"5 minuts", "did you mean \"minute\"?"},
        {"5 fortnights", "there is no unit \"fortnights\""},
        {"2 business days", "write \"working days\""},
        {"2 working hours", "after \"working\" stands day or days"},
        {"2 business", "after \"business\" stands hours"},
        {"99999999999999999999h", "longer than the time from 1970 to 2200"},
        {"2100000h", "longer than the time from 1970 to 2200"},
        {"100000 days", "longer than the time from 1970 to 2200"},
    };
    for (const auto& row : table) {
        EXPECT_THAT(refused_duration(row.text), HasSubstr(row.reason)) << row.text;
        EXPECT_THAT(refused_duration(row.text), HasSubstr("duration \"" + std::string{row.text} + "\": ")) << row.text;
    }
}

TEST(duration_text, every_length_is_read_back_as_it_was_written) {
    std::mt19937_64 random{20261001};
    for (int i = 0; i < 20'000; ++i) {
        const auto amount = static_cast<std::int64_t>(random() % (std::uint64_t{1} << (random() % 42 + 1)));
        for (const auto unit : {duration_unit::real, duration_unit::business})
            ASSERT_EQ(parse_duration(format_duration({unit, amount})), (duration_value{unit, amount}));
    }
    EXPECT_EQ(format_duration(-90s), "-1m 30s");
}

}  // namespace
}  // namespace caseclock
