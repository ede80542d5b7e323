// SPDX-License-Identifier: Apache-2.0
//
// What a desk with a ledger takes back, adds and moves when an event came late. An effect is named by (root, ordinal), as ever:
//
//   revoked   the effect under that name was never said             a host deletes it, and undoes what it did because of it
//   added     it should have been said; the name is a new one       a host does what it does with any effect, or drops what is stale
//   moved     the same was said, at another instant or with other   a host replaces it
//             numbers
//
// Whoever keeps effects in a table by (root, ordinal) has in it, after the corrections, what the desk would have said had all events come
// in time, but for the ordinals: those of effects that stay do not change, and those of revoked ones are not given again.
#pragma once

#include "caseclock/desk/answers.hpp"
#include "caseclock/desk/event.hpp"

namespace caseclock {

enum class correction_kind : std::uint8_t { revoked, added, moved };
[[nodiscard]] constexpr std::string_view to_string(correction_kind kind) noexcept {
    constexpr std::string_view text[] = {"revoked", "added", "moved"};
    return text[static_cast<std::size_t>(kind)];
}

/// 96 plain bytes without holes.
struct correction {
    effect said{};                ///< revoked: as it was said; added, moved: as it is now
    instant was_at{};             ///< of a moved effect: its instant before; else that of `said`
    std::uint64_t because_of = 0; ///< the late event, by its number among all that the desk was given, from 0
    correction_kind kind{};
    std::uint8_t spare[15]{};
    friend bool operator==(const correction&, const correction&) = default;
};
static_assert(sizeof(correction) == 96);

/// Another event of the family whose receipt is another one now. 88 plain bytes without holes.
struct receipt_correction {
    std::uint64_t number = 0;      ///< of the event among all that the desk was given, from 0
    std::uint64_t case_id = 0;
    instant at{};
    std::uint64_t id = 0;          ///< the host's
    std::uint64_t because_of = 0;  ///< as in a correction
    receipt now{};                 ///< its refusals are among those of the answers
    receipt was{};                 ///< as it was given, or corrected before; its refusals are not told again
    std::uint16_t kind = 0;        ///< number of the event in its machine
    std::uint8_t machine = 0;
    std::uint8_t spare[13]{};
    friend bool operator==(const receipt_correction&, const receipt_correction&) = default;
};
static_assert(sizeof(receipt_correction) == 88);

/// Answers with the corrections that late events brought about.
struct corrected_answers : answers {
    std::vector<correction> corrections;
    std::vector<verdict> corrected_verdicts;  ///< of the corrections of verdicts, in their order: revoked as it was, else as it is now
    std::vector<receipt_correction> receipt_corrections;

    void clear() noexcept {
        answers::clear();
        corrections.clear();
        corrected_verdicts.clear();
        receipt_corrections.clear();
    }
};

}  // namespace caseclock
