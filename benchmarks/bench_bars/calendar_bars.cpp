// SPDX-License-Identifier: Apache-2.0
//
// Business time in New York, Monday to Friday 9 to 17 with 240 holidays: add and between, from an hour to ten years.
#include "bars.hpp"

#include "caseclock/calendar/calendar.hpp"
#include "caseclock/calendar/calendar_text.hpp"

#include <random>
#include <stdexcept>

namespace bench {
namespace {

using namespace caseclock;
using std::chrono::hours;

constexpr std::size_t samples = 1 << 16;
constexpr int passes = 8;
constexpr duration year = hours{365 * 24};
constexpr double business_share = 40.0 / 168;  ///< of all hours

/// 2015 to 2038, ten closed days a year.
[[nodiscard]] calendar new_york() {
    calendar_spec spec;
    spec.zone = "America/New_York";
    for (const auto day : parse_weekdays("mon-fri")) spec.week[day].push_back(parse_shift("09:00-17:00"));
    for (int y = 2015; y < 2039; ++y)
        for (unsigned i = 0; i < 10; ++i) {
            const local_date date{std::chrono::local_days{std::chrono::year{y} / std::chrono::month{1 + i} / std::chrono::day{4 + 2 * i}}.time_since_epoch()};
            spec.holidays.push_back({date, date, "holiday"});
        }
    return calendar{std::move(spec)};
}

/// Spans of one real length, give or take a half, from anywhere in ten years.
struct spans {
    std::vector<instant> from, to;
    std::vector<duration> open;
    spans(duration length, std::uint64_t seed) {
        std::mt19937_64 random(seed);
        const instant first = std::chrono::sys_days{std::chrono::year{2016} / 1 / 1};
        for (std::size_t i = 0; i < samples; ++i) {
            const auto span = length / 2 + duration{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(length.count()))};
            from.push_back(first + duration{static_cast<std::int64_t>(random() % static_cast<std::uint64_t>((6 * year).count()))});
            to.push_back(from.back() + span);
            open.push_back(duration{static_cast<std::int64_t>(static_cast<double>(span.count()) * business_share)});
        }
    }
};

struct rates {
    double add_ns = 0, between_ns = 0;
};
[[nodiscard]] rates measure(const calendar& c, const spans& s) {
    std::int64_t sum = 0;
    rates r;
    r.add_ns = ns_each(samples * passes, [&] {
        for (int pass = 0; pass < passes; ++pass)
            for (std::size_t i = 0; i < samples; ++i) sum += c.add(s.from[i], s.open[i]).time_since_epoch().count();
    });
    r.between_ns = ns_each(samples * passes, [&] {
        for (int pass = 0; pass < passes; ++pass)
            for (std::size_t i = 0; i < samples; ++i) sum += c.between(s.from[i], s.to[i]).count();
    });
    keep(sum);
    return r;
}

}  // namespace

readings calendar_steps(const settings& how) {
    const auto c = new_york();
    const spans lengths[] = {{hours{1}, 1}, {hours{8 * 24}, 2}, {year, 3}, {10 * year, 4}};
    const char* const names[] = {"1 h", "8 d", "1 y", "10 y"};
    constexpr std::size_t count = std::size(lengths);
    std::vector<double> add[count], between[count];
    for (int round = 0; round < 2 * how.rounds + 1; ++round)
        for (std::size_t l = 0; l < count; ++l) {
            const auto r = measure(c, lengths[l]);
            if (round == 0) continue;  // the calendar compiles its years when they are asked for first
            add[l].push_back(r.add_ns);
            between[l].push_back(r.between_ns);
        }
    double add_worst = 0, between_worst = 0;
    std::string add_text = "add", between_text = "between";
    for (std::size_t l = 0; l < count; ++l) {
        add_worst = std::max(add_worst, median(add[l]));
        between_worst = std::max(between_worst, median(between[l]));
        add_text += text(" %s %.1f", names[l], median(add[l]));
        between_text += text(" %s %.1f", names[l], median(between[l]));
    }
    const auto at_least = reading::bound::at_least, at_most = reading::bound::at_most;
    return {{"add, the slowest length", 1e3 / add_worst, "M/s", at_least, 5, add_text + " ns"},
            {"between, the slowest length", 1e3 / between_worst, "M/s", at_least, 5, between_text + " ns"},
            {"add, 10 years / 1 hour", median_ratio(add[count - 1], add[0]), "x", at_most, 1.5},
            {"between, 10 years / 1 hour", median_ratio(between[count - 1], between[0]), "x", at_most, 1.5}};
}

}  // namespace bench
