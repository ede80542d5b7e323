// SPDX-License-Identifier: Apache-2.0
//
// A rulebook as somebody wrote it down: plain data, names instead of numbers, nothing checked yet.
//
//   rulebook_description own{.name = "desk", .zone = "Asia/Shanghai"};
//   own.roles.push_back({.name = "supervisor"});
//   own.policies.push_back({.name = "pick_up", .machines = {"call"},
//                           .start = {.any = {trigger_description::enters("ringing")}}, .stop = {.any = {trigger_description::event("answer")}},
//                           .due = {{.phrase = "within 15s"}}, .missed = {reaction_description::tell("supervisor")}});
//   const rulebook made = build(own, machines);          // build.hpp: every fault at once
//
// `mark` is the reader's own number of a place in its text; faults give it back. 0 is nowhere.
#pragma once

#include "caseclock/calendar/calendar_spec.hpp"
#include "caseclock/machine/description.hpp"
#include "caseclock/rulebook/rulebook.hpp"

namespace caseclock {

/// A text and where it stands.
struct marked_text {
    std::string text{};
    std::uint32_t mark = 0;

    marked_text() = default;
    marked_text(std::string words, std::uint32_t place = 0)
        : text(std::move(words)), mark(place) {}     // NOLINT: a text without a place is one too
    marked_text(const char* words) : text(words) {}  // NOLINT
    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
};
using marked_texts = std::vector<marked_text>;

/// A condition over facts, states, attributes, the machine and the rulebook's options. `all_of` nothing always holds.
struct when_description {
    enum class kind : std::uint8_t {
        all_of,    ///< of the parts
        any_of,    ///< of the parts
        none_of,   ///< of the parts
        named,     ///< a condition of the rulebook, else a fact
        facts,     ///< all of these facts hold
        lacks,     ///< none of these facts holds
        states,    ///< a region is in one of these states, groups or flags
        machines,  ///< the case is of one of these machines
        option,    ///< the option `names[0]` has one of the values; known when the rulebook is built
        attribute  ///< the attribute `names[0]` compares so with the values
    };
    kind is = kind::all_of;
    std::vector<when_description> of{};
    marked_texts names{};
    comparison how = comparison::one_of;
    bool negated = false;           ///< of one_of: `not`
    marked_texts values{};          ///< as text: an enumerator, "10 units", "5m", an instant, a text of the host
    std::optional<bool> unknown{};  ///< what an unset attribute counts as, here and below; by default false
    std::uint32_t mark = 0;

    [[nodiscard]] bool empty() const noexcept { return is == kind::all_of && of.empty(); }
    [[nodiscard]] static when_description of_names(kind is, marked_texts names) {
        when_description made;
        made.is = is;
        made.mark = names.empty() ? 0 : names.front().mark;
        made.names = std::move(names);
        return made;
    }
    [[nodiscard]] static when_description named(marked_text name) { return of_names(kind::named, {std::move(name)}); }
    [[nodiscard]] static when_description attribute(marked_text name, marked_texts values, comparison how = comparison::one_of) {
        auto made = of_names(kind::attribute, {std::move(name)});
        made.values = std::move(values);
        made.how = how;
        return made;
    }
    [[nodiscard]] static when_description of_parts(kind is, std::vector<when_description> parts) {
        when_description made;
        made.is = is;
        made.of = std::move(parts);
        return made;
    }
};

/// What moves a clock. `all` is met by the last of its members: a fact counts while it holds, others once they occurred in the cycle.
struct trigger_description {
    enum class kind : std::uint8_t { event, enters, leaves, fact, loses, changes, opened, all };
    kind is = kind::event;
    marked_text name{};  ///< of the event, state (or group, or flag), fact or attribute
    std::vector<trigger_description> all{};
    when_description when{};
    marked_text since{};  ///< of a start: the instant attribute that backdates it
    std::uint32_t mark = 0;

