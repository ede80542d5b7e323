// SPDX-License-Identifier: Apache-2.0
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class plan_of {
public:
    explicit plan_of(const std::string& keys, const std::string& more = {}) : book_{parsed(more + policy_text(keys))} {}
    [[nodiscard]] const machine_plan& plan() const { return book_.plan(0); }
    [[nodiscard]] const policy& only() const { return plan().policies.front(); }
    [[nodiscard]] std::vector<std::string> entered(std::string_view state) const {
        return texts(plan(), plan().on_entered[*plan().machine.state(state)]);
    }
    [[nodiscard]] std::vector<std::string> left(std::string_view state) const {
        return texts(plan(), plan().on_left[*plan().machine.state(state)]);
    }
    [[nodiscard]] std::vector<std::string> event(std::string_view name) const {
        return texts(plan(), plan().on_event[*plan().machine.event(name)]);
    }
    [[nodiscard]] std::vector<std::string> set(std::string_view fact) const {
        return texts(plan(), plan().on_set[*plan().machine.fact(fact)]);
    }
    [[nodiscard]] std::vector<std::string> cleared(std::string_view fact) const {
        return texts(plan(), plan().on_cleared[*plan().machine.fact(fact)]);
    }
    [[nodiscard]] std::vector<std::string> changed(std::string_view name) const {
        return texts(plan(), plan().on_changed[*plan().machine.attribute(name)]);
    }
    [[nodiscard]] std::vector<std::string> opened() const { return texts(plan(), plan().on_opened); }
    [[nodiscard]] std::uint64_t bit(std::string_view fact) const { return std::uint64_t{1} << *plan().machine.fact(fact); }

private:
    rulebook book_;
};

TEST(triggers, of_each_kind_stand_in_their_lists) {
    const plan_of p{
        "start: [{opened: case, since: agreed_at}, {event: tick, if: told}], stop: [{enters: done}, {leaves: repairing}], cancel: [{fact: "
        "paid}, {loses: told}], "
        "reset: {changes: owner}, due: within 1h"};
    EXPECT_THAT(p.opened(), ElementsAre("start p since agreed_at"));
    EXPECT_THAT(p.event("tick"), ElementsAre("start p if"));
    EXPECT_THAT(p.entered("done"), ElementsAre("stop p"));
    EXPECT_THAT(p.left("repairing"), ElementsAre("stop p"));
    EXPECT_THAT(p.set("paid"), ElementsAre("cancel p"));
    EXPECT_THAT(p.cleared("told"), ElementsAre("cancel p"));
    EXPECT_THAT(p.changed("owner"), ElementsAre("reset p"));
    EXPECT_EQ(p.plan().facts_watched, p.bit("paid") | p.bit("told"));
}

TEST(triggers, of_a_group_or_a_flag_act_from_outside_and_to_outside) {
    const plan_of p{"start: {enters: open_work}, stop: {leaves: waiting}, due: within 1h"};
    for (const auto* state : {"assigned", "received", "repairing"})
        EXPECT_THAT(p.entered(state), ElementsAre("start p apart from 3")) << state;
    for (const auto* state : {"assigned", "received"}) EXPECT_THAT(p.left(state), ElementsAre("stop p apart from 2")) << state;
    EXPECT_THAT(p.left("repairing"), IsEmpty());
    EXPECT_EQ(p.plan().state_sets.size(), 2U);
}

