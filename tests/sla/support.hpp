// SPDX-License-Identifier: Apache-2.0
//
// A case and a sink of which nothing is real: conditions, targets and clocks without a desk.
//
// Instants are those of the week of Monday, 2 March 2026: at("tue 09:30").
#pragma once

#include "caseclock/calendar/calendar.hpp"
#include "caseclock/sla/clockwork.hpp"

#include <map>

namespace caseclock::sla_test {

[[nodiscard]] inline instant at(const std::string& text) {
    static constexpr const char* days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    std::int64_t day = 0;
    while (text.substr(0, 3) != days[day]) ++day;
    const auto hours = std::stoi(text.substr(4, 2)), minutes = std::stoi(text.substr(7, 2));
    const auto seconds = text.size() > 9 ? std::stod(text.substr(10)) : 0.0;
    return parse_instant("2026-03-02T00:00:00Z") + std::chrono::days{day} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           duration{static_cast<std::int64_t>(seconds * 1000)};
}

[[nodiscard]] inline calendar week_of(std::vector<shift> shifts, std::string zone = "UTC", unsigned days = 5) {
    calendar_spec spec;
    spec.zone = std::move(zone);
    for (unsigned d = 0; d < days; ++d) spec.week[d] = shifts;
    return calendar{spec};
}
/// Mon-Fri 09-17 UTC
[[nodiscard]] inline const calendar& office() {
    using namespace std::chrono_literals;
    static const calendar made = week_of({{9h, 17h}});
    return made;
}

/// What conditions and clocks ask of a case.
struct plain_case {
    std::uint64_t facts_held = 0;
    std::vector<unsigned> states{};
    std::map<unsigned, std::int64_t> values{};
    std::uint8_t calendar_number = 0;

    [[nodiscard]] std::uint64_t facts() const { return facts_held; }
    [[nodiscard]] bool in_state(unsigned state) const { return std::find(states.begin(), states.end(), state) != states.end(); }
    [[nodiscard]] std::int64_t value(unsigned attribute) const {
        const auto found = values.find(attribute);
        return found == values.end() ? no_number : found->second;
    }
    [[nodiscard]] std::uint8_t hours() const { return calendar_number; }
};

}  // namespace caseclock::sla_test
