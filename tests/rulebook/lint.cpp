// SPDX-License-Identifier: Apache-2.0
//
// What the linter finds, and above all what it must not find: everything that may yet be so is left alone.
#include "caseclock/rulebook/lint.hpp"
#include "rulebook/scratch_folder.hpp"
#include "rulebook/support.hpp"

#include "caseclock/machine/build.hpp"

#include <random>

namespace caseclock::rulebook_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> texts_of(const std::vector<rulebook_finding>& found, bool with_notes) {
    std::vector<std::string> texts;
    for (const auto& each : found)
        if (each.counts() && (with_notes || each.level == finding_level::warning)) texts.push_back(each.id + ": " + each.subject + ": " + each.reason);
    return texts;
}
/// Warnings of lines after head and machine, as "id: subject: reason".
std::vector<std::string> warnings_of(const std::string& lines) {
    return texts_of(lint_rulebook_text(head + machine + lines, "test.yaml", {}), false);
}
/// The same of one policy `p` that starts with `receive`, in the state received, and ends with `finish`.
std::vector<std::string> warnings_of_policy(const std::string& keys) {
    return warnings_of(policy_text("start: {enters: received}, stop: {event: finish}, due: within 5m, " + keys));
}
auto is(const std::string& id, const std::string& part) { return testing::AllOf(testing::StartsWith(id + ": "), HasSubstr(part)); }

TEST(lint, what_comes_with_the_library_is_clean) {
    for (const auto& name : builtin_rulebook_names()) EXPECT_THAT(texts_of(lint_builtin_rulebook(name), true), IsEmpty()) << name;
}
TEST(lint, so_are_the_examples) {
    for (const char* const name : {"bank", "boston", "uci"})
        EXPECT_THAT(texts_of(lint_rulebook("examples/logs/" + std::string{name} + ".yaml"), true), IsEmpty()) << name;
}
TEST(lint, what_cannot_be_loaded_is_not_linted) { EXPECT_THROW(static_cast<void>(lint_rulebook_text("rulebook: a", "a.yaml")), rulebook_error); }

// ---- triggers and where a clock runs ------------------------------------------------------------------------------------------------