TEST(triggers, together_wait_for_all_of_their_members) {
    const plan_of p{
        "start: {opened: case}, stop: [{all: [{enters: repairing}, {fact: told}, {event: tick, if: paid}], if: {priority: low}}, {all: "
        "[{fact: told}, {fact: paid}]}], due: within 1h"};
    EXPECT_THAT(p.entered("repairing"), ElementsAre("stop p joint 0 member 1"));
    EXPECT_THAT(p.event("tick"), ElementsAre("stop p joint 0 member 2 if"));
    EXPECT_THAT(p.set("told"), ElementsAre("stop p joint 0 member 0", "stop p joint 1 member 0"));
    ASSERT_EQ(p.only().joints.size(), 2U);
    EXPECT_EQ(p.only().joints[0].facts, p.bit("told"));
    EXPECT_EQ(p.only().joints[0].members, 3U);
    EXPECT_FALSE(p.only().joints[0].when.always());
    ASSERT_EQ(p.only().stops.size(), 1U) << "only facts may all hold at the start";
    EXPECT_EQ(p.only().stops[0].facts, p.bit("told") | p.bit("paid"));
}

TEST(triggers, that_stop_by_a_fact_may_hold_at_the_start) {
    const plan_of p{"start: {opened: case}, stop: {fact: told, if: paid}, due: within 1h"};
    ASSERT_EQ(p.only().stops.size(), 1U);
    EXPECT_EQ(p.only().stops[0].facts, p.bit("told"));
    EXPECT_FALSE(p.only().stops[0].when.always());
}

TEST(triggers, are_chosen_by_an_option) {
    const std::string option = "options: {begins: {choices: [opened, assigned, never], default: assigned}}\n";
    const plan_of p{
        "start: {choose: begins, opened: {opened: case}, assigned: [{enters: assigned}, {event: tick}], never: []}, stop: {event: finish}, "
        "due: within 1h",
        option};
    EXPECT_THAT(p.opened(), IsEmpty());
    EXPECT_THAT(p.entered("assigned"), ElementsAre("start p"));
    EXPECT_THAT(p.event("tick"), ElementsAre("start p"));
}

TEST(triggers, are_sorted_by_policy_and_by_what_they_do) {
    const auto book = parsed(
        "policies:\n  a: {start: {event: tick}, stop: {event: tick}, reset: {event: tick}, cancel: {event: tick}, due: none}\n  b: {start: "
        "{event: finish}, stop: {event: tick}, due: none}\n");
    const auto& plan = book.plan(0);
    EXPECT_THAT(texts(plan, plan.on_event[*plan.machine.event("tick")]), ElementsAre("stop a", "cancel a", "reset a", "start a", "stop b"));
}

TEST(pauses, are_reasons_each) {
    const plan_of p{
        "start: {opened: case}, stop: {event: finish}, due: within 1h, pause_while: [{state: open_work, lacks: paid}, {priority: low}]"};
    ASSERT_EQ(p.only().pauses.size(), 2U);
    EXPECT_TRUE(p.only().pauses_read_states);
    EXPECT_EQ(p.only().pauses_read_facts, p.bit("paid"));
    EXPECT_EQ(p.only().pauses_read_attributes, 1U);
    EXPECT_EQ(p.plan().policies_with_pauses, 1U);
    EXPECT_EQ(p.plan().facts_watched, p.bit("paid"));
}

TEST(pauses, may_have_an_end_each) {
    const plan_of p{
        "start: {opened: case}, stop: {event: finish}, due: within 1h, calendar: office, pause_while: [told, {state: received, max_pause: 3 business "
        "hours}, {fact: paid, max_pause: $longest}]",
        "options: {longest: {kind: duration, default: none}}\n"};
    ASSERT_EQ(p.only().max_pauses.size(), 3U);
    EXPECT_EQ(p.only().max_pauses[1], (duration_value{duration_unit::business, 3 * 3'600'000}));
    EXPECT_EQ(p.only().limited_pauses, 2U) << "an option that nobody fixed is no end";
    EXPECT_EQ(p.only().pause_texts[1], "received");
}

