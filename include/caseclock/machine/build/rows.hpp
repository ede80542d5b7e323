// SPDX-License-Identifier: Apache-2.0
//
// The second half of building: each written row becomes one row for each of its states and events, with its code.
#pragma once

#include "caseclock/machine/assemble.hpp"
#include "caseclock/machine/build/actions.hpp"
#include "caseclock/machine/build/conditions.hpp"
#include "caseclock/machine/build/nouns.hpp"

#include <unordered_map>

namespace caseclock::detail {

class row_builder {
public:
    explicit row_builder(draft& to) : to_(to) {
        to_.d.guards.emplace_back();
        to_.runs.code.push_back({});  // behaviour 0 refuses
    }

    void build_all() {
        for (std::size_t i = 0; i < to_.from.rows.size(); ++i) build(to_.from.rows[i], i);
        begin();
    }
    [[nodiscard]] const std::vector<row_code>& codes() const { return codes_; }

private:
    [[nodiscard]] std::vector<std::uint8_t> sources(const row_description& row) {
        std::vector<std::uint8_t> out;
        const auto add = [&](std::uint8_t s) {
            if (std::find(out.begin(), out.end(), s) == out.end()) out.push_back(s);
        };
        if (row.in.empty()) to_.faults.add("stands in no state");
        for (const auto& name : row.in) {
            const auto group = std::find_if(to_.groups.begin(), to_.groups.end(), [&](const auto& g) { return g.first == name; });
            if (group != to_.groups.end()) {
                for (const auto s : group->second) add(s);
            } else if (name == "any") {
                for (std::size_t s = 0; s < to_.d.states.size(); ++s)
                    if (!to_.d.states[s].final) add(static_cast<std::uint8_t>(s));
            } else if (const auto s = find_name(to_.d.states, name, "state", to_.faults)) {
                add(static_cast<std::uint8_t>(*s));
            }
        }
        return out;
    }
    [[nodiscard]] std::vector<std::uint8_t> events(const row_description& row) {
        if (!row.child.empty()) {
            if (!row.events.empty()) to_.faults.add("names an event and a child: one of them");
            return {event_of_child(to_, row)};
        }
        if (row.events.empty()) return {0};
        return to_.numbers(to_.d.events, row.events, "event");
    }
    [[nodiscard]] static std::string subject(const row_description& row, std::size_t i) {
        const auto first = [](const std::vector<std::string>& list) {
            return list.empty() ? std::string("-") : list[0] + (list.size() > 1 ? " ..." : "");
        };
        return "row " + std::to_string(i + 1) + " (" + first(row.in) + ", " + (row.child.empty() ? first(row.events) : "child " + row.child) + ")";
    }

    void build(const row_description& row, std::size_t written) {
        to_.faults.about(subject(row, written), row.mark);
        const auto from = sources(row);
        std::optional<std::uint8_t> target;
        if (!row.to.empty())
            if (const auto s = find_name(to_.d.states, row.to, "state", to_.faults)) target = static_cast<std::uint8_t>(*s);
        for (const auto event : events(row)) {
            row_info info;
            info.event = event;
            info.internal = row.to.empty();
            info.written = static_cast<std::uint16_t>(written);
            info.rules = row.rules;
            info.action_text = text_of(row.actions);
            const auto choice = build_choice(row, event, info);
            build_asks(row, event, info);
            for (const auto s : from) {
                info.from = s;
                info.to = target.value_or(s);
                if (to_.d.states[s].ends_case) to_.faults.add("state " + to_.d.states[s].name + " is final: it takes no event");
                if (to_.d.rows.size() >= 65534) return to_.faults.add("the machine has more than 65,534 rows");
                codes_.push_back(write_code(row, info, choice));
                to_.d.rows.push_back(info);
            }
        }
    }

    /// The tests that are left when facts are masks; a guard of its own for the cold path.
    [[nodiscard]] std::optional<condition_description> build_choice(const row_description& row, std::uint8_t event, row_info& info) {
        fact_test masks;
        std::vector<condition_description> rest;
        take_facts(to_, row.condition, masks, rest);
        info.care = masks.care;
        info.want = masks.want;
        info.guard_text = row.condition.empty() ? "" : text_of(row.condition);
        if (rest.empty()) return std::nullopt;
        auto condition = condition_description::of_all(std::move(rest));
        info.guard = guard_number(condition, event, text_of(condition));
        return condition;
    }

