// SPDX-License-Identifier: Apache-2.0
//
// A rulebook changes while cases are open.
#include "caseclock/desk/explain.hpp"
#include "caseclock/desk/host_names.hpp"
#include "caseclock/rulebook/build.hpp"
#include "desk/story.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseclock::desk_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The story's desk adopts a rulebook.
adoption_report adopt(story& told, const std::string& when, const rulebook& next, adoption_mode mode = adoption_mode::running) {
    return told.itself().adopt(successor(told.book(), next), story::time(when), mode, told.out);
}
adoption_report adopt(story& told, const std::string& when, std::string_view policies, adoption_mode mode = adoption_mode::running) {
    return adopt(told, when, story::parsed(policies), mode);
}

constexpr auto quarter = "  answer: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m, missed: [{tell: boss}]}\n";
constexpr auto half_hour = "  answer: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 30m, missed: [{tell: boss}]}\n";

TEST(a_running_adoption, finds_the_deadlines_of_running_clocks_again_from_their_starts) {
    story told{quarter};
    told.at("09:00").send("begin");
    const auto report = adopt(told, "09:10", half_hour);
    EXPECT_EQ(report.moved, 1U);
    EXPECT_EQ(report.retargeted, 1U);
    EXPECT_EQ(report.cancelled, 0U);
    EXPECT_THAT(report.kept, IsEmpty());
    EXPECT_THAT(report.lacking, IsEmpty());
    EXPECT_EQ(told.clock("09:10").due, story::time("09:30"));
    EXPECT_EQ(told.advance("10:00").said(), "09:30 answer missed; 09:30 tell boss");
}

TEST(a_running_adoption, does_at_its_instant_what_the_new_version_puts_into_the_past) {
    story told{half_hour};
    told.at("09:00").send("begin");
    adopt(told, "09:20", quarter);
    EXPECT_EQ(told.said(), "09:20 answer missed (due 09:15); 09:20 tell boss (due 09:15)");
    EXPECT_EQ(told.at("09:25").send("finish"), "accepted");
    EXPECT_EQ(told.said(), "09:25 answer ended_late");
}

TEST(a_running_adoption, fires_first_what_was_due_before_it) {
    story told{quarter};
    told.at("09:00").send("begin");
    adopt(told, "09:20", half_hour);
    EXPECT_EQ(told.said(), "09:15 answer missed; 09:15 tell boss") << "a miss stands for its cycle, whatever comes after";
    EXPECT_EQ(told.itself().now(), story::time("09:20"));
}

TEST(a_running_adoption, comes_at_one_instant_before_its_limits) {
    story told{quarter};
    told.at("09:00").send("begin");
    adopt(told, "09:15", half_hour);
    EXPECT_EQ(told.advance("09:29").said(), "");
}

TEST(a_pinned_adoption, leaves_open_cases_under_their_version) {
    story told{quarter};
    told.at("09:00").send_to(1, "begin");
    const auto older = *told.book().machine("thing");
    EXPECT_EQ(adopt(told, "09:05", half_hour, adoption_mode::pin).moved, 0U);
    told.at("09:05").send_to(2, "begin");
    EXPECT_EQ(told.itself().find(1)->machine, older);
    EXPECT_EQ(told.itself().find(2)->machine, *told.book().machine("thing"));
    EXPECT_EQ(told.advance("10:00").said(), "09:15 answer missed; 09:15 tell boss; #2 09:35 answer missed; #2 09:35 tell boss");
}

