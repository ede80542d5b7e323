// SPDX-License-Identifier: Apache-2.0
//
// Lengths as targets write them: a duration, a word, a number of words, an option; and numbers of things.
#pragma once

#include "rulebook/draft.hpp"

namespace caseclock::detail {

/// What a length says.
struct found_length {
    bool none = false;  ///< an option that nobody fixed, or `none`
    duration_value value{};
    std::string text{};  ///< with options replaced
};

/// Reads "10 units" to 10. Throws text_error: a number of things carries a word.
[[nodiscard]] std::int64_t parse_count(std::string_view text);

/// The number that an attribute of that kind holds for a text: a count, an instant, a duration in the attribute's unit. Throws text_error.
[[nodiscard]] std::int64_t parse_number(attribute_kind kind, attribute_unit unit, std::string_view text);

/// What a length means; empty when it is neither a duration nor a word. Throws text_error when it is a faulty one.
[[nodiscard]] std::optional<found_length> find_length(const rulebook_draft& d, std::string_view text);

}  // namespace caseclock::detail
