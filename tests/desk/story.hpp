// SPDX-License-Identifier: Apache-2.0
//
// A desk told by names what happens and when, in the week of Monday, 2 March 2026, UTC; it answers in words.
//
//   story told(R"(
//     answer: {machine: thing, start: {enters: busy}, stop: {event: finish}, due: within 15m, missed: [{tell: boss}]}
//   )");
//   told.at("09:00").send("begin");                   EXPECT_EQ(told.said(), "");          what was said since the last time it was asked
//   told.at("10:00").send("finish");                  EXPECT_EQ(told.said(), "09:15 answer missed; 09:15 tell boss; 10:00 answer ended_late");
//
//   a line     [#case ]when what[ (due when)]         the case when it is not case 1, what was due when it is another instant
//   acknowledge may bring policy=NAME
//   brings     fact, -fact, attribute=value           an instant as "tue 09:00" without its blank: agreed_at=tue@09:00; "unset"
#pragma once

#include "caseclock/desk/desk.hpp"
#include "caseclock/rulebook/load.hpp"

#include <map>
#include <sstream>
#include <stdexcept>

namespace caseclock::desk_test {

/// The machines of most stories, up to the policies.
inline constexpr std::string_view thing_rulebook = R"(rulebook: story
language: caseclock/1
zone: UTC
calendar: office
calendars:
  office: {week: {mon-fri: ["09:00-17:00"]}}
  short: {week: {mon-fri: ["09:00-12:00"]}}
roles: {boss: {}, agent: {}}
machines:
  thing:
    attributes:
      priority: {one_of: [low, high]}
      agreed_at: {kind: instant}
      received_at: {kind: instant}
      promised: {kind: duration}
      worked: {kind: duration, unit: business}
      count: {kind: count}
    facts: {told: {}, known: {}, checked: {}, noted: {until: {leaves: busy}}}
    events:
      begin: {}
      hold: {}
      resume: {}
      finish: {}
      finish_told: {sets: told}
      close: {}
      ping: {}
      pong: {}
      echo: {}
      spread: {}
      loop: {}
      inner: {raised_only: yes}
      adopt: {}
      call_children: {}
    states:
      idle: {initial: here}
      busy: {}
      held: {}
      finished: {}
      closed: {final: done}
    groups: {open_work: [busy, held]}
    rows:
      - {in: [idle, finished], event: begin, to: busy}
      - {in: busy, event: begin, to: busy}
      - {in: busy, event: hold, to: held}
      - {in: held, event: resume, to: busy}
      - {in: [busy, held, idle], event: [finish, finish_told], needs: [known], if: [checked], to: finished}
      - {in: [busy, held, idle], event: [finish, finish_told], to: finished}
      - {in: any, event: close, to: closed}
      - {in: any, event: [ping, pong, inner], stay: inside}
      - {in: any, event: echo, stay: inside, do: [{raise: ping}, {raise: pong}]}
      - {in: any, event: spread, stay: inside, do: [{raise: echo}, {raise: inner}]}
      - {in: any, event: loop, stay: inside, do: [{raise: loop}]}
      - {in: busy, event: adopt, stay: inside, do: [{open: part, as: piece, event: make, with: {priority: {from: priority}}}]}
      - {in: any, event: call_children, stay: inside, do: [{tell_children: stop_part}]}
      - {in: busy, child: {piece: made}, to: held}
  part:
    attributes: {priority: {one_of: [low, high]}}
    events: {make: {}, complete: {}, stop_part: {}, shout: {}}
    states: {fresh: {initial: here}, making: {}, made: {final: done}}
    rows:
      - {in: fresh, event: make, to: making}
      - {in: making, event: complete, to: made}
      - {in: making, event: stop_part, to: made}
      - {in: making, event: shout, stay: inside, do: [{tell_parent: ping}]}
)";

