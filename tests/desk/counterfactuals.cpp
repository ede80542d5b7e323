// SPDX-License-Identifier: Apache-2.0
//
// Proofs of random histories under random policies: the intervals add up, and what is said to have helped does help, and a millisecond less of
// it does not.
#include "caseclock/desk/explain.hpp"
#include "caseclock/desk/proof_text.hpp"
#include "caseclock/rulebook/load.hpp"
#include "desk/sheet_events.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <random>

namespace caseclock::desk_test {
namespace {

constexpr std::uint64_t cases = 24;

struct told_events {
    std::vector<event> events;
    std::vector<event_value> values;
    instant until{};
};

told_events histories(const rulebook& book, random_sheets& random) {
    told_events told;
    for (std::uint64_t id = 1; id <= cases; ++id)
        for (const auto& each : random.history()) {
            told.events.push_back(event_of(book, id, each, told.values));
            told.until = std::max(told.until, told.events.back().at + std::chrono::days{21});
        }
    std::stable_sort(told.events.begin(), told.events.end(), [](const event& a, const event& b) { return a.at < b.at; });
    return told;
}

/// The last verdict of a cycle when the events of its case are these.
std::optional<verdict_kind> verdict_of(const rulebook& book, const proof& p, const std::vector<event>& events, const told_events& told) {
    desk again{book};
    answers said;
    for (const auto& e : events)
        if (e.case_id == p.case_id) again.apply(e, told.values, said);
    again.advance(told.until, said);
    std::optional<verdict_kind> last;
    for (const auto& v : said.verdicts)
        if (v.policy == p.policy && v.cycle == p.cycle) last = v.kind;
    return last;
}

/// The events with the moves made; `short_of` it by so much.
std::vector<event> moved(const told_events& told, const counterfactual& c, duration short_of = {}) {
    auto events = told.events;
    const bool earlier = c.is == counterfactual::kind::ended_by || c.is == counterfactual::kind::paused_by;
    for (const auto& move : c.moves) {
        EXPECT_EQ(events[move.event].at, move.from);
        EXPECT_EQ(move.to, c.at);
        events[move.event].at = earlier ? std::min(move.from, move.to + short_of) : std::max(move.from, move.to - short_of);
    }
    return events;
}

/// What was tried, by kind.
struct tried_so_far {
    std::map<std::string, std::size_t> kinds;
    std::size_t cycles = 0, missed = 0, with_none = 0;

