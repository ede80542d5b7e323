// SPDX-License-Identifier: Apache-2.0
//
// A desk under the built-in rulebook, told by names what happens and when, in a week that begins on Monday, 2 March 2026, in Shanghai.
//
//   hotline desk;
//   desk.at("10:00:00").call("arrive");                        case 1 is a call, 2 a ticket, 3 a follow-up, 4 a complaint, ...
//   desk.at("tue 09:30").ticket("reply", "agent_identified");
//   EXPECT_EQ(desk.verdicts(), "pick_up met");                 since the last time it was asked
#pragma once

#include "caseclock/desk/desk.hpp"
#include "caseclock/rulebook/load.hpp"

#include <sstream>
#include <stdexcept>

namespace caseclock::workflow_test {

class hotline {
public:
    explicit hotline(rulebook book = builtin_rulebook("hotline")) : desk_(std::move(book)) {}

    /// "10:00", "10:00:15", "tue 10:00"
    hotline& at(std::string_view when) {
        now_ = read_time(when);
        desk_.advance(now_, out_);
        return *this;
    }
    std::string call(std::string_view event, const std::string& brings = {}) { return send("call", 1, event, brings); }
    std::string ticket(std::string_view event, const std::string& brings = {}) { return send("ticket", 2, event, brings); }
    std::string follow_up(std::string_view event, const std::string& brings = {}) { return send("follow_up", 3, event, brings); }
    std::string complaint(std::string_view event, const std::string& brings = {}) { return send("complaint", 4, event, brings); }
    std::string escalation(std::string_view event, const std::string& brings = {}) { return send("escalation", 5, event, brings); }
    std::string request(std::string_view event, const std::string& brings = {}) { return send("department_request", 6, event, brings); }
    std::string promise(std::string_view event, const std::string& brings = {}) { return send("promise", 7, event, brings); }

    /// "pick_up missed, pick_up ended_late": verdicts since the last time they were asked for.
    [[nodiscard]] std::string verdicts() {
        std::string text;
        for (; seen_verdicts_ < out_.verdicts.size(); ++seen_verdicts_) {
            const auto& v = out_.verdicts[seen_verdicts_];
            text += (text.empty() ? "" : ", ") + book().policies()[v.policy].name + " " + std::string(to_string(v.kind));
        }
        return text;
    }
    /// "10:00:15 tell supervisor, 10:00:15 order reroute": what roles and the host were told since the last time it was asked for.
    [[nodiscard]] std::string told() {
        std::string text;
        for (; seen_effects_ < out_.effects.size(); ++seen_effects_) {
            const auto line = told_by(out_.effects[seen_effects_]);
            if (!line.empty()) text += (text.empty() ? "" : ", ") + show_time(out_.effects[seen_effects_].at) + " " + line;
        }
        return text;
    }
    /// Where the case stands; of the last child of the call or ticket: its state.
    [[nodiscard]] std::string where(std::uint64_t case_id = 1) const {
        const auto view = desk_.find(case_id);
        if (!view) return "nowhere";
        return book().plan(view->machine).machine.states()[view->record.state[0]].name;
    }
    [[nodiscard]] std::string child_of(std::uint64_t case_id) const {
        const auto view = desk_.find(case_id);
        return !view || view->children.empty() ? "none" : where(view->children.back());
    }
    [[nodiscard]] const rulebook& book() const { return desk_.book(); }

private:
    static constexpr std::int64_t monday_ms = 1'772'380'800'000;  // 2026-03-02T00:00+08:00

    std::string send(std::string_view machine_name, std::uint64_t id, std::string_view event_name, const std::string& brings) {
        const auto machine = book().machine(machine_name);
        if (!machine) throw std::invalid_argument("no machine " + std::string(machine_name));
        const auto& d = book().plan(*machine).machine;
        const auto kind = d.event(event_name);
        if (!kind) throw std::invalid_argument("no event " + std::string(event_name));
        const auto values = read_values(d, brings);
        event e;
        e.case_id = id;
        e.at = now_;
        e.kind = *kind;
        e.machine = *machine;
        e.value_count = static_cast<std::uint8_t>(values.size());
        return std::string(to_string(desk_.apply(e, values, out_).kind));
    }
    static std::vector<event_value> read_values(const definition& d, const std::string& brings) {
        std::vector<event_value> values;
        std::istringstream words(brings);
        for (std::string word; words >> word;) {
            const auto equals = word.find('=');
            if (equals == std::string::npos) {
                const auto fact = d.fact(word);
                if (!fact) throw std::invalid_argument("no fact " + word);
                values.push_back(event_value::of_fact(*fact, true));
                continue;
            }
            const auto number = d.attribute(word.substr(0, equals));
            if (!number) throw std::invalid_argument("no attribute in " + word);
            values.push_back(event_value::of_attribute(*number, read_value(d.attributes()[*number], word.substr(equals + 1))));
        }
        return values;
    }
    /// An enumerator, a length ("90s"), an instant ("tue_10:00") or a number.
    static std::int64_t read_value(const attribute_info& a, std::string text) {
        if (a.kind == attribute_kind::one_of) {
            const auto found = std::find(a.enumerators.begin(), a.enumerators.end(), text);
            if (found == a.enumerators.end()) throw std::invalid_argument("no value " + text);
            return found - a.enumerators.begin();
        }
        if (a.kind == attribute_kind::duration) return 1000 * std::stoll(text);
        if (a.kind != attribute_kind::instant) return std::stoll(text);
        std::replace(text.begin(), text.end(), '_', ' ');
        return read_time(text).time_since_epoch().count();
    }
    static instant read_time(std::string_view text) {
        static constexpr std::string_view days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
        std::int64_t seconds = 0;
        if (text.find(' ') == 3) {
            const auto* const day = std::find(std::begin(days), std::end(days), text.substr(0, 3));
            if (day == std::end(days)) throw std::invalid_argument("no day " + std::string(text));
            seconds = 86'400 * (day - std::begin(days));
            text.remove_prefix(4);
        }
        if (text.size() != 5 && text.size() != 8) throw std::invalid_argument("no time " + std::string(text));
        const auto two = [&](std::size_t i) { return (text[i] - '0') * 10 + (text[i + 1] - '0'); };
        seconds += 3600 * two(0) + 60 * two(3) + (text.size() == 8 ? two(6) : 0);
        return instant{std::chrono::milliseconds{monday_ms + 1000 * seconds}};
    }
    static std::string show_time(instant t) {
        const auto seconds = (t.time_since_epoch().count() - monday_ms) / 1000 % 86'400;
        std::string text;
        for (const auto part : {seconds / 3600, seconds / 60 % 60, seconds % 60})
            text += (text.empty() ? "" : ":") + std::string(part < 10 ? "0" : "") + std::to_string(part);
        return text;
    }
    [[nodiscard]] std::string told_by(const effect& e) const {
        switch (e.kind) {
            case effect_kind::notification: return "tell " + book().roles()[e.what].name;
            case effect_kind::reminder: return "remind " + book().roles()[e.what].name;
            case effect_kind::order: return "order " + book().orders()[e.what].name;
            case effect_kind::note: return "note " + book().notes()[e.what].name;
            case effect_kind::cue: return e.policy == no_policy ? "" : "say " + book().cues()[e.what].name;
            default: return {};
        }
    }

    desk desk_;
    answers out_;
    instant now_{};
    std::size_t seen_verdicts_ = 0, seen_effects_ = 0;
};

}  // namespace caseclock::workflow_test
