// SPDX-License-Identifier: Apache-2.0
#include "rulebook/policies.hpp"

#include "rulebook/ladders.hpp"
#include "rulebook/metrics.hpp"
#include "rulebook/reactions.hpp"
#include "rulebook/targets.hpp"

namespace caseclock::detail {
namespace {

using trigger_kind = trigger_description::kind;

/// A reason to pause as a proof names it: "waiting_customer", "priority low", "not identified".
std::string reason_text(const when_description& reason) {
    using kind = when_description::kind;
    static constexpr std::string_view sign[] = {" ", " at most ", " at least ", " above ", " below ", " is set", " is unset"};
    const auto joined = [](const auto& parts, std::string_view between, const auto& text_of) {
        std::string text;
        for (const auto& part : parts) text += (text.empty() ? "" : std::string{between}) + text_of(part);
        return text;
    };
    const auto written = [](const marked_text& each) { return each.text; };
    switch (reason.is) {
        case kind::all_of: return joined(reason.of, " and ", reason_text);
        case kind::any_of: return joined(reason.of, " or ", reason_text);
        case kind::none_of: return "none of " + joined(reason.of, ", ", reason_text);
        case kind::lacks: return "not " + joined(reason.names, ", not ", written);
        case kind::states: return joined(reason.names, " or ", written);
        case kind::option:
        case kind::attribute:
            return joined(reason.names, ", ", written) + (reason.negated ? " not" : "") + std::string{sign[static_cast<std::size_t>(reason.how)]} +
                   joined(reason.values, " or ", written);
        default: return joined(reason.names, " and ", written);
    }
}

class policy_compiler {
public:
    policy_compiler(machine_scope& scope, const policy_description& from)
        : scope_{scope}, faults_{scope.faults()}, from_{from}, targets_{scope, from, out_.made} {}

    compiled_policy compile() {
        auto& p = out_.made;
        p.name = from_.name;
        p.title = from_.title.empty() ? from_.name : from_.title;
        p.rules = from_.rules;
        p.kind = from_.kind;
        p.type = from_.type;
        p.once = from_.once;
        if (!from_.calendar.empty())
            if (const auto number = scope_.draft().calendar_named(from_.calendar, faults_)) p.calendar = *number;
        targets_.build();
        check_kind();
        check_cycles();
        compile_triggers();
        compile_pauses();
        compile_changes();
        compile_reactions();
        note_what_is_read();
        return std::move(out_);
    }

private:
    // ---- what a promise and a wait must and may say -----------------------------------------------------------------------------

    void check_kind() {
        const bool waits = from_.kind == policy_kind::wait;
        if (targets_.dues().empty())
            faults_.add(from_.mark, plain::missing, "it has no \"due\"; write \"due: none\" to measure without a deadline");
        else if (waits && targets_.may_be_without_deadline())
            faults_.add(from_.mark, plain::contradiction, "a wait needs a deadline, and \"due: none\" is none");
        if (from_.start.empty()) faults_.add(from_.mark, plain::missing, "it has no \"start\"");
        if (from_.stop.empty() && from_.done_by.empty() && !waits) faults_.add(from_.mark, plain::missing, "it has no \"stop\"; only a wait ends by itself");
        const auto refuse = [&](const std::vector<reaction_description>& list, std::string_view name, std::string_view why) {
            if (!list.empty()) faults_.add(list.front().mark, plain::contradiction, quoted(name) + ": " + std::string{why});
        };
        if (waits) {
            const auto has_ladder = [](const due_description& due) { return !due.ladder.empty(); };
            const auto named = std::find_if(from_.due.begin(), from_.due.end(), has_ladder);
            if (!from_.ladder.empty() || named != from_.due.end())
                faults_.add(from_.ladder.empty() ? named->ladder.mark : from_.ladder.mark, plain::contradiction,
                            "a wait ends at its deadline and has no ladder; raise its event, or make it a promise");
            constexpr std::string_view why = "a wait has no verdict; what follows its end stands in \"ends\"";
            refuse(from_.met, "met", why);
            refuse(from_.missed, "missed", why);
            refuse(from_.early, "early", why);
        } else {
            refuse(from_.ends, "ends", "only a wait ends without a verdict; write \"missed\", or \"kind: wait\"");
        }
    }

    // ---- cycles -----------------------------------------------------------------------------------------------------------------