TEST(lint, a_clock_runs_wherever_rows_lead_that_do_not_end_it) {
    EXPECT_THAT(warnings_of_policy("pause_while: {state: reported}"), ElementsAre(is("pause-cannot-happen", "in received and repairing only")));
    EXPECT_THAT(warnings_of(policy_text("start: {enters: received}, stop: {leaves: open_work}, due: within 5m, missed: {tell: agent}, "
                                        "pause_while: {all: [{state: repairing}, told]}, reset: {enters: assigned}")),
                ElementsAre(is("pause-for-ever", "in repairing the clock"),
                            is("trigger-cannot-happen", "this reset never acts: no case enters assigned while the clock runs")));
}
TEST(lint, a_pause_with_an_end_is_no_pause_for_ever) {
    EXPECT_THAT(warnings_of_policy("pause_while: {state: received}"), ElementsAre(is("pause-for-ever", "in received the clock")));
    EXPECT_THAT(warnings_of_policy("pause_while: {state: received, max_pause: 1h}"), IsEmpty());
    EXPECT_THAT(warnings_of_policy("pause_while: [{state: received, max_pause: 1h}, told]"), ElementsAre(is("pause-for-ever", "")));  // the second reason
}
TEST(lint, a_metric_may_name_more_than_a_policy_needs) {
    const std::string metric = "metrics:\n  work_time:\n    work:\n      start: {enters: received}\n      stop: [{event: finish}, {event: assign}]\n"
                               "      cancel: {event: finish}\n      pause_while: [{state: reported}, {state: repairing}]\n";
    EXPECT_THAT(warnings_of(metric + policy_text("machine: work, metric: work_time, due: within 5m, pause_while: []")), IsEmpty());
    EXPECT_THAT(warnings_of(metric + policy_text("machine: work, metric: work_time, due: within 5m")),
                ElementsAre(is("pause-for-ever", "in repairing the clock")));
    EXPECT_THAT(warnings_of(metric + policy_text("machine: work, metric: work_time, due: within 5m, pause_while: {state: reported}")),
                ElementsAre(is("pause-cannot-happen", "in received and repairing only")));
    EXPECT_THAT(warnings_of(metric + policy_text("machine: work, metric: work_time, due: within 5m, pause_while: [], stop: {event: assign}")),
                ElementsAre(is("promise-never-met", "no row takes the event assign while the clock runs")));
    const auto text = head + machine + metric + "policies:\n  p:\n    machine: work\n    metric: work_time\n    due: within 5m\n";
    const auto lines = static_cast<unsigned>(std::count(text.begin(), text.end(), '\n'));
    std::vector<unsigned> told_at;
    for (const auto& each : lint_rulebook_text(text, "test.yaml", {}))
        if (each.id == "pause-for-ever") told_at.push_back(each.line);
    EXPECT_THAT(told_at, ElementsAre(lines - 1));  // where the policy names the metric
}
TEST(lint, a_stop_with_a_condition_may_not_act) {
    const auto pausing_later = [](const std::string& stop) {
        return warnings_of(policy_text("start: {enters: assigned}, stop: " + stop + ", due: within 5m, pause_while: {state: repairing}") +
                           "  q: {start: {opened: case}, stop: {event: finish}, due: within 5m}\n");
    };
    EXPECT_THAT(pausing_later("{leaves: assigned}"), ElementsAre(is("pause-cannot-happen", "in assigned only")));
    EXPECT_THAT(pausing_later("{leaves: assigned, if: told}"), IsEmpty());
    EXPECT_THAT(pausing_later("{all: [{leaves: assigned}, {fact: told}]}"), IsEmpty());
    EXPECT_THAT(pausing_later("{leaves: waiting}"), ElementsAre(is("pause-cannot-happen", "in assigned and received only")));
}
TEST(lint, a_fact_that_stops_a_clock_never_holds_while_it_runs) {
    const std::string head_of = "start: {enters: received}, due: within 5m, pause_while: ";
    EXPECT_THAT(warnings_of(policy_text(head_of + "told, stop: {fact: told}")), ElementsAre(is("pause-cannot-happen", "")));
    EXPECT_THAT(warnings_of(policy_text(head_of + "told, stop: {all: [{fact: told}, {fact: paid}]}")), ElementsAre(is("pause-for-ever", "")));
    EXPECT_THAT(warnings_of(policy_text(head_of + "{all: [told, paid]}, stop: {all: [{fact: told}, {fact: paid}]}")),
                ElementsAre(is("pause-cannot-happen", "")));
    EXPECT_THAT(warnings_of(policy_text(head_of + "told, stop: {fact: told, if: {priority: low}}")), ElementsAre(is("pause-for-ever", "")));
}
TEST(lint, a_stop_at_a_later_place_of_the_step_that_starts_may_act) {
    EXPECT_THAT(warnings_of(policy_text("start: {event: start}, stop: {enters: repairing}, due: within 5m")), IsEmpty());
    EXPECT_THAT(warnings_of(policy_text("start: {enters: repairing}, stop: {event: start}, due: within 5m")),
                ElementsAre(is("promise-never-met", "no row takes the event start while the clock runs")));
}
TEST(lint, a_policy_is_wrong_only_when_it_is_wrong_on_every_machine) {
    const std::string second = "  other:\n    events: {assign: {}, finish: {}}\n    states: {reported: {initial: here}, done: {final: done}}\n"
                               "    rows: [{in: reported, event: assign, stay: inside}, {in: reported, event: finish, to: done}]\n";
    const auto pauses_while = [&](const std::string& state) {
        return warnings_of(second + policy_text("machine: [work, other], start: {event: assign}, stop: {event: finish}, due: within 5m, "
                                                "pause_while: {state: " + state + "}"));
    };
    EXPECT_THAT(pauses_while("reported"), IsEmpty());  // on other it may
    EXPECT_THAT(pauses_while("done"), ElementsAre(is("pause-cannot-happen", "")));
}
TEST(lint, an_event_that_a_clock_raises_is_raised) {
    const std::string lines = "  other:\n    events: {go: {}, tire: {raised_only: yes}}\n    states: {on: {initial: here}, off: {final: done}}\n"
                              "    rows: [{in: on, event: go, to: off}, {in: on, event: tire, to: off}]\n";
    EXPECT_THAT(warnings_of(lines), ElementsAre(is("event-never-taken", "nothing raises it")));
    EXPECT_THAT(warnings_of(lines + policy_text("machine: other, start: {opened: case}, kind: wait, due: within 5m, ends: {raise: tire}")), IsEmpty());
}
TEST(lint, where_one_region_starts_a_clock_the_others_are_anywhere) {
    const std::string two = R"(  two:
    attributes: {owner: {kind: name}}
    events: {ask: {}, answer: {}, pay: {}, settle: {}}
    states: {asked: {initial: here}, answered: {}, owed: {initial: here}, paid: {}}
    rows:
      - {in: asked, event: answer, to: answered}
      - {in: answered, event: ask, to: asked}
      - {in: owed, event: pay, to: paid}
      - {in: paid, event: settle, to: owed}
)";
    const std::string keys = "machine: two, start: {enters: answered}, stop: {event: ask}, due: within 5m, pause_while: ";
    EXPECT_THAT(warnings_of(two + policy_text(keys + "{state: paid}")), ElementsAre(is("pause-for-ever", "paid the clock can pause")));
    EXPECT_THAT(warnings_of(two + policy_text(keys + "{state: asked}")), ElementsAre(is("pause-cannot-happen", "")));
    EXPECT_THAT(warnings_of(two + policy_text(keys + "{all: [{state: paid}, {state: owed}]}")), ElementsAre(is("pause-cannot-happen", "it can never hold")));
}

