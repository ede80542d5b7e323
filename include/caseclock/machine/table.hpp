// SPDX-License-Identifier: Apache-2.0
//
// A machine as its engine sees it: arrays of small plain values, the same whoever produced them.
//
//   cell[event][state] -> row -> alternative -> ... -> 0
//
// Row 0 is nobody's: its behaviour is 0, which refuses. `care` and `want` hold the facts of the choice and of the needs together, so
// that one test opens a row; what failed is worked out only afterwards, from `row_choice` and `asked`.
#pragma once

#include "caseclock/machine/attributes.hpp"
#include "caseclock/machine/info.hpp"

#include <vector>

namespace caseclock {

class step;

namespace detail {

enum row_flag : std::uint8_t {
    row_internal = 1,  ///< no state is left or entered
    row_stops = 2,     ///< it has needs: if it is chosen, no other row is tried
    row_asks = 4,      ///< it asks named guards, or facts only where others hold
};
enum state_flag : std::uint8_t { state_final = 1, state_ends_case = 2, state_interrupts = 4 };

struct row_data {
    std::uint64_t care = 0, want = 0;  ///< open when ((facts ^ want) & care) == 0
    std::uint64_t ends = 0;            ///< facts cleared before it acts: their lives end here
    std::uint64_t set = 0;             ///< facts set then (run-time machines)
    std::uint64_t ought = 0;           ///< facts whose lack is a lapse
    std::uint16_t behaviour = 0;       ///< which code runs
    std::uint16_t alternative = 0;     ///< the row tried next
    std::uint8_t next = 0;             ///< the state it leads to
    std::uint8_t flags = 0;
    std::uint16_t spare = 0;
};
static_assert(sizeof(row_data) == 48);

/// What chooses a row and what it asks, apart: only read when it was not taken at once.
struct row_choice {
    std::uint64_t care = 0, want = 0;
    std::uint16_t guard = 0;
    std::uint16_t first_asked = 0, asked_count = 0;
};
struct asked {
    std::uint64_t fact = 0;   ///< one bit; 0: a named guard
    std::uint64_t where = 0;  ///< asked only where all of these hold
    std::uint16_t guard = 0;
    hardness how = hardness::hard;
};
/// A field of an event that becomes a value or a fact of its case.
struct carried_field {
    std::uint64_t fact = 0;  ///< one bit; 0: an attribute
    attribute_slot slot{};
    std::uint8_t offset = 0, width = 0;
    bool is_signed = false;
    bool is_name = false;
};
struct carriage {
    std::uint64_t sets = 0;
    std::uint16_t first = 0, count = 0;
};

struct table {
    std::vector<std::uint16_t> cells;  ///< [event << state_shift | state]
    std::vector<row_data> rows{1};
    std::vector<row_choice> choices{1};
    std::vector<asked> asks;
    std::vector<std::uint8_t> state_flags;
    std::vector<std::uint8_t> ends_on;  ///< by state: the event an interrupt lets through
    std::vector<carriage> carriages;    ///< by event
    std::vector<carried_field> fields;
    layout slots{};
    unsigned state_shift = 0;
    unsigned regions = 1;
    bool can_complete = false;
    bool can_block = false;
    std::array<std::uint8_t, region_limit> initial{};

    [[nodiscard]] unsigned cell(unsigned event, unsigned state) const noexcept { return cells[(event << state_shift) + state]; }
    [[nodiscard]] bool blocks(unsigned state, unsigned event) const noexcept {
        const auto flags = state_flags[state];
        return (flags & state_ends_case) != 0 || ((flags & state_interrupts) != 0 && ends_on[state] != event);
    }
};

}  // namespace detail
}  // namespace caseclock
