// SPDX-License-Identifier: Apache-2.0
//
// What a desk says, as Python holds it: the numbers of C++ beside the words that give them names.
//
//   Receipt    of one event                      Effect, Verdict   one of them
//   Answers    of a batch or of an advance       Clock, Case       how things stand
//   Correction, ReceiptCorrection                what a late event changed of what was said
//
// Texts are made when they are asked for. A buffer of answers goes back to its desk when Python lets go of it and of its arrays.
#pragma once

#include "event_catalog.hpp"

#include "caseclock/desk/desk.hpp"
#include "caseclock/ledger/correction.hpp"

namespace caseclock::python {

/// What gives a desk's numbers their names.
struct desk_words {
    std::shared_ptr<const event_catalog> catalog;
    host_names names;

    [[nodiscard]] const rulebook& book() const noexcept { return catalog->book(); }
    [[nodiscard]] const definition& machine(unsigned number) const { return book().plan(number).machine; }
    /// The machine whose states a receipt tells: the case's, which may be of another version than the event's.
    [[nodiscard]] const definition& machine_of(const receipt& r, unsigned of_event) const {
        return machine(machine(r.machine).tag() == machine(of_event).tag() ? r.machine : of_event);
    }
    [[nodiscard]] bool has_machine(unsigned number) const { return number < book().machines().size(); }
};
using words_handle = std::shared_ptr<const desk_words>;

/// Buffers that were used and can be again. Used while holding the GIL.
class answer_pool {
public:
    [[nodiscard]] corrected_answers take() {
        if (free_.empty()) return {};
        auto found = std::move(free_.back());
        free_.pop_back();
        return found;
    }
    void give_back(corrected_answers&& used) {
        if (free_.size() == most) return;
        used.clear();
        free_.push_back(std::move(used));
    }

private:
    static constexpr std::size_t most = 2;  ///< one that is read while the next is filled
    std::vector<corrected_answers> free_;
};

struct said_verdict {
    words_handle words;
    verdict v;
};

struct said_effect {
    words_handle words;
    effect e;
    std::optional<verdict> v;  ///< of an effect of kind verdict
};

struct said_receipt {
    words_handle words;
    event_ref which;
    std::uint64_t case_id = 0;
    instant at{};
    receipt r;
    std::vector<refusal_note> refusals;
    std::vector<effect> effects;
    std::vector<verdict> verdicts;
    corrected_answers corrected{};  ///< of a late event: only the corrections
};

struct said_correction {
    words_handle words;
    correction c;
    std::optional<verdict> v;  ///< of a verdict
};

struct said_receipt_correction {
    words_handle words;
    receipt_correction c;
    std::vector<refusal_note> refusals;  ///< of the receipt now
};

class said_answers {
public:
    said_answers(words_handle words, std::shared_ptr<answer_pool> pool)
        : words_{std::move(words)}, pool_{std::move(pool)}, data_{pool_->take()} {}
    ~said_answers() { pool_->give_back(std::move(data_)); }
    said_answers(const said_answers&) = delete;
    said_answers& operator=(const said_answers&) = delete;

    [[nodiscard]] const words_handle& words() const noexcept { return words_; }
    [[nodiscard]] corrected_answers& data() noexcept { return data_; }
    [[nodiscard]] const corrected_answers& data() const noexcept { return data_; }

    py::object events = py::none();  ///< of a batch: the array itself, which its owner may have written over since
    bool finished = true;            ///< of an advance: nothing more is due

private:
    words_handle words_;
    std::shared_ptr<answer_pool> pool_;
    corrected_answers data_;
};

/// What an adoption did, with what it said.
struct said_adoption {
    words_handle words;
    std::shared_ptr<said_answers> answers;
    adoption which;
    adoption_report report;
};

struct said_clock {
    words_handle words;
    std::uint64_t case_id = 0;
    clock_view view;
};

struct said_case {
    words_handle words;
    case_view view;
};

// ---- texts --------------------------------------------------------------------------------------------------------------------------------

/// Why an event was not accepted: "needs announced, apologised", "not while ringing", "at is out of range"; empty when it was.
[[nodiscard]] std::string reason_of(const rulebook& book, const receipt& r, std::span<const refusal_note> refusals);
/// The names of what is missing, each once.
[[nodiscard]] std::vector<std::string> unmet_of(const rulebook& book, std::span<const refusal_note> refusals);
/// The names of an event's machine and of the event, "#9" for a number that is none; and the states of its case afterwards.
[[nodiscard]] std::string machine_name_of(const said_receipt& said);
[[nodiscard]] std::string event_name_of(const said_receipt& said);
[[nodiscard]] std::vector<std::string> states_of(const said_receipt& said);
/// "case 41: cannot hold while ringing (allowed: answer, give_up)".
[[nodiscard]] std::string sentence_of(const said_receipt& said);

/// What an effect is about: the level of a ladder ("to_supervisor, 30m after"), the role, cue, order, note, missing fact, machine, event, kind of verdict; empty where its kind says all.
[[nodiscard]] std::string subject_of(const rulebook& book, const effect& e);
/// What a reader calls the role, cue, order or note of an effect.
[[nodiscard]] std::string title_of(const rulebook& book, const effect& e);
/// "2026-03-02T09:15:05.000Z case 41: notification supervisor (hold, cycle 2)".
[[nodiscard]] std::string sentence_of(const said_effect& said);
[[nodiscard]] std::string sentence_of(const said_verdict& said);
/// "revoked 2026-03-02T09:15:05.000Z case 41: verdict missed (hold, cycle 2)".
[[nodiscard]] std::string sentence_of(const said_correction& said);
/// "case 41: hold at 2026-03-02T09:15:05.000Z is not_taken now, was accepted".
[[nodiscard]] std::string sentence_of(const said_receipt_correction& said);

/// The names of the states of a case.
[[nodiscard]] std::vector<std::string> states_of(const definition& machine, const std::array<std::uint8_t, region_limit>& state);
/// The names of facts that hold.
[[nodiscard]] std::vector<std::string> facts_of(const definition& machine, std::uint64_t facts);
/// The attributes that are set, by name.
[[nodiscard]] keyword_values attributes_of(const desk_words& words, unsigned machine, const std::array<std::byte, value_bytes>& values);

}  // namespace caseclock::python
