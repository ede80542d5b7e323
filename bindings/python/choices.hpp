// SPDX-License-Identifier: Apache-2.0
//
// Enumerators as Python writes them: one of a few words.
//
//   choice_of("rule", "roll_frist", words)   ValueError: rule "roll_frist": no such word; did you mean "roll_first"? (allowed: count, roll_first)
#pragma once

#include "caseclock/time/nearest_word.hpp"
#include "caseclock/time/text_error.hpp"

#include <array>
#include <utility>

namespace caseclock::python {

/// The words for an enumeration's values.
template <class Enum, std::size_t Count> using words_for = std::array<std::pair<std::string_view, Enum>, Count>;

/// The value that a word means; throws text_error, with the nearest word and all that are allowed.
template <class Enum, std::size_t Count>
[[nodiscard]] Enum choice_of(std::string_view argument, std::string_view word, const words_for<Enum, Count>& words) {
    std::array<std::string_view, Count> allowed;
    std::string list;
    for (std::size_t i = 0; i < Count; ++i) {
        if (words[i].first == word) return words[i].second;
        allowed[i] = words[i].first;
        list += (i == 0 ? "" : ", ") + std::string{allowed[i]};
    }
    detail::refuse_text(argument, word, "no such word" + did_you_mean(word, allowed) + " (allowed: " + list + ")");
}

}  // namespace caseclock::python
