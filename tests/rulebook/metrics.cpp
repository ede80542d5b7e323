// SPDX-License-Identifier: Apache-2.0
//
// Metrics as a policy names them, and as a tenant adds them for its own machines.
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string own = R"(metrics:
  handling:
    rule: T-55
    work: {start: {enters: open_work}, stop: [{enters: done}, {event: tick, if: told}], cancel: {event: tick}, pause_while: {state: waiting}, counts: once}
  first_response:
    work: {start: {opened: case}, stop: {fact: told}}
  stay: {takes: state, any: {start: {enters: $state}, stop: {leaves: $state}, pause_while: {state: $state, fact: told}}}
)";
std::vector<std::string> faults_of(const std::string& lines) { return faults_of_text(head + machine + lines); }
std::string policy_of(const std::string& keys) { return policy_text("machine: work, due: within 5m, " + keys); }

TEST(a_metric, gives_a_policy_what_it_does_not_say_itself) {
    const auto book = parsed(own + policy_of("metric: handling"));
    const auto& plan = book.plan(0);
    EXPECT_THAT(texts(plan, plan.on_entered[*plan.machine.state("assigned")]), ElementsAre("start p apart from 3"));
    EXPECT_THAT(texts(plan, plan.on_event[*plan.machine.event("tick")]), ElementsAre("stop p if", "cancel p"));
    EXPECT_EQ(plan.policies[0].pauses.size(), 1U);
    EXPECT_TRUE(plan.policies[0].once);
    EXPECT_THAT(book.rule_ids(), testing::Contains("T-55"));
}

TEST(a_metric, gives_way_to_what_the_policy_says) {
    const auto book = parsed(own + policy_of("metric: handling, stop: {event: finish}, cancel: [], pause_while: []"));
    const auto& plan = book.plan(0);
    EXPECT_THAT(texts(plan, plan.on_event[*plan.machine.event("finish")]), ElementsAre("stop p"));
    EXPECT_THAT(texts(plan, plan.on_event[*plan.machine.event("tick")]), ElementsAre());
    EXPECT_TRUE(plan.policies[0].pauses.empty());
}

TEST(a_metric, may_be_told_a_state) {
    const auto book = parsed(own + policy_of("metric: {stay: repairing}") + "  q: {machine: work, due: none, metric: {time_in_state: waiting}}\n");
    const auto& plan = book.plan(0);
    EXPECT_THAT(texts(plan, plan.on_left[*plan.machine.state("repairing")]), ElementsAre("stop p"));
    EXPECT_EQ(plan.policies[0].pause_texts, std::vector<std::string>{"repairing and told"});
    EXPECT_THAT(texts(plan, plan.on_entered[*plan.machine.state("assigned")]), ElementsAre("start q apart from 2")) << "a flag";
}

TEST(a_metric, serves_every_machine_that_has_it_where_the_policy_names_none) {
    const auto book = parse_rulebook(head + machine + own + "policies: {p: {metric: first_response, due: within 5m}}\n", "test.yaml");
    EXPECT_THAT(book.policies()[0].machines, testing::UnorderedElementsAre("ticket", "complaint", "escalation", "follow_up", "department_request", "work"));
}

TEST(a_metric, of_a_built_in_machine_may_mean_something_else_to_a_tenant) {
    const auto book = parse_rulebook(head + "metrics: {first_response: {ticket: {start: {event: record}, stop: {event: reply}}}}\n"
                                            "policies: {p: {machine: ticket, metric: first_response, due: within 5m}}\n", "test.yaml");
    const auto& plan = book.plan(*book.machine("ticket"));
    EXPECT_THAT(texts(plan, plan.on_event[*plan.machine.event("record")]), ElementsAre("start p"));
    EXPECT_THAT(texts(plan, plan.on_event[*plan.machine.event("reply")]), ElementsAre("stop p"));
    EXPECT_TRUE(plan.on_opened.empty());
}

TEST(a_metric, is_repeated_by_every_and_may_be_reopened) {
    const auto book = parse_rulebook(head + "policies: {p: {machine: ticket, metric: periodic_update, every: 2 days}, "
                                            "q: {machine: ticket, metric: requester_wait, due: within 3 days}, "
                                            "r: {machine: ticket, metric: requester_wait, due: within 3 days, reopened: []}}\n", "test.yaml");
    const auto& plan = book.plan(*book.machine("ticket"));
    EXPECT_THAT(texts(plan, plan.on_event[*plan.machine.event("explain_solution")]), ElementsAre("complete p"));
    EXPECT_EQ(plan.policies[1].when_reopened, on_reopening::go_on);
    EXPECT_THAT(texts(plan, plan.on_entered[*plan.machine.state("reopened")]), ElementsAre("reopen q"));
}

