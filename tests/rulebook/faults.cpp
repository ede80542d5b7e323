// SPDX-License-Identifier: Apache-2.0
//
// Every fault: a faulty text and what is said about it, with its place. The lines of a fault's text stand after head and machine, whose
// last line is `last`.
#include "rulebook/support.hpp"

#include <algorithm>

namespace caseclock::rulebook_test {
namespace {

const auto last = static_cast<unsigned>(std::count(head.begin(), head.end(), '\n') + std::count(machine.begin(), machine.end(), '\n'));

/// Faults of lines after head and machine, lines counted from the first of them.
std::vector<std::string> faults_of(const std::string& lines) {
    auto told = faults_of_text(head + machine + lines);
    for (auto& fault : told) {
        const auto colon = fault.find(':');
        fault = std::to_string(std::stoi(fault.substr(0, colon)) - static_cast<int>(last)) + fault.substr(colon);
    }
    return told;
}

struct faulty {
    std::string text;
    const char* told;  ///< the beginning of the only fault
};

void expect_each(const std::vector<faulty>& table) {
    for (const auto& [text, told] : table) EXPECT_THAT(faults_of(text), testing::ElementsAre(testing::StartsWith(told))) << text;
}
std::string with(const std::string& keys) { return policy_text("start: {opened: case}, stop: {event: finish}, " + keys); }

TEST(faults, of_form) {
    expect_each({
        {"polices: {}\n", "1:1: a rulebook has no key \"polices\"; did you mean \"policies\"? (allowed: rulebook, language, "},
        {policy_text("start: {opened: case}, stop: {event: finish}, deu: within 5m"),
         "2:53: a policy has no key \"deu\"; did you mean \"due\"? (allowed: title, rule,"},
        {policy_text("start: {opened: case}, stop: {event: finish}"),
         "2:6: a policy has exactly one of due, every; this one has none"},
        {policy_text("start: opened, stop: {event: finish}, due: none"),
         "2:14: \"start\" of a policy is a text; here stands a trigger, a list of triggers, or a choice of them"},
        {with("due: none, kind: [wait]"), "2:70: \"kind\" of a policy is a list; here stands a kind of policy"},
        {with("due: none, kind: wiat"),
         "2:70: \"kind\" of a policy: \"wiat\" is not allowed; did you mean \"wait\"? (allowed: promise, wait)"},
        {with("due: none, title: "), "2:71: \"title\" of a policy has no value; here stands a text"},
        {with("due: none, title: \"\""), "2:71: \"title\" of a policy is empty; here stands a text"},
        {policy_text("start: {evnt: tick}, stop: {event: finish}, due: none"),
         "2:15: a trigger has no key \"evnt\"; did you mean \"event\"? (allowed: event, enters,"},
        {policy_text("start: {event: tick, enters: done}, stop: {event: finish}, due: none"),
         "2:14: a trigger has exactly one of event, enters, leaves, fact, loses, changes, opened, all; this one has event, enters"},
        {policy_text("start: {if: told}, stop: {event: finish}, due: none"),
         "2:14: a trigger has exactly one of event, enters, leaves, fact, loses, changes, opened, all; this one has none"},
        {with("due: none, missed: [{tell: agent, note: late}]"),
         "2:73: a reaction has exactly one of tell, remind, say, order, note, raise; this one has tell, note"},
        {with("due: none, warn: [{tell: agent}]"), "2:71: a warning has no \"at\": a share of the target, or so much time left"},
        {"words: {soon: 5m}\n", "1:15: \"soon\" is a text; here stands a word"},
        {"guards: {G-01: sotf}\n", "1:16: \"G-01\": \"sotf\" is not allowed; did you mean \"soft\"? (allowed: hard, soft, off)"},
        {"options: {a: {choices: [b], kind: count, default: b}}\n",
         "1:14: an option has exactly one of choices, kind; this one has choices, kind"},
    });
    EXPECT_THAT(faults_of_text("rulebook: a\n"),
                testing::ElementsAre("1:1: a rulebook has no \"language\": the language it is written in"));
    EXPECT_THAT(faults_of_text("[a]"), testing::ElementsAre("1:1: the document is a list; here stands a rulebook"));
    EXPECT_THAT(
        faults_of_text("rulebook: a\nlanguage: caseclock/2\n"),
        testing::ElementsAre(
            "2:11: \"language\" of a rulebook: \"caseclock/2\" is not allowed; did you mean \"caseclock/1\"? (allowed: caseclock/1)"));
}

TEST(faults, of_names) {
    expect_each({
        {policy_text("start: {enters: reparing}, stop: {event: finish}, due: none, machine: work"),
         "2:23: policy p: there is no state \"reparing\"; did you mean \"repairing\"? (allowed: reported, "},
        {policy_text("start: {event: tik}, stop: {event: finish}, due: none, machine: work"),
         "2:22: policy p: there is no event \"tik\"; did you mean \"tick\"? (allowed: assign, "},
        {policy_text("start: {event: tik}, stop: {event: finish}, due: none"),
         "2:22: policy p (no machine knows all its names; work comes nearest): there is no event \"tik\"; did you mean \"tick\"?"},
        {policy_text("start: {fact: tld}, stop: {event: finish}, due: none, machine: work"),
         "2:21: policy p: there is no fact \"tld\"; did you mean \"told\"? (allowed: told, paid)"},
        {policy_text("start: {changes: ownr}, stop: {event: finish}, due: none, machine: work"),
         "2:24: policy p: there is no attribute \"ownr\"; did you mean \"owner\"?"},
        {with("due: none, machine: wrk"), "2:73: policy p: there is no machine \"wrk\"; did you mean \"work\"? (allowed: work)"},
        {with("due: none, machine: work, pause_while: tld"),
         "2:92: policy p: there is no condition or fact \"tld\"; did you mean \"told\"? (allowed: told, paid)"},
        {with("due: none, machine: work, pause_while: {priority: hgh}"),
         "2:103: policy p: there is no value of priority \"hgh\"; did you mean \"high\"? (allowed: low, high, urgent)"},
        {with("due: none, machine: work, missed: {tell: agnt}"),
         "2:94: policy p: there is no role \"agnt\"; did you mean \"agent\"? (allowed: agent, supervisor)"},
        {with("due: none, machine: work, missed: {say: sory}"), "2:93: policy p: there is no cue \"sory\" (allowed: none)"},
        {with("due: none, machine: work, missed: {raise: tik}"), "2:95: policy p: there is no event \"tik\"; did you mean \"tick\"?"},
        {with("due: none, machine: work, missed: {raise: receive}"),
         "2:95: policy p: the event \"receive\" cannot be raised: it needs units (allowed: assign, start, finish, tick)"},
        {with("due: none, machine: work, calendar: ofice"),
         "2:89: policy p: there is no calendar \"ofice\"; did you mean \"office\"? (allowed: office, always)"},
        {"periods: {meal: {}}\n" + with("due: none, machine: work, calendar: meal"),
         "3:89: policy p: \"meal\" is a period, and nothing is measured with a period"},
        {with("due: within sonn, machine: work"),
         "2:58: policy p: there is no word or duration attribute \"sonn\" (allowed: promised, estimated); or write 90s,"},
        {with("due: within $limt, machine: work"), "2:58: policy p: there is no option \"limt\" (allowed: none)"},
        {with("due: by agreed, machine: work"), "2:58: policy p: there is no attribute \"agreed\""},
        {with("due: by units, machine: work"),
         "2:58: policy p: the attribute \"units\" is a count; here stands one of kind instant (allowed: agreed_at)"},
        {with("due: none, machine: work, when_changed: {prio: keep}"), "2:94: policy p: there is no attribute \"prio\""},
        {"roles: {a: {}}\n", "1:1: the key \"roles\" stands twice in one mapping"},
        {"guards: {G-02: off}\n",
         "1:10: guard G-02: no row of any machine needs anything under the rule \"G-02\"; did you mean \"G-01\"? (allowed: G-01)"},
        {"conditions: {a: {any: [tld]}}\n",
         "1:24: condition a: there is no condition or fact \"tld\"; did you mean \"told\"? (allowed: a, told, paid)"},
        {"conditions: {a: b, b: {none: [a]}}\n", "1:31: condition a: it asks for itself: a -> b -> a"},
        {"calendar: offce\n", "1:11: rulebook test: there is no calendar \"offce\"; did you mean \"office\"?"},
        {"case_calendar: units\n", "1:16: case_calendar: the attribute \"units\" of machine work names no calendar"},
        {"case_calendar: nothing\n", "1:16: case_calendar: there is no attribute \"nothing\" (allowed: owner, priority)"},
        {"forms: {slip: {complete: filled}}\n", "1:26: form slip: there is no fact \"filled\" (allowed: told, paid)"},
        {"rosters: {duty: {by: weekday, mon: boss}}\n", "1:36: roster duty: there is no role \"boss\""},
        {"options: {o: {choices: [a, b], default: c}}\n", "1:41: option o: there is no choice \"c\""},
        {"options: {o: {choices: [a, b], default: a}}\n" +
             policy_text("machine: work, start: {choose: o, b: {opened: case}}, stop: {event: finish}, due: none"),
         "3:38: policy p: the choice \"a\" of option \"o\" has no triggers here; write [] for none"},
    });
}

TEST(faults, of_values) {
    expect_each({
        {with("due: within 0s, machine: work"), "2:58: policy p: due \"within 0s\": a target is longer than nothing"},
        {with("due: within -5m, machine: work"), "2:58: policy p: duration \"-5m\": a duration is not negative"},
        {with("due: within 5, machine: work"), "2:58: policy p: duration \"5\": a bare number has no unit"},
        {with("due: within 2 working day, machine: work"), "2:58: policy p: working days are counted in a calendar, and none is named"},
        {with("due: within 2 business hours, machine: work"),
         "2:58: policy p: business hours are counted in a calendar, and none is named"},
        {with("due: within estimated, machine: work"), "2:58: policy p: working days are counted in a calendar, and none is named"},
        {with("due: between 72h and 24h, machine: work"), "2:58: policy p: due \"between 72h and 24h\": the window ends before it opens"},
        {with("due: between 24h and 3 days, machine: work"),
         "2:58: policy p: due \"between 24h and 3 days\": both ends of a window are counted in the same unit"},
        {with("due: by close of always, machine: work"),
         "2:58: policy p: due \"by close of always\": the calendar \"always\" never closes; name one that does"},
        {with("due: by close of 0 working days, machine: work, calendar: office"),
         "2:58: policy p: due \"by close of 0 working days\": the first working day is number 1"},
        {with("due: by close of 2 days, machine: work, calendar: office"),
         "2:58: policy p: due \"by close of 2 days\": after \"by close of\" stands a calendar or a number of working days"},
        {with("due: within 1h, machine: work, warn: {at: 0 %, note: a}"),
         "2:95: policy p: warning \"0 %\": a share of the target lies above 0 % and is at most 100 %"},
        {with("due: within 1h, machine: work, warn: {at: 101 %, note: a}"), "2:95: policy p: warning \"101 %\": a share of the target"},
        {with("due: within 1h, machine: work, warn: {at: 0s left, note: a}"),
         "2:95: policy p: warning \"0s left\": with nothing left there is nothing to warn of"},
        {with("due: within 1h, machine: work, warn: {at: soon, note: a}"),
         "2:95: policy p: warning \"soon\": a warning stands at \"80 %\" of the target or at \"15s left\""},
        {with("due: within 1h, machine: work, missed: {note: a, from: 0th miss}"),
         "2:108: policy p: miss \"0th miss\": it is written 2nd miss, from 1st miss to 255th miss"},
        {with("due: within 1h, machine: work, from: next_opening"),
         "2:84: policy p: \"from\", \"snap\" and \"working_days\" say how working days are counted, but no target counts them"},
        {with("due: within 1h, machine: work, otherwise: within 2h"),
         "2:95: policy p: \"otherwise\" stands in for an attribute, but no target of the policy reads one"},
        {with("due: within 1h, machine: work, window_opens: {note: a}"),
         "2:98: policy p: \"window_opens\": no target of the policy has a window"},
        {with("due: within 1h, machine: work, ends: {note: a}"), "2:90: policy p: \"ends\": only a wait ends without a verdict"},
        {policy_text("machine: work, kind: wait, start: {opened: case}, due: none"),
         "2:3: policy p: a wait needs a deadline, and \"due: none\" is none"},
        {policy_text("machine: work, kind: wait, start: {opened: case}, due: within 1h, missed: {note: a}"),
         "2:81: policy p: \"missed\": a wait has no verdict; what follows its end stands in \"ends\""},
        {policy_text("machine: work, start: {opened: case}, due: within 1h"),
         "2:3: policy p: it has no \"stop\"; only a wait ends by itself"},
        {policy_text("machine: work, start: {opened: case}, stop: {event: tick, since: agreed_at}, due: within 1h"),
         "2:72: policy p: only a start has a \"since\""},
        {policy_text("machine: work, start: {opened: case, since: units}, stop: {event: tick}, due: within 1h"),
         "2:51: policy p: the attribute \"units\" is a count; here stands one of kind instant"},
        {policy_text("machine: work, start: {opened: case}, stop: {event: tick}, cancel: {all: [{fact: told}]}, due: within 1h"),
         "2:74: policy p: \"all\" stands in a stop, a start or a done_by only"},
        {policy_text("machine: work, start: {opened: case}, stop: {all: [{fact: told, if: paid}]}, due: within 1h"),
         "2:75: policy p: a fact counts while it holds: the \"if\" stands beside the \"all\""},
        {with("due: none, machine: work, pause_while: {units: 3}"),
         "2:100: policy p: number \"3\": a bare number has no word; write 3 units, or what they are"},
        {with("due: none, machine: work, pause_while: {units: {above: some}}"),
         "2:108: policy p: number \"some\": a number of things is written with its word: 10 units"},
        {with("due: none, machine: work, pause_while: {priority: {above: low}}"),
         "2:93: policy p: the attribute \"priority\" is a one_of and has no order"},
        {with("due: none, machine: work, pause_while: {promised: {above: 2 days}}"),
         "2:111: policy p: duration \"2 days\": here stands one counted in real time"},
        {with("due: none, machine: work, pause_while: {}"), "2:92: policy p: a pause that always holds: the clock would never run"},
        {"words: {soon: {means: 0s}}\n", "1:23: word soon: duration \"0s\": a length is longer than nothing"},
        {"options: {n: {kind: count, default: 3}}\n", "1:37: option n: number \"3\": a bare number has no word"},
        {"periods: {meal: {week: {mon: \"11:00-11:00\"}}}\n", "1:30: period meal: hours \"11:00-11:00\": they end where they start"},
        {"periods: {meal: {week: {mno: \"11:00-12:00\"}}}\n",
         "1:25: period meal: weekday \"mno\": there is no \"mno\"; did you mean \"mon\"?"},
        {"periods: {meal: {dates: 2026-13-01}}\n", "1:25: period meal: date \"2026-13-01\""},
        {"periods: {meal: {zone: Shanghai}}\n", "1:24: period meal: zone \"Shanghai\": no such zone; did you mean \"Asia/Shanghai\"?"},
        {"limits: {firings: 64}\n", "1:19: limits: number \"64\": a bare number has no word"},
        {"limits: {firings: 0 firings}\n", "1:19: limits: limit \"0 firings\": it lies outside 1 .. 1000000"},
        {"dedupe_window: 3 days\n", "1:16: dedupe_window: duration \"3 days\": here stands real time: 30m, 24h"},
        {"max_ahead: 0s\n", "1:12: max_ahead: duration \"0s\": it is longer than nothing"},
    });
}

TEST(faults, of_caps_and_batches) {
    expect_each({
        {with("machine: work, due: [{due: none, not_later_than: within 1h}]"),
         "2:102: policy p: \"not_later_than\" caps a deadline, and \"due: none\" is none; write it as the \"due\""},
        {with("machine: work, due: none, not_later_than: within 1h"),
         "2:95: policy p: \"not_later_than\" caps a deadline, but no target of the policy has one"},
        {with("machine: work, due: within 1h, not_later_than: between 1h and 2h"),
         "2:100: policy p: not_later_than \"between 1h and 2h\": a cap is one instant; a window stands in \"due\""},
        {with("machine: work, due: within 1h, not_later_than: by agred_at"),
         "2:100: policy p: there is no attribute \"agred_at\"; did you mean \"agreed_at\"?"},
        {with("machine: work, due: within 1h, not_latr_than: by agreed_at"),
         "2:84: a policy has no key \"not_latr_than\"; did you mean \"not_later_than\"?"},
        {with("machine: work, due: within 1h per 10 unts"), "2:73: policy p: there is no attribute \"unts\"; did you mean \"units\"?"},
        {with("machine: work, due: within 1h per 10 promised"),
         "2:73: policy p: the attribute \"promised\" is a duration; here stands one of kind count (allowed: units)"},
        {with("machine: work, due: within 1h per unit"), "2:73: policy p: due \"within 1h per unit\": after \"per\" stands a number of things: per 10 units"},
        {with("machine: work, due: within 0s per 10 units"), "2:73: policy p: due \"within 0s per 10 units\": a target is longer than nothing"},
        {with("machine: work, due: within 1 working day per 10 units"), "2:73: policy p: working days are counted in a calendar, and none is named"},
        {with("machine: work, due: within 1h, rounding: ceil"),
         "2:94: policy p: \"rounding\" says how batches count, but no target is \"within DURATION per N THINGS\""},
        {with("machine: work, due: [{due: within 1h, rounding: linear}, {due: within 1h per 2 units}]"),
         "2:101: policy p: \"rounding\" says how batches count, but no target is \"within DURATION per N THINGS\""},
        {with("machine: work, due: within 1h per 2 units, rounding: cel"),
         "2:106: policy p: rounding \"cel\" is not allowed; did you mean \"ceil\"? (allowed: ceil, linear, or an option of these)"},
        {with("machine: work, due: within 1h per 2 units, rounding: $r"), "2:106: policy p: there is no option \"r\" (allowed: none)"},
        {"options: {r: {choices: [ceil, floor], default: ceil}}\n" + with("machine: work, due: within 1h per 2 units, rounding: $r"),
         "3:106: policy p: rounding \"floor\" is not allowed"},
    });
}

TEST(faults, of_cycles) {
    const auto without_stop = [](const std::string& keys) { return policy_text("machine: work, start: {event: assign}, " + keys); };
    expect_each({
        {with("machine: work, every: 1h"),
         "2:75: policy p: \"every\" counts from one completion to the next, and none is named: add \"done_by\""},
        {with("machine: work, every: 1h, due: within 1h, done_by: {event: tick}"),
         "2:6: a policy has exactly one of due, every; this one has due, every"},
        {with("machine: work, every: 1h from start, done_by: {event: tick}"), "2:75: policy p: every \"1h from start\": it is counted from one completion"},
        {without_stop("kind: wait, every: 1h, done_by: {event: tick}"),
         "2:65: policy p: a wait ends by itself; only a promise is repeated, by \"every\" and \"done_by\""},
        {without_stop("counts: once, every: 1h, done_by: {event: tick}"),
         "2:80: policy p: \"done_by\" starts cycle after cycle, \"counts: once\" allows one"},
        {with("machine: work, due: within 1h, when_reopened: continue"),
         "2:84: policy p: \"when_reopened\" says what a reopening does, and nothing reopens the clock: add \"reopened: {event: NAME}\""},
        {with("machine: work, due: within 1h, reopened: {event: tick}, when_reopened: go_on"),
         "2:124: \"when_reopened\" of a policy: \"go_on\" is not allowed (allowed: new_cycle, continue)"},
        {with("machine: work, due: within 1h, reopened: {opened: case}"),
         "2:94: policy p: a case is opened once, before any clock has ended; name what reopens it"},
        {with("machine: work, due: within 1h, reopened: {event: tick, since: agreed_at}"), "2:115: policy p: only a start has a \"since\""},
        {with("machine: work, due: within 1h, reopened: {all: [{event: tick}]}"),
         "2:94: policy p: \"all\" stands in a stop, a start or a done_by only"},
        {with("machine: work, due: within 1h, reopened: {event: tick}, counts: once"),
         "2:94: policy p: a reopening starts a new cycle, \"counts: once\" allows one; or write \"when_reopened: continue\""},
        {without_stop("kind: wait, due: within 1h, reopened: {event: tick}, when_reopened: continue"),
         "2:99: policy p: a wait that has ended is over; only a promise may \"continue\""},
        {with("machine: work, due: within 1h, pause_while: [{fact: told, max_pause: 0s}]"),
         "2:122: policy p: max_pause \"0s\": a pause is longer than nothing"},
        {with("machine: work, due: within 1h, pause_while: [{fact: told, max_pause: soon}]"), "2:122: policy p: there is no word \"soon\""},
        {with("machine: work, due: within 1h, pause_while: [{fact: told, max_pause: 2 business hours}]"),
         "2:122: policy p: business hours are counted in a calendar, and none is named"},
        {with("machine: work, due: within 1h, pause_while: [{fact: told, max_paus: 1h}]"),
         "2:111: policy p: there is no attribute \"max_paus\""},
        {with("machine: work, due: within 1h, pause_while: [{max_pause: 1h}]"),
         "2:98: policy p: a pause that always holds: the clock would never run"},
    });
}

TEST(faults, of_calendars_without_a_zone) {
    EXPECT_THAT(
        faults_of_text("rulebook: a\nlanguage: caseclock/1\ncalendars: {c: {week: {mon: \"09:00-17:00\"}}}\n"),
        testing::ElementsAre("3:13: calendar c: it has no zone, and the rulebook names none: add \"zone: Area/City\" to one of them"));
    EXPECT_THAT(
        faults_of_text(
            "rulebook: a\nlanguage: caseclock/1\nzone: UTC\ncalendars: {c: {week: {mon: [\"09:00-17:00\", \"16:00-18:00\"]}}, d: {}}\n"),
        testing::ElementsAre("4:24: calendar c: week mon: 09:00-17:00 and 16:00-18:00 overlap", testing::StartsWith("4:63: calendar d: ")));
}

TEST(faults, of_limits_that_are_passed) {
    std::string policies = "policies:\n", dues, reasons, warnings;
    for (int i = 0; i < 64; ++i)
        policies += "  p" + std::to_string(i) + ": {machine: work, start: {opened: case}, stop: {event: finish}, due: none}\n";
    for (int i = 0; i < 63; ++i) dues += (i == 0 ? "" : ", ") + std::string{"{if: told, due: none}"};
    for (int i = 0; i < 9; ++i) reasons += (i == 0 ? "" : ", ") + std::string{"told"};
    for (int i = 0; i < 9; ++i) warnings += (i == 0 ? "" : ", ") + std::string{"{at: 1s left, note: a}"};
    std::string members;
    for (int i = 0; i < 33; ++i) members += (i == 0 ? "" : ", ") + std::string{"{event: tick}"};
    expect_each({
        {policies, "65:3: policy p63: more than 63 policies serve the machine \"work\""},
        {with("machine: work, due: [" + dues + "]"), "2:3: policy p: 63 targets (allowed: at most 62)"},
        {with("machine: work, due: none, pause_while: [" + reasons + "]"), "2:141: policy p: 9 reasons to pause (allowed: at most 8)"},
        {with("machine: work, due: within 1h, warn: [" + warnings + "]"), "2:288: policy p: 9 warnings (allowed: at most 8)"},
        {policy_text("machine: work, start: {opened: case}, stop: {all: [" + members + "]}, due: none"),
         "2:3: policy p: its \"all\" triggers have 33 members beside facts (allowed: at most 32)"},
    });
}

TEST(faults, of_machines) {
    const std::string states = "    states: {a: {initial: here}, b: {final: done}}\n";
    const auto other = [&](const std::string& lines) { return "  other:\n" + lines; };
    expect_each({
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: og, to: b}]\n"),
         "4:12: machine other: row 1 (a, og): unknown event 'og' (allowed: go)"},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: c}]\n"),
         "4:12: machine other: row 1 (a, go): unknown state 'c'"},
        {other("    events: {go: {}}\n    states: {a: {}}\n    rows: [{in: a, event: go, stay: inside}]\n"),
         "1:3: machine other: no state is initial"},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b, do: {tell: nobody}}]\n"),
         "4:42: machine other: there is no role \"nobody\""},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b, do: {open: job}}]\n"),
         "4:42: machine other: there is no machine \"job\" (allowed: work, other)"},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b, do: {open: work, event: og}}]\n"),
         "4:42: machine other: there is no event of machine work \"og\""},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b, do: {tell: agent, as: x}}]\n"),
         "4:56: machine other: \"as\" belongs to \"open\""},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b}, {in: a, child: {job: done}, to: b}]\n"),
         "4:39: machine other: no action opens a child called \"job\" (allowed: none)"},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b, if: {state: a}}]\n"),
         "4:43: machine other: a row is chosen by the states in its \"in\""},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b, needs: {form: slip}}]\n"),
         "4:52: machine other: there is no form \"slip\" (allowed: none)"},
        {other("    attributes: {n: {kind: count, unit: real}}\n    events: {go: {}}\n" + states +
               "    rows: [{in: a, event: go, to: b}]\n"),
         "2:35: machine other: only an attribute of kind duration has a unit"},
        {other("    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b, stay: inside}]\n"),
         "4:12: a row has exactly one of to, stay; this one has to, stay"},
        {"  work:\n    events: {go: {}}\n" + states + "    rows: [{in: a, event: go, to: b}]\n",
         "1:3: the key \"work\" stands twice in one mapping"},
    });
}

