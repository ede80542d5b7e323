// SPDX-License-Identifier: Apache-2.0
//
// A proof as a service manager reads it.
//
//   hold, cycle 1: ended_late, 12s after the deadline
//     target: within announced, in real time; Asia/Shanghai
//     2026-03-02 09:14:05  started by put_on_hold, due 2026-03-02 09:15:05
//     2026-03-02 09:15:05  to_supervisor: the deadline, acknowledged 2026-03-02 09:15:10
//     2026-03-02 09:14:05 - 09:15:17  running    1m 12s
//     running adds up to 1m 12s; ended by return
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

}  // namespace detail

[[nodiscard]] inline std::string text_of(const proof& p) {
    const zone where{p.zone};
    const auto wall = [&](instant t) { return detail::wall_text(t, where); };
    const auto length = [](duration d) { return format_duration(d); };
    std::string out = p.policy_name + ", cycle " + std::to_string(p.cycle) + ": ";
    if (p.verdict) out += to_string(*p.verdict);
    else out += p.running ? "running" : "ended";
    if (p.times.overrun.count() > 0) {
        out += ", " + length(p.times.overrun) + " after the deadline";
        if (p.open_time) out += " (" + length(p.times.business_overrun) + " of open time)";
    }
    if (p.times.early_by.count() > 0) out += ", " + length(p.times.early_by) + " before the window";
    out += "\n  target: " + (p.target.empty() ? std::string{"none"} : p.target) + (p.open_time ? ", in open time of " + p.calendar : ", in real time") + "; " + p.zone;
    for (const auto& each : p.deadlines) {
        out += "\n  " + wall(each.at) + "  " + each.why + ", ";
        if (each.opens != never) out += "opens " + wall(each.opens) + ", ";
        out += each.due == never ? "no deadline" : "due " + wall(each.due);
    }
    for (const auto& each : p.levels) {
        out += "\n  " + wall(each.at) + "  " + each.ladder + ": " + each.level;
        if (each.overdue_at != never) out += ", not acknowledged by " + wall(each.overdue_at);
        if (each.acknowledged_at != never) out += ", acknowledged " + wall(each.acknowledged_at);
        else if (each.asks) out += ", nobody acknowledged it";
    }
    std::size_t widest = 0;
    for (const auto& each : p.intervals) widest = std::max(widest, to_string(each.kind).size() + (each.cause.empty() || each.cause == to_string(each.kind) ? 0 : each.cause.size() + 2));
    for (const auto& each : p.intervals) {
        std::string what{to_string(each.kind)};
        if (!each.cause.empty() && each.cause != what) what += ": " + each.cause;
        out += "\n  " + wall(each.when.begin) + " - " + wall(each.when.end) + "  " + what + std::string(widest - what.size() + 2, ' ') + length(each.when.length());
    }
    out += "\n  running adds up to " + length(p.running_time());
    if (!p.ended_by.empty()) out += "; ended by " + p.ended_by;
    return out + "\n";
}

}  // namespace caseclock
