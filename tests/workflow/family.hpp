// SPDX-License-Identifier: Apache-2.0
//
// A case of a built-in workflow with the cases it opens, driven by names: the machines alone, without clocks. What a desk does between
// machines is done here in the plainest way: children are opened and told, parents hear which state a child entered.
//
//   family one("call");
//   one.send("arrive", "caller=7 priority=high");             attributes and facts that the event brings along
//   EXPECT_EQ(one.where(), "ringing");
//   one.child("callback").where(), .value("source") ...
#pragma once

#include "caseclock/workflow/builtin_machines.hpp"
#include "machine/running.hpp"

#include <deque>
#include <sstream>

namespace caseclock::workflow_test {

using machine_test::running;

[[nodiscard]] inline const definition& machine_of_tag(std::uint32_t tag) {
    for (const auto& d : workflows::builtin_machines())
        if (d.tag() == tag) return d;
    throw std::invalid_argument("no built-in machine has the tag " + std::to_string(tag));
}
[[nodiscard]] inline const definition& machine(std::string_view name) { return machine_of_tag(tag_of_name(name)); }

class family {
public:
    explicit family(std::string_view machine_name) { members_.push_back({running(machine(machine_name)), no_parent, 0}); }

    /// One event of the first case; `brings` lists facts and attribute=value. Returns what became of it.
    std::string send(std::string_view event, const std::string& brings = {}) { return send_to(0, event, brings); }
    std::string send_child(std::string_view relation, std::string_view event, const std::string& brings = {}) {
        return send_to(find(relation), event, brings);
    }
    /// Several events that must be accepted.
    family& run(std::initializer_list<std::string_view> events) {
        for (const auto e : events)
            if (const auto o = send(e); o != "accepted") throw std::logic_error(std::string(e) + " is " + o + " in " + where() + ": " + reason(e));
        return *this;
    }

    [[nodiscard]] std::string where() const { return members_.front().one.where(); }
    [[nodiscard]] std::string said() const { return said_; }
    [[nodiscard]] std::string reason(std::string_view event) const { return members_.front().one.reason(event); }
    [[nodiscard]] bool ended() const { return members_.front().one.machine().is_final(members_.front().one.record); }
    [[nodiscard]] bool has(std::string_view fact) const {
        const auto number = members_.front().one.machine().fact(fact);
        return number && (members_.front().one.record.facts >> *number & 1U) != 0;
    }
    [[nodiscard]] std::size_t children() const { return members_.size() - 1; }
    /// The child that was opened last under this name.
    [[nodiscard]] const running& child(std::string_view relation) const { return members_[find(relation)].one; }
    [[nodiscard]] const running& self() const { return members_.front().one; }

private:
    static constexpr std::size_t no_parent = ~std::size_t{0};
    struct member {
        running one;
        std::size_t parent;
        std::uint32_t relation;
    };

    [[nodiscard]] std::size_t find(std::string_view relation) const {
        for (std::size_t i = members_.size(); i-- > 1;)
            if (members_[i].relation == tag_of_name(relation)) return i;
        throw std::invalid_argument("there is no child " + std::string(relation));
    }

    std::string send_to(std::size_t who, std::string_view event, const std::string& brings) {
        auto& one = members_[who].one;
        const auto before = one.record;
        bring(one, brings);
        const auto o = one.send(event);
        if (!accepted(o)) one.record = before;
        said_ = one.said();
        if (accepted(o)) settle(who);
        return machine_test::to_text(o);
    }
    static void bring(running& one, const std::string& brings) {
        std::istringstream words(brings);
        for (std::string word; words >> word;) {
            const auto equals = word.find('=');
            if (equals == std::string::npos) {
                const auto fact = one.machine().fact(word);
                if (!fact) throw std::invalid_argument("no fact " + word);
                one.record.facts |= std::uint64_t{1} << *fact;
                continue;
            }
            const auto name = word.substr(0, equals), text = word.substr(equals + 1);
            const auto number = one.machine().attribute(name);
            if (!number) throw std::invalid_argument("no attribute " + name);
            const auto& values = one.machine().attributes()[*number].enumerators;
            const auto found = std::find(values.begin(), values.end(), text);
            one.put(name, values.empty() ? std::stoll(text) : found - values.begin());
        }
    }
    /// Messages and children of the last step, and theirs, in the order of a desk: a new child hears nothing of what came before it.
    void settle(std::size_t who) {
        const outbox out = members_[who].one.out;
        for (const auto& r : out.raised) {
            if (r.to == recipient::self) deliver(who, r);
            if (r.to == recipient::parent && members_[who].parent != no_parent) deliver(members_[who].parent, r);
            if (r.to != recipient::children) continue;
            for (std::size_t i = 1; i < members_.size(); ++i)
                if (members_[i].parent == who) deliver(i, r);
        }
        for (const auto& c : out.children) open(who, out, c);
        tell_entered(who, out);
    }
    void open(std::size_t who, const outbox& out, const caseclock::child& c) {
        running one(machine_of_tag(c.machine));
        for (std::size_t i = c.first_passed; i < std::size_t{c.first_passed} + c.passed_count; ++i) {
            const auto number = one.machine().attribute_of_tag(out.passed[i].attribute);
            if (!number) throw std::logic_error("a child has no such attribute");
            write(one.record, one.machine().slots().slot[*number], out.passed[i].value);
        }
        const auto event = one.machine().event_of_tag(c.event);
        if (!event) throw std::logic_error("a child has no such event");
        const auto o = one.send(one.machine().events()[*event].name, c.data);
        if (!accepted(o)) throw std::logic_error("the first event of a child is " + machine_test::to_text(o));
        members_.push_back({std::move(one), who, c.relation});
        settle(members_.size() - 1);
    }
    void deliver(std::size_t who, const caseclock::follow_up& message) {
        auto& one = members_[who].one;
        const auto event = one.machine().event_of_tag(message.event);
        if (event && accepted(one.send(one.machine().events()[*event].name, message.data))) settle(who);
    }
    void tell_entered(std::size_t who, const outbox& out) {
        const auto parent = members_[who].parent;
        if (parent == no_parent) return;
        for (const auto& change : out.changes) {
            const auto& entered = members_[who].one.machine().states()[change.entered].name;
            for (const auto& e : members_[parent].one.machine().events())
                if (!e.child.empty() && tag_of_name(e.child) == members_[who].relation && e.child_state == entered)
                    if (accepted(members_[parent].one.send(e.name))) settle(parent);
        }
    }

    std::deque<member> members_;
    std::string said_;
};

}  // namespace caseclock::workflow_test
