// SPDX-License-Identifier: Apache-2.0
//
// One stream of events, told in different batches, with time looked at more and less often, and split over several desks: the same
// effects, bit for bit.
#include "caseclock/desk/explain.hpp"
#include "caseclock/desk/proof_text.hpp"
#include "desk/story.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <tuple>

namespace caseclock::desk_test {
namespace {

using namespace std::chrono_literals;

constexpr auto policies = R"(
  answer:
    {machine: thing, start: {opened: case}, stop: {enters: busy}, due: within 5m, warn: [{at: 80 %, remind: agent}],
     missed: [{tell: boss}, {raise: begin}]}
  work:
    {machine: thing, start: {enters: open_work}, stop: {enters: finished}, pause_while: [{state: held}, known],
     due: [{if: {priority: high}, due: within 20m}, {due: within 1 business hours}],
     warn: [{at: 50 %, note: half}, {at: 5m left, raise: ping}], missed: [{order: reassign}], ladder: up}
  window:
    {machine: thing, start: {event: begin}, stop: {event: finish}, due: between 10m and 30m, pause_while: {state: held},
     window_opens: [{raise: pong}], early: [{note: too_early}]}
  promise:
    {machine: thing, start: {event: pong, since: received_at}, stop: [{event: ping}, {all: [{fact: told}, {event: hold}]}],
     cancel: {enters: held}, due: by agreed_at, otherwise: within 12m, when_changed: {priority: reset}}
  patience: {machine: thing, kind: wait, start: {enters: held}, stop: {leaves: held}, due: within 7m, ends: [{raise: resume}]}
  second: {machine: thing, start: {event: ping}, stop: {event: pong}, due: within 1s, missed: [{raise: echo, from: 2nd miss}]}
  early_call:
    {machine: thing, start: {changes: agreed_at}, stop: {event: finish}, reset: {event: echo}, due: 5m before agreed_at,
     missed: [{note: late_call}]}
  capped:
    {machine: thing, start: {enters: busy}, stop: {enters: finished}, due: within 25m, not_later_than: by agreed_at,
     pause_while: [{state: held, max_pause: 4m}], warn: [{at: 50 %, note: near}], missed: [{note: too_late}]}
  batch:
    {machine: thing, start: {event: begin}, stop: {event: finish}, due: within 2m per 3 count, otherwise: within 15m, rounding: linear,
     pause_while: [{fact: known, max_pause: 6m}, {state: held, max_pause: 3m}]}
  update:
    {machine: thing, start: {enters: busy}, stop: {enters: finished}, done_by: {event: ping}, every: 8m, pause_while: {state: held},
     missed: [{raise: pong}]}
  again:
    {machine: thing, start: {opened: case}, stop: {enters: finished}, reopened: {leaves: finished}, when_reopened: continue, due: within 30m,
     pause_while: [{state: held, max_pause: 10m}], missed: [{note: late_again}]}
  make:
    {machine: part, start: {opened: case}, stop: {enters: made}, due: within 9m, missed: [{raise: shout}],
     warn: [{at: 3m left, raise: complete}]}
)";

constexpr auto head = R"(
ladders:
  up:
    - {at: 4m before, tell: agent, acknowledge_within: 2m}
    - {at: the deadline, tell: boss, acknowledge_within: 6m, do: [{raise: pong, from: 2nd miss}]}
    - {at: 10m after, remind: boss, unless: acknowledged}
    - {at: 20 business minutes after, tell: boss, acknowledge_within: 5 business minutes}
)";

/// A stream as one careless host sends it: sorted by instant, some events twice, some that cannot be.
struct stream {
    std::vector<event> events;
    std::vector<event_value> values;
    std::map<std::uint64_t, std::uint64_t> root_of;
    instant end{};
};

class stream_maker {
public:
    explicit stream_maker(std::uint64_t seed) : told_{policies, head}, random_{seed} {}

    stream make(std::size_t size) {
        auto at = story::time("08:30").time_since_epoch();
        while (made_.events.size() < size) {
            if (!one_in(4)) at += milliseconds(one_in(3) ? 5'000 : 2'500);
            add(instant{at});
        }
        made_.end = instant{at} + 3h;
        return std::move(made_);
    }

private:
    std::uint64_t below(std::uint64_t n) { return std::uniform_int_distribution<std::uint64_t>{0, n - 1}(random_); }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    duration milliseconds(std::uint64_t most) { return duration{static_cast<std::int64_t>(below(most))}; }

