// SPDX-License-Identifier: Apache-2.0
//
// A machine: immutable, a cheap handle (copying shares), the same type whoever made it.
//
//   const definition call = define<workflows::call::lifecycle>();     // lower.hpp: from a Boost.MSM front-end, at compile time
//   const definition repair = build(description, options);           // build.hpp: from a description, at run time; throws every fault
//   const definition soft = call.with_guards({{"G-03", hardness::soft}});
//
// Running a case
//   case_record record;                                  // 64 plain bytes (case_record.hpp)
//   outbox out;                                          // reused; clear() between steps (outbox.hpp)
//   step now{record, out, at, call.slots()};             // (step.hpp)
//   call.start(now);                                     // initial states, their entries, completion rows
//   outcome o = call.process(now, *call.event("hold"), pack(event::hold{30s}));
//
//   outcome     accepted | refused | not_taken | ended, and overrun beside accepted (outcome.hpp)
//   carriage    `process` writes the event's fields into attributes and facts of the same name before guards are asked, and undoes it
//               when the event is not accepted; `malformed` says whether a payload holds what it may
//   out.changes states left and entered, in order, per region; self transitions and completion rows too
//   out.intents cue, tell, remind, order, note by the machine's own numbers (names: cues(), roles(), orders(), notes()), and lapses
//   out.raised  events by tag for this case, its parent, its children: event_of_tag(tag) gives the number
//   out.children cases to open; `row` gives rows()[row].tag; passed attributes by tag: attribute_of_tag(tag)
//   what changed of facts: compare record.facts before and after; of attributes: changed_attributes(before, after) -> mask
//
// Asking
//   why_refused(record, event, payload, at) -> one refusal per region: the row that was chosen and what it misses, by name
//   allowed(record) -> events that some row takes where the case stands
//   is_final(record), has_flag(record, "waiting"), blocked(record, event)
//   states() events() facts() attributes() rows() ... with names, tags, texts, rule ids (info.hpp)
//   rule_ids(): every id the machine names; has_guard(id): may a rulebook make it hard, soft or off
//   render.hpp: mermaid(d), dot(d), json(d). checks.hpp: check(d) -> findings
#pragma once

#include "caseclock/machine/info.hpp"
#include "caseclock/machine/outcome.hpp"
#include "caseclock/machine/step.hpp"
#include "caseclock/machine/table.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace caseclock {

namespace detail {
struct definition_data;
/// A step taken apart, so that all of it travels in registers.
using process_function = outcome (*)(const definition_data&, case_record&, outbox&, instant, unsigned event, const payload&);
using start_function = outcome (*)(const definition_data&, step&);
using ask_function = bool (*)(const definition_data&, unsigned guard, step&, const payload&);

struct definition_data {
    std::string name;
    std::uint32_t tag = 0;
    std::uint64_t schema = 0;
    std::vector<state_info> states;
    std::vector<event_info> events;
    std::vector<fact_info> facts;
    std::vector<attribute_info> attributes;
    std::vector<row_info> rows;
    std::vector<std::string> guards;  ///< texts, by number; 0 is none
    std::vector<std::string> flags, cues, roles, orders, notes, rules;
    std::vector<std::uint32_t> event_tags;  ///< beside `events`, for quick search
    table engine;
    process_function process = nullptr;
    start_function start = nullptr;
    ask_function ask = nullptr;
    std::shared_ptr<const void> program;  ///< code of a run-time machine
};
}  // namespace detail

/// A guard made hard, soft or off by the id of its rule.
struct guard_edit {
    std::string rule;
    hardness how = hardness::hard;
};

/// Why a region did not take an event.
struct refusal {
    enum class reason : std::uint8_t {
        no_row,      ///< no row for this event in this state
        not_chosen,  ///< rows, but the choice of none holds
        needs,       ///< `row` was chosen and misses something
        ended,       ///< a final or interrupt state lets nothing through
        nothing_waits  ///< of an acknowledgement: no level of a ladder waits for one
    };
    reason why = reason::no_row;
    std::uint8_t region = 0;
    std::uint8_t state = 0;
    std::uint16_t row = no_row_number;
    std::vector<std::uint8_t> unmet;   ///< places in rows()[row].asks
    std::vector<std::string> missing;  ///< their names
};

class definition {
public:
    explicit definition(std::shared_ptr<const detail::definition_data> data) noexcept : data_(std::move(data)) {}