TEST(a_pinned_adoption, keeps_children_under_the_version_of_their_parent) {
    story told{"  make: {machine: part, start: {enters: making}, stop: {enters: made}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    adopt(told, "09:05", "  make: {machine: part, start: {enters: making}, stop: {enters: made}, due: within 2h}\n", adoption_mode::pin);
    told.at("09:10").send("adopt", "priority=high");
    const auto child = told.child();
    EXPECT_EQ(told.book().plan(told.itself().find(child)->machine).version, 0);
    EXPECT_EQ(told.advance("11:00").said(), "#child 09:10 opened part; #child 10:10 make missed");
    EXPECT_EQ(told.at("11:00").send_to(child, "complete"), "accepted") << "and it tells its parent";
    EXPECT_EQ(told.where(), "held");
}

TEST(an_adoption, takes_events_in_the_numbers_of_every_version) {
    for (const auto mode : {adoption_mode::pin, adoption_mode::running}) {
        story told{quarter};
        told.at("09:00").send("begin");
        const auto older = *told.book().machine("thing");
        adopt(told, "09:05", half_hour, mode);
        const auto newer = *told.book().machine("thing");
        ASSERT_NE(older, newer);
        const auto send = [&](std::uint64_t case_id, std::uint8_t machine, const char* name) {
            const auto kind = *told.book().plan(machine).machine.event(name);
            return told.itself().apply({.case_id = case_id, .at = story::time("09:06"), .kind = kind, .machine = machine}, {}, told.out);
        };
        EXPECT_EQ(send(1, newer, "hold").kind, receipt_kind::accepted);
        EXPECT_EQ(send(1, older, "resume").kind, receipt_kind::accepted);
        const auto opened = send(2, older, "begin");
        EXPECT_EQ(opened.kind, receipt_kind::accepted);
        EXPECT_EQ(opened.machine, newer) << "a new case gets the newest version, whatever number opens it";
        EXPECT_EQ(told.itself().find(2)->machine, newer);
        EXPECT_EQ(told.itself().apply({.case_id = 1, .at = story::time("09:06"), .kind = 1, .machine = 77}, {}, told.out).field, event_field::machine);
    }
}

TEST(an_adoption, knows_an_event_again_by_its_id_in_the_numbers_of_either_version) {
    for (const auto mode : {adoption_mode::pin, adoption_mode::running}) {
        story told{quarter};
        std::vector<event_value> values;
        const auto first = told.at("09:00").make(1, "begin", "priority=high", 5, values);
        told.itself().apply(first, values, told.out);
        adopt(told, "09:05", half_hour, mode);
        auto again = first;
        EXPECT_EQ(told.itself().apply(again, values, told.out).kind, receipt_kind::duplicate);
        again.machine = *told.book().machine("thing");
        EXPECT_EQ(told.itself().apply(again, values, told.out).kind, receipt_kind::duplicate);
        values[0].value = 0;
        EXPECT_EQ(told.itself().apply(again, values, told.out).kind, receipt_kind::conflict);
    }
}

/// The story's rulebook with one text replaced by another.
rulebook changed(std::string_view policies, std::string_view from, std::string_view to) {
    auto text = std::string{thing_rulebook} + "policies:\n" + std::string{policies};
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos);
    return parse_rulebook(text.replace(at, from.size(), to), "changed.yaml");
}

TEST(an_adoption, says_what_a_version_does_not_know) {
    story told{quarter};
    told.at("09:00").send("begin");
    adopt(told, "09:05", changed(half_hour, "      hold: {}\n", "      hold: {}\n      praise: {}\n"), adoption_mode::pin);
    const auto newer = *told.book().machine("thing");
    const auto& machine = told.book().plan(newer).machine;
    const auto r = told.itself().apply({.case_id = 1, .at = story::time("09:06"), .kind = *machine.event("praise"), .machine = newer}, {}, told.out);
    EXPECT_EQ(r.kind, receipt_kind::malformed);
    EXPECT_EQ(r.field, event_field::kind) << "case 1 is of a version without praise";
    EXPECT_EQ(told.where(), "busy");

    story wider{quarter};
    wider.at("09:00").send("begin");
    adopt(wider, "09:05", changed(half_hour, "priority: {one_of: [low, high]}", "priority: {one_of: [low, urgent, high]}"), adoption_mode::pin);
    const auto& other = wider.book().plan(newer).machine;
    const auto set = [&](std::int64_t word) {
        const std::array values{event_value::of_attribute(*other.attribute("priority"), word)};
        return wider.itself().apply({.case_id = 1, .at = story::time("09:06"), .kind = change_event, .machine = newer, .value_count = 1}, values, wider.out);
    };
    EXPECT_EQ(set(1).field, event_field::value) << "case 1 is of a version without urgent";
    EXPECT_EQ(set(2).kind, receipt_kind::accepted);
    EXPECT_EQ(other.value(wider.itself().find(1)->record, *other.attribute("priority")), 1) << "high in its own version";
}

