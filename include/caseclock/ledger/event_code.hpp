// SPDX-License-Identifier: Apache-2.0
//
// An event in about twenty bytes: numbers as short as they are, nothing for what is not there.
//
//   flags 1 | kind | machine 1 | instant | arrival | case 8* | id* | lateness* | payload* | count of values | what, value ...
//
//   * where the flags say so; the rest are numbers of seven bits a byte, the last below 128. Instants count from a common beginning;
//   numbers that may be negative are folded: 0, -1, 1, -2 ...
#pragma once

#include "caseclock/desk/event.hpp"
#include "caseclock/time/instant.hpp"

#include <cstring>
#include <span>
#include <vector>

namespace caseclock {

/// An event as it came: which of all that came, and at what time of the desk.
struct kept_event {
    event e{};                  ///< its values begin at `first_value` of those it was read with
    std::uint64_t arrival = 0;  ///< counts the events that the desk was given, from 0
    duration lateness{};        ///< by how much it was older than the desk's time; 0: it was not

    [[nodiscard]] bool was_late() const noexcept { return lateness.count() != 0; }
};

namespace detail {

class event_code {
public:
    /// Most bytes that an event with so many values takes.
    [[nodiscard]] static constexpr std::size_t longest(std::size_t values) noexcept { return 1 + 3 + 1 + 10 + 10 + 8 + 10 + 10 + 16 + 2 + values * (3 + 10); }

    /// Writes the event; returns one past its last byte. `root` is that of its family.
    static std::byte* write(std::byte* to, const kept_event& k, std::span<const event_value> values, std::uint64_t root, instant beginning) {
        const auto& e = k.e;
        const auto payload_bytes = used(e.data);
        *to++ = static_cast<std::byte>((e.id != 0 ? has_id : 0U) | (e.case_id != root ? of_child : 0U) | (k.was_late() ? was_late : 0U) | payload_bytes << payload_shift);
        to = put(to, (e.kind + 1U) & 0xffffU);  // change_event is 0
        *to++ = static_cast<std::byte>(e.machine);
        to = put(to, folded((e.at - beginning).count()));
        to = put(to, k.arrival);
        if (e.case_id != root) to = copy(to, &e.case_id, sizeof e.case_id);
        if (e.id != 0) to = put(to, e.id);
        if (k.was_late()) to = put(to, folded(k.lateness.count()));
        to = copy(to, e.data.data.data(), payload_bytes);
        to = put(to, values.size());
        for (const auto& v : values) to = put(put(to, turned(v.what)), v.value == no_value ? 0 : folded(v.value) + 1);
        return to;
    }

    /// Reads an event; returns one past its last byte. Its values are appended.
    static const std::byte* read(const std::byte* from, kept_event& k, std::vector<event_value>& values, std::uint64_t root, instant beginning) {
        const auto flags = static_cast<unsigned>(*from++);
        auto& e = k.e = {};
        e.kind = static_cast<std::uint16_t>(take(from) - 1U);
        e.machine = static_cast<std::uint8_t>(*from++);
        e.at = beginning + duration{unfolded(take(from))};
        k.arrival = take(from);
        e.case_id = root;
        if ((flags & of_child) != 0) from = copied(from, &e.case_id, sizeof e.case_id);
        if ((flags & has_id) != 0) e.id = take(from);
        k.lateness = duration{(flags & was_late) != 0 ? unfolded(take(from)) : 0};
        from = copied(from, e.data.data.data(), flags >> payload_shift);
        e.first_value = static_cast<std::uint32_t>(values.size());
        e.value_count = static_cast<std::uint8_t>(take(from));
        for (unsigned i = 0; i < e.value_count; ++i) {
            auto& v = values.emplace_back();
            v.what = turned_back(take(from));
            const auto value = take(from);
            v.value = value == 0 ? no_value : unfolded(value - 1);
        }
        return from;
    }

private:
    static constexpr unsigned has_id = 1, of_child = 2, was_late = 4, payload_shift = 3;

    static std::byte* put(std::byte* to, std::uint64_t number) {
        for (; number > 0x7f; number >>= 7) *to++ = static_cast<std::byte>(number | 0x80U);
        *to++ = static_cast<std::byte>(number);
        return to;
    }
    [[nodiscard]] static std::uint64_t take(const std::byte*& from) {
        std::uint64_t number = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<std::uint64_t>(*from++);
            number |= (byte & 0x7fU) << shift;
            if (byte < 0x80U) return number;
        }
    }
    [[nodiscard]] static unsigned used(const payload& data) noexcept {
        auto count = static_cast<unsigned>(data.data.size());
        while (count != 0 && static_cast<unsigned char>(data.data[count - 1]) == 0) --count;
        return count;
    }
    [[nodiscard]] static std::uint64_t folded(std::int64_t number) noexcept { return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63); }
    [[nodiscard]] static std::int64_t unfolded(std::uint64_t number) noexcept { return static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1); }
    /// The two marks of a fact go below its number, so that small numbers stay small.
    [[nodiscard]] static std::uint64_t turned(std::uint16_t what) noexcept { return (what & 0x3fffU) << 2 | what >> 14; }
    [[nodiscard]] static std::uint16_t turned_back(std::uint64_t what) noexcept { return static_cast<std::uint16_t>(what >> 2 | (what & 3U) << 14); }
    static std::byte* copy(std::byte* to, const void* from, std::size_t bytes) {
        std::memcpy(to, from, bytes);
        return to + bytes;
    }
    static const std::byte* copied(const std::byte* from, void* to, std::size_t bytes) {
        std::memcpy(to, from, bytes);
        return from + bytes;
    }
};

}  // namespace detail
}  // namespace caseclock
