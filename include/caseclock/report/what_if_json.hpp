// SPDX-License-Identifier: Apache-2.0
//
// What would change, as JSON.
//
//   {"before": "hotline", "after": "hotline_2", "events": 3120, "cases_before": 611, "cases_after": 611, "until": "2026-...Z",
//    "policies": [{"policy": "hold", "in_before": true, "in_after": true, "before": TALLY, "after": TALLY, "became_met": 0, "became_missed": 3,
//                  "otherwise": 0, "only_before": 0, "only_after": 0, "groups": [{"attribute", "value", "before": TALLY, "after": TALLY}]}],
//    "receipts": [{"event": "ticket.reply", "before": "accepted", "after": "refused", "events": 4, "first": 17}], "lacking": [{"name", "count", "is_event"}],
//    "changes": [{"case", "root", "policy", "cycle", "before", "after", "overrun_before_ms", "overrun_after_ms"}]}
//   TALLY: {"met", "missed", "ended_late", "early", "cancelled", "measured", "attainment", "overrun_ms", "business_overrun_ms"}
#pragma once

#include "caseclock/machine/json_writer.hpp"
#include "caseclock/report/what_if.hpp"

namespace caseclock {

namespace detail {

class what_if_writer {
public:
    std::string write(const what_if_result& r, bool with_changes) {
        out_.open('{').key("before").text(r.before).key("after").text(r.after).key("events").number(r.events);
        out_.key("cases_before").number(r.cases_before).key("cases_after").number(r.cases_after).key("until").text(format_instant(r.until));
        list("policies", r.policies);
        list("receipts", r.receipts);
        list("lacking", r.lacking);
        if (with_changes) {
            out_.key("changes").open('[');
            for (const auto& each : r.changes) write(each, r.policies[each.policy].name);
            out_.close(']');
        }
        return out_.close('}').take();
    }

private:
    template <class List> void list(std::string_view key, const List& of) {
        out_.key(key).open('[');
        for (const auto& each : of) write(each);
        out_.close(']');
    }
    void number(std::string_view key, std::int64_t value) { out_.key(key).signed_number(value); }
    void tally(std::string_view key, const verdict_tally& t) {
        out_.key(key).open('{');
        number("met", t.met);
        number("missed", t.missed);
        number("ended_late", t.ended_late);
        number("early", t.early);
        number("cancelled", t.cancelled);
        number("measured", t.measured);
        out_.key("attainment");
        if (const auto share = t.attainment()) out_.raw(std::to_string(*share));
        else out_.null();
        number("overrun_ms", t.overrun.count());
        number("business_overrun_ms", t.business_overrun.count());
        out_.close('}');
    }
    void write(const policy_change& p) {
        out_.open('{').key("policy").text(p.name).key("in_before").flag(p.in_before).key("in_after").flag(p.in_after);
        tally("before", p.before);
        tally("after", p.after);
        out_.key("became_met").number(p.became_met).key("became_missed").number(p.became_missed).key("otherwise").number(p.otherwise);
        out_.key("only_before").number(p.only_before).key("only_after").number(p.only_after);
        list("groups", p.groups);
        out_.close('}');
    }
    void write(const group_change& group) {
        out_.open('{').key("attribute").text(group.attribute).key("value").text(group.value);
        tally("before", group.before);
        tally("after", group.after);
        out_.close('}');
    }
    void write(const receipt_change& change) {
        out_.open('{').key("event").text(change.event).key("before").text(to_string(change.before)).key("after");
        if (change.after) out_.text(to_string(*change.after));
        else out_.null();
        out_.key("events").number(change.events).key("first").number(change.first).close('}');
    }
    void write(const lacking_name& name) {
        out_.open('{').key("name").text(name.what).key("count").number(name.count).key("is_event").flag(name.is_event).close('}');
    }
    void kind(std::string_view key, std::optional<verdict_kind> value) {
        out_.key(key);
        if (value) out_.text(to_string(*value));
        else out_.null();
    }
    void write(const cycle_change& change, std::string_view policy) {
        out_.open('{').key("case").number(change.case_id).key("root").number(change.root).key("policy").text(policy).key("cycle").number(change.cycle);
        kind("before", change.before);
        kind("after", change.after);
        number("overrun_before_ms", change.overrun_before.count());
        number("overrun_after_ms", change.overrun_after.count());
        out_.close('}');
    }

    json_writer out_;
};

}  // namespace detail

[[nodiscard]] inline std::string json_of(const what_if_result& said, bool with_changes = true) { return detail::what_if_writer{}.write(said, with_changes); }

}  // namespace caseclock
