// SPDX-License-Identifier: Apache-2.0
//
// Targets that no case has, and warnings that come with the start or with the miss.
#include "lint/parts.hpp"

#include "caseclock/machine/lookup.hpp"
#include "caseclock/rulebook/due_phrase.hpp"

namespace caseclock::detail {
namespace {

bool reads_option(const marked_text& phrase) { return phrase.text.find('$') != std::string::npos; }

/// What the targets before one say of a case that none of them takes.
class target_check {
public:
    target_check(const policy_view& policy, finding_list& found) : policy_{policy}, found_{found} {}

    void run() {
        if (policy_.runs_in().none()) return;
        for (const auto& due : policy_.from().due) conditions_.push_back(policy_.compile(due.when));
        for (std::size_t i = 0; i < conditions_.size(); ++i) {
            const auto& due = policy_.from().due[i];
            const auto mark = due.mark != 0 ? due.mark : due.phrase.mark;
            if (!possible(space_, conditions_[i])) {
                found_.add("target-never-reached", mark, "no case has the target " + detail::quoted(due.phrase.text) + ": its condition cannot hold while the clock runs",
                           "correct the condition, or delete the target");
            } else if (!has_cases(i)) {
                found_.add("target-never-reached", mark, "no case has the target " + detail::quoted(due.phrase.text) + ": " + covering(i),
                           "put it before them, or delete it");
            } else {
                check_otherwise(i);
            }
        }
    }

private:
    /// Is there a case that target i takes, of those that are left when the targets before it, or only those of `among`, had their choice?
    [[nodiscard]] bool has_cases(std::size_t i, std::optional<std::size_t> only = std::nullopt) const {
        std::vector<demand> demands{{&conditions_[i], true}};
        for (std::size_t k = 0; k < i; ++k)
            if (!only || *only == k) demands.push_back({&conditions_[k], false});
        return possible(space_, demands);
    }
    [[nodiscard]] std::string covering(std::size_t i) const {
        for (std::size_t k = 0; k < i; ++k)
            if (!has_cases(i, k)) return detail::quoted(policy_.from().due[k].phrase.text) + " stands before it and takes every such case";
        return "those before it take every such case";
    }
    /// `if: {agreed_at: is set}, due: by agreed_at` needs no stand-in.
    void check_otherwise(std::size_t i) {
        const auto& due = policy_.from().due[i];
        if (due.otherwise.empty()) return;
        using phrase_kind = due_phrase::kind;
        const auto phrase = parse_due_phrase(due.phrase.text);
        const bool reads_instant = phrase.is == phrase_kind::by || phrase.is == phrase_kind::before ||
                                   phrase.is == phrase_kind::end_of_attribute_day || phrase.is == phrase_kind::day_before;
        if (!reads_instant) return;  // a length or a number may be set and say nothing
        const auto attribute = policy_.on().machine().attribute(phrase.name);
        if (!attribute) return;
        const auto is_set = condition::of_set(*attribute);
        std::vector<demand> demands{{&conditions_[i], true}, {&is_set, false}};
        for (std::size_t k = 0; k < i; ++k) demands.push_back({&conditions_[k], false});
        if (!possible(space_, demands))
            found_.add("otherwise-never-used", due.otherwise.mark, "the attribute " + phrase.name + " is always set where this target counts",
                       "delete the otherwise, or the condition that asks for the attribute");
    }

    const policy_view& policy_;
    finding_list& found_;
    case_space space_ = policy_.on().space(policy_.runs_in());
    std::vector<condition> conditions_;
};

/// The length of a target, where it is known; empty where an attribute or an option says it.
std::optional<duration_value> known_length(const target& t) {
    if (t.kind == target_kind::within) return t.length;
    if (t.kind == target_kind::between) return t.upper;
    return std::nullopt;
}

}  // namespace

void check_targets(const policy_view& policy, finding_list& found) { target_check{policy, found}.run(); }

void check_warnings(const policy_view& policy, const caseclock::policy& compiled, finding_list& found) {
    const auto& from = policy.from();
    for (std::size_t w = 0; w < from.warn.size() && w < compiled.warnings.size(); ++w) {
        const auto& at = from.warn[w].at;
        const auto& made = compiled.warnings[w];
        if (made.share_permille == 1000)
            found.add("warning-at-deadline", at.mark, "the warning " + detail::quoted(at.text) + " comes at the deadline, together with the miss",
                      "warn earlier, or say it in \"missed\"");
        if (!made.left || reads_option(at) || compiled.targets.size() < from.due.size()) continue;
        std::vector<std::string> shorter;
        std::size_t with_deadline = 0;
        for (std::size_t t = 0; t < from.due.size(); ++t) {
            const auto& target = compiled.targets[t];
            if (target.kind == target_kind::none) continue;
            ++with_deadline;
            const auto length = known_length(target);
            if (length && !reads_option(from.due[t].phrase) && length->unit == made.left->unit && length->amount <= made.left->amount)
                shorter.push_back(from.due[t].phrase.text);
        }
        if (shorter.empty()) continue;
        const auto reason = "the warning " + detail::quoted(at.text) + " comes as the clock starts: the target " + named_together(shorter) + " is not longer";
        const std::string remedy = "warn with less time left, or at a share of the target";
        if (shorter.size() == with_deadline && from.otherwise.empty()) found.add("warning-at-start", at.mark, reason, remedy);
        else found.note("warning-at-start", at.mark, reason, remedy);
    }
}

}  // namespace caseclock::detail
