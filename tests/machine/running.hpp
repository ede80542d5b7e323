// SPDX-License-Identifier: Apache-2.0
//
// One case of a machine, driven by names and answering in words, for tests that read like a story.
//
//   running one(define<example::call>());
//   one.send("answered", event::answered{name{7}});
//   EXPECT_EQ(one.said(), "cue greeting");     EXPECT_EQ(one.moves(), "ringing>talking");     EXPECT_EQ(one.where(), "talking");
#pragma once

#include "caseclock/machine/definition.hpp"

#include <stdexcept>

namespace caseclock::machine_test {

/// "a, b"
template <class List> [[nodiscard]] std::string joined(const List& list) {
    std::string out;
    for (const auto& x : list) out += (out.empty() ? "" : ", ") + std::string(x);
    return out;
}

/// "accepted", "refused", "accepted+overrun" ...
[[nodiscard]] inline std::string to_text(outcome o) {
    if (o == outcome::not_taken) return "not_taken";
    std::vector<std::string> out;
    for (const auto& [bit, word] : {std::pair{outcome::accepted, "accepted"},
                                    {outcome::refused, "refused"},
                                    {outcome::ended, "ended"},
                                    {outcome::overrun, "overrun"}})
        if (o & bit) out.emplace_back(word);
    std::string text;
    for (const auto& w : out) text += (text.empty() ? "" : "+") + w;
    return text;
}

class running {
public:
    /// Starts a case.
    explicit running(definition d) : d_(std::move(d)) {
        step now(record, out, instant{}, d_.slots());
        began = d_.start(now);
    }

    /// One event by name; what was said and done before is forgotten.
    outcome send(std::string_view event, const payload& data = {}) {
        out.clear();
        step now(record, out, instant{}, d_.slots());
        return d_.process(now, number(event), data);
    }
    template <class E> outcome send(std::string_view event, const E& e) { return send(event, pack(e)); }
    /// Puts the case there, in its first region.
    running& in(std::string_view state) {
        record.state[0] = find(d_.state(state), state);
        return *this;
    }
    running& with(std::initializer_list<std::string_view> facts) {
        record.facts = 0;
        for (const auto f : facts) record.facts |= std::uint64_t{1} << find(d_.fact(f), f);
        return *this;
    }
    running& put(std::string_view attribute, std::int64_t value) {
        write(record, d_.slots().slot[find(d_.attribute(attribute), attribute)], value);
        return *this;
    }

    [[nodiscard]] std::string where() const {
        std::vector<std::string> out_;
        for (unsigned r = 0; r < d_.regions(); ++r) out_.push_back(d_.states()[record.state[r]].name);
        return joined(out_);
    }
    [[nodiscard]] std::string facts() const { return joined(facts_of(record.facts)); }
    [[nodiscard]] std::int64_t value(std::string_view attribute) const { return d_.value(record, find(d_.attribute(attribute), attribute)); }
    /// "cue greeting, note heard 3, lapse greeted+identified"
    [[nodiscard]] std::string said() const {
        std::vector<std::string> words;
        for (const auto& i : out.intents) {
            auto word = std::string(to_string(i.kind)) + " ";
            const auto named = [&](std::span<const std::string> list) { word += i.what < list.size() ? list[i.what] : std::to_string(i.what); };
            switch (i.kind) {
                case intent_kind::cue: named(d_.cues()); break;
                case intent_kind::tell:
                case intent_kind::remind: named(d_.roles()); break;
                case intent_kind::order: named(d_.orders()); break;
                case intent_kind::note: named(d_.notes()); break;
                case intent_kind::lapse: {
                    std::string all;
                    for (const auto& f : facts_of(static_cast<std::uint64_t>(i.value))) all += (all.empty() ? "" : "+") + f;
                    words.push_back(word + all);
                    continue;
                }
                case intent_kind::lapse_of: words.push_back(word + d_.rows()[i.what].asks[static_cast<std::size_t>(i.value)].name); continue;
            }
            words.push_back(word + (i.value != 0 ? " " + std::to_string(i.value) : ""));
        }
        return joined(words);
    }
    /// "ringing>talking": states left and entered, in order.
    [[nodiscard]] std::string moves() const {
        std::vector<std::string> words;
        for (const auto& c : out.changes) words.push_back((c.left == no_state ? "" : d_.states()[c.left].name) + ">" + d_.states()[c.entered].name);
        return joined(words);
    }
    /// "region 0 in talking: needs announced, apologised"
    [[nodiscard]] std::vector<std::string> reasons(std::string_view event, const payload& data = {}) const {
        static constexpr std::string_view why[] = {"no row", "not chosen", "needs", "ended"};
        std::vector<std::string> all;
        for (const auto& r : d_.why_refused(record, number(event), data))
            all.push_back(d_.states()[r.state].name + ": " + std::string(why[static_cast<std::size_t>(r.why)]) +
                          (r.missing.empty() ? "" : " " + joined(r.missing)));
        return all;
    }
    [[nodiscard]] std::string reason(std::string_view event, const payload& data = {}) const { return joined(reasons(event, data)); }
    template <class E> [[nodiscard]] std::string reason(std::string_view event, const E& e) const { return reason(event, pack(e)); }

    [[nodiscard]] const definition& machine() const { return d_; }

    case_record record;
    outbox out;
    outcome began{};

private:
    [[nodiscard]] static std::uint8_t find(std::optional<std::uint8_t> number, std::string_view name) {
        if (!number) throw std::invalid_argument("the machine has no " + std::string(name));
        return *number;
    }
    [[nodiscard]] unsigned number(std::string_view event) const { return find(d_.event(event), event); }
    [[nodiscard]] std::vector<std::string> facts_of(std::uint64_t mask) const {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < d_.facts().size(); ++i)
            if ((mask >> i & 1U) != 0) names.push_back(d_.facts()[i].name);
        return names;
    }

    definition d_;
};

}  // namespace caseclock::machine_test
