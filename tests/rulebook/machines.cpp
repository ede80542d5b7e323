// SPDX-License-Identifier: Apache-2.0
//
// Machines of a rulebook run as they are written.
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

using testing::ElementsAre;

/// A case of a machine of the rulebook, stepped by hand.
class running {
public:
    running(const rulebook& book, std::string_view machine) : plan_{book.plan(*book.machine(machine))} {
        step now{record, out, {}, plan_.machine.slots()};
        plan_.machine.start(now);
    }
    outcome send(std::string_view event, const payload& data = {}) {
        out.clear();
        step now{record, out, {}, plan_.machine.slots()};
        return plan_.machine.process(now, *plan_.machine.event(event), data);
    }
    void put(std::string_view attribute, std::int64_t value) {
        write(record, plan_.machine.slots().slot[*plan_.machine.attribute(attribute)], value);
    }
    [[nodiscard]] std::int64_t value(std::string_view attribute) const {
        return plan_.machine.value(record, *plan_.machine.attribute(attribute));
    }
    void hold(std::string_view fact) { record.facts |= std::uint64_t{1} << *plan_.machine.fact(fact); }
    [[nodiscard]] bool holds(std::string_view fact) const { return (record.facts >> *plan_.machine.fact(fact) & 1U) != 0; }
    [[nodiscard]] std::string state() const { return plan_.machine.states()[record.state[0]].name; }
    [[nodiscard]] std::vector<std::string> missing(std::string_view event) const {
        const auto why = plan_.machine.why_refused(record, *plan_.machine.event(event));
        return why.empty() ? std::vector<std::string>{} : why.front().missing;
    }

    case_record record;
    outbox out;

private:
    const machine_plan& plan_;
};

rulebook repairs() { return load_rulebook("tests/rulebook/data/repair.yaml", {}); }

TEST(machines, of_the_example_logs_load) {
    const auto uci = load_rulebook("examples/logs/uci.yaml");
    EXPECT_EQ(uci.plan(*uci.machine("incident")).policies.front().targets.size(), 3U);
    const auto boston = load_rulebook("examples/logs/boston.yaml");
    const auto& request = boston.plan(*boston.machine("request"));
    ASSERT_EQ(request.policies.size(), 2U);
    EXPECT_EQ(request.policies[1].targets[0].days.start, working_day_start::next_opening);
    EXPECT_TRUE(boston.code_of("Heat - Excessive  Insufficient"));
    const auto bank = load_rulebook("examples/logs/bank.yaml");
    EXPECT_THAT(bank.policies()[0].machines, ElementsAre("call"));
}

TEST(machines, run_as_they_are_written) {
    const auto book = repairs();
    running r{book, "repair"};
    EXPECT_EQ(r.state(), "reported");
    EXPECT_EQ(r.send("assign"), outcome::refused) << "no mode is set";
    r.put("mode", 0);
    EXPECT_EQ(r.send("receive_units"), outcome::refused) << "on site nothing is received";
    EXPECT_EQ(r.send("assign"), outcome::refused);
    EXPECT_THAT(r.missing("assign"), ElementsAre("local")) << "the guard was made hard";
    r.hold("local");
    EXPECT_EQ(r.send("assign"), outcome::accepted);
    EXPECT_EQ(r.send("start_repair"), outcome::accepted);
    EXPECT_EQ(r.value("visits"), 1) << "counted on entering";
    EXPECT_EQ(r.send("need_part"), outcome::accepted);
    ASSERT_EQ(r.out.children.size(), 1U);
    EXPECT_EQ(r.out.passed.size(), 3U);
    EXPECT_EQ(r.send("stock_returned"), outcome::accepted) << "the child came to its state";
    EXPECT_EQ(r.value("visits"), 2);
    EXPECT_EQ(r.send("finish"), outcome::accepted);
    EXPECT_FALSE(r.holds("local"));
    EXPECT_EQ(r.send("close"), outcome::refused);
    EXPECT_THAT(r.missing("close"), ElementsAre("slip_complete"));
    r.put("customer_kind", 1);
    EXPECT_THAT(r.missing("close"), ElementsAre("slip_complete", "units is set")) << "who resells has units";
    EXPECT_EQ(r.send("fill_in"), outcome::accepted);
    r.put("units", 2);
    EXPECT_EQ(r.send("close"), outcome::accepted);
    EXPECT_EQ(r.state(), "closed");
}

