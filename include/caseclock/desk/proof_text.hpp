// SPDX-License-Identifier: Apache-2.0
//
// A proof as a service manager reads it.
//
//   hold, cycle 1: ended_late, 12s after the deadline
//     Come back within the time announced
//     target: within announced, in real time; Asia/Shanghai
//     2026-03-02 09:14:05  started by put_on_hold, due 2026-03-02 09:15:05
//     2026-03-02 09:14:50  warning, 15s left
//     2026-03-02 09:15:05  missed
//     2026-03-02 09:15:05  to_supervisor: the deadline, acknowledged 2026-03-02 09:15:10
//     2026-03-02 09:14:05 - 09:15:17  running  1m 12s
//     running adds up to 1m 12s; ended by retrieve
//     missed because of 12s between 2026-03-02 09:15:05 and 2026-03-02 09:15:17
//     would have been met if retrieve had come by 2026-03-02 09:15:05 (12s earlier)
#pragma once

#include "caseclock/sla/proof.hpp"
#include "caseclock/time/iso8601.hpp"

namespace caseclock {

namespace detail {

/// "2026-03-02 09:14:05" on the wall; milliseconds only where there are any.
[[nodiscard]] inline std::string wall_text(instant t, const zone& where) {
    auto text = format_instant(instant{where.to_local(t).time_since_epoch()});
    text.pop_back();
    if (text.ends_with(".000")) text.resize(text.size() - 4);
    if (text.size() > 10) text[10] = ' ';
    return text;
}
/// Both ends; the date of the second only where it is another.
[[nodiscard]] inline std::string wall_text(span of, const zone& where) {
    const auto end = wall_text(of.end, where);
    return wall_text(of.begin, where) + " - " + (where.date_of(of.begin) == where.date_of(of.end) && end.size() > 11 ? end.substr(11) : end);
}

/// "ended_late, 12s after the deadline".
[[nodiscard]] inline std::string outcome_text(const proof& p) {
    std::string out{p.verdict ? to_string(*p.verdict) : p.running ? "running" : "ended"};
    if (p.times.overrun.count() > 0) {
        out += ", " + format_duration(p.times.overrun) + " after the deadline";
        if (p.open_time) out += " (" + format_duration(p.times.business_overrun) + " of open time)";
    }
    if (p.times.early_by.count() > 0) out += ", " + format_duration(p.times.early_by) + " before the window";
    return out;
}
/// "paused: held", "off_hours: holiday National Day".
[[nodiscard]] inline std::string kind_text(const proof_interval& each) {
    std::string what{to_string(each.kind)};
    return each.cause.empty() || each.cause == what ? what : what + ": " + each.cause;
}
[[nodiscard]] inline std::string mark_text(const proof_mark& mark) {
    const std::string text = mark.is == proof_mark::kind::window_opened ? "the window opens" : std::string{to_string(mark.is)};
    return mark.text.empty() ? text : text + ", " + mark.text;
}

/// "would have been met if retrieve had come by 2026-03-02 09:15:05 (12s earlier)".
[[nodiscard]] inline std::string counterfactual_text(const counterfactual& c, const zone& where) {
    using kind = counterfactual::kind;
    const auto at = wall_text(c.at, where), by = format_duration(c.by), who = c.moved.name.empty() ? std::string{"something"} : c.moved.name;
    std::string out = "would have been met if " + who;
    switch (c.is) {
        case kind::ended_by: out += c.moves.empty() ? " had stopped it by " + at : " had come by " + at + " (" + by + " earlier)"; break;
        case kind::ended_from: out += " had come no earlier than " + at + " (" + by + " later)"; break;
        case kind::started_from: out += " had started it no earlier than " + at + " (" + by + " later)"; break;
        case kind::paused_by: out += " had paused it by " + at + " (paused " + by + " longer)"; break;
        case kind::resumed_from: out += " had resumed it no earlier than " + at + " (paused " + by + " longer)"; break;
    }
    if (c.moves.size() < 2) return out;
    const bool earlier = c.is == kind::ended_by || c.is == kind::paused_by;
    return out + ", with the " + (c.moves.size() == 2 ? std::string{"event"} : std::to_string(c.moves.size() - 1) + " events") + (earlier ? " before it" : " after it");
}
/// "missed because of 11m between 14:03:00 and 14:14:00"; empty where it was not late.
[[nodiscard]] inline std::string lateness_text(const proof& p, const zone& where) {
    if (!p.was_missed() || p.times.overrun.count() == 0) return {};
    auto out = "missed because of " + format_duration(p.open_time ? p.times.business_overrun : p.times.overrun) + (p.open_time ? " of open time" : "");
    return out + " between " + wall_text(p.times.due, where) + " and " + wall_text(p.times.ended, where) + (p.running ? ", and it runs on" : "");
}

/// "to_supervisor: the deadline, acknowledged 2026-03-02 09:15:10".
[[nodiscard]] inline std::string level_text(const proof_level& each, const zone& where) {
    auto out = each.ladder + ": " + each.level;
    if (each.overdue_at != never) out += ", not acknowledged by " + wall_text(each.overdue_at, where);
    if (each.acknowledged_at != never) out += ", acknowledged " + wall_text(each.acknowledged_at, where);
    else if (each.asks) out += ", nobody acknowledged it";
    return out;
}

}  // namespace detail

[[nodiscard]] inline std::string text_of(const proof& p) {
    const zone where{p.zone};
    const auto wall = [&](instant t) { return detail::wall_text(t, where); };
    std::string out = p.policy_name + ", cycle " + std::to_string(p.cycle) + ": " + detail::outcome_text(p);
    if (!p.policy_title.empty() && p.policy_title != p.policy_name) out += "\n  " + p.policy_title;
    out += "\n  target: " + (p.target.empty() ? std::string{"none"} : p.target) + (p.open_time ? ", in open time of " + p.calendar : ", in real time") + "; " + p.zone;
    auto mark = p.marks.begin();
    const auto marks_until = [&](instant t) {
        for (; mark != p.marks.end() && mark->at < t; ++mark) out += "\n  " + wall(mark->at) + "  " + detail::mark_text(*mark);
    };
    for (const auto& each : p.deadlines) {
        marks_until(each.at);
        out += "\n  " + wall(each.at) + "  " + each.why + ", ";
        if (each.opens != never) out += "opens " + wall(each.opens) + ", ";
        out += each.due == never ? "no deadline" : "due " + wall(each.due);
    }
    marks_until(never);
    for (const auto& each : p.levels) out += "\n  " + wall(each.at) + "  " + detail::level_text(each, where);
    std::vector<std::array<std::string, 3>> rows;
    std::size_t widest_span = 0, widest_kind = 0;
    for (const auto& each : p.intervals) {
        const auto& row = rows.emplace_back(std::array{detail::wall_text(each.when, where), detail::kind_text(each), format_duration(each.when.length())});
        widest_span = std::max(widest_span, row[0].size());
        widest_kind = std::max(widest_kind, row[1].size());
    }
    for (const auto& [when, kind, length] : rows)
        out += "\n  " + when + std::string(widest_span - when.size() + 2, ' ') + kind + std::string(widest_kind - kind.size() + 2, ' ') + length;
    out += "\n  running adds up to " + format_duration(p.running_time());
    if (!p.ended_by.name.empty()) out += "; ended by " + p.ended_by.name;
    if (const auto late = detail::lateness_text(p, where); !late.empty()) out += "\n  " + late;
    for (const auto& each : p.counterfactuals) out += "\n  " + detail::counterfactual_text(each, where);
    return out + "\n";
}

}  // namespace caseclock