    [[nodiscard]] static trigger_description of(kind is, marked_text name) {
        trigger_description made;
        made.is = is;
        made.mark = name.mark;
        made.name = std::move(name);
        return made;
    }
    [[nodiscard]] static trigger_description event(marked_text name) { return of(kind::event, std::move(name)); }
    [[nodiscard]] static trigger_description enters(marked_text name) { return of(kind::enters, std::move(name)); }
    [[nodiscard]] static trigger_description leaves(marked_text name) { return of(kind::leaves, std::move(name)); }
    [[nodiscard]] static trigger_description fact(marked_text name) { return of(kind::fact, std::move(name)); }
    [[nodiscard]] static trigger_description loses(marked_text name) { return of(kind::loses, std::move(name)); }
    [[nodiscard]] static trigger_description changes(marked_text name) { return of(kind::changes, std::move(name)); }
    [[nodiscard]] static trigger_description opened() { return of(kind::opened, {}); }
};

/// Any of several triggers, or those of an option's choice.
struct triggers_description {
    std::vector<trigger_description> any{};
    marked_text option{};                                                               ///< instead of `any`: choose by this option
    std::vector<std::pair<marked_text, std::vector<trigger_description>>> by_choice{};  ///< every choice of it, with its triggers
    bool said = false;                                                                  ///< empty, and no metric says otherwise

    [[nodiscard]] bool empty() const noexcept { return any.empty() && option.empty(); }
};

/// What follows from a firing: one verb.
struct reaction_description {
    reaction::kind is = reaction::kind::tell;
    marked_texts names{};    ///< roles of tell and remind; else one cue, order, note or event
    marked_text to{};        ///< of say and order: a role
    unsigned from_miss = 1;  ///< only from the n-th miss of the case on, 1 .. 255
    when_description when{};
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;

    [[nodiscard]] static reaction_description of(reaction::kind is, marked_text name) {
        reaction_description made;
        made.is = is;
        made.mark = name.mark;
        made.names = {std::move(name)};
        return made;
    }
    [[nodiscard]] static reaction_description tell(marked_text role) { return of(reaction::kind::tell, std::move(role)); }
    [[nodiscard]] static reaction_description raise(marked_text event) { return of(reaction::kind::raise, std::move(event)); }
    [[nodiscard]] static reaction_description note(marked_text note) { return of(reaction::kind::note, std::move(note)); }
};

struct warning_description {
    marked_text at{};  ///< "80 %", "15s left", "1 business hour left"
    std::vector<reaction_description> reactions{};
};

/// A level of a ladder: when it comes, what follows, and in what time somebody acknowledges it.
struct level_description {
    marked_text at{};  ///< "the deadline", "30m before", "1 business hour after"
    std::vector<reaction_description> reactions{};
    marked_text acknowledge_within{};  ///< a duration; none: nobody needs to
    bool unless_acknowledged = false;  ///< passed over when the level that asked last was acknowledged,
    unsigned from_miss = 1;            ///<   before the n-th miss of the case, 1 .. 255,
    when_description when{};           ///<   and where this does not hold
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};
struct ladder_description {
    std::string name{};
    std::vector<level_description> levels{};  ///< in the order in which they come
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

/// A target: the first whose condition holds counts.
struct due_description {
    when_description when{};
    marked_text phrase{};     ///< due_phrase.hpp
    marked_text otherwise{};       ///< a phrase that stands in where the attribute that `phrase` reads is unset or not positive
    marked_text not_later_than{};  ///< a phrase whose due caps that of `phrase`
    marked_text rounding{};        ///< of "within D per N things": "ceil", "linear", or an option "$name" of these
    marked_text calendar{};
    marked_text ladder{};     ///< else the policy's
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

/// A reason to pause, and how long it may.
struct pause_description {
    when_description when{};
    marked_text max_pause{};  ///< a length; none: as long as the condition holds

