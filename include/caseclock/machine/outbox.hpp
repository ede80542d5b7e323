// SPDX-License-Identifier: Apache-2.0
//
// What a step said and did, as plain values; whoever runs the machine turns them into effects, events and cases.
//
//   intents   cue, tell, remind, order, note, lapse: `what` is the machine's own number of the cue, role, order or note
//   raised    events for this case, its parent or its children, by tag
//   children  cases to open, each with its opening event and the attributes passed to it
//   changes   states left and entered by the last `process` or `start`, in order, self transitions and completion rows included
//
// Lists grow until `clear`; `changes` alone starts anew with every `process` and `start`. An event that is not accepted adds nothing.
#pragma once

#include "caseclock/machine/payload.hpp"

#include <string_view>
#include <vector>

namespace caseclock {

enum class intent_kind : std::uint8_t {
    cue,       ///< tell the agent what to say or do; `what`: cue number
    tell,      ///< notify a role; `what`: role number
    remind,    ///< remind a role; `what`: role number
    order,     ///< an order to the host; `what`: order number
    note,      ///< a note for the record; `what`: note number
    lapse,     ///< facts of an `ought` that were missing; `what`: row, `value`: mask of facts
    lapse_of,  ///< a named guard of an `ought` that said no; `what`: row, `value`: number of the guard
};
[[nodiscard]] constexpr std::string_view to_string(intent_kind kind) noexcept {
    constexpr std::string_view text[] = {"cue", "tell", "remind", "order", "note", "lapse", "lapse_of"};
    return text[static_cast<std::size_t>(kind)];
}

struct intent {
    intent_kind kind{};
    std::uint16_t what = 0;
    std::int64_t value = 0;  ///< a number said along with it; 0 when none
    friend bool operator==(const intent&, const intent&) = default;
};

enum class recipient : std::uint8_t {
    self,     ///< this case, as a step of its own after this one
    parent,   ///< the case that opened this one
    children  ///< every open child of this case
};

struct follow_up {
    std::uint32_t event = 0;  ///< tag of the event
    recipient to = recipient::self;
    payload data{};
    friend bool operator==(const follow_up&, const follow_up&) = default;
};

/// An attribute passed to a child: by tag, so that parent and child need not number alike.
struct passed_value {
    std::uint32_t attribute = 0;  ///< tag of the child's attribute
    std::int64_t value = no_value;
    friend bool operator==(const passed_value&, const passed_value&) = default;
};

struct child {
    std::uint32_t machine = 0;        ///< tag of its machine
    std::uint32_t event = 0;          ///< tag of its opening event; 0: it is opened without one
    std::uint32_t relation = 0;       ///< tag of what the parent calls it (`as:`); the machine's tag when nothing is said
    std::uint16_t row = 0;            ///< number of the row that opened it, `no_row_number` when an initial state did
    std::uint16_t number = 0;         ///< how many the case had opened before
    std::uint16_t first_passed = 0;   ///< its passed attributes: outbox.passed[first_passed .. first_passed + passed_count)
    std::uint16_t passed_count = 0;
    payload data{};
    friend bool operator==(const child&, const child&) = default;
};
inline constexpr std::uint16_t no_row_number = 0xffff;

struct state_change {
    std::uint8_t region = 0;
    std::uint8_t left = 0;     ///< state number; `no_state` when a case starts
    std::uint8_t entered = 0;  ///< state number
    friend bool operator==(const state_change&, const state_change&) = default;
};
inline constexpr std::uint8_t no_state = 0xff;

inline constexpr unsigned completion_limit = 16;                       ///< rounds of completion rows after one event
inline constexpr unsigned change_limit = (completion_limit + 1) * 4;  ///< most state changes of one step, four regions

/// State changes in order; room for the most that one step can make, so that recording one is a store.
class state_changes {
public:
    [[nodiscard]] const state_change* begin() const noexcept { return list_; }
    [[nodiscard]] const state_change* end() const noexcept { return list_ + size_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] const state_change& operator[](std::size_t i) const noexcept { return list_[i]; }
    void clear() noexcept { size_ = 0; }
    /// Written always, kept only if `kept`: an internal row costs no branch.
    void record(std::uint8_t region, std::uint8_t left, std::uint8_t entered, bool kept = true) noexcept {
        list_[size_] = {region, left, entered};
        size_ += kept;
    }

private:
    std::uint32_t size_ = 0;
    state_change list_[change_limit + 1];
};

struct outbox {
    std::vector<intent> intents;
    std::vector<follow_up> raised;
    std::vector<child> children;
    std::vector<passed_value> passed;
    state_changes changes;

    void clear() noexcept {
        intents.clear();
        raised.clear();
        children.clear();
        passed.clear();
        changes.clear();
    }
};

}  // namespace caseclock
