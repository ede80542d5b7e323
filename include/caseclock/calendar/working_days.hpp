// SPDX-License-Identifier: Apache-2.0
//
// The legitimate ways of counting working days. A working date is one on which hours open, before breaks.
//
//   Mon-Fri 09-17, asked on    | count +1   | roll_first +1 | roll_first 0 | count -1   | roll_first -1
//   a Friday                   | Monday     | Monday        | Friday       | Thursday   | Thursday
//   a Saturday                 | Monday     | Tuesday       | Monday       | Friday     | Thursday
#pragma once

#include <cstdint>

namespace caseclock {

/// How N working days are counted from a date.
enum class working_day_rule : std::uint8_t {
    count,      ///< the N-th working date strictly after (N < 0: before) the date; N = 0 is refused
    roll_first  ///< onto a working date first (forward, for N < 0 backward), then N steps
};

/// From where they are counted when the start is an instant.
enum class working_day_start : std::uint8_t {
    the_instant,  ///< from its date and time of day
    next_opening  ///< a start outside hours first moves, date and time, to the next opening
};

/// How working days are added to an instant.
struct working_day_options {
    working_day_rule rule = working_day_rule::count;
    working_day_start start = working_day_start::the_instant;
    bool snap = false;  ///< a result outside hours moves to the next opening
};

}  // namespace caseclock