TEST(a_running_adoption, keeps_a_family_that_the_new_version_has_no_place_for) {
    story told{quarter};
    told.at("09:00").send_to(1, "begin");
    told.at("09:00").send_to(2, "begin");
    told.at("09:01").send_to(2, "hold");
    auto text = std::string{thing_rulebook} + "policies:\n" + half_hour;
    for (const auto& [from, to] : {std::pair{"      held: {}\n", ""}, std::pair{"groups: {open_work: [busy, held]}", "groups: {open_work: [busy]}"},
                                   std::pair{"      - {in: busy, event: hold, to: held}\n", ""}, std::pair{"      - {in: held, event: resume, to: busy}\n", ""},
                                   std::pair{"in: [busy, held, idle], event", "in: [busy, idle], event"}, std::pair{"in: [busy, held, idle], event", "in: [busy, idle], event"},
                                   std::pair{"      - {in: busy, child: {piece: made}, to: held}\n", ""}})
        text.replace(text.find(from), std::strlen(from), to);
    const auto report = adopt(told, "09:05", parse_rulebook(text, "shorter.yaml"));
    EXPECT_EQ(report.moved, 1U);
    ASSERT_EQ(report.kept.size(), 1U);
    EXPECT_EQ(report.kept[0].root, 2U);
    EXPECT_EQ(report.kept[0].why, "case 2: the new version has no place for it in thing.held");
    EXPECT_EQ(told.advance("09:20").said(), "#2 09:15 answer missed; #2 09:15 tell boss") << "it keeps the quarter of an hour";
    EXPECT_EQ(told.at("09:20").send_to(2, "resume"), "accepted");
}

TEST(a_running_adoption, cancels_clocks_whose_policy_is_gone_and_starts_none) {
    story told{std::string{quarter} + "  work: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    const auto report = adopt(told, "09:10", std::string{half_hour} + "  finish: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 2h}\n");
    EXPECT_EQ(report.cancelled, 1U);
    EXPECT_EQ(report.retargeted, 1U);
    EXPECT_EQ(told.said(), "09:10 work cancelled");
    EXPECT_EQ(told.itself().clocks(1, story::time("09:10")).size(), 1U) << "finish starts with the next begin";
    told.at("09:11").send("begin");
    EXPECT_EQ(told.itself().clocks(1, story::time("09:11")).size(), 2U);
}

TEST(a_running_adoption, remembers_what_both_versions_have) {
    constexpr auto before = R"(  work:
    machine: thing
    start: {event: begin}
    stop: {event: finish}
    pause_while: [{fact: told}, {state: held}]
    warn: [{at: 50 %, note: half}, {at: 10m left, tell: agent}]
    due: within 1h
    ladder: chase
)";
    constexpr auto after = R"(  more: {machine: thing, start: {event: close}, stop: {event: finish}, due: within 1h}
  work:
    machine: thing
    start: {event: begin}
    stop: {event: finish}
    pause_while: [{state: held}, {fact: told}]
    warn: [{at: 25 %, note: quarter}, {at: 10m left, tell: agent}, {at: 50 %, note: half}]
    due: within 2h
    ladder: chase
)";
    constexpr auto chase = "ladders:\n  chase:\n    - {at: 30m before, tell: agent}\n    - {at: the deadline, tell: boss}\n";
    story told{before, chase};
    told.at("09:00").send("begin");
    told.advance("09:35");
    EXPECT_EQ(told.said(), "09:30 work warning 0; 09:30 note half; 09:30 work level 0; 09:30 tell agent");
    told.at("09:40").send("change", "told");
    adopt(told, "09:45", story::parsed(after, chase));
    EXPECT_EQ(told.said(), "09:45 work warning 0 (due 09:30); 09:45 note quarter (due 09:30)") << "of 25 % of two hours; the others were given, and so was the level";
    EXPECT_TRUE(told.clock("09:50").paused);
    told.at("10:00").send("change", "-told");
    EXPECT_EQ(told.clock("10:00").due, story::time("11:20"));
    EXPECT_EQ(told.clock("10:00").used, std::chrono::minutes{40});
    EXPECT_EQ(told.advance("12:00").said(), "11:10 work warning 1; 11:10 tell agent; 11:20 work missed; 11:20 work level 1; 11:20 tell boss");
}