    void build_asks(const row_description& row, std::uint8_t event, row_info& info) {
        std::string texts;
        for (const auto* list : {&row.needs, &row.ought})
            for (const auto& r : *list) {
                auto asked = build_asked(row, r, event, list == &row.needs);
                if (asked.fact != no_fact && asked.where == 0 && asked.how == hardness::hard &&
                    (info.care & ~info.want & (std::uint64_t{1} << asked.fact)) != 0)
                    to_.faults.add("needs '" + asked.name + "', which its own condition excludes", r.mark);
                texts += std::string(texts.empty() && info.guard_text.empty() ? "" : ", ") + (list == &row.needs ? "needs " : "ought ") + asked.name;
                info.asks.push_back(std::move(asked));
            }
        if (info.asks.size() > 255) to_.faults.add("asks for more than 255 things");
        info.guard_text += texts;
    }
    [[nodiscard]] requirement_info build_asked(const row_description& row, const requirement_description& r, std::uint8_t event, bool hard) {
        requirement_info out;
        out.how = hard ? hardness::hard : hardness::soft;
        out.where = to_.fact_mask(r.where, r.mark);
        out.rules = r.rules;
        out.rules.insert(out.rules.end(), row.rules.begin(), row.rules.end());
        const int said = !r.fact.empty() + !r.guard.empty() + r.condition.has_value();
        if (said != 1) {
            to_.faults.add("a need is a fact, a guard or a condition: one of them", r.mark);
            return out;
        }
        if (!r.fact.empty()) {
            out.name = r.name.empty() ? r.fact : r.name;
            if (const auto f = find_name(to_.d.facts, r.fact, "fact", to_.faults, r.mark)) {
                out.fact = static_cast<std::uint8_t>(*f);
                out.rules.insert(out.rules.end(), to_.d.facts[*f].rules.begin(), to_.d.facts[*f].rules.end());
            }
            return out;
        }
        auto condition = r.condition ? *r.condition : condition_description::of_guard(r.guard);
        if (!r.condition) condition.mark = r.mark;
        out.name = !r.name.empty() ? r.name : r.condition ? text_of(condition) : r.guard;
        out.guard = guard_number(condition, event, out.name);
        return out;
    }

    /// Writes a condition's tests where the cold path finds them.
    [[nodiscard]] std::uint16_t guard_number(const condition_description& c, std::uint8_t event, const std::string& text) {
        test_writer tests(to_, &to_.d.events[event]);
        const auto yes = tests.new_label(), no = tests.new_label();
        tests.write(c, yes, no);
        instruction holds{op::nothing};
        holds.last = true;
        tests.place(yes);
        tests.code().push_back(holds);
        tests.place(no);
        tests.code().push_back({});
        tests.resolve();
        to_.runs.guard_at.push_back(share(tests.code()));
        to_.d.guards.push_back(text);
        return static_cast<std::uint16_t>(to_.d.guards.size() - 1);
    }

