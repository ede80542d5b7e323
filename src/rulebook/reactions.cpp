// SPDX-License-Identifier: Apache-2.0
#include "rulebook/reactions.hpp"

namespace caseclock::detail {
namespace {

class reaction_compiler {
public:
    explicit reaction_compiler(machine_scope& scope) noexcept : scope_{scope} {}

    std::vector<reaction> compile(const std::vector<reaction_description>& list) {
        std::vector<reaction> made;
        for (const auto& each : list) {
            scope_.draft().add_rules(each.rules);
            reaction r;
            r.is = each.is;
            r.when = scope_.compile(each.when);
            if (each.from_miss == 0 || each.from_miss > 255)
                scope_.faults().add(each.mark, plain::wrong_value,
                            "\"from\" names miss number " + std::to_string(each.from_miss) + " (allowed: 1st miss .. 255th miss)");
            r.from_miss = static_cast<std::uint8_t>(std::clamp(each.from_miss, 1U, 255U));
            if (!each.to.empty()) {
                if (each.is != reaction::kind::say && each.is != reaction::kind::order)
                    scope_.faults().add(each.to.mark, plain::contradiction, "only \"say\" and \"order\" have a \"to\"");
                if (const auto role = scope_.draft().role_named(each.to, scope_.faults())) r.to = *role;
            }
            if (each.names.empty()) scope_.faults().add(each.mark, plain::missing, "a reaction names nothing");
            for (const auto& name : each.names)
                if (const auto number = number_of(each, name)) {
                    r.what = *number;
                    made.push_back(r);
                }
        }
        return made;
    }

private:
    [[nodiscard]] std::optional<std::uint16_t> number_of(const reaction_description& each, const marked_text& name) {
        auto& d = scope_.draft();
        switch (each.is) {
            case reaction::kind::tell:
            case reaction::kind::remind: return d.role_named(name, scope_.faults());
            case reaction::kind::say: return cue_named(name);
            case reaction::kind::order: return number_of_word(d.data.orders, name.text);
            case reaction::kind::note: return number_of_word(d.data.notes, name.text);
            case reaction::kind::raise: return raised(name);
        }
        return std::nullopt;
    }
    /// A cue of the rulebook or of the machine.
    [[nodiscard]] std::optional<std::uint16_t> cue_named(const marked_text& name) {
        auto& cues = scope_.draft().data.cues;
        const auto known = [&](const auto& list, const auto& text_of) {
            return std::any_of(list.begin(), list.end(), [&](const auto& each) { return text_of(each) == name.text; });
        };
        const auto of_machine = scope_.machine().cues();
        if (known(cues, [](const word_info& each) { return each.name; }) || known(of_machine, [](const std::string& each) { return each; }))
            return number_of_word(cues, name.text);
        auto allowed = names_of(cues);
        allowed.insert(allowed.end(), of_machine.begin(), of_machine.end());
        scope_.faults().add(name.mark, plain::unknown_name, no_such("cue", name.text, allowed));
        return std::nullopt;
    }
    [[nodiscard]] std::optional<std::uint16_t> raised(const marked_text& name) {
        const auto number = scope_.event(name);
        if (!number) return std::nullopt;
        const auto& event = scope_.machine().events()[*number];
        if (event.fields.empty()) return *number;
        std::vector<std::string> free;
        for (const auto& each : scope_.machine().events())
            if (each.fields.empty() && !each.name.empty() && each.child.empty()) free.push_back(each.name);
        scope_.faults().add(name.mark, plain::wrong_value,
                    "the event " + quoted(name.text) + " cannot be raised: it needs " + listed(names_of(event.fields)) +
                        " (allowed: " + listed(free) + ')');
        return std::nullopt;
    }

    machine_scope& scope_;
};

}  // namespace

std::vector<reaction> compile_reactions_of(machine_scope& scope, const std::vector<reaction_description>& list) {
    return reaction_compiler{scope}.compile(list);
}

}  // namespace caseclock::detail
