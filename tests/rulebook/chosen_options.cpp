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

}  // namespace
}  // namespace caseclock