// ---- options ------------------------------------------------------------------------------------------------------------------------

TEST(lint, what_another_choice_of_an_option_reaches_is_reached) {
    const std::string option = "options: {way: {choices: [a, b], default: a}}\n";
    EXPECT_THAT(warnings_of(option + policy_text("start: {opened: case}, stop: {event: finish}, due: [{if: {option: {way: a}}, due: within 5m}, "
                                                 "{if: {option: {way: b}}, due: within 6m}]")),
                IsEmpty());
    EXPECT_THAT(warnings_of(option + policy_text("start: {opened: case}, stop: {event: finish}, due: [{if: {option: {way: [a, b]}}, due: within 5m}, "
                                                 "{due: within 6m}]")),
                ElementsAre(is("target-never-reached", "\"within 5m\" stands before it")));
    EXPECT_THAT(warnings_of(option + policy_text("start: {choose: way, a: {enters: assigned}, b: {enters: received}}, stop: {event: finish}, "
                                                 "due: within 5m, missed: {tell: agent, if: {state: [assigned]}}")),
                IsEmpty());
    EXPECT_THAT(warnings_of(option + policy_text("start: {enters: assigned}, stop: {choose: way, a: {leaves: assigned}, b: {event: finish}}, "
                                                 "due: within 5m, missed: {tell: agent, if: {state: repairing}}")),
                IsEmpty());
}
TEST(lint, so_is_a_row_of_another_choice) {
    const auto with_rows = [](const std::string& first, const std::string& second) {
        return warnings_of("  other:\n    events: {go: {}}\n    states: {on: {initial: here}, off: {final: done}}\n    rows:\n"
                           "      - {in: on, event: go, " + first + "to: off}\n      - {in: on, event: go, " + second + "stay: inside}\n"
                           "options: {way: {choices: [a, b], default: a}}\n");
    };
    EXPECT_THAT(with_rows("if: {option: {way: a}}, ", ""), IsEmpty());
    EXPECT_THAT(with_rows("if: {option: {way: b}}, ", ""), IsEmpty());
    EXPECT_THAT(with_rows("", "if: {option: {way: b}}, "), ElementsAre(is("row-never-taken", "machine other, row 2")));
}

// ---- targets ------------------------------------------------------------------------------------------------------------------------

TEST(lint, enumerators_are_exhausted_and_unset_is_not_one_of_them) {
    const auto dues = [](const std::string& list) {
        return warnings_of(policy_text("start: {enters: received}, stop: {event: finish}, due: [" + list + "]"));
    };
    const std::string each = "{if: {priority: low}, due: within 1h}, {if: {priority: [high, urgent]}, due: within 2h}, ";
    EXPECT_THAT(dues(each + "{due: within 3h}"), IsEmpty());
    EXPECT_THAT(dues(each + "{if: {priority: is set}, due: within 3h}"), ElementsAre(is("target-never-reached", "those before it take every such case")));
    EXPECT_THAT(dues("{if: {units: {above: 2 units}}, due: within 1h}, {if: {units: {at_least: 3 units}}, due: within 2h}"),
                ElementsAre(is("target-never-reached", "\"within 1h\" stands before it")));
    EXPECT_THAT(dues("{if: {units: {above: 3 units}}, due: within 1h}, {if: {units: {at_least: 3 units}}, due: within 2h}"), IsEmpty());
    EXPECT_THAT(dues("{if: {units: {above: 3 units}, priority: low}, due: within 1h}, {if: {owner: [Li, Wu]}, due: within 2h}, "
                     "{if: {owner: Wu, units: {below: 3 units}}, due: within 2h}"),
                ElementsAre(is("target-never-reached", "\"within 2h\" stands before it")));
    EXPECT_THAT(dues("{if: {units: {below: 0 units}}, due: within 1h}, {due: within 2h}"), ElementsAre(is("target-never-reached", "cannot hold")));
    EXPECT_THAT(dues("{if: {state: assigned}, due: within 1h}, {due: within 2h}"), ElementsAre(is("target-never-reached", "cannot hold")));
}