TEST(a_running_adoption, resumes_a_clock_whose_reason_to_pause_is_gone) {
    story told{"  work: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: {state: held}, due: within 1h}\n"};
    told.at("09:00").send("begin");
    told.at("09:10").send("hold");
    adopt(told, "09:30", "  work: {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 1h}\n");
    EXPECT_FALSE(told.clock("09:30").paused);
    EXPECT_EQ(told.advance("12:00").said(), "10:20 work missed");
}

TEST(a_running_adoption, tells_what_cases_lose) {
    story told{quarter};
    told.at("09:00").send_to(1, "begin", "count=7 known priority=high");
    told.at("09:00").send_to(2, "begin", "priority=low");
    auto text = std::string{thing_rulebook} + "policies:\n" + half_hour;
    for (const auto& [from, to] : {std::pair{"      count: {kind: count}\n", ""}, std::pair{"priority: {one_of: [low, high]}", "priority: {one_of: [low]}"}})
        text.replace(text.find(from), std::strlen(from), to);
    const auto report = adopt(told, "09:05", parse_rulebook(text, "poorer.yaml"));
    EXPECT_EQ(report.moved, 2U);
    ASSERT_EQ(report.lacking.size(), 2U);
    EXPECT_EQ(report.lacking[0].what, "attribute thing.count");
    EXPECT_EQ(report.lacking[1].what, "word thing.priority high");
    EXPECT_EQ(report.lacking[1].count, 1U);
    const auto& machine = told.book().plan(told.itself().find(1)->machine).machine;
    EXPECT_NE(told.itself().find(1)->record.facts & (1U << *machine.fact("known")), 0U);
    EXPECT_EQ(machine.value(told.itself().find(1)->record, *machine.attribute("priority")), no_value);
    EXPECT_EQ(machine.value(told.itself().find(2)->record, *machine.attribute("priority")), 0);
}

TEST(an_adoption, keeps_the_hosts_texts) {
    constexpr auto head = "machines:\n  thing:\n    attributes: {owner: {kind: name}}\n    events: {begin: {}, finish: {}, change: {}}\n"
                          "    states: {idle: {initial: here}, busy: {}, done: {final: done}}\n"
                          "    rows: [{in: idle, event: begin, to: busy}, {in: busy, event: finish, to: done}]\n";
    const auto text = [&](const std::string& due) {
        return "rulebook: texts\nlanguage: caseclock/1\nzone: UTC\n" + std::string{head} + "policies:\n  answer: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: [" + due + "{due: within 1h}]}\n";
    };
    host_names names{parse_rulebook(text("{if: {owner: ann}, due: within 2h}, "))};
    desk d{names.book()};
    answers out;
    const auto bob = names.code("bob"), ann = names.code("ann");
    EXPECT_GE(bob, rulebook::first_free_code);
    const std::array owners{event_value::of_attribute(0, bob), event_value::of_attribute(0, ann)};
    const auto machine = *d.book().machine("thing");
    const auto kind = *d.book().plan(machine).machine.event("begin");
    d.apply({.case_id = 1, .at = story::time("09:00"), .kind = kind, .machine = machine, .value_count = 1}, std::span{owners}.first(1), out);
    d.apply({.case_id = 2, .at = story::time("09:00"), .kind = kind, .machine = machine, .value_count = 1}, std::span{owners}.subspan(1), out);

    const auto next = successor(d.book(), parse_rulebook(text("{if: {owner: [bob, eve]}, due: within 3h}, ")), names.texts());
    d.adopt(next, story::time("09:10"), adoption_mode::running, out);
    names.change(next);
    EXPECT_EQ(d.clocks(1, story::time("09:10")).at(0).due, story::time("12:00")) << "the new version knows bob by the host's code";
    EXPECT_EQ(d.clocks(2, story::time("09:10")).at(0).due, story::time("10:00"));
    EXPECT_EQ(names.code("bob"), bob);
    EXPECT_EQ(names.text(bob), "bob");
    EXPECT_EQ(names.text(ann), "ann");
    EXPECT_LT(names.code("eve"), rulebook::first_free_code);
    EXPECT_EQ(names.text(names.code("eve")), "eve");
    EXPECT_GT(names.code("carl"), bob);
}