    pause_description() = default;
    pause_description(when_description reason, marked_text at_most = {})
        : when(std::move(reason)), max_pause(std::move(at_most)) {}  // NOLINT: a reason without an end is one too
};

/// What a metric says of one machine.
struct metric_part {
    marked_text machine{};  ///< "any": those without a part of their own
    triggers_description start{}, stop{}, cancel{}, reset{}, done_by{}, reopened{};
    on_reopening when_reopened = on_reopening::new_cycle;
    std::vector<pause_description> pause_while{};
    bool once = false;
};
/// A metric by its usual name: what starts, stops and pauses a clock. Parts of one name stand together; of one machine the last counts.
struct metric_description {
    std::string name{}, title{};
    marked_text takes{};  ///< "state": whoever names it says which, and `$state` stands for that in its parts
    std::vector<metric_part> parts{};
    std::vector<std::string> rules{};
    bool of_table = false;  ///< for machines that may be others, or not there: its names are looked up where a policy names it
    std::uint32_t mark = 0;
};

struct policy_description {
    std::string name{}, title{};
    std::vector<std::string> rules{};
    promise_type type = promise_type::sla;
    policy_kind kind = policy_kind::promise;
    marked_texts machines{};  ///< none: every machine that knows all the names used
    triggers_description start{}, stop{}, cancel{}, reset{};
    triggers_description done_by{};                   ///< ends a cycle and starts the next
    triggers_description reopened{};                  ///< of a clock that has ended
    on_reopening when_reopened = on_reopening::new_cycle;
    std::uint32_t when_reopened_mark = 0;             ///< where it was written; 0: it was not
    std::vector<pause_description> pause_while{};     ///< a reason each
    bool pauses_said = false;                         ///< none, and no metric says otherwise
    marked_text metric{}, metric_value{};             ///< what the policy does not say itself stands there
    std::vector<due_description> due{};
    marked_text every{};                              ///< instead of `due`: a length from one completion to the next
    marked_text otherwise{}, not_later_than{}, rounding{};  ///< of the targets that have none of their own
    marked_text calendar{};
    working_day_options days{};
    std::uint32_t days_mark = 0;  ///< where `days` was written; 0: it was not
    std::vector<std::pair<marked_text, on_change>> when_changed{};
    bool once = false;
    std::vector<reaction_description> window_opens{}, met{}, missed{}, early{}, ends{};
    std::vector<warning_description> warn{};
    marked_text ladder{};
    std::uint32_t mark = 0;
};

/// Where the parts of a calendar stand; empty or 0 where nobody said.
struct calendar_marks {
    std::uint32_t zone = 0;
    std::array<std::uint32_t, 7> week{};
    std::vector<std::uint32_t> holidays{}, hours{}, breaks{};
};
/// A calendar or a period. `spec.zone` counts only when `has_zone`; else it is the rulebook's.
struct calendar_description {
    std::string name{};
    calendar_spec spec{};
    bool has_zone = false;
    std::vector<std::string> rules{};
    calendar_marks marks{};
    std::uint32_t mark = 0;
};

struct word_description {
    std::string name{};
    marked_text means{};       ///< a duration
    std::string provenance{};  ///< stated, example, derived, blank
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

struct option_description {
    enum class kind : std::uint8_t { choice, length, count };
    std::string name{};
    kind is = kind::choice;
    marked_texts choices{};
    marked_text value{};  ///< one of the choices; "5 working days", "0 people"; "none" for a duration that nobody fixed
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

struct role_description {
    std::string name{}, title{}, scope{}, outside{};
    marked_text roster{};
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};
struct roster_description {
    std::string name{};
    std::array<marked_text, 7> roles{};  ///< Monday first
    marked_text nobody{};
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};
struct cue_description {
    std::string name{}, text{};
    std::map<std::string, std::string, std::less<>> texts{};  ///< by language
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};
struct form_description {
    std::string name{}, title{};
    std::vector<std::string> required{}, optional{};
    marked_text complete{};  ///< the fact that says it is filled in
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};
struct named_condition {
    std::string name{};
    when_description when{};
    std::vector<std::string> rules{};
    std::uint32_t mark = 0;
};

/// Findings of the linter that somebody has looked at, with the reason: those of that id at the marks `first` .. `last`.
struct ignored_finding {
    marked_text id{};
    std::string reason{};
    std::uint32_t first = 0, last = 0;
    bool shared = false;  ///< of a file that was included: another rulebook may need it when this one does not
};

struct rulebook_description {
    std::string name{}, title{};
    marked_text zone{};           ///< an IANA name
    marked_text calendar{};       ///< the rulebook's own; none: round the clock
    marked_text case_calendar{};  ///< an attribute
    std::vector<word_description> words{};
    std::vector<option_description> options{};
    std::vector<calendar_description> calendars{}, periods{};
    std::vector<role_description> roles{};
    std::vector<roster_description> rosters{};
    std::vector<ladder_description> ladders{};
    std::vector<cue_description> cues{};
    std::vector<form_description> forms{};
    std::vector<named_condition> conditions{};
    std::vector<std::pair<marked_text, hardness>> guards{};  ///< by rule id
    std::vector<machine_description> machines{};
    std::vector<metric_description> metrics{};
    std::vector<policy_description> policies{};
    desk_limits limits{};
    std::optional<late_events> late{};  ///< none: the desk's own default
    duration dedupe_window = duration::max();
    duration max_ahead = duration::max();
    std::vector<ignored_finding> ignored{};
    std::uint32_t mark = 0;
};

}  // namespace caseclock