    [[nodiscard]] static bool calls(const std::vector<action_description>& list) {
        return std::any_of(list.begin(), list.end(), [](const auto& a) { return a.is == kind_of_action::call; });
    }
    [[nodiscard]] row_code write_code(const row_description& row, const row_info& info, const std::optional<condition_description>& choice) {
        static const std::vector<action_description> nothing;
        const auto& leave = info.internal ? nothing : to_.from.states[info.from].leave;
        const auto& enter = info.internal ? nothing : to_.from.states[info.to].enter;
        const event_info* event = &to_.d.events[info.event];
        const bool fold = !calls(leave) && !calls(row.actions) && !calls(enter);
        action_writer acts(to_, event, fold);
        write_asking(info, acts);
        if (!fold) {
            instruction lives{op::clear};
            lives.value = static_cast<std::int64_t>(lives_ended(info));
            if (lives.value != 0) acts.append(lives);
        }
        acts.write(leave);
        acts.write(row.actions);
        acts.write(enter);
        if (acts.code().empty()) acts.append({op::nothing});
        acts.code().back().last = true;
        row_code out;
        out.set = acts.facts().set;
        out.clear = acts.facts().clear;
        out.ends_lives_itself = !fold;
        out.behaviour = share_behaviour(choice, event, acts.code());
        return out;
    }
    static void write_asking(const row_info& info, action_writer& acts) {
        if (info.asks.empty()) return;
        const bool special = std::any_of(info.asks.begin(), info.asks.end(), [](const auto& a) { return a.fact == no_fact || a.where != 0; });
        acts.append({special ? op::ask : op::lapse});
    }
    [[nodiscard]] std::uint64_t lives_ended(const row_info& info) const {
        std::uint64_t bits = 0;
        const auto among = [](const std::vector<std::uint8_t>& list, std::uint8_t x) { return std::find(list.begin(), list.end(), x) != list.end(); };
        for (std::size_t f = 0; f < to_.d.facts.size(); ++f) {
            const auto& fact = to_.d.facts[f];
            const bool over = among(fact.until_events, info.event) ||
                              (!info.internal && (among(fact.until_left, info.from) || among(fact.until_entered, info.to)));
            if (over) bits |= std::uint64_t{1} << f;
        }
        return bits;
    }
    [[nodiscard]] std::uint16_t share_behaviour(const std::optional<condition_description>& choice, const event_info* event,
                                                const std::vector<instruction>& acts) {
        std::vector<instruction> whole;
        if (choice) {
            test_writer tests(to_, event);
            const auto yes = tests.new_label(), no = tests.new_label();
            tests.write(*choice, yes, no);
            tests.place(yes);
            tests.code().insert(tests.code().end(), acts.begin(), acts.end());
            tests.place(no);
            tests.code().push_back({});
            tests.resolve();
            whole = std::move(tests.code());
        } else {
            whole = acts;
        }
        const auto at = share(whole);
        if (at > 0xffff) to_.faults.add("the machine's actions and conditions are too long (65,535 instructions)");
        return static_cast<std::uint16_t>(at);
    }

    /// The same code is kept once.
    [[nodiscard]] std::uint32_t share(const std::vector<instruction>& part) {
        std::uint64_t hash = part.size();
        for (const auto& i : part)
            for (const std::uint64_t word : {std::uint64_t(i.code), std::uint64_t(i.what), std::uint64_t(i.then),
                                             std::uint64_t(i.otherwise), std::uint64_t(i.what32), std::uint64_t(i.value)})
                hash = (hash ^ word) * 0x100000001b3U;
        auto& code = to_.runs.code;
        for (auto [at, end] = seen_.equal_range(hash); at != end; ++at)
            if (at->second + part.size() <= code.size() && std::equal(part.begin(), part.end(), code.begin() + at->second)) return at->second;
        const auto at = static_cast<std::uint32_t>(code.size());
        seen_.emplace(hash, at);
        code.insert(code.end(), part.begin(), part.end());
        return at;
    }

    void begin() {
        action_writer acts(to_, nullptr, false);
        for (unsigned r = 0; r < to_.d.engine.regions; ++r) {
            const auto& state = to_.from.states[to_.d.engine.initial[r]];
            to_.faults.about("state " + state.name, state.mark);
            acts.write(state.enter);
        }
        if (acts.code().empty()) acts.append({op::nothing});
        acts.code().back().last = true;
        to_.runs.begin_at = share(acts.code());
        for (std::size_t s = 0; s < to_.from.states.size(); ++s) {
            to_.d.states[s].enter = text_of(to_.from.states[s].enter);
            to_.d.states[s].leave = text_of(to_.from.states[s].leave);
        }
    }

    draft& to_;
    std::vector<row_code> codes_;
    std::unordered_multimap<std::uint64_t, std::uint32_t> seen_;
};

/// A state belongs to one region: none may be reached from two initial states.
inline void check_regions(draft& to) {
    const auto& d = to.d;
    std::vector<std::uint8_t> reached(d.states.size(), 0);
    for (unsigned region = 0; region < d.engine.regions; ++region) {
        std::vector<std::uint8_t> open{d.engine.initial[region]};
        while (!open.empty()) {
            const auto at = open.back();
            open.pop_back();
            if ((reached[at] >> region & 1) != 0) continue;
            reached[at] |= static_cast<std::uint8_t>(1U << region);
            for (const auto& row : d.rows)
                if (row.from == at) open.push_back(row.to);
        }
    }
    for (std::size_t s = 0; s < d.states.size(); ++s) {
        to.faults.about("state " + d.states[s].name, to.from.states[s].mark);
        if ((reached[s] & (reached[s] - 1)) != 0) to.faults.add("can be reached from two initial states: a state belongs to one region");
    }
}

}  // namespace caseclock::detail