TEST(faults, of_metrics) {
    EXPECT_THAT(faults_of(own + policy_of("metric: handlin")), ElementsAre(HasSubstr("policy p: there is no metric \"handlin\"; did you mean \"handling\"? (allowed: ")));
    EXPECT_THAT(faults_of(own + policy_of("metric: hold_time")),
                ElementsAre(HasSubstr("policy p: the machine \"work\" has no metric \"hold_time\" (it has: first_response, time_in_state, handling, stay;")));
    EXPECT_THAT(faults_of(own + policy_of("metric: stay")), ElementsAre(HasSubstr("the metric \"stay\" is told a state: write \"metric: {stay: NAME}\"")));
    EXPECT_THAT(faults_of(own + policy_of("metric: {handling: done}")), ElementsAre(HasSubstr("the metric \"handling\" is told nothing: write \"metric: handling\"")));
    EXPECT_THAT(faults_of(own + policy_of("metric: {stay: reparing}")), testing::Each(HasSubstr("there is no state \"reparing\"; did you mean \"repairing\"?")));
    EXPECT_THAT(faults_of(own + policy_of("metric: {stay: done, handling: done}")), testing::Contains(HasSubstr("a policy names one metric, this one 2")));
    EXPECT_THAT(faults_of("metrics: {m: {title: Nothing}}\n"), ElementsAre(HasSubstr("metric m: it says nothing of any machine")));
    EXPECT_THAT(faults_of("metrics: {m: {work: {stop: {event: tick}}}}\n"), ElementsAre(HasSubstr("metric m: its part of \"work\" has no \"start\"")));
    EXPECT_THAT(faults_of("metrics: {m: {work: {begin: {event: tick}}}}\n"), testing::Contains(HasSubstr("a machine's part of a metric has no key \"begin\"")));
    EXPECT_THAT(faults_of(policy_of("stop: {event: finish}")), ElementsAre(HasSubstr("policy p: it has no \"start\"")));
}

TEST(faults, of_metrics_that_no_policy_names) {
    const auto told = [](const std::string& parts, const std::string& fault) {
        EXPECT_THAT(faults_of("metrics: {m: {" + parts + "}}\n"), ElementsAre(HasSubstr(fault))) << parts;
    };
    told("wrk: {start: {opened: case}}", "metric m: there is no machine \"wrk\"; did you mean \"work\"? (allowed: work, any)");
    told("work: {start: {enters: reparing}}", "metric m for work: there is no state \"reparing\"; did you mean \"repairing\"?");
    told("work: {start: {opened: case}, stop: {event: finsh}}", "metric m for work: there is no event \"finsh\"; did you mean \"finish\"?");
    told("work: {start: {opened: case}, pause_while: {fact: tld}}", "metric m for work: there is no fact \"tld\"; did you mean \"told\"?");
    told("work: {start: {opened: case}}, any: {start: {changes: prioritty}}",
         "metric m (no machine knows all its names; work comes nearest): there is no attribute \"prioritty\"; did you mean \"priority\"?");
    told("takes: state, any: {start: {enters: $state}, stop: {leaves: $stat}}", "there is no state \"$stat\"");
    told("work: {start: {enters: $state}}", "there is no state \"$state\"");
}

TEST(faults, of_a_metric_are_told_once_however_many_policies_name_it) {
    EXPECT_THAT(faults_of("metrics: {m: {work: {start: {opened: case}, stop: {event: finsh}}}}\n" + policy_of("metric: m") +
                          "  q: {machine: work, due: within 6m, metric: m}\n"),
                ElementsAre(HasSubstr("metric m for work: there is no event \"finsh\"")));
}

TEST(a_metric, that_no_policy_names_needs_no_more_than_names_that_are_known) {
    EXPECT_THAT(faults_of("metrics: {m: {takes: state, work: {start: {enters: $state}}, any: {start: {enters: $state}, pause_while: {state: waiting, "
                          "max_pause: 2 business hours}}}}\n"), ElementsAre());
}

}  // namespace
}  // namespace caseclock::rulebook_test
