// SPDX-License-Identifier: Apache-2.0
//
// Why a policy did not do on a case what somebody expected: each trigger that was asked and why it did not act, in the order of time.
//
//   const auto said = why_not(hotline, events, values, {.case_id = 41, .policy = "business_promise", .until = now});
//   std::cout << text_of(said);
//   business_promise on case 41: it never started
//     2026-03-02 09:00:00  record would start it, but its condition did not hold: asked is type business, and type is fault
//
// The case's family is replayed as a proof does it (explain.hpp).
#pragma once

#include "caseclock/desk/written_replay.hpp"
#include "caseclock/desk/proof_json.hpp"
#include "caseclock/desk/proof_text.hpp"
#include "caseclock/rulebook/condition_text.hpp"
#include "caseclock/rulebook/trigger_text.hpp"
#include "caseclock/time/nearest_word.hpp"

namespace caseclock {

enum class why_not_kind : std::uint8_t {
    other_machine,       ///< the policy serves other machines
    no_trigger,          ///< nothing that would start it has happened
    condition,           ///< a trigger happened, and its `if` did not hold
    incomplete,          ///< a trigger happened, and others of its `all` are missing
    counts_once,         ///< a start came again, and the policy counts once
    already_running,     ///< a start came while the clock ran: nothing changes
    no_matching_target,  ///< it runs or ran without a deadline: no target matches
    no_deadline,         ///< likewise: the attribute that its target reads says nothing
    cancelled,           ///< the cycle was cancelled
    not_stopped,         ///< it runs: nothing that would stop it has happened
    ended                ///< the cycle ended, with a verdict or as a wait
};
[[nodiscard]] constexpr std::string_view to_string(why_not_kind kind) noexcept {
    constexpr std::string_view text[] = {"other_machine", "no_trigger", "condition", "incomplete", "counts_once", "already_running",
                                         "no_matching_target", "no_deadline", "cancelled", "not_stopped", "ended"};
    return text[static_cast<std::size_t>(kind)];
}

/// One thing that stood in the way.
struct why_not_note {
    why_not_kind is{};
    instant at{};                    ///< when; of what never happened where the replay ended
    std::string trigger{};           ///< "record", "enters on_hold"; of no_trigger and not_stopped all of them
    std::string would{};             ///< what it would have done: "start", "stop"
    std::vector<unmet_part> unmet{}; ///< what was asked, and what the case said
    std::string text{};              ///< a sentence
};

struct why_not_answer {
    std::uint64_t case_id = 0;
    std::string policy, machine, zone;
    unsigned cycles = 0;             ///< how often it started
    bool running = false;
    std::string text;                ///< "it never started", "it ran once: met"
    std::vector<why_not_note> notes; ///< in the order of time
};

struct why_not_options {
    std::uint64_t case_id = 0;
    std::string policy{};
    std::optional<std::uint64_t> root{};  ///< of a case that the desk opened: its root case
    instant until{};                      ///< where the replay ends, unless an event comes later
    std::function<std::string(std::int64_t)> text_of_code{};  ///< the host's texts, where values are told
    std::span<const adoption> adoptions{};  ///< of the desk that was given the events; of a case that changed its version, triggers of the new one are told
};

namespace detail {

class why_not_finder {
public:
    why_not_finder(const written_replay& replayed, const why_not_options& asked)
        : replayed_{replayed}, book_{replayed.on().book()}, record_{replayed.record(asked.case_id)}, plan_{book_.plan(record_.machine)},
          words_{book_, plan_.machine, asked.text_of_code} {
        answer_.case_id = asked.case_id;
        answer_.policy = asked.policy;
        answer_.machine = plan_.machine.name();
        answer_.zone = book_.zone_name();
    }

    [[nodiscard]] why_not_answer find() {
        const auto number = number_in_plan();
        if (!number) return serves_others();
        policy_ = &plan_.policies[*number];
        number_ = *number;
        for (const auto& each : triggers_of(plan_))
            if (each.which->policy == number_) places_.push_back(each);
        notes_ = replayed_.notes_of(answer_.case_id);
        asked_triggers();
        cycles();
        std::stable_sort(answer_.notes.begin(), answer_.notes.end(), [](const why_not_note& a, const why_not_note& b) { return a.at < b.at; });
        answer_.text = headline();
        return std::move(answer_);
    }

private:
    [[nodiscard]] std::optional<std::uint8_t> number_in_plan() const {
        std::vector<std::string> names;
        for (const auto& p : book_.policies()) names.push_back(p.name);
        if (std::find(names.begin(), names.end(), answer_.policy) == names.end())
            throw std::out_of_range{"policy \"" + answer_.policy + "\": rulebook " + book_.name() + " has none of that name" + did_you_mean(answer_.policy, names)};
        for (std::size_t i = 0; i < plan_.policies.size(); ++i)
            if (plan_.policies[i].name == answer_.policy) return static_cast<std::uint8_t>(i);
        return std::nullopt;
    }
    [[nodiscard]] why_not_answer serves_others() {
        std::string others;
        for (const auto& p : book_.policies())
            if (p.name == answer_.policy)
                for (const auto& name : p.machines) others += (others.empty() ? "" : ", ") + name;
        answer_.text = "it does not serve the machine " + answer_.machine;
        note({.is = why_not_kind::other_machine, .at = replayed_.until(), .text = "the case is a " + answer_.machine + ", and the policy serves " + others});
        return std::move(answer_);
    }