TEST(lint, the_time_left_is_compared_with_targets_of_its_own_unit_only) {
    const auto warned = [](const std::string& due, const std::string& at) {
        return warnings_of(policy_text("calendar: office, start: {enters: received}, stop: {event: finish}, due: " + due +
                                       ", warn: {at: " + at + ", remind: agent}"));
    };
    EXPECT_THAT(warned("within 1h", "1h left"), ElementsAre(is("warning-at-start", "within 1h")));
    EXPECT_THAT(warned("within 1h", "59m left"), IsEmpty());
    EXPECT_THAT(warned("within 1 business hour", "2h left"), IsEmpty());
    EXPECT_THAT(warned("between 1h and 2h", "2h left"), ElementsAre(is("warning-at-start", "")));
    EXPECT_THAT(warned("within promised", "2h left"), IsEmpty());
    EXPECT_THAT(warned("within 2 working days", "3 working days left"), ElementsAre(is("warning-at-start", "")));
}

/// A random condition over two facts, the priority, the units and the state.
std::string random_condition(std::mt19937& random, unsigned depth) {
    const auto pick = [&](std::initializer_list<const char*> from) { return std::string{from.begin()[random() % from.size()]}; };
    switch (random() % (depth == 0 ? 5 : 8)) {
        case 0: return "{fact: " + pick({"told", "paid"}) + "}";
        case 1: return "{lacks: " + pick({"told", "paid"}) + "}";
        case 2: return "{priority: " + pick({"low", "[low, high]", "{not: urgent}", "is set", "is unset"}) + "}";
        case 3: return "{units: {" + pick({"at_most", "above", "not"}) + ": " + pick({"1", "2"}) + " units}}";
        case 4: return "{state: " + pick({"received", "repairing", "waiting", "open_work"}) + "}";
        default: break;
    }
    std::string parts = random_condition(random, depth - 1);
    for (auto more = random() % 2 + 1; more > 0; --more) parts += ", " + random_condition(random, depth - 1);
    return "{" + pick({"all", "any", "none"}) + ": [" + parts + "]" + pick({"", "", ", unknown: is true"}) + "}";
}

/// Tries every case there is: the slow way.
bool some_case_has(const machine_plan& plan, std::size_t target) {
    const auto& targets = plan.policies[0].targets;
    for (std::uint64_t facts = 0; facts < 4; ++facts)
        for (const std::int64_t priority : {no_number, std::int64_t{0}, std::int64_t{1}, std::int64_t{2}})
            for (std::int64_t units = -1; units <= 4; ++units)
                for (const char* const state : {"received", "repairing"}) {
                    asked_case asked;
                    asked.known_facts = facts;
                    asked.state = *plan.machine.state(state);
                    asked.values[*plan.machine.attribute("priority")] = priority;
                    asked.values[*plan.machine.attribute("units")] = units < 0 ? no_number : units;
                    std::size_t first = 0;
                    while (first < targets.size() && !targets[first].when.holds(asked)) ++first;
                    if (first == target) return true;
                }
    return false;
}

TEST(lint, targets_are_never_reached_when_trying_every_case_says_so) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random{seed};
    std::size_t never = 0, some = 0;
    for (unsigned round = 0; round < 150; ++round) {
        std::string dues;
        for (unsigned i = 0; i < 4; ++i) dues += "{if: " + random_condition(random, 2) + ", due: within " + std::to_string(i + 1) + "m}, ";
        const auto lines = policy_text("start: {enters: received}, stop: {event: finish}, due: [" + dues + "{due: within 9m}]");
        const auto book = parsed(lines);
        const auto found = lint_rulebook_text(head + machine + lines, "test.yaml", {});
        for (std::size_t i = 0; i < 5; ++i) {
            const auto phrase = "\"within " + std::to_string(i == 4 ? 9 : i + 1) + "m\": ";
            const bool told = std::any_of(found.begin(), found.end(), [&](const rulebook_finding& each) {
                return each.id == "target-never-reached" && each.reason.find("target " + phrase) != std::string::npos;
            });
            const bool reached = some_case_has(book.plan(0), i);
            EXPECT_EQ(told, !reached) << phrase << lines;
            (reached ? some : never) += 1;
        }
    }
    EXPECT_GT(never, 20U);
    EXPECT_GT(some, 200U);
}

