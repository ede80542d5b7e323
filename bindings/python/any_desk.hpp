// SPDX-License-Identifier: Apache-2.0
//
// A desk, with a ledger or without, as Python has it.
#pragma once

#include "caseclock/ledger/ledger_desk.hpp"

#include <variant>

namespace caseclock::python {

class any_desk {
public:
    /// `late`: instead of what the rulebook says of late events.
    any_desk(const rulebook& book, bool with_ledger, std::optional<late_events> late) : kept_{make(book, with_ledger, late)} {}

    /// To look at.
    [[nodiscard]] const desk& itself() const {
        const auto* const plain = std::get_if<desk>(&kept_);
        return plain != nullptr ? *plain : std::get<ledger_desk>(kept_).itself();
    }
    [[nodiscard]] bool has_ledger() const noexcept { return std::holds_alternative<ledger_desk>(kept_); }
    /// Throws std::logic_error when there is none.
    [[nodiscard]] const ledger_desk& ledger() const {
        if (!has_ledger()) throw std::logic_error{"this desk keeps no ledger (Desk(rulebook, ledger=True) does)"};
        return std::get<ledger_desk>(kept_);
    }
    [[nodiscard]] late_events late() const { return has_ledger() ? ledger().late() : itself().late(); }

    void apply(std::span<const event> events, std::span<const event_value> values, corrected_answers& out) {
        std::visit([&](auto& each) { each.apply(events, values, out); }, kept_);
    }
    receipt apply(const event& e, std::span<const event_value> values, corrected_answers& out) {
        return std::visit([&](auto& each) { return each.apply(e, values, out); }, kept_);
    }
    bool advance(instant t, std::size_t at_most, corrected_answers& out) {
        return std::visit([&](auto& each) { return each.advance(t, at_most, out); }, kept_);
    }
    [[nodiscard]] std::optional<instant> next_deadline() {
        return std::visit([](auto& each) { return each.next_deadline(); }, kept_);
    }
    adoption_report adopt(const rulebook& next, instant at, adoption_mode mode, corrected_answers& out) {
        return std::visit([&](auto& each) { return each.adopt(next, at, mode, out); }, kept_);
    }
    /// With what explains the events that it was given.
    [[nodiscard]] std::span<const adoption> adoptions() const { return has_ledger() ? ledger().adoptions() : itself().adoptions(); }
    void evict(std::uint64_t case_id) {
        std::visit([&](auto& each) { each.evict(case_id); }, kept_);
    }

private:
    using either = std::variant<desk, ledger_desk>;
    [[nodiscard]] static either make(const rulebook& book, bool with_ledger, std::optional<late_events> late) {
        if (with_ledger) return either{std::in_place_type<ledger_desk>, book, late.value_or(book.late().value_or(late_events::accept))};
        return either{std::in_place_type<desk>, book, late.value_or(book.late().value_or(late_events::as_of_now))};
    }

    either kept_;
};

}  // namespace caseclock::python
