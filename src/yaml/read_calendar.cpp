// SPDX-License-Identifier: Apache-2.0
#include "caseclock/calendar/calendar_text.hpp"
#include "yaml/reader.hpp"

namespace caseclock::detail {
namespace {

constexpr shift whole_date{std::chrono::hours{0}, std::chrono::hours{24}};

class calendar_reader {
public:
    calendar_reader(calendar_description& to, fault_sink& faults) : to_{to}, faults_{faults} {}

    void read(const yaml_node& from) {
        if (const auto& zone = from.at("zone"); zone.is_text()) {
            to_.has_zone = true;
            to_.spec.zone = zone.text;
            to_.marks.zone = zone.mark;
        }
        read_week(from.at("week"));
        read_holidays(from.at("holidays"));
        read_dated(from.at("hours"), to_.spec.hours, to_.marks.hours);
        read_dated(from.at("breaks"), to_.spec.breaks, to_.marks.breaks);
        read_open_dates(from.at("dates"));
        if (text_of(from.at("at_boundary")) == "next_opening") to_.spec.at_boundary = boundary::next_opening;
    }

private:
    [[nodiscard]] std::vector<shift> shifts_of(const yaml_node& node) {
        std::vector<shift> shifts;
        for (const auto& text : marked_list(node)) faults_.note(text.mark, [&] { shifts.push_back(parse_shift(text.text)); });
        return shifts;
    }
    void read_week(const yaml_node& week) {
        for (const auto& entry : week.entries) {
            const auto shifts = shifts_of(entry.value);
            faults_.note(entry.mark, [&] {
                for (const auto day : parse_weekdays(entry.key)) {
                    if (to_.marks.week[day] != 0)
                        refuse_text("weekday", entry.key, "the day " + std::string{weekday_names[day]} + " is given twice");
                    to_.marks.week[day] = entry.mark;
                    to_.spec.week[day] = shifts;
                }
            });
        }
    }
    void read_holidays(const yaml_node& from) {
        const auto add = [&](std::string_view dates, std::uint32_t mark, std::string name) {
            faults_.note(mark, [&] {
                auto made = parse_holiday(dates);
                made.name = std::move(name);
                to_.spec.holidays.push_back(std::move(made));
                to_.marks.holidays.push_back(mark);
            });
        };
        if (from.is == yaml_node::kind::map)
            for (const auto& entry : from.entries) add(entry.key, entry.mark, entry.value.text);
        else
            for (const auto& text : marked_list(from)) add(text.text, text.mark, {});
    }
    void read_dated(const yaml_node& map, std::vector<dated_shifts>& out, std::vector<std::uint32_t>& marks) {
        for (const auto& entry : map.entries) {
            auto shifts = shifts_of(entry.value);
            faults_.note(entry.mark, [&] {
                out.push_back({parse_date(entry.key), std::move(shifts)});
                marks.push_back(entry.mark);
            });
        }
    }
    /// Dates that are open all day. As many as there are dates, each once: more are given twice.
    void read_open_dates(const yaml_node& list) {
        for (const auto& text : marked_list(list))
            faults_.note(text.mark, [&] {
                const auto dates = parse_holiday(text.text);
                if (dates.last < dates.first) refuse_text("dates", text.text, "the end lies before the start");
                if (!in_range(dates.first) || !in_range(dates.last))
                    refuse_text("dates", text.text, "a date lies outside 1970-01-01 .. 2199-12-31");
                for (auto date = dates.first; date <= dates.last; date += std::chrono::days{1}) {
                    if (!open_.insert(date).second) refuse_text("dates", text.text, "the date " + format_date(date) + " is given twice");
                    to_.spec.hours.push_back({date, {whole_date}});
                    to_.marks.hours.push_back(text.mark);
                }
            });
    }

    calendar_description& to_;
    fault_sink& faults_;
    std::set<local_date> open_;
};

}  // namespace

calendar_description read_calendar(const yaml_entry& from, fault_sink& faults) {
    calendar_description made;
    made.name = from.key;
    made.mark = from.mark;
    made.rules = rules_of(from.value);
    calendar_reader{made, faults}.read(from.value);
    return made;
}

}  // namespace caseclock::detail