TEST(faults, are_told_together_in_the_order_of_the_text) {
    EXPECT_THAT(
        faults_of("guards: {G-99: hard}\nwords: {soon: {means: 5}}\npolicies:\n  a: {start: {event: tik}, stop: {event: finish}, due: "
                  "within 0s, machine: work, tilte: A}\n  b: {start: {opened: case}, stop: {fact: tld}, due: none, machine: work}\n"),
        testing::ElementsAre(
            testing::StartsWith("1:10: guard G-99:"), testing::StartsWith("2:23: word soon:"),
            testing::StartsWith("4:22: policy a: there is no event"), testing::StartsWith("4:56: policy a: due \"within 0s\""),
            testing::StartsWith("4:82: a policy has no key \"tilte\""), testing::StartsWith("5:43: policy b: there is no fact")));
}

TEST(faults, of_form_are_not_told_twice_by_what_follows_from_them) {
    EXPECT_THAT(faults_of(policy_text("strat: {opened: case}, stop: {event: finish}, due: none, machine: work")), testing::SizeIs(1));
    EXPECT_THAT(
        faults_of(
            "  other:\n    evnts: {go: {}}\n    states: {a: {initial: here}, b: {final: done}}\n    rows: [{in: a, event: go, to: b}]\n"),
        testing::SizeIs(1));
}

TEST(faults, count_columns_in_characters) {
    EXPECT_THAT(faults_of("roles2: {}\n"), testing::SizeIs(1));
    EXPECT_THAT(faults_of_text("rulebook: a\nlanguage: caseclock/1\ntitle: {题目: 1}\n"),
                testing::ElementsAre("3:8: \"title\" of a rulebook is a mapping; here stands a text"));
    EXPECT_THAT(faults_of_text("rulebook: a\nlanguage: caseclock/1\nwords: {题目: {means: 1}}\n"),
                testing::ElementsAre(testing::StartsWith("3:21: word 题目: duration \"1\"")));
}

}  // namespace
}  // namespace caseclock::rulebook_test