TEST(an_adoption, may_be_followed_by_another) {
    story told{quarter};
    told.at("09:00").send_to(1, "begin");
    adopt(told, "09:01", half_hour, adoption_mode::pin);
    told.at("09:02").send_to(2, "begin");
    EXPECT_EQ(adopt(told, "09:03", "  answer: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 45m}\n").moved, 2U) << "of both versions";
    ASSERT_EQ(told.book().versions().size(), 3U);
    EXPECT_EQ(told.itself().adoptions().size(), 2U);
    EXPECT_EQ(told.itself().adoptions()[1].from, 1);
    EXPECT_EQ(told.advance("10:00").said(), "09:45 answer missed; #2 09:47 answer missed");
    EXPECT_EQ(told.book().policies().size(), 1U) << "a policy keeps its number";
}

TEST(an_adoption, is_refused_before_anything_changes) {
    story told{quarter};
    told.at("09:00").send("begin");
    const auto stranger = story::parsed(half_hour);
    const auto try_to = [&](const rulebook& next, const std::string& when) -> std::string {
        try {
            told.itself().adopt(next, story::time(when), adoption_mode::running, told.out);
        } catch (const std::invalid_argument& error) {
            return error.what();
        }
        return {};
    };
    EXPECT_EQ(try_to(stranger, "09:05"), "rulebook story: it does not go on from the desk's, story (allowed: a successor of it: successor(desk.book(), next))");
    EXPECT_EQ(try_to(successor(told.book(), stranger), "08:59"), "desk: cannot adopt a rulebook at 2026-03-02T08:59:00.000Z; its time is 2026-03-02T09:00:00.000Z");
    EXPECT_THROW(told.itself().adopt(successor(told.book(), stranger), never, adoption_mode::pin, told.out), horizon_error);
    EXPECT_EQ(told.book().versions().size(), 1U);
    EXPECT_EQ(told.advance("09:20").said(), "09:15 answer missed; 09:15 tell boss");
    EXPECT_THROW(static_cast<void>(successor(told.book(), successor(told.book(), stranger))), std::invalid_argument);
    EXPECT_THROW(told.itself().adopt({.at = story::time("10:00"), .to = 1}, told.out), std::invalid_argument);
}

TEST(versions, are_at_most_as_many_as_machines_have_numbers) {
    const auto one = story::parsed(quarter);
    auto book = one;
    const auto grow = [&] {
        for (;;) book = successor(book, one);
    };
    try {
        grow();
        FAIL();
    } catch (const description_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("there are more than"));
        EXPECT_THAT(error.what(), HasSubstr("those of earlier versions included"));
    }
    EXPECT_GT(book.versions().size(), 25U);
}

TEST(a_proof, tells_of_the_adoption) {
    story told{quarter};
    std::vector<event> events;
    std::vector<event_value> values;
    const auto send = [&](const std::string& when, const char* name) {
        events.push_back(told.at(when).make(1, name, "", 0, values));
        told.itself().apply(events.back(), values, told.out);
    };
    send("09:00", "begin");
    adopt(told, "09:10", half_hour);
    send("09:35", "finish");
    const auto proofs = explain(told.book(), events, values, {.case_id = 1, .until = story::time("10:00"), .adoptions = told.itself().adoptions()});
    ASSERT_EQ(proofs.size(), 1U);
    EXPECT_EQ(proofs[0].verdict, verdict_kind::ended_late);
    EXPECT_EQ(proofs[0].times.due, story::time("09:30"));
    ASSERT_EQ(proofs[0].deadlines.size(), 2U);
    EXPECT_EQ(proofs[0].deadlines[1].at, story::time("09:10"));
    EXPECT_EQ(proofs[0].deadlines[1].why, "retargeted by the adoption of story");
    EXPECT_EQ(proofs[0].running_time(), std::chrono::minutes{35});
    ASSERT_FALSE(proofs[0].counterfactuals.empty());
    EXPECT_EQ(proofs[0].counterfactuals[0].at, story::time("09:30"));
    const auto as_said = explain(told.book(), events, values, {.case_id = 1, .until = story::time("10:00")});
    EXPECT_EQ(as_said[0].deadlines.size(), 1U) << "without it the newest version counts from the beginning";
}

}  // namespace
}  // namespace caseclock::desk_test
