// SPDX-License-Identifier: Apache-2.0
//
// Everything a tenant configures, checked and compiled: machines with their policies, calendars, periods, roles, cues, forms, options.
// Immutable, a cheap handle; any number of desks and threads share one.
//
//   const rulebook hotline = builtin_rulebook("hotline");                     // load.hpp; or load_rulebook(path), parse_rulebook(text)
//   const rulebook own = build(description, machines);                        // build.hpp: from plain data
//   hotline.machine("call")        -> number of the machine                   hotline.plan(number).machine -> its definition
//   hotline.policies()[n].name     policies by the number that effects and verdicts carry
//   hotline.roles()[n]             words by the number that effects carry; cues(), orders(), notes() likewise
//   hotline.code_of("agent 7")     code of a text that the rulebook mentions; the host numbers all others from `first_free_code` on
//
// A rulebook that is to be adopted by a desk with open cases is the successor of another (build.hpp): it holds every version, the first one's
// machines first, and no number ever means another thing. What was said under an older version is read with the newest.
//
//   version | machines     | policy hold | role supervisor
//   0       | call 0       | 0           | 0                 versions()[1].first_machine is 1; machine("call") is that of the newest
//   1       | call 1       | 0           | 0
#pragma once

#include "caseclock/calendar/period.hpp"
#include "caseclock/rulebook/plan.hpp"

#include <array>
#include <map>

namespace caseclock {

/// What to do with an event older than the desk's time.
enum class late_events : std::uint8_t {
    as_of_now,  ///< judged at the desk's time, with a mark on its receipt
    refuse,     ///< receipt `late`
    accept      ///< judged as if it had come in time, with corrections of what was said; takes a ledger
};
[[nodiscard]] constexpr std::string_view to_string(late_events how) noexcept {
    constexpr std::string_view text[] = {"as_of_now", "refuse", "accept"};
    return text[static_cast<std::size_t>(how)];
}

/// How much may follow from one event; reaching one is an effect that says so.
struct desk_limits {
    unsigned raised_events = 64;  ///< events and children that one outside event or firing brings about
    unsigned firings = 64;        ///< firings of one root case at one instant
};

/// A policy as reports know it.
struct policy_info {
    std::string name, title;
    policy_kind kind = policy_kind::promise;
    promise_type type = promise_type::sla;
    std::vector<std::string> rules;
    std::vector<std::string> machines;
};
/// A word with its titles: a role, a cue, an order, a note.
struct word_info {
    std::string name;
    std::string title;  ///< what a reader sees; the name when nothing else is said
    std::vector<std::string> rules{};
    std::map<std::string, std::string, std::less<>> titles{};  ///< by language: "zh-CN"
    std::string scope{}, outside{}, roster{};                  ///< of a role: for what it is kept, that it is nobody of the desk, who holds it
};
/// Who is told at which offset from a deadline: each level as it was written, "30m after".
struct ladder_info {
    std::string name;
    std::vector<std::string> levels{};
    std::vector<std::string> rules{};
};
/// Who holds a role on which weekday.
struct roster_info {
    std::string name;
    std::array<std::string, 7> roles{};  ///< Monday first
    std::string nobody{};                ///< the role that stands in where a day names none
    std::vector<std::string> rules{};
};
/// What must be filled in; its contents stay with the host.
struct form_info {
    std::string name, title;
    std::vector<std::string> required, optional;
    std::string complete;  ///< the fact that says it is filled in; empty: none
    std::vector<std::string> rules;
};
/// A choice between legitimate readings, and the one that was made.
struct option_info {
    std::string name, value;
    std::vector<std::string> choices, rules;
};
/// A length that stands for a word of the handbook ("immediately").
struct length_info {
    std::string name;
    duration_value means{};
    std::string mark;
    std::vector<std::string> rules;
};
struct calendar_info {
    std::string name;
    std::vector<std::string> rules;
};

/// A rulebook as one author wrote it, and what holds for the whole desk under it.
struct rulebook_version {
    std::uint64_t id = 0;              ///< of this build, in this process
    std::string name, title;
    std::uint8_t first_machine = 0;    ///< its machines are those from here to the next version's first
    desk_limits limits{};
    std::optional<late_events> late{};  ///< none: the desk's own default
    duration dedupe_window = duration::max();
    duration max_ahead = duration::max();
};

namespace detail {

/// What a rulebook was built from, so that it can be built once more after another.
struct rulebook_source;

struct rulebook_data {
    std::vector<rulebook_version> versions;     ///< the newest last
    std::shared_ptr<const rulebook_source> source;
    std::string zone;
    std::vector<machine_plan> machines;         ///< of all versions
    std::vector<policy_info> policies;
    std::vector<word_info> roles, cues, orders, notes;
    std::vector<roster_info> rosters;
    std::vector<ladder_info> ladders;
    std::vector<form_info> forms;
    std::vector<option_info> options;
    std::vector<length_info> words;
    std::vector<calendar_info> calendars;       ///< beside `hours`
    std::vector<calendar> hours;                ///< by calendar number
    std::uint8_t own_calendar = 0;
    std::map<std::string, period, std::less<>> periods;
    std::map<std::string, std::uint32_t, std::less<>> codes;  ///< of the texts mentioned
    std::vector<std::string> texts;                           ///< by code
    std::vector<std::string> rules;             ///< every id that something here but a machine names; sorted, each once
};

}  // namespace detail

class rulebook {
public:
    explicit rulebook(std::shared_ptr<const detail::rulebook_data> data) noexcept : data_{std::move(data)} {}

