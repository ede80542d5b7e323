// SPDX-License-Identifier: Apache-2.0
//
// Something that happened to a case: 48 plain bytes, the same in C++, NumPy and a journal.
//
//   case 8 | at 8 | id 8 | payload 16 | first value 4 | kind 2 | machine 1 | number of values 1
//
// Attributes and facts that do not travel in the payload lie in an array of values beside the events. Two kinds of event ask no
// row of the machine, and every machine takes them until its case has ended:
//
//   change_event        changes the attributes and facts that lie beside it
//   acknowledge_event   somebody has it: what a ladder told is acknowledged; refused when nothing waits. It may name a policy (acknowledging)
#pragma once

#include "caseclock/machine/definition.hpp"

namespace caseclock {

/// Kind of an event that only changes attributes and facts.
inline constexpr std::uint16_t change_event = 0xffff;
/// Kind of an event that acknowledges levels of ladders.
inline constexpr std::uint16_t acknowledge_event = 0xfffe;
/// Does a row of the machine take events of that kind?
[[nodiscard]] constexpr bool is_of_machine(std::uint16_t kind) noexcept { return kind < acknowledge_event; }
/// Ids of cases that the desk opens itself have this bit; a host's own have it not.
inline constexpr std::uint64_t child_id_bit = std::uint64_t{1} << 63;

/// An attribute's new value, or a fact that is set or cleared. 16 bytes.
struct event_value {
    std::int64_t value = no_value;  ///< of an attribute; `no_value` unsets it
    std::uint16_t what = 0;         ///< number of the attribute, or fact_set | number, fact_cleared | number
    std::uint16_t spare[3]{};

    static constexpr std::uint16_t fact_set = 0x8000, fact_cleared = 0x4000;
    [[nodiscard]] static constexpr event_value of_attribute(unsigned number, std::int64_t value) noexcept {
        return {value, static_cast<std::uint16_t>(number), {}};
    }
    [[nodiscard]] static constexpr event_value of_fact(unsigned number, bool holds) noexcept {
        return {0, static_cast<std::uint16_t>((holds ? fact_set : fact_cleared) | number), {}};
    }
    [[nodiscard]] constexpr bool is_fact() const noexcept { return (what & (fact_set | fact_cleared)) != 0; }
    [[nodiscard]] constexpr unsigned number() const noexcept { return what & 0x3fffU; }
};
static_assert(sizeof(event_value) == 16 && std::is_trivially_copyable_v<event_value>);

struct event {
    std::uint64_t case_id = 0;
    instant at{};
    std::uint64_t id = 0;            ///< the host's own number of the event, unique within its root case; 0: none
    payload data{};
    std::uint32_t first_value = 0;   ///< its values: values[first_value .. first_value + value_count)
    std::uint16_t kind = 0;          ///< number of the event in its machine, or change_event
    std::uint8_t machine = 0;        ///< number of the machine in the rulebook
    std::uint8_t value_count = 0;
};
static_assert(sizeof(event) == 48 && std::is_trivially_copyable_v<event>);

/// What an acknowledgement carries: 0 for every clock of its case, else the rulebook's number of a policy and 1.
struct acknowledging {
    std::uint16_t policy = 0;
    static constexpr std::uint16_t every = 0;
    [[nodiscard]] static constexpr acknowledging only(std::uint16_t number) noexcept { return {static_cast<std::uint16_t>(number + 1)}; }
    [[nodiscard]] constexpr bool means(std::uint16_t number) const noexcept { return policy == every || policy == number + 1; }
};

}  // namespace caseclock
