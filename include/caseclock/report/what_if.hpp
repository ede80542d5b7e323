// SPDX-License-Identifier: Apache-2.0
//
// The same events under two rulebooks: what would change. Nothing live is touched.
//
//   const auto said = what_if(rules_now, rules_next, events, values, {.until = now, .by = {"priority"}});
//   for (const auto& p : said.policies) p.before.attainment(), p.after.attainment(), p.became_missed ...
//   for (const auto& c : said.changes) explain_all(rules_next, events, values, {.until = now, .roots = {{c.root}}}) ...
//
// Both desks take each batch in turn, and verdicts are paired by (case, policy's name, cycle) as they are said: what both say alike is
// forgotten at once, so a million cases that change little cost two replays and little more. Overrun is that of cycles that were finished late.
#pragma once

#include "caseclock/desk/desk.hpp"
#include "caseclock/desk/event_translation.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

namespace caseclock {

/// How cycles ended. A cycle that was missed and finished late counts as ended_late alone.
struct verdict_tally {
    std::int64_t met = 0, missed = 0, ended_late = 0, early = 0, cancelled = 0, measured = 0;
    duration overrun{}, business_overrun{};  ///< of those that ended late, together

    [[nodiscard]] std::int64_t judged() const noexcept { return met + missed + ended_late + early; }
    /// met / (met + missed + ended_late + early); none where nothing was judged.
    [[nodiscard]] std::optional<double> attainment() const noexcept {
        return judged() == 0 ? std::nullopt : std::optional{static_cast<double>(met) / static_cast<double>(judged())};
    }
    [[nodiscard]] std::int64_t& of(verdict_kind kind) noexcept {
        std::int64_t* const all[] = {&met, &missed, &ended_late, &early, &cancelled, &measured};
        return *all[static_cast<std::size_t>(kind)];
    }
    friend bool operator==(const verdict_tally&, const verdict_tally&) = default;
};

/// The cycles of one value of an attribute.
struct group_change {
    std::string attribute, value;  ///< "" where it is unset
    verdict_tally before, after;
};

struct policy_change {
    std::string name;
    bool in_before = false, in_after = false;  ///< which rulebook has it
    verdict_tally before, after;
    std::size_t became_met = 0, became_missed = 0;    ///< judged in both, otherwise
    std::size_t otherwise = 0;                        ///< another verdict in some other way: cancelled, measured, done later or never
    std::size_t only_before = 0, only_after = 0;      ///< cycles that end in one of them alone
    std::vector<group_change> groups;
};

/// A cycle that ends otherwise.
struct cycle_change {
    std::uint64_t case_id = 0, root = 0;
    std::uint16_t policy = 0;  ///< place in what_if_result::policies
    std::uint16_t cycle = 0;
    std::optional<verdict_kind> before, after;  ///< none: it does not end there, or is not there
    duration overrun_before{}, overrun_after{};
};

/// Events that are received otherwise, counted.
struct receipt_change {
    std::string event;  ///< "ticket.reply"
    receipt_kind before{};
    std::optional<receipt_kind> after;  ///< none: the other rulebook knows no such event
    std::size_t events = 0;
    std::size_t first = 0;  ///< place of the first
};

struct what_if_options {
    instant until{};                    ///< where both replays end, unless an event comes later
    std::vector<std::string> by{};      ///< attributes to group verdicts by
    std::vector<std::string> texts{};   ///< the host's texts, with codes from rulebook::first_free_code on
    std::size_t batch = 1U << 16;
};

struct what_if_result {
    std::string before, after;  ///< names of the rulebooks
    std::size_t events = 0, cases_before = 0, cases_after = 0;
    instant until{};
    std::vector<policy_change> policies;   ///< those of the first rulebook, then those that only the second has
    std::vector<cycle_change> changes;     ///< by case, policy and cycle
    std::vector<receipt_change> receipts;
    std::vector<lacking_name> lacking;     ///< names that the second rulebook does not know
};

namespace detail {

struct cycle_key {
    std::uint64_t case_id = 0;
    std::uint16_t policy = 0, cycle = 0;
    friend bool operator==(const cycle_key&, const cycle_key&) = default;
};
struct cycle_hash {
    using is_avalanching = void;
    std::size_t operator()(const cycle_key& key) const noexcept {
        auto hash = key.case_id ^ (std::uint64_t{key.policy} << 16 | key.cycle) * 0x9e3779b97f4a7c15U;
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9U;
        return hash ^ (hash >> 31);
    }
};

/// One of the two desks, with what its verdicts are called.
class what_if_side {
public:
    /// `goes_on`: the policies, by common number, of which a cycle that has ended may go on under one of the rulebooks.
    what_if_side(const rulebook& book, std::vector<std::uint16_t> policy_of, std::vector<bool> goes_on, const std::vector<std::string>& by, const host_names& names)
        : told{book}, totals(goes_on.size()), groups(by.size()), policy_of_{std::move(policy_of)}, goes_on_{std::move(goes_on)}, names_{names}, by_{by} {
        for (const auto& plan : book.machines()) {
            auto& numbers = attributes_.emplace_back();
            for (const auto& name : by) numbers.push_back(plan.machine.attribute(name));
        }
    }

