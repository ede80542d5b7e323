// SPDX-License-Identifier: Apache-2.0
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

using std::chrono::hours;
using testing::ElementsAre;

const policy& only_policy(const rulebook& book) { return book.plan(0).policies.front(); }
std::uint8_t attribute(const rulebook& book, std::string_view name) { return *book.plan(0).machine.attribute(name); }

/// The only target of `due: PHRASE`.
target made(const std::string& phrase, const std::string& more = "calendar: office") {
    return only_policy(with_policy("due: " + phrase + ", " + more)).targets.front();
}

TEST(targets, are_what_the_phrase_says) {
    EXPECT_EQ(made("none").kind, target_kind::none);
    EXPECT_EQ(made("within 5m").length, (duration_value{duration_unit::real, 300'000}));
    EXPECT_EQ(made("within 2 working days").length, (duration_value{duration_unit::working_days, 2}));
    EXPECT_EQ(made("within promised").kind, target_kind::within_attribute);
    EXPECT_EQ(made("within promised").attribute_unit, duration_unit::real);
    EXPECT_EQ(made("within estimated").attribute_unit, duration_unit::working_days);
    EXPECT_EQ(made("by agreed_at").kind, target_kind::by);
    EXPECT_EQ(made("1h before agreed_at").length.amount, 3'600'000);
    const auto window = made("between 24h and 72h");
    EXPECT_EQ(window.kind, target_kind::between);
    EXPECT_EQ(window.upper.length(), hours{72});
    EXPECT_EQ(made("by close of office").closing, 0);
    EXPECT_EQ(made("by close of 1 working day").kind, target_kind::close_of_working_day);
    EXPECT_EQ(made("by end of the day").length.amount, 0);
    EXPECT_EQ(made("by end of the next day").length.amount, 1);
    EXPECT_EQ(made("by end of the day of agreed_at").kind, target_kind::end_of_attribute_day);
    EXPECT_EQ(made("on the day before agreed_at").kind, target_kind::day_before);
    EXPECT_EQ(made("within 5m").text, "within 5m");
}

TEST(targets, take_lengths_from_words_and_options) {
    const std::string lists =
        "words: {soon: {means: 30m}, ring: {means: 5s}}\noptions:\n  limit: {choices: [3 rings, 2 rings], default: 3 rings}\n"
        "  days: {kind: duration, default: 5 working days}\n  open: {kind: duration, default: none}\n  reading: {choices: [within 24h, "
        "between 24h and 72h], default: within 24h}\n";
    const auto made_with = [&](const std::string& due) {
        return only_policy(parsed(lists + policy_text("start: {opened: case}, stop: {event: finish}, calendar: office, due: " + due)))
            .targets.front();
    };
    EXPECT_EQ(made_with("within soon").length.length(), std::chrono::minutes{30});
    EXPECT_EQ(made_with("within 4 rings").length.length(), std::chrono::seconds{20});
    EXPECT_EQ(made_with("within 1 ring").length.length(), std::chrono::seconds{5});
    EXPECT_EQ(made_with("within $limit").length.length(), std::chrono::seconds{15});
    EXPECT_EQ(made_with("within $limit").text, "within 3 rings");
    EXPECT_EQ(made_with("within $days").length, (duration_value{duration_unit::working_days, 5}));
    EXPECT_EQ(made_with("$reading").text, "within 24h");
    EXPECT_EQ(made_with("soon before agreed_at").length.length(), std::chrono::minutes{30});
}

TEST(targets, of_an_option_that_nobody_fixed_start_no_clock) {
    const std::string option = "options: {open: {kind: duration, default: none}}\n";
    const auto off = parsed(option + policy_text("start: {opened: case}, stop: {event: finish}, due: within $open"));
    EXPECT_TRUE(off.plan(0).on_opened.empty());
    EXPECT_EQ(only_policy(off).targets.front().kind, target_kind::none);

    const auto partly = parsed(option + policy_text("start: {opened: case}, stop: {event: finish}, due: [{if: {priority: low}, due: within "
                                                    "1h}, {if: {priority: [low, high]}, due: within $open}]"));
    ASSERT_EQ(partly.plan(0).on_opened.size(), 1U);
    const auto& when = partly.plan(0).on_opened.front().when;
    asked_case of;
    for (const auto& [priority, starts] : {std::pair{0, true}, std::pair{1, false}, std::pair{2, true}}) {
        of.values[0] = priority;
        EXPECT_EQ(when.holds(of), starts) << priority;
    }
}

TEST(targets, stand_in_for_attributes_that_say_nothing) {
    const auto book = with_policy(
        "calendar: office, otherwise: within 2 working days, due: [{if: {priority: low}, due: by agreed_at, otherwise: within 1h}, "
        "{if: {priority: high}, due: within promised}, {due: within estimated}, {due: within 5m}]");
    const auto& p = only_policy(book);
    ASSERT_EQ(p.targets.size(), 6U);
    EXPECT_EQ(p.matched_targets, 4);
    EXPECT_EQ(p.targets[0].otherwise, 4);
    EXPECT_EQ(p.targets[1].otherwise, 5);
    EXPECT_EQ(p.targets[2].otherwise, 5) << "the same phrase is kept once";
    EXPECT_EQ(p.targets[3].otherwise, no_target);
    EXPECT_EQ(p.targets[4].text, "within 1h");
    EXPECT_EQ(p.targets[5].text, "within 2 working days");
}

TEST(targets, have_calendars_and_ways_to_count_days) {
    const auto book = parsed(policy_text(
        "start: {opened: case}, stop: {event: finish}, calendar: office, from: next_opening, snap: next_opening, working_days: roll_first, "
        "due: [{if: {priority: low}, due: within 1 working day, calendar: always, rule: T-01}, {due: within 2 working days}]"));
    const auto& p = only_policy(book);
    EXPECT_EQ(book.calendar_infos()[p.calendar].name, "office");
    EXPECT_EQ(book.calendar_infos()[p.targets[0].calendar].name, "always");
    EXPECT_EQ(p.targets[1].calendar, no_calendar);
    EXPECT_EQ(p.targets[1].days.rule, working_day_rule::roll_first);
    EXPECT_EQ(p.targets[1].days.start, working_day_start::next_opening);
    EXPECT_TRUE(p.targets[1].days.snap);
    EXPECT_THAT(p.targets[0].rules, ElementsAre("T-01"));
    EXPECT_THAT(book.rule_ids(), ElementsAre("G-01", "T-01"));
}

TEST(targets, that_read_attributes_aim_anew_when_these_change) {
    const auto book = with_policy(
        "due: [{if: {priority: low}, due: within promised}, {if: {units: {above: 3 units}}, due: by agreed_at}], when_changed: {priority: "
        "keep, units: reset, owner: retarget}");
    const auto& plan = book.plan(0);
    EXPECT_THAT(texts(plan, plan.on_changed[attribute(book, "promised")]), ElementsAre("retarget p"));
    EXPECT_THAT(texts(plan, plan.on_changed[attribute(book, "agreed_at")]), ElementsAre("retarget p"));
    EXPECT_THAT(texts(plan, plan.on_changed[attribute(book, "units")]), ElementsAre("reset p"));
    EXPECT_THAT(texts(plan, plan.on_changed[attribute(book, "owner")]), ElementsAre("retarget p"));
    EXPECT_THAT(plan.on_changed[attribute(book, "priority")], testing::IsEmpty());
    const auto& p = only_policy(book);
    EXPECT_EQ(p.targets_read_attributes, (1U << attribute(book, "priority")) | (1U << attribute(book, "units")));
    EXPECT_EQ(plan.attributes_watched & p.targets_read_attributes, p.targets_read_attributes);
}

TEST(targets, may_be_counted_in_the_calendar_that_a_case_names) {
    const auto book = parse_rulebook(
        head + "case_calendar: owner\n" + machine + policy_text("start: {opened: case}, stop: {event: finish}, due: within 1 working day"),
        "t", {});
    const auto& plan = book.plan(0);
    EXPECT_EQ(plan.case_calendar, attribute(book, "owner"));
    ASSERT_EQ(plan.calendar_of_value.size(), 2U);
    EXPECT_EQ(book.text_of(static_cast<std::uint32_t>(plan.calendar_of_value[0].first)),
              book.calendar_infos()[plan.calendar_of_value[0].second].name);
    EXPECT_THAT(texts(plan, plan.on_changed[attribute(book, "owner")]), ElementsAre("retarget p"));
}

TEST(targets, are_for_each_batch_of_a_number) {
    const auto batch = made("within 2 working days per 10 units");
    EXPECT_EQ(batch.kind, target_kind::within_per);
    EXPECT_EQ(batch.length, (duration_value{duration_unit::working_days, 2}));
    EXPECT_EQ(batch.per, 10U);
    EXPECT_EQ(batch.rounding, batch_rounding::ceil);
    EXPECT_EQ(batch.text, "within 2 working days per 10 units");
    EXPECT_EQ(made("within 1h per 1 unit").attribute, batch.attribute) << "one of them";
    EXPECT_EQ(made("within 1h per 2 units", "rounding: linear").text, "within 1h per 2 units (linear)");
    EXPECT_EQ(made("[{due: within 1h per 2 units, rounding: ceil}]", "rounding: linear").rounding, batch_rounding::ceil);
    for (const auto& [value, rounding] : {std::pair{"ceil", batch_rounding::ceil}, {"linear", batch_rounding::linear}}) {
        const auto book = parsed(std::string{"options: {batch_days: {choices: [ceil, linear], default: "} + value + "}}\n" +
                                 policy_text("start: {opened: case}, stop: {event: finish}, due: [{due: within 1h per 2 units, rounding: $batch_days}]"));
        EXPECT_EQ(only_policy(book).targets.front().rounding, rounding);
    }
}

TEST(targets, are_capped) {
    const auto book = with_policy(
        "calendar: office, due: [{if: {priority: low}, due: by agreed_at, otherwise: within 5 days, not_later_than: within 2 working days per 10 "
        "units, rounding: linear}, {if: {priority: high}, due: none}, {due: within promised}], not_later_than: within 1 day");
    const auto& p = only_policy(book);
    ASSERT_EQ(p.matched_targets, 3);
    ASSERT_EQ(p.targets.size(), 6U);
    EXPECT_EQ(p.targets[0].not_later_than, 3);
    EXPECT_EQ(p.targets[3].kind, target_kind::within_per);
    EXPECT_EQ(p.targets[3].rounding, batch_rounding::linear) << "of the whole item";
    EXPECT_EQ(p.targets[0].otherwise, 4);
    EXPECT_EQ(p.targets[4].not_later_than, 3) << "what stands in is capped too";
    EXPECT_EQ(p.targets[1].not_later_than, no_target) << "there is nothing to cap";
    EXPECT_EQ(p.targets[2].not_later_than, 5);
    EXPECT_EQ(p.targets[5].text, "within 1 day") << "the policy's";
    const auto& plan = book.plan(0);
    EXPECT_THAT(texts(plan, plan.on_changed[attribute(book, "units")]), ElementsAre("retarget p")) << "a cap reads attributes too";
}

TEST(targets, are_not_capped_by_an_option_that_nobody_fixed) {
    const auto book = parsed("options: {most: {kind: duration, default: none}}\n" +
                             policy_text("start: {opened: case}, stop: {event: finish}, due: within 1h, not_later_than: within $most"));
    EXPECT_EQ(only_policy(book).targets.front().not_later_than, no_target);
    EXPECT_FALSE(book.plan(0).on_opened.empty()) << "the clock starts";
}

TEST(every, is_a_target_counted_from_completion) {
    for (const auto* text : {"30m", "30m from completion"}) {
        const auto book = with_policy(std::string{"done_by: {event: tick}, every: "} + text);
        const auto& t = only_policy(book).targets.front();
        EXPECT_EQ(t.kind, target_kind::within);
        EXPECT_EQ(t.length, (duration_value{duration_unit::real, 1'800'000}));
        EXPECT_EQ(t.text, "every 30m");
        EXPECT_THAT(texts(book.plan(0), book.plan(0).on_event[*book.plan(0).machine.event("tick")]), ElementsAre("complete p"));
    }
    EXPECT_EQ(only_policy(with_policy("done_by: {event: tick}, every: promised from completion")).targets.front().kind, target_kind::within_attribute);
    EXPECT_EQ(only_policy(parsed(policy_text("start: {opened: case}, done_by: {event: tick}, due: [{if: told, due: within 1h}, {due: within 2h}]")))
                  .matched_targets, 2)
        << "done_by stands beside a list too, and needs no stop";
}

TEST(warnings, stand_at_a_share_or_at_time_left) {
    const auto book = with_policy(
        "calendar: office, due: within 8 business hours, warn: [{at: 80 %, tell: agent}, {at: 99.5%, tell: [agent, supervisor]}, {at: 1 "
        "business hour left, note: near}]");
    const auto& warnings = only_policy(book).warnings;
    ASSERT_EQ(warnings.size(), 3U);
    EXPECT_EQ(warnings[0].share_permille, 800U);
    EXPECT_EQ(warnings[1].share_permille, 995U);
    EXPECT_EQ(warnings[1].reactions.size(), 2U);
    EXPECT_EQ(warnings[2].left, (duration_value{duration_unit::business, 3'600'000}));
}

}  // namespace
}  // namespace caseclock::rulebook_test