TEST(lint, what_takes_too_long_to_try_is_possible) {
    std::string parts;
    for (unsigned i = 0; i < 100; ++i) {  // three values cannot meet them all
        const auto number = std::to_string(i);
        parts += (i == 0 ? "" : ", ") + std::string{"{any: [{owner: Person "} + number + "}, {units: " + number + " units}, {promised: " + number + "m}]}";
    }
    EXPECT_THAT(warnings_of(policy_text("start: {enters: received}, stop: {event: finish}, due: [{if: {all: [" + parts + "]}, due: within 1h}, {due: within 2h}]")),
                IsEmpty());
}

TEST(lint, a_miss_that_may_lie_in_the_past_follows_in_any_state) {
    const auto missed_in = [](const std::string& state, const std::string& keys) {
        return warnings_of(policy_text("stop: {leaves: received}, missed: {tell: agent, if: {state: " + state + "}}, " + keys));
    };
    EXPECT_THAT(missed_in("repairing", "start: {enters: received}, due: within 5m"), ElementsAre(is("reaction-cannot-happen", "")));
    EXPECT_THAT(missed_in("received", "start: {enters: received}, due: within 5m"), IsEmpty());
    EXPECT_THAT(missed_in("repairing", "start: {enters: received, since: agreed_at}, due: within 5m"), IsEmpty());
    EXPECT_THAT(missed_in("repairing", "start: {enters: received}, due: by agreed_at"), IsEmpty());
}

// ---- ladders ------------------------------------------------------------------------------------------------------------------------

/// Findings in ladders, after head and machine; the levels are those of the ladder `late`, which policy p uses.
std::vector<std::string> found_in_ladder(const std::string& levels, const std::string& more = "") {
    auto text = head + machine + "rosters: {shifts: {by: weekday}, days: {by: weekday, mon-fri: agent}}\nladders:\n" + more + "  late: " + levels + '\n' +
                policy_text("start: {enters: received}, stop: {event: finish}, due: within 5m, ladder: late");
    const std::string roles = "roles: {";
    text.insert(text.find(roles) + roles.size(), "customer: {outside: the desk}, lead: {roster: shifts}, chief: {roster: days}, ");
    std::vector<std::string> texts;
    for (const auto& each : lint_rulebook_text(text, "test.yaml", {}))
        if (each.counts() && each.subject.starts_with("ladder ")) texts.push_back(std::string{to_string(each.level)} + ": " + each.subject + ": " + each.reason);
    return texts;
}

