// SPDX-License-Identifier: Apache-2.0
//
// What all copies of a calendar share: the schedule, and as many compiled years as were ever asked for.
//
//   asked for 2026:  [2025, 2029)      asked for 2031:  [2025, 2034)      ...  never more than [1970, 2200)
//
// Reading takes no lock: one atomic load gives an immutable timeline. Growing compiles a longer one under a lock and publishes it; the
// shorter ones live on for readers that still hold them, together no longer than the longest.
#pragma once

#include "caseclock/calendar/timeline.hpp"

#include <atomic>

namespace caseclock::detail {

class calendar_core {
public:
    enum class emptiness { refused, allowed };

    calendar_core(calendar_spec spec, emptiness empty) : schedule_{std::move(spec)} {
        if (empty == emptiness::refused && !schedule_.always() && !schedule_.ever_opens())
            throw calendar_error{{{calendar_fault::part::whole, 0, "the calendar never opens: hours of some weekday or date are needed"}}};
        lines_.push_back(std::make_unique<const timeline>());
        line_.store(lines_.back().get(), std::memory_order_release);
    }

    [[nodiscard]] const schedule& hours() const noexcept { return schedule_; }

    /// The compiled years with t among them. Throws horizon_error when t lies outside [1970, 2200).
    [[nodiscard]] const timeline& covering(instant t) const {
        const auto* line = line_.load(std::memory_order_acquire);
        return line->covers(t) ? *line : compile(t);
    }
    [[nodiscard]] const timeline& covering(instant a, instant b) const {
        const auto* line = line_.load(std::memory_order_acquire);
        return line->covers(a) && line->covers(b) ? *line : compile(a, b);
    }

    [[nodiscard]] static bool reaches_horizon(const timeline& line) noexcept { return line.end_year() >= end_of_years; }

    /// Compiled years that go on longer than these; nothing when these end at the horizon.
    [[nodiscard]] const timeline* later(const timeline& than) const {
        if (reaches_horizon(than)) return nullptr;
        return &grown(than.first_year(), than.end_year() + std::max(4, than.end_year() - than.first_year()));
    }
    /// Compiled years that begin earlier than these; nothing when these begin in 1970.
    [[nodiscard]] const timeline* earlier(const timeline& than) const {
        if (than.first_year() <= first_of_years) return nullptr;
        return &grown(than.first_year() - std::max(4, than.end_year() - than.first_year()), than.end_year());
    }

private:
    static constexpr int first_of_years = 1970, end_of_years = 2200;

    static int year_of(instant t) { return static_cast<int>(std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(t)}.year()); }

    [[gnu::cold]] const timeline& compile(instant t) const { return compile(t, t); }

    [[gnu::cold]] const timeline& compile(instant a, instant b) const {
        for (const auto t : {a, b})
            if (!in_range(t)) throw horizon_error{"instant " + format_instant(t) + " lies outside [1970, 2200)"};
        return grown(year_of(std::min(a, b)) - 1, year_of(std::max(a, b)) + 3);
    }

    /// The longest timeline there is, made at least so long. Grows at least to double, so that growing step by step stays cheap.
    const timeline& grown(int first_year, int end_year) const {
        const std::lock_guard<std::mutex> lock{growing_};
        const auto& longest = *lines_.back();
        first_year = std::max(first_year, first_of_years);
        end_year = std::min(end_year, end_of_years);
        if (longest.end_year() != 0) {
            if (longest.first_year() <= first_year && end_year <= longest.end_year()) return longest;
            const int years = longest.end_year() - longest.first_year();
            first_year = first_year < longest.first_year() ? std::max(first_of_years, std::min(first_year, longest.first_year() - years))
                                                           : longest.first_year();
            end_year =
                end_year > longest.end_year() ? std::min(end_of_years, std::max(end_year, longest.end_year() + years)) : longest.end_year();
        }
        lines_.push_back(std::make_unique<const timeline>(schedule_, first_year, end_year));
        line_.store(lines_.back().get(), std::memory_order_release);
        return *lines_.back();
    }

    schedule schedule_;
    mutable std::atomic<const timeline*> line_{nullptr};
    mutable std::mutex growing_;
    mutable std::vector<std::unique_ptr<const timeline>> lines_;
};

}  // namespace caseclock::detail
