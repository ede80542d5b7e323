// SPDX-License-Identifier: Apache-2.0
//
// A policy as plain data for tests, over the one small machine that they share, and how it is written in a rulebook. The reference model
// reads the data, the desk reads the text.
//
//   states      s0 (initial), s1, s2, done (final); `pair` is s0 and s1
//   events      go_s0, go_s1, go_s2 (from anywhere, itself included), ping, pong (stay inside), finish (to done)
//   facts       f0, f1, f2
//   attributes  priority (low, high), site (office, night: the case's calendar), agreed_at (an instant), promised (real), worked
//               (business), lasting (working days), units (a number of things)
#pragma once

#include "desk/naive_hours.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace caseclock::desk_test {

enum fact_number { f0, f1, f2, fact_count };
enum state_number { s0, s1, s2, done, pair, state_count = 4 };
enum event_number { go_s0, go_s1, go_s2, ping, pong, finish, event_count };
enum attribute_number { priority, site, agreed_at, promised, worked, lasting, units, attribute_count };
inline constexpr std::array fact_names{"f0", "f1", "f2"};
inline constexpr std::array state_names{"s0", "s1", "s2", "done", "pair"};
inline constexpr std::array event_names{"go_s0", "go_s1", "go_s2", "ping", "pong", "finish"};
inline constexpr std::array attribute_names{"priority", "site", "agreed_at", "promised", "worked", "lasting", "units"};
inline constexpr std::array priority_names{"low", "high"};
inline constexpr std::array calendar_names{"office", "night"};  ///< and the values of `site`

/// What is known of a case.
struct case_sheet {
    std::array<bool, fact_count> facts{};
    std::array<std::optional<std::int64_t>, attribute_count> values{};
    int state = s0;
};

struct condition_sheet {
    enum class kind { always, fact, lacks, state, priority_is, is_set, all, any, none };
    kind is = kind::always;
    int number = 0;
    std::vector<condition_sheet> of{};

    [[nodiscard]] bool holds(const case_sheet& c) const {
        const auto count = [&] {
            std::size_t n = 0;
            for (const auto& each : of) n += each.holds(c);
            return n;
        };
        switch (is) {
            case kind::always: return true;
            case kind::fact: return c.facts[number];
            case kind::lacks: return !c.facts[number];
            case kind::state: return c.state == number || (number == pair && c.state < s2);
            case kind::priority_is: return c.values[priority] == number;
            case kind::is_set: return c.values[number].has_value();
            case kind::all: return count() == of.size();
            case kind::any: return count() > 0;
            case kind::none: return count() == 0;
        }
        return false;
    }
    /// Whether it asks for that attribute.
    [[nodiscard]] bool reads(int attribute) const {
        if (is == kind::priority_is) return attribute == priority;
        if (is == kind::is_set) return attribute == number;
        for (const auto& each : of)
            if (each.reads(attribute)) return true;
        return false;
    }
    [[nodiscard]] std::string text() const {
        const auto list = [&](const std::string& key) {
            std::string out = "{" + key + ": [";
            for (const auto& each : of) out += (&each == of.data() ? "" : ", ") + each.text();
            return out + "]}";
        };
        switch (is) {
            case kind::always: return "{lacks: [], all: []}";
            case kind::fact: return std::string("{fact: ") + fact_names[number] + "}";
            case kind::lacks: return std::string("{lacks: ") + fact_names[number] + "}";
            case kind::state: return std::string("{state: ") + state_names[number] + "}";
            case kind::priority_is: return std::string("{priority: ") + priority_names[number] + "}";
            case kind::is_set: return std::string("{") + attribute_names[number] + ": is set}";
            case kind::all: return list("all");
            case kind::any: return list("any");
            case kind::none: return list("none");
        }
        return {};
    }
};

struct trigger_sheet {
    enum class kind { event, enters, leaves, fact, loses, changes, opened, all };
    kind is = kind::event;
    int number = 0;
    condition_sheet when{};
    bool since = false;  ///< of a start: agreed_at
    std::vector<trigger_sheet> of{};