TEST(lint, a_level_tells_somebody_of_the_desk) {
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: agent, acknowledge_within: 5m}]"), IsEmpty());
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: [customer, agent], acknowledge_within: 5m}]"), IsEmpty());
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: customer, do: [{remind: chief}]}]"), IsEmpty());
    EXPECT_THAT(found_in_ladder("[{at: the deadline, raise: tick}]"), IsEmpty());
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: customer}]"),
                ElementsAre("note: ladder late: the level \"the deadline\" tells nobody of the desk: customer is outside the desk"));
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: agent}, {at: 5m after, tell: [customer, lead], acknowledge_within: 5m}]"),
                ElementsAre("warning: ladder late: the level \"5m after\" tells nobody of the desk: customer is outside the desk and nobody holds the role "
                            "lead, and it waits for somebody to acknowledge"));
    EXPECT_THAT(found_in_ladder("{levels: [{at: the deadline, tell: customer}], ignore: {level-tells-nobody: they asked for it}}"), IsEmpty());
}
TEST(lint, a_level_comes_while_a_clock_of_its_ladder_runs) {
    const auto never = [](const std::string& why) {
        return ElementsAre("warning: ladder late: the level \"5m after\" never comes: its condition can" + why);
    };
    const auto level = [](const std::string& condition) { return "[{at: the deadline, tell: agent}, {at: 5m after, tell: agent, if: " + condition + "}]"; };
    const std::string running = "not hold while a clock with this ladder runs: that is in received and repairing for the policy p only";
    EXPECT_THAT(found_in_ladder(level("{state: reported}")), never(running));
    EXPECT_THAT(found_in_ladder(level("{state: repairing}")), IsEmpty());
    EXPECT_THAT(found_in_ladder(level("{any: [{state: reported}, told]}")), IsEmpty());
    EXPECT_THAT(found_in_ladder(level("{all: [told, {lacks: told}]}")), never(" never hold"));
    EXPECT_THAT(found_in_ladder("[{at: 1m before, tell: agent, if: {state: reported}}, {at: the deadline, tell: agent}]"),
                ElementsAre(testing::HasSubstr("the level \"1m before\" never comes")));
    EXPECT_THAT(found_in_ladder("{levels: " + level("{state: reported}") + ", ignore: {level-cannot-happen: until the shop opens}}"), IsEmpty());
}
TEST(lint, a_level_that_comes_for_one_policy_is_left_alone) {
    const std::string shared = "ladders:\n  late: [{at: the deadline, tell: agent, if: {state: reported}}]\npolicies:\n"
                               "  p: {start: {enters: received}, stop: {event: finish}, due: within 5m, ladder: late}\n";
    EXPECT_THAT(warnings_of(shared + "  q: {start: {enters: repairing}, stop: {event: finish}, due: [{due: within 5m, ladder: late}]}\n"),
                ElementsAre(is("level-cannot-happen", "in received and repairing for the policy p and in repairing for the policy q only")));
    EXPECT_THAT(warnings_of(shared + "  q: {start: {opened: case}, stop: {event: finish}, due: [{due: within 5m, ladder: late}]}\n"), IsEmpty());
}
TEST(lint, a_level_that_may_lie_in_the_past_comes_in_any_state) {
    const auto due = [](const std::string& phrase) {
        return warnings_of("ladders:\n  late: [{at: the deadline, tell: agent, if: {state: reported}}]\n" +
                           policy_text("start: {enters: received}, stop: {event: finish}, ladder: late, due: " + phrase));
    };
    EXPECT_THAT(due("within 5m"), ElementsAre(is("level-cannot-happen", "")));
    EXPECT_THAT(due("by agreed_at"), IsEmpty());
}
TEST(lint, what_follows_a_level_can_follow) {
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: agent, do: [{note: late, if: {state: reported}}, {note: late, if: {state: repairing}}]}]"),
                ElementsAre("warning: ladder late: its condition cannot hold then"));
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: agent, if: told, do: [{note: late, if: {lacks: told}}]}]"),
                ElementsAre("warning: ladder late: its condition cannot hold then")) << "the level's own condition holds too";
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: agent, raise: assign}]"),
                ElementsAre("warning: ladder late: no row takes the event assign when it is raised"));
}
TEST(lint, a_ladder_that_no_policy_names_is_not_used) {
    EXPECT_THAT(found_in_ladder("[{at: the deadline, tell: agent}]", "  later: [{at: the deadline, tell: agent}]\n"),
                ElementsAre("note: ladder later: nothing in the rulebook uses it"));
}

// ---- rows ---------------------------------------------------------------------------------------------------------------------------

TEST(lint, a_row_for_several_states_is_told_when_none_of_them_takes_it) {
    const auto rows = [](const std::string& list) {
        return warnings_of("  other:\n    attributes: {kind: {one_of: [a, b]}}\n    facts: {f: {}}\n"
                           "    events: {go: {fields: {fee: integer, by: {one_of: [phone, letter]}}}, turn: {}}\n"
                           "    states: {on: {initial: here}, half: {}, off: {final: done}}\n    rows:\n" + list);
    };
    const std::string ways = "      - {in: on, event: turn, to: half}\n      - {in: half, event: turn, to: off}\n";
    EXPECT_THAT(rows(ways + "      - {in: on, event: go, to: off}\n      - {in: [on, half], event: go, stay: inside}\n"), IsEmpty());
    EXPECT_THAT(rows(ways + "      - {in: [on, half], event: go, to: off}\n      - {in: [on, half], event: go, if: f, stay: inside}\n"),
                ElementsAre(is("row-never-taken", "row 4")));
    EXPECT_THAT(rows(ways + "      - {in: on, event: go, if: {fee: {above: 3 yuan}}, to: off}\n"
                            "      - {in: on, event: go, if: {fee: {above: 5 yuan}}, stay: inside}\n"),
                ElementsAre(is("row-never-taken", "the rows before it take every such event")));
    EXPECT_THAT(rows(ways + "      - {in: on, event: go, if: {by: phone}, to: off}\n      - {in: on, event: go, if: {by: letter}, stay: inside}\n"), IsEmpty());
    EXPECT_THAT(rows(ways + "      - {in: on, event: go, if: {all: [{kind: a}, {kind: b}]}, to: off}\n      - {in: on, event: go, stay: inside}\n"),
                ElementsAre(is("row-never-taken", "contradicts itself")));
    EXPECT_THAT(rows(ways + "      - {in: on, event: go, needs: [{kind: a}, {kind: b}], to: off}\n"), ElementsAre(is("event-never-taken", "event go"),
                                                                                                             is("needs-never-met", "every such event is refused")));
    EXPECT_THAT(rows(ways + "      - {in: on, event: go, if: {kind: a}, ought: {kind: b}, to: off}\n"), ElementsAre(is("needs-never-met", "noted as a lapse")));
    EXPECT_THAT(rows(ways + "      - {in: on, event: go, needs: {kind: a, rule: G-77}, if: {kind: b}, to: off}\nguards: {G-77: off}\n"), IsEmpty());
}

