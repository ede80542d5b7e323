// SPDX-License-Identifier: Apache-2.0
//
// The same events under two rulebooks: what changes is what two desks say apart, policy by policy and cycle by cycle.
#include "caseclock/report/what_if.hpp"

#include "caseclock/desk/event_maker.hpp"
#include "caseclock/report/what_if_json.hpp"
#include "caseclock/rulebook/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace {

using namespace caseclock;

/// What a test changes of the rules of a made-up desk.
struct changed {
    std::string due = "within 1h", attributes{}, policies{}, priorities = "[low, high]", finish{};
};
rulebook rules(const std::string& name, const changed& with = {}) {
    return parse_rulebook("rulebook: " + name + R"(
language: caseclock/1
zone: UTC
machines:
  thing:
    attributes: {)" + with.attributes + "priority: {one_of: " + with.priorities + R"(}, owner: {kind: name}}
    facts: {checked: {}}
    events: {begin: {}, hold: {}, resume: {}, finish: {}}
    states: {open: {initial: here}, held: {}, closed: {final: done}}
    rows:
      - {in: open, event: begin,  stay: inside}
      - {in: open, event: hold,   to: held}
      - {in: held, event: resume, to: open}
      - {in: open, event: finish, to: closed)" + with.finish + R"(}
policies:
  answer:
    machine: thing
    start: {event: begin}
    stop: {event: finish}
    pause_while: [{state: held}]
    due: )" + with.due + "\n" + with.policies);
}

constexpr instant monday{std::chrono::milliseconds{1'772'409'600'000}};
const std::vector<std::string> owners{"Li", "Wu"};

class thousand_cases : public testing::Test {
protected:
    /// Cases that begin, are held up to twice, and end; events sorted by instant.
    thousand_cases() {
        std::mt19937_64 random{11};
        struct line {
            std::uint64_t id;
            instant at;
            std::string_view kind;
            std::string_view priority;
        };
        std::vector<line> lines;
        for (std::uint64_t id = 1; id <= 1'000; ++id) {
            auto at = monday + duration{static_cast<std::int64_t>(random() % 86'400'000)};
            const auto later = [&] { return at += duration{static_cast<std::int64_t>(random() % 3'600'000)}; };
            lines.push_back({id, at, "begin", random() % 2 == 0 ? "low" : "high"});
            for (auto holds = random() % 3; holds != 0; --holds) {
                lines.push_back({id, later(), "hold", {}});
                lines.push_back({id, later(), "resume", {}});
            }
            if (random() % 8 != 0) lines.push_back({id, later(), "finish", {}});
        }
        std::stable_sort(lines.begin(), lines.end(), [](const line& a, const line& b) { return a.at < b.at; });
        for (const auto& each : owners) static_cast<void>(make.names().code(each));
        for (const auto& each : lines) {
            if (each.priority.empty()) make.add(each.id, each.at, "thing", each.kind);
            else make.add(each.id, each.at, "thing", each.kind, {{"priority", each.priority}, {"owner", owners[each.id % 2]}});
        }
    }
    [[nodiscard]] what_if_result ask(const rulebook& after, std::vector<std::string> by = {}, std::size_t batch = 1U << 16) const {
        return what_if(now, after, make.events(), make.values(), {.until = monday + std::chrono::days{3}, .by = std::move(by), .texts = owners, .batch = batch});
    }
    /// What a desk says in the end, by policy, case and cycle.
    [[nodiscard]] std::map<std::tuple<std::uint16_t, std::uint64_t, std::uint16_t>, verdict_kind> ends(const rulebook& book) const {
        desk d{book};
        answers said;
        d.apply(make.events(), make.values(), said);
        d.advance(monday + std::chrono::days{3}, said);
        std::map<std::tuple<std::uint16_t, std::uint64_t, std::uint16_t>, verdict_kind> all;
        for (const auto& v : said.verdicts) all[{v.policy, v.case_id, v.cycle}] = v.kind;
        return all;
    }

    rulebook now = rules("now");
    event_maker make{now};
};

TEST_F(thousand_cases, change_as_two_desks_say_whatever_the_batch) {
    const auto next = rules("next", {.due = "within 30m"});
    const auto before = ends(now), after = ends(next);
    std::size_t became_missed = 0, otherwise = 0;
    verdict_tally counted;
    for (const auto& [key, kind] : after) {
        const auto was = before.at(key);
        ++counted.of(kind);
        if (was == verdict_kind::met && kind != verdict_kind::met) ++became_missed;
        else if (was != kind) ++otherwise;
    }
    ASSERT_GT(became_missed, 100U);
    std::string first;
    for (const std::size_t batch : {std::size_t{1} << 16, std::size_t{7}, std::size_t{1}}) {
        const auto said = ask(next, {"priority", "owner"}, batch);
        ASSERT_EQ(said.policies.size(), 1U);
        const auto& p = said.policies[0];
        EXPECT_EQ(p.became_missed, became_missed);
        EXPECT_EQ(p.became_met, 0U);
        EXPECT_EQ(p.otherwise, otherwise);
        EXPECT_EQ(said.changes.size(), became_missed + otherwise);
        for (const auto& each : said.changes) {
            EXPECT_EQ(each.before, before.at({each.policy, each.case_id, each.cycle}));
            EXPECT_EQ(each.after, after.at({each.policy, each.case_id, each.cycle}));
        }
        EXPECT_EQ((std::array{p.after.met, p.after.missed, p.after.ended_late}), (std::array{counted.met, counted.missed, counted.ended_late}));
        EXPECT_GT(p.after.overrun, p.before.overrun);
        for (const auto* attribute : {"priority", "owner"}) {
            verdict_tally sum;
            for (const auto& group : p.groups)
                if (group.attribute == attribute) {
                    sum.met += group.after.met;
                    sum.ended_late += group.after.ended_late;
                    sum.overrun += group.after.overrun;
                }
            EXPECT_EQ(sum.met, p.after.met) << attribute;
            EXPECT_EQ(sum.ended_late, p.after.ended_late) << attribute;
            EXPECT_EQ(sum.overrun, p.after.overrun) << attribute;
        }
        EXPECT_TRUE(said.receipts.empty());
        EXPECT_TRUE(said.lacking.empty());
        if (first.empty()) first = json_of(said);
        EXPECT_EQ(json_of(said), first);
    }
}

