// SPDX-License-Identifier: Apache-2.0
//
// One clock, moved by hand: no desk, no machine, a sink that writes down what it hears.
#include "sla/support.hpp"

#include <gtest/gtest.h>

namespace caseclock::sla_test {
namespace {

using namespace std::chrono_literals;

class written_down {
public:
    std::vector<std::string> lines;
    std::vector<cycle_times> times;
    std::vector<clock_change> course;

    void window_opened(const policy&, const case_clock&, instant now, instant due) { write("window", now, due); }
    void warned(const policy&, const case_clock&, std::size_t number, instant now, instant due) {
        write("warning " + std::to_string(number), now, due);
    }
    void without_deadline(const policy&, const case_clock&, instant now) { write("no deadline", now, now); }
    cycle_times& judged(const policy&, const case_clock& c, verdict_kind kind, instant now, instant due) {
        write(std::string{to_string(kind)} + " " + std::to_string(c.cycle), now, due);
        return times.emplace_back();
    }
    void levelled(const policy&, const case_clock&, const fired_level& level, instant now, instant due) {
        static constexpr const char* words[] = {"passed over", "told", "asked", "unacknowledged", "acknowledged", "acknowledged late"};
        write(std::string{"level "} + std::to_string(level.level) + " " + words[static_cast<std::size_t>(level.is)], now, due);
    }
    void reacts(const policy&, const case_clock&, const std::vector<reaction>& list, instant, instant) { reactions += list.size(); }
    void changed(const policy&, const case_clock&, clock_change change, instant) { course.push_back(change); }
    clock_history& history(case_clock& c) {
        c.has_history = 1;
        return history_;
    }
    [[nodiscard]] const clock_history& history(const case_clock&) const { return history_; }
    void forget_history(case_clock& c) {
        c.has_history = 0;
        history_ = {};
    }
    std::size_t reactions = 0;

    [[nodiscard]] std::string said() {
        std::string text;
        for (const auto& each : lines) text += (text.empty() ? "" : "; ") + each;
        lines.clear();
        return text;
    }

private:
    static std::string show(instant t) { return format_instant(t).substr(11, 5); }
    void write(const std::string& what, instant now, instant due) {
        lines.push_back(show(now) + " " + what + (due == now ? "" : " due " + show(due)));
    }
    clock_history history_;
};

/// A clock of one policy on one case.
struct bench {
    policy p;
    plain_case one;
    written_down sink;
    case_clock c;
    std::vector<calendar> calendars{office()};

    explicit bench(target t) { p.targets.push_back(std::move(t)), p.matched_targets = 1; }