    /// The common number of a verdict's policy.
    [[nodiscard]] std::uint16_t policy_of(const verdict& v) const noexcept { return policy_of_[v.policy]; }

    /// Counts a verdict in the tallies of its policy and of its values, instead of what was said of the cycle before.
    void count(const verdict& v, const cycle_key& key) {
        std::optional<kept_cycle> was;
        if (const auto at = kept_.find(key); at != kept_.end()) {
            was = std::move(at->second);
            kept_.erase(at);
        } else if (v.kind == verdict_kind::ended_late) was = kept_cycle{.kind = verdict_kind::missed};
        kept_cycle now{v.kind, v.kind == verdict_kind::missed || v.kind == verdict_kind::early, v.times.overrun, v.times.business_overrun, {}};
        if (was && was->missed) {  // a cycle has the values of its miss
            now.missed = true;
            now.values = was->values;
        } else if (!by_.empty()) now.values = values_of(v);
        if (was) add(key.policy, v.machine, *was, -1);
        add(key.policy, v.machine, now, 1);
        if (goes_on_[key.policy] || (v.kind == verdict_kind::missed && !by_.empty())) kept_.emplace(key, std::move(now));
    }
    /// What was said last of a cycle that may be reopened; none where nothing was.
    [[nodiscard]] std::optional<verdict_kind> last(const cycle_key& key) const {
        const auto at = kept_.find(key);
        return at == kept_.end() ? std::nullopt : std::optional{at->second.kind};
    }
    [[nodiscard]] std::string value_text(std::uint8_t machine, std::size_t by, std::int64_t value) const {
        if (value == no_value) return {};
        const auto& info = told.book().plan(machine).machine.attributes()[*attributes_[machine][by]];
        switch (info.kind) {
            case attribute_kind::one_of: return info.enumerators[static_cast<std::size_t>(value)];
            case attribute_kind::name: return names_.text(value);
            case attribute_kind::instant: return format_instant(instant{duration{value}});
            case attribute_kind::duration: return format_duration(duration{value});
            case attribute_kind::count: break;
        }
        return std::to_string(value);
    }

    using group_key = std::tuple<std::uint16_t, std::uint8_t, std::int64_t>;  ///< policy, machine, value

    desk told;
    answers said;
    std::vector<verdict_tally> totals;                       ///< by common number of the policy
    std::vector<std::map<group_key, verdict_tally>> groups;  ///< of each attribute

private:
    /// What a cycle is told by while another verdict may follow: one that has missed, one that may be reopened.
    struct kept_cycle {
        verdict_kind kind{};
        bool missed = false;  ///< then it has the values of its miss
        duration overrun{}, business_overrun{};
        std::vector<std::int64_t> values{};
    };