    void check_cycles() {
        const bool waits = from_.kind == policy_kind::wait;
        const auto contradicts = [&](std::uint32_t mark, std::string_view why) { faults_.add(mark, plain::contradiction, std::string{why}); };
        if (!from_.every.empty() && !from_.due.empty())
            contradicts(from_.every.mark, "\"every\" says when each cycle is due: it stands instead of \"due\"");
        if (waits && (!from_.every.empty() || !from_.done_by.empty()))
            return contradicts(from_.every.mark != 0 ? from_.every.mark : first_mark(from_.done_by),
                               "a wait ends by itself; only a promise is repeated, by \"every\" and \"done_by\"");
        if (!from_.every.empty() && from_.done_by.empty())
            faults_.add(from_.every.mark, plain::missing, "\"every\" counts from one completion to the next, and none is named: add \"done_by\"");
        if (!from_.done_by.empty() && from_.once) contradicts(first_mark(from_.done_by), "\"done_by\" starts cycle after cycle, \"counts: once\" allows one");
        const bool goes_on = from_.when_reopened == on_reopening::go_on;
        if (from_.when_reopened_mark != 0 && from_.reopened.empty())
            faults_.add(from_.when_reopened_mark, plain::missing,
                        "\"when_reopened\" says what a reopening does, and nothing reopens the clock: add \"reopened: {event: NAME}\" or another trigger");
        if (goes_on && waits) contradicts(from_.when_reopened_mark, "a wait that has ended is over; only a promise may \"continue\"");
        if (!from_.reopened.empty() && !goes_on && from_.once)
            contradicts(first_mark(from_.reopened), "a reopening starts a new cycle, \"counts: once\" allows one; or write \"when_reopened: continue\"");
        out_.made.when_reopened = from_.when_reopened;
    }
    [[nodiscard]] std::uint32_t first_mark(const triggers_description& list) const {
        const auto mark = list.any.empty() ? list.option.mark : list.any.front().mark;
        return mark != 0 ? mark : from_.mark;
    }

    // ---- triggers ---------------------------------------------------------------------------------------------------------------

    void compile_triggers() {
        compile_list(from_.stop, trigger_action::stop);
        compile_list(from_.done_by, trigger_action::complete);
        compile_list(from_.reopened, trigger_action::reopen);
        compile_list(from_.cancel, trigger_action::cancel);
        compile_list(from_.reset, trigger_action::reset);
        compile_list(from_.start, trigger_action::start);
        if (out_.made.joints.size() >= no_joint) faults_.add(from_.mark, plain::too_many, "it has more than 254 triggers with \"all\"");
        if (next_member_ > member_limit)
            faults_.add(from_.mark, plain::too_many,
                        "its \"all\" triggers have " + std::to_string(next_member_) + " members beside facts (allowed: at most " +
                            std::to_string(member_limit) + ')');
        if (!targets_.sometimes_off()) return;
        const auto starts = [](const placed_trigger& t) {
            return t.made.does == trigger_action::start || t.made.does == trigger_action::reopen;
        };
        if (targets_.never_starts()) {
            out_.triggers.erase(std::remove_if(out_.triggers.begin(), out_.triggers.end(), starts), out_.triggers.end());
            return;
        }
        for (auto& each : out_.triggers)
            if (starts(each)) each.made.when = condition::of_all({each.made.when, condition::of_none({targets_.off_when()})});
    }

    void compile_list(const triggers_description& list, trigger_action does) {
        for (const auto& each : list.any) compile_trigger(each, does);
        if (list.option.empty()) return;
        const auto* const option = scope_.draft().option_named(list.option.text);
        if (option == nullptr) {
            faults_.add(list.option.mark, plain::unknown_name, no_such("option", list.option.text, names_of(scope_.draft().from.options)));
            return;
        }
        std::vector<std::string> open;
        for (const auto& choice : option->choices) open.push_back(choice.text);
        const auto choices = open;
        for (const auto& [choice, triggers] : list.by_choice) {
            const auto at = std::find(open.begin(), open.end(), choice.text);
            if (at == open.end())
                faults_.add(choice.mark, plain::unknown_name, no_such("choice of option " + list.option.text, choice.text, choices));
            else open.erase(at);
            const auto kept = out_;  // what is not chosen is only checked
            for (const auto& each : triggers) compile_trigger(each, does);
            if (choice.text != option->value.text) out_ = kept;
        }
        for (const auto& choice : open)
            faults_.add(
                list.option.mark, plain::missing,
                "the choice " + quoted(choice) + " of option " + quoted(list.option.text) + " has no triggers here; write [] for none");
    }

    [[nodiscard]] trigger blank(trigger_action does) const {
        trigger made;
        made.does = does;
        return made;
    }

