// SPDX-License-Identifier: Apache-2.0
//
// What became of an event. Every event has one, in the order of the batch.
//
//   accepted    a row took it, or its attributes were changed
//   refused     a row was chosen and something it needs is missing: `refusals` says what, per region; or there is nothing to acknowledge
//   not_taken   no row for it where the case stands, or none was chosen
//   ended       the case has ended, or an interrupt state lets it not through
//   duplicate   the same id with the same content again
//   conflict    the same id with other content
//   malformed   `field` says what cannot be
//   late        older than the desk's time, and the rulebook refuses late events
#pragma once

#include "caseclock/machine/definition.hpp"

namespace caseclock {

enum class receipt_kind : std::uint8_t { accepted, refused, not_taken, ended, duplicate, conflict, malformed, late };
[[nodiscard]] constexpr std::string_view to_string(receipt_kind kind) noexcept {
    constexpr std::string_view text[] = {"accepted", "refused", "not_taken", "ended", "duplicate", "conflict", "malformed", "late"};
    return text[static_cast<std::size_t>(kind)];
}

/// What a malformed event has wrong.
enum class event_field : std::uint8_t {
    none,
    case_id,   ///< the range of ids that belongs to the desk
    at,        ///< outside [1970, 2200), or further ahead than the rulebook allows
    machine,   ///< none of that number, or not the case's
    kind,      ///< no such event, or one that only the desk raises
    payload,   ///< `detail` is the number of the field
    value      ///< `detail` is the number of the value: no such attribute or fact, or out of range
};
[[nodiscard]] constexpr std::string_view to_string(event_field field) noexcept {
    constexpr std::string_view text[] = {"none", "case", "at", "machine", "kind", "payload", "value"};
    return text[static_cast<std::size_t>(field)];
}

/// Why a region did not take an event. Names: definition::rows()[row].asks[k].name for each bit k of `unmet`.
struct refusal_note {
    std::uint64_t unmet = 0;            ///< places in the row's asks
    std::uint16_t row = no_row_number;  ///< the row that was chosen; of nothing_waits the policy that was named
    refusal::reason why = refusal::reason::no_row;
    std::uint8_t region = 0;
    std::uint8_t state = 0;
    std::uint8_t machine = 0;
    std::uint8_t spare[2]{};
    friend bool operator==(const refusal_note&, const refusal_note&) = default;
};

struct receipt {
    static constexpr std::uint8_t was_late = 1, opened_case = 2, hit_limit = 4;

    receipt_kind kind = receipt_kind::accepted;
    event_field field = event_field::none;       ///< of a malformed event
    std::uint8_t detail = 0;
    std::uint8_t marks = 0;                      ///< was_late: judged at the desk's time; opened_case; hit_limit: an effect says which
    std::array<std::uint8_t, region_limit> state{};  ///< of the case afterwards; zeros where there is none
    std::uint32_t first_refusal = 0;             ///< refusals[first_refusal .. first_refusal + refusal_count)
    std::uint16_t refusal_count = 0;
    std::uint8_t machine = 0;                    ///< whose states these are: the case's, whichever version the event came in
    std::uint8_t spare = 0;
    friend bool operator==(const receipt&, const receipt&) = default;
};
static_assert(sizeof(receipt) == 16);

}  // namespace caseclock
