// SPDX-License-Identifier: Apache-2.0
//
// Thousands of random streams under random policies, the machines of stories and the built-in rulebook, in whatever order they come: in the
// end what is said, the receipts, states and clocks are those of the sorted stream.
#include "caseclock/rulebook/build.hpp"
#include "caseclock/rulebook/load.hpp"
#include "desk/random_sheets.hpp"
#include "desk/story.hpp"
#include "ledger/late_streams.hpp"

#include <cstdlib>
#include <iostream>

namespace caseclock::ledger_test {
namespace {

std::uint64_t asked(const char* name, std::uint64_t otherwise) {
    const char* const text = std::getenv(name);
    return text != nullptr ? std::stoull(text) : otherwise;
}

struct tally {
    std::size_t streams = 0, effects = 0, receipts = 0;
    std::map<correction_kind, std::size_t> corrections;

    void add(const late_telling& late) {
        ++streams;
        effects += late.table.said.size();
        receipts += late.table.receipt_corrections;
        for (const auto& [kind, count] : late.table.corrections) corrections[kind] += count;
    }
    void print(std::uint64_t seed) {
        std::cout << "  " << streams << " streams from seed " << seed << " on, " << effects << " effects alike after "
                  << corrections[correction_kind::revoked] << " revoked, " << corrections[correction_kind::added] << " added, "
                  << corrections[correction_kind::moved] << " moved, " << receipts << " receipts corrected\n";
    }
};

std::string text_of(const rulebook& book, const stream& s, const std::vector<std::uint32_t>& order) {
    std::string text;
    for (const auto i : order) {
        const auto& e = s.events[i];
        const auto& machine = (s.adoption ? s.adoption->next : book).plan(e.machine).machine;
        const auto name = is_of_machine(e.kind) ? machine.events()[e.kind].name : e.kind == change_event ? "change" : "acknowledge";
        text += std::to_string(i) + ": at +" + std::to_string((e.at - s.events.front().at).count() / 1000) + "s case " + std::to_string(e.case_id) + ' ' + name +
                (e.id != 0 ? " id " + std::to_string(e.id) : "") + '\n';
    }
    return text;
}

/// One stream in some order; in the middle of it `next` is adopted.
void expect_the_same(const rulebook& book, const stream_options& how, std::uint64_t seed, tally& all, const std::string& rules = {},
                     const std::optional<rulebook>& next = {}) {
    dice random{seed};
    const auto s = stream_maker{book, how, random}.make(next);
    const auto span = std::max<std::int64_t>((s.events.back().at - s.events.front().at).count(), 1);
    const auto order = arrival_order(s, duration{random.one_in(2) ? span + 1 : span / 8 + 1}, random);
    const sorted_telling sorted{book, s};
    late_telling late{book, s, random};
    late.tell(order);
    ASSERT_EQ(late.given.size(), s.events.size());
    ASSERT_EQ(difference(s, sorted, late), "") << "seed " << seed << '\n' << rules << text_of(book, s, order);
    ASSERT_FALSE(::testing::Test::HasFailure()) << "seed " << seed << '\n' << rules << text_of(book, s, order);
    all.add(late);
}

TEST(whatever_the_order, random_policies_say_the_same_at_last) {
    const auto first_seed = asked("CASECLOCK_SEED", 20'260'302);
    const auto rulebooks = asked("CASECLOCK_RULEBOOKS", 250);  // more of them, for a long run
    tally all;
    for (auto seed = first_seed; seed < first_seed + rulebooks; ++seed) {
        desk_test::random_sheets random{seed};
        const auto text = desk_test::rulebook_text(random.policies());
        const auto book = parse_rulebook(text, "random.yaml");
        for (std::uint64_t n = 0; n < 8; ++n) {
            expect_the_same(book, {.events = 24, .roots = 3, .machines = {"thing"}, .step = std::chrono::minutes{30}, .most_steps = 10}, seed * 8 + n, all, text);
            if (HasFailure()) return;
        }
    }
    all.print(first_seed);
    for (const auto kind : {correction_kind::revoked, correction_kind::added, correction_kind::moved}) EXPECT_GT(all.corrections[kind], rulebooks) << to_string(kind);
}

TEST(whatever_the_order, an_adoption_is_told_again_where_it_was) {
    const auto first_seed = asked("CASECLOCK_SEED", 20'261'127);
    const auto rulebooks = asked("CASECLOCK_RULEBOOKS", 200);  // more of them, for a long run
    tally all;
    for (auto seed = first_seed; seed < first_seed + rulebooks; ++seed) {
        desk_test::random_sheets random{seed};
        const auto before = desk_test::rulebook_text(random.policies()), after = desk_test::rulebook_text(random.policies());
        const auto book = parse_rulebook(before, "before.yaml");
        const auto next = successor(book, parse_rulebook(after, "after.yaml"));
        for (std::uint64_t n = 0; n < 8; ++n) {
            expect_the_same(book, {.events = 24, .roots = 3, .machines = {"thing"}, .step = std::chrono::minutes{30}, .most_steps = 10}, seed * 8 + n, all, before + after, next);
            if (HasFailure()) return;
        }
    }
    all.print(first_seed);
    for (const auto kind : {correction_kind::revoked, correction_kind::added, correction_kind::moved}) EXPECT_GT(all.corrections[kind], rulebooks) << to_string(kind);
}

constexpr auto family_policies = R"(
  answer:
    {machine: thing, start: {opened: case}, stop: {enters: busy}, due: within 5m, warn: [{at: 80 %, remind: agent}],
     missed: [{tell: boss}, {raise: begin}]}
  work:
    {machine: thing, start: {enters: open_work}, stop: {enters: finished}, pause_while: [{state: held}, known],
     due: [{if: {priority: high}, due: within 20m}, {due: within 1 business hours}],
     warn: [{at: 50 %, note: half}, {at: 5m left, raise: ping}], missed: [{order: reassign}]}
  window:
    {machine: thing, start: {event: begin}, stop: {event: finish}, due: between 10m and 30m, pause_while: {state: held},
     window_opens: [{raise: pong}], early: [{note: too_early}]}
  promise:
    {machine: thing, start: {event: pong, since: received_at}, stop: [{event: ping}, {all: [{fact: told}, {event: hold}]}],
     cancel: {enters: held}, due: by agreed_at, otherwise: within 12m, when_changed: {priority: reset}}
  patience: {machine: thing, kind: wait, start: {enters: held}, stop: {leaves: held}, due: within 7m, ends: [{raise: adopt}, {raise: resume}]}
  make:
    {machine: part, start: {opened: case}, stop: {enters: made}, due: within 9m, missed: [{raise: shout}],
     warn: [{at: 3m left, raise: complete}]}
)";

TEST(whatever_the_order, families_say_the_same_at_last) {
    const auto first_seed = asked("CASECLOCK_SEED", 20'260'302);
    const auto streams = asked("CASECLOCK_STREAMS", 600);
    tally all;
    for (const auto* head : {"", "dedupe_window: 10m\n", "max_ahead: 200h\n", "limits: {raised_events: 3 events, firings: 2 firings}\n"}) {
        const auto book = desk_test::story::parsed(family_policies, head);
        for (auto seed = first_seed; seed < first_seed + streams / 4; ++seed) {
            expect_the_same(book, {.events = 40, .roots = 2, .machines = {"thing"}, .step = std::chrono::seconds{30}, .most_steps = 12}, seed, all, head);
            if (HasFailure()) return;
        }
    }
    all.print(first_seed);
    EXPECT_GT(all.receipts, streams);
}

TEST(whatever_the_order, families_change_their_version_as_a_whole) {
    const auto first_seed = asked("CASECLOCK_SEED", 20'261'127);
    const auto streams = asked("CASECLOCK_STREAMS", 400);
    std::string after = family_policies;
    for (const auto& [from, to] : {std::pair{"within 20m", "within 35m"}, std::pair{"within 9m", "within 4m"}, std::pair{"  patience:", "  endurance:"}, std::pair{"at: 50 %", "at: 60 %"}})
        after.replace(after.find(from), std::strlen(from), to);
    const auto book = desk_test::story::parsed(family_policies);
    const auto next = successor(book, desk_test::story::parsed(after, "limits: {raised_events: 3 events, firings: 2 firings}\n"));
    tally all;
    for (auto seed = first_seed; seed < first_seed + streams; ++seed) {
        expect_the_same(book, {.events = 40, .roots = 2, .machines = {"thing"}, .step = std::chrono::seconds{30}, .most_steps = 12}, seed, all, after, next);
        if (HasFailure()) return;
    }
    all.print(first_seed);
    EXPECT_GT(all.receipts, streams);
}

TEST(whatever_the_order, the_built_in_rulebook_says_the_same_at_last) {
    const auto first_seed = asked("CASECLOCK_SEED", 20'260'302);
    const auto streams = asked("CASECLOCK_STREAMS", 400);
    const auto book = builtin_rulebook("hotline");
    tally all;
    for (auto seed = first_seed; seed < first_seed + streams; ++seed) {
        const duration step = seed % 2 == 0 ? std::chrono::minutes{5} : std::chrono::seconds{5};
        expect_the_same(book, {.events = 64, .roots = 3, .machines = {"call", "ticket", "follow_up"}, .step = step, .most_steps = 20}, seed, all);
        if (HasFailure()) return;
    }
    all.print(first_seed);
    for (const auto kind : {correction_kind::revoked, correction_kind::added, correction_kind::moved}) EXPECT_GT(all.corrections[kind], streams) << to_string(kind);
}

}  // namespace
}  // namespace caseclock::ledger_test