    void note(why_not_note made) { answer_.notes.push_back(std::move(made)); }
    [[nodiscard]] std::string place_of(const trigger* which) const {
        for (const auto& each : places_)
            if (each.which == which) return each.text;
        return {};
    }
    /// "record (if type business) or enters work".
    [[nodiscard]] std::string all_that(trigger_action does) const {
        std::vector<std::string> each_text;
        for (const auto& each : places_) {
            if (each.which->does != does) continue;
            auto text = each.text + (each.which->when.always() ? "" : " (if " + words_.text_of(each.which->when) + ')');
            if (each.which->joint != no_joint) text += " (with others of its \"all\")";
            if (std::find(each_text.begin(), each_text.end(), text) == each_text.end()) each_text.push_back(std::move(text));
        }
        std::string out;
        for (const auto& text : each_text) out += (out.empty() ? "" : " or ") + text;
        return out.empty() ? "nothing: the policy names none" : out;
    }
    [[nodiscard]] static std::string parts_text(const std::vector<unmet_part>& unmet) {
        std::string out;
        for (const auto& each : unmet) out += (out.empty() ? "asked is " : "; asked is ") + each.asked + ", and " + each.found;
        return out;
    }

    /// Of every trigger that was asked and did not do what it is for.
    void asked_triggers() {
        for (const auto& seen : replayed_.triggers()) {
            if (seen.record.id != answer_.case_id || seen.which->policy != number_ || seen.record.machine != record_.machine) continue;
            const auto does = seen.which->does;
            if (does == trigger_action::retarget) continue;
            if (does != trigger_action::start && !seen.before.running) continue;
            const auto subject = place_of(seen.which);
            why_not_note made{.at = seen.at, .trigger = subject, .would = std::string{to_string(does)}};
            const auto would = subject + " would " + made.would + " it, but ";
            if (!seen.holds) {
                made.is = why_not_kind::condition;
                made.unmet = words_.unmet(seen.which->when, case_reading{plan_, seen.record});
                made.text = would + "its condition did not hold: " + parts_text(made.unmet);
            } else if (!seen.acts) {
                made.is = why_not_kind::incomplete;
                made.text = would + "not all that it waits for was there" + missing_of(seen, made);
            } else if (does == trigger_action::start && seen.before.running) {
                made.is = why_not_kind::already_running;
                made.text = subject + " came while it ran: nothing changes";
            } else if (does == trigger_action::start && policy_->once && seen.before.cycle != 0) {
                made.is = why_not_kind::counts_once;
                made.text = would + "it counts once, and had its cycle";
            } else continue;
            note(std::move(made));
        }
    }
    [[nodiscard]] std::string missing_of(const trigger_note& seen, why_not_note& made) const {
        const auto& joint = policy_->joints[seen.which->joint];
        const case_reading about{plan_, seen.record};
        if (const auto missing = joint.facts & ~seen.record.facts; missing != 0)
            made.unmet.push_back({words_.facts_text(missing), words_.facts_text(missing, ", ") + (std::has_single_bit(missing) ? " does not hold" : " do not hold")});
        std::string members;
        for (const auto& each : places_)
            if (each.which->joint == seen.which->joint && each.which->member != 0 && each.which->member != seen.which->member)
                members += (members.empty() ? "" : ", ") + each.text;
        for (auto& part : words_.unmet(joint.when, about)) made.unmet.push_back(std::move(part));
        if (made.unmet.empty() && !members.empty()) made.unmet.push_back({members, "not all of it has happened in this cycle"});
        return made.unmet.empty() ? std::string{} : ": " + parts_text(made.unmet);
    }

