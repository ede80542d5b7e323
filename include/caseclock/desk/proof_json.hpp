// SPDX-License-Identifier: Apache-2.0
//
// Proofs as JSON: an array of objects, one a cycle. Instants are ISO 8601 in UTC with milliseconds, lengths whole milliseconds (`..._ms`);
// null is none. docs/proof.schema.json is the schema.
//
//   {"case": 41, "policy": "hold", "title": "Come back ...", "cycle": 1, "verdict": "ended_late", "target": "within announced",
//    "zone": "Asia/Shanghai", "calendar": "", "open_time": false, "running": false, "started_by": {"name": "put_on_hold", "event": 3}, ...}
#pragma once

#include "caseclock/desk/proof_text.hpp"
#include "caseclock/machine/json_writer.hpp"

#include <span>

namespace caseclock {

namespace detail {

class proof_writer {
public:
    void write(const proof& p) {
        out_.open('{').key("case").number(p.case_id);
        text("policy", p.policy_name);
        text("title", p.policy_title);
        out_.key("cycle").number(p.cycle).key("verdict");
        if (p.verdict) out_.text(to_string(*p.verdict));
        else out_.null();
        text("target", p.target);
        text("zone", p.zone);
        text("calendar", p.calendar);
        out_.key("open_time").flag(p.open_time).key("running").flag(p.running);
        cause("started_by", p.started_by);
        cause("ended_by", p.ended_by);
        write_times(p.times);
        out_.key("deadlines").open('[');
        for (const auto& each : p.deadlines) write(each);
        out_.close(']').key("levels").open('[');
        for (const auto& each : p.levels) write(each);
        out_.close(']').key("intervals").open('[');
        for (const auto& each : p.intervals) write(each);
        out_.close(']').key("marks").open('[');
        for (const auto& each : p.marks) write(each);
        out_.close(']').key("counterfactuals").open('[');
        const zone where{p.zone};
        for (const auto& each : p.counterfactuals) write(each, where);
        out_.close(']').close('}');
    }
    void write(std::span<const proof> proofs) {
        out_.open('[');
        for (const auto& each : proofs) write(each);
        out_.close(']');
    }
    [[nodiscard]] std::string take() { return out_.take(); }

private:
    void text(std::string_view key, std::string_view value) { out_.key(key).text(value); }
    void at(std::string_view key, instant t) {
        out_.key(key);
        if (t == never) out_.null();
        else out_.text(format_instant(t));
    }
    void length(std::string_view key, duration d) { out_.key(key).signed_number(d.count()); }
    void cause(std::string_view key, const proof_cause& by) {
        out_.key(key).open('{');
        text("name", by.name);
        out_.key("event");
        if (by.event == no_event_number) out_.null();
        else out_.number(by.event);
        out_.close('}');
    }
    void write_times(const cycle_times& t) {
        at("started_at", t.started);
        at("due_at", t.due);
        at("ended_at", t.ended);
        length("used_ms", t.used);
        length("target_ms", t.target);
        length("overrun_ms", t.overrun);
        length("business_overrun_ms", t.business_overrun);
        length("early_by_ms", t.early_by);
    }
    void write(const deadline_change& change) {
        out_.open('{');
        at("at", change.at);
        at("opens_at", change.opens);
        at("due_at", change.due);
        text("why", change.why);
        out_.close('}');
    }
    void write(const proof_level& each) {
        out_.open('{');
        at("at", each.at);
        text("ladder", each.ladder);
        text("level", each.level);
        out_.key("asks").flag(each.asks);
        at("overdue_at", each.overdue_at);
        at("acknowledged_at", each.acknowledged_at);
        out_.close('}');
    }
    void write(const proof_interval& each) {
        out_.open('{');
        at("begin", each.when.begin);
        at("end", each.when.end);
        text("kind", to_string(each.kind));
        text("cause", each.cause);
        cause("by", each.by);
        length("length_ms", each.when.length());
        out_.close('}');
    }
    void write(const proof_mark& mark) {
        out_.open('{');
        at("at", mark.at);
        text("kind", to_string(mark.is));
        text("text", mark.text);
        out_.close('}');
    }

    void write(const counterfactual& each, const zone& where) {
        out_.open('{');
        text("kind", to_string(each.is));
        at("at", each.at);
        length("by_ms", each.by);
        cause("moved", each.moved);
        out_.key("moves").open('[');
        for (const auto& move : each.moves) {
            out_.open('{').key("event").number(move.event);
            at("from", move.from);
            at("to", move.to);
            out_.close('}');
        }
        out_.close(']');
        text("text", counterfactual_text(each, where));
        out_.close('}');
    }

    json_writer out_;
};

}  // namespace detail

[[nodiscard]] inline std::string json_of(std::span<const proof> proofs) {
    detail::proof_writer out;
    out.write(proofs);
    return out.take();
}
[[nodiscard]] inline std::string json_of(const proof& p) {
    detail::proof_writer out;
    out.write(p);
    return out.take();
}

}  // namespace caseclock
