// SPDX-License-Identifier: Apache-2.0
//
// Hours that are only asked: the meal period, a subscription. Nothing is measured with them, so unlike a calendar they may be empty.
#pragma once

#include "caseclock/calendar/calendar_core.hpp"

namespace caseclock {

/// Immutable, cheap to copy, shared between threads.
class period {
public:
    /// Throws calendar_error, which lists every fault of the data. Never to be open is none.
    explicit period(calendar_spec spec)
        : core_{std::make_shared<const detail::calendar_core>(std::move(spec), detail::calendar_core::emptiness::allowed)} {}

    [[nodiscard]] const zone& where() const noexcept { return core_->hours().where(); }
    [[nodiscard]] const calendar_spec& spec() const noexcept { return core_->hours().spec(); }

    /// Throws horizon_error when t lies outside [1970, 2200).
    [[nodiscard]] bool is_open(instant t) const {
        const auto& line = core_->covering(t);
        return line.open_at(line.interval_at(t), t);
    }

private:
    std::shared_ptr<const detail::calendar_core> core_;
};

}  // namespace caseclock