TEST(triggers, reopen_a_clock) {
    const plan_of p{"start: {event: assign}, stop: {event: finish}, reopened: [{event: tick, if: told}, {leaves: repairing}], when_reopened: continue, due: within 1h"};
    EXPECT_THAT(p.event("tick"), ElementsAre("reopen p if"));
    EXPECT_THAT(p.left("repairing"), ElementsAre("reopen p"));
    EXPECT_EQ(p.only().when_reopened, on_reopening::go_on);
    const plan_of other{"start: {event: assign}, stop: {event: finish}, reopened: {event: tick}, due: within 1h"};
    EXPECT_EQ(other.only().when_reopened, on_reopening::new_cycle);
}

TEST(reactions, name_roles_cues_orders_notes_and_events) {
    const auto book =
        parsed("cues: {sorry: {text: \"Sorry.\", zh-CN: 抱歉}}\n" +
               policy_text("start: {opened: case}, stop: {event: finish}, due: within 1h, missed: [{tell: [agent, supervisor], from: 3rd "
                           "miss}, {remind: agent, if: told}, "
                           "{say: sorry, to: agent}, {order: chase, to: supervisor}, {note: late}, {raise: tick}], met: {note: good}"));
    const auto& p = book.plan(0).policies.front();
    using kind = reaction::kind;
    ASSERT_EQ(p.missed.size(), 7U);
    EXPECT_EQ(book.roles()[p.missed[1].what].title, "Boss");
    EXPECT_EQ(p.missed[0].from_miss, 3);
    EXPECT_EQ(p.missed[2].is, kind::remind);
    EXPECT_FALSE(p.missed[2].when.always());
    EXPECT_EQ(book.cues()[p.missed[3].what].title, "Sorry.");
    EXPECT_EQ(book.cues()[p.missed[3].what].titles.at("zh-CN"), "抱歉");
    EXPECT_EQ(book.roles()[p.missed[3].to].name, "agent");
    EXPECT_EQ(book.orders()[p.missed[4].what].name, "chase");
    EXPECT_EQ(book.notes()[p.missed[5].what].name, "late");
    EXPECT_EQ(book.plan(0).machine.events()[p.missed[6].what].name, "tick");
    EXPECT_EQ(p.met.size(), 1U);
}

TEST(policies, serve_every_machine_that_knows_their_names) {
    const std::string second =
        "  other: {events: {finish: {}, drop: {}}, states: {a: {initial: here}, b: {final: done}}, rows: [{in: a, event: finish, to: b}, "
        "{in: a, event: drop, stay: inside}]}\n";
    const auto book = parsed(second +
                             "policies:\n  both: {start: {opened: case}, stop: {event: finish}, due: within 1h}\n  one: {start: {opened: "
                             "case}, stop: {event: drop}, due: within 1h}\n"
                             "  named: {machine: [other], start: {opened: case}, stop: {event: finish}, due: [{if: {machine: work}, due: "
                             "within 1h}, {due: within 2h}], type: ola, counts: once}\n"
                             "  waits: {kind: wait, machine: work, start: {event: tick}, due: within 1h, ends: {raise: tick}}\n");
    EXPECT_THAT(book.policies()[0].machines, ElementsAre("work", "other"));
    EXPECT_THAT(book.policies()[1].machines, ElementsAre("other"));
    EXPECT_THAT(book.policies()[2].machines, ElementsAre("other"));
    const auto& named = book.plan(1).policies[2];
    EXPECT_EQ(named.number, 2);
    EXPECT_EQ(named.type, promise_type::ola);
    EXPECT_TRUE(named.once);
    EXPECT_FALSE(named.targets[0].when.holds(asked_case{}));
    EXPECT_EQ(book.plan(0).policies[1].kind, policy_kind::wait);
    EXPECT_EQ(book.plan(0).policies[1].ends.size(), 1U);
}

TEST(guards, are_made_soft_by_the_id_of_their_rule) {
    const auto book = parsed("guards: {G-01: soft}\n");
    for (const auto& row : book.plan(0).machine.rows())
        for (const auto& asked : row.asks) EXPECT_EQ(asked.how, hardness::soft);
}

}  // namespace
}  // namespace caseclock::rulebook_test
