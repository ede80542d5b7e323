// SPDX-License-Identifier: Apache-2.0
//
// A calendar is shared: threads that ask it at once, while it compiles further years, get what one thread alone gets.
#include "support.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace caseclock {
namespace {

using test::spec_of;

/// A fingerprint of many answers all over [1970, 2200).
std::int64_t answers(const calendar& cal, std::uint64_t seed) {
    std::mt19937_64 random{seed};
    std::int64_t sum = 0;
    for (int i = 0; i < 4'000; ++i) {
        const auto years = static_cast<std::int64_t>(random() % 200);
        const auto t =
            first_instant + std::chrono::hours{24 * 366} + duration{years * 31'556'952'000} + duration{random() % 31'556'952'000};
        sum = sum * 31 + cal.add(t, duration{random() % 100'000'000'000}).time_since_epoch().count();
        sum = sum * 31 + cal.subtract(t, duration{random() % 1'000'000'000}).time_since_epoch().count();
        sum = sum * 31 + cal.between(t, t + duration{random() % 100'000'000'000}).count();
        sum = sum * 31 + cal.add_working_days(t, static_cast<std::int64_t>(random() % 100) + 1).time_since_epoch().count();
        sum %= 1'000'000'007;
    }
    return sum;
}

TEST(calendar_threads, share_one_calendar_that_grows_while_it_is_read) {
    const auto spec = spec_of("America/New_York", {{"mon-fri", {"09:00-12:00", "13:00-17:00"}}});
    constexpr int threads = 4;
    std::vector<std::int64_t> alone, together(threads);
    for (int i = 0; i < threads; ++i) alone.push_back(answers(calendar{spec}, 7 + static_cast<std::uint64_t>(i)));
    for (int round = 0; round < 5; ++round) {
        const calendar shared{spec};
        std::vector<std::thread> running;
        for (int i = 0; i < threads; ++i)
            running.emplace_back([&together, i, copy = shared] {
                together[static_cast<std::size_t>(i)] = answers(copy, 7 + static_cast<std::uint64_t>(i));
            });
        for (auto& each : running) each.join();
        ASSERT_EQ(together, alone);
    }
}

TEST(calendar_threads, build_calendars_of_one_zone_at_once) {
    std::vector<std::thread> running;
    std::vector<std::uint64_t> digests(4);
    for (auto& digest : digests) running.emplace_back([&digest] { digest = calendar::always("Europe/Lisbon").where().digest(); });
    for (auto& each : running) each.join();
    for (const auto digest : digests) EXPECT_EQ(digest, zone{"Europe/Lisbon"}.digest());
}

}  // namespace
}  // namespace caseclock