    void add(std::uint16_t policy, std::uint8_t machine, const kept_cycle& cycle, int sign) {
        const auto count = [&](verdict_tally& to) {
            to.of(cycle.kind) += sign;
            if (cycle.kind != verdict_kind::ended_late) return;
            to.overrun += sign * cycle.overrun;
            to.business_overrun += sign * cycle.business_overrun;
        };
        count(totals[policy]);
        for (std::size_t i = 0; i < cycle.values.size(); ++i)
            if (attributes_[machine][i]) count(groups[i][{policy, machine, cycle.values[i]}]);
    }
    [[nodiscard]] std::vector<std::int64_t> values_of(const verdict& v) const {
        case_record record;
        record.values = v.values;
        std::vector<std::int64_t> values;
        for (const auto& number : attributes_[v.machine]) values.push_back(number ? told.book().plan(v.machine).machine.value(record, *number) : no_value);
        return values;
    }

    std::vector<std::uint16_t> policy_of_;
    std::vector<bool> goes_on_;
    host_names names_;
    std::vector<std::string> by_;
    std::vector<std::vector<std::optional<std::uint8_t>>> attributes_;  ///< by machine
    boost::unordered_flat_map<cycle_key, kept_cycle, cycle_hash> kept_;
};

class what_if_run {
public:
    what_if_run(const rulebook& before, const rulebook& after, const what_if_options& how)
        : how_{how}, translation_{before, after, how.texts}, policies_{common_policies(before, after)}, goes_on_{reopened_policies(before, after)},
          before_{before, numbers_of(before), goes_on_, how.by, host_names{before, how.texts}},
          after_{after, numbers_of(after), goes_on_, how.by, translation_.names()} {
        result_.before = before.name();
        result_.after = after.name();
        check(before, after);
    }

    [[nodiscard]] what_if_result run(std::span<const event> events, std::span<const event_value> values) {
        result_.events = events.size();
        for (std::size_t first = 0; first < events.size(); first += how_.batch) take(events.subspan(first, std::min(how_.batch, events.size() - first)), values, first);
        result_.until = how_.until;
        for (auto* side : {&before_, &after_}) {
            const auto now = side->told.now();
            if (now) result_.until = std::max(result_.until, *now);
        }
        for (auto* side : {&before_, &after_}) {
            side->said.clear();
            if (side->told.now()) side->told.advance(result_.until, side->said);
        }
        pair();
        finish();
        return std::move(result_);
    }

private:
    /// What is known of a cycle that the two do not say alike, or not yet.
    struct open_pair {
        std::uint64_t root = 0, case_id = 0;
        std::uint16_t policy = 0, cycle = 0;
        std::array<std::optional<verdict_kind>, 2> kinds{};
        std::array<duration, 2> overruns{};
    };

    static std::vector<std::string> common_policies(const rulebook& before, const rulebook& after) {
        std::vector<std::string> names;
        for (const auto* book : {&before, &after})
            for (const auto& p : book->policies())
                if (std::find(names.begin(), names.end(), p.name) == names.end()) names.push_back(p.name);
        return names;
    }
    [[nodiscard]] std::vector<std::uint16_t> numbers_of(const rulebook& book) const {
        std::vector<std::uint16_t> numbers;
        for (const auto& p : book.policies()) numbers.push_back(static_cast<std::uint16_t>(std::find(policies_.begin(), policies_.end(), p.name) - policies_.begin()));
        return numbers;
    }
    [[nodiscard]] std::vector<bool> reopened_policies(const rulebook& before, const rulebook& after) const {
        std::vector<bool> all(policies_.size());
        for (const auto* book : {&before, &after})
            for (const auto& plan : book->machines())
                for (const auto& p : plan.policies)
                    if (p.when_reopened == on_reopening::go_on) all[numbers_of(*book)[p.number]] = true;
        return all;
    }
    void check(const rulebook& before, const rulebook& after) const {
        const auto machines = [](const rulebook& book) {
            std::string out;
            for (const auto& plan : book.machines()) out += (out.empty() ? "" : ", ") + plan.machine.name();
            return out;
        };
        if (!translation_.has_common_machine())
            throw std::invalid_argument{"rulebooks " + before.name() + " (machines " + machines(before) + ") and " + after.name() + " (machines " + machines(after) +
                                        ") have no machine in common: the events of one say nothing to the other"};
        std::vector<std::string> known;
        for (const auto* book : {&before, &after})
            for (const auto& plan : book->machines())
                for (const auto& attribute : plan.machine.attributes()) known.push_back(attribute.name);
        for (const auto& name : how_.by)
            if (std::find(known.begin(), known.end(), name) == known.end())
                throw std::invalid_argument{"attribute \"" + name + "\": no machine of either rulebook has one of that name" + did_you_mean(name, known)};
    }