    [[nodiscard]] std::string text() const {
        static constexpr std::array keys{"event", "enters", "leaves", "fact", "loses", "changes", "opened", "all"};
        std::string out = std::string("{") + keys[static_cast<std::size_t>(is)] + ": ";
        switch (is) {
            case kind::event: out += event_names[number]; break;
            case kind::enters:
            case kind::leaves: out += state_names[number]; break;
            case kind::fact:
            case kind::loses: out += fact_names[number]; break;
            case kind::changes: out += attribute_names[number]; break;
            case kind::opened: out += "case"; break;
            case kind::all:
                out += "[";
                for (const auto& each : of) out += (&each == of.data() ? "" : ", ") + each.text();
                out += "]";
                break;
        }
        if (when.is != condition_sheet::kind::always) out += ", if: " + when.text();
        if (since) out += ", since: agreed_at";
        return out + "}";
    }
};

struct length_sheet {
    enum class unit { real, business, days, working_days };
    unit is = unit::real;
    std::int64_t amount = 0;  ///< milliseconds, or dates
    [[nodiscard]] bool in_open_time() const { return is == unit::business || is == unit::working_days; }
    [[nodiscard]] std::string text() const {
        switch (is) {
            case unit::real: return std::to_string(amount) + "ms";
            case unit::business: return std::to_string(amount) + " business milliseconds";
            case unit::days: return std::to_string(amount) + " days";
            case unit::working_days: return std::to_string(amount) + " working days";
        }
        return {};
    }
};

struct target_sheet {
    enum class kind {
        none,
        within,
        within_attribute,
        within_per,
        by,
        before,
        between,
        close_of,
        close_of_working_day,
        end_of_day,
        end_of_next_day,
        end_of_attribute_day,
        day_before
    };
    condition_sheet when{};
    kind is = kind::none;
    length_sheet length{}, upper{};
    int attribute = -1;
    int closing = 0;
    int per = 1;          ///< of within_per
    bool linear = false;  ///< of within_per, and of those behind it
    int calendar = -1;    ///< -1: none named here
    int ladder = -1;      ///< of the policy's ladders; -1: the policy's own
    std::shared_ptr<target_sheet> otherwise{}, not_later_than{};

    [[nodiscard]] bool moves() const {
        return is == kind::within || is == kind::within_attribute || is == kind::within_per || is == kind::between;
    }
    [[nodiscard]] bool has_window() const { return is == kind::between || is == kind::day_before; }
    [[nodiscard]] bool in_open_time() const {
        if (is == kind::within_attribute) return attribute != promised;
        const bool by_length = is == kind::within || is == kind::within_per || is == kind::between;
        return is == kind::close_of_working_day || (by_length && length.in_open_time());
    }
    /// Itself, or what stands behind it.
    [[nodiscard]] bool has_batches() const {
        return is == kind::within_per || (otherwise && otherwise->is == kind::within_per) ||
               (not_later_than && not_later_than->is == kind::within_per);
    }
    [[nodiscard]] std::string phrase() const {
        const std::string name = attribute < 0 ? "" : attribute_names[attribute];
        switch (is) {
            case kind::none: return "none";
            case kind::within: return "within " + length.text();
            case kind::within_attribute: return "within " + name;
            case kind::within_per: return "within " + length.text() + " per " + std::to_string(per) + " " + name;
            case kind::by: return "by " + name;
            case kind::before: return length.text() + " before " + name;
            case kind::between: return "between " + length.text() + " and " + upper.text();
            case kind::close_of: return std::string("by close of ") + calendar_names[closing];
            case kind::close_of_working_day: return "by close of " + length.text();
            case kind::end_of_day: return "by end of the day";
            case kind::end_of_next_day: return "by end of the next day";
            case kind::end_of_attribute_day: return "by end of the day of " + name;
            case kind::day_before: return "on the day before " + name;
        }
        return {};
    }
    [[nodiscard]] std::string text(const std::string& policy) const {
        std::string out = "{due: " + phrase();
        if (ladder >= 0) out += ", ladder: " + policy + "_ladder" + std::to_string(ladder);
        if (when.is != condition_sheet::kind::always) out += ", if: " + when.text();
        if (otherwise) out += ", otherwise: " + otherwise->phrase();
        if (not_later_than) out += ", not_later_than: " + not_later_than->phrase();
        if (linear && has_batches()) out += ", rounding: linear";
        if (calendar >= 0) out += std::string(", calendar: ") + calendar_names[calendar];
        return out + "}";
    }
};

