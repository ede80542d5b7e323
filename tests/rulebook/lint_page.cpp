// SPDX-License-Identifier: Apache-2.0
//
// docs/lint.md and the linter say the same: the findings are those of the page, the faulty example of each is found, and what the page
// writes instead is not.
#include "caseclock/rulebook/lint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace caseclock::rulebook_test {
namespace {

struct page_section {
    std::string id;
    std::vector<std::string> examples;
};
struct lint_page {
    std::string head;  ///< the lines before every example
    std::vector<page_section> sections;
};

lint_page read_page() {
    std::ifstream in{"docs/lint.md"};
    EXPECT_TRUE(in.is_open()) << "run from the root of the sources";
    lint_page page;
    std::string* open = nullptr;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("### `")) page.sections.push_back({line.substr(5, line.rfind('`') - 5), {}});
        else if (line == "```") open = nullptr;
        else if (line == "```yaml" && page.sections.empty()) open = &page.head;
        else if (line == "```yaml") open = &page.sections.back().examples.emplace_back();
        else if (open != nullptr) *open += line + '\n';
    }
    return page;
}

std::string whole(const lint_page& page, const std::string& example) {
    const bool has_machines = example.starts_with("machines:");
    return (has_machines ? page.head.substr(0, page.head.find("machines:")) : page.head) + example;
}

std::vector<rulebook_finding> linted(const std::string& text) {
    try {
        return lint_rulebook_text(text, "example.yaml");
    } catch (const rulebook_error& error) {
        ADD_FAILURE() << error.what() << '\n' << text;
        return {};
    }
}

TEST(lint_page, lists_every_finding_in_order) {
    std::vector<std::string> in_code, on_page;
    for (const auto& each : finding_kinds()) in_code.emplace_back(each.id);
    for (const auto& each : read_page().sections) on_page.push_back(each.id);
    EXPECT_EQ(on_page, in_code);
}

TEST(lint_page, every_faulty_example_is_found_and_what_is_written_instead_is_not) {
    const auto page = read_page();
    for (const auto& section : page.sections) {
        SCOPED_TRACE(section.id);
        ASSERT_EQ(section.examples.size(), 2U);
        const auto is_it = testing::Field("id", &rulebook_finding::id, section.id);
        const auto found = linted(whole(page, section.examples[0]));
        EXPECT_THAT(found, testing::Contains(is_it));
        for (const auto& each : linted(whole(page, section.examples[1]))) {
            EXPECT_NE(each.id, section.id) << each.text();
            EXPECT_EQ(each.level, finding_level::note) << each.text();
        }
    }
}

TEST(lint_page, a_note_is_called_one) {
    std::ifstream in{"docs/lint.md"};
    std::stringstream all;
    all << in.rdbuf();
    for (const auto& each : finding_kinds()) {
        const auto text = all.str();
        const auto at = text.find("### `" + std::string{each.id} + "`\n\n");
        ASSERT_NE(at, std::string::npos) << each.id;
        const auto body = text.substr(text.find("\n\n", at) + 2, 6);
        EXPECT_EQ(body == "A note", each.level == finding_level::note) << each.id;
    }
}

}  // namespace
}  // namespace caseclock::rulebook_test