TEST(lint, what_registered_code_decides_is_open) {
    machine_description door{.name = "door"};
    door.events = {{.name = "open"}, {.name = "shut", .raised_only = true}};
    door.states = {{.name = "closed", .initial = true}, {.name = "ajar"}};
    const auto unlocked = condition_description::of_guard("unlocked");
    door.rows.push_back({.in = {"closed"}, .events = {"open"}, .condition = unlocked, .to = "ajar"});
    door.rows.push_back({.in = {"closed"}, .events = {"open"}, .condition = condition_description::of_none({unlocked})});
    door.rows.push_back({.in = {"closed"}, .events = {"open"}, .condition = {}});
    door.rows.push_back({.in = {"ajar"}, .events = {"shut"}, .condition = {}, .to = "closed"});
    build_options options;
    options.guards.emplace_back("unlocked", [](step&, const payload&) { return true; });
    const std::vector<definition> machines{build(door, options)};

    rulebook_description own{.name = "house"};
    own.policies.push_back({.name = "ajar", .start = {.any = {trigger_description::enters("ajar")}}, .stop = {.any = {trigger_description::enters("closed")}},
                            .pause_while = {when_description::of_names(when_description::kind::states, {"closed"})}, .due = {{.phrase = "within 5m"}}});
    const auto found = lint(own, machines);
    ASSERT_EQ(found.size(), 2U);  // nothing of rows or events: the machine was given
    EXPECT_EQ(found[0].id, "pause-cannot-happen");
    EXPECT_EQ(found[1].id, "state-unwatched");
    EXPECT_THROW(static_cast<void>(lint({.name = "", .policies = {{.name = "p"}}}, machines)), description_error);
}

// ---- ignoring -----------------------------------------------------------------------------------------------------------------------

TEST(lint, what_is_ignored_is_not_counted_and_keeps_its_reason) {
    const auto linted = [&](const std::string& of_book, const std::string& of_policy, const std::string& of_state) {
        auto text = head + of_book + machine +
                    policy_text("start: {enters: received}, stop: {event: finish}, due: within 5m, pause_while: {state: reported}" + of_policy);
        const std::string state = "repairing: {";
        text.insert(text.find(state) + state.size(), of_state);
        std::vector<std::string> texts;
        for (const auto& each : lint_rulebook_text(text, "test.yaml", {})) texts.push_back(each.id + (each.counts() ? "" : ": " + each.ignored));
        return texts;
    };
    const std::string ignore = "ignore: {pause-cannot-happen: seen}";
    EXPECT_THAT(linted("", "", ""), ElementsAre("unused-name", "unused-name", "unused-name", "pause-cannot-happen"));
    EXPECT_THAT(linted("", ", " + ignore, ""), ElementsAre("unused-name", "unused-name", "unused-name", "pause-cannot-happen: seen"));
    EXPECT_THAT(linted(ignore + "\n", "", ""), ElementsAre("unused-name", "unused-name", "unused-name", "pause-cannot-happen: seen"));
    EXPECT_THAT(linted("", "", ignore), ElementsAre("unused-name", "unused-name", "unused-name", "ignored-in-vain", "pause-cannot-happen"));
    EXPECT_THAT(linted("ignore: {unused-name: the host reads them}\n", "", ""),
                ElementsAre("unused-name: the host reads them", "unused-name: the host reads them", "unused-name: the host reads them", "pause-cannot-happen"));
}
TEST(lint, an_ignore_that_names_no_finding_is_a_fault) {
    EXPECT_THAT(faults_of_text(head + "ignore: {pause-forever: because}\n" + machine),
                ElementsAre(HasSubstr("4:10: ignore: there is no finding \"pause-forever\"; did you mean \"pause-for-ever\"?")));
}