TEST(machines, read_fields_of_events) {
    const auto book = repairs();
    for (const auto& [fee, by, state] : {std::tuple{100, 0, "quoted"}, std::tuple{0, 0, "received"}, std::tuple{100, 1, "received"}}) {
        running r{book, "repair"};
        r.put("mode", 1);
        payload units;
        units.data[0] = std::byte{3};
        ASSERT_EQ(r.send("receive_units", units), outcome::accepted);
        payload quote;
        quote.data[0] = std::byte(fee);
        quote.data[4] = std::byte(by);
        ASSERT_EQ(r.send("quote", quote), outcome::accepted);
        EXPECT_EQ(r.state(), state) << fee << ' ' << by;
    }
}

TEST(machines, say_their_words_in_the_numbers_of_the_rulebook) {
    const auto book = repairs();
    const auto& plan = book.plan(0);
    ASSERT_EQ(plan.words.roles.size(), plan.machine.roles().size());
    for (std::size_t i = 0; i < plan.words.roles.size(); ++i) EXPECT_EQ(book.roles()[plan.words.roles[i]].name, plan.machine.roles()[i]);
    for (std::size_t i = 0; i < plan.words.cues.size(); ++i) EXPECT_EQ(book.cues()[plan.words.cues[i]].name, plan.machine.cues()[i]);
    for (std::size_t i = 0; i < plan.words.orders.size(); ++i)
        EXPECT_EQ(book.orders()[plan.words.orders[i]].name, plan.machine.orders()[i]);
    for (std::size_t i = 0; i < plan.words.notes.size(); ++i) EXPECT_EQ(book.notes()[plan.words.notes[i]].name, plan.machine.notes()[i]);
    EXPECT_THAT(plan.child_events, ElementsAre(*plan.machine.event("stock_returned")));
    EXPECT_THAT(book.rule_ids(), ElementsAre("C-21", "C-22", "C-23", "F-19", "G-37", "G-60", "G-65", "G-88", "SYS-69", "T-24", "T-25", "T-26", "T-29"));
}

TEST(rulebooks, tell_what_they_hold) {
    const auto book = repairs();
    EXPECT_EQ(book.title(), "Repairs");
    EXPECT_EQ(book.forms()[0].complete, "slip_complete");
    EXPECT_THAT(book.forms()[0].optional, ElementsAre("fee"));
    EXPECT_EQ(book.words()[0].mark, "derived");
    EXPECT_EQ(book.roles()[2].outside, "the desk");
    EXPECT_NE(book.calendar_named("office"), nullptr);
    EXPECT_TRUE(book.calendar_named("always")->is_always());
    EXPECT_EQ(&book.calendars()[book.own_calendar()], book.calendar_named("always"));
    EXPECT_EQ(book.calendar_named("office")->spec().hours.size(), 1U);
}

TEST(rulebooks, have_settings) {
    const auto book = parse_rulebook(
        "rulebook: a\nlanguage: caseclock/1\nzone: Asia/Shanghai\ncalendar: shop\ncalendars: {shop: {week: {mon-sun: \"08:30-22:00\"}}}\n"
        "periods: {meal: {}, fair: {dates: [2026-10-01..2026-10-03]}}\nlimits: {raised_events: 8 events, firings: 9 firings}\n"
        "dedupe_window: 24h\nlate_events: refuse\nmax_ahead: 5m\nroles: {a: {roster: duty}, b: {}}\n"
        "rosters: {duty: {by: weekday, mon: a, sat-sun: b, nobody: a}}\n",
        "t", {});
    EXPECT_EQ(&book.calendars()[book.own_calendar()], book.calendar_named("shop"));
    EXPECT_EQ(book.versions().back().limits.raised_events, 8U);
    EXPECT_EQ(book.versions().back().limits.firings, 9U);
    EXPECT_EQ(book.versions().back().dedupe_window, std::chrono::hours{24});
    EXPECT_EQ(book.versions().back().max_ahead, std::chrono::minutes{5});
    EXPECT_EQ(book.late(), late_events::refuse);
    EXPECT_EQ(book.rosters()[0].roles[5], "b");
    EXPECT_EQ(book.roles()[0].roster, "duty");
    const auto day = std::chrono::sys_days{std::chrono::year{2026} / 10 / 2};
    EXPECT_TRUE(book.period_named("fair")->is_open(day));
    EXPECT_FALSE(book.period_named("meal")->is_open(day));
    EXPECT_EQ(book.period_named("none"), nullptr);
}

}  // namespace
}  // namespace caseclock::rulebook_test