    // ---- what it is -------------------------------------------------------------------------------------------------
    [[nodiscard]] const std::string& name() const noexcept { return data_->name; }
    [[nodiscard]] std::uint32_t tag() const noexcept { return data_->tag; }
    /// Over tags, fields and kinds, whatever their order: equal when saved cases can be read back.
    [[nodiscard]] std::uint64_t schema() const noexcept { return data_->schema; }
    [[nodiscard]] unsigned regions() const noexcept { return data_->engine.regions; }
    [[nodiscard]] std::uint8_t initial(unsigned region) const noexcept { return data_->engine.initial[region]; }
    [[nodiscard]] std::span<const state_info> states() const noexcept { return data_->states; }
    [[nodiscard]] std::span<const event_info> events() const noexcept { return data_->events; }
    [[nodiscard]] std::span<const fact_info> facts() const noexcept { return data_->facts; }
    [[nodiscard]] std::span<const attribute_info> attributes() const noexcept { return data_->attributes; }
    [[nodiscard]] std::span<const row_info> rows() const noexcept { return data_->rows; }
    [[nodiscard]] std::span<const std::string> guards() const noexcept { return data_->guards; }
    [[nodiscard]] std::span<const std::string> flags() const noexcept { return data_->flags; }
    [[nodiscard]] std::span<const std::string> cues() const noexcept { return data_->cues; }
    [[nodiscard]] std::span<const std::string> roles() const noexcept { return data_->roles; }
    [[nodiscard]] std::span<const std::string> orders() const noexcept { return data_->orders; }
    [[nodiscard]] std::span<const std::string> notes() const noexcept { return data_->notes; }
    [[nodiscard]] const layout& slots() const noexcept { return data_->engine.slots; }
    /// Every rule id that the machine, its rows, facts, attributes, states and events name; sorted, each once.
    [[nodiscard]] std::vector<std::string> rule_ids() const;

    // ---- numbers by name or tag; empty when there is none -----------------------------------------------------------
    [[nodiscard]] std::optional<std::uint8_t> state(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<std::uint8_t> event(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<std::uint8_t> fact(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<std::uint8_t> attribute(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<std::uint8_t> state_of_tag(std::uint32_t tag) const noexcept;
    [[nodiscard]] std::optional<std::uint8_t> event_of_tag(std::uint32_t tag) const noexcept;
    [[nodiscard]] std::optional<std::uint8_t> fact_of_tag(std::uint32_t tag) const noexcept;
    [[nodiscard]] std::optional<std::uint8_t> attribute_of_tag(std::uint32_t tag) const noexcept;
    /// The event that says: the child called so entered the state called so.
    [[nodiscard]] std::optional<std::uint8_t> event_of_child(std::uint32_t relation, std::uint32_t state) const noexcept;

    // ---- running a case ---------------------------------------------------------------------------------------------
    /// Sets the initial states and runs their entries and the completion rows. accepted, or accepted | overrun.
    outcome start(step& now) const { return data_->start(*data_, now); }
    /// One event, by number (1 .. events().size() - 1; precondition).
    outcome process(step& now, unsigned event, const payload& data = {}) const {
        return data_->process(*data_, now.record(), now.out(), now.at(), event, data);
    }

    // ---- asking about a case ----------------------------------------------------------------------------------------
    /// Why the event is not accepted, one reason per region; empty when a region would take it. Nothing is changed.
    [[nodiscard]] std::vector<refusal> why_refused(const case_record& record, unsigned event, const payload& data = {}, instant at = {}) const;
    /// Events that have a row where the case stands, in the order of their numbers.
    [[nodiscard]] std::vector<std::uint8_t> allowed(const case_record& record) const;
    /// The case has ended: a state that ends cases, or every region done.
    [[nodiscard]] bool is_final(const case_record& record) const noexcept;
    /// Does a final or an interrupt state keep this event out?
    [[nodiscard]] bool blocked(const case_record& record, unsigned event) const noexcept;
    [[nodiscard]] bool has_flag(const case_record& record, std::string_view flag) const noexcept;
    /// Bits of the attributes that differ, of those in the mask.
    [[nodiscard]] std::uint32_t changed_attributes(const case_record& before, const case_record& after,
                                                   std::uint32_t among = ~std::uint32_t{0}) const noexcept;
    [[nodiscard]] std::int64_t value(const case_record& record, unsigned attribute) const noexcept {
        return read(record, data_->engine.slots.slot[attribute]);
    }
    /// The first field of the payload that holds what it may not (an enumerator that is none, a value too large); empty when all is well.
    [[nodiscard]] std::optional<std::uint8_t> malformed(unsigned event, const payload& data) const noexcept;

    // ---- guards by rule id ------------------------------------------------------------------------------------------
    /// Is there a need or an ought under that rule id?
    [[nodiscard]] bool has_guard(std::string_view rule) const noexcept;
    /// The same machine with guards made hard, soft or off; ids that name no guard change nothing, the last edit of an id counts.
    [[nodiscard]] definition with_guards(std::span<const guard_edit> edits) const;
    [[nodiscard]] definition with_guards(std::initializer_list<guard_edit> edits) const {
        return with_guards(std::span<const guard_edit>(edits.begin(), edits.size()));
    }

    /// For engines and tests.
    [[nodiscard]] const detail::definition_data& data() const noexcept { return *data_; }

private:
    std::shared_ptr<const detail::definition_data> data_;
};

}  // namespace caseclock

#include "caseclock/machine/edit.hpp"
#include "caseclock/machine/lookup.hpp"
#include "caseclock/machine/refusal.hpp"