    void take(std::span<const event> events, std::span<const event_value> values, std::size_t first) {
        before_.said.clear();
        after_.said.clear();
        before_.told.apply(events, values, before_.said);
        if (translation_.is_identity()) after_.told.apply(events, values, after_.said);
        else {
            translated_.clear();
            translation_.translate(events, values, first, translated_);
            after_.told.apply(translated_.events, translated_.values, after_.said);
        }
        compare_receipts(events, first);
        pair();
    }

    // ---- receipts ---------------------------------------------------------------------------------------------------------------

    void compare_receipts(std::span<const event> events, std::size_t first) {
        std::size_t next = 0;  // among those that the other rulebook knows
        for (std::size_t i = 0; i < events.size(); ++i) {
            const auto before = before_.said.receipts[i].kind;
            std::optional<receipt_kind> after;
            if (translation_.is_identity()) after = after_.said.receipts[i].kind;
            else if (next < translated_.places.size() && translated_.places[next] == first + i) after = after_.said.receipts[next++].kind;
            if (after == before) continue;
            auto& counted = receipts_[{events[i].machine, events[i].kind, before, after}];
            if (counted.first++ == 0) counted.second = first + i;
        }
    }
    void finish_receipts() {
        for (const auto& [key, counted] : receipts_) {
            const auto& [machine, kind, before, after] = key;
            std::string name = "#" + std::to_string(machine);
            if (machine < before_.told.book().machines().size()) {
                const auto& d = before_.told.book().plan(machine).machine;
                name = d.name() + '.' + (kind == change_event ? "change" : kind == acknowledge_event ? "acknowledge" : kind < d.events().size() ? d.events()[kind].name : '#' + std::to_string(kind));
            }
            result_.receipts.push_back({std::move(name), before, after, counted.first, counted.second});
        }
    }

    // ---- verdicts ---------------------------------------------------------------------------------------------------------------

    /// Both mostly say the same in the same order; what one says alone is looked for by its cycle. Times only keep the two lists side by side.
    void pair() {
        const auto &befores = before_.said.verdicts, &afters = after_.said.verdicts;
        auto before = befores.begin();
        auto after = afters.begin();
        while (before != befores.end() && after != afters.end()) {
            if (are_alike(*before, *after)) note_both(*before++, *after++);
            else if (after->times.ended < before->times.ended) note(1, *after++);
            else note(0, *before++);
        }
        for (; before != befores.end(); ++before) note(0, *before);
        for (; after != afters.end(); ++after) note(1, *after);
    }
    [[nodiscard]] bool are_alike(const verdict& before, const verdict& after) const noexcept {
        return before.case_id == after.case_id && before.cycle == after.cycle && before.kind == after.kind && before_.policy_of(before) == after_.policy_of(after);
    }
    void note_both(const verdict& before, const verdict& after) {
        const cycle_key key{before.case_id, before_.policy_of(before), before.cycle};
        before_.count(before, key);
        after_.count(after, key);
        if (!open_.empty()) open_.erase(key);
    }
    void note(std::size_t side, const verdict& v) {
        auto& of = side == 0 ? before_ : after_;
        const cycle_key key{v.case_id, of.policy_of(v), v.cycle};
        const bool goes_on = goes_on_[key.policy];
        const std::array said{goes_on ? before_.last(key) : std::nullopt, goes_on ? after_.last(key) : std::nullopt};
        of.count(v, key);
        const auto [at, is_new] = open_.try_emplace(key);
        auto& pair = at->second;
        if (is_new) {
            pair = {v.root, v.case_id, key.policy, key.cycle, {}, {}};
            if (goes_on) pair.kinds = said;  // what both had said alike was forgotten
            else if (v.kind == verdict_kind::ended_late) pair.kinds = {verdict_kind::missed, verdict_kind::missed};
        }
        pair.kinds[side] = v.kind;
        pair.overruns[side] = v.times.overrun;
        if (pair.kinds[0] == pair.kinds[1]) open_.erase(at);
    }