    void add(instant at) {
        static constexpr const char* words[] = {"begin",         "begin",  "hold",   "resume", "finish", "finish_told",
                                                "ping",          "pong",   "echo",   "spread", "adopt",  "adopt",
                                                "call_children", "change", "change", "loop",   "close",  "finish",
                                                "acknowledge",   "acknowledge", "acknowledge"};
        const auto first = static_cast<std::uint32_t>(made_.values.size());
        event e;
        auto root = 1 + below(400);
        if (one_in(6) && !children_.empty()) {
            e.case_id = children_[below(children_.size())];
            root = told_.itself().find(e.case_id)->root;
            static constexpr const char* calls[] = {"complete", "shout", "stop_part"};
            e = told_.make(e.case_id, calls[below(3)], "", 0, made_.values);
        } else {
            const auto* const word = words[one_in(8) ? 18 + below(3) : below(one_in(8) ? 18 : 15)];
            e = told_.make(root, word, brings(at), one_in(3) ? made_.events.size() + 1 : 0, made_.values);
        }
        e.at = at;
        e.first_value = first;
        if (one_in(60)) e.kind = 0;
        keep(e, root);
        if (e.id != 0 && one_in(5)) keep(e, root);
    }
    void keep(const event& e, std::uint64_t root) {
        const auto before = told_.out.effects.size();
        told_.itself().apply(e, made_.values, told_.out);
        made_.events.push_back(e);
        made_.root_of[e.case_id] = root;
        for (auto i = before; i < told_.out.effects.size(); ++i)
            if (told_.out.effects[i].kind == effect_kind::opened) children_.push_back(told_.out.effects[i].case_id);
    }
    std::string brings(instant at) {
        std::string text;
        if (one_in(4)) text += one_in(2) ? " priority=high" : " priority=low";
        if (one_in(6)) text += one_in(2) ? " told" : " -told";
        if (one_in(8)) text += one_in(2) ? " known" : " -known";
        if (one_in(8)) text += " agreed_at=" + clock_time(at + milliseconds(1'800'000));
        if (one_in(8)) text += " count=" + std::to_string(below(30));
        if (one_in(8)) text += " received_at=" + clock_time(at - milliseconds(900'000));
        return text;
    }
    [[nodiscard]] static std::string clock_time(instant t) {
        auto text = story::show(t);
        std::replace(text.begin(), text.end(), ' ', '@');
        return text;
    }

    story told_;
    std::mt19937_64 random_;
    stream made_;
    std::vector<std::uint64_t> children_;
};

const stream& the_stream() {
    static const stream made = [] {
        const std::uint64_t seed = 20'260'302;
        std::cout << "  stream of seed " << seed << "\n";
        return stream_maker{seed}.make(6'000);
    }();
    return made;
}
const rulebook& the_book() {
    static const rulebook book = story::parsed(policies, head);
    return book;
}

answers told_in_batches(std::size_t size) {
    const auto& s = the_stream();
    desk d{the_book()};
    answers out;
    for (std::size_t first = 0; first < s.events.size(); first += size)
        d.apply(std::span{s.events}.subspan(first, std::min(size, s.events.size() - first)), s.values, out);
    d.advance(s.end, out);
    return out;
}
/// `look(desk, until)` brings the desk's time there before the event.
template <class Look> answers told_while_looking(const Look& look) {
    const auto& s = the_stream();
    desk d{the_book()};
    answers out;
    for (const auto& e : s.events) {
        look(d, e.at, out);
        d.apply(e, s.values, out);
    }
    look(d, s.end, out);
    d.advance(s.end, out);
    return out;
}

template <class T> bool same_bytes(const std::vector<T>& a, const std::vector<T>& b) {
    static_assert(std::is_trivially_copyable_v<T>);
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}
void expect_same(const answers& a, const answers& b, const std::string& what) {
    EXPECT_TRUE(same_bytes(a.effects, b.effects)) << what << ": effects";
    EXPECT_EQ(a.verdicts, b.verdicts) << what;
    EXPECT_EQ(a.receipts, b.receipts) << what;
    EXPECT_EQ(a.refusals, b.refusals) << what;
}

TEST(the_same_stream, has_everything_in_it) {
    const auto out = told_in_batches(4096);
    std::map<effect_kind, std::size_t> effects;
    std::map<receipt_kind, std::size_t> receipts;
    std::map<verdict_kind, std::size_t> verdicts;
    for (const auto& e : out.effects) ++effects[e.kind];
    for (const auto& r : out.receipts) ++receipts[r.kind];
    for (const auto& v : out.verdicts) ++verdicts[v.kind];
    for (const auto kind :
         {effect_kind::verdict, effect_kind::warning, effect_kind::window_opened, effect_kind::notification, effect_kind::reminder,
          effect_kind::order, effect_kind::note, effect_kind::level, effect_kind::unacknowledged, effect_kind::acknowledged,
          effect_kind::opened, effect_kind::ended, effect_kind::raised, effect_kind::limit_reached})
        EXPECT_GT(effects[kind], 5U) << to_string(kind);
    for (const auto kind :
         {receipt_kind::accepted, receipt_kind::refused, receipt_kind::not_taken, receipt_kind::ended, receipt_kind::duplicate, receipt_kind::malformed})
        EXPECT_GT(receipts[kind], 5U) << to_string(kind);
    for (const auto kind :
         {verdict_kind::met, verdict_kind::missed, verdict_kind::ended_late, verdict_kind::early, verdict_kind::cancelled})
        EXPECT_GT(verdicts[kind], 5U) << to_string(kind);
    std::cout << "  " << out.receipts.size() << " events, " << out.effects.size() << " effects, " << out.verdicts.size() << " verdicts\n";
}

TEST(the_same_stream, says_the_same_in_whatever_batches) {
    const auto all = told_in_batches(4096);
    expect_same(told_in_batches(1), all, "batches of 1");
    expect_same(told_in_batches(7), all, "batches of 7");
}

TEST(the_same_stream, says_the_same_however_often_time_is_looked_at) {
    const auto at_the_end = told_in_batches(4096);
    expect_same(told_while_looking([](desk& d, instant until, answers& out) {
                    for (auto t = d.next_deadline(); t && *t <= until; t = d.next_deadline()) d.advance(*t, out);
                }),
                at_the_end, "at every next_deadline()");
    expect_same(told_while_looking([](desk& d, instant until, answers& out) {
                    while (d.now() && *d.now() + 1s <= until) d.advance(*d.now() + 1s, out);
                }),
                at_the_end, "at every second");
    expect_same(told_while_looking([](desk& d, instant until, answers& out) { d.advance(until, out); }), at_the_end, "at every event");
    expect_same(told_while_looking([](desk& d, instant until, answers& out) {
                    while (!d.advance(until, 1, out)) {
                    }
                }),
                at_the_end, "firing by firing");
}

TEST(the_same_stream, has_proofs_that_add_up_to_what_was_said) {
    const auto& s = the_stream();
    const auto out = told_in_batches(4096);
    std::map<std::tuple<std::uint64_t, std::uint16_t, std::uint16_t>, verdict> last;
    for (const auto& v : out.verdicts) last[{v.case_id, v.policy, v.cycle}] = v;
    std::map<std::string, std::size_t> proved;
    for (std::uint64_t id = 1; id <= 400; ++id) {
        if (std::none_of(out.verdicts.begin(), out.verdicts.end(), [&](const verdict& v) { return v.case_id == id; })) continue;
        for (const auto& p : explain(the_book(), s.events, s.values, {.case_id = id, .until = s.end})) {
            ASSERT_EQ(p.running_time(), p.times.used) << "case " << id << "\n" << text_of(p);
            const auto verdict_of_cycle = last.find({id, p.policy, p.cycle});
            if (p.running || verdict_of_cycle == last.end()) continue;
            ASSERT_TRUE(p.verdict == verdict_of_cycle->second.kind) << "case " << id << "\n" << text_of(p);
            ++proved[p.policy_name];
        }
    }
    for (const auto* policy : {"answer", "work", "window", "promise", "capped", "batch", "update", "again"}) EXPECT_GT(proved[policy], 20U) << policy;
}

TEST(the_same_stream, says_the_same_split_over_several_desks) {
    const auto& s = the_stream();
    const auto split = [&](std::uint64_t desks) {
        answers merged;
        for (std::uint64_t n = 0; n < desks; ++n) {
            desk d{the_book()};
            answers out;
            for (const auto& e : s.events)
                if (s.root_of.at(e.case_id) % desks == n) d.apply(e, s.values, out);
            d.advance(s.end, out);
            merged.effects.insert(merged.effects.end(), out.effects.begin(), out.effects.end());
            merged.verdicts.insert(merged.verdicts.end(), out.verdicts.begin(), out.verdicts.end());
        }
        std::stable_sort(merged.effects.begin(), merged.effects.end(), [](const effect& a, const effect& b) {
            return std::tie(a.at, a.root, a.ordinal) < std::tie(b.at, b.root, b.ordinal);
        });
        std::stable_sort(merged.verdicts.begin(), merged.verdicts.end(),
                         [](const verdict& a, const verdict& b) { return std::tie(a.root, a.ordinal) < std::tie(b.root, b.ordinal); });
        return merged;
    };
    const auto one = split(1);
    for (const std::uint64_t desks : {2U, 5U}) {
        const auto several = split(desks);
        EXPECT_TRUE(same_bytes(one.effects, several.effects)) << desks << " desks";
        EXPECT_EQ(one.verdicts, several.verdicts) << desks << " desks";
    }
    for (std::size_t i = 1; i < one.effects.size(); ++i)
        ASSERT_TRUE(one.effects[i - 1].at != one.effects[i].at || one.effects[i - 1].root != one.effects[i].root ||
                    one.effects[i - 1].ordinal < one.effects[i].ordinal)
            << "an effect is identified by root and ordinal";
}

}  // namespace
}  // namespace caseclock::desk_test
