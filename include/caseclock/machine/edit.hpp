// SPDX-License-Identifier: Apache-2.0
//
// Guards edited by rule id, and how a row's facts become the masks that the engine tests.
#pragma once

#include "caseclock/machine/definition.hpp"

#include <algorithm>

namespace caseclock {

namespace detail {

/// Masks of row `i` (of rows[i]) from its choice and its requirements: what is hard and unconditional opens it, what is soft lapses.
inline void fold_row(definition_data& d, std::size_t i) {
    const auto& info = d.rows[i];
    auto& row = d.engine.rows[i + 1];
    const auto& choice = d.engine.choices[i + 1];
    std::uint64_t needs = 0;
    row.ought = 0;
    row.flags &= static_cast<std::uint8_t>(~(row_stops | row_asks));
    for (std::size_t k = 0; k < info.asks.size(); ++k) {
        auto& a = d.engine.asks[choice.first_asked + k];
        a.how = info.asks[k].how;
        if (a.how == hardness::off) continue;
        if (a.fact == 0 || a.where != 0) row.flags |= row_asks;
        else if (a.how == hardness::hard) needs |= a.fact;
        else row.ought |= a.fact;
    }
    row.care = choice.care | needs;
    row.want = choice.want | needs;
    if (needs != 0) row.flags |= row_stops;
}

[[nodiscard]] inline bool is_under(const requirement_info& asked, std::string_view rule) noexcept {
    return std::find(asked.rules.begin(), asked.rules.end(), rule) != asked.rules.end();
}

}  // namespace detail

inline bool definition::has_guard(std::string_view rule) const noexcept {
    for (const auto& row : data_->rows)
        for (const auto& asked : row.asks)
            if (detail::is_under(asked, rule)) return true;
    return false;
}

inline definition definition::with_guards(std::span<const guard_edit> edits) const {
    auto copy = std::make_shared<detail::definition_data>(*data_);
    for (std::size_t i = 0; i < copy->rows.size(); ++i) {
        for (auto& asked : copy->rows[i].asks)
            for (const auto& edit : edits)
                if (detail::is_under(asked, edit.rule)) asked.how = edit.how;
        detail::fold_row(*copy, i);
    }
    return definition(std::move(copy));
}

}  // namespace caseclock
