// SPDX-License-Identifier: Apache-2.0
#include "said.hpp"

#include "caseclock/time/iso8601.hpp"

namespace caseclock::python {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string list;
    for (const auto& each : words) list += (list.empty() ? "" : ", ") + each;
    return list;
}

std::string policy_of(const rulebook& book, std::uint16_t policy, std::uint16_t cycle) {
    if (policy == no_policy) return {};
    return " (" + book.policies()[policy].name + ", cycle " + std::to_string(cycle) + ")";
}

std::string malformed_text(const receipt& r) {
    switch (r.field) {
        case event_field::case_id: return "case: the id belongs to the desk";
        case event_field::at: return "at is out of range";
        case event_field::machine: return "machine: none of that number, or not the case's";
        case event_field::kind: return "event: none of that number, or only the desk raises it";
        case event_field::payload: return "field " + std::to_string(r.detail) + " of the payload cannot be";
        case event_field::value: return "value " + std::to_string(r.detail) + " cannot be";
        default: return "malformed";
    }
}

/// Events that some row takes in one of these states.
std::vector<std::string> allowed_in(const rulebook& book, std::span<const refusal_note> refusals) {
    if (refusals.empty()) return {};
    const auto& machine = book.plan(refusals.front().machine).machine;
    std::vector<bool> taken(machine.events().size());
    for (const auto& row : machine.rows())
        for (const auto& note : refusals)
            if (row.from == note.state && !machine.events()[row.event].raised_only) taken[row.event] = true;
    std::vector<std::string> names;
    for (std::size_t event = 1; event < taken.size(); ++event)
        if (taken[event]) names.push_back(machine.events()[event].name);
    return names;
}

std::string states_text(const rulebook& book, std::span<const refusal_note> refusals) {
    std::vector<std::string> names;
    for (const auto& note : refusals) names.push_back(book.plan(note.machine).machine.states()[note.state].name);
    return joined(names);
}

const word_info* word_of(const rulebook& book, const effect& e) {
    switch (e.kind) {
        case effect_kind::notification:
        case effect_kind::reminder: return &book.roles()[e.what];
        case effect_kind::cue: return &book.cues()[e.what];
        case effect_kind::order: return &book.orders()[e.what];
        case effect_kind::note: return &book.notes()[e.what];
        default: return nullptr;
    }
}

}  // namespace

