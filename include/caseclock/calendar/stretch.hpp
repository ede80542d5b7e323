// SPDX-License-Identifier: Apache-2.0
//
// What a proof is made of: a span cut into pieces that are open, or closed for a reason. The pieces touch and cover the whole span.
//
//   2026-10-01 (holiday "National Day", a Thursday), Mon-Fri 09:00-18:00
//   00:00 - 09:00 off_hours | 09:00 - 18:00 holiday "National Day" | 18:00 - 24:00 off_hours
#pragma once

#include "caseclock/calendar/schedule.hpp"

namespace caseclock {

/// Whether a stretch of time is open, or why it is closed.
enum class stretch_kind : std::uint8_t {
    open,         ///< business time
    off_hours,    ///< no hours of the week are there
    holiday,      ///< the week's hours do not open on a holiday
    dated_hours,  ///< the date has hours of its own, which leave this out
    break_time    ///< a break cuts the hours
};

/// "open", "off_hours", "holiday", "dated_hours", "break".
[[nodiscard]] constexpr std::string_view to_string(stretch_kind kind) noexcept {
    constexpr std::string_view text[] = {"open", "off_hours", "holiday", "dated_hours", "break"};
    return text[static_cast<std::size_t>(kind)];
}

/// One piece of a span.
struct stretch {
    span when;
    stretch_kind kind = stretch_kind::open;
    local_date date{};        ///< of the holiday, the dated hours or the break; else without meaning
    std::string_view name{};  ///< of the holiday; lives as long as the calendar
};

namespace detail {

/// Finds out why closed time is closed. Slow and plain: proofs are asked one by one.
class closing_reasons {
public:
    closing_reasons(const schedule& source, span asked) {
        const auto last = source.where().date_of(asked.end) + std::chrono::days{1};
        std::vector<dated_piece> pieces;
        for (auto date = source.where().date_of(asked.begin) - std::chrono::days{2}; date <= last; date += std::chrono::days{1}) {
            const auto* const day_off = source.holiday_on(date);
            const bool own_hours = source.dated(date) != nullptr;
            pieces.clear();
            if (own_hours || day_off != nullptr) source.map(date, source.weekly(date), pieces);
            for (const auto& each : pieces)
                reasons_.push_back({each.when, own_hours ? stretch_kind::dated_hours : stretch_kind::holiday, date,
                                    own_hours || !day_off ? std::string_view{} : day_off->name});
            pieces.clear();
            source.map(date, source.shifts_on(date), pieces);
            for (const auto& hours : pieces)
                for (const auto& pause : source.breaks())
                    if (const auto cut = intersection(hours.when, pause.when); !cut.empty())
                        reasons_.push_back({cut, stretch_kind::break_time, pause.date, {}});
        }
        std::stable_sort(reasons_.begin(), reasons_.end(), [](const stretch& a, const stretch& b) { return a.when.begin < b.when.begin; });
    }

    /// Appends the pieces of closed time. Called with ascending spans.
    void explain(span closed, std::vector<stretch>& out) {
        while (next_ < reasons_.size() && reasons_[next_].when.end <= closed.begin) ++next_;
        for (auto i = next_; i < reasons_.size() && reasons_[i].when.begin < closed.end && !closed.empty(); ++i) {
            const auto part = intersection(reasons_[i].when, closed);
            if (part.empty()) continue;
            if (closed.begin < part.begin) out.push_back({{closed.begin, part.begin}, stretch_kind::off_hours});
            out.push_back({part, reasons_[i].kind, reasons_[i].date, reasons_[i].name});
            closed.begin = part.end;
        }
        if (!closed.empty()) out.push_back({closed, stretch_kind::off_hours});
    }

private:
    std::vector<stretch> reasons_;
    std::size_t next_ = 0;
};

}  // namespace detail
}  // namespace caseclock