// ---- names and places -----------------------------------------------------------------------------------------------------------------

TEST(lint, a_name_is_used_where_a_phrase_a_key_or_another_file_mentions_it) {
    const scratch_folder folder;
    folder.write("words.yaml", "words: {ring: {means: 5s}, soon: {means: 1m}, first moment: {means: 5m}}\n"
                               "roles: {boss: {}, chief: {title: boss of boss}}\n"
                               "options: {limit: {choices: [3 rings, 2 rings], default: 3 rings}}\n"
                               "conditions: {hot: {any: [told]}, cold: {lacks: told}}\n"
                               "rulebook: words\nlanguage: caseclock/1\n");
    folder.write("own.yaml", head + "include: words.yaml\n" + machine +
                                 policy_text("start: {enters: received}, stop: {event: finish}, "
                                             "due: [{if: hot, due: within $limit}, {due: within first moment}], "
                                             "missed: {tell: boss}, note: soon and chief and cold are only spoken of"));
    std::vector<std::string> texts;
    for (const auto& each : lint_rulebook(folder.path("own.yaml"), {})) texts.push_back(each.text());
    EXPECT_THAT(texts, ElementsAre(HasSubstr("own.yaml:6:3: note: calendar office: nothing in the rulebook uses it; use it, or delete it (unused-name)"),
                                   HasSubstr("role agent: "), HasSubstr("role supervisor: "), HasSubstr("words.yaml:1:28: note: word soon: "),
                                   HasSubstr("role chief: "), HasSubstr("condition cold: ")));
}
TEST(lint, what_an_included_file_ignores_is_ignored_and_never_in_vain) {
    const scratch_folder folder;
    folder.write("shared.yaml", "rulebook: shared\nlanguage: caseclock/1\n"
                                "roles: {boss: {ignore: {unused-name: for others}}, chief: {ignore: {unused-name: for others}}}\n");
    folder.write("own.yaml", head + "include: shared.yaml\n" + machine +
                                 policy_text("start: {enters: received}, stop: {event: finish}, due: within 5m, missed: {tell: [boss, agent, supervisor]}"));
    std::vector<std::string> texts;
    for (const auto& each : lint_rulebook(folder.path("own.yaml"), {})) texts.push_back(each.id + ": " + each.subject + (each.counts() ? "" : ": ignored"));
    EXPECT_THAT(texts, ElementsAre("unused-name: calendar office", "unused-name: role chief: ignored"));
}
TEST(lint, a_role_that_a_machine_tells_is_used) {
    machine_description door{.name = "door", .roles = {"agent"}};
    door.events = {{.name = "open"}};
    door.states = {{.name = "closed", .initial = true}, {.name = "ajar"}};
    door.rows.push_back({.in = {"closed"}, .events = {"open"}, .condition = {}, .to = "ajar"});
    const std::vector<definition> machines{build(door)};
    EXPECT_THAT(texts_of(lint_rulebook_text(head + "roles: {agent: {}, supervisor: {}}\n", "test.yaml", machines), true),
                ElementsAre(is("unused-name", "role supervisor")));
}
TEST(lint, a_calendar_that_a_case_names_is_used) {
    EXPECT_THAT(texts_of(lint_rulebook_text(head + "case_calendar: owner\n" + machine, "test.yaml", {}), true),
                ElementsAre(is("unused-name", "role agent"), is("unused-name", "role supervisor")));
}
TEST(lint, a_calendar_that_ends_matters_where_something_is_counted) {
    const auto counted = [](const std::string& due) {
        auto text = head + machine + policy_text("start: {enters: received}, stop: {event: finish}, due: " + due);
        text.insert(text.find("  office"), "  fair: {hours: {\"2026-10-10\": [\"09:00-18:00\"]}}\n");
        return texts_of(lint_rulebook_text(text, "test.yaml", {}), false);
    };
    EXPECT_THAT(counted("[{due: within 2h, calendar: fair}]"), IsEmpty());
    EXPECT_THAT(counted("[{due: within 2 business hours, calendar: fair}]"), ElementsAre(is("calendar-ends", "for the last time on 2026-10-10")));
    EXPECT_THAT(counted("by close of fair"), ElementsAre(is("calendar-ends", "")));
    EXPECT_THAT(counted("[{due: within 2 business hours, calendar: office}]"), IsEmpty());
}

}  // namespace
}  // namespace caseclock::rulebook_test
