// SPDX-License-Identifier: Apache-2.0
//
// What a desk says, as the lines of reference_clocks.hpp.
#pragma once

#include "caseclock/desk/desk.hpp"
#include "desk/policy_sheet.hpp"

namespace caseclock::desk_test {

[[nodiscard]] inline std::string text_of(instant t) { return std::to_string(t.time_since_epoch().count()); }

[[nodiscard]] inline std::string line_of(const cycle_times& t, verdict_kind kind) {
    std::string line = "verdict " + std::string(to_string(kind)) + " " + text_of(t.started) + ".." + text_of(t.ended) + " used " +
                       std::to_string(t.used.count());
    if (t.due == never) return line;
    line += " due " + text_of(t.due) + " target " + std::to_string(t.target.count());
    if (t.ended > t.due) line += " over " + std::to_string(t.overrun.count()) + " business " + std::to_string(t.business_overrun.count());
    if (kind == verdict_kind::early) line += " early " + std::to_string(t.early_by.count());
    return line;
}

/// One line per effect.
[[nodiscard]] inline std::vector<std::string> lines_of(const rulebook& book, const answers& out) {
    std::vector<std::string> lines;
    std::size_t next_verdict = 0;
    for (const auto& e : out.effects) {
        const auto& machine = book.plan(e.machine).machine;
        const auto policy = e.policy == no_policy ? std::string{} : book.policies()[e.policy].name;
        auto line = text_of(e.at) + " ";
        const auto of_clock = [&](const std::string& what) {
            return line + text_of(e.due_at) + " " + policy + " c" + std::to_string(e.cycle) + " " + what;
        };
        switch (e.kind) {
            case effect_kind::verdict: {
                const auto& v = out.verdicts.at(next_verdict++);
                case_record then;
                then.values = v.values;
                auto what = line_of(v.times, v.kind) + " facts ";
                for (const auto* name : fact_names) what += (v.facts >> *machine.fact(name) & 1U) != 0 ? "1" : "0";
                const auto& words = machine.attributes()[*machine.attribute("priority")].enumerators;
                const auto level = machine.value(then, *machine.attribute("priority"));
                what += " levels " + std::to_string(v.levels) + "/" + std::to_string(v.unanswered);
                what += " priority " + (level == no_value ? "unset" : words[static_cast<std::size_t>(level)]);
                lines.push_back(of_clock(what));
                break;
            }
            case effect_kind::warning:
                lines.push_back(of_clock("warning " + std::to_string(e.what) + " " + std::to_string(e.value)));
                break;
            case effect_kind::level: lines.push_back(of_clock("level " + std::to_string(e.what) + " " + std::to_string(e.value))); break;
            case effect_kind::unacknowledged: lines.push_back(of_clock("unacknowledged " + std::to_string(e.what))); break;
            case effect_kind::acknowledged:
                lines.push_back(of_clock("acknowledged " + std::to_string(e.what) + (e.detail == 0 ? "" : " late")));
                break;
            case effect_kind::notification: lines.push_back(of_clock("tell " + book.roles()[e.what].name)); break;
            case effect_kind::window_opened: lines.push_back(of_clock("window")); break;
            case effect_kind::no_deadline: lines.push_back(of_clock("no_deadline")); break;
            case effect_kind::note: lines.push_back(of_clock("note " + book.notes()[e.what].name)); break;
            case effect_kind::raised:
                lines.push_back(line + "raised " + machine.events()[e.what].name + " " +
                                std::string(to_string(static_cast<receipt_kind>(e.detail))));
                break;
            case effect_kind::limit_reached:
                lines.push_back(line + "limit " + std::string(to_string(static_cast<limit_kind>(e.what))) +
                                (policy.empty() ? "" : " " + policy));
                break;
            case effect_kind::ended: lines.push_back(line + "ended"); break;
            default: lines.push_back(line + std::string(to_string(e.kind))); break;
        }
    }
    return lines;
}

}  // namespace caseclock::desk_test