TEST_F(thousand_cases, change_where_cycles_that_go_on_end_otherwise_at_last) {
    const auto work = [](const std::string& name, const std::string& due) {
        return rules(name, {.policies = "  work: {machine: thing, start: {event: begin}, stop: [{event: hold}, {event: finish}], due: within " + due +
                                        ", reopened: {event: resume}, when_reopened: continue}\n"});
    };
    const auto longer = work("longer", "50m"), shorter = work("shorter", "30m");
    const auto before = ends(longer), after = ends(shorter);
    ASSERT_EQ(before.size(), after.size());
    for (const std::size_t batch : {std::size_t{1} << 16, std::size_t{7}, std::size_t{1}}) {
        const auto said = what_if(longer, shorter, make.events(), make.values(), {.until = monday + std::chrono::days{3}, .batch = batch});
        auto expected = before;
        for (const auto& each : said.changes) {
            EXPECT_EQ(each.before, before.at({each.policy, each.case_id, each.cycle}));
            EXPECT_NE(each.before, each.after);
            expected.at({each.policy, each.case_id, each.cycle}) = *each.after;
        }
        EXPECT_EQ(expected, after);
        EXPECT_GT(said.policies[1].became_missed, 100U);
        EXPECT_EQ(said.policies[1].before.met - said.policies[1].after.met, static_cast<std::int64_t>(said.policies[1].became_missed));
    }
}

TEST_F(thousand_cases, change_nothing_under_the_same_rules) {
    const auto said = ask(now, {"priority"});
    EXPECT_TRUE(said.changes.empty());
    EXPECT_EQ(said.policies[0].before, said.policies[0].after);
    EXPECT_EQ(said.cases_before, 1'000U);
    EXPECT_EQ(said.policies[0].groups.size(), 2U);
    for (const auto& group : said.policies[0].groups) EXPECT_EQ(group.before, group.after) << group.value;
}

TEST_F(thousand_cases, are_found_by_name_where_the_numbers_differ) {
    const auto same = rules("renumbered", {.due = "[{if: {owner: Zhao}, due: within 9h}, {due: within 1h}]", .attributes = "aaa: {kind: count}, ", .priorities = "[high, medium, low]"});
    const event_translation translation{now, same, owners};
    EXPECT_FALSE(translation.is_identity());
    EXPECT_TRUE((event_translation{now, rules("next", {.due = "within 30m"}), owners}.is_identity()));
    const auto said = ask(same, {"priority", "owner"});
    EXPECT_TRUE(said.changes.empty());
    EXPECT_TRUE(said.lacking.empty());
    ASSERT_EQ(said.policies[0].groups.size(), 4U);
    for (const auto& group : said.policies[0].groups) EXPECT_EQ(group.before, group.after) << group.attribute << ' ' << group.value;
}

TEST_F(thousand_cases, of_policies_that_only_one_has_and_receipts_that_differ_are_told) {
    const auto next = rules("next", {.policies = "  brief: {machine: thing, start: {event: hold}, stop: {event: resume}, due: within 10m}\n", .priorities = "[high]", .finish = ", needs: [checked]"});
    const auto said = ask(next);
    ASSERT_EQ(said.policies.size(), 2U);
    EXPECT_EQ(said.policies[1].name, "brief");
    EXPECT_TRUE(!said.policies[1].in_before && said.policies[1].in_after);
    EXPECT_GT(said.policies[1].only_after, 100U);
    ASSERT_EQ(said.receipts.size(), 1U);
    EXPECT_EQ(said.receipts[0].event, "thing.finish");
    EXPECT_EQ(said.receipts[0].before, receipt_kind::accepted);
    EXPECT_EQ(said.receipts[0].after, receipt_kind::refused);
    ASSERT_EQ(said.lacking.size(), 1U);
    EXPECT_EQ(said.lacking[0].what, "word thing.priority low");
    EXPECT_FALSE(said.lacking[0].is_event);
}

TEST_F(thousand_cases, of_machines_and_attributes_that_are_not_there_are_told) {
    EXPECT_THAT([&] { static_cast<void>(ask(now, {"priorty"})); },
                testing::ThrowsMessage<std::invalid_argument>("attribute \"priorty\": no machine of either rulebook has one of that name; did you mean \"priority\"?"));
    const auto bank =
        parse_rulebook("rulebook: bank\nlanguage: caseclock/1\nzone: UTC\npolicies:\n  answer: {machine: call, start: {enters: ringing}, stop: {event: answer}, due: within 20s}\n");
    const auto said = ask(bank);  // both have the built-in machines
    ASSERT_EQ(said.lacking.size(), 1U);
    EXPECT_EQ(said.lacking[0].what, "machine thing");
    EXPECT_TRUE(said.lacking[0].is_event);
    EXPECT_EQ(said.lacking[0].count, make.events().size());
    EXPECT_EQ(said.cases_after, 0U);
    ASSERT_FALSE(said.receipts.empty());
    EXPECT_EQ(said.receipts[0].after, std::nullopt);
}

}  // namespace
