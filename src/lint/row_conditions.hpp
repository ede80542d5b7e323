// SPDX-License-Identifier: Apache-2.0
//
// What chooses the rows of a machine and what they ask, as conditions: whatever the engine made of them.
//
// Fields of events and guards that only run (those of compiled machines and registered ones) become numbers of their own, behind the
// attributes and the rulebook's options. What an option decided when the rulebook was read is open again.
#pragma once

#include "lint/possible.hpp"
#include "rulebook/draft.hpp"

namespace caseclock::detail {

class machine_conditions {
public:
    machine_conditions(rulebook_draft& d, std::size_t machine);

    /// False when there are more open questions than numbers: then nothing can be said of rows.
    [[nodiscard]] bool complete() const noexcept { return complete_; }
    /// By the attribute number of conditions.
    [[nodiscard]] std::span<const number_range> numbers() const noexcept { return numbers_; }
    /// What chooses a row, by its number.
    [[nodiscard]] const condition& choice(std::size_t row) const noexcept { return choices_[row]; }
    /// What it asks for, beside its `asks`.
    [[nodiscard]] const std::vector<condition>& asks(std::size_t row) const noexcept { return asks_[row]; }

private:
    void read_row(const definition& machine, const row_info& row, const machine_description* own);
    [[nodiscard]] condition choice_by_engine(const row_info& row);
    [[nodiscard]] condition of_guard(std::uint16_t guard) { return open_question("guard " + std::to_string(guard)); }
    [[nodiscard]] condition of_asked(const requirement_info& asked, const requirement_description* written, const event_info& event);

    [[nodiscard]] condition translate(const condition_description& from, const event_info& event);
    [[nodiscard]] condition translate_compared(const condition_description& from, const event_info& event);
    [[nodiscard]] std::vector<condition> translate_parts(const condition_description& from, const event_info& event);
    [[nodiscard]] std::optional<std::int64_t> value_of(const std::vector<std::string>& enumerators, const value_description& value) const;

    /// A question of its own, the same for the same name; a yes or no that nothing else decides.
    [[nodiscard]] condition open_question(const std::string& name);
    [[nodiscard]] std::optional<std::uint8_t> number_named(const std::string& name, number_range range);

    rulebook_draft& d_;
    const definition& machine_;
    std::vector<number_range> numbers_;
    std::map<std::string, std::uint8_t, std::less<>> further_;
    std::vector<condition> choices_;
    std::vector<std::vector<condition>> asks_;
    unsigned questions_ = 0;
    bool complete_ = true;
};

}  // namespace caseclock::detail
