// SPDX-License-Identifier: Apache-2.0
//
// Calendars and periods, and which of them is the rulebook's own.
#include "rulebook/draft.hpp"

namespace caseclock::detail {
namespace {

constexpr std::string_view round_the_clock = "always";

std::uint32_t mark_of(const calendar_description& from, const calendar_fault& fault) {
    using part = calendar_fault::part;
    const auto at = [&](const auto& marks) { return fault.item < marks.size() ? marks[fault.item] : 0U; };
    std::uint32_t mark = 0;
    switch (fault.where) {
        case part::zone: mark = from.marks.zone; break;
        case part::week: mark = at(from.marks.week); break;
        case part::holidays: mark = at(from.marks.holidays); break;
        case part::hours: mark = at(from.marks.hours); break;
        case part::breaks: mark = at(from.marks.breaks); break;
        case part::whole: break;
    }
    return mark != 0 ? mark : from.mark;
}

/// The data with their zone, or nothing and a fault.
std::optional<calendar_spec> spec_of(rulebook_draft& d, const calendar_description& from, bool zone_is_sound) {
    auto spec = from.spec;
    if (from.has_zone) return spec;
    if (!zone_is_sound) return std::nullopt;
    if (d.from.zone.empty()) {
        d.faults.add(from.mark, plain::missing, "it has no zone, and the rulebook names none: add \"zone: Area/City\" to one of them");
        return std::nullopt;
    }
    spec.zone = d.from.zone.text;
    return spec;
}

/// Makes it; every fault of its data stands where that part of it was written.
template <class Made, class Keep> void make(rulebook_draft& d, const calendar_description& from, bool zone_is_sound, Keep keep) {
    d.add_rules(from.rules);
    const auto spec = spec_of(d, from, zone_is_sound);
    if (!spec) return;
    try {
        keep(Made{*spec});
    } catch (const calendar_error& error) {
        for (const auto& fault : error.faults()) d.faults.add(mark_of(from, fault), plain::wrong_value, fault.what);
    }
}

bool check_zone(rulebook_draft& d) {
    d.faults.about("zone", d.from.zone.mark);
    return d.from.zone.empty() || d.faults.note(d.from.zone.mark, [&] { static_cast<void>(zone{d.from.zone.text}); });
}

void check_twice(rulebook_draft& d, const std::vector<calendar_description>& list, std::string_view kind) {
    for (std::size_t i = 0; i < list.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (list[k].name == list[i].name) {
                d.faults.about(std::string{kind} + ' ' + list[i].name, list[i].mark);
                d.faults.add(list[i].mark, plain::taken_name, "it is defined twice");
            }
}

}  // namespace

void build_calendars(rulebook_draft& d) {
    const bool zone_is_sound = check_zone(d);
    d.data.zone = zone_is_sound && !d.from.zone.empty() ? d.from.zone.text : "UTC";
    const auto stand_in = calendar::always(d.data.zone);
    const auto& list = d.from.calendars;
    check_twice(d, list, "calendar");
    check_twice(d, d.from.periods, "period");
    for (const auto& each : list) {
        d.data.calendars.push_back({each.name, each.rules});
        d.data.hours.push_back(stand_in);
        d.sound_calendars.push_back(false);
        d.faults.about("calendar " + each.name, each.mark);
        make<calendar>(d, each, zone_is_sound, [&](const calendar& made) {
            d.data.hours.back() = made;
            d.sound_calendars.back() = true;
        });
    }
    if (std::none_of(list.begin(), list.end(), [](const auto& each) { return each.name == round_the_clock; })) {
        d.data.calendars.push_back({std::string{round_the_clock}, {}});
        d.data.hours.push_back(stand_in);
        d.sound_calendars.push_back(true);
    }
    d.faults.about("calendars", 0);
    if (d.data.hours.size() > no_calendar)
        d.faults.add(list.empty() ? 0 : list[std::min<std::size_t>(no_calendar, list.size()) - 1].mark, plain::too_many,
                     "there are more than " + std::to_string(no_calendar - 1) + " calendars" + (d.first_calendar == 0 ? "" : ", those of earlier versions included"));
    for (const auto& each : d.from.periods) {
        d.faults.about("period " + each.name, each.mark);
        make<period>(d, each, zone_is_sound, [&](const period& made) { d.data.periods.emplace(each.name, made); });
    }
    d.faults.about("rulebook " + d.from.name, d.from.mark);
    const marked_text own = d.from.calendar.empty() ? marked_text{std::string{round_the_clock}} : d.from.calendar;
    if (const auto number = d.calendar_named(own, d.faults)) d.data.own_calendar = *number;
}

}  // namespace caseclock::detail