struct reaction_sheet {
    int raises = -1;  ///< an event; -1: a note
    int from_miss = 1;
    condition_sheet when{};
    [[nodiscard]] std::string text(const std::string& note) const {
        std::string out = raises >= 0 ? std::string("{raise: ") + event_names[raises] : "{note: " + note;
        if (from_miss > 1)
            out += ", from: " + std::to_string(from_miss) + (from_miss == 2 ? "nd miss" : from_miss == 3 ? "rd miss" : "th miss");
        if (when.is != condition_sheet::kind::always) out += ", if: " + when.text();
        return out + "}";
    }
};

struct warning_sheet {
    int percent = 0;  ///< 0: `left` counts
    length_sheet left{};
    std::vector<reaction_sheet> reactions{};
};

struct pause_sheet {
    condition_sheet when{};
    std::optional<length_sheet> max{};  ///< how long it may pause
    [[nodiscard]] std::string text() const {
        auto out = when.text();
        if (max) out.insert(out.size() - 1, ", max_pause: " + max->text());
        return out;
    }
};
struct level_sheet {
    int side = 0;  ///< -1: before the deadline, 0: at it, 1: after it
    length_sheet offset{};
    std::optional<length_sheet> acknowledge_within{};
    bool unless_acknowledged = false;
    int from_miss = 1;
    condition_sheet when{};
    std::vector<reaction_sheet> reactions{};

    [[nodiscard]] std::string text(const std::string& note) const {
        std::string out = "{at: " + (side == 0 ? std::string("the deadline") : offset.text() + (side < 0 ? " before" : " after")) + ", tell: boss";
        if (acknowledge_within) out += ", acknowledge_within: " + acknowledge_within->text();
        if (unless_acknowledged) out += ", unless: acknowledged";
        if (from_miss > 1) out += ", from: " + std::to_string(from_miss) + (from_miss == 2 ? "nd miss" : "rd miss");
        if (when.is != condition_sheet::kind::always) out += ", if: " + when.text();
        if (reactions.empty()) return out + "}";
        out += ", do: [";
        for (const auto& each : reactions) out += (&each == reactions.data() ? "" : ", ") + each.text(note);
        return out + "]}";
    }
};
using ladder_sheet = std::vector<level_sheet>;

enum class change_sheet { retarget, keep, reset };

struct policy_sheet {
    bool wait = false, once = false, goes_on = false;
    bool every = false;  ///< its only target is written as "every"
    std::vector<trigger_sheet> start{}, stop{}, done_by{}, cancel{}, reset{}, reopened{};
    std::vector<pause_sheet> pause_while{};
    std::vector<target_sheet> due{};
    int calendar = -1;
    bool days_written = false;
    naive_day_rule days{};
    std::array<std::optional<change_sheet>, attribute_count> when_changed{};
    std::vector<warning_sheet> warn{};
    std::vector<reaction_sheet> window_opens{}, met{}, missed{}, early{}, ends{};
    std::vector<ladder_sheet> ladders{};
    int ladder = -1;  ///< of the targets that name none

