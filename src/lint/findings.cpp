// SPDX-License-Identifier: Apache-2.0
#include "lint/findings.hpp"

#include <algorithm>
#include <array>

namespace caseclock {
namespace {

constexpr auto note = finding_level::note;
constexpr auto warning = finding_level::warning;

constexpr std::array kinds{
    // clocks
    finding_info{"policy-never-starts", warning, "nothing that starts the clock can happen"},
    finding_info{"promise-never-met", warning, "nothing that stops the clock can happen while it runs"},
    finding_info{"trigger-cannot-happen", warning, "a trigger can never act"},
    finding_info{"trigger-overlap", warning, "two triggers act in one place, and one of them always comes too late"},
    finding_info{"pause-cannot-happen", warning, "a reason to pause cannot hold while the clock runs"},
    finding_info{"pause-for-ever", warning, "a clock can pause for ever, and nobody is reminded"},
    // targets
    finding_info{"target-never-reached", warning, "no case has the target"},
    finding_info{"otherwise-never-used", warning, "the attribute always has a value where the target counts"},
    finding_info{"warning-at-start", warning, "the time left is not shorter than the target: the warning comes as the clock starts"},
    finding_info{"warning-at-deadline", note, "the warning comes together with the miss"},
    finding_info{"reaction-cannot-happen", warning, "the condition of a reaction cannot hold"},
    finding_info{"raise-never-taken", warning, "no row takes the event that a clock raises"},
    // hours
    finding_info{"calendar-ends", warning, "a calendar has hours of single dates only: after the last of them nothing can be counted"},
    finding_info{"calendar-long-closed", note, "a calendar is closed for more than 60 days"},
    // machines
    finding_info{"state-unreachable", warning, "no case reaches the state"},
    finding_info{"state-dead-end", warning, "no case leaves the state, and it is not final"},
    finding_info{"state-unwatched", warning, "a case can rest in the state without a clock and without an owner"},
    finding_info{"row-never-taken", warning, "no event takes the row"},
    finding_info{"needs-never-met", warning, "what a row needs contradicts itself, its condition or its place"},
    finding_info{"event-never-taken", warning, "no row takes the event"},
    finding_info{"completion-loop", warning, "rows without an event lead in a circle"},
    // names
    finding_info{"role-held-by-nobody", warning, "a role is held by turns, and nobody has one"},
    finding_info{"level-cannot-happen", warning, "a level of a ladder can never come: its condition cannot hold while a clock with the ladder runs"},
    finding_info{"level-tells-nobody", warning, "a level of a ladder tells nobody of the desk"},
    finding_info{"roster-gap", note, "a roster has days without a role"},
    finding_info{"unused-name", note, "nothing in the rulebook uses the name"},
    finding_info{"ignored-in-vain", note, "there is nothing to ignore"},
};

}  // namespace

std::span<const finding_info> finding_kinds() noexcept { return kinds; }

std::string rulebook_finding::text() const {
    std::string text = file;
    if (line != 0) text += ':' + std::to_string(line) + ':' + std::to_string(column);
    text += ": " + std::string{to_string(level)} + ": " + subject + ": " + reason + "; " + remedy + " (" + id + ')';
    return text + (ignored.empty() ? "" : " [ignored: " + ignored + ']');
}

namespace detail {

void finding_list::add(std::string_view id, std::uint32_t mark, std::string reason, std::string remedy) {
    const auto* const kind = std::find_if(kinds.begin(), kinds.end(), [&](const finding_info& each) { return each.id == id; });
    all_.push_back({kind->id, kind->level, mark, subject_, std::move(reason), std::move(remedy), {}});
}

void finding_list::note(std::string_view id, std::uint32_t mark, std::string reason, std::string remedy) {
    add(id, mark, std::move(reason), std::move(remedy));
    all_.back().level = finding_level::note;
}

void finding_list::append(std::vector<description_finding> more) {
    for (auto& each : more) all_.push_back(std::move(each));
}

std::vector<description_finding> found_on_each(const std::vector<std::vector<description_finding>>& by_machine) {
    std::vector<description_finding> kept;
    if (by_machine.empty()) return kept;
    for (const auto& each : by_machine.front()) {
        const auto same = [&](const description_finding& other) { return other.id == each.id && other.mark == each.mark; };
        const bool everywhere = std::all_of(by_machine.begin(), by_machine.end(),
                                            [&](const auto& list) { return std::any_of(list.begin(), list.end(), same); });
        if (everywhere) kept.push_back(each);
    }
    return kept;
}

}  // namespace detail
}  // namespace caseclock