    void compile_trigger(const trigger_description& from, trigger_action does) {
        auto made = blank(does);
        made.when = scope_.compile(from.when);
        if (from.is == trigger_kind::opened && does == trigger_action::reopen)
            return faults_.add(from.mark, plain::contradiction, "a case is opened once, before any clock has ended; name what reopens it");
        if (!from.since.empty()) {
            if (does != trigger_action::start) faults_.add(from.since.mark, plain::contradiction, "only a start has a \"since\"");
            else if (const auto number = scope_.attribute(from.since, attribute_kind::instant)) made.since = *number;
        }
        if (from.is == trigger_kind::all) return compile_all(from, std::move(made));
        if (from.is == trigger_kind::fact && does == trigger_action::stop)
            if (const auto fact = scope_.fact(from.name)) out_.made.stops.push_back({std::uint64_t{1} << *fact, 0, made.when});
        place(from, std::move(made));
    }

    void compile_all(const trigger_description& from, trigger made) {
        const auto does = made.does;
        if (does != trigger_action::stop && does != trigger_action::start && does != trigger_action::complete)
            return faults_.add(from.mark, plain::contradiction, "\"all\" stands in a stop, a start or a done_by only");
        if (from.all.empty()) return faults_.add(from.mark, plain::missing, "\"all\" has no members");
        joint_trigger joint;
        joint.when = made.when;
        made.when = {};
        made.joint = static_cast<std::uint8_t>(std::min<std::size_t>(out_.made.joints.size(), no_joint - 1));
        for (const auto& member : from.all) {
            auto part = made;
            if (member.is == trigger_kind::all) {
                faults_.add(member.mark, plain::contradiction, "an \"all\" in an \"all\": write its members into the outer one");
                continue;
            }
            if (!member.since.empty())
                faults_.add(member.since.mark, plain::contradiction, "\"since\" stands beside the \"all\", not in it");
            if (member.is == trigger_kind::fact) {
                if (!member.when.empty())
                    faults_.add(member.when.mark, plain::contradiction,
                                "a fact counts while it holds: the \"if\" stands beside the \"all\"");
                if (const auto fact = scope_.fact(member.name)) joint.facts |= std::uint64_t{1} << *fact;
            } else {
                part.when = scope_.compile(member.when);
                part.member = next_member_ < member_limit ? std::uint32_t{1} << next_member_ : 0;
                joint.members |= part.member;
                ++next_member_;
            }
            place(member, std::move(part));
        }
        if (does == trigger_action::stop && joint.members == 0) out_.made.stops.push_back(joint);
        out_.made.joints.push_back(std::move(joint));
    }

    void place(const trigger_description& from, trigger made) {
        const auto put = [&](trigger_place where, std::optional<std::uint8_t> number) {
            if (number) out_.triggers.push_back({where, *number, {}, made});
        };
        switch (from.is) {
            case trigger_kind::opened: return put(trigger_place::opened, 0);
            case trigger_kind::event: return put(trigger_place::event, scope_.event(from.name));
            case trigger_kind::fact: return put(trigger_place::set, scope_.fact(from.name));
            case trigger_kind::loses: return put(trigger_place::cleared, scope_.fact(from.name));
            case trigger_kind::changes: return put(trigger_place::changed, scope_.attribute(from.name));
            case trigger_kind::enters: return place_states(from.name, trigger_place::entered, made);
            case trigger_kind::leaves: return place_states(from.name, trigger_place::left, made);
            case trigger_kind::all: return;
        }
    }
    void place_states(const marked_text& name, trigger_place where, const trigger& made) {
        const auto states = scope_.states(name);
        std::optional<state_set> group;
        if (!scope_.is_one_state(name.text)) {
            group.emplace();
            for (const auto state : states) group->set(state);
        }
        for (const auto state : states) out_.triggers.push_back({where, state, group, made});
    }

    // ---- pauses and changes -----------------------------------------------------------------------------------------------------

    void compile_pauses() {
        if (from_.pause_while.size() > reason_limit)
            return faults_.add(
                from_.pause_while[reason_limit].when.mark, plain::too_many,
                std::to_string(from_.pause_while.size()) + " reasons to pause (allowed: at most " + std::to_string(reason_limit) + ')');
        for (const auto& [reason, at_most] : from_.pause_while) {
            const auto so_far = faults_.size();
            auto made = scope_.compile(reason);
            if (made.always() && faults_.size() == so_far)
                faults_.add(reason.mark, plain::wrong_value, "a pause that always holds: the clock would never run");
            out_.made.pauses.push_back(std::move(made));
            out_.made.pause_texts.push_back(reason_text(reason));
            out_.made.max_pauses.push_back(targets_.read_max_pause(at_most));
            if (out_.made.max_pauses.back().amount != 0)
                out_.made.limited_pauses |= static_cast<std::uint8_t>(1U << (out_.made.max_pauses.size() - 1));
        }
    }

