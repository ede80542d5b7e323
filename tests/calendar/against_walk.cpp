// SPDX-License-Identifier: Apache-2.0
//
// Calendars against the naive walk: thirty schedules in twenty zones, in weeks around changes of the clock, more than 150,000 random cases.
#include "caseclock/calendar/calendar.hpp"
#include "naive_walk.hpp"
#include "schedules.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <random>

namespace caseclock {
namespace {

constexpr int cases_per_place = 300;

/// One schedule in one zone in some weeks, compared in random cases.
class comparison {
public:
    comparison(const test::schedule& hours, const char* zone_name, std::mt19937_64& random)
        : random_{random},
          middle_{pick_middle(zone_name)},
          spec_{test::placed(hours, zone_name, local_date{std::chrono::days{middle_}})},
          tested_{spec_},
          walk_{spec_, middle_ - weeks(hours) * 7, weeks(hours) * 14, hours.seconds ? 1'000 : 60'000},
          name_{std::string{hours.name} + " in " + zone_name} {}

    void run() {
        for (int i = 0; i < cases_per_place && !testing::Test::HasFailure(); ++i) one();
    }

    [[nodiscard]] int compared() const { return compared_; }

private:
    static int weeks(const test::schedule& hours) { return hours.seconds ? 1 : 3; }

    /// Half of the weeks lie around a change of the zone's offset.
    std::int64_t pick_middle(const char* zone_name) {
        const auto day_of = [](instant t) { return std::chrono::floor<std::chrono::days>(t).time_since_epoch().count(); };
        std::vector<std::int64_t> days;
        for (const auto t : zone{zone_name}.changes())
            if (day_of(t) > 60 && day_of(t) < 24'700) days.push_back(day_of(t));  // 1970 .. August 2037
        if (!days.empty() && below(4) != 0) return days[static_cast<std::size_t>(below(static_cast<std::int64_t>(days.size())))];
        return 60 + below(24'600);
    }

    std::int64_t below(std::int64_t limit) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit)); }

    /// Any millisecond, a whole second, minute or hour, or one near a change of the clock.
    naive::ms pick_instant() {
        constexpr naive::ms steps[] = {1, 1'000, 60'000, 900'000, 3'600'000};
        const auto step = steps[below(5)];
        const bool near = below(3) == 0;
        const auto range = near ? 3 * naive::day_ms : walk_.end() - walk_.begin();
        const auto from = near ? middle_ * naive::day_ms - naive::day_ms : walk_.begin();
        return std::clamp((from + below(range)) / step * step, walk_.begin(), walk_.end() - 1);
    }

    naive::ms pick_length() {
        constexpr naive::ms steps[] = {1, 1'000, 60'000, 1'800'000, 3'600'000};
        const auto step = steps[below(5)];
        return below(std::min<naive::ms>(step * 200, 20 * 24 * 3'600'000)) / step * step * (below(2) == 0 ? 1 : below(20) + 1);
    }

    static instant at(naive::ms t) { return instant{duration{t}}; }

    void same(const char* what, naive::ms t, naive::ms other, std::optional<naive::ms> expected, instant got) {
        if (!expected || !walk_.inside(*expected)) return;
        ++compared_;
        EXPECT_EQ(format_instant(at(*expected)), format_instant(got))
            << what << ' ' << other << " from " << format_instant(at(t)) << ", " << name_;
    }

    /// What lies beyond the weeks is not compared, nor that nothing does.
    template <class Ask> void ask(const char* what, naive::ms t, naive::ms other, std::optional<naive::ms> expected, Ask ask) {
        if (!expected) return;
        same(what, t, other, expected, ask());
    }

    void one() {
        const auto t = pick_instant(), u = pick_instant();
        const auto length = pick_length();
        const bool next = spec_.at_boundary == boundary::next_opening;
        switch (below(8)) {
            case 0:
                ++compared_;
                EXPECT_EQ(walk_.between(t, u), tested_.between(at(t), at(u)).count())
                    << format_instant(at(t)) << " to " << format_instant(at(u)) << ", " << name_;
                return;
            case 1:
                ++compared_;
                EXPECT_EQ(walk_.is_open(t), tested_.is_open(at(t))) << format_instant(at(t)) << ", " << name_;
                return;
            case 2: return ask("add", t, length, walk_.add(t, length, next), [&] { return tested_.add(at(t), duration{length}); });
            case 3: {
                const auto expected = length == 0 ? (walk_.is_open(t) ? t : walk_.previous_close(t)) : walk_.add(t, -length, next);
                return ask("subtract", t, length, expected, [&] { return tested_.subtract(at(t), duration{length}); });
            }
            case 4: return ask("next_open", t, 0, walk_.next_open(t), [&] { return tested_.next_open(at(t)); });
            case 5: return ask("next_close", t, 0, walk_.next_close(t), [&] { return tested_.next_close(at(t)); });
            case 6: return ask("previous_close", t, 0, walk_.previous_close(t), [&] { return tested_.previous_close(at(t)); });
            default: return working_days(t);
        }
    }

    void working_days(naive::ms t) {
        const int n = static_cast<int>(below(21)) - 10;
        const bool roll = below(2) == 0, from_opening = below(2) == 0, snap = below(2) == 0;
        if (n == 0 && !roll) return;
        std::optional<naive::ms> from = from_opening ? walk_.next_open(t) : t;
        if (!from) return;
        const auto local = walk_.local_of(*from);
        const auto day = (local - ((local % naive::day_ms) + naive::day_ms) % naive::day_ms) / naive::day_ms;
        const auto due_day = walk_.working_day(day, n, roll);
        if (!due_day) return;
        std::optional<naive::ms> due = walk_.instant_of(*due_day * naive::day_ms + (local - day * naive::day_ms));
        if (!walk_.inside(*due)) return;
        if (snap) due = walk_.next_open(*due);
        const working_day_options options{roll ? working_day_rule::roll_first : working_day_rule::count,
                                          from_opening ? working_day_start::next_opening : working_day_start::the_instant, snap};
        ask("add_working_days", t, n, due, [&] { return tested_.add_working_days(at(t), n, options); });
        EXPECT_EQ(tested_.add_working_days(local_date{std::chrono::days{day}}, n, options.rule).time_since_epoch().count(), *due_day)
            << name_;
    }

    std::mt19937_64& random_;
    std::int64_t middle_;
    calendar_spec spec_;
    calendar tested_;
    naive::walk walk_;
    std::string name_;
    int compared_ = 0;
};

TEST(calendar, agrees_with_a_walk_from_minute_to_minute) {
    const auto seed = std::random_device{}();
    std::cout << "seed " << seed << '\n';
    std::mt19937_64 random{seed};
    int compared = 0;
    for (const auto& hours : test::schedules())
        for (const char* zone_name : test::zones) {
            comparison place{hours, zone_name, random};
            place.run();
            compared += place.compared();
            if (testing::Test::HasFailure()) FAIL() << "seed " << seed;
        }
    std::cout << compared << " cases\n";
    EXPECT_GT(compared, 150'000);
    EXPECT_EQ(test::schedules().size(), 30U);
}

}  // namespace
}  // namespace caseclock