    void cycles() {
        for (const auto& each : notes_.course) {
            if (book_.plan(each.note.machine).policies[each.note.policy].number != policy_->number) continue;
            if (each.note.change == clock_change::started) ++answer_.cycles;
            if (each.note.change == clock_change::ended) end_of(each.note);
            last_ = &each.note;
        }
        answer_.running = last_ != nullptr && last_->clock.running && last_->change != clock_change::ended;
        for (const auto* e : notes_.effects)
            if (e->policy == policy_->number && e->kind == effect_kind::no_deadline)
                note({.is = why_not_kind::no_deadline, .at = e->at, .text = "it has no deadline: what its target reads says nothing"});
        const auto tried = std::any_of(answer_.notes.begin(), answer_.notes.end(), [](const why_not_note& each) { return each.would == "start"; });
        if (answer_.cycles == 0 && !tried)
            note({.is = why_not_kind::no_trigger, .at = replayed_.until(), .trigger = all_that(trigger_action::start), .would = "start",
                  .text = "it starts by " + all_that(trigger_action::start)});
        if (!answer_.running) return;
        if (last_->clock.target == no_target) without_target(case_reading{plan_, record_}, replayed_.until());
        note({.is = why_not_kind::not_stopped, .at = replayed_.until(), .trigger = all_that(trigger_action::stop), .would = "stop",
              .text = "it runs, and is stopped by " + all_that(trigger_action::stop)});
    }
    void end_of(const clock_note& ended) {
        const verdict* judged = nullptr;
        for (const auto* v : notes_.verdicts)
            if (v->policy == policy_->number && v->cycle == ended.clock.cycle) judged = v;
        const auto cycle = "cycle " + std::to_string(ended.clock.cycle);
        if (judged == nullptr) return note({.is = why_not_kind::ended, .at = ended.at, .text = cycle + " ended, without a verdict"});
        if (judged->kind == verdict_kind::cancelled)
            return note({.is = why_not_kind::cancelled, .at = ended.at, .text = cycle + " was cancelled by " + cause_of(ended)});
        note({.is = why_not_kind::ended, .at = ended.at, .text = cycle + " ended: " + std::string{to_string(judged->kind)} + ", by " + cause_of(ended)});
        if (judged->kind == verdict_kind::measured && ended.clock.target == no_target && judged->machine == record_.machine) {
            case_record then = record_;
            then.facts = judged->facts;
            then.values = judged->values;
            then.state = judged->state;
            without_target(case_reading{plan_, then}, ended.at);
        }
    }
    [[nodiscard]] std::string cause_of(const clock_note& note) const { return text_of_cause(book_, plan_, note.cause); }
    void without_target(const case_reading& about, instant at) {
        why_not_note made{.is = why_not_kind::no_matching_target, .at = at};
        std::string text;
        for (std::size_t i = 0; i < policy_->matched_targets; ++i) {
            const auto& t = policy_->targets[i];
            auto unmet = words_.unmet(t.when, about);
            text += (text.empty() ? "" : "; ") + ('"' + t.text + "\": ") + parts_text(unmet);
            std::move(unmet.begin(), unmet.end(), std::back_inserter(made.unmet));
        }
        made.text = "it has no deadline, since no target matches: " + text;
        note(std::move(made));
    }
    [[nodiscard]] std::string headline() const {
        if (answer_.cycles == 0) return "it never started";
        std::string out = answer_.cycles == 1 ? "it ran once" : "it ran " + std::to_string(answer_.cycles) + " times";
        const verdict* last = nullptr;
        for (const auto* v : notes_.verdicts)
            if (v->policy == policy_->number) last = v;
        if (last != nullptr) out += ", last verdict " + std::string{to_string(last->kind)};
        return out + (answer_.running ? "; it runs" : "");
    }

    const written_replay& replayed_;
    const rulebook& book_;
    case_record record_;
    const machine_plan& plan_;
    condition_words words_;
    const policy* policy_ = nullptr;
    std::uint8_t number_ = 0;
    std::vector<placed_text> places_;
    case_notes notes_;
    const clock_note* last_ = nullptr;
    why_not_answer answer_;
};

}  // namespace detail

/// Throws std::out_of_range when no accepted event opens the case, and when the rulebook has no such policy.
[[nodiscard]] inline why_not_answer why_not(const rulebook& book, std::span<const event> events, std::span<const event_value> values, const why_not_options& asked) {
    const detail::written_replay replayed{book, events, values, asked.adoptions, std::vector{asked.root.value_or(asked.case_id)}, asked.until, true};
    return detail::why_not_finder{replayed, asked}.find();
}

/// For a reader: a headline, and a line for each note. `name`: what the host calls the case.
[[nodiscard]] inline std::string text_of(const why_not_answer& said, std::string_view name = {}) {
    const zone where{said.zone};
    std::string out = said.policy + " on case " + (name.empty() ? std::to_string(said.case_id) : std::string{name}) + ": " + said.text;
    for (const auto& each : said.notes) out += "\n  " + detail::wall_text(each.at, where) + "  " + each.text;
    return out + "\n";
}

/// {"case", "policy", "machine", "cycles", "running", "text", "notes": [{"kind", "at", "trigger", "would", "unmet": [{"asked", "found"}], "text"}]}
[[nodiscard]] inline std::string json_of(const why_not_answer& said) {
    detail::json_writer out;
    out.open('{').key("case").number(said.case_id).key("policy").text(said.policy).key("machine").text(said.machine);
    out.key("cycles").number(said.cycles).key("running").flag(said.running).key("text").text(said.text).key("notes").open('[');
    for (const auto& each : said.notes) {
        out.open('{').key("kind").text(to_string(each.is)).key("at").text(format_instant(each.at)).key("trigger").text(each.trigger);
        out.key("would").text(each.would).key("unmet").open('[');
        for (const auto& part : each.unmet) out.open('{').key("asked").text(part.asked).key("found").text(part.found).close('}');
        out.close(']').key("text").text(each.text).close('}');
    }
    out.close(']').close('}');
    return out.take();
}

}  // namespace caseclock