    /// Attributes that a target or the calendar reads aim the clock anew, if nothing else is said.
    void compile_changes() {
        std::uint32_t retargets_on = 0, resets_on = 0;  // masks of attributes
        for (const auto& t : out_.made.targets) {
            retargets_on |= t.when.attributes_read();
            if (t.attribute != reads_nothing) retargets_on |= std::uint32_t{1} << t.attribute;
        }
        const auto& names_calendar = scope_.draft().from.case_calendar;
        if (!names_calendar.empty() && from_.calendar.empty())
            if (const auto number = scope_.machine().attribute(names_calendar.text)) retargets_on |= std::uint32_t{1} << *number;
        std::uint32_t named = 0;
        for (const auto& [name, how] : from_.when_changed) {
            const auto number = scope_.attribute(name);
            if (!number) continue;
            const auto bit = std::uint32_t{1} << *number;
            if ((named & bit) != 0)
                faults_.add(name.mark, plain::taken_name, "the attribute " + quoted(name.text) + " stands twice in \"when_changed\"");
            named |= bit;
            retargets_on &= ~bit;
            if (how == on_change::retarget) retargets_on |= bit;
            if (how == on_change::reset) resets_on |= bit;
        }
        const auto put = [&](std::uint32_t mask, trigger_action does) {
            for (std::uint8_t a = 0; a < attribute_limit; ++a)
                if ((mask >> a & 1U) != 0) out_.triggers.push_back({trigger_place::changed, a, {}, blank(does)});
        };
        put(resets_on, trigger_action::reset);
        put(retargets_on, trigger_action::retarget);
    }

    // ---- reactions --------------------------------------------------------------------------------------------------------------

    void compile_reactions() {
        auto& p = out_.made;
        const auto compile = [&](const std::vector<reaction_description>& list) { return compile_reactions_of(scope_, list); };
        p.window_opens = compile(from_.window_opens);
        p.met = compile(from_.met);
        p.missed = compile(from_.missed);
        p.early = compile(from_.early);
        p.ends = compile(from_.ends);
        const bool has_window = std::any_of(p.targets.begin(), p.targets.end(), [](const target& t) { return t.has_window(); });
        const auto check_window = [&](const std::vector<reaction_description>& list, std::string_view name) {
            if (!list.empty() && !has_window && p.targets.size() >= targets_.dues().size() && !windows_by_option())
                faults_.add(list.front().mark, plain::contradiction,
                            quoted(name) + ": no target of the policy has a window (\"between\", \"on the day before\")");
        };
        const auto is_none = [](const target& t) { return t.kind == target_kind::none; };
        const bool knows_all = !p.targets.empty() && p.targets.size() >= from_.due.size() && !targets_.sometimes_off() && !windows_by_option();
        if (!from_.ladder.empty() && knows_all && std::all_of(p.targets.begin(), p.targets.end(), is_none))
            faults_.add(from_.ladder.mark, plain::contradiction, "\"ladder\": no target of the policy has a deadline");
        check_window(from_.window_opens, "window_opens");
        check_window(from_.early, "early");
        if (from_.warn.size() > warning_limit)
            return faults_.add(from_.warn[warning_limit].at.mark, plain::too_many,
                               std::to_string(from_.warn.size()) + " warnings (allowed: at most " + std::to_string(warning_limit) + ')');
        for (const auto& each : from_.warn) {
            auto made = targets_.read_warning(each.at);
            made.reactions = compile(each.reactions);
            p.warnings.push_back(std::move(made));
        }
    }
    /// A target may have a window under another choice of its option.
    [[nodiscard]] bool windows_by_option() const {
        return std::any_of(from_.due.begin(), from_.due.end(),
                           [](const due_description& due) { return due.phrase.text.substr(0, 1) == "$"; });
    }

    // ---- what is read -----------------------------------------------------------------------------------------------------------

    void note_what_is_read() {
        auto& p = out_.made;
        for (const auto& t : p.targets) {
            p.targets_read_facts |= t.when.facts_read();
            p.targets_read_attributes |= t.when.attributes_read();
            p.targets_read_states = p.targets_read_states || t.when.reads_states();
        }
        for (const auto& pause : p.pauses) {
            p.pauses_read_facts |= pause.facts_read();
            p.pauses_read_attributes |= pause.attributes_read();
            p.pauses_read_states = p.pauses_read_states || pause.reads_states();
        }
    }

    machine_scope& scope_;
    fault_sink& faults_;
    const policy_description& from_;
    compiled_policy out_{};
    target_builder targets_;
    unsigned next_member_ = 0;
};

}  // namespace

compiled_policy compile_policy(machine_scope& scope, const policy_description& from) {
    if (from.metric.empty()) return policy_compiler{scope, from}.compile();
    const auto whole = with_metric(scope, from);
    return whole ? policy_compiler{scope, *whole}.compile() : compiled_policy{};
}

}  // namespace caseclock::detail