    /// Explains every case, and tries everything that is said.
    void take(const rulebook& book, const told_events& told, std::uint64_t seed) {
        for (const auto& p : explain_all(book, told.events, told.values, {.until = told.until, .roots = {}, .counterfactuals = true})) {
            ++cycles;
            EXPECT_TRUE(p.adds_up()) << "seed " << seed << "\n" << text_of(p);
            missed += p.was_missed();
            with_none += p.was_missed() && p.counterfactuals.empty();
            EXPECT_TRUE(p.was_missed() || p.counterfactuals.empty());
            for (const auto& c : p.counterfactuals) {
                if (c.moves.empty()) continue;  // something that did not happen
                ++kinds[std::string{to_string(c.is)}];
                ASSERT_EQ(verdict_of(book, p, moved(told, c), told), verdict_kind::met) << "seed " << seed << ", case " << p.case_id << "\n" << text_of(p);
                ASSERT_NE(verdict_of(book, p, moved(told, c, duration{1}), told), verdict_kind::met) << "seed " << seed << ", case " << p.case_id << "\n" << text_of(p);
            }
        }
    }
    void show() const {
        std::cout << "  " << cycles << " cycles, " << missed << " missed, " << with_none << " of them whatever one event had done;";
        for (const auto& [kind, count] : kinds) std::cout << ' ' << count << ' ' << kind;
        std::cout << '\n';
    }
};

TEST(counterfactuals, of_random_policies_are_true_and_the_least_there_is) {
    tried_so_far tried;
    for (std::uint64_t seed = 20'260'302; seed < 20'260'302 + 120 && !testing::Test::HasFatalFailure(); ++seed) {
        random_sheets random{seed};
        const auto book = parse_rulebook(rulebook_text(random.policies()), "random.yaml");
        tried.take(book, histories(book, random), seed);
    }
    tried.show();
    EXPECT_GT(tried.missed, 1'000U);
    for (const auto* kind : {"ended_by", "started_from"}) EXPECT_GT(tried.kinds[kind], 100U) << kind;
    for (const auto* kind : {"ended_from", "paused_by", "resumed_from"}) EXPECT_GT(tried.kinds[kind], 0U) << kind;
}

constexpr std::string_view held_work = R"(
rulebook: held_work
language: caseclock/1
zone: Europe/Berlin
calendars:
  office: {week: {mon-fri: ["09:00-12:00", "13:00-17:00"]}}
machines:
  thing:
    events: {begin: {}, hold: {}, resume: {}, finish: {}}
    states: {open: {initial: here}, held: {}, closed: {final: done}}
    rows:
      - {in: open, event: begin,  stay: inside}
      - {in: open, event: hold,   to: held}
      - {in: held, event: resume, to: open}
      - {in: open, event: finish, to: closed}
policies:
  in_hours: {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: [{state: held}], calendar: office, due: within 8 business hours}
  in_days:  {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: [{state: held}], calendar: office, due: within 2 working days}
  at_once:  {machine: thing, start: {event: begin}, stop: {event: finish}, pause_while: [{state: held}], due: within 20h}
)";

TEST(counterfactuals, of_work_that_is_held_are_true_and_the_least_there_is) {
    const std::uint64_t seed = 7;
    std::mt19937_64 random{seed};
    const auto book = parse_rulebook(held_work, "held_work.yaml");
    const auto machine = *book.machine("thing");
    const auto& d = book.plan(machine).machine;
    told_events told;
    for (std::uint64_t id = 1; id <= 700; ++id) {
        auto at = instant{duration{monday}} + duration{static_cast<std::int64_t>(random() % (14 * day_ms))};
        const auto add = [&](std::string_view name) {
            told.events.push_back({.case_id = id, .at = at, .kind = *d.event(name), .machine = machine});
            at += duration{static_cast<std::int64_t>(random() % (12 * hour_ms))};
        };
        add("begin");
        for (auto holds = random() % 4; holds != 0; --holds) {
            add("hold");
            add("resume");
        }
        add("finish");
        told.until = std::max(told.until, at);
    }
    std::stable_sort(told.events.begin(), told.events.end(), [](const event& a, const event& b) { return a.at < b.at; });
    tried_so_far tried;
    tried.take(book, told, seed);
    tried.show();
    EXPECT_EQ(tried.with_none, 0U);
    EXPECT_GT(tried.missed, 200U);
    for (const auto* kind : {"ended_by", "started_from", "paused_by", "resumed_from"}) EXPECT_GT(tried.kinds[kind], 200U) << kind;
}

TEST(explain, says_of_each_case_the_same_alone_and_with_all_others) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        random_sheets random{seed};
        const auto book = parse_rulebook(rulebook_text(random.policies()), "random.yaml");
        const auto told = histories(book, random);
        std::string together, alone;
        for (const auto& p : explain_all(book, told.events, told.values, {.until = told.until})) together += text_of(p);
        const desk opened = [&] {
            desk d{book};
            answers said;
            d.apply(told.events, told.values, said);
            return d;
        }();
        for (std::uint64_t id = 1; id <= cases; ++id)
            if (opened.find(id))
                for (const auto& p : explain(book, told.events, told.values, {.case_id = id, .until = told.until, .counterfactuals = false})) alone += text_of(p);
        ASSERT_EQ(together, alone) << "seed " << seed;
    }
}

}  // namespace
}  // namespace caseclock::desk_test