std::vector<std::string> unmet_of(const rulebook& book, std::span<const refusal_note> refusals) {
    std::vector<std::string> names;
    for (const auto& note : refusals) {
        if (note.why != refusal::reason::needs) continue;
        const auto& asks = book.plan(note.machine).machine.rows()[note.row].asks;
        for (auto left = note.unmet; left != 0; left &= left - 1) {
            const auto& name = asks[static_cast<std::size_t>(__builtin_ctzll(left))].name;
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
    }
    return names;
}

namespace {

/// Why there is nothing to acknowledge.
std::string nothing_waits_text(const rulebook& book, const refusal_note& note) {
    const auto whose = note.row == no_row_number ? std::string{"nothing"} : "nothing of " + book.policies()[note.row].name;
    return whose + " waits for an acknowledgement";
}

}  // namespace

std::string reason_of(const rulebook& book, const receipt& r, std::span<const refusal_note> refusals) {
    switch (r.kind) {
        case receipt_kind::refused:
            if (!refusals.empty() && refusals.front().why == refusal::reason::nothing_waits) return nothing_waits_text(book, refusals.front());
            return "needs " + joined(unmet_of(book, refusals));
        case receipt_kind::not_taken:
        case receipt_kind::ended: {
            if (refusals.empty()) return {};
            bool has_rows = false;
            for (const auto& note : refusals) has_rows = has_rows || note.why == refusal::reason::not_chosen;
            if (r.kind == receipt_kind::ended) return "in " + states_text(book, refusals);
            return (has_rows ? "no condition holds while " : "not while ") + states_text(book, refusals);
        }
        case receipt_kind::malformed: return malformed_text(r);
        default: return {};
    }
}

std::string machine_name_of(const said_receipt& said) {
    const unsigned number = said.which.machine;
    return said.words->has_machine(number) ? said.words->machine(number).name() : "#" + std::to_string(number);
}

std::string event_name_of(const said_receipt& said) {
    const std::string name{said.words->has_machine(said.which.machine)
                               ? event_catalog::name_in(said.words->machine(said.which.machine), said.which.kind)
                               : ""};
    return name.empty() ? "#" + std::to_string(said.which.kind) : name;
}

std::vector<std::string> states_of(const said_receipt& said) {
    return said.words->has_machine(said.which.machine) ? states_of(said.words->machine_of(said.r, said.which.machine), said.r.state)
                                                       : std::vector<std::string>{};
}

std::string sentence_of(const said_receipt& said) {
    const auto event = event_name_of(said);
    const std::string subject = "case " + std::to_string(said.case_id) + ": ";
    if (said.r.kind == receipt_kind::malformed) return subject + event + ": " + malformed_text(said.r);
    const auto& book = said.words->book();
    switch (said.r.kind) {
        case receipt_kind::accepted: return subject + event + ", now " + joined(states_of(said));
        case receipt_kind::refused: {
            const bool asked = said.which.kind != acknowledge_event;
            return subject + (asked ? event + " " : "cannot " + event + ", ") + reason_of(book, said.r, said.refusals);
        }
        case receipt_kind::not_taken:
            return subject + "cannot " + event + " while " + states_text(book, said.refusals) +
                   " (allowed: " + joined(allowed_in(book, said.refusals)) + ")";
        case receipt_kind::ended:
            return subject + "cannot " + event + ", the case has ended" +
                   (said.refusals.empty() ? "" : " in " + states_text(book, said.refusals));
        case receipt_kind::duplicate: return subject + event + " came a second time";
        case receipt_kind::conflict: return subject + event + " has the id of another event";
        case receipt_kind::late: return subject + event + " at " + format_instant(said.at) + " is late";
        default: return subject + event;
    }
}

std::string subject_of(const rulebook& book, const effect& e) {
    if (const auto* const word = word_of(book, e)) return word->name;
    const auto& machine = book.plan(e.machine).machine;
    switch (e.kind) {
        case effect_kind::verdict: return std::string{to_string(static_cast<verdict_kind>(e.what))};
        case effect_kind::lapse: return e.detail == 0 ? machine.facts()[e.what].name : machine.rows()[e.what].asks[e.detail - 1U].name;
        case effect_kind::opened: return book.plan(e.what).machine.name();
        case effect_kind::raised: return std::string{event_catalog::name_in(machine, e.what)};
        case effect_kind::limit_reached: return std::string{to_string(static_cast<limit_kind>(e.what))};
        case effect_kind::level:
        case effect_kind::unacknowledged:
        case effect_kind::acknowledged: return book.ladders()[e.to].name + ", " + book.ladders()[e.to].levels[e.what];
        default: return {};
    }
}

std::string title_of(const rulebook& book, const effect& e) {
    const auto* const word = word_of(book, e);
    return word == nullptr ? subject_of(book, e) : word->title;
}

std::string sentence_of(const said_effect& said) {
    const auto& e = said.e;
    const auto& book = said.words->book();
    std::string text = format_instant(e.at) + " case " + std::to_string(e.case_id) + ": " + std::string{to_string(e.kind)};
    if (const auto subject = subject_of(book, e); !subject.empty()) text += " " + subject;
    if (e.to != to_nobody && (e.kind == effect_kind::cue || e.kind == effect_kind::order)) text += " to " + book.roles()[e.to].name;
    if (e.kind == effect_kind::acknowledged && e.detail != 0) text += ", late";
    if (e.kind == effect_kind::raised) text += " " + std::string{to_string(static_cast<receipt_kind>(e.detail))};
    return text + policy_of(book, e.policy, e.cycle);
}

std::string sentence_of(const said_verdict& said) {
    const auto& v = said.v;
    auto text =
        "case " + std::to_string(v.case_id) + ": " + std::string{to_string(v.kind)} + policy_of(said.words->book(), v.policy, v.cycle);
    return text + " at " + format_instant(v.times.ended);
}

std::string sentence_of(const said_correction& said) {
    auto text = std::string{to_string(said.c.kind)} + " " + sentence_of(said_effect{said.words, said.c.said, std::nullopt});
    if (said.c.kind == correction_kind::moved && said.c.was_at != said.c.said.at) text += ", was at " + format_instant(said.c.was_at);
    return text;
}

std::string sentence_of(const said_receipt_correction& said) {
    const auto& c = said.c;
    return "case " + std::to_string(c.case_id) + ": " + std::string{event_catalog::name_in(said.words->machine(c.machine), c.kind)} + " at " +
           format_instant(c.at) + " is " + std::string{to_string(c.now.kind)} + " now, was " + std::string{to_string(c.was.kind)};
}

std::vector<std::string> states_of(const definition& machine, const std::array<std::uint8_t, region_limit>& state) {
    std::vector<std::string> names;
    for (unsigned region = 0; region < machine.regions(); ++region) {
        const auto number = state[region];  // may be of another machine where somebody wrote over the events of a batch
        names.push_back(number < machine.states().size() ? machine.states()[number].name : "#" + std::to_string(number));
    }
    return names;
}

std::vector<std::string> facts_of(const definition& machine, std::uint64_t facts) {
    std::vector<std::string> names;
    for (; facts != 0; facts &= facts - 1) names.push_back(machine.facts()[static_cast<std::size_t>(__builtin_ctzll(facts))].name);
    return names;
}

keyword_values attributes_of(const desk_words& words, unsigned machine, const std::array<std::byte, value_bytes>& values) {
    case_record record;
    record.values = values;
    keyword_values all;
    const auto& self = words.machine(machine);
    for (std::size_t a = 0; a < self.attributes().size(); ++a) {
        const auto& attribute = self.attributes()[a];
        if (const auto value = self.value(record, static_cast<unsigned>(a)); value != no_value)
            all[py::str(attribute.name)] = shown_value(attribute.kind, attribute.enumerators, value, &words.names);
    }
    return all;
}

}  // namespace caseclock::python
