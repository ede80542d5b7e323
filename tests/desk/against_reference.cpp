// SPDX-License-Identifier: Apache-2.0
//
// Thousands of short random histories under random policies: what the desk says, line by line, is what the slow model says.
#include "caseclock/rulebook/load.hpp"
#include "desk/desk_lines.hpp"
#include "desk/sheet_events.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace caseclock::desk_test {
namespace {

constexpr std::uint64_t case_id = 7;

class told_desk {
public:
    explicit told_desk(const rulebook& book) : desk_{book} {}

    void tell(const event_sheet& e) {
        const instant at{duration{e.at}};
        if (e.advance_before && (!desk_.now() || *desk_.now() <= at)) desk_.advance(at, out);
        std::vector<event_value> values;
        const auto made = event_of(desk_.book(), case_id, e, values);
        desk_.apply(made, values, out);
    }
    void advance(std::int64_t t) { desk_.advance(instant{duration{t}}, out); }
    [[nodiscard]] std::vector<std::string> lines() const { return lines_of(desk_.book(), out); }

    answers out;

private:
    desk desk_;
};

std::string show(const std::vector<std::string>& lines, std::size_t marked) {
    std::string out;
    for (std::size_t i = 0; i < lines.size() && i < marked + 3; ++i) out += (i == marked ? "=> " : "   ") + lines[i] + "\n";
    return out;
}

/// What the two say of one history; empty when it is the same.
std::string difference(const rulebook& book, const std::vector<policy_sheet>& policies, const std::vector<event_sheet>& history,
                       std::size_t& said) {
    told_desk fast{book};
    reference_case slow{policies};
    for (const auto& each : history) {
        fast.tell(each);
        slow.event(each.at, each.number, each.brings, each.policy);
    }
    const auto end = history.back().at + 21 * day_ms;
    fast.advance(end);
    slow.advance(end);
    const auto lines = fast.lines();
    said += lines.size();
    if (lines == slow.said) return {};
    std::size_t first = 0;
    while (first < lines.size() && first < slow.said.size() && lines[first] == slow.said[first]) ++first;
    return "the desk says\n" + show(lines, first) + "the model says\n" + show(slow.said, first);
}

/// Events that the difference does not need are left out.
std::vector<event_sheet> shortened(const rulebook& book, const std::vector<policy_sheet>& policies, std::vector<event_sheet> history) {
    std::size_t said = 0;
    for (std::size_t i = history.size(); i-- > 0 && history.size() > 1;) {
        auto shorter = history;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        if (!difference(book, policies, shorter, said).empty()) history = shorter;
    }
    return history;
}

TEST(desk_and_reference, agree_on_random_histories_under_random_policies) {
    const char* const seed_asked = std::getenv("CASECLOCK_SEED");
    const std::uint64_t first_seed = seed_asked != nullptr ? std::stoull(seed_asked) : 20'260'302;
    constexpr std::size_t histories = 32;
    const char* const asked = std::getenv("CASECLOCK_RULEBOOKS");  // more of them, for a long run
    const std::size_t rulebooks = asked != nullptr ? std::stoul(asked) : 700;
    std::size_t said = 0;
    for (std::size_t n = 0; n < rulebooks; ++n) {
        const auto seed = first_seed + n;
        random_sheets random{seed};
        const auto policies = random.policies();
        const auto text = rulebook_text(policies);
        std::optional<rulebook> book;
        ASSERT_NO_THROW(book.emplace(parse_rulebook(text, "random.yaml"))) << "seed " << seed << "\n" << text;
        for (std::size_t h = 0; h < histories; ++h) {
            const auto history = random.history();
            if (difference(*book, policies, history, said).empty()) continue;
            const auto least = shortened(*book, policies, history);
            std::string events;
            for (const auto& each : least) events += each.text() + "\n";
            FAIL() << "seed " << seed << ", history " << h << "\n" << text << events << difference(*book, policies, least, said);
        }
    }
    std::cout << "  " << rulebooks * histories << " histories from seed " << first_seed << " on, " << said << " effects alike\n";
    EXPECT_GT(said, rulebooks * histories * 3);
}

}  // namespace
}  // namespace caseclock::desk_test
