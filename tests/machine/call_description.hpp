// SPDX-License-Identifier: Apache-2.0
//
// The example call once more, as a loader would hand it over: conditions and actions are data, nothing is a function.
#pragma once

#include "caseclock/machine/build.hpp"

namespace caseclock::machine_test {

namespace written {

using condition = condition_description;
using action = action_description;

inline action act(action::kind kind, std::string name, std::string value_of = {}) {
    action a;
    a.is = kind;
    a.name = std::move(name);
    a.value_of = std::move(value_of);
    return a;
}
inline action set(std::string fact) { return act(action::kind::set, std::move(fact)); }
inline action clear(std::string fact) { return act(action::kind::clear, std::move(fact)); }
inline action say(std::string cue, std::string value_of = {}) { return act(action::kind::say, std::move(cue), std::move(value_of)); }
inline action tell(std::string role) { return act(action::kind::tell, std::move(role)); }
inline action add(std::string attribute) { return act(action::kind::add, std::move(attribute)); }
inline action raise(std::string event) { return act(action::kind::raise, std::move(event)); }
inline action open_ticket() {
    auto a = act(action::kind::open, "ticket");
    a.event = "opened";
    a.with = {{"agent", "agent", {}}};
    return a;
}
inline condition has(std::string fact) { return condition::of_fact(std::move(fact)); }
inline condition lacks(std::string fact) { return condition::of_none({condition::of_fact(std::move(fact))}); }
/// Unset counts as less, as it does in C++.
inline condition fewer(const std::string& attribute, std::int64_t than) {
    return condition::of_any(
        {condition::of_attribute(attribute, comparison::is_unset), condition::of_attribute(attribute, comparison::below, {{{}, than}})});
}
inline condition always() { return {}; }

inline row_description row(std::string in, std::string event, std::string to, condition c, std::vector<action> actions = {},
                           std::vector<std::string> needs = {}, std::vector<std::string> ought = {}) {
    row_description r;
    r.in = {std::move(in)};
    r.events = {std::move(event)};
    r.to = std::move(to);
    r.condition = std::move(c);
    r.actions = std::move(actions);
    for (auto& n : needs) {
        requirement_description d;
        d.fact = std::move(n);
        r.needs.push_back(std::move(d));
    }
    for (auto& o : ought) {
        requirement_description d;
        d.fact = std::move(o);
        r.ought.push_back(std::move(d));
    }
    return r;
}
inline field_description field(std::string name, field_type type) {
    field_description f;
    f.name = std::move(name);
    f.type = type;
    return f;
}

}  // namespace written

[[nodiscard]] inline machine_description call_description() {
    using namespace written;
    machine_description m;
    m.name = "call";
    for (const char* name : {"rings", "holds", "agent", "callbacks", "score"}) {
        attribute_description a;
        a.name = name;
        a.kind = a.name == "agent" ? attribute_kind::name : attribute_kind::count;
        m.attributes.push_back(a);
    }
    for (const char* name : {"identified", "consented", "greeted", "announced", "apologised", "recorded", "overdue", "promised"}) {
        fact_description f;
        f.name = name;
        if (f.name == "announced") f.until.left = {"held"};
        if (f.name == "apologised") f.until.events = {"hung_up"};
        m.facts.push_back(f);
    }
    const auto event = [&](std::string name, std::vector<field_description> fields = {}) {
        event_description e;
        e.name = std::move(name);
        e.fields = std::move(fields);
        m.events.push_back(std::move(e));
    };
    event("rang");
    event("answered", {field("agent", field_type::name)});
    event("hung_up", {field("by", field_type::integer)});
    event("expired");
    event("said", {field("identified", field_type::boolean), field("consented", field_type::boolean), field("greeted", field_type::boolean),
                   field("announced", field_type::boolean), field("apologised", field_type::boolean)});
    event("hold", {field("announced_for", field_type::duration)});
    event("consulted", {field("whom", field_type::integer)});
    event("handed", {field("agent", field_type::name)});
    event("drop");
    event("resumed");
    event("record", {field("score", field_type::integer)});
    event("dialled");
    event("reopened");
    for (const char* name : {"ringing", "talking", "abandoned", "held", "consulting", "transferring", "wrap_up", "dropped", "closed",
                             "follow_up", "calling_back", "callback"}) {
        state_description s;
        s.name = name;
        s.initial = s.name == "ringing";
        if (s.name == "held") {
            s.enter = {add("holds"), say("hold_notice", "holds")};
            s.leave = {say("apology")};
        }
        if (s.name == "dropped") s.enter = {tell("supervisor")};
        if (s.name == "ringing" || s.name == "held") s.flags = {"waiting", "open"};
        if (s.name == "talking") s.flags = {"open"};
        m.states.push_back(s);
    }
    m.cues = {"greeting", "hold_notice", "farewell", "apology"};
    m.roles = {"supervisor", "quality"};
    const auto by_customer = condition::of_field("by", comparison::one_of, {{{}, 0}});
    const auto short_hold = condition::of_field("announced_for", comparison::at_most, {{{}, 60'000}});
    const auto short_or_none = condition::of_any({condition::of_field("announced_for", comparison::is_unset), short_hold});
    m.rows = {
        row("ringing", "rang", "", fewer("rings", 3), {add("rings")}),
        row("ringing", "answered", "talking", always(), {say("greeting"), set("recorded")}),
        row("ringing", "hung_up", "abandoned", always()),
        row("ringing", "expired", "ringing", lacks("overdue"), {set("overdue"), tell("supervisor")}),
        row("talking", "said", "", always()),
        row("talking", "hold", "", condition::of_all({short_or_none, lacks("announced")}), {clear("apologised")}),
        row("talking", "hold", "held", always(), {}, {"announced", "apologised"}, {"greeted"}),
        row("talking", "consulted", "consulting", always(), {}, {"identified"}),
        row("talking", "handed", "transferring", always(), {}, {"identified", "consented"}),
        row("talking", "hung_up", "wrap_up", by_customer),
        row("talking", "hung_up", "wrap_up", always(), {open_ticket()}, {}, {"greeted", "identified"}),
        row("talking", "drop", "dropped", always()),
        row("held", "resumed", "talking", always()),
        row("held", "expired", "", lacks("overdue"), {set("overdue"), tell("supervisor")}),
        row("held", "hung_up", "abandoned", always()),
        row("held", "drop", "dropped", always()),
        row("consulting", "resumed", "talking", always()),
        row("consulting", "handed", "transferring", condition::of_any({has("consented"), fewer("callbacks", 3)})),
        row("consulting", "hung_up", "abandoned", always()),
        row("transferring", "answered", "talking", always(), {say("greeting")}),
        row("transferring", "expired", "talking", always(), {tell("supervisor")}),
        row("wrap_up", "record", "follow_up", has("promised")),
        row("wrap_up", "record", "closed", always()),
        row("wrap_up", "expired", "", lacks("overdue"), {set("overdue")}),
        row("abandoned", "dialled", "calling_back", fewer("callbacks", 3)),
        row("dropped", "expired", "callback", always(), {add("callbacks"), raise("expired")}),
        row("callback", "dialled", "calling_back", always()),
        row("callback", "expired", "closed", always(), {tell("supervisor")}),
        row("calling_back", "answered", "talking", always(), {say("greeting")}),
        row("calling_back", "expired", "callback", fewer("callbacks", 3), {add("callbacks"), raise("expired")}),
        row("follow_up", "record", "closed", always(), {clear("promised")}),
        row("closed", "reopened", "follow_up", always(), {set("promised")}),
    };
    return m;
}

}  // namespace caseclock::machine_test
