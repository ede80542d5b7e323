// SPDX-License-Identifier: Apache-2.0
//
// Thousands of random histories in the middle of which a rulebook is adopted: other targets, and a machine whose attributes, facts, events and
// states are numbered otherwise. Line by line the desk says what the slow model says, to which only the targets change.
#include "caseclock/rulebook/build.hpp"
#include "caseclock/rulebook/load.hpp"
#include "desk/desk_lines.hpp"
#include "desk/sheet_events.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <set>

namespace caseclock::desk_test {
namespace {

constexpr std::uint64_t case_id = 7;

std::uint64_t asked(const char* name, std::uint64_t otherwise) {
    const char* const text = std::getenv(name);
    return text != nullptr ? std::stoull(text) : otherwise;
}

/// The same machine in other numbers.
std::string numbered_otherwise(std::string text) {
    const auto swap = [&](std::string_view from, std::string_view to) {
        const auto at = text.find(from);
        if (at == std::string::npos) throw std::logic_error{"the machine has no " + std::string{from}};
        text.replace(at, from.size(), to);
    };
    swap("      agreed_at: {kind: instant}\n", "");
    swap("      priority: {one_of: [low, high]}\n", "      extra: {one_of: [some, more]}\n      agreed_at: {kind: instant}\n      priority: {one_of: [urgent, high, low]}\n");
    swap("facts: {f0: {}, f1: {}, f2: {}}", "facts: {f2: {}, more: {}, f0: {}, f1: {}}");
    swap("events: {go_s0: {}, go_s1: {}, go_s2: {}, ping: {}, pong: {}, finish: {}}", "events: {finish: {}, wave: {}, pong: {}, go_s2: {}, go_s1: {}, ping: {}, go_s0: {}}");
    swap("states: {s0: {initial: here}, s1: {}, s2: {}, done: {final: done}}", "states: {s2: {}, s0: {initial: here}, done: {final: done}, s1: {}}");
    return text;
}

/// The ladders that the policies' targets name: a level of another one is forgotten, which the model does not know.
std::set<std::string> ladders_of(const rulebook& book) {
    std::set<std::string> names;
    for (const auto& p : book.plan(*book.machine("thing")).policies)
        for (const auto& each : p.ladders) names.insert(p.name + ' ' + book.ladders()[each.number].name);
    return names;
}

/// The policies with other targets, and their rulebook; nothing when what they say does not fit together.
std::optional<std::pair<std::vector<policy_sheet>, rulebook>> with_other_targets(std::vector<policy_sheet> policies, const rulebook& first, random_sheets& random) {
    for (auto& each : policies)
        if (!each.every) each.due = random.policies().front().due;
    try {
        const auto next = parse_rulebook(numbered_otherwise(rulebook_text(policies)), "next.yaml");
        const auto before = ladders_of(first), after = ladders_of(next);
        if (!std::includes(after.begin(), after.end(), before.begin(), before.end())) return std::nullopt;
        return std::pair{policies, next};
    } catch (const rulebook_error&) {
        return std::nullopt;
    }
}

struct change {
    std::size_t before = 0;  ///< the event that it comes before
    adoption_mode mode = adoption_mode::running;
};

/// What the two say of one history; empty when it is the same.
std::string difference(const rulebook& first, const rulebook& next, const std::vector<policy_sheet>& policies, const std::vector<policy_sheet>& others,
                       const std::vector<event_sheet>& history, const change& change, std::size_t& said) {
    desk fast{first};
    answers out;
    std::optional<reference_case> model{policies};
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto& each = history[i];
        if (i == change.before) {
            const auto at = std::max(each.at - 10 * minute_ms, i == 0 ? 0 : history[i - 1].at);
            fast.adopt(next, instant{duration{at}}, change.mode, out);
            if (change.mode == adoption_mode::running) model->adopt(at, others);
            else if (!fast.find(case_id)) model.emplace(others);
        }
        std::vector<event_value> values;
        const auto e = event_of(first, case_id, each, values);
        fast.apply(e, values, out);
        model->event(each.at, each.number, each.brings, each.policy);
    }
    const auto end = history.back().at + 21 * day_ms;
    fast.advance(instant{duration{end}}, out);
    model->advance(end);
    const auto& slow = *model;
    const auto lines = lines_of(fast.book(), out);
    said += lines.size();
    if (lines == slow.said) return {};
    std::size_t at = 0;
    while (at < lines.size() && at < slow.said.size() && lines[at] == slow.said[at]) ++at;
    const auto from = [&](const std::vector<std::string>& all) {
        std::string text;
        for (auto i = at; i < std::min(at + 3, all.size()); ++i) text += "  " + all[i] + '\n';
        return text;
    };
    return "the desk says\n" + from(lines) + "the model says\n" + from(slow.said);
}

TEST(an_adoption_and_the_reference, agree_on_random_histories_under_random_policies) {
    const auto first_seed = asked("CASECLOCK_SEED", 20'261'127);
    const auto rulebooks = asked("CASECLOCK_RULEBOOKS", 500);  // more of them, for a long run
    constexpr std::size_t histories = 16;
    std::size_t said = 0, told = 0;
    for (auto seed = first_seed; seed < first_seed + rulebooks; ++seed) {
        random_sheets random{seed};
        const auto policies = random.policies();
        const auto first = parse_rulebook(rulebook_text(policies), "first.yaml");
        auto changed = with_other_targets(policies, first, random);
        for (int tries = 0; !changed && tries < 50; ++tries) changed = with_other_targets(policies, first, random);
        if (!changed) continue;
        const auto& [others, other_book] = *changed;
        const auto next = successor(first, other_book);
        for (std::size_t h = 0; h < histories; ++h) {
            const auto history = random.history();
            const change change{(seed + h) % history.size(), h % 4 == 3 ? adoption_mode::pin : adoption_mode::running};
            const auto found = difference(first, next, policies, others, history, change, said);
            ++told;
            if (found.empty()) continue;
            std::string events;
            for (std::size_t i = 0; i < history.size(); ++i) events += (i == change.before ? "-- " + std::string{to_string(change.mode)} + "\n" : "") + history[i].text() + "\n";
            FAIL() << "seed " << seed << ", history " << h << "\n" << rulebook_text(policies) << "-- then\n" << rulebook_text(others) << events << found;
        }
    }
    std::cout << "  " << told << " histories with an adoption from seed " << first_seed << " on, " << said << " effects alike\n";
    EXPECT_GT(told, rulebooks * histories / 2);
    EXPECT_GT(said, told * 3);
}

}  // namespace
}  // namespace caseclock::desk_test
