// SPDX-License-Identifier: Apache-2.0
//
// "did you mean ...": the allowed word that is nearest to one that is not allowed.
//
//   word       | allowed                        | nearest
//   Shanghai   | Asia/Shanghai, Asia/Tokyo      | Asia/Shanghai      (one is the other's end)
//   busines    | real, business, days           | business           (one letter away)
//   xyz        | real, business, days           | ""                 (nothing is near)
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace caseclock {

namespace detail {

[[nodiscard]] constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

[[nodiscard]] inline bool ends_alike(std::string_view text, std::string_view end) {
    return !end.empty() && text.size() > end.size() && text[text.size() - end.size() - 1] == '/' &&
           std::equal(end.begin(), end.end(), text.end() - static_cast<std::ptrdiff_t>(end.size()),
                      [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace detail

/// How many letters must be changed, added, dropped or swapped with their neighbour; upper and lower case are alike.
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto same = detail::lower(a[i - 1]) == detail::lower(b[j - 1]);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
            if (i > 1 && j > 1 && detail::lower(a[i - 1]) == detail::lower(b[j - 2]) && detail::lower(a[i - 2]) == detail::lower(b[j - 1]))
                now[j] = std::min(now[j], before[j - 2] + 1);
        }
        before.swap(last);
        last.swap(now);
    }
    return last[b.size()];
}

/// The nearest of the allowed words, the first of them on a tie; empty when none is within a third of the word's letters.
template <class Words> [[nodiscard]] std::string nearest_word(std::string_view word, const Words& allowed) {
    std::string nearest;
    std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const auto& each : allowed) {
        const std::string_view candidate{each};
        if (detail::ends_alike(candidate, word)) return std::string{candidate};
        if (candidate.size() + least <= word.size() || word.size() + least <= candidate.size()) continue;
        if (const auto distance = edit_distance(word, candidate); distance < least) {
            least = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

/// '; did you mean "business"?', or nothing when nothing is near: to be appended to an error.
template <class Words> [[nodiscard]] std::string did_you_mean(std::string_view word, const Words& allowed) {
    const auto nearest = nearest_word(word, allowed);
    return nearest.empty() ? std::string{} : "; did you mean \"" + nearest + "\"?";
}

}  // namespace caseclock