    [[nodiscard]] std::string ladders_text(const std::string& name) const {
        std::string out;
        for (std::size_t i = 0; i < ladders.size(); ++i) {
            out += "  " + name + "_ladder" + std::to_string(i) + ":\n";
            for (const auto& each : ladders[i]) out += "    - " + each.text(name + "_level") + "\n";
        }
        return out;
    }
    [[nodiscard]] std::string text(const std::string& name) const {
        std::string out = "  " + name + ":\n    machine: thing\n";
        const auto line = [&](const std::string& key, const std::string& value) { out += "    " + key + ": " + value + "\n"; };
        const auto list = [&](const std::string& key, const auto& items, const auto& text_of) {
            if (items.empty()) return;
            std::string value = "[";
            for (const auto& each : items) value += (&each == items.data() ? "" : ", ") + text_of(each);
            line(key, value + "]");
        };
        const auto itself = [](const auto& each) { return each.text(); };
        const auto noted = [&](const std::string& what) {
            return [=](const reaction_sheet& each) { return each.text(name + "_" + what); };
        };
        if (wait) line("kind", "wait");
        if (once) line("counts", "once");
        list("start", start, itself);
        list("stop", stop, itself);
        list("cancel", cancel, itself);
        list("reset", reset, itself);
        list("done_by", done_by, itself);
        list("reopened", reopened, itself);
        if (goes_on) line("when_reopened", "continue");
        list("pause_while", pause_while, itself);
        if (every) line("every", due.front().length.text() + " from completion");
        else list("due", due, [&](const target_sheet& each) { return each.text(name); });
        if (ladder >= 0) line("ladder", name + "_ladder" + std::to_string(ladder));
        if (calendar >= 0) line("calendar", calendar_names[calendar]);
        if (days_written) {
            line("working_days", days.roll_first ? "roll_first" : "count");
            line("from", days.from_next_opening ? "next_opening" : "the_instant");
            line("snap", days.snap ? "next_opening" : "no");
        }
        std::string changed;
        for (int a = 0; a < attribute_count; ++a)
            if (when_changed[a])
                changed += (changed.empty() ? "" : ", ") + std::string(attribute_names[a]) + ": " +
                           (*when_changed[a] == change_sheet::keep    ? "keep"
                            : *when_changed[a] == change_sheet::reset ? "reset"
                                                                      : "retarget");
        if (!changed.empty()) line("when_changed", "{" + changed + "}");
        if (!warn.empty()) {
            out += "    warn:\n";
            for (std::size_t i = 0; i < warn.size(); ++i) {
                out += "      - {at: " + (warn[i].percent != 0 ? std::to_string(warn[i].percent) + " %" : warn[i].left.text() + " left");
                std::string raises, note;
                for (const auto& r : warn[i].reactions)
                    (r.raises >= 0 ? raises : note) = r.raises >= 0 ? event_names[r.raises] : name + "_warn";
                if (!raises.empty()) out += ", raise: " + raises;
                if (!note.empty()) out += ", note: " + note;
                out += "}\n";
            }
        }
        list("window_opens", window_opens, noted("opens"));
        list("met", met, noted("met"));
        list("missed", missed, noted("missed"));
        list("early", early, noted("early"));
        list("ends", ends, noted("ends"));
        return out;
    }
};

/// The rulebook of these policies, named p0, p1 ...
[[nodiscard]] inline std::string rulebook_text(const std::vector<policy_sheet>& policies) {
    std::string out = R"(rulebook: reference
language: caseclock/1
zone: UTC
calendar: office
case_calendar: site
calendars:
  office: {zone: Asia/Kathmandu, week: {mon-fri: ["09:00-12:00", "13:00-17:00"], sat: ["10:00-14:00"]}, holidays: [2026-03-05]}
  night: {zone: UTC, week: {sun-thu: ["20:00-02:00"]}}
roles: {boss: {}}
machines:
  thing:
    attributes:
      priority: {one_of: [low, high]}
      site: {one_of: [office, night]}
      agreed_at: {kind: instant}
      promised: {kind: duration}
      worked: {kind: duration, unit: business}
      lasting: {kind: duration, unit: working_days}
      units: {kind: count}
    facts: {f0: {}, f1: {}, f2: {}}
    events: {go_s0: {}, go_s1: {}, go_s2: {}, ping: {}, pong: {}, finish: {}}
    states: {s0: {initial: here}, s1: {}, s2: {}, done: {final: done}}
    groups: {pair: [s0, s1]}
    rows:
      - {in: any, event: go_s0, to: s0}
      - {in: any, event: go_s1, to: s1}
      - {in: any, event: go_s2, to: s2}
      - {in: any, event: [ping, pong], stay: inside}
      - {in: any, event: finish, to: done}
)";
    std::string ladders;
    for (std::size_t i = 0; i < policies.size(); ++i) ladders += policies[i].ladders_text("p" + std::to_string(i));
    if (!ladders.empty()) out += "ladders:\n" + ladders;
    out += "policies:\n";
    for (std::size_t i = 0; i < policies.size(); ++i) out += policies[i].text("p" + std::to_string(i));
    return out;
}

/// The calendars of that rulebook, by the values of `site`.
[[nodiscard]] inline std::array<naive_hours, 2> naive_calendars() {
    const auto kathmandu = 5 * hour_ms + 45 * minute_ms;
    return {weeks_of(kathmandu, {{9, 12, {0, 1, 2, 3, 4}}, {13, 17, {0, 1, 2, 3, 4}}, {10, 14, {5}}}, {monday / day_ms + 3}),
            weeks_of(0, {{20, 26, {6, 0, 1, 2, 3}}})};
}

}  // namespace caseclock::desk_test