    /// Texts that the rulebook does not mention get codes from here on.
    static constexpr std::uint32_t first_free_code = std::uint32_t{1} << 24;

    [[nodiscard]] const std::string& name() const noexcept { return newest().name; }
    [[nodiscard]] const std::string& title() const noexcept { return newest().title; }
    [[nodiscard]] const std::string& zone_name() const noexcept { return data_->zone; }

    /// By number: those of every version.
    [[nodiscard]] std::span<const machine_plan> machines() const noexcept { return data_->machines; }
    /// Those of the newest version; the first has the number versions().back().first_machine.
    [[nodiscard]] std::span<const machine_plan> current_machines() const noexcept { return machines().subspan(newest().first_machine); }
    [[nodiscard]] const machine_plan& plan(unsigned machine) const noexcept { return data_->machines[machine]; }
    /// The newest version's machine of that name.
    [[nodiscard]] std::optional<std::uint8_t> machine(std::string_view name) const noexcept {
        for (std::size_t i = newest().first_machine; i < data_->machines.size(); ++i)
            if (data_->machines[i].machine.name() == name) return static_cast<std::uint8_t>(i);
        return std::nullopt;
    }
    /// The machine of that tag in the version.
    [[nodiscard]] std::optional<std::uint8_t> machine_of_tag(std::uint32_t tag, std::size_t version) const noexcept {
        for (std::size_t i = data_->versions[version].first_machine; i < data_->machines.size() && data_->machines[i].version == version; ++i)
            if (data_->machines[i].machine.tag() == tag) return static_cast<std::uint8_t>(i);
        return std::nullopt;
    }

    /// The versions, the first that was written first; one unless it is a successor.
    [[nodiscard]] std::span<const rulebook_version> versions() const noexcept { return data_->versions; }
    /// Whether it goes on from that one, or is it: every number of that one means here what it means there.
    [[nodiscard]] bool succeeds(const rulebook& other) const noexcept {
        const auto count = other.versions().size();
        return count <= versions().size() && versions()[count - 1].id == other.versions().back().id;
    }

    [[nodiscard]] std::span<const policy_info> policies() const noexcept { return data_->policies; }
    [[nodiscard]] std::span<const word_info> roles() const noexcept { return data_->roles; }
    [[nodiscard]] std::span<const word_info> cues() const noexcept { return data_->cues; }
    [[nodiscard]] std::span<const word_info> orders() const noexcept { return data_->orders; }
    [[nodiscard]] std::span<const word_info> notes() const noexcept { return data_->notes; }
    [[nodiscard]] std::span<const roster_info> rosters() const noexcept { return data_->rosters; }
    /// By the number that effects carry.
    [[nodiscard]] std::span<const ladder_info> ladders() const noexcept { return data_->ladders; }
    [[nodiscard]] std::span<const form_info> forms() const noexcept { return data_->forms; }
    [[nodiscard]] std::span<const option_info> options() const noexcept { return data_->options; }
    [[nodiscard]] std::span<const length_info> words() const noexcept { return data_->words; }
    [[nodiscard]] std::span<const calendar_info> calendar_infos() const noexcept { return data_->calendars; }
    /// The calendars by number, as policies name them.
    [[nodiscard]] std::span<const calendar> calendars() const noexcept { return data_->hours; }
    /// The number of the calendar of cases that name none, in the newest version.
    [[nodiscard]] std::uint8_t own_calendar() const noexcept { return data_->own_calendar; }
    /// The newest of that name.
    [[nodiscard]] const calendar* calendar_named(std::string_view name) const noexcept {
        for (std::size_t i = data_->calendars.size(); i-- > 0;)
            if (data_->calendars[i].name == name) return &data_->hours[i];
        return nullptr;
    }
    [[nodiscard]] const period* period_named(std::string_view name) const noexcept {
        const auto found = data_->periods.find(name);
        return found == data_->periods.end() ? nullptr : &found->second;
    }

    /// The code of a text that the rulebook mentions.
    [[nodiscard]] std::optional<std::uint32_t> code_of(std::string_view text) const noexcept {
        const auto found = data_->codes.find(text);
        return found == data_->codes.end() ? std::nullopt : std::optional{found->second};
    }
    /// The text of a code; empty when the rulebook does not mention it.
    [[nodiscard]] std::string_view text_of(std::uint32_t code) const noexcept {
        return code < data_->texts.size() ? std::string_view{data_->texts[code]} : std::string_view{};
    }

    /// Where it says nothing, a desk with a ledger accepts late events and one without judges them as of now.
    [[nodiscard]] std::optional<late_events> late() const noexcept { return newest().late; }

    /// For whoever builds it anew.
    [[nodiscard]] const detail::rulebook_data& data() const noexcept { return *data_; }

    /// Every rule id that the rulebook or a machine of it names; sorted, each once.
    [[nodiscard]] std::vector<std::string> rule_ids() const {
        auto ids = data_->rules;
        for (const auto& each : data_->machines) {
            const auto more = each.machine.rule_ids();
            ids.insert(ids.end(), more.begin(), more.end());
        }
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return ids;
    }

private:
    [[nodiscard]] const rulebook_version& newest() const noexcept { return data_->versions.back(); }

    std::shared_ptr<const detail::rulebook_data> data_;
};

}  // namespace caseclock
