// SPDX-License-Identifier: Apache-2.0
//
// A rulebook filled in by hand, as a C++ or Python user does.
#include "caseclock/rulebook/build.hpp"
#include "rulebook/scratch_folder.hpp"
#include "rulebook/support.hpp"

namespace caseclock::rulebook_test {
namespace {

rulebook_description described() {
    rulebook_description own;
    own.name = "desk";
    own.zone = {"Asia/Shanghai", 1};
    own.roles.push_back({.name = "supervisor"});
    policy_description pick_up;
    pick_up.name = "finish_in_time";
    pick_up.mark = 7;
    pick_up.machines = {"work"};
    pick_up.start.any = {trigger_description::opened()};
    pick_up.stop.any = {trigger_description::event("finish")};
    pick_up.due = {{.phrase = "within 15s"}};
    pick_up.missed = {reaction_description::tell("supervisor")};
    own.policies.push_back(pick_up);
    return own;
}

std::vector<definition> machines() {
    const auto book = parsed("");
    return {book.plan(0).machine};
}

std::vector<std::string> told_of(const rulebook_description& from) {
    std::vector<std::string> told;
    try {
        static_cast<void>(build(from, machines()));
    } catch (const description_error& error) {
        for (const auto& fault : error.faults()) told.push_back(std::to_string(fault.mark) + ' ' + fault.subject + ": " + fault.what);
    }
    return told;
}

TEST(description, is_built_like_a_text) {
    const auto book = build(described(), machines());
    const auto& p = book.plan(0).policies.front();
    EXPECT_EQ(p.targets[0].length.length(), std::chrono::seconds{15});
    EXPECT_EQ(p.missed.size(), 1U);
    EXPECT_EQ(book.zone_name(), "Asia/Shanghai");
}

TEST(description, tells_every_fault_with_its_mark) {
    auto own = described();
    auto& p = own.policies.front();
    p.stop.any = {trigger_description::event({"finsh", 11})};
    p.due.push_back({.when = when_description::named({"tld", 12}), .phrase = {"within 0s", 13}});
    p.missed.front().from_miss = 300;
    p.pause_while = {when_description::attribute({"priority", 14}, {}), when_description{.is = when_description::kind::named}};
    own.calendars.push_back({.name = "empty", .mark = 15});
    EXPECT_THAT(told_of(own), testing::UnorderedElementsAre(
                                  testing::StartsWith("15 calendar empty: the calendar never opens"),
                                  testing::StartsWith("11 policy finish_in_time: there is no event \"finsh\""),
                                  testing::StartsWith("12 policy finish_in_time: there is no condition or fact \"tld\""),
                                  testing::StartsWith("13 policy finish_in_time: due \"within 0s\""),
                                  testing::StartsWith("7 policy finish_in_time: \"from\" names miss number 300"),
                                  testing::StartsWith("14 policy finish_in_time: the attribute \"priority\" is compared with nothing"),
                                  testing::StartsWith("7 policy finish_in_time: a condition names nothing")));
}

TEST(description, without_what_it_needs_is_refused) {
    rulebook_description own;
    own.policies.push_back({});
    const auto told = told_of(own);
    for (const auto* fault : {"0 rulebook : it has no name", "it has no \"start\"", "it has no \"stop\"", "it has no \"due\""})
        EXPECT_THAT(told, testing::Contains(testing::HasSubstr(fault)));
}

TEST(schema, is_the_one_beside_the_rulebooks) {
    std::ifstream in{"src/rulebooks/caseclock-rulebook.schema.json", std::ios::binary};
    const std::string kept{std::istreambuf_iterator<char>{in}, {}};
    if (kept == rulebook_schema()) return;
    const auto made = new_folder() / "caseclock-rulebook.schema.json";
    std::ofstream{made, std::ios::binary} << rulebook_schema();
    ADD_FAILURE() << "src/rulebooks/caseclock-rulebook.schema.json is out of date; the new one is " << made;
}

}  // namespace
}  // namespace caseclock::rulebook_test
