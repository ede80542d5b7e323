// SPDX-License-Identifier: Apache-2.0
//
// Somebody else's program: it compiles against the headers and links what they need.
#include <caseclock/calendar/calendar.hpp>
#include <caseclock/version.hpp>

#include <iostream>

int main() {
    using namespace std::chrono_literals;
    const auto calendar = caseclock::calendar::always("Asia/Shanghai");
    const caseclock::instant t{1'700'000'000'000ms};
    std::cout << "caseclock " << caseclock::version << '\n';
    return calendar.between(t, calendar.add(t, 90min)) == 90min ? 0 : 1;
}
