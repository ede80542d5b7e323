// SPDX-License-Identifier: Apache-2.0
#include "rulebook/support.hpp"

#include "caseclock/workflow/builtin_machines.hpp"

namespace caseclock {
namespace {

std::vector<std::string> faults_of(const chosen_options& chosen, const std::string& text) {
    try {
        static_cast<void>(parse_rulebook(text, "own.yaml", {}, chosen));
    } catch (const rulebook_error& error) {
        std::vector<std::string> told;
        for (const auto& fault : error.faults()) told.push_back(fault.text());
        return told;
    }
    return {};
}

const std::string head = "rulebook: own\nlanguage: caseclock/1\nzone: UTC\n";

TEST(chosen_options, stand_for_the_defaults_that_are_written) {
    const auto written = builtin_rulebook("hotline");
    const auto chosen = builtin_rulebook("hotline", workflows::builtin_machines(), {{"ring_limit", "2 rings"}, {"ended_without_reason", "hang_up"}});
    EXPECT_EQ(written.options()[0].name, "ring_limit");
    EXPECT_EQ(written.options()[0].value, "3 rings");
    EXPECT_EQ(chosen.options()[0].value, "2 rings");
    EXPECT_EQ(chosen.options()[3].value, "hang_up");
    EXPECT_EQ(chosen.options()[1].value, written.options()[1].value);
}

TEST(chosen_options, decide_rows_of_machines_too) {
    const auto text = head + "options: {way: {choices: [stay, go], default: stay}}\nmachines:\n  m:\n    events: {e: {}}\n"
                             "    states: {a: {initial: here}, b: {final: done}}\n"
                             "    rows: [{in: a, event: e, if: {option: {way: go}}, to: b}, {in: a, event: e, stay: inside}]\n";
    const auto leads_to = [&](const chosen_options& chosen) {
        const auto book = parse_rulebook(text, "own.yaml", {}, chosen);
        const auto& m = book.plan(0).machine;
        case_record record;
        outbox out;
        step now{record, out, {}, m.slots()};
        static_cast<void>(m.start(now));
        static_cast<void>(m.process(now, *m.event("e")));
        return m.states()[record.state[0]].name;
    };
    EXPECT_EQ(leads_to({}), "a");
    EXPECT_EQ(leads_to({{"way", "go"}}), "b");
}

TEST(chosen_options, that_there_are_not_are_faults_of_the_file_as_a_whole) {
    const auto text = head + "options: {limit: {choices: [short, long], default: short}, most: {kind: count, default: 3 people}}\n";
    EXPECT_EQ(faults_of({{"limit", "long"}, {"most", "4 people"}}, text), std::vector<std::string>{});
    EXPECT_EQ(faults_of({{"limits", "long"}}, text),
              std::vector<std::string>{"own.yaml: chosen options: there is no option \"limits\"; did you mean \"limit\"? (allowed: limit, most)"});
    EXPECT_EQ(faults_of({{"limit", "longer"}}, text),
              std::vector<std::string>{
                  "own.yaml: chosen options: there is no choice of option limit \"longer\"; did you mean \"long\"? (allowed: short, long)"});
    EXPECT_THAT(faults_of({{"most", "4"}}, text), testing::ElementsAre(testing::HasSubstr("option most: number \"4\"")));
}

// ---- chosen in the rulebook itself

const std::string options = "options: {limit: {choices: [short, long], default: short}, most: {kind: count, default: 3 people}}\n";

TEST(choose, stands_for_the_defaults_and_gives_way_to_the_host) {
    const auto value = [](const std::string& choice, const chosen_options& chosen) {
        return parse_rulebook(head + options + choice, "own.yaml", {}, chosen).options()[0].value;
    };
    EXPECT_EQ(value("", {}), "short");
    EXPECT_EQ(value("choose: {limit: long}\n", {}), "long");
    EXPECT_EQ(value("choose: {limit: long}\n", {{"limit", "short"}}), "short");
}

TEST(choose, is_known_to_the_rows_of_machines) {
    const auto text = head + options + R"(machines:
  own:
    events: {go: {}}
    states: {a: {initial: here}, b: {}, c: {}}
    rows:
      - {in: a, event: go, if: {option: {limit: long}}, to: b}
      - {in: a, event: go, to: c}
)";
    const auto rows = [](const rulebook& book) { return book.plan(0).machine.rows().size(); };
    EXPECT_EQ(rows(parse_rulebook(text, "own.yaml", {})), rows(parse_rulebook(text + "choose: {most: 4 people}\n", "own.yaml", {})));
    for (const auto& chosen : {parse_rulebook(text + "choose: {limit: long}\n", "own.yaml", {}), parse_rulebook(text, "own.yaml", {}, {{"limit", "long"}})}) {
        const auto& d = chosen.plan(0).machine;
        case_record record;
        outbox out;
        step now{record, out, instant{}, d.slots()};
        static_cast<void>(d.start(now));
        static_cast<void>(d.process(now, *d.event("go"), {}));
        EXPECT_EQ(d.states()[record.state[0]].name, "b");
    }
}

TEST(choose, of_what_there_is_not_is_a_fault_where_it_stands) {
    EXPECT_THAT(faults_of({}, head + options + "choose: {limits: long}\n"),
                testing::ElementsAre("own.yaml:5:10: choose: there is no option \"limits\"; did you mean \"limit\"? (allowed: limit, most)"));
    EXPECT_THAT(faults_of({}, head + options + "choose: {limit: longer}\n"),
                testing::ElementsAre("own.yaml:5:17: option limit: there is no choice \"longer\"; did you mean \"long\"? (allowed: short, long)"));
    EXPECT_THAT(faults_of({}, head + options + "choose: {most: 4}\n"), testing::ElementsAre(testing::HasSubstr("own.yaml:5:16: option most: number \"4\"")));
    EXPECT_THAT(faults_of({}, head + options + "choose: [limit]\n"), testing::ElementsAre(testing::HasSubstr("own.yaml:5:9: \"choose\" of a rulebook is a list")));
}

}  // namespace
}  // namespace caseclock