/// `Desk` may be one that keeps a ledger; then `said` tells the effects and `corrected` what was corrected.
template <class Desk, class Answers> class basic_story {
public:
    explicit basic_story(std::string_view policies, std::string_view head = {}, std::string_view machine = "thing")
        : basic_story{parsed(policies, head), machine} {}
    explicit basic_story(rulebook book, std::string_view machine = "thing") : desk_{std::move(book)}, machine_{machine} {}

    /// "09:00" is Monday's; "tue 09:00:00.250"
    [[nodiscard]] static instant time(std::string text) {
        static constexpr const char* days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
        std::int64_t at = monday_ms;
        for (auto& c : text)
            if (c == '@') c = ' ';
        if (const auto blank = text.find(' '); blank != std::string::npos) {
            std::int64_t day = 0;
            while (day < 7 && text.substr(0, blank) != days[day]) ++day;
            if (day == 7) throw std::invalid_argument("no day " + text);
            at += day * 86'400'000;
            text.erase(0, blank + 1);
        }
        int hours = 0, minutes = 0, read = 0;
        if (std::sscanf(text.c_str(), "%d:%d%n", &hours, &minutes, &read) != 2) throw std::invalid_argument("no time " + text);
        at += (hours * 60 + minutes) * std::int64_t{60'000};
        if (text.size() > static_cast<std::size_t>(read))
            at += static_cast<std::int64_t>(std::stod(text.substr(static_cast<std::size_t>(read) + 1)) * 1000 + 0.5);
        return instant{duration{at}};
    }
    /// As `time` reads it.
    [[nodiscard]] static std::string show(instant t) {
        static constexpr const char* days[] = {"", "tue ", "wed ", "thu ", "fri ", "sat ", "sun "};
        const auto since = t.time_since_epoch().count() - monday_ms;
        if (since < 0 || since >= 7 * 86'400'000) return std::to_string(since) + "ms";
        const auto in_day = since % 86'400'000;
        char text[32];
        int size =
            std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(in_day / 3'600'000), static_cast<int>(in_day / 60'000 % 60));
        if (in_day % 60'000 != 0)
            size +=
                std::snprintf(text + size, sizeof text - static_cast<std::size_t>(size), ":%02d", static_cast<int>(in_day / 1'000 % 60));
        if (in_day % 1'000 != 0)
            std::snprintf(text + size, sizeof text - static_cast<std::size_t>(size), ".%03d", static_cast<int>(in_day % 1'000));
        return days[since / 86'400'000] + std::string{text};
    }

    basic_story& at(const std::string& when) {
        at_ = time(when);
        return *this;
    }
    /// One event of the case, `change` for one that only changes; the kind of its receipt, with ", late" behind it.
    std::string send(std::string_view name, const std::string& brings = {}) { return send_to(1, name, brings); }
    std::string send_to(std::uint64_t case_id, std::string_view name, const std::string& brings = {}, std::uint64_t id = 0) {
        std::vector<event_value> values;
        const auto e = make(case_id, name, brings, id, values);
        receipt = desk_.apply(e, values, out);
        return std::string{to_string(receipt.kind)} + ((receipt.marks & receipt::was_late) != 0 ? ", late" : "");
    }
    /// The event, for batches; its values are appended.
    event make(std::uint64_t case_id, std::string_view name, const std::string& brings, std::uint64_t id,
               std::vector<event_value>& values) const {
        const auto view = seen().find(case_id);
        const auto number = view ? view->machine : *book().machine(machine_);
        const auto& machine = book().plan(number).machine;
        event e;
        e.case_id = case_id;
        e.at = at_;
        e.id = id;
        e.machine = number;
        e.first_value = static_cast<std::uint32_t>(values.size());
        if (name == "change") e.kind = change_event;
        else if (name == "acknowledge") e.kind = acknowledge_event;
        else e.kind = found(machine.event(name), name);
        std::istringstream words{brings};
        for (std::string word; words >> word;)
            if (e.kind == acknowledge_event && word.starts_with("policy=")) e.data = pack(acknowledging::only(policy_named(word.substr(7))));
            else values.push_back(read_value(machine, word));
        e.value_count = static_cast<std::uint8_t>(values.size() - e.first_value);
        return e;
    }
    basic_story& advance(const std::string& when) {
        desk_.advance(time(when), out);
        return *this;
    }

    /// "09:15 answer missed; 09:15 tell boss"
    [[nodiscard]] std::string said() {
        std::string text;
        for (; seen_ < out.effects.size(); ++seen_) text += (text.empty() ? "" : "; ") + line(out.effects[seen_]);
        return text;
    }
    /// "revoked 09:15 answer missed; added 09:10 answer met; moved 09:20 to 09:25 tell boss"
    [[nodiscard]] std::string corrected() {
        std::string text;
        for (; seen_corrections_ < out.corrections.size(); ++seen_corrections_) {
            const auto& c = out.corrections[seen_corrections_];
            text += (text.empty() ? "" : "; ") + std::string{to_string(c.kind)} + ' ' + (c.was_at == c.said.at ? "" : show(c.was_at) + " to ") + line(c.said);
        }
        return text;
    }
    [[nodiscard]] std::string where(std::uint64_t case_id = 1) const {
        const auto view = seen().find(case_id);
        return view ? book().plan(view->machine).machine.states()[view->record.state[0]].name : "nowhere";
    }
    [[nodiscard]] std::uint64_t child(std::size_t number = 0, std::uint64_t of = 1) const { return seen().find(of)->children.at(number); }
    [[nodiscard]] const verdict& last() const { return out.verdicts.back(); }
    [[nodiscard]] clock_view clock(const std::string& when, std::size_t number = 0) const { return seen().clocks(1, time(when)).at(number); }
    [[nodiscard]] const rulebook& book() const { return seen().book(); }
    [[nodiscard]] Desk& itself() { return desk_; }

    Answers out;
    caseclock::receipt receipt;

    [[nodiscard]] static rulebook parsed(std::string_view policies, std::string_view head = {}) {
        return parse_rulebook(std::string{thing_rulebook} + std::string{head} + "policies:\n" + std::string{policies}, "story.yaml");
    }

private:
    [[nodiscard]] const desk& seen() const {
        if constexpr (std::is_same_v<Desk, desk>) return desk_;
        else return desk_.itself();
    }
    static constexpr std::int64_t monday_ms = 1'772'409'600'000;  // 2026-03-02T00:00Z

    [[nodiscard]] std::uint16_t policy_named(const std::string& name) const {
        const auto policies = book().policies();
        for (std::size_t p = 0; p < policies.size(); ++p)
            if (policies[p].name == name) return static_cast<std::uint16_t>(p);
        throw std::invalid_argument("no policy " + name);
    }
    template <class Number> [[nodiscard]] static Number found(std::optional<Number> number, std::string_view name) {
        if (!number) throw std::invalid_argument("there is no " + std::string{name});
        return *number;
    }
    [[nodiscard]] static event_value read_value(const definition& machine, std::string word) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            const bool clears = word.front() == '-';
            if (clears) word.erase(0, 1);
            return event_value::of_fact(found(machine.fact(word), word), !clears);
        }
        const auto name = word.substr(0, equals), text = word.substr(equals + 1);
        const auto number = found(machine.attribute(name), name);
        const auto& attribute = machine.attributes()[number];
        if (text == "unset") return event_value::of_attribute(number, no_value);
        switch (attribute.kind) {
            case attribute_kind::one_of:
                for (std::size_t i = 0; i < attribute.enumerators.size(); ++i)
                    if (attribute.enumerators[i] == text) return event_value::of_attribute(number, static_cast<std::int64_t>(i));
                throw std::invalid_argument("no value " + word);
            case attribute_kind::instant: return event_value::of_attribute(number, time(text).time_since_epoch().count());
            case attribute_kind::duration: return event_value::of_attribute(number, parse_duration(text).amount);
            default: return event_value::of_attribute(number, std::stoll(text));
        }
    }
    [[nodiscard]] std::string line(const effect& e) {
        const auto& machine = book().plan(e.machine).machine;
        std::string text = e.case_id == 1 ? "" : (e.case_id & child_id_bit) != 0 ? "#child " : '#' + std::to_string(e.case_id) + ' ';
        text += show(e.at) + ' ' + what(e, machine);
        return e.due_at == e.at ? text : text + " (due " + show(e.due_at) + ')';
    }
    [[nodiscard]] std::string what(const effect& e, const definition& machine) const {
        const auto policy = e.policy == no_policy ? std::string{} : book().policies()[e.policy].name;
        switch (e.kind) {
            case effect_kind::verdict: return policy + ' ' + std::string{to_string(static_cast<verdict_kind>(e.what))};
            case effect_kind::warning: return policy + " warning " + std::to_string(e.what);
            case effect_kind::window_opened: return policy + " window";
            case effect_kind::no_deadline: return policy + " no_deadline";
            case effect_kind::notification: return "tell " + book().roles()[e.what].name;
            case effect_kind::reminder: return "remind " + book().roles()[e.what].name;
            case effect_kind::cue: return "say " + book().cues()[e.what].name;
            case effect_kind::order: return "order " + book().orders()[e.what].name;
            case effect_kind::note: return "note " + book().notes()[e.what].name;
            case effect_kind::lapse: return "lapse";
            case effect_kind::opened: return "opened " + book().plan(static_cast<unsigned>(e.what)).machine.name();
            case effect_kind::ended: return "ended";
            case effect_kind::raised:
                return "raised " + machine.events()[e.what].name + ' ' + std::string{to_string(static_cast<receipt_kind>(e.detail))};
            case effect_kind::level: return policy + " level " + std::to_string(e.what);
            case effect_kind::unacknowledged: return policy + " unacknowledged " + std::to_string(e.what);
            case effect_kind::acknowledged:
                return policy + " acknowledged " + std::to_string(e.what) + (e.detail == 0 ? "" : " late");
            case effect_kind::limit_reached: return "limit " + std::string{to_string(static_cast<limit_kind>(e.what))};
        }
        return {};
    }

    Desk desk_;
    std::string machine_;
    instant at_{};
    std::size_t seen_ = 0, seen_corrections_ = 0;
};

using story = basic_story<desk, answers>;

}  // namespace caseclock::desk_test