    void finish() {
        for (const auto& name : policies_) result_.policies.push_back({.name = name, .before = {}, .after = {}, .groups = {}});
        const auto mark = [&](const rulebook& book, bool policy_change::*in) {
            for (const auto number : numbers_of(book)) result_.policies[number].*in = true;
        };
        mark(before_.told.book(), &policy_change::in_before);
        mark(after_.told.book(), &policy_change::in_after);
        finish_tallies();
        for (const auto& each : open_) finish(each.second);
        std::sort(result_.changes.begin(), result_.changes.end(), [](const cycle_change& a, const cycle_change& b) {
            return std::tie(a.case_id, a.policy, a.cycle) < std::tie(b.case_id, b.policy, b.cycle);
        });
        finish_receipts();
        result_.lacking = translation_.lacking();
        result_.cases_before = before_.told.size();
        result_.cases_after = after_.told.size();
    }
    void finish_tallies() {
        std::map<std::tuple<std::uint16_t, std::size_t, std::string>, std::pair<verdict_tally, verdict_tally>> groups;
        for (auto* side : {&before_, &after_}) {
            const bool is_before = side == &before_;
            for (std::size_t p = 0; p < policies_.size(); ++p) (is_before ? result_.policies[p].before : result_.policies[p].after) = side->totals[p];
            for (std::size_t i = 0; i < how_.by.size(); ++i)
                for (const auto& [key, tally] : side->groups[i]) {
                    auto& both = groups[{std::get<0>(key), i, side->value_text(std::get<1>(key), i, std::get<2>(key))}];
                    add(is_before ? both.first : both.second, tally);
                }
        }
        for (const auto& [key, both] : groups)
            result_.policies[std::get<0>(key)].groups.push_back({how_.by[std::get<1>(key)], std::get<2>(key), both.first, both.second});
    }
    static void add(verdict_tally& to, const verdict_tally& more) {
        for (const auto kind : {verdict_kind::met, verdict_kind::missed, verdict_kind::ended_late, verdict_kind::early, verdict_kind::cancelled, verdict_kind::measured})
            to.of(kind) += verdict_tally{more}.of(kind);
        to.overrun += more.overrun;
        to.business_overrun += more.business_overrun;
    }
    void finish(const open_pair& pair) {
        const auto& [before, after] = pair.kinds;
        auto& p = result_.policies[pair.policy];
        const auto is_late = [](verdict_kind kind) { return kind == verdict_kind::missed || kind == verdict_kind::ended_late || kind == verdict_kind::early; };
        if (!after) ++p.only_before;
        else if (!before) ++p.only_after;
        else if (is_late(*before) && *after == verdict_kind::met) ++p.became_met;
        else if (*before == verdict_kind::met && is_late(*after)) ++p.became_missed;
        else ++p.otherwise;
        result_.changes.push_back({pair.case_id, pair.root, pair.policy, pair.cycle, before, after, pair.overruns[0], pair.overruns[1]});
    }

    what_if_options how_;
    event_translation translation_;
    std::vector<std::string> policies_;
    std::vector<bool> goes_on_;  ///< by common number of the policy: a cycle that has ended may go on
    what_if_side before_, after_;
    translated_events translated_;
    boost::unordered_flat_map<cycle_key, open_pair, cycle_hash> open_;
    std::map<std::tuple<std::uint8_t, std::uint16_t, receipt_kind, std::optional<receipt_kind>>, std::pair<std::size_t, std::size_t>> receipts_;
    what_if_result result_;
};

}  // namespace detail

/// Replays events that were made for `before` under both rulebooks. Throws std::invalid_argument when they have no machine in common, and for an
/// attribute that neither has.
[[nodiscard]] inline what_if_result what_if(const rulebook& before, const rulebook& after, std::span<const event> events, std::span<const event_value> values,
                                            const what_if_options& how) {
    return detail::what_if_run{before, after, how}.run(events, values);
}

}  // namespace caseclock