    [[nodiscard]] clockwork<plain_case, written_down> work(const char* when) { return {one, calendars, sink, at(when)}; }
    /// Everything due before the events of that instant fires, each at its own.
    bench& until(const char* when) {
        while (c.next <= static_cast<std::uint64_t>(passed_at(at(when)))) {
            const auto key = static_cast<due_key>(c.next);
            clockwork<plain_case, written_down>{one, calendars, sink, instant_of(key)}.fire_at(p, c, key);
        }
        return *this;
    }
    bench& start(const char* when, const char* since = nullptr) {
        work(when).start(p, c, at(since != nullptr ? since : when));
        return settle(when);
    }
    bench& stop(const char* when) {
        until(when).work(when).stop(p, c);
        return settle(when);
    }
    bench& pause(const char* when, bool holds) {
        one.facts_held = holds ? 1 : 0;
        until(when).work(when).update_pause(p, c);
        return settle(when);
    }
    bench& settle(const char* when) {
        while (c.next <= static_cast<std::uint64_t>(passed_at(at(when)))) work(when).catch_up(p, c);
        return *this;
    }
};

target within(duration length, duration_unit unit = duration_unit::real) {
    return {.kind = target_kind::within, .length = {unit, length.count()}};
}

TEST(a_clock, is_met_missed_and_ended_late) {
    bench b{within(1h)};
    b.start("mon 09:00").stop("mon 10:00");
    EXPECT_EQ(b.sink.said(), "10:00 met 1");
    b.start("mon 11:00").until("mon 12:00").stop("mon 12:30");
    EXPECT_EQ(b.sink.said(), "12:00 missed 2; 12:30 ended_late 2");
    EXPECT_EQ(b.sink.times[1].ended, at("mon 12:00"));
    EXPECT_EQ(b.sink.times[1].overrun, 0ms);
    EXPECT_EQ(b.sink.times[2].overrun, 30min);
    EXPECT_EQ(b.c.misses, 1U);
    EXPECT_FALSE(b.c.running);
    EXPECT_EQ(b.c.next, case_clock::no_next);
}

TEST(a_clock, that_has_not_started_cannot_be_moved) {
    bench b{within(1h)};
    b.stop("mon 09:00");
    b.work("mon 09:00").cancel(b.p, b.c);
    b.work("mon 09:00").reset(b.p, b.c);
    b.work("mon 09:00").retarget(b.p, b.c);
    b.pause("mon 09:00", true);
    EXPECT_EQ(b.sink.said(), "");
    EXPECT_EQ(b.c.cycle, 0U);
    EXPECT_TRUE(b.sink.course.empty());
}

TEST(a_clock, writes_down_its_course) {
    bench b{within(1h)};
    b.p.pauses.push_back(condition::of_facts(1));
    b.start("mon 09:00").pause("mon 09:10", true).pause("mon 09:20", false).stop("mon 09:30");
    EXPECT_EQ(b.sink.course,
              (std::vector{clock_change::started, clock_change::aimed, clock_change::paused, clock_change::resumed, clock_change::ended}));
}

TEST(a_warning, stands_at_a_share_of_the_target_rounded_up_or_at_time_left) {
    bench b{within(1001ms)};
    b.p.warnings = {{.share_permille = 500}, {.left = duration_value{duration_unit::real, 1}}};
    b.start("mon 09:00");
    EXPECT_EQ(static_cast<due_key>(b.c.next), limit_at(at("mon 09:00") + 501ms));
    b.until("mon 09:01");
    EXPECT_EQ(b.sink.said(), "09:00 warning 0; 09:00 warning 1; 09:00 missed 1");
}

TEST(a_warning, of_a_business_target_counts_its_share_in_business_time) {
    bench b{within(4h, duration_unit::business)};
    b.p.warnings = {{.share_permille = 500},
                    {.left = duration_value{duration_unit::real, 15 * 3'600'000}},
                    {.left = duration_value{duration_unit::business, 3'600'000}}};
    b.start("mon 16:00").until("fri 09:00");
    EXPECT_EQ(b.sink.said(), "21:00 warning 1; 10:00 warning 0; 11:00 warning 2; 12:00 missed 1");
}

TEST(a_warning, moves_by_the_rule_of_its_own_unit) {
    bench b{within(4h, duration_unit::business)};
    b.p.pauses.push_back(condition::of_facts(1));
    b.p.warnings = {{.left = duration_value{duration_unit::real, 2 * 3'600'000}}};
    b.start("mon 10:00").pause("mon 11:00", true).pause("mon 20:00", false);
    EXPECT_EQ(b.c.due_at(), at("tue 12:00")) << "by the six hours that were open";
    EXPECT_EQ(static_cast<due_key>(b.c.next), limit_at(at("mon 21:00"))) << "twelve o'clock by the nine hours that it lasted";
}

TEST(a_pause, at_the_due_instant_disarms_it_and_resumes_to_not_before_the_resume) {
    bench b{within(8h, duration_unit::business)};
    b.p.pauses.push_back(condition::of_facts(1));
    b.start("mon 09:00").pause("mon 17:00", true);
    EXPECT_EQ(b.c.next, case_clock::no_next);
    b.pause("tue 08:00", false);
    EXPECT_EQ(b.c.due_at(), at("tue 08:00"));
    b.stop("tue 08:00");
    EXPECT_EQ(b.sink.said(), "08:00 met 1");
}

TEST(a_pause, knows_each_of_its_reasons) {
    bench b{within(1h)};
    b.p.pauses = {condition::of_facts(1), condition::of_values(0, {5})};
    b.start("mon 09:00").pause("mon 09:10", true);
    EXPECT_EQ(b.c.reasons, 1U);
    b.one.values[0] = 5;
    b.pause("mon 09:20", false);
    EXPECT_EQ(b.c.reasons, 2U);
    EXPECT_EQ(b.sink.course, (std::vector{clock_change::started, clock_change::aimed, clock_change::paused, clock_change::reasons}))
        << "it went on, for another reason";
    b.one.values.clear();
    b.pause("mon 09:30", false);
    EXPECT_EQ(b.c.due_at(), at("mon 10:20"));
}

TEST(a_pause, during_a_backdated_start_begins_at_the_step) {
    bench b{within(2h)};
    b.p.pauses.push_back(condition::of_facts(1));
    b.one.facts_held = 1;
    b.start("mon 10:00", "mon 09:00").pause("mon 10:00", true).pause("mon 11:00", false);
    EXPECT_EQ(b.c.due_at(), at("mon 12:00"));
}

TEST(used_time, is_open_time_only_where_the_target_counts_it) {
    bench real{within(100h)}, open{within(100h, duration_unit::business)};
    for (auto* b : {&real, &open}) {
        b->p.pauses.push_back(condition::of_facts(1));
        b->start("mon 16:00").pause("mon 16:30", true).pause("tue 10:00", false).stop("tue 11:00");
    }
    EXPECT_EQ(real.sink.times[0].used, 90min);
    EXPECT_EQ(open.sink.times[0].used, 90min);
    bench other{within(100h, duration_unit::business)};
    other.start("mon 16:00").stop("tue 11:00");
    EXPECT_EQ(other.sink.times[0].used, 3h);
}

TEST(a_deadline, beyond_the_year_2200_is_none_and_says_so) {
    bench b{within(duration{std::int64_t{170} * 365 * 86'400'000} * 2)};
    b.start("mon 09:00");
    EXPECT_EQ(b.sink.said(), "09:00 no deadline");
    EXPECT_FALSE(b.c.has_due());
    b.stop("tue 09:00");
    EXPECT_EQ(b.sink.said(), "09:00 measured 1");
}

TEST(misses, are_counted_up_to_255) {
    bench b{within(1h)};
    b.start("mon 09:00").until("mon 11:00");
    for (int n = 0; n < 300; ++n) {
        b.work("mon 11:00").reset(b.p, b.c);
        b.c.count_miss();
    }
    EXPECT_EQ(b.c.misses, 255U);
}

TEST(a_reset, leaves_nothing_of_the_cycle_before) {
    bench b{{.kind = target_kind::between, .length = {duration_unit::real, 3'600'000}, .upper = {duration_unit::real, 7'200'000}}};
    b.p.pauses.push_back(condition::of_facts(1));
    b.start("mon 09:00").until("mon 10:30").pause("mon 10:30", true).pause("mon 10:40", false);
    EXPECT_TRUE(b.c.opened);
    b.work("mon 10:50").reset(b.p, b.c);
    EXPECT_FALSE(b.c.opened);
    EXPECT_EQ(b.c.due_at(), at("mon 12:50")) << "without the pause";
    EXPECT_EQ(b.c.cycle, 1U);
    b.stop("mon 11:00");
    EXPECT_EQ(b.sink.said(), "10:00 window; 11:00 early 1");
    EXPECT_EQ(b.sink.times[0].early_by, 50min);
}

}  // namespace
}  // namespace caseclock::sla_test
